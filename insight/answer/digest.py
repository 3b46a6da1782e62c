"""The store -> one week's insights for one reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from insight.answer.figures import TOPIC_STATUS, Data, load, theme_figures
from insight.answer.windows import Windows
from insight.measure import net_sentiment
from insight.rank import is_loud, is_praise, rank
from insight.store import Store
from insight.taxonomy import Taxonomy
from insight.types import Conventions, Estimate, Figures, Insight, InsightKind, Period, Quote, Slice

QUOTES = 3
READABLE = 25
PER_SECTION = 5
SECTIONS: dict[str, tuple[InsightKind, ...]] = {
    "new": ("emerging", "growing"),
    "costs": ("costly", "negative"),
    "hidden": ("silent", "segment", "channel"),
    "praise": ("praised",),
    "fading": ("fading",),
    "care": ("loud",),
}
"""Sections of a digest in reading order, and the first kinds of the insights they hold."""
CHANGES: tuple[InsightKind, ...] = ("emerging", "growing", "fading")


@dataclass(frozen=True, slots=True)
class Measured:
    """A score in the period and in the evidence window; None where too few answered. `name`: nps, csat, ces, net_sentiment."""

    name: str
    now: Estimate | None
    evidence: Estimate | None


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader sees of one period.

    `feedback` and `customers` count the period, `anonymous` its feedback without customer id (each its own customer); reach,
    scores and slices rest on `evidence` (`evidence_customers` customers). `unthemed` is the share of the evidence's mentions in
    no theme. `sections` maps each name of `SECTIONS` to its insights, best first.
    """

    period: Period
    evidence: Period
    feedback: int
    customers: int
    anonymous: int
    evidence_customers: int
    scores: tuple[Measured, ...]
    unthemed: float
    minimum_answers: int
    sections: dict[str, tuple[Insight, ...]]

    @property
    def insights(self) -> tuple[Insight, ...]:
        """Every insight shown, in reading order."""
        return tuple(insight for section in self.sections.values() for insight in section)

    @property
    def nothing_notable(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.insights


def digest(store: Store, taxonomy: Taxonomy, period: Period, where: Slice, conventions: Conventions) -> Digest:
    """Measure, rank and gather the evidence of one period.

    Args:
        store: what is asked.
        taxonomy: owners and levels.
        period: the days it is about.
        where: which feedback; its own period does not count.
        conventions: how numbers are counted.
    """
    windows = Windows(period, conventions.zone)
    data = load(store, taxonomy, where, windows, conventions)
    insights = rank(theme_figures(data, [each.theme for each in store.themes()], taxonomy))
    in_period = windows.inside(data.feedback.at, windows.period)
    in_evidence = windows.inside(data.feedback.at, windows.evidence)
    mentions = windows.inside(data.mentions.at, windows.evidence)
    unthemed = float((data.mentions.theme.codes[mentions] < 0).mean()) if mentions.any() else 0.0
    return Digest(
        period=windows.period,
        evidence=windows.evidence,
        feedback=int(in_period.sum()),
        customers=len(np.unique(data.feedback.customer[in_period])),
        anonymous=int((data.feedback.customer[in_period] < 0).sum()),
        evidence_customers=len(np.unique(data.feedback.customer[in_evidence])),
        scores=scores(data),
        unthemed=unthemed,
        minimum_answers=conventions.minimum_answers,
        sections=_sections(insights, lambda figures: quotes(store, data, figures)),
    )


def scores(data: Data) -> tuple[Measured, ...]:
    """NPS, CSAT, CES and net sentiment, in the period and in the evidence."""
    windows, found = data.windows, []
    for score in data.scores:
        pair = [score.compute(score.answers[windows.inside(data.feedback.at, p)]) for p in (windows.period, windows.evidence)]
        found.append(Measured(score.name, *pair))
    polarity = data.mention_polarity
    nets = []
    for period in (windows.period, windows.evidence):
        inside = windows.inside(data.mentions.at, period)
        nets.append(net_sentiment(data.mentions.customer[inside], polarity[inside], data.conventions.minimum_answers))
    return (*found, Measured("net_sentiment", *nets))


def _sections(insights: list[Insight], evidence: Callable[[Figures], tuple[Quote, ...]]) -> dict[str, tuple[Insight, ...]]:
    chosen: dict[str, tuple[Insight, ...]] = {}
    insights = [insight for insight in insights if _worth_telling(insight, insights)]
    for section, first in SECTIONS.items():
        found = [insight for insight in insights if insight.kinds[0] in first][:PER_SECTION]
        chosen[section] = tuple(
            Insight(each.figures, each.kinds, each.priority, each.statement, evidence(each.figures)) for each in found
        )
    return chosen


def _worth_telling(insight: Insight, insights: Sequence[Insight]) -> bool:
    """Complaints about a whole topic are told only where they change, and no theme of that topic tells the same."""
    theme, kind = insight.figures.theme, insight.kinds[0]
    if theme.status != TOPIC_STATUS:
        return True
    rivals = [other for other in insights if other.figures.theme.topic == theme.topic and other is not insight]
    return kind in CHANGES and not any(kind == other.kinds[0] for other in rivals)


def quotes(store: Store, data: Data, figures: Figures, most: int = QUOTES) -> tuple[Quote, ...]:
    """Verbatim mentions of a theme from distinct customers: those that share its polarity, recent first, both languages."""
    mentions = data.mentions
    has = data.members(figures.theme.id) & data.windows.inside(mentions.at, data.windows.evidence)
    wanted = 1 if is_praise(figures) else -1
    polarity = data.mention_polarity
    rows = np.flatnonzero(has)
    order = sorted(rows, key=lambda row: (polarity[row] != wanted, -mentions.at[row], mentions.row[row]))
    chosen: list[int] = []
    seen: set[tuple[int, int]] = set()
    allowed = most if is_loud(figures) else 1
    for row in order:
        customer = int(mentions.customer[row])
        if sum(1 for who, _ in seen if who == customer) < allowed:
            chosen.append(int(mentions.row[row]))
            seen.add((customer, int(row)))
        if len(chosen) == 4 * most:
            break
    local = [replace(quote, created_at=quote.created_at.astimezone(data.windows.zone)) for quote in store.quotes(chosen)]
    return _varied(local, most)


def _varied(found: list[Quote], most: int) -> tuple[Quote, ...]:
    """Prefer the first of each language, then the rest in order; short enough to read."""
    readable = [quote for quote in found if len(quote.text) >= READABLE] or found
    first = {quote.language: quote for quote in reversed(readable)}
    leading = [quote for quote in readable if first[quote.language] is quote]
    return tuple((leading + [quote for quote in readable if quote not in leading])[:most])
