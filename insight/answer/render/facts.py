"""What was measured about one theme, a line each, in words."""

import math
from dataclasses import dataclass

from insight.answer.digest import Digest
from insight.answer.render import words
from insight.answer.render.formats import clean, count, interval, iso_week, share
from insight.numerals import number, percent
from insight.types import Bilingual, Figures, Insight, SliceLift, Trend

PLACES = 3
NAME_LENGTH = 60
ARROWS = {1: "↑", 0: "→", -1: "↓"}


@dataclass(frozen=True, slots=True)
class Span:
    """How the digest speaks of its period and of what came before."""

    language: str
    period: str
    earlier: str
    days: int

    @classmethod
    def of(cls, digest: Digest, language: str) -> "Span":
        """Weeks where the period is one, periods otherwise."""
        week = iso_week(digest.period) is not None
        period, earlier = (words.THIS_WEEK, words.WEEKS_BEFORE) if week else (words.THIS_PERIOD, words.PERIODS_BEFORE)
        return cls(language, period[language], earlier[language], digest.period.days)


@dataclass(frozen=True, slots=True)
class Fact:
    """A measured line: what it is, and one or more readings. `name`: reach, trend, impact, sentiment or where."""

    name: str
    label: str
    values: tuple[str, ...]


def facts(insight: Insight, span: Span) -> tuple[Fact, ...]:
    """Reach, trend, impact, net sentiment and concentration of an insight; what was not measured is left out."""
    figures, language = insight.figures, span.language
    change = insight.kinds[0] in ("emerging", "growing") and not figures.trend.significant
    slow = insight.kinds[0] == "fading" or change
    lines: list[tuple[str, Bilingual, tuple[str, ...]]] = [
        ("reach", words.REACH, (_reach(figures, language),)),
        ("trend", words.TREND, (_long_trend(figures.long_trend, language) if slow else _trend(figures.trend, span),)),
        ("impact", words.IMPACT, _impact(figures, language)),
        ("sentiment", words.NET_SENTIMENT, (_sentiment(figures, language),)),
        ("where", words.WHERE, _where(figures, language)),
    ]
    return tuple(Fact(name, label[language], values) for name, label, values in lines if values)


def _reach(figures: Figures, language: str) -> str:
    customers = count(figures.reach.n, words.CUSTOMER, language)
    found = share(figures.reach, language)
    return words.REACHED[language].format(count=number(figures.customers, language, 0), customers=customers, share=found)


def _trend(trend: Trend, span: Span) -> str:
    return _compared(trend, words.COMPARED, (span.period, span.earlier), span.language)


def _long_trend(trend: Trend, language: str) -> str:
    return _compared(trend, words.COMPARED_LONG, (words.LAST_FOUR[language], words.FOUR_BEFORE[language]), language)


def _compared(trend: Trend, compared: Bilingual, periods: tuple[str, str], language: str) -> str:
    if not trend.before_total or not trend.now_total:
        return words.NOTHING_TO_COMPARE[language]
    counts = {"now": trend.now, "now_total": trend.now_total, "before": trend.before, "before_total": trend.before_total}
    shown = {name: number(value, language, 0) for name, value in counts.items()}
    told = compared[language].format(period=periods[0], earlier=periods[1], **shown)
    return f"{_direction(trend, language)}: {told}"


def _direction(trend: Trend, language: str) -> str:
    if not trend.significant:
        return f"{ARROWS[0]} {words.UNCLEAR[language]}"
    rising = trend.ratio.value > 1
    word = f"{ARROWS[1 if rising else -1]} {(words.RISING if rising else words.FALLING)[language]}"
    if not 0 < trend.ratio.value < math.inf:
        return word
    digits = 1 if rising else 2
    return f"{word} ×{number(trend.ratio.value, language, digits)} {interval(trend.ratio, language, digits)}"


def _impact(figures: Figures, language: str) -> tuple[str, ...]:
    if figures.impact is None or figures.impact_metric not in words.POINTS:
        return ()
    digits = 2 if figures.impact_metric == "ces" else 1
    points = number(figures.impact.value, language, digits, sign=True)
    bounds = interval(figures.impact, language, digits, sign=True)
    return (words.POINTS[figures.impact_metric][language].format(points=points, interval=bounds),)


def _sentiment(figures: Figures, language: str) -> str:
    net = number(figures.net_sentiment.value, language, sign=True)
    bounds = interval(figures.net_sentiment, language, sign=True)
    negative, positive = percent(figures.negative, language, 0), percent(figures.positive, language, 0)
    return f"{net} {bounds}: {words.LEANING[language].format(negative=negative, positive=positive)}"


def _where(figures: Figures, language: str) -> tuple[str, ...]:
    strongest = sorted(figures.slices, key=lambda found: -found.lift.low)[:PLACES]
    return tuple(_place(found, language) for found in strongest)


def _place(found: SliceLift, language: str) -> str:
    counts = {
        "inside": found.inside,
        "inside_total": found.inside_total,
        "outside": found.outside,
        "outside_total": found.outside_total,
    }
    return words.CONCENTRATED[language].format(
        place=_slice_name(found, language),
        lift=number(found.lift.value, language),
        interval=interval(found.lift, language),
        **{name: number(value, language, 0) for name, value in counts.items()},
    )


def _slice_name(found: SliceLift, language: str) -> str:
    known = words.ATTRIBUTES.get(found.attribute)
    attribute = known[language] if known else clean(found.attribute.replace("_", " "), NAME_LENGTH)
    is_channel = found.attribute == "channel" and found.value in words.CHANNELS
    value = words.CHANNELS[found.value][language] if is_channel else clean(found.value, NAME_LENGTH)
    return f"{attribute} {value}"
