"""Which days a digest looks at."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from insight.answer.windows import Windows, iso_week, seconds, week_before
from insight.types import Period

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = Period(date(2026, 11, 9), date(2026, 11, 16))
WINDOWS = Windows(WEEK, ZONE)


def at(*moments: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Seconds since 1970 of local times without a zone."""
    return np.array([datetime.fromisoformat(moment).replace(tzinfo=ZONE).timestamp() for moment in moments]).astype(np.int64)


def test_the_windows_of_a_week() -> None:
    assert WINDOWS.before == Period(date(2026, 10, 12), date(2026, 11, 9))
    assert WINDOWS.evidence == Period(date(2026, 9, 21), date(2026, 11, 16))
    assert WINDOWS.all == WINDOWS.evidence
    assert WINDOWS.halves == (Period(date(2026, 9, 21), date(2026, 10, 19)), Period(date(2026, 10, 19), date(2026, 11, 16)))
    assert WINDOWS.evidence.days == 56


def test_the_windows_of_a_long_period() -> None:
    long = Windows(Period(date(2026, 7, 1), date(2026, 10, 1)), ZONE)
    assert long.before == Period(date(2025, 6, 28), date(2026, 7, 1))
    assert long.before.days == 4 * 92
    assert long.evidence == long.period
    assert long.all == Period(date(2025, 6, 28), date(2026, 10, 1))
    assert long.halves == (Period(date(2026, 8, 6), date(2026, 9, 3)), Period(date(2026, 9, 3), date(2026, 10, 1)))


def test_the_windows_of_a_day() -> None:
    day = Windows(Period(date(2026, 3, 1), date(2026, 3, 2)), ZONE)
    assert day.before == Period(date(2026, 2, 25), date(2026, 3, 1))
    assert day.evidence == Period(date(2026, 1, 5), date(2026, 3, 2))


def test_an_exact_question_rests_on_its_period_alone() -> None:
    exact = Windows(WEEK, ZONE, exact=True)
    assert exact.evidence == WEEK
    assert (exact.before, exact.halves) == (WINDOWS.before, WINDOWS.halves)
    assert exact.all == Period(date(2026, 9, 21), date(2026, 11, 16))


def test_a_period_holds_whole_days_of_its_zone() -> None:
    moments = at("2026-11-08T23:59:59", "2026-11-09T00:00:00", "2026-11-15T23:59:59", "2026-11-16T00:00:00")
    assert WINDOWS.inside(moments, WEEK).tolist() == [False, True, True, False]
    assert Windows(WEEK, ZoneInfo("UTC")).inside(moments, WEEK).tolist() == [False, False, True, True]
    assert WINDOWS.inside(moments[:0], WEEK).tolist() == []


def test_a_day_begins_in_its_zone() -> None:
    assert seconds(date(2026, 11, 16), ZONE) == int(datetime(2026, 11, 15, 17, tzinfo=UTC).timestamp())
    berlin = ZoneInfo("Europe/Berlin")
    assert seconds(date(2026, 3, 30), berlin) - seconds(date(2026, 3, 29), berlin) == 23 * 3600


def test_the_week_of_each_moment() -> None:
    borders = at("2026-09-20T23:59:59", "2026-09-21", "2026-09-28", "2026-11-08T23:59:59", "2026-11-09")
    assert WINDOWS.week_of(borders).tolist() == [-1, 0, 1, 6, 7]
    assert WINDOWS.week_of(at("2026-11-15T23:59:59")).tolist() == [7]


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 16), date(2026, 11, 9)),  # a Monday
        (date(2026, 11, 22), date(2026, 11, 9)),  # its Sunday
        (date(2026, 11, 23), date(2026, 11, 16)),
        (date(2026, 1, 1), date(2025, 12, 22)),
    ],
)
def test_the_last_whole_week(day: date, monday: date) -> None:
    found = week_before(day)
    assert (found.since, found.days) == (monday, 7)
    assert found.until <= day


def test_iso_weeks() -> None:
    assert iso_week(2026, 46) == WEEK
    assert iso_week(2026, 1) == Period(date(2025, 12, 29), date(2026, 1, 5))
    assert iso_week(2026, 53) == Period(date(2026, 12, 28), date(2027, 1, 4))
    with pytest.raises(ValueError, match="Invalid week: 53"):
        iso_week(2025, 53)
