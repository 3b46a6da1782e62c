"""A question -> how it was understood, and what the store says to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from insight.answer.digest import Digest, Measured, digest, quotes, scores
from insight.answer.figures import TOPIC_STATUS, Data, load, theme_figures
from insight.answer.phrases import phrase
from insight.answer.windows import WEEK, WEEKS_OF_EVIDENCE, Windows, week_before
from insight.measure import reach
from insight.question import Query, read_question
from insight.rank import is_praise, rank
from insight.store import Store
from insight.taxonomy import Taxonomy
from insight.types import Conventions, Estimate, Figures, Insight, Period, Quote, Slice

SHOWN = 5
QUOTES_SHOWN = 5
UNASKED = ("help", "out_of_scope")


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many customers speak of a topic, and their share of the slice's customers."""

    topic: str
    customers: int
    reach: Estimate


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets: a sentence in the asker's language, and the evidence that belongs to the intent.

    `period` is the one the answer took, also where none was asked. Counts are of the slice in that period. `weekly` counts the
    slice's customers per week, oldest first. `sides` are the two sides of a comparison.
    """

    query: Query
    text: str
    period: Period | None = None
    feedback: int = 0
    customers: int = 0
    insights: tuple[Insight, ...] = ()
    topics: tuple[TopicCount, ...] = ()
    scores: tuple[Measured, ...] = ()
    weekly: tuple[int, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stages: dict[str, dict[str, int]] = field(default_factory=dict)
    sides: tuple[tuple[str, tuple[Measured, ...]], ...] = ()
    digest: Digest | None = None


def respond(question: str, store: Store | None, taxonomy: Taxonomy, today: date, conventions: Conventions) -> Answer:
    """Answer a question; without a store, the answer says so. Nothing is written."""
    themes = {each.theme.id: each.theme.name for each in store.themes()} if store else {}
    segments = store.segment_names() if store else {}
    query = read_question(question, taxonomy=taxonomy, today=today, themes=themes, segments=segments)
    if query.intent in UNASKED:
        return Answer(query, phrase(query.intent, query.language))
    if store is None or not store.counts().feedback:
        return Answer(query, phrase("empty_store", query.language))
    period = _period(query, today, store.counts().last_at, conventions.zone)
    return _Responder(query, store, taxonomy, period, conventions).answer()


def _period(query: Query, today: date, last_at: datetime | None, zone: ZoneInfo) -> Period:
    """The days asked for; else the last eight weeks up to today, or up to the newest feedback where those are empty."""
    tomorrow = today + timedelta(days=1)
    if query.since or query.until:
        until = query.until or tomorrow
        return Period(min(query.since or date(1970, 1, 1), until - timedelta(days=1)), until)
    if query.intent == "digest":
        return week_before(today)
    newest = last_at.astimezone(zone).date() if last_at else today
    end = min(tomorrow, newest + timedelta(days=1)) if newest < today - WEEKS_OF_EVIDENCE * WEEK else tomorrow
    return Period(end - WEEKS_OF_EVIDENCE * WEEK, end)


@dataclass(frozen=True, slots=True)
class _Responder:
    query: Query
    store: Store
    taxonomy: Taxonomy
    period: Period
    conventions: Conventions

    def answer(self) -> Answer:
        data = self.data(self.where)
        inside = data.windows.inside(data.feedback.at, self.period)
        mentioned = self._mentioned(data)
        shown = inside & mentioned
        base = Answer(
            query=self.query,
            text="",
            period=self.period,
            feedback=int(shown.sum()),
            customers=len(np.unique(data.feedback.customer[shown])),
            topics=self._topics(data, inside),
            scores=scores(data),
            weekly=self._weekly(data, mentioned),
        )
        if not base.feedback:
            return replace(base, text=phrase("nothing_found", self.query.language, since=self.period.since, until=self._last))
        return self._filled(base, data)

    @property
    def where(self) -> Slice:
        query = self.query
        return Slice(
            period=self.period,
            channels=(query.channel,) if query.channel else (),
            stages=(query.stage,) if query.stage else (),
            topics=self._stored(query.topics),
            themes=query.themes,
            sentiment=query.sentiment,
            segments=dict(query.segments),
        )

    def _stored(self, topics: Iterable[str]) -> tuple[str, ...]:
        """The ids under which mentions of these topics are stored."""
        return tuple(dict.fromkeys(each for topic in topics for each in self.taxonomy.family(topic)))

    @property
    def _last(self) -> date:
        return self.period.until - timedelta(days=1)

    def data(self, where: Slice) -> Data:
        return load(self.store, self.taxonomy, where, Windows(self.period, self.conventions.zone, exact=True), self.conventions)

    def _mentioned(self, data: Data) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Feedback with a mention that the question is about."""
        return np.isin(data.feedback.row, data.mentions.feedback_row)

    def _filled(self, base: Answer, data: Data) -> Answer:
        intent, language = self.query.intent, self.query.language
        counted: dict[str, int | date] = {
            "customers": base.customers,
            "feedback": base.feedback,
            "since": self.period.since,
            "until": self._last,
        }
        if intent == "digest":
            return replace(base, digest=self._digest(), text=phrase("digest", language, **counted))
        if intent == "quotes":
            return replace(base, quotes=self._quotes(data), text=phrase("quotes", language, **counted))
        if intent == "journey_map":
            return replace(base, stages=self._stages(data), text=phrase("journey_map", language, **counted))
        if intent == "compare" and len(self.query.compare) == 2:
            return replace(base, sides=self._sides(), text=phrase("compare", language, **counted))
        insights = self._insights(data)
        base = replace(base, insights=insights)
        if intent in ("score", "trend"):
            return replace(base, text=phrase(intent, language, **counted))
        nothing = "nothing_new" if intent == "whats_new" else "topics_only"
        return replace(base, text=phrase(intent if insights else nothing, language, **counted))

    def _insights(self, data: Data) -> tuple[Insight, ...]:
        """Themes of the slice, ranked; complaints or praise alone where asked; the newest first for what is new."""
        themes = [each.theme for each in self.store.themes()]
        figures = [each for each in theme_figures(data, themes, self.taxonomy) if each.theme.status != TOPIC_STATUS]
        ranked = [insight for insight in rank(figures) if self._fits(insight)]
        if self.query.intent == "drivers":
            ranked.sort(key=lambda insight: -abs(insight.figures.impact.value if insight.figures.impact else 0.0))
        chosen = ranked[: self.query.limit or SHOWN]
        return tuple(replace(each, quotes=quotes(self.store, data, each.figures, 2)) for each in chosen)

    def _fits(self, insight: Insight) -> bool:
        figures = insight.figures
        if self.query.intent == "top_complaints":
            return figures.net_sentiment.value < 0
        if self.query.intent == "top_praise":
            return is_praise(figures)
        if self.query.intent == "whats_new":
            return bool({"emerging", "growing"} & set(insight.kinds)) or self._born(figures)
        return True

    def _born(self, figures: Figures) -> bool:
        return self.period.since <= figures.theme.born < self.period.until and figures.trend.before == 0

    def _topics(self, data: Data, inside: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[TopicCount, ...]:
        """Customers per topic, most first; of the asked topics alone where there are such."""
        rows = self.store.topic_rows(replace(self.where, period=self.period), self.conventions.zone)
        mentions = {int(row): place for place, row in enumerate(data.mentions.row)}
        places = np.array([mentions[int(row)] for row in rows.mention], np.int64)
        everyone = data.feedback.customer[inside]
        wanted = rows.sentiment.is_value(self.query.sentiment) if self.query.sentiment else np.ones(len(rows), bool)
        found = []
        for topic in self.query.topics or self._every_topic(rows.topic.values):
            about = np.any([rows.topic.is_value(each) for each in self.taxonomy.family(topic)], axis=0)
            customers = data.mentions.customer[places[about & wanted]]
            if len(customers):
                found.append(TopicCount(topic, len(np.unique(customers)), reach(customers, everyone)))
        return tuple(sorted(found, key=lambda count: (-count.customers, count.topic))[:SHOWN])

    def _every_topic(self, stored: Sequence[str]) -> list[str]:
        """Those of the taxonomy, and those stored that it does not know."""
        return [*(topic.id for topic in self.taxonomy.topics), *(each for each in stored if not self.taxonomy.topic(each))]

    def _weekly(self, data: Data, mentioned: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[int, ...]:
        weeks = data.windows.week_of(data.feedback.at[mentioned])
        customers = data.feedback.customer[mentioned]
        return tuple(len(np.unique(customers[weeks == week])) for week in range(WEEKS_OF_EVIDENCE))

    def _quotes(self, data: Data) -> tuple[Quote, ...]:
        """The newest mentions, one a customer."""
        inside = np.flatnonzero(data.windows.inside(data.mentions.at, self.period))[::-1]
        _, first = np.unique(data.mentions.customer[inside], return_index=True)
        chosen = inside[np.sort(first)][: self.query.limit or QUOTES_SHOWN]
        return tuple(self.store.quotes([int(row) for row in data.mentions.row[chosen]]))

    def _stages(self, data: Data) -> dict[str, dict[str, int]]:
        """Customers per stage and sentiment."""
        mentions = data.mentions
        inside = data.windows.inside(mentions.at, self.period)
        return {
            stage.id: {
                sentiment: len(
                    np.unique(
                        mentions.customer[inside & mentions.stage.is_value(stage.id) & mentions.sentiment.is_value(sentiment)]
                    )
                )
                for sentiment in ("negative", "neutral", "positive")
            }
            for stage in self.taxonomy.stages
        }

    def _sides(self) -> tuple[tuple[str, tuple[Measured, ...]], ...]:
        return tuple((side, scores(self.data(self._side(side)))) for side in self.query.compare)

    def _side(self, side: str) -> Slice:
        """The slice of one side of a comparison: a channel, a stage, a topic, or a value of an attribute."""
        if side in self.taxonomy.stage_by_id:
            return replace(self.where, stages=(side,))
        if side in self.taxonomy.topic_by_id:
            return replace(self.where, topics=self._stored((side,)))
        for name, values in self.store.segment_names().items():
            if side in values:
                return replace(self.where, segments={**self.where.segments, name: side})
        return replace(self.where, channels=(side,))

    def _digest(self) -> Digest:
        return digest(self.store, self.taxonomy, self.period, self.where, self.conventions)


def shown_insights(answer: Answer) -> Sequence[Insight]:
    """Insights of an answer, those of its digest included."""
    return answer.digest.insights if answer.digest else answer.insights
