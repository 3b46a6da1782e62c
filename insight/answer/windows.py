"""Which days a digest looks at: the period itself, the periods before it, and the window its numbers rest on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from insight.types import Period

WEEK = timedelta(days=7)
WEEKS_OF_EVIDENCE = 8
PERIODS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Windows:
    """`period` is what is asked about; `before` the four periods before it; `evidence` what numbers rest on.

    The evidence is at least the last eight weeks, so that a weekly digest has enough to go on; `exact` makes it the period alone.
    """

    period: Period
    zone: ZoneInfo
    exact: bool = False

    @property
    def before(self) -> Period:
        """As many days as four periods, ending where the period begins."""
        return Period(self.period.since - timedelta(days=PERIODS_BEFORE * self.period.days), self.period.since)

    @property
    def evidence(self) -> Period:
        """The days that reach, scores and slices are taken from."""
        if self.exact:
            return self.period
        return Period(min(self.period.since, self.halves[0].since), self.period.until)

    @property
    def all(self) -> Period:
        """Every day that is needed."""
        return Period(min(self.before.since, self.evidence.since, self.halves[0].since), self.period.until)

    @property
    def halves(self) -> tuple[Period, Period]:
        """The four weeks before the last four, and the last four."""
        middle = self.period.until - WEEKS_OF_EVIDENCE // 2 * WEEK
        return Period(self.period.until - WEEKS_OF_EVIDENCE * WEEK, middle), Period(middle, self.period.until)

    def inside(self, at: NDArray[np.int64], period: Period) -> NDArray[np.bool_]:
        """Which of `at` (seconds since 1970 UTC) fall into a period."""
        found: NDArray[np.bool_] = (at >= seconds(period.since, self.zone)) & (at < seconds(period.until, self.zone))
        return found

    def week_of(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Week of evidence each moment falls into: 0 the oldest, `WEEKS_OF_EVIDENCE` - 1 the last, -1 before all."""
        starts = [self.period.until - weeks * WEEK for weeks in range(WEEKS_OF_EVIDENCE, 0, -1)]
        return np.searchsorted([seconds(day, self.zone) for day in starts], at, side="right") - 1


def seconds(day: date, zone: ZoneInfo) -> int:
    """Seconds since 1970 UTC at which a day begins in a time zone."""
    return int(datetime.combine(day, time.min, zone).timestamp())


def week_before(day: date) -> Period:
    """The last whole week, Monday to Sunday, that has ended by `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday - WEEK, monday)


def iso_week(year: int, week: int) -> Period:
    """An ISO week, Monday to Sunday; raises `ValueError` where the year has no such week."""
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + WEEK)
