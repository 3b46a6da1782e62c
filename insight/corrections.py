"""What people say of labels, on top of what the model says: which of it holds, and what it makes of a feedback."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from insight.classify import roll_up
from insight.errors import InputError
from insight.types import (
    LIVING,
    UNKNOWN_STAGE,
    CorrectedLabels,
    Correction,
    CorrectionStatus,
    Labels,
    Mention,
    Sentiment,
    Span,
    TopicLabel,
)

SCORES: Mapping[Sentiment, float] = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
"""What a person says is certain: P(positive) - P(negative) is one of these."""
_LEFT_OVER = " \t\r\n.,;:!?-–—…()[]\"'“”‘’/"
"""What is left of a mention that was cut, and says nothing by itself."""


def in_force(said: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those of a text's corrections that its labels follow, oldest first.

    While people disagree over a mention, the one who spoke first is followed.
    """
    found: list[Correction] = []
    disputed: list[Span] = []
    for each in sorted(said, key=lambda each: each.id):
        if each.status == "disputed":
            if not any(overlap(each.span, span) for span in disputed):
                found.append(each)
            disputed.append(each.span)
        elif each.status in LIVING:
            found.append(each)
    return tuple(found)


def borders(text: str, spans: Sequence[Span], said: Iterable[Correction]) -> tuple[Span, ...]:
    """The spans of a text's mentions, disjoint and in order, with those that people corrected where people put them.

    A neighbour inside a corrected span is swallowed, one that reaches into it is cut; what is then left of it stays a mention
    unless nothing but punctuation is left.

    Args:
        text: what the spans refer to.
        spans: disjoint, in order.
        said: the corrections in force, as `in_force` gives them.
    """
    found = list(spans)
    for each in said:
        start, end = each.span
        if (start, end) in found or not 0 <= start < end <= len(text):
            continue
        cut = [piece for old in found for piece in _outside(text, old, (start, end))]
        found = sorted([*cut, (start, end)])
    return tuple(found)


def apply(labels: Labels, said: Iterable[Correction]) -> Labels:
    """Labels with the corrections in force on top, rolled up again; those of a text without corrections as they are.

    The mentions should stand where `borders` puts them; a correction speaks of the mention that shares most with its span. The
    score of the whole moves as far as its mentions' do. Applying the same corrections again changes nothing.
    """
    mentions = list(labels.mentions)
    for each in said:
        place = place_of(each.span, [(found.start, found.end) for found in mentions])
        if place is not None:
            mentions[place] = override(mentions[place], each.labels)
    if tuple(mentions) == labels.mentions:
        return labels
    before, after = _mean_score(labels.mentions), _mean_score(mentions)
    whole = min(1.0, max(-1.0, 2 * labels.score - before + after - before))
    return roll_up(tuple(mentions), labels.language, whole)


def override(mention: Mention, labels: CorrectedLabels) -> Mention:
    """A mention as a person says it is, borders aside; what a person says has probability 1.

    Where only the sentiment of the mention is corrected, its topics that leaned as the mention did lean with it.
    """
    if labels.nothing:
        return replace(mention, stage=UNKNOWN_STAGE, stage_p=1.0, topics=(), sentiment="neutral", score=0.0)
    topics = mention.topics
    if labels.topics is not None:
        topics = tuple(TopicLabel(topic, sentiment, 1.0) for topic, sentiment in labels.topics)
    elif labels.sentiment is not None:
        leaning = mention.sentiment
        topics = tuple(replace(each, sentiment=labels.sentiment) if each.sentiment == leaning else each for each in topics)
    return replace(
        mention,
        stage=mention.stage if labels.stage is None else labels.stage,
        stage_p=mention.stage_p if labels.stage is None else 1.0,
        topics=topics,
        sentiment=labels.sentiment or mention.sentiment,
        score=mention.score if labels.sentiment is None else SCORES[labels.sentiment],
    )


def place_of(span: Span, spans: Sequence[Span]) -> int | None:
    """Which of some spans shares most with a span; None where none shares anything."""
    best = max(range(len(spans)), key=lambda place: overlap(span, spans[place]), default=None)
    return best if best is not None and overlap(span, spans[best]) else None


def overlap(one: Span, other: Span) -> int:
    """How many code points two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def as_said(mention: Mention) -> CorrectedLabels:
    """A mention's labels as a person's word: what a confirmation says."""
    topics = tuple((each.topic, _plain(each.sentiment)) for each in mention.topics)
    return CorrectedLabels(stage=mention.stage, sentiment=mention.sentiment, topics=topics)


def as_before(mention: Mention) -> dict[str, object]:
    """A mention as plain values, as `Correction.before` keeps it; its words are in the feedback."""
    return {
        "stage": mention.stage,
        "stage_p": mention.stage_p,
        "sentiment": mention.sentiment,
        "score": mention.score,
        "topics": [{"topic": each.topic, "sentiment": each.sentiment, "p": each.p} for each in mention.topics],
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a new word on a mention: the labels it is kept with, its status, and the statuses of earlier ones."""

    labels: CorrectedLabels
    status: CorrectionStatus
    changes: Mapping[int, CorrectionStatus]


def judge(asked: CorrectedLabels, who: str, there: Sequence[Correction]) -> Verdict:
    """Weigh a new word against the living corrections of the same mention.

    A person's new word takes the place of the same person's earlier one, and keeps what that said of other things. Different
    people who speak of different things both hold; where they contradict each other, all of them are disputed.
    """
    mine = [each for each in there if each.who == who]
    others = [each for each in there if each.who != who]
    labels = _carried(mine[-1].labels, asked) if mine else asked
    changes: dict[int, CorrectionStatus] = {each.id: "superseded" for each in mine}
    rivals = [each for each in others if contradict(each.labels, labels)]
    if rivals:
        return Verdict(labels, "disputed", changes | {each.id: "disputed" for each in rivals})
    return Verdict(labels, "active", changes | _at_peace(others))


def settle(chosen: Correction, there: Sequence[Correction]) -> dict[int, CorrectionStatus]:
    """The statuses after a dispute is settled in favour of one of its sides; raises `InputError` for one not disputed."""
    if chosen.status != "disputed":
        raise InputError(f"correction {chosen.id} is {chosen.status}; only a disputed one can be settled")
    others = [each for each in there if each.id != chosen.id and overlap(each.span, chosen.span)]
    beaten = [each for each in others if contradict(each.labels, chosen.labels)]
    rest = _at_peace([each for each in others if each not in beaten])
    return {chosen.id: "settled", **{each.id: "superseded" for each in beaten}, **rest}


def withdraw(gone: Correction, there: Sequence[Correction]) -> dict[int, CorrectionStatus]:
    """The statuses after a correction is taken back; raises `InputError` for one that no longer counts."""
    if gone.status not in LIVING:
        raise InputError(f"correction {gone.id} is {gone.status} already")
    return {gone.id: "withdrawn", **_at_peace([each for each in there if each.id != gone.id and overlap(each.span, gone.span)])}


def contradict(one: CorrectedLabels, other: CorrectedLabels) -> bool:
    """Whether two people cannot both be right."""
    if one.nothing != other.nothing:
        loud = other if one.nothing else one
        return not (loud.stage is None and loud.sentiment is None and loud.topics is None)
    pairs = (
        (one.stage, other.stage),
        (one.sentiment, other.sentiment),
        (one.span, other.span),
        (None if one.topics is None else set(one.topics), None if other.topics is None else set(other.topics)),
    )
    return any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)


def _at_peace(there: Sequence[Correction]) -> dict[int, CorrectionStatus]:
    """Those disputed that no living one contradicts any more are active again."""
    disputed = [each for each in there if each.status == "disputed"]
    return {
        each.id: "active"
        for each in disputed
        if not any(contradict(each.labels, other.labels) for other in there if other.id != each.id)
    }


def _carried(earlier: CorrectedLabels, later: CorrectedLabels) -> CorrectedLabels:
    span = later.span or earlier.span
    if later.nothing or earlier.nothing:
        return replace(later, span=span)
    return CorrectedLabels(
        stage=earlier.stage if later.stage is None else later.stage,
        sentiment=earlier.sentiment if later.sentiment is None else later.sentiment,
        topics=earlier.topics if later.topics is None else later.topics,
        span=span,
    )


def _outside(text: str, old: Span, new: Span) -> list[Span]:
    """What is left of an old span outside a new one; all of it where they share nothing."""
    if not overlap(old, new):
        return [old]
    return [trimmed for piece in ((old[0], new[0]), (new[1], old[1])) if (trimmed := _trimmed(text, piece))]


def _trimmed(text: str, span: Span) -> Span | None:
    said = text[span[0] : max(span)] if span[0] < span[1] else ""
    if not said.strip(_LEFT_OVER):
        return None
    start = span[0] + len(said) - len(said.lstrip(_LEFT_OVER))
    return start, start + len(said.strip(_LEFT_OVER))


def _mean_score(mentions: Sequence[Mention]) -> float:
    return sum(mention.score for mention in mentions) / len(mentions)


def _plain(sentiment: str) -> Sentiment:
    """The sentiment of a mention's topic, which is never mixed."""
    return "negative" if sentiment == "negative" else "positive" if sentiment == "positive" else "neutral"
