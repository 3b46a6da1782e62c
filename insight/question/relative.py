"""Periods named from today on: yesterday, last week, the last 7 days, since the start of the month."""

import re
from datetime import date

from insight.question import periods
from insight.question.periods import DAY, Stretch
from insight.question.spoken import EN_CALENDAR, EN_UNIT, UNIT_WORDS, VI_UNIT, N, Reading, count, pattern, unit


def _units_ago(match: re.Match[str], today: date) -> Stretch:
    return periods.calendar_unit(unit(match), count(match["n"]), today)


def _rolling(match: re.Match[str], today: date) -> Stretch:
    number = match.groupdict().get("n")
    return periods.last_units(unit(match), count(number) if number else 1, today)


def _hours(match: re.Match[str], today: date) -> Stretch:
    """Every day that the last hours touch."""
    return periods.last_units("day", -(-count(match["n"]) // 24) + 1, today)


def _calendar(back: int) -> Reading:
    return lambda match, today: periods.calendar_unit(unit(match), back, today)


def _days_ago(back: int) -> Reading:
    return lambda _, today: periods.calendar_unit("day", back, today)


def _year_before(match: re.Match[str], today: date) -> Stretch | None:
    """The present week, month or quarter as it was a year ago; "cùng kỳ" alone is the month."""
    year, week, _ = today.isocalendar()
    if match["u"] == "week":
        return periods.named_week(week, year - 1, today)
    if match["u"] == "quarter":
        return periods.named_quarter((today.month + 2) // 3, today.year - 1, today)
    return periods.named_month(today.month, today.year - 1, today)


def _half(match: re.Match[str], today: date) -> Stretch:
    return periods.last_units("day", 15, today) if match["u"] in ("thang", "month") else periods.last_units("month", 6, today)


def _weekend(match: re.Match[str], today: date) -> Stretch:
    """Saturday and Sunday, of this week where its Saturday has come and the last one is not asked for."""
    saturday = periods.start_of("week", today) + 5 * DAY
    if saturday > today or match["rel"] in ("truoc", "last"):
        saturday -= 7 * DAY
    return Stretch(saturday, saturday + 2 * DAY, f"{saturday}..{saturday + DAY}", absolute=True)


def _to_date(match: re.Match[str], today: date) -> Stretch:
    return periods.calendar_unit(UNIT_WORDS[match["u"] or match["short"]], 0, today)


_LAST = r"(?:truoc|roi|vua roi|qua|vua qua|ngoai|vua xong)"
_RECENT = r"(?:qua|gan day|gan nhat|vua qua|vua roi|tro lai day|tro lai|lai day|nay|lien tiep|lien tuc|lien|cuoi cung)"
_BACK = r"(?:last|past|previous|recent|trailing|latest|most recent)"
_NOW = r"(?:den|toi|cho den|cho toi) (?:nay|gio|hien tai|bay gio|hom nay)"
PATTERNS = tuple(
    pattern(source, read)
    for source, read in (
        (r"(?:ngay )?hom nay|bua nay|today|(?:sang|trua|chieu|toi) nay|this (?:morning|afternoon|evening)|tonight", _days_ago(0)),
        (r"(?:ngay )?hom qua|bua qua|(?:sang|trua|chieu|toi|dem) (?:hom )?qua|yesterday|last night", _days_ago(1)),
        (r"(?:cung ky(?: nam ngoai| nam truoc)?|(?:the )?same (?:period|time) last year)(?P<u>\b)", _year_before),
        (r"(?:the )?same (?P<u>week|month|quarter) (?:of )?last year", _year_before),
        (r"hom kia|bua kia|(?:the )?day before yesterday", _days_ago(2)),
        (r"(?P<u>tuan|thang|quy|nam) (?:nay|hien tai)", _calendar(0)),
        (r"(?<=trong )(?P<u>tuan|thang|quy)(?= |$)", _calendar(0)),
        (rf"(?:this|the current|current) {EN_CALENDAR}", _calendar(0)),
        (rf"(?P<u>tuan|thang|quy|nam) {_LAST}", _calendar(1)),
        (rf"(?:the )?(?:last|previous|prior|preceding) {EN_CALENDAR}", _calendar(1)),
        (r"(?P<u>tuan|thang|quy|nam) (?:truoc nua|kia)", _calendar(2)),
        (rf"(?:the )?{EN_CALENDAR} before last", _calendar(2)),
        (rf"(?:cach day )?{N} {VI_UNIT} truoc", _units_ago),
        (rf"cach day {N} {VI_UNIT}", _units_ago),
        (rf"{N} {EN_UNIT} ago", _units_ago),
        (rf"a {EN_CALENDAR} ago", _calendar(1)),
        (rf"(?:trong )?{N} {VI_UNIT} {_RECENT}", _rolling),
        (rf"trong {N} {VI_UNIT}", _rolling),
        (rf"(?:the )?{_BACK} {N} {EN_UNIT}", _rolling),
        (rf"{N} most recent {EN_UNIT}", _rolling),
        (rf"(?:the )?past {EN_CALENDAR}", _rolling),
        (r"(?:trong )?nua (?P<u>thang|nam) (?:qua|nay|gan day|vua qua)", _half),
        (r"(?:the )?(?:last|past) half (?:a )?(?P<u>month|year)", _half),
        (rf"(?:trong )?{N} (?:gio|tieng|h)(?: dong ho)? {_RECENT}", _hours),
        (rf"(?:the )?{_BACK} {N} (?:hours|hrs|h)", _hours),
        (rf"(?:(?:tu|ke tu|tinh tu) )?dau (?P<u>tuan|thang|quy|nam)(?: nay)? {_NOW}", _calendar(0)),
        (r"(?:tu|ke tu|tinh tu) dau (?P<u>tuan|thang|quy|nam)(?: nay)?", _calendar(0)),
        (r"(?P<u>week|month|quarter|year) to date|(?:this |the )?(?P<short>[wmqy])td", _to_date),
        (r"since the (?:start|beginning) of (?:the |this )?(?P<u>week|month|quarter|year)", _calendar(0)),
        (r"cuoi tuan(?: (?P<rel>nay|truoc|roi|vua roi|qua|vua qua))?", _weekend),
        (r"(?:(?P<rel>this|last|past|the|this past) )?weekend", _weekend),
    )
)
