"""Figures on disk: stable, merged by section, and named when they are wrong."""

import json
from pathlib import Path

import pytest

from eval.figures import Figure, Section, Table
from eval.keep import keep, kept
from eval.results import Recorded, Results, Run, accepted_version, dumps, find, merge, path_of, read, record, save, this_machine
from insight.errors import InputError

RUN = Run("2026-11-22", "python -m eval all", 2, "a processor")
LATER = Run("2026-11-23", "python -m eval robustness", 4, "another")
GOLD = Section(
    "classification/gold",
    "Gold",
    {"F1": Figure(0.812345, 40, 0.70001, 0.9), "errors | language vi": Figure(3.0, 40, better="lower")},
    headline=("F1",),
    tables=(Table("Worst", ("text",), (("của người khác",),)),),
    answers={"b": "2", "a": "1"},
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = save(record("v1", [GOLD], RUN), tmp_path)
    figures = {"F1": Figure(0.8123, 40, 0.7, 0.9), "errors | language vi": Figure(3.0, 40, better="lower")}
    assert read(path) == Results("v1", {"classification/gold": Recorded("Gold", RUN, figures, ("F1",), {"a": "1", "b": "2"})})
    assert path.name == "v1.json"


def test_no_text_of_a_table_is_written(tmp_path: Path) -> None:
    assert "của người khác" not in save(record("v1", [GOLD], RUN), tmp_path).read_text(encoding="utf-8")


def test_the_same_figures_give_the_same_bytes() -> None:
    other = Section("a", "A", {})
    assert dumps(record("v1", [GOLD, other], RUN)) == dumps(record("v1", [other, GOLD], RUN))


def test_a_later_run_replaces_its_own_sections_only(tmp_path: Path) -> None:
    save(record("v1", [GOLD, Section("robustness", "Old", {"failures": Figure(0.5, 10)})], RUN), tmp_path)
    whole = read(save(record("v1", [Section("robustness", "New", {"failures": Figure(0.25, 20)})], LATER), tmp_path))
    assert [(name, section.title, section.run) for name, section in whole.sections.items()] == [
        ("classification/gold", "Gold", RUN),
        ("robustness", "New", LATER),
    ]


def test_versions_do_not_mix() -> None:
    with pytest.raises(InputError, match="'v2' cannot be merged into those of 'v1'"):
        merge(Results("v1", {}), Results("v2", {}))


@pytest.mark.parametrize("version", ["", "../v1", "a/b", "v 1", ".hidden"])
def test_a_version_is_a_file_name_or_refused(version: str) -> None:
    with pytest.raises(InputError, match="cannot name a file"):
        path_of(version)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (Section("a", "A", {"x": Figure(float("nan"), 1)}), "figure 'x': the value is nan; it must be a finite number"),
        (Section("a", "A", {"x": Figure(0.5, -1)}), "n is -1"),
        (Section("a", "A", {"x": Figure(0.5, 1, 0.9, 0.1)}), "low must not exceed high"),
        (Section("a", "A", {}, headline=("x",)), "leads with 'x', and has no figure of that name"),
    ],
)
def test_what_cannot_be_a_figure_is_named(section: Section, said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        record("v1", [section], RUN)


def test_a_set_evaluated_twice_is_refused() -> None:
    with pytest.raises(InputError, match="'classification/gold' appears twice"):
        record("v1", [GOLD, GOLD], RUN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.update(format=9), "format is 9; this version reads an object of format 1"),
        (lambda plain: plain.pop("version"), "version is None; a text is expected"),
        (lambda plain: plain.update(sections=[]), "sections is .*; an object is expected"),
        (lambda plain: plain["sections"]["classification/gold"].pop("machine"), "section 'classification/gold': machine is None"),
        (lambda plain: plain["sections"]["classification/gold"].update(headline="F1"), "headline is 'F1'; it must be a list"),
        (
            lambda plain: plain["sections"]["classification/gold"]["figures"]["F1"].update(value="high"),
            "figure 'F1': value is 'high'",
        ),
        (lambda plain: plain["sections"]["classification/gold"]["figures"]["F1"].update(better="more"), "better is 'more'"),
        (lambda plain: plain["sections"]["classification/gold"]["answers"].update(a=1), "answers: a is 1; a text is expected"),
    ],
)
def test_a_file_that_is_wrong_says_where(change: object, said: str, tmp_path: Path) -> None:
    plain = json.loads(dumps(record("v1", [GOLD], RUN)))
    assert callable(change)
    change(plain)
    path = tmp_path / "v1.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null"])
def test_a_file_that_is_no_results_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "v1.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"v1\.json"):
        read(path)


def test_results_are_found_by_version_or_path(tmp_path: Path) -> None:
    path = save(record("v1", [GOLD], RUN), tmp_path)
    assert find("v1", tmp_path) == find(str(path), tmp_path) == path
    with pytest.raises(InputError, match=r"no results at 'v2'.*there: v1"):
        find("v2", tmp_path)


def test_nothing_accepted_yet(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="python -m eval accept"):
        accepted_version(tmp_path / "ACCEPTED")


def test_this_machine_has_cores_and_a_name() -> None:
    cores, processor = this_machine()
    assert cores >= 1
    assert processor


def test_whole_sections_are_kept_with_their_run(tmp_path: Path) -> None:
    keep([GOLD], "v1", RUN, tmp_path)
    keep([Section("robustness", "New", {})], "v1", LATER, tmp_path)
    assert kept("v1", tmp_path) == [(GOLD, RUN), (Section("robustness", "New", {}), LATER)]
    assert kept("v2", tmp_path) == []


def test_what_was_kept_and_damaged_is_named(tmp_path: Path) -> None:
    (tmp_path / "v1.json").write_text('[{"section": {}}]', encoding="utf-8")
    with pytest.raises(InputError, match=r"cannot be read: .*; delete it and evaluate again"):
        kept("v1", tmp_path)
