"""Labelled feedback as people write it: `[[text|stage|topic+;topic-]]` marks <-> character offsets."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from insight.errors import LabelError

LANGUAGES = ("vi", "en", "mixed", "other")
REGIONS = ("northern", "central", "southern", "british", "american", "singaporean", "vietnamese", "any")
STYLES = ("formal", "plain", "chatty", "teencode", "unaccented", "misspelt")
SIGNS = {"+": "positive", "-": "negative", "=": "neutral"}

_MARK = re.compile(r"\[\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)\]\]")


@dataclass(frozen=True, slots=True)
class LabelledMention:
    """One opinion: code points `start` (inclusive) to `end` (exclusive) of the text; topics as (id, sentiment) pairs."""

    start: int
    end: int
    stage: str
    topics: tuple[tuple[str, str], ...]

    @property
    def sentiment(self) -> str:
        """Sentiment of the first topic: it carries the mention. `neutral` where there is no topic."""
        return self.topics[0][1] if self.topics else "neutral"


@dataclass(frozen=True, slots=True)
class LabelledFeedback:
    """One labelled text. `group` is shared by texts that say the same thing in another language or spelling."""

    text: str
    mentions: tuple[LabelledMention, ...]
    language: str
    region: str
    style: str
    group: int
    question: str | None = None
    line: int = 0


def read_labelled(lines: Iterable[str], stages: Collection[str], topics: Collection[str]) -> Iterator[LabelledFeedback]:
    """Parse a corpus file (the format of `models/corpus/GUIDELINES.md`).

    Args:
        lines: the file's lines.
        stages, topics: the ids that may be used.

    Raises:
        LabelError: naming the line, the value, and what would be right.
    """
    heading: tuple[str, str, str] | None = None
    question: str | None = None
    group = -1
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("#"):
            heading = _heading(line[1:].split(), number)
            continue
        if line.startswith("?"):
            question = line[1:].strip()
            continue
        if heading is None:
            raise LabelError(f"line {number}: a heading such as '# vi northern chatty' must come before the first text")
        kind = heading
        if line.startswith("="):
            if group < 0:
                raise LabelError(f"line {number}: '=' says the same as the line above, and there is none")
            words = line[1:].split(maxsplit=3)
            kind, line = _heading(words[:3], number), words[3] if len(words) == 4 else ""
        else:
            group += 1
        text, mentions = parse_marks(line, stages, topics, number)
        yield LabelledFeedback(text, mentions, *kind, group=group, question=question, line=number)
        question = None


def parse_marks(
    marked: str, stages: Collection[str], topics: Collection[str], number: int = 0
) -> tuple[str, tuple[LabelledMention, ...]]:
    """Split marked text into plain text and mentions with offsets into it; raises `LabelError` on any slip."""
    plain: list[str] = []
    length = done = 0
    mentions: list[LabelledMention] = []
    for mark in _MARK.finditer(marked):
        before, words = marked[done : mark.start()], mark[1].strip()
        plain += [before, words]
        length += len(before)
        if not words:
            raise LabelError(f"line {number}: empty mention in {marked!r}; put words before the first bar")
        stage = mark[2].strip()
        if stage not in stages:
            raise LabelError(f"line {number}: unknown stage {stage!r}; one of {', '.join(stages)}")
        mentions.append(LabelledMention(length, length + len(words), stage, topic_signs(mark[3], topics, number)))
        length += len(words)
        done = mark.end()
    plain.append(marked[done:])
    text = "".join(plain)
    if "[[" in text or "]]" in text or "|" in text:
        raise LabelError(f"line {number}: a mark is not closed or has a missing bar near {text!r}; [[text|stage|topic+]]")
    if not mentions:
        raise LabelError(f"line {number}: no mention in {marked!r}; mark at least one")
    return text, tuple(mentions)


def _heading(words: list[str], number: int) -> tuple[str, str, str]:
    choices = (LANGUAGES, REGIONS, STYLES)
    if len(words) != 3 or any(word not in allowed for word, allowed in zip(words, choices, strict=True)):
        expected = " ".join("|".join(allowed) for allowed in choices)
        raise LabelError(f"line {number}: heading {' '.join(words)!r}; expected {expected}")
    return words[0], words[1], words[2]


def topic_signs(field: str, topics: Collection[str], number: int) -> tuple[tuple[str, str], ...]:
    """`price.value-;staff.attitude+` -> (topic, sentiment) pairs; raises `LabelError` naming the line."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in field.split(";"))):
        topic, sign = part[:-1], part[-1]
        if sign not in SIGNS:
            raise LabelError(f"line {number}: topic {part!r} has no sentiment; end it with + - or =")
        if topic not in topics:
            raise LabelError(f"line {number}: unknown topic {topic!r}; one of {', '.join(topics)}")
        if topic in found:
            raise LabelError(f"line {number}: topic {topic!r} twice in one mention; name it once")
        found[topic] = SIGNS[sign]
    return tuple(found.items())
