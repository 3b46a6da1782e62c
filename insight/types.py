"""The vocabulary every room shares: feedback, mention, labels, theme, insight, and the protocols a model fulfils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Sentiment = Literal["negative", "neutral", "positive"]
RolledSentiment = Literal["negative", "neutral", "positive", "mixed"]
Language = Literal["vi", "en", "mixed", "other"]
Span = tuple[int, int]
"""Half-open code points into a text."""

Vectors = NDArray[np.float32]
"""Unit rows, shape (n, dim)."""

SENTIMENTS: tuple[Sentiment, ...] = ("negative", "neutral", "positive")
CHANNELS = ("app", "web", "store", "hotline", "chat", "email", "sms", "zalo", "facebook", "marketplace", "other")
SOURCES = (
    "survey",
    "review",
    "social",
    "support_ticket",
    "chat",
    "call_note",
    "mystery_shopping",
    "observation",
    "internal",
    "other",
)
PHASES = ("before", "after")
UNKNOWN_STAGE = "unknown"
NO_SEGMENTS: Mapping[str, str] = MappingProxyType({})


def encoder_version(label_version: str) -> str:
    """The encoder's part of a label version, for which vectors are valid: `insight-1` of `insight-1+t1a2b3c+h3`."""
    return label_version.partition("+")[0]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One response as it came in.

    `nps` is 0-10, `csat` 1 to the top of its scale, `ces` 1-7, `stars` 1-5; `created_at` carries a time zone. `segments` holds
    every other attribute. `id` is the sender's, or derived from the content where the sender gives none.
    """

    text: str
    id: str | None = None
    question: str | None = None
    created_at: datetime | None = None
    customer_id: str | None = None
    channel: str | None = None
    source: str = "other"
    phase: str | None = None
    touchpoint: str | None = None
    nps: int | None = None
    csat: float | None = None
    ces: float | None = None
    stars: float | None = None
    language: str | None = None
    segments: Mapping[str, str] = field(default_factory=lambda: NO_SEGMENTS)


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """A topic found in a mention or feedback; `p` in [0, 1] is the calibrated probability that it is present."""

    topic: str
    sentiment: RolledSentiment
    p: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One opinion: code points [start, end) of the feedback's text; `score` = P(positive) - P(negative), in [-1, 1]."""

    start: int
    end: int
    text: str
    stage: str
    topics: tuple[TopicLabel, ...]
    sentiment: Sentiment
    score: float
    stage_p: float = 1.0


@dataclass(frozen=True, slots=True)
class Labels:
    """What a feedback says: the roll-up of its mentions by the rules of the taxonomy."""

    language: Language
    sentiment: RolledSentiment
    score: float
    stage: str
    topics: tuple[TopicLabel, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A text as it left the door, its labels, and a vector a mention (mentions, dim): what themes are found in."""

    text: str
    labels: Labels
    vectors: Vectors


CorrectionStatus = Literal["active", "superseded", "disputed", "settled", "withdrawn"]
LIVING: tuple[CorrectionStatus, ...] = ("active", "settled", "disputed")
"""Statuses of corrections that still count for something."""


@dataclass(frozen=True, slots=True)
class CorrectedLabels:
    """What a person says of a mention; None leaves as it is.

    `topics` are all topics of the mention, each with its sentiment; `span` are its right borders; `nothing` means that these
    words say nothing, and excludes stage, sentiment and topics.
    """

    stage: str | None = None
    sentiment: Sentiment | None = None
    topics: tuple[tuple[str, Sentiment], ...] | None = None
    span: Span | None = None
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person said of a mention once; only `status` ever changes.

    `text_hash` is that of the feedback's text and question; [start, end) is where the mention stood, `before` the mention as it
    was, as plain values; `model_version` is the label version that was corrected.
    """

    id: int
    feedback: str
    text_hash: str
    start: int
    end: int
    labels: CorrectedLabels
    who: str
    at: datetime
    before: Mapping[str, object]
    model_version: str
    status: CorrectionStatus = "active"
    note: str = ""

    @property
    def span(self) -> Span:
        """Where the mention stands by this correction."""
        return self.labels.span or (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Probabilities:
    """What the heads say of n mentions: `stage` (n, stages), `topics` (n, topics), `sentiment` (n, 1 + topics, 3).

    Rows of `stage` and of `sentiment` sum to 1; `topics` are independent. `sentiment[:, 0]` is that of the mention as a whole,
    `sentiment[:, 1 + t]` that of topic t; the last axis follows `SENTIMENTS`.
    """

    stage: NDArray[np.float32]
    topics: NDArray[np.float32]
    sentiment: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, `until` exclusive."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Conventions:
    """How numbers are counted: where days begin, the fewest answers behind a score, and the top of the CSAT scale."""

    zone: ZoneInfo
    minimum_answers: int = 30
    csat_top: float = 5.0


@dataclass(frozen=True, slots=True)
class SpannedText:
    """A normalised text with the spans to be read in it, and the question it answers."""

    text: str
    spans: tuple[Span, ...]
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Vietnamese and English."""

    vi: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval and the answers, or customers, it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Rate of a theme now against before (customers with it over all customers), with the ratio's interval.

    `p` is the two-sided exact p-value; `significant` is set after false-discovery control across all themes tested.
    """

    now: int
    now_total: int
    before: int
    before_total: int
    ratio: Estimate
    p: float
    significant: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """Mentions saying the same thing. `id` never changes; `topic` is None where the taxonomy does not explain it."""

    id: str
    name: Bilingual
    topic: str | None
    stage: str | None
    status: str
    born: date
    mentions: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim evidence: the mention's words, and the feedback they stand in."""

    feedback_id: str
    text: str
    feedback_text: str
    created_at: datetime
    channel: str | None
    language: str
    sentiment: str


@dataclass(frozen=True, slots=True)
class SliceLift:
    """How much more often customers of one slice raise the theme than the rest; `lift` is the ratio of the two rates."""

    attribute: str
    value: str
    inside: int
    inside_total: int
    outside: int
    outside_total: int
    lift: Estimate


InsightKind = Literal[
    "loud", "emerging", "growing", "fading", "silent", "praised", "segment", "channel", "costly", "negative", "steady"
]
"""In the order they are looked for; the first that holds gives an insight its statement and its place in a digest."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Complaints under a good score: of the theme's scored complaints, how many gave a top score."""

    good_scores: int
    scored: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured about one theme in one slice; `rank` turns it into an insight.

    `reach` is of customers; `negative` and `positive` are shares of the theme's customers in [0, 1]; `impact` is in points of
    the score named by `impact_metric`, whose range is `impact_range`; `trend` compares the period with the four before it and
    `long_trend` the last four weeks with the four before those; `slices` holds lifts that stand after false-discovery control;
    `loudest` is the share of mentions from the customer who wrote most; `weekly` counts customers per week, oldest first.
    """

    theme: Theme
    owner: Bilingual
    level: str
    customers: int
    mentions: int
    reach: Estimate
    negative: float
    positive: float
    net_sentiment: Estimate
    trend: Trend
    long_trend: Trend
    impact: Estimate | None
    impact_metric: str | None
    impact_range: float
    hidden: Hidden
    slices: tuple[SliceLift, ...]
    loudest: float
    weekly: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """A ranked statement about a theme, with its evidence. `kinds` are all that hold, the first gives the statement."""

    figures: Figures
    kinds: tuple[InsightKind, ...]
    priority: float
    statement: Bilingual
    quotes: tuple[Quote, ...] = ()


class Encoder(Protocol):
    """Reads whole texts and gives a vector to every span in them."""

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        """One array of unit rows, shape (spans, dim), per text; a text's rows do not depend on the other texts."""
        ...


class Classifier(Protocol):
    """Turns mention vectors into probabilities over a taxonomy."""

    @property
    def version(self) -> str:
        """What stored labels are marked with."""
        ...

    @property
    def stages(self) -> tuple[str, ...]:
        """Ids in the order of the probabilities."""
        ...

    @property
    def topics(self) -> tuple[str, ...]:
        """Ids in the order of the probabilities."""
        ...

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Smallest probability at which a topic is present, by topic id; and at which a stage is named, by `stage`."""
        ...

    def probabilities(self, vectors: Vectors) -> Probabilities:
        """Probabilities of each row; rows do not influence each other."""
        ...


@dataclass(frozen=True, slots=True)
class Slice:
    """Which feedback or mentions are meant; what is empty does not filter, several values of one filter are alternatives.

    `stages`, `topics`, `themes` and `sentiment` speak of one mention: `topics` with `sentiment` means that topic with that
    sentiment, and a feedback is in the slice when one of its mentions is. Feedback of source `internal` is left out unless
    `include_internal`, or asked for by name in `sources`.
    """

    period: Period | None = None
    channels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sentiment: str | None = None
    segments: Mapping[str, str] = field(default_factory=lambda: NO_SEGMENTS)
    include_internal: bool = False
