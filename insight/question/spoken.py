"""The parts that ways of naming a period are built from: numbers, units, months, years, in words without diacritics."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from insight.question.periods import Stretch, Unit

Reading = Callable[[re.Match[str], date], Stretch | None]
"""What a match means to somebody who asks on that day; None where it means nothing."""


class Pattern(NamedTuple):
    """A way of saying it and how it is read."""

    regex: re.Pattern[str]
    read: Reading


UNIT_WORDS: dict[str, Unit] = {
    **dict.fromkeys(("ngay", "hom", "day", "d"), "day"),
    **dict.fromkeys(("tuan", "week", "wk", "w"), "week"),
    **dict.fromkeys(("thang", "month", "m"), "month"),
    **dict.fromkeys(("quy", "quarter", "q"), "quarter"),
    **dict.fromkeys(("nam", "year", "y"), "year"),
}
_NUMERALS = (
    (1, "mot one first gieng dau i"),
    (2, "hai two second ii couple"),
    (3, "ba three third iii few vai may several"),
    (4, "bon four fourth tu iv"),
    (5, "nam five"),
    (6, "sau six"),
    (7, "bay seven"),
    (8, "tam eight"),
    (9, "chin nine"),
    (10, "muoi ten"),
    (11, "muoi_mot eleven"),
    (12, "muoi_hai twelve chap"),
    (14, "fourteen"),
    (15, "muoi_lam"),
    (30, "ba_muoi thirty"),
    (90, "chin_muoi ninety"),
)
_COUNTS = {word.replace("_", " "): number for number, words in _NUMERALS for word in words.split()}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

N = (
    r"(?P<n>\d{1,3}|muoi (?:mot|hai|lam)|(?:ba|chin) muoi|(?:a )?(?:couple|few)(?: of)?"
    r"|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai|may|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|thirty|ninety|several)"
)
VI_UNIT = r"(?P<u>ngay|hom|tuan|thang|quy|nam)"
EN_UNIT = r"(?P<u>day|week|month|quarter|year|d|wk|w)s?"
EN_CALENDAR = r"(?P<u>week|month|quarter|year)(?:'s)?"
VI_MONTH = r"(?P<m>\d{1,2}|muoi mot|muoi hai|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|gieng|chap)"
_BEFORE_MAY = (
    *("in", "since", "from", "to", "until", "during", "last", "of", "vs", "against", "and", "between", "this", "with", "for"),
    *("early", "late", "compare", "by", "before", "after"),
)
_MAY = "|".join(rf"(?<={word} )may" for word in _BEFORE_MAY)  # elsewhere it is the verb
MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    rf"|dec(?:ember)?|{_MAY}|(?<=\d )may|(?<=th )may|may(?= \d))"
)
YEAR = r"(?: (?:of |nam |year )?(?P<y>20\d\d)| (?P<y0>nam nay|this year)| (?P<y1>nam ngoai|nam truoc|last year))?"
ORDINAL = r"(?: (?:st|nd|rd|th))?"


def pattern(source: str, read: Reading) -> Pattern:
    """A pattern of whole words."""
    return Pattern(re.compile(rf"(?<![\w/.]){source}(?![\w/])"), read)


def count(said: str) -> int:
    """A number in digits or words ("a few" is three)."""
    said = said.removeprefix("a ").removesuffix(" of")
    return int(said) if said.isdigit() else _COUNTS[said]


def unit(match: re.Match[str]) -> Unit:
    """The unit a match names."""
    return UNIT_WORDS[match["u"]]


def year(match: re.Match[str], today: date) -> int | None:
    """The year a match names, as a number or as this or last year."""
    groups = match.groupdict()
    if groups.get("y"):
        number = int(groups["y"])
        return number + 2000 if number < 100 else number
    if groups.get("y0"):
        return today.year
    return today.year - 1 if groups.get("y1") else None


def month(match: re.Match[str], today: date) -> tuple[int, int | None] | None:
    """The month and year a match names, or None."""
    groups = match.groupdict()
    if groups.get("rel"):
        back = 0 if groups["rel"] in ("nay", "this") else 1
        index = today.year * 12 + today.month - 1 - back
        return index % 12 + 1, index // 12
    if groups.get("mon"):
        return _MONTHS.index(groups["mon"][:3]) + 1, year(match, today)
    return (count(groups["m"]), year(match, today)) if groups.get("m") else None
