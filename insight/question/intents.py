"""What is asked for: the first rule that the question's cues fulfil."""

from collections.abc import Callable
from dataclasses import dataclass

from insight.question.query import Intent, Metric
from insight.types import Sentiment

METRICS: tuple[Metric, ...] = ("nps", "csat", "ces", "net_sentiment")
_COVERED = 0.5
"""Share of telling words to be understood before a question without any cue is taken to be about feedback."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in a question.

    `cues` are labels of `cues.txt`; `facts` tells of a stage, topic, channel or segment; `pair` of two things compared;
    `open_time` of a period that goes on to the present; `blank` of a question without telling words; `covered` is the share of
    those that anything was found in.
    """

    cues: frozenset[str]
    facts: bool
    pair: bool
    themes: bool
    time: bool
    open_time: bool
    blank: bool
    covered: float

    def any(self, *labels: str) -> bool:
        """Whether a cue of one of the labels is there."""
        return not self.cues.isdisjoint(labels)

    @property
    def metric(self) -> bool:
        """Whether a measure is named."""
        return self.any(*METRICS)

    @property
    def opinion(self) -> bool:
        """Whether complaint or praise is named."""
        return self.any("complaint", "praise", "good_and_bad")

    @property
    def feedback(self) -> bool:
        """Whether the question is plainly about what customers say."""
        voices = self.any("quotes") and self.any("people", "feedback") and self.facts
        return self.opinion or self.metric or voices or self.any("feedback", "digest", "journey", "leave", "summary")


Rule = tuple[Intent, float, Callable[[Evidence], bool]]


def _help(e: Evidence) -> bool:
    asks = e.any("help") and not (e.facts or e.feedback or e.any("trend", "new", "issue", "slices", "compare", "affect", "why"))
    greets = e.any("greeting") and e.cues <= {"greeting", "people"} and not e.facts
    return asks or greets or (e.blank and not (e.cues or e.time))


def _trend(e: Evidence) -> bool:
    how = e.any("state") or (e.any("doing") and (e.any("situation") or e.facts or e.themes))
    over = e.any("over") and (e.metric or (e.facts and not e.opinion))
    return e.any("trend") or (how and not e.metric and not e.any("summary")) or (e.any("comparative") and e.time) or over


def _quotes(e: Evidence) -> bool:
    about = e.facts or e.themes or e.opinion or e.any("people", "feedback")
    return e.any("quotes") and about and not (e.opinion and e.any("rank"))


def _whats_new(e: Evidence) -> bool:
    return e.open_time and not e.facts and (e.any("happened", "people", "feedback") or e.covered >= _COVERED)


_RULES: tuple[Rule, ...] = (
    ("out_of_scope", 0.95, lambda e: e.any("never")),
    ("out_of_scope", 0.9, lambda e: e.any("offtopic") and not e.feedback),
    ("help", 0.9, _help),
    ("journey_map", 0.9, lambda e: e.any("journey")),
    ("top_complaints", 0.9, lambda e: e.any("leave") and e.any("why", "affect") and not e.metric),
    ("drivers", 0.9, lambda e: not e.pair and e.any("why") and (e.metric or e.any("score", "trend"))),
    ("drivers", 0.85, lambda e: not e.pair and e.any("affect") and not e.any("leave")),
    ("compare", 0.95, lambda e: e.pair),
    ("compare", 0.8, lambda e: e.any("compare", "slices")),
    ("digest", 0.9, lambda e: e.any("digest") and not (e.opinion or e.metric or e.any("trend"))),
    ("theme_detail", 0.9, lambda e: e.themes and e.any("detail") and not e.any("trend")),
    ("whats_new", 0.85, lambda e: e.any("new") and e.any("issue", "complaint", "feedback", "praise")),
    ("trend", 0.9, _trend),
    ("whats_new", 0.85, lambda e: e.any("new")),
    ("score", 0.9, lambda e: (e.metric and not (e.opinion and e.any("rank"))) or (e.any("score") and not e.opinion)),
    ("digest", 0.7, lambda e: e.any("summary") and not e.opinion),
    ("quotes", 0.85, _quotes),
    ("quotes", 0.7, lambda e: e.any("good_and_bad") or e.cues >= {"complaint", "praise"}),
    ("quotes", 0.7, lambda e: e.any("show") and e.any("complaint", "praise", "issue") and not e.any("rank", "list")),
    ("top_praise", 0.9, lambda e: e.any("praise") and not e.any("issue")),
    ("top_complaints", 0.9, lambda e: e.any("complaint")),
    ("top_complaints", 0.75, lambda e: e.any("issue", "leave")),
    ("theme_detail", 0.75, lambda e: e.themes),
    ("quotes", 0.6, lambda e: e.any("quotes", "detail") and (e.facts or e.covered >= _COVERED)),
    ("whats_new", 0.7, _whats_new),
    ("digest", 0.6, lambda e: e.any("happened") and e.time and not e.facts),
    ("whats_new", 0.5, lambda e: e.any("happened") and e.covered >= _COVERED),
    ("top_complaints", 0.4, lambda e: e.any("rank") and (e.facts or e.time) and e.covered >= _COVERED),
    ("quotes", 0.4, lambda e: e.any("people", "feedback", "show") and (e.facts or e.any("feedback")) and e.covered >= _COVERED),
    ("quotes", 0.3, lambda e: e.facts and e.covered >= _COVERED),
    ("digest", 0.3, lambda e: e.time and e.covered >= _COVERED),
)


def intent_of(evidence: Evidence) -> tuple[Intent, float]:
    """The intent, and how sure it is, in [0, 1]."""
    for intent, confidence, holds in _RULES:
        if holds(evidence):
            return intent, confidence
    return "out_of_scope", 0.6 if evidence.facts or evidence.any("people") else 0.8


def sentiment_of(cues: frozenset[str], intent: Intent) -> Sentiment | None:
    """The sentiment that words of complaint and praise, or the intent, ask for; both together ask for none."""
    if intent in ("help", "out_of_scope"):
        return None
    if intent in ("top_complaints", "top_praise"):
        return "negative" if intent == "top_complaints" else "positive"
    asked: list[Sentiment] = []
    if "complaint" in cues:
        asked.append("negative")
    if "praise" in cues:
        asked.append("positive")
    if "neutral" in cues:
        asked.append("neutral")
    return asked[0] if len(asked) == 1 and "good_and_bad" not in cues else None


def metric_of(cues: frozenset[str]) -> Metric | None:
    """The measure named."""
    return next((metric for metric in METRICS if metric in cues), None)
