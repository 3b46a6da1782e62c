"""Our own gold set: mention-level labels written apart from the training corpus, with pairs in two languages."""

import re
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from eval.sets.items import Item, LabelledSet
from insight.classify import roll_up
from insight.labelled import LabelledFeedback, LabelledMention, read_labelled
from insight.taxonomy import Taxonomy
from insight.types import UNKNOWN_STAGE, Labels, Mention, TopicLabel

FILE = Path(__file__).parents[1] / "gold" / "feedback.txt"
_INDUSTRY = re.compile(r"//\s*=+\s*(.*?)\s*=+")
_SCORES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}


@dataclass(frozen=True, slots=True)
class GoldItem:
    """A labelled feedback, the labels its mentions add up to, and every stage that is right for it (several where they tie)."""

    id: str
    feedback: LabelledFeedback
    industry: str
    labels: Labels
    stages: tuple[str, ...]


def gold_items(file: Path = FILE, taxonomy: Taxonomy | None = None) -> list[GoldItem]:
    """Every feedback of the gold set, in order; raises `LabelError` naming the line that is marked wrongly."""
    taxonomy = taxonomy or Taxonomy.default()
    lines = file.read_text(encoding="utf-8").splitlines()
    industries = _industries(lines)
    return [_item(found, industries[found.line]) for found in read_labelled(lines, taxonomy.stage_by_id, taxonomy.topic_by_id)]


def as_set(items: list[GoldItem], taxonomy: Taxonomy | None = None) -> LabelledSet:
    """The gold set at the level of feedbacks, its topics as classes of their own."""
    topics = (taxonomy or Taxonomy.default()).topic_by_id
    rows = tuple(
        Item(
            id=item.id,
            text=item.feedback.text,
            question=item.feedback.question,
            sentiment=item.labels.sentiment,
            stages=item.stages,
            aspects={found.topic: found.sentiment for found in item.labels.topics},
            slices=_slices(item),
            group=item.feedback.group,
        )
        for item in items
    )
    return LabelledSet("gold", "Our gold set", rows, classes={topic: (topic,) for topic in topics}, available=len(rows))


def _slices(item: GoldItem) -> dict[str, str]:
    feedback = item.feedback
    told = {"language": feedback.language, "industry": item.industry, "style": feedback.style}
    return (
        told | ({"region": feedback.region} if feedback.region != "any" else {}) | {"asked": "yes" if feedback.question else "no"}
    )


def pairs(items: list[GoldItem]) -> list[tuple[int, int]]:
    """Numbers of the items that say the same in two languages: the first of a group with each other language of it."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        groups[item.feedback.group].append(number)
    return [
        (members[0], other)
        for members in groups.values()
        for other in members[1:]
        if items[other].feedback.language != items[members[0]].feedback.language
    ]


def _industries(lines: list[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    industry = ""
    for number, line in enumerate(lines, start=1):
        match = _INDUSTRY.fullmatch(line.strip())
        industry = match[1] if match else industry
        found[number] = industry
    return found


def _item(feedback: LabelledFeedback, industry: str) -> GoldItem:
    # The id is of the words, so that adding a line to the set moves no other item.
    digest = sha256("\n".join([feedback.question or "", feedback.text]).encode()).hexdigest()[:12]
    mentions = tuple(_mention(feedback.text, mention) for mention in feedback.mentions)
    language = feedback.language if feedback.language in ("vi", "en", "mixed") else "other"
    labels = roll_up(mentions, language, sum(mention.score for mention in mentions) / len(mentions))  # type: ignore[arg-type]
    return GoldItem(digest, feedback, industry, labels, _stages(feedback.mentions))


def _mention(text: str, found: LabelledMention) -> Mention:
    topics = tuple(TopicLabel(topic, sentiment, 1.0) for topic, sentiment in found.topics)  # type: ignore[arg-type]
    words, score = text[found.start : found.end], _SCORES[found.sentiment]
    return Mention(found.start, found.end, words, found.stage, topics, found.sentiment, score)  # type: ignore[arg-type]


def _stages(mentions: tuple[LabelledMention, ...]) -> tuple[str, ...]:
    named = [mention.stage for mention in mentions if mention.stage != UNKNOWN_STAGE]
    most = max((named.count(stage) for stage in named), default=0)
    return tuple(dict.fromkeys(stage for stage in named if named.count(stage) == most)) or (UNKNOWN_STAGE,)
