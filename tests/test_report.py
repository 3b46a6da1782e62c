"""The page: what the model is bad at first, every text escaped, nothing fetched."""

import re
from pathlib import Path

import pytest

from eval.compare import compare
from eval.figures import Figure, Plot, Section, Table
from eval.report import render, weak
from eval.report.charts import charts
from eval.report.findings import find
from eval.report.glance import tiles
from eval.report.glossary import TERMS
from eval.report.names import Part, part
from eval.results import Run, record
from insight.errors import InputError

TABLES = Path(__file__).parents[1] / "eval" / "sets" / "tables"
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


STARS = Section(
    "classification/vi_shopee_stars",
    "Shopee",
    {"sentiment macro-F1": Figure(0.1, 900, 0.05, 0.15), "sentiment macro-F1 | baseline majority": Figure(0.6, 900)},
    headline=("sentiment macro-F1",),
)


def test_the_first_screen_says_what_is_bad() -> None:
    assert find([GOLD, ROBUST]).lines == (
        ("Small tests it fails", "irony in Vietnamese (68 % of 25 fail)"),
        ("Labels it misses", "price.value (topic F1 0.31)"),
        (
            "Texts it reads worse than others",
            "Vietnamese (sentiment macro-F1 0.65 against 0.80 on all) and the same texts without diacritics (sentiment macro-F1 lower by 0.10)",
        ),
        ("Where something simple does as well", "Our gold set (sentiment macro-F1 0.80 against 0.85 of TF-IDF + LR)"),
    )


def test_nothing_bad_is_said_as_that() -> None:
    fine = Section("a", "A", {"F1": Figure(0.9, 100, 0.8, 1.0)}, ("F1",))
    assert find([fine]).lines == ()
    assert "Nothing measured here stands out as weak." in render([fine], "v1", RUN)


def test_weak_labels_stand_apart_and_say_why() -> None:
    found = find([GOLD, STARS])
    assert [each.section for each in found.beaten] == ["classification/gold"]
    assert [(each.what, each.weakness) for each in found.weak] == [("Shopee", "stars given, not read from the text")]
    assert render([STARS], "v1", RUN).count("weak label: stars given, not read from the text") == 2


@pytest.mark.parametrize("name", weak.SETS)
def test_the_note_of_a_set_with_weak_labels_says_so(name: str) -> None:
    assert "weak label" in (TABLES / f"{name}.yaml").read_text(encoding="utf-8")


def test_every_set_whose_note_says_weak_is_known_as_weak() -> None:
    noted = {path.stem for path in TABLES.glob("*.yaml") if "weak label" in path.read_text(encoding="utf-8")}
    assert noted == set(weak.SETS)


def test_the_same_label_is_named_once_where_it_is_worst() -> None:
    sets = [Section(name, name, {"topic F1 | food": Figure(value, 50)}) for name, value in (("a", 0.4), ("b", 0.2))]
    assert [each.section for each in find(sets).labels] == ["b"]


def test_the_first_figures_are_in_words() -> None:
    gold = Section("classification/gold", "G", {"sentiment accuracy per feedback": Figure(0.739, 601, 0.698, 0.78)})
    asked = Section("themes/gold", "T", {"B-cubed F": Figure(0.755, 622)})
    assert [(tile.value, tile.words, tile.interval) for tile in tiles([asked, gold])] == [
        ("74 %", "of feedbacks get the right sentiment", "70 to 78 %"),
        ("0.76 of 1", "for grouping what belongs together into themes (B-cubed F)", ""),
    ]


def test_slices_are_drawn_worst_first_against_the_whole_set() -> None:
    (chart,) = charts(GOLD)
    assert (chart.measure, chart.whole.value) == ("sentiment macro-F1", 0.8)
    assert [(group.title, [(bar.words, bar.clearly) for bar in group.bars]) for group in chart.groups] == [
        ("By language", [("Vietnamese", "worse"), ("English", "better")]),
        ("By spelling", [("teencode", "")]),
    ]
    assert chart.groups[0].bars[0].places == "--v:65.0%;--l:60.0%;--s:10.0%"


def test_lower_may_be_better_in_a_chart() -> None:
    figures = {"failure rate": Figure(0.2, 100, better="lower")}
    figures |= {
        f"failure rate | language {each}": Figure(value, 50, value, value, "lower") for each, value in (("vi", 0.1), ("en", 0.3))
    }
    (chart,) = charts(Section("r", "R", figures, ("failure rate",)))
    assert [(bar.words, bar.clearly) for bar in chart.groups[0].bars] == [("English", "worse"), ("Vietnamese", "better")]


def test_words_are_explained_in_both_languages() -> None:
    page = render([GOLD], "v1", RUN)
    words = {term.english for term in TERMS}
    assert words >= {"mention", "theme", "95 % interval", "macro-F1", "micro-F1", "ECE", "ARI", "McNemar, p", "weak label"}
    assert page.count('<dd lang="vi">') == len(TERMS)


def test_our_own_sets_lead_and_the_others_are_folded() -> None:
    own = Section("own", "Own", {"F1": Figure(0.9, 9)}, ("F1",), answers={"a": "1"})
    page = render([GOLD, own], "v1", RUN)
    assert re.findall(r"<details( open)?>\n<summary>(Our own gold sets|Other sets) ", page) == [
        (" open", "Our own gold sets"),
        ("", "Other sets"),
    ]


def test_what_is_bad_comes_first_and_the_tables_last() -> None:
    page = render([GOLD, ROBUST], "v1", RUN)
    places = [page.index(words) for words in ("What this model is bad at", "Headline figures</h2>", "Hay nhỉ", "Surest mistakes")]
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
    row = page[page.index("Headline figures</h2>") :].split("<tr>")[2]
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
        ("sentiment macro-F1 | as shipped", Part("sentiment macro-F1", "variant", "as shipped")),
        ("topic micro-F1 | 2,000 own labels", Part("topic micro-F1", "variant", "2,000 own labels")),
        ("topic micro-F1 | asked nothing", Part("topic micro-F1", "asked", "nothing")),
        ("topic micro-F1 drop | in teencode", Part("topic micro-F1 drop", "retyped", "in teencode")),
        ("x | baseline TF-IDF + LR", Part("x", "baseline", "TF-IDF + LR")),
    ],
)
def test_names_are_taken_apart(name: str, parts: Part) -> None:
    assert part(name) == parts
