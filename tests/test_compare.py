"""Better, worse, or noise."""

import json
from collections.abc import Sequence

import pytest

from eval.compare import compare
from eval.figures import Figure, Section
from eval.results import Results, Run, record
from insight.errors import InputError

RUN = Run("2026-11-22", "test", 2, "a processor")


def results(version: str, figures: dict[str, Figure], answers: dict[str, str] | None = None, name: str = "gold") -> Results:
    return record(version, [Section(name, "Gold", figures, answers=answers or {})], RUN)


def scored(values: Sequence[float], measure: str = "failure rate", part: str = "language vi") -> dict[str, str]:
    return {f"i{n:03}": json.dumps({"scores": {measure: value}, "in": [part]}) for n, value in enumerate(values)}


def verdicts(before: Results, after: Results) -> dict[str, tuple[str, str]]:
    return {change.name: (change.way, change.verdict) for change in compare(before, after).changes}


def test_intervals_far_apart_differ_and_near_ones_do_not() -> None:
    before = results("1", {"far": Figure(0.5, 100, 0.45, 0.55), "near": Figure(0.5, 100, 0.4, 0.6), "bare": Figure(1, 5)})
    after = results("2", {"far": Figure(0.7, 100, 0.65, 0.75), "near": Figure(0.55, 100, 0.45, 0.65), "bare": Figure(2, 5)})
    assert verdicts(before, after) == {
        "far": ("intervals", "better"),
        "near": ("intervals", "no more than noise"),
        "bare": ("none", "not tested"),
    }


def test_lower_can_be_better() -> None:
    before = results("1", {"errors": Figure(0.5, 100, 0.45, 0.55, "lower")})
    after = results("2", {"errors": Figure(0.7, 100, 0.65, 0.75, "lower")})
    assert verdicts(before, after) == {"errors": ("intervals", "worse")}


def test_pairs_see_what_intervals_cannot() -> None:
    """20 of 200 items turn bad and none turns good: exact McNemar p = 2 * 0.5 ** 20, though the intervals overlap."""
    before, after = [0] * 100 + [1] * 100, [0] * 80 + [1] * 120
    figures = [
        Figure(sum(values) / 200, 200, sum(values) / 200 - 0.1, sum(values) / 200 + 0.1, "lower") for values in (before, after)
    ]
    names = ("failure rate", "failure rate | language vi", "failure rate | language en")
    found = compare(
        results("1", dict.fromkeys(names, figures[0]), scored(before)),
        results("2", dict.fromkeys(names, figures[1]), scored(after)),
    )
    assert [(change.way, change.verdict) for change in found.changes] == [
        ("paired", "worse"),
        ("paired", "worse"),
        ("intervals", "no more than noise"),
    ]
    assert found.changes[0].p == pytest.approx(2 * 0.5**20)


def test_items_that_do_not_match_are_not_paired() -> None:
    figure = Figure(0.5, 200, 0.4, 0.6)
    before = results("1", {"failure rate": figure}, scored([0, 1] * 100))
    after = results("2", {"failure rate": figure}, scored([0, 1] * 99))
    assert verdicts(before, after) == {"failure rate": ("intervals", "no more than noise")}


def test_answers_that_do_not_give_the_figure_are_not_trusted() -> None:
    figure = Figure(0.3, 200, 0.2, 0.4)
    before, after = (results(version, {"failure rate": figure}, scored([0, 1] * 100)) for version in "12")
    assert verdicts(before, after) == {"failure rate": ("intervals", "no more than noise")}


def test_fractions_are_compared_by_bootstrap() -> None:
    values = [0.25, 0.5] * 50
    better = [value + 0.5 for value in values]
    before = results("1", {"overlap": Figure(0.375, 100, 0.3, 0.45)}, scored(values, "overlap"))
    after = results("2", {"overlap": Figure(0.875, 100, 0.8, 0.95)}, scored(better, "overlap"))
    assert verdicts(before, after) == {"overlap": ("paired", "better")}


def test_f1_is_compared_by_its_tallies() -> None:
    def tallied(right: int) -> dict[str, str]:
        tallies = [{"a": [1, 0, 0]} if n < right else {"a": [0, 0, 1]} for n in range(100)]
        return {f"i{n}": json.dumps({"tallies": {"topic micro-F1": tally}}) for n, tally in enumerate(tallies)}

    def f1(right: int) -> Figure:
        return Figure(2 * right / (right + 100), 100, 0.3, 0.99)

    before, after = results("1", {"topic micro-F1": f1(60)}, tallied(60)), results("2", {"topic micro-F1": f1(80)}, tallied(80))
    assert verdicts(before, after) == {"topic micro-F1": ("paired", "better")}


def test_right_answers_are_compared_whatever_the_figures_are() -> None:
    answers = [{f"i{n}": json.dumps({"right": {"stage": n < right}}) for n in range(100)} for right in (80, 50)]
    before, after = results("1", {"f": Figure(1, 5)}, answers[0]), results("2", {"f": Figure(1, 5)}, answers[1])
    assert verdicts(before, after)["answers right: stage"] == ("paired", "worse")


def test_one_chance_hit_among_many_is_not_called_a_change() -> None:
    """A figure alone with p = 0.03 differs; among forty others that do not, it is what chance brings."""
    near = {"hit": (0.5, 0.5 + 0.154)} | {f"figure {n}": (0.5, 0.5 + 0.001 * n) for n in range(40)}
    sides = [
        {name: Figure(pair[side], 100, pair[side] - 0.098, pair[side] + 0.098) for name, pair in near.items()} for side in (0, 1)
    ]
    alone = compare(results("1", {"hit": sides[0]["hit"]}), results("2", {"hit": sides[1]["hit"]})).changes[0]
    assert alone.p == pytest.approx(0.03, abs=0.003)
    assert alone.verdict == "better"
    assert compare(results("1", sides[0]), results("2", sides[1])).changes[0].verdict == "no more than noise"


def test_baselines_are_not_the_model() -> None:
    figures = {"F1": Figure(0.5, 9, 0.4, 0.6), "F1 | baseline majority": Figure(0.2, 9, 0.1, 0.3)}
    assert list(verdicts(results("1", figures), results("2", figures))) == ["F1"]


def test_figures_of_one_side_are_listed() -> None:
    found = compare(results("1", {"a": Figure(1, 1), "b": Figure(1, 1)}), results("2", {"a": Figure(1, 1), "c": Figure(1, 1)}))
    assert found.missing == ("gold: b (only in 1)", "gold: c (only in 2)")


def test_nothing_in_common_is_said() -> None:
    with pytest.raises(InputError, match="nothing to compare: 1 has gold and 2 has other"):
        compare(results("1", {}), results("2", {}, name="other"))


def test_an_answer_that_is_no_json_is_named() -> None:
    broken = results("1", {"a": Figure(1, 1)}, {"x": "{"})
    with pytest.raises(InputError, match="section 'gold': an answer is not a JSON object"):
        compare(broken, broken)
