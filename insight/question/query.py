"""What a question asks for, once read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from insight.types import NO_SEGMENTS, Sentiment

Intent = Literal[
    "top_complaints",
    "top_praise",
    "whats_new",
    "trend",
    "score",
    "drivers",
    "compare",
    "journey_map",
    "quotes",
    "theme_detail",
    "digest",
    "help",
    "out_of_scope",
]
Metric = Literal["nps", "csat", "ces", "net_sentiment"]
Asked = Literal["vi", "en"]
Json = str | int | None | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood; what was not asked for is None or empty.

    `topics` stand in the taxonomy's order. `since` is inclusive, `until` exclusive and never past the day after that of asking.
    `compare` holds the two sides in the order asked: channel, stage or topic ids, segment values, or periods that `read_period`
    reads back ("this week", "2026-09"); a side is no filter as well. `confidence`, in [0, 1], says how surely the intent was
    recognised: below 0.5 no word of the question named it.
    """

    intent: Intent
    language: Asked
    confidence: float
    stage: str | None = None
    topics: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sentiment: Sentiment | None = None
    since: date | None = None
    until: date | None = None
    channel: str | None = None
    segments: Mapping[str, str] = field(default_factory=lambda: NO_SEGMENTS)
    metric: Metric | None = None
    limit: int | None = None
    compare: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", MappingProxyType(dict(self.segments)))

    def to_json(self) -> dict[str, Json]:
        """The interpretation as plain JSON values: dates as ISO strings, `compare` None where nothing is compared."""
        return {
            "intent": self.intent,
            "stage": self.stage,
            "topics": list(self.topics),
            "themes": list(self.themes),
            "sentiment": self.sentiment,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "channel": self.channel,
            "segments": dict(self.segments),
            "language": self.language,
            "metric": self.metric,
            "limit": self.limit,
            "compare": list(self.compare) or None,
        }
