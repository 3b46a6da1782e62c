"""Whether what someone says of a mention can be."""

from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches

from insight.errors import InputError
from insight.taxonomy import STAGE_IDS, Taxonomy
from insight.types import SENTIMENTS, CorrectedLabels, Span

NOTHING_SAID = CorrectedLabels()


def checked(labels: CorrectedLabels, text: str, taxonomy: Taxonomy) -> CorrectedLabels:
    """The labels, topics by their present ids; raises `InputError` where they cannot be those of a mention of a text."""
    topics = labels.topics
    if topics is not None:
        topics = tuple((taxonomy.current_id(topic), sentiment) for topic, sentiment in topics)
    _check(labels := replace(labels, topics=topics), taxonomy)
    if labels.span is not None:
        _check_span(labels.span, text)
    return labels


def _check(labels: CorrectedLabels, taxonomy: Taxonomy) -> None:
    said = (labels.stage, labels.sentiment, labels.topics)
    if labels.nothing and any(each is not None for each in said):
        raise InputError("a mention that says nothing has no stage, sentiment or topics; give one or the other")
    if labels == NOTHING_SAID:
        raise InputError("nothing to correct; give a stage, topics, a sentiment, a span, or that it says nothing")
    if labels.stage is not None and labels.stage not in STAGE_IDS:
        raise InputError(f"unknown stage {labels.stage!r}; {_choices(labels.stage, STAGE_IDS)}")
    living = [topic.id for topic in taxonomy.living]
    for topic, sentiment in labels.topics or ():
        if topic not in living:
            raise InputError(f"unknown topic {topic!r}; {_choices(topic, living)}")
        _check_sentiment(sentiment)
    topics = [topic for topic, _ in labels.topics or ()]
    if len(set(topics)) < len(topics):
        raise InputError(f"a topic stands twice among {', '.join(topics)}; each has one sentiment")
    if labels.sentiment is not None:
        _check_sentiment(labels.sentiment)


def name_of(who: str) -> str:
    """The name of a person, trimmed; raises `InputError` where there is none."""
    if not (name := storable("name", who).strip()):
        raise InputError("who corrects? give a name, such as lan@cx")
    return name


def storable(what: str, text: str) -> str:
    """The text; raises `InputError`, calling it `what`, for one that no database can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{what} {text!r} has half a character at {error.start}; leave it out") from error
    if "\0" in text:
        raise InputError(f"{what} {text!r} has a NUL character; leave it out")
    return text


def _check_sentiment(sentiment: str) -> None:
    if sentiment not in SENTIMENTS:
        raise InputError(f"unknown sentiment {sentiment!r}; one of {', '.join(SENTIMENTS)}")


def _check_span(span: Span, text: str) -> None:
    start, end = span
    if not 0 <= start < end <= len(text):
        raise InputError(f"span {start}:{end} is empty or outside the text's {len(text)} characters; count from 0, end excluded")
    if not text[start:end].strip():
        raise InputError(f"span {start}:{end} is blank; take in some words")


def _choices(given: str, known: Collection[str]) -> str:
    near = get_close_matches(given[:100], known, 3)
    return f"perhaps {' or '.join(near)}" if near else f"one of {', '.join(known)}"
