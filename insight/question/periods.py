"""Stretches of days and the arithmetic they need: weeks from Monday, calendar months, quarters, years."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]
Repeats = Literal["week", "year"]
DAY = timedelta(days=1)
_MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
_EARLIEST = date(1970, 1, 1)
_LATEST = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole days, `until` exclusive; `label` says the same in words that can be read back.

    `repeats` tells that the words leave open which week or year is meant ("Monday", "tháng 9"). `absolute` is False for periods
    that are named from today on ("last week").
    """

    since: date
    until: date
    label: str
    unit: Unit = "day"
    repeats: Repeats | None = None
    absolute: bool = False

    def next(self) -> "Stretch":
        """The same words one repetition later."""
        if self.repeats == "week":
            return day(self.since + 7 * DAY)
        shifted = add_months(self.since, 12), add_months(self.until, 12)
        return Stretch(*shifted, f"{shifted[0]}..{shifted[1] - DAY}", self.unit, None, self.absolute)


def add_months(when: date, months: int) -> date:
    """The same day some months away, or that month's last day; stays between 1970 and 2200."""
    index = when.year * 12 + when.month - 1 + months
    year, month = divmod(index, 12)
    if year < _EARLIEST.year:
        return _EARLIEST
    if year >= _LATEST.year:
        return _LATEST
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def start_of(unit: Unit, when: date) -> date:
    """The first day of the calendar unit that a day lies in."""
    if unit == "day":
        return when
    if unit == "week":
        return when - when.weekday() * DAY
    size = _MONTHS[unit]
    return date(when.year, (when.month - 1) // size * size + 1, 1)


def moved(unit: Unit, when: date, by: int) -> date:
    """A day some units away."""
    if unit in _MONTHS:
        return add_months(when, by * _MONTHS[unit])
    days = by * (7 if unit == "week" else 1)
    return max(_EARLIEST, min(_LATEST, when + days * DAY))


def calendar_unit(unit: Unit, back: int, today: date) -> Stretch:
    """The calendar unit that lies `back` units before the present one (0 is this week, 1 last week)."""
    since = moved(unit, start_of(unit, today), -back)
    label = {0: f"this {unit}", 1: f"last {unit}"}.get(back, f"{back} {unit}s ago")
    if unit == "day":
        label = {0: "today", 1: "yesterday"}.get(back, since.isoformat())
    return Stretch(since, moved(unit, since, 1), label, unit)


def last_units(unit: Unit, count: int, today: date) -> Stretch:
    """The last `count` units up to and including today: 7 days, 3 months back from tomorrow."""
    tomorrow = today + DAY
    count = max(count, 1)
    label = f"last {count} {unit}s" if count > 1 else "past " + unit
    return Stretch(moved(unit, tomorrow, -count), tomorrow, label, unit)


def day(when: date, repeats: Repeats | None = None) -> Stretch:
    """One day."""
    return Stretch(when, when + DAY, when.isoformat(), "day", repeats, absolute=True)


def dated(number: int, month: int, year: int | None, today: date) -> Stretch | None:
    """A day of a month; without a year, or with one to come, the latest that has begun. None where no calendar has it."""
    repeats: Repeats | None = None if year else "year"
    for candidate in [year] if year else range(today.year, today.year - 9, -1):
        if _exists(candidate, month, number) and date(candidate, month, number) <= today:
            return day(date(candidate, month, number), repeats)
    return dated(number, month, None, today) if year and year > today.year - 1 else None


def day_of_month(number: int, today: date) -> Stretch | None:
    """The latest day with this number, today included."""
    for back in range(12):
        first = add_months(today.replace(day=1), -back)
        if _exists(first.year, first.month, number) and first.replace(day=number) <= today:
            return day(first.replace(day=number))
    return None


def named_month(month: int, year: int | None, today: date) -> Stretch | None:
    """A month; without a year, or with one in which it has not begun, the latest one begun."""
    return _part_of_year(month, 1, year, today, f"{month:02d}", "month") if 1 <= month <= 12 else None


def named_quarter(quarter: int, year: int | None, today: date) -> Stretch | None:
    """A quarter, 1 to 4, as `named_month`."""
    return _part_of_year(quarter * 3 - 2, 3, year, today, f"Q{quarter}", "quarter") if 1 <= quarter <= 4 else None


def half_year(half: int, year: int | None, today: date) -> Stretch | None:
    """The first or second half of a year, as `named_month`."""
    return _part_of_year(half * 6 - 5, 6, year, today, f"H{half}", "month")


def named_year(year: int, today: date) -> Stretch | None:
    """A year that has begun."""
    if not _EARLIEST.year <= year <= today.year:
        return None
    return Stretch(date(year, 1, 1), date(year + 1, 1, 1), str(year), "year", absolute=True)


def named_week(week: int, year: int | None, today: date) -> Stretch | None:
    """An ISO week; without a year, or with one in which it has not begun, the latest one begun."""
    newest = today.isocalendar().year
    for candidate in range(min(year or newest, newest), newest - 9, -1):
        try:
            since = date.fromisocalendar(candidate, week, 1)
        except ValueError:
            continue
        if since <= today:
            repeats: Repeats | None = None if year else "year"
            return Stretch(since, since + 7 * DAY, f"{candidate}-W{week:02d}", "week", repeats, absolute=True)
    return None


def weekday(number: int, today: date, *, before: bool = False) -> Stretch:
    """The latest such day of the week (Monday is 0); today counts unless `before`."""
    back = (today.weekday() - number) % 7
    return day(today - (back or (7 if before else 0)) * DAY, "week")


def between(first: Stretch, last: Stretch) -> Stretch:
    """From the first day of one to the last day of the other, which is moved on where it would lie before."""
    if last.until <= first.since and last.repeats:
        last = last.next()
    if last.until <= first.since:
        first, last = last, first
    return Stretch(first.since, last.until, f"{first.since}..{last.until - DAY}", first.unit, first.repeats, absolute=True)


def _part_of_year(month: int, months: int, year: int | None, today: date, name: str, unit: Unit) -> Stretch:
    candidate = min(year or today.year, today.year)
    if date(candidate, month, 1) > today:
        candidate -= 1
    since = date(candidate, month, 1)
    repeats: Repeats | None = None if year else "year"
    return Stretch(since, add_months(since, months), f"{candidate}-{name}", unit, repeats, absolute=True)


def _exists(year: int, month: int, number: int) -> bool:
    return 1 <= month <= 12 and _EARLIEST.year <= year < _LATEST.year and 1 <= number <= monthrange(year, month)[1]
