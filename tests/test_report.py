"""The page: what the model is bad at first, every text escaped, nothing fetched."""

import re

import pytest

from eval.compare import compare
from eval.figures import Figure, Plot, Section, Table
from eval.report import render
from eval.report.findings import find
from eval.report.names import Part, part
from eval.results import Run, record
from insight.errors import InputError

RUN = Run("2026-11-22", "python -m eval all", 2, "a processor")
ATTACK = "<script>alert(\"x\")</script> & 'quoted'"
GOLD = Section(
    "classification/gold",
    "Our gold set",
    {
        "sentiment macro-F1": Figure(0.8, 600, 0.77, 0.83),
        "sentiment macro-F1 | language vi": Figure(0.65, 300, 0.6, 0.7),
        "sentiment macro-F1 | language en": Figure(0.9, 300, 0.87, 0.93),
        "sentiment macro-F1 | teencode": Figure(0.7, 40, 0.5, 0.9),
        "sentiment macro-F1 | baseline TF-IDF + LR": Figure(0.85, 600, 0.8, 0.9),
        "sentiment macro-F1 | baseline majority": Figure(0.3, 600, 0.2, 0.4),
        "sentiment macro-F1 drop | without diacritics": Figure(0.1, 300, 0.05, 0.15, "lower"),
        "topic F1 | price.value": Figure(0.31, 50, 0.2, 0.4),
        "topic F1 | trust.safety": Figure(0.1, 4, 0.0, 0.9),
        "topic F1 | staff.attitude": Figure(0.9, 80, 0.85, 0.95),
    },
    headline=("sentiment macro-F1",),
    tables=(Table("Surest mistakes", ("text", "gold"), ((ATTACK, "negative"), ("Tệ quá", None))),),
    plots=(Plot("Bars", '<svg viewBox="0 0 1 1"><rect/></svg>'),),
)
ROBUST = Section(
    "robustness",
    "Robustness",
    {
        "failure rate": Figure(0.2, 100, 0.1, 0.3, "lower"),
        "failure rate | capability irony (vi)": Figure(0.68, 25, 0.48, 0.83, "lower"),
        "failure rate | capability negation (vi)": Figure(0.04, 25, 0.0, 0.2, "lower"),
    },
    headline=("failure rate",),
    tables=(
        Table(
            "Failures", ("capability", "expected", "text", "the model said"), (("irony (vi)", "negative", "Hay nhỉ", "positive"),)
        ),
    ),
)


def test_the_sentence_says_what_is_bad() -> None:
    assert find([GOLD, ROBUST]).sentence == (
        "It most often fails small tests of irony in Vietnamese (68 % of 25 fail). "
        "The labels it gets wrong most are price.value (topic) (F1 0.31). "
        "It does clearly worse than on the rest of a set with Vietnamese (sentiment macro-F1 0.650 against 0.800, classification/gold) "
        "and the same texts without diacritics (sentiment macro-F1 lower by 0.100, classification/gold). "
        "A simple baseline does as well or better on Our gold set (sentiment macro-F1 0.800 against 0.850 of TF-IDF + LR)."
    )


def test_nothing_bad_is_said_as_that() -> None:
    fine = Section("a", "A", {"F1": Figure(0.9, 100, 0.8, 1.0)}, ("F1",))
    assert find([fine]).sentence == "Nothing measured here stands out as weak."


def test_what_is_bad_comes_before_the_figures_with_an_example() -> None:
    page = render([GOLD, ROBUST], "v1", RUN)
    places = [page.index(words) for words in ("What this model is bad at", "Hay nhỉ", "Headline figures", "Surest mistakes")]
    assert places == sorted(places)


def test_every_text_is_escaped() -> None:
    page = render([GOLD], ATTACK, Run(ATTACK, ATTACK, 2, ATTACK))
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 4


def test_the_page_needs_nothing_else() -> None:
    page = render([GOLD, ROBUST], "v1", RUN)
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert 'name="viewport"' in page
    assert "prefers-color-scheme: dark" in page


def test_the_best_baseline_stands_beside_the_model() -> None:
    page = render([GOLD], "v1", RUN)
    row = page[page.index("Headline figures") :].split("<tr>")[2]
    assert [cell for cell in ("0.800", "0.770–0.830", "0.850", "TF-IDF + LR", "600") if cell not in row] == []


def test_changes_are_shown() -> None:
    before = record("v0", [Section("robustness", "R", {"failure rate": Figure(0.5, 100, 0.45, 0.55, "lower")})], RUN)
    page = render([ROBUST], "v1", RUN, compare(before, record("v1", [ROBUST], RUN)))
    assert "Against v0" in page
    assert ">better<" in page


@pytest.mark.parametrize("svg", ["<svg><script>x</script></svg>", "<img src=x>", ""])
def test_a_plot_is_a_picture_or_refused(svg: str) -> None:
    with pytest.raises(InputError, match="plot 'P' is not a plain SVG"):
        render([Section("a", "A", {}, plots=(Plot("P", svg),))], "v1", RUN)


def test_nothing_measured_is_said() -> None:
    with pytest.raises(InputError, match="nothing to report"):
        render([], "v1", RUN)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("F1 macro", Part("F1 macro")),
        ("sentiment macro-F1 | language vi", Part("sentiment macro-F1", "language", "vi")),
        ("topic micro-F1 | teencode", Part("topic micro-F1", "spelling", "teencode")),
        ("topic micro-F1 | with diacritics", Part("topic micro-F1", "spelling", "with diacritics")),
        ("topic F1 | price.value", Part("topic F1", "label", "price.value")),
        ("sentiment F1 per mention | negative", Part("sentiment F1 per mention", "label", "negative")),
        ("sentiment weighted F1 | length 1-5 words", Part("sentiment weighted F1", "length", "1-5 words")),
        ("x | baseline TF-IDF + LR", Part("x", "baseline", "TF-IDF + LR")),
    ],
)
def test_names_are_taken_apart(name: str, parts: Part) -> None:
    assert part(name) == parts
