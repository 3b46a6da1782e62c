"""Periods named by the calendar: days, months, weeks, quarters, halves and years by number or name."""

import re
from datetime import date

from insight.question import periods
from insight.question.periods import DAY, Stretch
from insight.question.spoken import MONTH, ORDINAL, VI_MONTH, YEAR, count, month, pattern, year

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_VI_WEEKDAYS = ("hai", "ba", "tu", "nam", "sau", "bay")
_TO = r"(?:-|va|den|toi|to|and|until|till|through)"
_LAST_DAY = 31
_FROM = r"(?:tu|giua|between|from)"
_DAY = r"(?:ngay |mung |mong |the )?"


def _day(match: re.Match[str], today: date) -> Stretch | None:
    named, number = month(match, today), int(match["d"])
    return periods.dated(number, *named, today) if named else periods.day_of_month(number, today)


def _days(match: re.Match[str], today: date) -> Stretch | None:
    """A first and a last day of one month, both included; the last at most the month's last."""
    first = _day(match, today)
    more = int(match["d2"]) - int(match["d"])
    if first is None or more < 0 or int(match["d2"]) > _LAST_DAY:
        return None
    end = min(periods.add_months(first.since.replace(day=1), 1), first.until + more * DAY)
    return periods.between(first, periods.day(end - DAY))


def _month(match: re.Match[str], today: date) -> Stretch | None:
    named = month(match, today)
    return periods.named_month(*named, today) if named else None


def _third(match: re.Match[str], today: date) -> Stretch | None:
    """Early, mid, late: the days to the 10th, to the 20th, and the rest."""
    whole = _month(match, today)
    if whole is None:
        return None
    third = {"dau": 0, "early": 0, "giua": 1, "mid": 1}.get(match["part"], 2)
    since = whole.since + third * 10 * DAY
    return _part(whole, since, since + 10 * DAY if third < 2 else whole.until)


def _week_of_month(match: re.Match[str], today: date) -> Stretch | None:
    """Days 1 to 7 are a month's first week."""
    whole, number = _month(match, today), count(match["n"])
    since = whole.since + (number - 1) * 7 * DAY if whole else today
    return _part(whole, since, min(since + 7 * DAY, whole.until)) if whole and since < whole.until else None


def _part(whole: Stretch, since: date, until: date) -> Stretch:
    return Stretch(since, until, f"{since}..{until - DAY}", "day", whole.repeats, absolute=True)


def _quarter(match: re.Match[str], today: date) -> Stretch | None:
    return periods.named_quarter(count(match["q"]), year(match, today), today)


def _half(match: re.Match[str], today: date) -> Stretch | None:
    second = match["h"] in ("2", "second") or "cuoi" in match["h"]
    return periods.half_year(2 if second else 1, year(match, today), today)


def _week(match: re.Match[str], today: date) -> Stretch | None:
    return periods.named_week(int(match["w"]), year(match, today), today)


def _year(match: re.Match[str], today: date) -> Stretch | None:
    return periods.named_year(int(match["y"]), today)


def _weekday(match: re.Match[str], today: date) -> Stretch | None:
    groups = match.groupdict()
    number = _WEEKDAYS.index(groups["wd"][:3]) if groups.get("wd") else _vietnamese_weekday(groups.get("vn"))
    rel = groups.get("rel") or ""
    monday = periods.start_of("week", today)
    if rel in ("tuan truoc", "tuan roi", "last week"):
        return periods.day(monday + (number - 7) * DAY)
    if rel in ("tuan nay", "this week") and monday + number * DAY > today:
        return None
    return periods.weekday(number, today, before=rel in ("truoc", "last", "roi", "vua roi", "vua qua"))


def _vietnamese_weekday(said: str | None) -> int:
    """Monday is "thứ hai", the second; Sunday has a name of its own."""
    if not said:
        return 6
    return int(said) - 2 if said.isdigit() else _VI_WEEKDAYS.index(said)


_NTH_WEEK = r"tuan (?:thu )?(?P<n>[1-5]|mot|hai|ba|tu|nam|dau)(?: tien)?(?: cua)?"
_HALF = r"(?P<h>nua dau|nua cuoi|(?:6|sau) thang (?:dau|cuoi))"
_REL_MONTH = r"(?P<rel>nay|truoc|roi)"
_EN_DAYS = (
    r"(?P<wd>monday|tues?|tuesday|wed|wednesday|thur|thurs|thursday|fri|friday|saturday|sunday"
    r"|(?:(?<=on )|(?<=since )|(?<=last )|(?<=from )|(?<=this )|(?<=until ))(?:mon|thu|sat|sun))s?"  # elsewhere Vietnamese
)
_VI_DAYS = r"(?:thu (?P<vn>hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)"
PATTERNS = tuple(
    pattern(source, read)
    for source, read in (
        (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _day),
        (r"(?:ngay |on |mung )?(?!24/7\b)(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:[/.-](?P<y>\d{4}|\d{2}))?", _day),
        (r"(?:thang |t )?(?P<m>\d{1,2})[/-](?P<y>20\d\d)", _month),
        (r"(?P<y>20\d\d)-(?P<m>\d{1,2})", _month),
        (rf"{_DAY}(?P<d>\d{{1,2}}) thang (?:{VI_MONTH}{YEAR}|{_REL_MONTH})", _day),
        (rf"{_DAY}(?P<d>\d{{1,2}}){ORDINAL}(?: of)? {MONTH}{YEAR}", _day),
        (rf"{MONTH} (?:the )?(?P<d>\d{{1,2}}){ORDINAL}{YEAR}", _day),
        (r"the (?P<d>\d{1,2}) (?:st|nd|rd|th)(?: of (?P<rel>this|last) month)?", _day),
        (r"(?:ngay|mung|mong) (?P<d>\d{1,2})", _day),
        (rf"(?:{_FROM} )?{_DAY}(?P<d>\d{{1,2}}){ORDINAL} {_TO} {_DAY}(?P<d2>\d{{1,2}}){ORDINAL}(?: of)? {MONTH}{YEAR}", _days),
        (rf"(?:{_FROM} )?{_DAY}(?P<d>\d{{1,2}}) {_TO} {_DAY}(?P<d2>\d{{1,2}}) thang (?:{VI_MONTH}{YEAR}|{_REL_MONTH})", _days),
        (rf"(?:{_FROM} )?{_DAY}(?P<d>\d{{1,2}}) {_TO} {_DAY}(?P<d2>\d{{1,2}})/(?P<m>\d{{1,2}})(?:/(?P<y>20\d\d))?", _days),
        (
            rf"(?:{_FROM} {_DAY}|ngay )(?P<d>\d{{1,2}}){ORDINAL} {_TO} {_DAY}(?P<d2>\d{{1,2}}){ORDINAL}"
            r"(?:(?: of)? (?P<rel>this|last) month)?",
            _days,
        ),
        (rf"(?:{_FROM} )?{MONTH} (?P<d>\d{{1,2}}){ORDINAL} {_TO} (?P<d2>\d{{1,2}}){ORDINAL}{YEAR}", _days),
        (rf"thang {VI_MONTH}{YEAR}", _month),
        (rf"t (?P<m>1[0-2]|[189]){YEAR}", _month),
        (rf"{MONTH}{YEAR}", _month),
        (rf"(?P<part>dau|giua|cuoi) thang (?:{VI_MONTH}{YEAR}|{_REL_MONTH})", _third),
        (rf"(?P<part>early|mid|late)(?: in)? {MONTH}{YEAR}", _third),
        (rf"{_NTH_WEEK} thang (?:{VI_MONTH}{YEAR}|{_REL_MONTH})", _week_of_month),
        (rf"(?:the )?(?P<n>first|second|third|fourth) week (?:of|in) {MONTH}{YEAR}", _week_of_month),
        (rf"(?:quy|q|quarter) (?P<q>[1-4]|iv|i{{1,3}}|mot|hai|ba|bon|tu|one|two|three|four){YEAR}", _quarter),
        (r"(?:quy|q) (?P<q>[1-4])/(?P<y>20\d\d)", _quarter),
        (rf"(?:the )?(?P<q>first|second|third|fourth|[1-4])(?: st| nd| rd| th)? quarter{YEAR}", _quarter),
        (r"(?P<y>20\d\d) (?:- )?q (?P<q>[1-4])", _quarter),
        (rf"(?:tuan|week|w|wk)(?: thu| so| number| no)? (?P<w>\d{{1,2}}){YEAR}", _week),
        (r"(?:tuan|week|w) (?P<w>\d{1,2})/(?P<y>20\d\d)", _week),
        (r"(?P<y>20\d\d) (?:- )?w (?P<w>\d{1,2})", _week),
        (r"(?:nam |year )?(?P<y>20\d\d)", _year),
        (rf"h (?P<h>[12]){YEAR}", _half),
        (r"(?P<y>20\d\d) (?:- )?h (?P<h>[12])", _half),
        (rf"{_HALF}(?: cua)?(?: nam(?: (?P<y>20\d\d)|(?P<y1> ngoai| truoc)| nay)?)?", _half),
        (r"(?:the )?(?P<h>first|second) half of (?:(?:the|this) year|(?P<y>20\d\d)|(?P<y1>last year))", _half),
        (rf"{_VI_DAYS}(?: (?P<rel>tuan nay|tuan truoc|tuan roi|roi|vua roi|vua qua|truoc))?", _weekday),
        (rf"(?:(?P<rel>last|this|past) )?{_EN_DAYS}", _weekday),
        (rf"{_EN_DAYS}(?: of)? (?P<rel>last week|this week)", _weekday),
        (r"t (?P<vn>[2-7])(?: (?P<rel>tuan nay|tuan truoc|tuan roi))?", _weekday),
    )
)
