"""A raw row becomes feedback, or is rejected with the reason; and the hash that tells one content from another."""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from insight.errors import InputError
from insight.read.columns import Columns, Plan
from insight.read.dates import moment
from insight.read.records import BadValueError, RawRow, Rejected, shown, storable
from insight.read.scores import Scale, score
from insight.read.synonyms import CHANNEL_WORDS, LANGUAGE_WORDS, PHASE_WORDS, SOURCE_WORDS, Meanings, lookup
from insight.text import clean, rewrite
from insight.types import Feedback

LONGEST_TEXT = 20_000
_LONGEST_ID = 200
_LONGEST_VALUE = 200
_LONGEST_QUESTION = 2_000
_MARKS = 4  # code points that may compose into one
_ABSENT = frozenset(("", "-", "--", "n/a", "na", "nan", "nat", "null", "none", "#n/a", "không có"))
_ABSENT_BEGIN = frozenset("-nN#kK")
_LETTER = re.compile("[0-9A-Za-zÀ-ỹ]")
_SCALES = {"nps": Scale("nps", 0, 10, whole=True), "ces": Scale("ces", 1, 7), "stars": Scale("stars", 1, 5)}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How values are read: the zone of times that name none, whether 3/4/2025 is in April, the top of the CSAT scale."""

    zone: ZoneInfo
    day_first: bool = True
    csat_top: float = 5


def to_feedback(row: RawRow, columns: Columns, options: ReadOptions) -> Feedback | Rejected:
    """What a row says.

    The text stays as it is, but for NUL and lone surrogates, which become U+FFFD. A channel, source, phase or language that is
    not known stays as a segment of that name; the source is then `review` where there are stars, else `other`. At most 50 other
    columns are segments, with values of at most 200 characters. `n/a`, `-`, `null` and the like count as no value everywhere but
    in the text.

    Returns:
        The feedback; or a `Rejected` whose reason names the column, the value and what would be right: no text, a text of more
        than 20,000 characters, a score off its scale, a time that is none.
    """
    plan = columns.plan(tuple(row.values))
    try:
        return _feedback(row.values, plan, options)
    except BadValueError as problem:
        return Rejected(row.number, str(problem), row.values, row.line)


def content_hash(feedback: Feedback) -> str:
    """SHA-256 (hex) over every field but `id`: the same content has the same hash, however its numbers and zones were written.

    It has no key: take it of masked text, never of text that may hold personal data.

    Raises:
        InputError: `created_at` has no time zone.
    """
    values = {field.name: getattr(feedback, field.name) for field in fields(feedback) if field.name != "id"}
    values["segments"] = dict(feedback.segments) or None
    if feedback.created_at is not None:
        if feedback.created_at.tzinfo is None:
            raise InputError(f"created_at {feedback.created_at.isoformat()} has no time zone; it must have one")
        values["created_at"] = feedback.created_at.astimezone(UTC).isoformat()
    told = {name: int(value) if isinstance(value, float) and value.is_integer() else value for name, value in values.items()}
    kept = {name: value for name, value in told.items() if value is not None}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _feedback(values: Mapping[str, object], plan: Plan, options: ReadOptions) -> Feedback:
    found: dict[str, object] = {}
    segments = {name: said for theirs, name in plan.segments if (said := _shown(values[theirs]))}
    for ours, theirs in plan.fields:
        value = values[theirs]
        if ours == "text":
            found[ours] = _text(value)
        elif not _absent(value):
            found[ours] = _READERS[ours](ours, value, options, segments)
    if "text" not in found:
        raise BadValueError("the row has no text")
    if found.get("source") is None:
        found["source"] = "review" if "stars" in found else "other"
    return Feedback(**found, segments=MappingProxyType(segments))  # type: ignore[arg-type]  # the readers know the types


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise BadValueError(f"text is {shown(value)}; it must be a string")
    text = value if isinstance(value, str) else "" if _absent(value) else str(value)
    if len(text) > LONGEST_TEXT:
        raise BadValueError(f"text has {len(text):,} characters; it may have {LONGEST_TEXT:,}")
    if not _LETTER.search(text) and not rewrite(text, clean(text)).strip():
        raise BadValueError("text is empty")
    return storable(text)


def _id(name: str, value: object, _options: ReadOptions, _segments: dict[str, str]) -> str | None:
    written = _plain(value, _LONGEST_ID + 1)
    if len(written) > _LONGEST_ID:
        raise BadValueError(f"{name} is longer than {_LONGEST_ID} characters: {shown(written)}")
    return written or None


def _question(_name: str, value: object, _options: ReadOptions, _segments: dict[str, str]) -> str | None:
    return _shown(value, _LONGEST_QUESTION) or None


def _touchpoint(_name: str, value: object, _options: ReadOptions, _segments: dict[str, str]) -> str | None:
    return _shown(value) or None


def _moment(_name: str, value: object, options: ReadOptions, _segments: dict[str, str]) -> datetime:
    return moment(value, options.zone, options.day_first)


def _score(name: str, value: object, options: ReadOptions, _segments: dict[str, str]) -> float:
    number = score(value, Scale("csat", 1, options.csat_top) if name == "csat" else _SCALES[name])
    return int(number) if name == "nps" else number


def _known(name: str, value: object, _options: ReadOptions, segments: dict[str, str]) -> str | None:
    """The id of a value. One that is not known, or says more than its id, stays as a segment."""
    written = _shown(value)
    if not written:
        return None
    words, otherwise = _WORDS[name]
    known = lookup(words, written)
    if known is None or known.says_more:
        segments.setdefault(name, written)
    return otherwise if known is None else known.id


_WORDS: Mapping[str, tuple[Meanings, str | None]] = {
    "channel": (CHANNEL_WORDS, "other"),
    "source": (SOURCE_WORDS, None),
    "phase": (PHASE_WORDS, None),
    "language": (LANGUAGE_WORDS, "other"),
}
_READERS: Mapping[str, Callable[[str, object, ReadOptions, dict[str, str]], object]] = {
    "id": _id,
    "question": _question,
    "created_at": _moment,
    "customer_id": _id,
    "touchpoint": _touchpoint,
    **dict.fromkeys(("nps", "csat", "ces", "stars"), _score),
    **dict.fromkeys(_WORDS, _known),
}


def _absent(value: object) -> bool:
    if isinstance(value, str):
        return not value or ((value[0] in _ABSENT_BEGIN or value[0].isspace()) and value.strip().lower() in _ABSENT)
    return value is None or value != value  # NaN alone differs from itself


def _shown(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value as a string of at most `longest` code points, stripped and composed (NFC); empty where there is none."""
    return _repeated(value, longest) if isinstance(value, str) and len(value) <= _LONGEST_VALUE else _plain(value, longest)


@lru_cache(maxsize=4096)
def _repeated(value: str, longest: int) -> str:
    """Values of slices come again and again."""
    return _plain(value, longest)


def _plain(value: object, longest: int) -> str:
    if _absent(value):
        return ""
    written = storable(value if isinstance(value, str) else _written(value)).strip()[: longest * _MARKS]
    return (written if written.isascii() else unicodedata.normalize("NFC", written))[:longest].rstrip()


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() else repr(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
