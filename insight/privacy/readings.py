"""Rows of digits in a shadow, and the numbers they can be read as: "0912 345 678 5" is 0912345678, then a 5."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from insight.privacy.shadow import BLANK

_ROW = re.compile(r"[0-9](?:(?:[ .\-_()/,#]{0,3}| (?:va|hoac|and|or|&) )[0-9]){5,}+")
_GROUP = re.compile(r"[0-9]+")
# "0912, 0913" and "0912 / 0913" are two numbers, 0912/345/678 may be one, 12/05 is none.
_JOINT = re.compile(r"[ .\-_()#]{1,3}|(?<=[0-9]{3})[,/](?=[0-9]{3})")
_FEWEST_DIGITS = 6
_MOST_DIGITS = 19
MOST_GROUPS = 7
# A group this long is a number of its own, but for a tax code and its branch.
_WHOLE = 8
TAX_BRANCH = (10, 3)

_DATE = re.compile(
    r"[0-3]?[0-9]([./\-])[01]?[0-9]\1(?:(?:19|20)[0-9]{2}|[0-9]{2}(?![./\-]?[0-9]))(?![0-9])"
    r"|(?:19|20)[0-9]{2}([./\-])[01]?[0-9]\2[0-3]?[0-9](?![0-9])"
)
_COMPACT_DATE = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.A
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3}){1,2}(?![.,]?[0-9])")
_MONEY = re.compile(r"(?:k|tr)(?![a-z])| ?(?:d|dong|vnd|trieu|nghin|ngan(?! hang)|ty|usd|xu)(?![a-z])| ?[%$\u20ab\u20ac]")
_COUNTED = re.compile(
    r" ?(?:lan|ngay|thang|nam|tuan|gio|tieng|phut|giay|h|p|k|tr|don|cai|nguoi|sao|diem|sp|mon|times|days|hours|stars)"
    r"(?![a-z])|[:/]"
)
# A time, or a code such as 240915ABCD12.
_NOT_THE_END = re.compile(rf":[0-9]|[a-z]+[0-9{BLANK}]")


class Reading(NamedTuple):
    """Neighbouring groups of digits read as one number; `shape` holds the length of each group."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Groups of digits with nothing but separators between them.

    `groups` are (start, end) in the shadow and `digits` all their digits; group i begins at `offsets[i]` of these, has
    `lengths[i]` of them, and `joined[i]` tells whether it can be read on into the next group.
    """

    groups: Sequence[tuple[int, int]]
    digits: str
    offsets: Sequence[int]
    lengths: tuple[int, ...]
    joined: Sequence[bool]

    def readings(self, at: int, digit_by_digit: bool) -> list[Reading]:
        """The numbers of 6 to 19 digits that can start with group `at`, longest first.

        A number has at most seven groups, or more if it is written and may be read `digit_by_digit`.
        """
        start, offset = self.groups[at][0], self.offsets[at]
        found: list[Reading] = []
        for last, end in enumerate(self.offsets[at + 1 : at + 1 + _MOST_DIGITS], start=at):
            length, groups = end - offset, last + 1 - at
            if length > _MOST_DIGITS or (groups > MOST_GROUPS and not (digit_by_digit and length == groups)):
                break
            if length >= _FEWEST_DIGITS:
                shape = self.lengths[at : last + 1]
                found.append(Reading(start, self.groups[last][1], self.digits[offset:end], shape))
            if not self.joined[last]:
                break
        return found[::-1]


def digit_rows(text: str) -> Iterator[Row]:
    """Every row of six digits or more, less a last group that runs into a time or a code (10:30, 240915ABCD12)."""
    for row in _ROW.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, row.start(), row.end())]
        if _NOT_THE_END.match(text, row.end()):
            del groups[-1]
        lengths = tuple(end - start for start, end in groups)
        gaps = pairwise(groups)
        yield Row(
            groups,
            "".join(text[start:end] for start, end in groups),
            tuple(accumulate(lengths, initial=0)),
            lengths,
            [*(_JOINT.fullmatch(text, end, start) is not None for (_, end), (start, _) in gaps), False],
        )


def date_end(text: str, start: int) -> int | None:
    """Where a date such as 03.05.2024 or 2024-05-03 that begins at `start` ends."""
    date = _DATE.match(text, start)
    return date.end() if date else None


def is_price(text: str, reading: Reading) -> bool:
    """Whether a number is grouped as prices are: 1.250.500."""
    return _THOUSANDS.fullmatch(text, reading.start, reading.end) is not None


def is_amount(text: str, reading: Reading) -> bool:
    """Whether a number looks like money, a date in one piece, or drags along a count ("123456789 2 lần")."""
    digits = reading.digits
    if _MONEY.match(text, reading.end) or (len(digits) <= 9 and digits.endswith("000")) or len(set(digits)) == 1:
        return True
    if _COMPACT_DATE.fullmatch(digits):
        return True
    *others, last = reading.shape
    if not others or reading.shape == TAX_BRANCH:
        return False
    one_number = max(others) < _WHOLE and (last >= 3 or max(others) <= 4)
    counted = last < 3 < max(others) and _COUNTED.match(text, reading.end) is not None
    return counted or not one_number
