"""Rows of digits in a shadow, and the numbers they can be read as: "0912 345 678 5" is 0912345678, then a 5."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Group = tuple[int, int]

_RUN = re.compile(r"[0-9](?:[ .\-_()/,#]{0,3}[0-9]){5,}+")
_GROUP = re.compile(r"[0-9]+")
_FEWEST_DIGITS = 6
_MOST_DIGITS = 19

_DATE = re.compile(
    r"[0-3]?[0-9]([./\-])[01]?[0-9]\1(?:(?:19|20)[0-9]{2}|[0-9]{2}(?![./\-]?[0-9]))(?![0-9])"
    r"|(?:19|20)[0-9]{2}([./\-])[01]?[0-9]\2[0-3]?[0-9](?![0-9])"
)
_COMPACT_DATE = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.A
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3}){1,2}(?![.,]?[0-9])")
_MONEY = re.compile(r"(?:k|tr)(?![a-z])| ?(?:d|dong|vnd|trieu|nghin|ngan(?! hang)|ty|usd|xu)(?![a-z])| ?[%$\u20ab\u20ac]")
_COUNTED = re.compile(r" ?[a-z]|[:/]")
# A time, or a code such as 240915ABCD12.
_NOT_THE_END = re.compile(r":[0-9]|[a-z]+[0-9]")


class Reading(NamedTuple):
    """Neighbouring groups of digits read as one number; `shape` holds the length of each group."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]


def digit_runs(text: str) -> Iterator[list[Group]]:
    """The groups (start, end) of every row of six digits or more, separators inside it not counted."""
    for run in _RUN.finditer(text):
        yield [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]


def readings(text: str, groups: Sequence[Group], at: int) -> list[Reading]:
    """The numbers of 6 to 19 digits that can start with group `at`, longest first."""
    found: list[Reading] = []
    digits, shape = "", ()
    for start, end in groups[at : at + _MOST_DIGITS]:
        digits += text[start:end]
        if len(digits) > _MOST_DIGITS:
            break
        shape += (end - start,)
        if len(digits) >= _FEWEST_DIGITS and not _NOT_THE_END.match(text, end):
            found.append(Reading(groups[at][0], end, digits, shape))
    return found[::-1]


def date_end(text: str, start: int) -> int | None:
    """Where a date such as 03.05.2024 or 2024-05-03 that begins at `start` ends."""
    date = _DATE.match(text, start)
    return date.end() if date else None


def is_amount(text: str, reading: Reading) -> bool:
    """Whether a number looks like money, a date in one piece, or drags along a count ("123456789 2 lần")."""
    if _MONEY.match(text, reading.end) or (len(reading.digits) <= 9 and reading.digits.endswith("000")):
        return True
    if _COMPACT_DATE.fullmatch(reading.digits) or _THOUSANDS.fullmatch(text, reading.start, reading.end):
        return True
    if len(reading.shape) == 1:
        return False
    evenly = min(reading.shape) >= 3 or max(reading.shape) <= 4
    return not evenly or (reading.shape[-1] < 3 and max(reading.shape) > 2 and _COUNTED.match(text, reading.end) is not None)
