"""Numbers, days and foreign text as a reader of either language expects them."""

import math
import re
from collections.abc import Sequence
from datetime import date, timedelta

from insight.answer.render.words import BETWEEN, Noun
from insight.numerals import number, percent
from insight.types import Estimate, Period

BLOCKS = "▁▂▃▄▅▆▇█"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(rf"[{_DIRECTIONS}\u200b\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clean(text: str, most: int | None = None) -> str:
    """Text from outside as one line that cannot steer a page or a terminal, cut to `most` characters at a word.

    Direction overrides, control characters (terminal escapes begin with one) and lone surrogates go; letters stay as they are.
    """
    line = " ".join(_UNSEEN.sub("", _SURROGATE.sub("\ufffd", text)).split())
    if most is None or len(line) <= most:
        return line
    head, space, _ = line[:most].rpartition(" ")
    return (head if space and len(head) > most // 2 else line[: most - 1]).rstrip() + "…"


def count(value: int, noun: Noun, language: str) -> str:
    """1,204 customers, 1 customer."""
    return f"{number(value, language, 0)} {noun.form(value, language)}"


def interval(found: Estimate, language: str, digits: int = 1, sign: bool = False, scale: float = 1.0) -> str:
    """(3.7–8.3); of differences, whose minus a dash would hide, (+3.7 to +8.3)."""
    low, high = (number(scale * bound, language, digits, sign) for bound in (found.low, found.high))
    between = f" {BETWEEN[language]} " if sign else "–"
    return f"({low}{between}{high})"


def share(found: Estimate, language: str) -> str:
    """An estimate in [0, 1] as 5.6 % (3.7–8.3)."""
    return f"{percent(found.value, language)} {interval(found, language, scale=100.0)}"


def day(when: date, language: str) -> str:
    """16 Nov 2026, 16/11/2026; months are not those of the machine's locale."""
    if language == "vi":
        return f"{when:%d/%m/}{when.year}"
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def days(period: Period, language: str) -> str:
    """The first and last day of a period: 16–22 Nov 2026, 16/11–22/11/2026."""
    first, last = period.since, last_day(period)
    if first == last:
        return day(first, language)
    if first.year != last.year:
        return f"{day(first, language)} – {day(last, language)}"
    if language == "vi":
        return f"{first:%d/%m}–{day(last, language)}"
    month = "" if first.month == last.month else f" {_MONTHS[first.month - 1]} "
    return f"{first.day}{month}–{' ' if month else ''}{day(last, language)}"


def last_day(period: Period) -> date:
    """The last day inside a period, whose `until` is the day after."""
    return max(period.since, period.until - timedelta(days=1))


def iso_week(period: Period) -> tuple[int, int] | None:
    """ISO year and week of a period that is one, Monday to Sunday."""
    year, week, weekday = period.since.isocalendar()
    return (year, week) if weekday == 1 and period.days == 7 else None


def blocks(counts: Sequence[int]) -> str:
    """A sparkline of block characters; the lowest block is zero and nothing else."""
    highest = max(counts, default=0)
    steps = len(BLOCKS) - 1
    return "".join(BLOCKS[math.ceil(steps * max(each, 0) / highest) if highest > 0 else 0] for each in counts)
