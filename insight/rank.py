"""Figures of themes -> insights, most important first, by the priority of product.md."""

from collections.abc import Sequence

import numpy as np

from insight.numerals import number, percent
from insight.types import Bilingual, Figures, Insight, InsightKind, SliceLift, Trend

LOUD_SHARE = 0.5
LOUD_MENTIONS = 8
SILENT_SHARE = 0.5
SILENT_LEAST = 5
MOSTLY = 0.6
"""Share of a theme's customers from which on it is a complaint, or praise."""
NEW_TO_KNOWN = 0.25
"""A significant rise is an emergence when the four periods before held at most this share of the new rate."""
SPEAKERS = 3
"""Fewest customers behind an insight."""
GUESSED_LOSS = 0.5
"""Without scores: the part of a score's range that a complaining customer is taken to cost."""


def rank(figures: Sequence[Figures]) -> list[Insight]:
    """Insights of every theme that at least three customers speak of, highest priority first, ties by theme id.

    A theme of one loud customer is kept, marked `loud`, and weighs what one customer weighs.
    """
    kept = [each for each in figures if each.customers >= SPEAKERS or is_loud(each)]
    insights = [Insight(each, kinds(each), priority(each), statement(each, kinds(each)[0])) for each in kept]
    return sorted(insights, key=lambda insight: (-insight.priority, insight.figures.theme.id))


def priority(figures: Figures) -> float:
    """Reach (lower bound) x severity x (1 + growth)."""
    return figures.reach.low * severity(figures) * (1 + growth(figures))


def severity(figures: Figures) -> float:
    """What the score would gain without the theme, as a share of the score's range; of praise, what it would lose.

    Where too few of its customers gave a score, those who complain (or praise) are taken to move it by half its range.
    """
    polarity = figures.positive if is_praise(figures) else figures.negative
    if figures.impact is None:
        return figures.reach.value * polarity * GUESSED_LOSS
    gain = figures.impact.value if is_praise(figures) else -figures.impact.value
    return max(gain, 0.0) / figures.impact_range


def growth(figures: Figures) -> float:
    """log2 of the rate ratio where it is significant, between 0 and 1."""
    trend = figures.trend
    if not trend.significant or trend.ratio.value <= 1:
        return 0.0
    return float(min(np.log2(min(trend.ratio.value, 2.0)), 1.0))


def is_praise(figures: Figures) -> bool:
    """Whether most of the theme's customers praise; or more praise than blame, and their scores are clearly higher."""
    lifts = figures.impact is not None and figures.impact.low > 0
    return figures.positive >= MOSTLY or (lifts and figures.positive > figures.negative)


def is_loud(figures: Figures) -> bool:
    """Whether most of its messages come from one customer."""
    return figures.mentions >= LOUD_MENTIONS and figures.loudest >= LOUD_SHARE


def kinds(figures: Figures) -> tuple[InsightKind, ...]:
    """Every kind that holds, the most urgent first; `steady` where no other does."""
    rising = _rises(figures.trend) or _rises(figures.long_trend)
    falling = figures.long_trend.significant and figures.long_trend.ratio.value < 1
    new = any(_rises(trend) and trend.ratio.value * NEW_TO_KNOWN >= 1 for trend in (figures.trend, figures.long_trend))
    complaint = figures.negative >= MOSTLY
    holds: list[tuple[InsightKind, bool]] = [
        ("loud", is_loud(figures)),
        ("emerging", new),
        ("growing", rising and not new),
        ("fading", falling and not rising),
        ("silent", complaint and _silent(figures)),
        ("praised", is_praise(figures)),
        ("segment", any(found.attribute != "channel" for found in figures.slices)),
        ("channel", any(found.attribute == "channel" for found in figures.slices)),
        ("costly", complaint and figures.impact is not None and figures.impact.high < 0),
        ("negative", complaint),
    ]
    return tuple(kind for kind, true in holds if true) or ("steady",)


def _rises(trend: Trend) -> bool:
    return trend.significant and trend.ratio.value > 1


def _silent(figures: Figures) -> bool:
    hidden = figures.hidden
    return hidden.good_scores >= SILENT_LEAST and hidden.good_scores >= SILENT_SHARE * hidden.scored


def statement(figures: Figures, kind: InsightKind) -> Bilingual:
    """One sentence in both languages, made of the numbers."""
    return Bilingual(*(_sentence(figures, kind, language) for language in ("vi", "en")))


def _sentence(figures: Figures, kind: InsightKind, language: str) -> str:
    slowly = kind in _SLOW_SENTENCES and not _rises(figures.trend)
    vi, en = _SLOW_SENTENCES[kind] if slowly else _SENTENCES[kind]
    found = _leading_slice(figures, kind)
    counts = {
        "customers": figures.customers,
        "mentions": figures.mentions,
        "now": figures.trend.now,
        "before": figures.trend.before,
        "late": figures.long_trend.now,
        "early": figures.long_trend.before,
        "good": figures.hidden.good_scores,
        "scored": figures.hidden.scored,
        "inside": found.inside if found else 0,
        "outside": found.outside if found else 0,
    }
    shares = {
        "share": figures.reach.value,
        "loudest": figures.loudest,
        "negative": figures.negative,
        "positive": figures.positive,
    }
    return (vi if language == "vi" else en).format(
        name=figures.theme.name[language],
        **{key: number(value, language, 0) for key, value in counts.items()},
        **{key: percent(value, language, 0) for key, value in shares.items()},
        cost=number(abs(figures.impact.value), language) if figures.impact else "",
        metric=(figures.impact_metric or "").upper(),
        slice=found.value if found else "",
        lift=number(found.lift.value, language) if found else "",
    )


def _leading_slice(figures: Figures, kind: InsightKind) -> SliceLift | None:
    fitting = [found for found in figures.slices if (found.attribute == "channel") == (kind == "channel")]
    return max(fitting, key=lambda found: found.lift.low, default=None)


_SLOW_SENTENCES: dict[InsightKind, tuple[str, str]] = {
    "emerging": (
        "Mới nổi: “{name}” có {late} khách trong bốn tuần qua, bốn tuần trước đó {early}.",
        "Emerging: “{name}” was raised by {late} customers in the last four weeks, {early} in the four before.",
    ),
    "growing": (
        "Đang tăng: “{name}” có {late} khách trong bốn tuần qua, bốn tuần trước đó {early}.",
        "Growing: “{name}” was raised by {late} customers in the last four weeks, {early} in the four before.",
    ),
}
"""For what has grown over weeks, without a clear rise in the period itself."""
_SENTENCES: dict[InsightKind, tuple[str, str]] = {
    "loud": (
        "“{name}”: {loudest} trong {mentions} ý kiến đến từ một khách; chỉ {customers} khách nói đến.",
        "“{name}”: {loudest} of {mentions} mentions come from one customer; only {customers} customers raise it.",
    ),
    "emerging": (
        "Mới nổi: “{name}” có {now} khách trong kỳ này, bốn kỳ trước cộng lại {before}.",
        "Emerging: “{name}” was raised by {now} customers this period, {before} in the four before together.",
    ),
    "growing": (
        "Đang tăng: “{name}” có {now} khách trong kỳ này, bốn kỳ trước cộng lại {before}.",
        "Growing: “{name}” was raised by {now} customers this period, {before} in the four before together.",
    ),
    "fading": (
        "Đang giảm: “{name}” còn {late} khách trong bốn tuần qua, bốn tuần trước đó là {early}.",
        "Fading: “{name}” is down to {late} customers in the last four weeks, from {early} in the four before.",
    ),
    "silent": (
        "Bất mãn thầm lặng: {good} trong {scored} khách phàn nàn “{name}” vẫn chấm điểm cao.",
        "Silent detractors: {good} of {scored} scored complaints about “{name}” came with a top score.",
    ),
    "segment": (
        "“{name}” tập trung ở {slice}: {inside} khách ở đó, {outside} ở nơi khác (gấp {lift} lần).",
        "“{name}” is concentrated in {slice}: {inside} customers there, {outside} elsewhere ({lift} times the rate).",
    ),
    "channel": (
        "“{name}” tập trung ở kênh {slice}: {inside} khách ở đó, {outside} ở kênh khác (gấp {lift} lần).",
        "“{name}” is concentrated in the channel {slice}: {inside} customers there, {outside} elsewhere ({lift} times the rate).",
    ),
    "costly": (
        "“{name}” kéo {metric} xuống {cost} điểm; {customers} khách ({share}) nói đến.",
        "“{name}” costs {cost} points of {metric}; {customers} customers ({share}) raise it.",
    ),
    "praised": (
        "Được khen: “{name}”, {customers} khách ({share}), {positive} trong số đó hài lòng.",
        "Praised: “{name}”, {customers} customers ({share}), {positive} of them pleased.",
    ),
    "negative": (
        "“{name}”: {customers} khách ({share}) nói đến, {negative} trong số đó không hài lòng.",
        "“{name}”: raised by {customers} customers ({share}), {negative} of them displeased.",
    ),
    "steady": (
        "“{name}”: {customers} khách ({share}) nói đến.",
        "“{name}”: raised by {customers} customers ({share}).",
    ),
}
