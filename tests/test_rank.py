"""Priority by the formula, and every kind of insight: a case that makes it hold, and one that just fails."""

from dataclasses import replace
from datetime import date
from math import inf
from typing import get_args

import pytest

from insight.rank import growth, kinds, priority, rank, severity, statement
from insight.types import Bilingual, Estimate, Figures, Hidden, InsightKind, SliceLift, Theme, Trend

KINDS: tuple[InsightKind, ...] = get_args(InsightKind)
NAME = Bilingual("Giao hàng chậm", "Slow delivery")


def estimate(value: float, low: float | None = None, high: float | None = None, n: int = 100) -> Estimate:
    return Estimate(value, value if low is None else low, value if high is None else high, n)


def trend(ratio: float, *, significant: bool = True, now: int = 8, before: int = 4) -> Trend:
    return Trend(now, 100, before, 400, estimate(ratio), 0.001, significant)


def lift(attribute: str, value: str = "gold", low: float = 2.0, ratio: float = 5.0) -> SliceLift:
    return SliceLift(attribute, value, 9, 20, 10, 100, Estimate(ratio, low, 2 * ratio, 9))


def hidden(good: int, scored: int) -> Hidden:
    return Hidden(good, scored)


QUIET = Figures(
    theme=Theme("th-1", NAME, "delivery.speed", "delivery", "new", date(2026, 11, 2), 20),
    owner=Bilingual("Vận hành", "Operations"),
    level="execution",
    customers=20,
    mentions=20,
    reach=estimate(0.2, 0.1, 0.3),
    negative=0.3,
    positive=0.3,
    net_sentiment=estimate(0.0),
    trend=trend(1.0, significant=False),
    long_trend=trend(1.0, significant=False),
    impact=None,
    impact_metric=None,
    impact_range=200.0,
    hidden=hidden(0, 0),
    slices=(),
    loudest=0.1,
    weekly=(1, 2, 3, 2, 3, 2, 3, 4),
)
LOUD = replace(QUIET, customers=1, mentions=8, loudest=0.5)
COMPLAINT = replace(QUIET, negative=0.6)


# Priority


@pytest.mark.parametrize(
    ("ratio", "significant", "expected"),
    [(2**0.5, True, 0.5), (2, True, 1), (9, True, 1), (inf, True, 1), (9, False, 0), (1, True, 0), (0.5, True, 0), (0, True, 0)],
)
def test_growth_is_log2_of_a_significant_rise(ratio: float, significant: bool, expected: float) -> None:
    assert growth(replace(QUIET, trend=trend(ratio, significant=significant))) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("negative", "positive", "impact", "reach_of", "expected"),
    [
        (0.9, 0.1, -10.0, 200.0, 0.05),  # a complaint: the score would gain 10 of 200 points
        (0.9, 0.1, 10.0, 200.0, 0.0),  # the score would lose: nothing to be gained
        (0.1, 0.9, 10.0, 200.0, 0.05),  # praise: it would lose 10
        (0.1, 0.9, -10.0, 200.0, 0.0),
        (0.5, 0.5, -0.6, 6.0, 0.1),  # neither is ranked as a complaint
        (0.1, 0.6, 5.0, 100.0, 0.05),  # praise begins at 60 % of the customers
        (0.1, 0.59, -5.0, 100.0, 0.05),
    ],
)
def test_severity_is_the_score_to_be_gained(
    negative: float, positive: float, impact: float, reach_of: float, expected: float
) -> None:
    figures = replace(QUIET, negative=negative, positive=positive, impact=estimate(impact), impact_range=reach_of)
    assert severity(figures) == pytest.approx(expected)


@pytest.mark.parametrize(("negative", "positive", "expected"), [(0.8, 0.1, 0.08), (0.1, 0.7, 0.07), (0.3, 0.3, 0.03)])
def test_severity_without_scores_is_half_the_range_for_each_who_speaks_so(
    negative: float, positive: float, expected: float
) -> None:
    figures = replace(QUIET, negative=negative, positive=positive, reach=estimate(0.2, 0.05, 0.4))
    assert severity(figures) == pytest.approx(expected)


def test_priority_is_reach_low_times_severity_times_growth() -> None:
    figures = replace(COMPLAINT, impact=estimate(-10.0), trend=trend(2**0.5))
    assert priority(figures) == pytest.approx(0.1 * 0.05 * 1.5)
    assert priority(replace(figures, reach=estimate(0.9, 0.1, 1.0))) == priority(figures)


def test_rank_puts_the_highest_priority_first_and_breaks_ties_by_id() -> None:
    def theme(identifier: str, low: float) -> Figures:
        return replace(COMPLAINT, theme=replace(QUIET.theme, id=identifier), reach=estimate(0.2, low))

    found = rank([theme("c", 0.1), theme("a", 0.05), theme("b", 0.1), theme("d", 0.15)])
    assert [insight.figures.theme.id for insight in found] == ["d", "b", "c", "a"]
    assert [insight.priority for insight in found] == [priority(insight.figures) for insight in found]
    assert rank([]) == []


@pytest.mark.parametrize(
    ("figures", "kept"),
    [
        (replace(QUIET, customers=3), True),
        (replace(QUIET, customers=2), False),
        (LOUD, True),
        (replace(LOUD, mentions=7), False),
    ],
)
def test_rank_leaves_out_what_hardly_anyone_says(figures: Figures, kept: bool) -> None:
    assert [insight.figures for insight in rank([figures])] == [figures] * kept


# Kinds


@pytest.mark.parametrize(
    ("kind", "holds", "fails"),
    [
        ("loud", LOUD, [replace(LOUD, mentions=7), replace(LOUD, loudest=0.49)]),
        (
            "emerging",
            replace(QUIET, trend=trend(4.0)),
            [replace(QUIET, trend=trend(3.99)), replace(QUIET, trend=trend(inf, significant=False))],
        ),
        (
            "growing",
            replace(QUIET, trend=trend(1.01)),
            [
                replace(QUIET, trend=trend(1.0)),
                replace(QUIET, trend=trend(4.0)),  # emerging
                replace(QUIET, trend=trend(3.0, significant=False)),
            ],
        ),
        (
            "fading",
            replace(QUIET, long_trend=trend(0.99)),
            [
                replace(QUIET, long_trend=trend(1.0)),
                replace(QUIET, long_trend=trend(0.1, significant=False)),
                replace(QUIET, long_trend=trend(0.1), trend=trend(1.5)),  # rising again
            ],
        ),
        (
            "silent",
            replace(COMPLAINT, hidden=hidden(5, 10)),
            [
                replace(COMPLAINT, hidden=hidden(4, 4)),
                replace(COMPLAINT, hidden=hidden(5, 11)),
                replace(QUIET, negative=0.59, hidden=hidden(5, 10)),
            ],
        ),
        ("segment", replace(QUIET, slices=(lift("tier"),)), [QUIET, replace(QUIET, slices=(lift("channel"),))]),
        ("channel", replace(QUIET, slices=(lift("channel"),)), [QUIET, replace(QUIET, slices=(lift("tier"),))]),
        (
            "costly",
            replace(COMPLAINT, impact=estimate(-5, -10, -0.1)),
            [
                COMPLAINT,
                replace(COMPLAINT, impact=estimate(-5, -10, 0.0)),
                replace(QUIET, negative=0.59, impact=estimate(-5, -10, -0.1)),
            ],
        ),
        ("praised", replace(QUIET, positive=0.6), [replace(QUIET, positive=0.59)]),
        ("negative", COMPLAINT, [replace(QUIET, negative=0.59)]),
        ("steady", QUIET, [COMPLAINT]),
    ],
)
def test_each_kind(kind: InsightKind, holds: Figures, fails: list[Figures]) -> None:
    assert kind in kinds(holds)
    for each in fails:
        assert kind not in kinds(each)


def test_every_kind_that_holds_in_the_order_of_the_vocabulary() -> None:
    new = replace(
        COMPLAINT,
        positive=0.6,
        mentions=8,
        loudest=0.5,
        trend=trend(4.0),
        long_trend=trend(0.5),
        hidden=hidden(5, 5),
        slices=(lift("tier"), lift("channel")),
        impact=estimate(-5),
    )
    growing, fading = replace(new, trend=trend(2.0)), replace(new, trend=trend(1.0))
    for figures, missing in ((new, "growing fading"), (growing, "emerging fading"), (fading, "emerging growing")):
        assert kinds(figures) == tuple(kind for kind in KINDS if kind not in (*missing.split(), "steady"))


# Statements


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_in_both_languages(kind: InsightKind) -> None:
    figures = replace(QUIET, slices=(lift("tier"), lift("channel", "hotline")), impact=estimate(-4.5), impact_metric="nps")
    found = statement(figures, kind)
    assert f"“{NAME.vi}”" in found.vi
    assert f"“{NAME.en}”" in found.en
    assert not {"{", "}"} & {*found.vi, *found.en}
    assert found.vi.endswith(".")
    assert found.en.endswith(".")
    assert sorted(filter(str.isdigit, found.vi)) == sorted(filter(str.isdigit, found.en))


def test_the_first_kind_gives_the_statement() -> None:
    figures = replace(COMPLAINT, slices=(lift("tier"),))
    (found,) = rank([figures])
    assert found.kinds == ("segment", "negative")
    assert found.statement == statement(figures, "segment") != statement(figures, "negative")
    assert found.figures is figures
    assert found.quotes == ()


def test_a_statement_speaks_of_the_surest_slice_of_its_kind() -> None:
    segments = lift("tier", "gold", 2.0, ratio=30.0), lift("region", "Huế", 3.0)
    slices = (*segments, lift("channel", "zalo", 4.5), lift("channel", "app", 1.5))
    figures = replace(QUIET, slices=slices)
    assert "Huế: 9 khách ở đó, 10 ở nơi khác" in statement(figures, "segment").vi
    assert "channel zalo: 9 customers there, 10 elsewhere" in statement(figures, "channel").en


def test_statements_take_their_numbers_from_the_right_places() -> None:
    figures = replace(
        QUIET,
        customers=21,
        mentions=34,
        trend=trend(2.0, now=11, before=12),
        long_trend=trend(0.5, now=13, before=14),
        hidden=hidden(5, 9),
        loudest=0.55,
        negative=0.61,
        positive=0.71,
        impact=estimate(-4.5),
        impact_metric="csat",
    )
    numbers = {
        "loud": "55 34 21",
        "emerging": "11 12",
        "growing": "11 12",
        "fading": "13 14",
        "silent": "5 9",
        "costly": "4.5 21 20",
        "praised": "21 20 71",
        "negative": "21 20 61",
        "steady": "21 20",
    }
    for kind in KINDS:
        if kind in numbers:
            words = statement(figures, kind).en.replace("%", " ").replace("(", " ").split()
            assert " ".join(word for word in words if word[0].isdigit()) == numbers[kind], kind
    assert "CSAT" in statement(figures, "costly").vi
