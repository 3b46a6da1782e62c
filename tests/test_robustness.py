"""Behavioural tests: the files say what they mean, and a failure is what the expectation says it is."""

from pathlib import Path

import pytest

from eval.robustness import run
from eval.robustness.cases import FOLDER, Case, load
from eval.robustness.respell import WAYS, typos, without_diacritics
from eval.robustness.run import Outcome
from insight.errors import InputError
from insight.pipeline import Pipeline
from insight.types import Labels

SMALL = """
about: Speed is felt.
vi:
  positive: [Giao hàng nhanh, Giao hàng chậm]
en:
  same: [[Fast delivery, FAST DELIVERY]]
"""


def said(sentiment: str, score: float = 0.0) -> Labels:
    return Labels("en", sentiment, score, "unknown", (), ())  # type: ignore[arg-type]


def test_every_capability_has_enough_cases_in_its_languages() -> None:
    for capability in load():
        for language in {case.language for case in capability.cases}:
            assert sum(case.language == language for case in capability.cases) >= 25, capability.name


def test_only_vietnamese_ways_of_writing_lack_english() -> None:
    alone = {capability.name for capability in load() if {case.language for case in capability.cases} != {"vi", "en"}}
    assert alone == {"NFD", "diacritics removed", "diacritics misplaced"}


def test_every_text_compared_differs_from_the_first() -> None:
    for case in (case for capability in load() for case in capability.cases):
        assert len(set(case.texts)) == len(case.texts), case


@pytest.mark.parametrize(
    ("expect", "labels", "failed"),
    [
        ("positive", [said("positive")], False),
        ("positive", [said("mixed")], True),
        ("not negative", [said("neutral")], False),
        ("not negative", [said("negative")], True),
        ("not positive", [said("mixed")], True),
        ("same", [said("neutral"), said("neutral"), said("negative")], True),
        ("changed", [said("positive"), said("neutral")], False),
        ("changed", [said("positive"), said("positive")], True),
        ("higher", [said("positive", 0.5), said("positive", 0.46)], False),
        ("higher", [said("positive", 0.5), said("positive", 0.4)], True),
        ("lower", [said("negative", -0.5), said("negative", -0.4)], True),
    ],
)
def test_what_fails(expect: str, labels: list[Labels], failed: bool) -> None:
    texts = tuple(f"text {n}" for n in range(len(labels)))
    assert Outcome(Case("c", "en", expect, texts), tuple(labels)).failed is failed


def test_a_run_counts_failures_and_shows_them(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "speed.yaml").write_text(SMALL, encoding="utf-8")
    (section,) = run(pipeline, folder=tmp_path)
    figures = {name: (figure.value, figure.n) for name, figure in section.figures.items()}
    assert figures["failure rate"] == (pytest.approx(1 / 3), 3)
    assert figures["failure rate | capability speed (vi)"] == (0.5, 2)
    assert figures["failure rate | language en"] == (0, 1)
    assert [row[2] for table in section.tables if table.title == "Failures" for row in table.rows] == ["Giao hàng chậm"]
    assert len(section.answers) == 3


def test_names_go_through_a_text_together(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        'about: a\nnames: {who: [anh, chị], first: [Tuấn, Lan]}\nvi: {same: ["{who} {first} tốt"]}\n', encoding="utf-8"
    )
    assert load(tmp_path)[0].cases[0].texts == ("anh Tuấn tốt", "chị Lan tốt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "x.yaml is list; a mapping"),
        ("vi: {", "x.yaml is not readable YAML"),
        ("vi: {positive: [a]}", "about is None"),
        ("about: a\nfr: {}", "unknown key 'fr'"),
        ("about: a\nvi: {good: [a]}", "unknown expectation 'good'"),
        ("about: a\nvi: {positive: [[a, b]]}", "has 2 texts; one is expected"),
        ("about: a\nvi: {same: [a]}", "'same' compares the first with others"),
        ("about: a\nvi: {positive: [no]}", "is not text; quote"),
        ("about: a\nvi: {positive: ['{brand} a']}", "has a place that is not among names"),
        ("about: a\nvi: {positive: [a, a]}", "stands there twice"),
        ("respell: {u: {how: sideways, about: a}}\nvi: {same: [a]}", "respelt by 'sideways'; one of"),
    ],
)
def test_a_slip_in_a_file_is_named(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load(tmp_path)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no cases in"):
        load(tmp_path)


def test_ways_of_writing() -> None:
    assert without_diacritics("Đồ ăn NGON quá") == "Do an NGON qua"
    assert WAYS["nfd"]("quá") == "qua\u0301"
    assert typos("giao hàng nhanh") == typos("giao hàng nhanh") != "giao hàng nhanh"
    assert sorted(typos("giao hàng nhanh")) == sorted("giao hàng nhanh")


def test_cases_are_in_the_project() -> None:
    assert len(list(FOLDER.glob("*.yaml"))) >= 14
