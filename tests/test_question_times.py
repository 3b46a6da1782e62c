"""Ways of naming a period, on ordinary days and on awkward ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.question import read_period, read_question
from insight.taxonomy import Taxonomy
from insight.types import Period

TAXONOMY = Taxonomy.default()
WEDNESDAY = date(2026, 11, 18)


def asked(when: str, today: date) -> str:
    read = read_question(f"complaints {when}", taxonomy=TAXONOMY, today=today)
    return f"{read.since or ''}/{read.until or ''}"


# ways of saying it, by semicolons -> since/until
ON_A_WEDNESDAY = """
hôm nay; hom nay; hnay; today; sáng nay; this morning -> 2026-11-18/2026-11-19
hôm qua; hqua; yesterday; last night; tối qua -> 2026-11-17/2026-11-18
hôm kia; the day before yesterday; 2 ngày trước; two days ago -> 2026-11-16/2026-11-17
2026-11-16; 16/11; 16/11/2026; 16-11-2026; on Monday -> 2026-11-16/2026-11-17
thứ hai; thứ 2; Monday; this Monday; t2; ngày 16; ngày 16 tháng 11; November 16; 16 Nov 2026; the 16th -> 2026-11-16/2026-11-17
tuần này; tuan nay; this week; trong tuần -> 2026-11-16/2026-11-19
week to date; đầu tuần đến nay; since Monday; từ thứ hai; từ đầu tuần -> 2026-11-16/2026-11-19
tuần trước; tuần rồi; tuần vừa rồi; tuần qua; tuan truoc -> 2026-11-09/2026-11-16
last week; previous week; tuần 46; week 46; W46; 2026-W46 -> 2026-11-09/2026-11-16
tuần trước nữa; the week before last; two weeks ago; 2 tuần trước; tuần 45; week 45 of 2026 -> 2026-11-02/2026-11-09
tháng này; this month; đầu tháng đến nay; month to date; mtd; tháng 11; November; T11; 2026-11; 11/2026 -> 2026-11-01/2026-11-19
tháng trước; tháng rồi; last month; tháng 10; tháng mười; October; Oct 2026; 10/2026; tháng 10/2026 -> 2026-10-01/2026-11-01
quý này; this quarter; quý 4; Q4; q4/2026; quý IV; the fourth quarter; quarter to date -> 2026-10-01/2026-11-19
quý trước; last quarter; quý 3; Q3; Q3 2026; quý ba năm nay; third quarter; 2026-Q3 -> 2026-07-01/2026-10-01
năm nay; this year; từ đầu năm; since the beginning of the year; ytd; 2026; năm 2026; in 2026 -> 2026-01-01/2026-11-19
năm ngoái; năm trước; last year; 2025; năm 2025 -> 2025-01-01/2026-01-01
7 ngày qua; bảy ngày gần đây; 7 ngày gần nhất -> 2026-11-12/2026-11-19
the last 7 days; past seven days; past week; trong 7 ngày -> 2026-11-12/2026-11-19
2 tuần gần đây; hai tuần qua; last 2 weeks; past two weeks; past 14 days; past couple of weeks -> 2026-11-05/2026-11-19
3 tháng qua; ba tháng gần đây; last three months; past 3 months -> 2026-08-19/2026-11-19
nửa năm qua; 6 tháng qua; last six months; last half year -> 2026-05-19/2026-11-19
24 giờ qua; last 24 hours -> 2026-11-17/2026-11-19
cuối tuần qua; last weekend; cuối tuần trước; the weekend -> 2026-11-14/2026-11-16
thứ sáu; Friday; last Friday; thứ sáu tuần trước; Friday last week -> 2026-11-13/2026-11-14
từ 1/10 đến 15/10; 1/10 - 15/10; 1/10-15/10 -> 2026-10-01/2026-10-16
từ ngày 1 đến ngày 15 tháng 10; between 1 and 15 October; 1-15/10; Oct 1-15 -> 2026-10-01/2026-10-16
from 1 October to 15 October; from 2026-10-01 to 2026-10-15 -> 2026-10-01/2026-10-16
between October 1 and October 15; 1st to 15th of October -> 2026-10-01/2026-10-16
giữa ngày 1 và 15; từ ngày 1 đến 15 -> 2026-11-01/2026-11-16
between 1 and 15; between the 1st and the 15th; từ 1 đến 15 tháng này -> 2026-11-01/2026-11-16
từ 1/11 đến 30/11; from 1 to 30 November; since 1 November; từ 1/11; từ 1/11 đến nay; 1/11 đến hôm nay -> 2026-11-01/2026-11-19
từ tháng 9; since September; từ tháng 9 đến nay; from September onwards; September to now -> 2026-09-01/2026-11-19
từ tháng 9 đến tháng 10; September to October; from September until October; tháng 9 và tháng 10 -> 2026-09-01/2026-11-01
từ thứ hai đến thứ sáu; Monday to Friday -> 2026-11-16/2026-11-19
after 1 October; sau ngày 1/10 -> 2026-10-02/2026-11-19
before October; trước tháng 10; until 1 October -> /2026-10-01
tháng 12; December; tháng chạp; T12; tháng 12 năm ngoái; 12/2025; Dec 2025 -> 2025-12-01/2026-01-01
tháng 12/2026; December 2026 -> 2025-12-01/2026-01-01
25/12; December 25; 25 tháng 12 -> 2025-12-25/2025-12-26
in May; tháng năm; tháng 5; May 2026 -> 2026-05-01/2026-06-01
đầu tháng 10; early October -> 2026-10-01/2026-10-11
giữa tháng 10; mid October -> 2026-10-11/2026-10-21
cuối tháng 10; late October -> 2026-10-21/2026-11-01
tuần đầu tháng 10; tuần 1 tháng 10; first week of October -> 2026-10-01/2026-10-08
6 tháng đầu năm; nửa đầu năm; first half of the year; H1; H1 2026 -> 2026-01-01/2026-07-01
cùng kỳ năm ngoái; same month last year; tháng 11 năm ngoái -> 2025-11-01/2025-12-01
31/2; 45/13; 24/7; tuần 60; quý 7; tháng 13; next week; tuần sau; 2030; may complain; nam giới; recently -> /
"""


def table(text: str) -> list[tuple[str, str]]:
    rows = [line.split(" -> ") for line in text.strip().splitlines()]
    return [(way.strip(), period) for ways, period in rows for way in ways.split(";")]


@pytest.mark.parametrize(("when", "period"), table(ON_A_WEDNESDAY))
def test_periods_named_on_a_wednesday(when: str, period: str) -> None:
    assert asked(when, WEDNESDAY) == period


@pytest.mark.parametrize(
    ("today", "when", "period"),
    [
        ("2026-11-16", "this week", "2026-11-16/2026-11-17"),
        ("2026-11-16", "tuần trước", "2026-11-09/2026-11-16"),
        ("2026-11-16", "since Monday", "2026-11-16/2026-11-17"),
        ("2026-11-16", "last Monday", "2026-11-09/2026-11-10"),
        ("2026-11-16", "chủ nhật", "2026-11-15/2026-11-16"),
        ("2026-11-22", "tuần này", "2026-11-16/2026-11-23"),
        ("2026-11-22", "last week", "2026-11-09/2026-11-16"),
        ("2026-11-22", "chủ nhật", "2026-11-22/2026-11-23"),
        ("2026-11-22", "last weekend", "2026-11-14/2026-11-16"),
        ("2026-11-22", "this weekend", "2026-11-21/2026-11-23"),
        ("2026-11-22", "từ thứ hai", "2026-11-16/2026-11-23"),
        ("2027-01-01", "hôm qua", "2026-12-31/2027-01-01"),
        ("2027-01-01", "this week", "2026-12-28/2027-01-02"),
        ("2027-01-01", "this month", "2027-01-01/2027-01-02"),
        ("2027-01-01", "tháng trước", "2026-12-01/2027-01-01"),
        ("2027-01-01", "last quarter", "2026-10-01/2027-01-01"),
        ("2027-01-01", "năm nay", "2027-01-01/2027-01-02"),
        ("2027-01-01", "last year", "2026-01-01/2027-01-01"),
        ("2027-01-01", "tháng 1", "2027-01-01/2027-01-02"),
        ("2027-01-01", "tháng 2", "2026-02-01/2026-03-01"),
        ("2027-01-01", "Q1", "2027-01-01/2027-01-02"),
        ("2027-01-01", "quý 4", "2026-10-01/2027-01-01"),
        ("2027-01-01", "tuần 53", "2026-12-28/2027-01-02"),
        ("2027-01-01", "week 1", "2025-12-29/2026-01-05"),
        ("2027-01-01", "7 ngày qua", "2026-12-26/2027-01-02"),
        ("2027-01-10", "từ 20/12 đến 5/1", "2026-12-20/2027-01-06"),
        ("2027-01-10", "between 10 and 20", "2027-01-10/2027-01-11"),
        ("2027-01-10", "ngày 15", "2026-12-15/2026-12-16"),
        ("2027-01-10", "từ tháng 11 đến tháng 1", "2026-11-01/2027-01-11"),
        ("2028-02-29", "today", "2028-02-29/2028-03-01"),
        ("2028-02-29", "tháng này", "2028-02-01/2028-03-01"),
        ("2028-02-29", "29/2", "2028-02-29/2028-03-01"),
        ("2028-02-29", "last 12 months", "2027-03-01/2028-03-01"),
        ("2028-02-29", "cùng kỳ năm ngoái", "2027-02-01/2027-03-01"),
        ("2027-03-01", "29/2", "2024-02-29/2024-03-01"),
        ("2027-03-01", "tháng 2", "2027-02-01/2027-03-01"),
        ("2027-03-31", "past month", "2027-03-01/2027-04-01"),
        ("2027-03-30", "ngày 31", "2027-01-31/2027-02-01"),
    ],
)
def test_periods_named_on_awkward_days(today: str, when: str, period: str) -> None:
    assert asked(when, date.fromisoformat(today)) == period


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("this week", "2026-11-16", "2026-11-19"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("2026-09", "2026-09-01", "2026-10-01"),
        ("2026-Q3", "2026-07-01", "2026-10-01"),
        ("2026-W46", "2026-11-09", "2026-11-16"),
        ("2026-H1", "2026-01-01", "2026-07-01"),
        ("2025", "2025-01-01", "2026-01-01"),
        ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-16"),
        ("2 weeks ago", "2026-11-02", "2026-11-09"),
    ],
)
def test_sides_of_a_comparison_read_back(text: str, since: str, until: str) -> None:
    assert read_period(text, WEDNESDAY) == Period(date.fromisoformat(since), date.fromisoformat(until))


def test_what_names_no_period_reads_as_none() -> None:
    assert read_period("app", WEDNESDAY) is None


WAYS = [way for way, _ in table(ON_A_WEDNESDAY)]


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.sampled_from(WAYS), st.sampled_from(WAYS), st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_a_comparison_names_periods_that_have_begun_and_read_back(first: str, second: str, today: date) -> None:
    read = read_question(f"compare {first} vs {second}", taxonomy=TAXONOMY, today=today)
    for side in read.compare:
        period = read_period(side, today)
        assert period is not None
        assert period.since < period.until <= today + timedelta(days=1)
