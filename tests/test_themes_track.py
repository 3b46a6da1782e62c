"""Which theme is which after a refit, and what the ledger says of it."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.themes.track import Change, Tracked, new_id, track


def run(groups: dict[str, int], before: dict[str, str]) -> Tracked:
    """`groups`: group of each letter of a string, such as {"abc": 0, "d": -1}."""
    keys = [key for letters in groups for key in letters]
    numbers = [group for letters, group in groups.items() for _ in letters]
    return track(np.array(numbers, np.int64), keys, before)


def was(**themes: str) -> dict[str, str]:
    """Theme by mention: `was(A="abc")`."""
    return {key: theme for theme, letters in themes.items() for key in letters}


def test_an_id_comes_from_the_mentions_a_theme_is_born_with() -> None:
    assert new_id(["b", "a"]) == new_id(["a", "b"]) != new_id(["a", "b", "c"])
    assert new_id(["ab"]) != new_id(["a", "b"])
    assert re.fullmatch("th-[0-9a-f]{10}", new_id(["giao chậm"]))


def test_the_first_themes_are_born() -> None:
    found = run({"abc": 0, "de": 1, "f": -1}, {})
    ids = (new_id("abc"), new_id("de"))
    assert found == Tracked(
        ids,
        (
            Change(ids[0], "born", "3 mentions that no earlier theme explains"),
            Change(ids[1], "born", "2 mentions that no earlier theme explains"),
        ),
        (),
    )


def test_ids_stay_where_the_content_stays() -> None:
    assert run({"abcd": 1, "efgh": 0}, was(A="abcd", B="efgh")) == Tracked(("B", "A"), (), ())
    assert run({"abcx": 0, "efgh": 1, "d": -1}, was(A="abcd", B="efgh")) == Tracked(("A", "B"), (), ())


@pytest.mark.parametrize(
    ("groups", "ids"),
    [
        ({"abxyzw": 0}, ("A",)),  # half of the theme's four go on
        ({"axyzw": 0}, ("born",)),  # a quarter
        ({"ax": 0}, ("A",)),  # of the theme a quarter, of the group half
    ],
)
def test_half_of_the_smaller_side_keeps_the_id(groups: dict[str, int], ids: tuple[str, ...]) -> None:
    found = run(groups, was(A="abcd"))
    assert found.ids == tuple(new_id(max(groups)) if each == "born" else each for each in ids)


def test_of_two_groups_the_larger_part_keeps_the_id() -> None:
    found = run({"abc": 1, "defg": 0}, was(A="abcdefg"))
    assert found.ids == ("A", new_id("abc"))
    found = run({"abc": 0, "defg": 1}, was(A="abcdefg"))
    assert found.ids == (new_id("abc"), "A")


def test_two_themes_become_one() -> None:
    found = run({"abcdef": 0}, was(A="abcd", B="ef"))
    assert found == Tracked(
        ("A",),
        (
            Change("A", "merged", "now also holds most mentions of B", ("B",)),
            Change("B", "retired", "its 2 mentions went to other themes or to none"),
        ),
        ("B",),
    )


def test_three_themes_become_one() -> None:
    found = run({"abcdefghi": 0}, was(C="ghi", A="abcd", B="ef"))
    assert found.ids == ("A",)
    assert found.changes[0] == Change("A", "merged", "now also holds most mentions of B, C", ("B", "C"))
    assert found.retired == ("B", "C")


def test_a_small_part_of_another_theme_is_no_merger() -> None:
    assert run({"abcde": 0, "fgh": 1}, was(A="abcd", B="efgh")) == Tracked(("A", "B"), (), ())


def test_a_theme_without_heirs_is_retired() -> None:
    found = run({"abcd": 0, "ef": -1}, was(A="abcd", B="ef"))
    assert found == Tracked(("A",), (Change("B", "retired", "its 2 mentions went to other themes or to none"),), ("B",))


@pytest.mark.parametrize(("new", "grew"), [("xy", True), ("x", False)])
def test_half_as_many_again_is_growth(new: str, grew: bool) -> None:
    found = run({"abcd" + new: 0}, was(A="abcd"))
    assert found == Tracked(("A",), (Change("A", "grew", "from 4 to 6 mentions"),) if grew else (), ())


def test_a_new_theme_beside_an_old_one() -> None:
    found = run({"abcd": 0, "xyz": 1}, was(A="abcd"))
    assert found == Tracked(
        ("A", new_id("xyz")), (Change(new_id("xyz"), "born", "3 mentions that no earlier theme explains"),), ()
    )


def test_nothing_at_all() -> None:
    assert run({}, {}) == Tracked((), (), ())
    assert run({"ab": -1}, {}) == Tracked((), (), ())
    assert run({}, was(A="ab")).retired == ("A",)


cases = st.dictionaries(
    st.sampled_from("abcdefghijklmnop"), st.tuples(st.integers(-1, 3), st.sampled_from(["", "A", "B", "C"])), min_size=1
)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(cases)
def test_ids_are_given_once_and_do_not_depend_on_the_order(case: dict[str, tuple[int, str]]) -> None:
    present = sorted({group for group, _ in case.values() if group >= 0})
    groups = {key: present.index(group) if group >= 0 else -1 for key, (group, _) in case.items()}
    before = {key: theme for key, (_, theme) in case.items() if theme}
    found = run(groups, before)
    assert len(found.ids) == len(present) == len(set(found.ids))
    assert set(found.ids) | set(found.retired) >= set(before.values())
    assert not set(found.ids) & set(found.retired)
    assert run(dict(reversed(groups.items())), before) == found
