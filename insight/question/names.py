"""The stages, topics, channels, segments and themes that a question names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from insight.question.language import everyday
from insight.question.lexicon import Found, Lexicon, listed
from insight.question.lists import blocks
from insight.question.said import Said, joined, listen
from insight.taxonomy import Taxonomy
from insight.types import UNKNOWN_STAGE

_GROUP = "group:"
_REST = "other"
"""The group whose names ("General") are everyday words."""
_CARRIERS = (
    "khách {}", "khách hàng {}", "hạng {}", "nhóm {}", "phân khúc {}", "nhóm khách {}", "nhóm khách hàng {}", "thành viên {}",
    "{} customers", "{} customer", "{} tier", "{} members", "{} users", "{} segment", "{} clients",
)  # fmt: skip
_PLACE_BEFORE = frozenset(
    ("tren", "qua", "o", "trong", "tu", "kenh", "bang", "in", "on", "via", "from", "through", "within", "channel", "using", "by")
)
_PLACE_AFTER = frozenset(
    ("review", "reviews", "channel", "users", "user", "customers", "feedback", "comments", "feedbacks", "ratings")
)


class Value(NamedTuple):
    """A segment: an attribute and one of its values."""

    attribute: str
    value: str


@dataclass(frozen=True)
class Segments:
    """Every way to name the values a business has."""

    values: tuple[Value, ...]
    lexicon: Lexicon

    @classmethod
    def of(cls, segments: Mapping[str, Sequence[str]]) -> "Segments":
        """Values by their own words, by those of `values.txt`, and, where a value is an everyday word, only beside a carrier.

        Labels of the lexicon are indices into `values`.
        """
        return _segments(tuple(Value(attribute, value) for attribute, own in segments.items() for value in own if value.strip()))


@lru_cache(maxsize=16)
def _segments(values: tuple[Value, ...]) -> Segments:
    return Segments(values, Lexicon((str(i), way + "=") for i, value in enumerate(values) for way in sorted(_ways_to_say(value))))


@lru_cache(maxsize=8)
def taxonomy_lexicons(taxonomy: Taxonomy) -> tuple[Lexicon, Lexicon]:
    """Stages and topics: the lists of this package, and the names that this taxonomy gives them."""
    known = [stage for stage in taxonomy.stages if stage.id != UNKNOWN_STAGE]
    stages = [(stage.id, name) for stage in known for name in (stage.name.vi, stage.name.en)]
    told = [topic for topic in taxonomy.topics if topic.group != _REST]
    topics = [(topic.id, name) for topic in told for name in (topic.name.vi, topic.name.en)]
    return Lexicon([*_entries("stages"), *stages]), Lexicon([*_entries("topics"), *topics])


def topics_of(found: Iterable[Found], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Topic ids in the taxonomy's order; a group stands for its leaves unless one of them is named."""
    labels = {one.label for one in found}
    groups = {label.removeprefix(_GROUP) for label in labels if label.startswith(_GROUP)}
    groups -= {label.partition(".")[0] for label in labels}
    return tuple(topic.id for topic in taxonomy.topics if topic.id in labels or topic.group in groups)


def channel_of(said: Said, channels: Sequence[Found], topics: Sequence[Found]) -> Found | None:
    """The first channel named; "app" and "website" are the thing itself where the question is about how they work."""
    about_itself = any(one.label.startswith(("digital.", _GROUP + "digital")) for one in topics)
    for one in channels:
        if not (about_itself and one.label in ("app", "web")) or _is_place(said, one):
            return one
    return None


def _is_place(said: Said, one: Found) -> bool:
    before = [word.folded for word in said.words[max(0, one.start - 2) : one.start]]
    after = said.words[one.end].folded if one.end < len(said.words) else ""
    return bool(_PLACE_BEFORE.intersection(before)) or after in _PLACE_AFTER


def _ways_to_say(value: Value) -> set[str]:
    said = joined(listen(value.value).words)
    if not said or len(said) > 80:
        return set()
    key = "".join(word.folded for word in listen(said).words)
    aliases = set(_aliases().get(key, ()))
    if _is_vocabulary(said):
        return {alias for alias in aliases if not _is_vocabulary(alias)}
    attribute = joined(listen(value.attribute).words)
    named = {f"{attribute} {said}", f"{said} {attribute}"}
    return aliases | named | ({said} if _is_telling(said) else {carrier.format(said) for carrier in _CARRIERS})


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    """Letters of any way to name a value -> all ways."""
    found: dict[str, tuple[str, ...]] = {}
    for label, phrases in blocks("values").items():
        for phrase in (label, *phrases):
            key = "".join(word.folded for word in listen(phrase.rstrip("!=")).words)
            found.setdefault(key, tuple(entry.rstrip("!") for entry in phrases))
    return found


def _is_vocabulary(said: str) -> bool:
    """Whether the words already name a stage, topic or channel as a whole."""
    words = listen(said)
    found = [one for name in ("stages", "topics", "channels") for one in listed(name).find(words, bare=True)]
    return any(one.start == 0 and one.end == len(words.words) for one in found)


def _is_telling(said: str) -> bool:
    """Whether the words alone can only mean the value: no number, no letter or two, no everyday word."""
    words = listen(said).words
    if len(words) > 1:
        return True
    return len(said) > 2 and not said.isdigit() and words[0].folded not in everyday()


def _entries(name: str) -> Iterable[tuple[str, str]]:
    return ((label, entry) for label, entries in blocks(name).items() for entry in entries)
