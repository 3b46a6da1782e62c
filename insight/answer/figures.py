"""The store's tables -> everything measured about each theme in one slice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from insight import measure
from insight.answer.windows import WEEKS_OF_EVIDENCE, Windows
from insight.store import Codes, FeedbackTable, MentionTable, Store, TopicRows
from insight.taxonomy import Taxonomy, Topic
from insight.types import Bilingual, Conventions, Estimate, Figures, Hidden, Period, Slice, SliceLift, Theme, Trend

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

IMPACT_DRAWS = 200
IMPACT_LEAST = 5
"""Scored answers that must mention a theme before its impact is stated."""
SLICE_LEAST = 5
TREND_LEAST = 8
"""Customers in both periods together from which on a trend is tested."""
SLICE_CUSTOMERS = 10
SLICE_LIFT = 1.3
SLICE_VALUES = 20
STRUCTURAL = 0.2
"""An attribute that sets apart more than this share of the themes says what was bought, not who bought it, and is left out."""
SEED = 20
TOPIC_STATUS = "topic"
"""Marks the complaints about a topic, which are told like a theme."""
_SIGNS = {"negative": -1, "positive": 1}


@dataclass(frozen=True, slots=True)
class Score:
    """One of the three scores over the feedback of a slice: its answers, how it is computed, and the range it lies in.

    `worth` gives the terms whose mean the score is.
    """

    name: str
    answers: Floats
    compute: Callable[[Floats], Estimate | None]
    worth: Callable[[Floats], Floats]
    range: float


@dataclass(frozen=True, slots=True)
class Data:
    """The tables of one slice over all days needed, and the attributes customers are sliced by (a value per feedback).

    `complaints` marks the mentions that complain about each topic.
    """

    windows: Windows
    feedback: FeedbackTable
    mentions: MentionTable
    attributes: Mapping[str, Codes]
    conventions: Conventions
    complaints: Mapping[str, Flags] = field(default_factory=dict)

    def members(self, identifier: str) -> Flags:
        """The mentions of a theme, or those that complain about a topic, by the id of either."""
        found = self.complaints.get(identifier)
        return self.mentions.theme.is_value(identifier) if found is None else found

    @property
    def csat(self) -> Floats:
        """CSAT answers; review stars count as such where there is none."""
        return np.where(np.isnan(self.feedback.csat), self.feedback.stars, self.feedback.csat)

    @property
    def scores(self) -> list[Score]:
        """NPS, CSAT, CES."""
        least, top = self.conventions.minimum_answers, self.conventions.csat_top
        csat, csat_worth = partial(measure.csat, top=top, minimum=least), partial(measure.csat_worth, top=top)
        return [
            Score("nps", self.feedback.nps, partial(measure.nps, minimum=least), measure.nps_worth, 200.0),
            Score("csat", self.csat, csat, csat_worth, 100.0),
            Score("ces", self.feedback.ces, partial(measure.ces, minimum=least), measure.ces_worth, 6.0),
        ]

    @property
    def mention_polarity(self) -> Ints:
        """-1, 0 or 1 of each mention."""
        values = (*self.mentions.sentiment.values, "")
        return np.array([_SIGNS.get(value, 0) for value in values], np.int64)[self.mentions.sentiment.codes]

    @property
    def top_scored(self) -> Flags:
        """Feedback that came with a good score: NPS 9-10, the two top boxes of CSAT, four or five stars."""
        return (self.feedback.nps >= 9) | (self.csat >= self.conventions.csat_top - 1)

    @property
    def scored(self) -> Flags:
        """Feedback that came with NPS, CSAT or stars."""
        return ~np.isnan(self.feedback.nps) | ~np.isnan(self.csat)


def load(store: Store, taxonomy: Taxonomy, where: Slice, windows: Windows, conventions: Conventions) -> Data:
    """Read the tables of a slice by exact query; `where.period` is replaced by the days the windows need."""
    where = replace(where, period=windows.all)
    whole = replace(where, stages=(), topics=(), themes=(), sentiment=None)
    feedback = store.feedback_table(whole, windows.zone)
    attributes = {"channel": feedback.channel}
    for name in store.segment_names():
        rows, values = store.segment_values(name, whole, windows.zone)
        if 1 < len(values.values) <= SLICE_VALUES:
            attributes[name] = _aligned(feedback.row, rows, values)
    mentions = store.mention_table(where, windows.zone)
    complaints = _complaints(store.topic_rows(where, windows.zone), mentions, taxonomy)
    return Data(windows, feedback, mentions, attributes, conventions, complaints)


def _complaints(rows: TopicRows, mentions: MentionTable, taxonomy: Taxonomy) -> dict[str, Flags]:
    """Which mentions complain about each topic, or about one under it."""
    place = np.searchsorted(np.sort(mentions.row), rows.mention)
    order = np.argsort(mentions.row)
    negative = rows.sentiment.is_value("negative")
    found = {}
    for topic in taxonomy.topics:
        flags = np.zeros(len(mentions), bool)
        for each in taxonomy.family(topic.id):
            flags[order[place[negative & rows.topic.is_value(each)]]] = True
        found[topic.id] = flags
    return found


def _aligned(wanted: Ints, rows: Ints, values: Codes) -> Codes:
    codes = np.full(len(wanted), -1, np.int32)
    order = np.argsort(wanted)
    places = order[np.searchsorted(wanted, rows, sorter=order)] if len(rows) else rows
    codes[places] = values.codes
    return Codes(values.values, codes)


def theme_figures(data: Data, themes: Sequence[Theme], taxonomy: Taxonomy) -> list[Figures]:
    """Figures of every theme, and of the complaints about every topic, with a mention in the evidence.

    Trends and slices are those that stand after false-discovery control over all of them.
    """
    evidence = data.windows.inside(data.mentions.at, data.windows.evidence)
    told = [*themes, *(_topic_theme(topic, data.windows.period.since) for topic in taxonomy.topics)]
    score = _main_score(data)
    drafts = [_figures(data, each, score, taxonomy) for each in told if (evidence & data.members(each.id)).any()]
    return _with_slices(data, _controlled(drafts))


def _topic_theme(topic: Topic, day: date) -> Theme:
    """The complaints about a topic, told like a theme: what no single theme is large enough to show."""
    name = Bilingual(f"Phàn nàn: {topic.name.vi}", f"Complaints: {topic.name.en}")
    return Theme(topic.id, name, topic.id, None, TOPIC_STATUS, day, 0)


def _main_score(data: Data) -> Score | None:
    """The score with most answers, if it has enough."""
    inside = data.windows.inside(data.feedback.at, data.windows.evidence)
    ranked = sorted(data.scores, key=lambda score: -int((~np.isnan(score.answers[inside])).sum()))
    return ranked[0] if ranked[0].compute(ranked[0].answers[inside]) else None


def _figures(data: Data, theme: Theme, score: Score | None, taxonomy: Taxonomy) -> Figures:
    mentions, windows, has = data.mentions, data.windows, data.members(theme.id)
    now = has & windows.inside(mentions.at, windows.evidence)
    customers, polarity = mentions.customer[now], data.mention_polarity[now]
    lean = measure.per_customer(customers, polarity)
    in_slice = data.feedback.customer[windows.inside(data.feedback.at, windows.evidence)]
    topic = taxonomy.topic(theme.topic)
    found = measure.net_sentiment(customers, polarity, minimum=1)
    impact = _impact(data, now, score)
    early, late = windows.halves
    return Figures(
        theme=theme,
        owner=topic.owner if topic else Bilingual("Trải nghiệm khách hàng", "Customer experience"),
        level=topic.level if topic else "strategy",
        customers=len(lean),
        mentions=int(now.sum()),
        reach=measure.reach(customers, in_slice),
        negative=float((lean < 0).mean()),
        positive=float((lean > 0).mean()),
        net_sentiment=found or Estimate(0.0, -100.0, 100.0, 0),
        trend=_trend(data, has, windows.period, windows.before),
        long_trend=_trend(data, has, late, early),
        impact=impact,
        impact_metric=score.name if score and impact else None,
        impact_range=score.range if score else 1.0,
        hidden=_hidden(data, now & (data.mention_polarity < 0)),
        slices=(),
        loudest=float(np.unique(customers, return_counts=True)[1].max() / now.sum()),
        weekly=_weekly(data, has),
    )


def _impact(data: Data, mentioned: Flags, score: Score | None) -> Estimate | None:
    if score is None:
        return None
    inside = data.windows.inside(data.feedback.at, data.windows.evidence)
    with_theme = np.isin(data.feedback.row, data.mentions.feedback_row[mentioned])
    if (with_theme & inside & ~np.isnan(score.answers)).sum() < IMPACT_LEAST:
        return None
    rng, least = np.random.default_rng(SEED), data.conventions.minimum_answers
    return measure.impact(score.answers[inside], with_theme[inside], score.worth, rng, least, IMPACT_DRAWS)


def _trend(data: Data, has: Flags, now: Period, before: Period) -> Trend:
    counts = []
    for period in (now, before):
        in_mentions = data.windows.inside(data.mentions.at, period)
        in_feedback = data.windows.inside(data.feedback.at, period)
        counts.append(len(np.unique(data.mentions.customer[has & in_mentions])))
        counts.append(len(np.unique(data.feedback.customer[in_feedback])))
    return measure.trend(*counts)


def _hidden(data: Data, complains: Flags) -> Hidden:
    rows = np.isin(data.feedback.row, data.mentions.feedback_row[complains])
    return Hidden(int((rows & data.top_scored).sum()), int((rows & data.scored).sum()))


def _weekly(data: Data, has: Flags) -> tuple[int, ...]:
    weeks = data.windows.week_of(data.mentions.at[has])
    customers = data.mentions.customer[has]
    return tuple(len(np.unique(customers[weeks == week])) for week in range(WEEKS_OF_EVIDENCE))


def _controlled(drafts: Sequence[Figures]) -> list[Figures]:
    """Say which trends stand: the periods' are one family of tests, the long ones another."""
    short = _standing([each.trend for each in drafts])
    long = _standing([each.long_trend for each in drafts])
    return [replace(each, trend=now, long_trend=slow) for each, now, slow in zip(drafts, short, long, strict=True)]


def _standing(trends: Sequence[Trend]) -> list[Trend]:
    """Trends with `significant` set. Those seen too seldom are not tested: the number seen in both periods together does not
    depend on the ratio, so leaving them out keeps the false-discovery rate and spares the others (Bourgon et al. 2010).
    """
    tested = [place for place, trend in enumerate(trends) if trend.now + trend.before >= TREND_LEAST]
    stands = measure.discoveries([trends[place].p for place in tested])
    found = {place for place, stand in zip(tested, stands, strict=True) if stand}
    return [replace(trend, significant=place in found) for place, trend in enumerate(trends)]


def _with_slices(data: Data, drafts: Sequence[Figures]) -> list[Figures]:
    """Add the lifts that stand: enough customers, an interval clear of 1, and the false-discovery control over all tests."""
    tested = [(place, *found) for place, each in enumerate(drafts) for found in _lifts(data, each)]
    stands = measure.discoveries([p for _, _, p in tested])
    kept = [
        (place, found)
        for (place, found, _), stand in zip(tested, stands, strict=True)
        if stand and found.lift.low >= SLICE_LIFT and found.inside >= SLICE_LEAST
    ]
    large = {place for place, each in enumerate(drafts) if each.customers >= SLICE_CUSTOMERS}
    structural = _structural({(place, found.attribute) for place, found in kept if place in large}, len(large))
    return [
        replace(each, slices=tuple(found for at, found in kept if at == place and found.attribute not in structural))
        for place, each in enumerate(drafts)
    ]


def _structural(pairs: set[tuple[int, str]], themes: int) -> set[str]:
    attributes = [attribute for _, attribute in pairs if attribute != "channel"]
    return {attribute for attribute in attributes if attributes.count(attribute) > STRUCTURAL * themes}


def _lifts(data: Data, figures: Figures) -> list[tuple[SliceLift, float]]:
    """The lift of a theme in every value of every attribute with enough customers, each with its p-value."""
    inside = data.windows.inside(data.feedback.at, data.windows.evidence)
    has = data.members(figures.theme.id)
    with_theme = np.isin(data.feedback.row, data.mentions.feedback_row[has]) & inside
    customer = data.feedback.customer
    found = []
    for name, codes in data.attributes.items():
        for place, value in enumerate(codes.values):
            here = (codes.codes == place) & inside
            there = (codes.codes != place) & (codes.codes >= 0) & inside
            total_here, total_there = len(np.unique(customer[here])), len(np.unique(customer[there]))
            if min(total_here, total_there) < SLICE_CUSTOMERS:
                continue
            count_here = len(np.unique(customer[here & with_theme]))
            count_there = len(np.unique(customer[there & with_theme]))
            lift, p = measure.lift(count_here, total_here, count_there, total_there)
            found.append((SliceLift(name, value, count_here, total_here, count_there, total_there, lift), p))
    return found
