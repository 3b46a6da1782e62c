"""Times as files write them, each becoming a moment with a time zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from insight.read.records import BadValueError, shown

FIRST_YEAR, LAST_YEAR = 1990, 2099
_LONGEST = 60
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]{3,9})\.?,?[ -](?P<year>\d{4})",
        r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?:ngày )?(?P<day>\d{1,2}) (?:tháng|thg) (?P<month>\d{1,2})(?:,? năm |, | )(?P<year>\d{4})",
    )
)
_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>am|pm|a\.m\.|p\.m\.|sa|ch))?(?: ?(?P<zone>z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|utc|gmt))?(?![\w:.])",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_HOW = "write it as 2025-12-21 or 21/12/2025, with a time as in 2025-12-21 21:57"


def moment(value: object, zone: ZoneInfo, day_first: bool = True) -> datetime:
    """When a value says that something was: always with a time zone, between 1990 and 2099.

    Read are ISO 8601, dates with a four-digit year in either order, month names (English, Vietnamese), and seconds or
    milliseconds since 1970. What names no zone is in `zone`; a date alone is the start of that day.

    Args:
        value: text, a number, or a date or datetime of Python.
        zone: where times without a zone are.
        day_first: whether 3/4/2025 is the third of April.

    Raises:
        BadValueError: it is none of these, or no such day or time exists.
    """
    try:
        found = _read(value, zone, day_first)
        if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    except (ValueError, OverflowError, OSError) as error:
        if isinstance(error, BadValueError):
            raise
    raise BadValueError(f"created_at is {shown(value)}, which is no date from {FIRST_YEAR} to {LAST_YEAR} that is known; {_HOW}")


def _read(value: object, zone: ZoneInfo, day_first: bool) -> datetime | None:
    if isinstance(value, str):
        return _from_text(value.strip(), zone, day_first)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    return None


def _from_text(text: str, zone: ZoneInfo, day_first: bool) -> datetime | None:
    if len(text) > _LONGEST:
        return None
    if text[4:5] == "-" and text[:4].isdecimal():
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return found if found.tzinfo else found.replace(tzinfo=zone)
    if text.isascii() and text.isdigit():
        return _from_epoch(int(text)) if len(text) != len("20251221") else datetime.strptime(text, "%Y%m%d").replace(tzinfo=zone)
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower()
    plain = " ".join(plain.split())
    clock = _CLOCK.search(plain)
    if clock is None:
        return datetime(*_day(plain, day_first), tzinfo=zone)
    before, after = plain[: clock.start()], plain[clock.end() :]
    before = before[:-1] if before.endswith("t") else before.rstrip(", ")
    day = f"{before} {after.lstrip(', ')}".strip()
    hour, minute, second, microsecond, told = _time(clock[0])
    return datetime(*_day(day, day_first), hour, minute, second, microsecond, told or zone)


def _from_epoch(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if abs(number) >= 1e11 else number, UTC)


@lru_cache(maxsize=4096)
def _day(text: str, day_first: bool) -> tuple[int, int, int]:
    """Year, month and day, not yet checked to exist."""
    parts = next((match.groupdict() for pattern in _DAYS if (match := pattern.fullmatch(text))), None)
    if parts is None:
        raise ValueError(text)
    year = int(parts["year"])
    if "name" in parts:
        return year, next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(parts["name"])), 0), int(parts["day"])
    if "one" not in parts:
        return year, int(parts["month"]), int(parts["day"])
    one, other = int(parts["one"]), int(parts["other"])
    day, month = (one, other) if day_first else (other, one)
    if month > 12 >= day:
        hint = "try --month-first" if day_first else "the day seems to come first: leave out --month-first"
        raise BadValueError(f"created_at is {shown(text)}, which has no month {month}; {hint}")
    return year, month, day


@lru_cache(maxsize=4096)
def _time(text: str) -> tuple[int, int, int, int, tzinfo | None]:
    """Hour, minute, second, microsecond, and the zone where one is named."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ValueError(text)
    hour, half = int(match["hour"]), (match["half"] or "").replace(".", "")
    if half in ("am", "pm") and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + 12 * (half in ("pm", "ch"))
    fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
    return hour, int(match["minute"]), int(match["second"] or 0), fraction, _zone(match["zone"])


def _zone(written: str | None) -> tzinfo | None:
    if written is None:
        return None
    match = _OFFSET.fullmatch(written)
    if match is None:
        return UTC
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)
