"""Times, scores and words as files write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.read.dates import moment
from insight.read.records import BadValueError
from insight.read.scores import Scale, score
from insight.read.synonyms import CHANNEL_WORDS, LANGUAGE_WORDS, PHASE_WORDS, SOURCE_WORDS, Known, Meanings, lookup
from insight.types import CHANNELS, PHASES, SOURCES

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2025, 12, 21, 21, 57, tzinfo=SAIGON)
MIDNIGHT = datetime(2025, 12, 21, tzinfo=SAIGON)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-12-21", MIDNIGHT),
        ("2025/12/21", MIDNIGHT),
        ("20251221", MIDNIGHT),
        ("21/12/2025", MIDNIGHT),
        ("21.12.2025", MIDNIGHT),
        ("21 Dec 2025", MIDNIGHT),
        ("December 21st, 2025", MIDNIGHT),
        ("21 tháng 12 năm 2025", MIDNIGHT),
        ("Ngày 21 thg 12, 2025", MIDNIGHT),
        ("12/2/2018", datetime(2018, 2, 12, tzinfo=SAIGON)),
        ("21/12/2025 21:57", EVENING),
        ("21-12-2025 21:57:00", EVENING),
        ("21/12/2025, 9:57 PM", EVENING),
        ("21/12/2025 09:57 CH", EVENING),
        ("21:57 21/12/2025", EVENING),
        ("21h57, 21/12/2025", EVENING),
        ("  2025-12-21   21:57 ", EVENING),
        ("2025-12-21T21:57:00", EVENING),
        ("2025/12/21T21:57", EVENING),
        ("2025-12-21T14:57:00Z", EVENING),
        ("2025-12-21 14:57:00 UTC", EVENING),
        ("2025-12-21T21:57:00+0700", EVENING),
        ("21/12/2025 21:57 GMT+7", EVENING),
        ("Dec 21 21:57:00 2025", EVENING),
        ("21 Oct 2025 12:00 am", datetime(2025, 10, 21, tzinfo=SAIGON)),
        ("2025-12-21T21:57:00.250", EVENING + timedelta(milliseconds=250)),
        ("21/12/2025 21:57:00,25", EVENING + timedelta(milliseconds=250)),
        ("1766329020", EVENING),
        (1766329020, EVENING),
        (1766329020000, EVENING),
        (1766329020.0, EVENING),
        (EVENING.replace(tzinfo=None), EVENING),
        (EVENING.astimezone(UTC), EVENING),
        (date(2025, 12, 21), MIDNIGHT),
    ],
)
def test_moments(value: object, expected: datetime) -> None:
    found = moment(value, SAIGON)
    assert (found, found.tzinfo is None) == (expected, False)


def test_times_without_a_zone_are_in_the_zone_told() -> None:
    assert moment("2025-07-01 12:00", ZoneInfo("Europe/Berlin")).utcoffset() == timedelta(hours=2)
    assert moment("2025-07-01 12:00 -03:30", SAIGON).tzinfo == timezone(-timedelta(hours=3, minutes=30))


def test_month_first() -> None:
    assert moment("2/22/2015 18:11", SAIGON, day_first=False) == datetime(2015, 2, 22, 18, 11, tzinfo=SAIGON)
    with pytest.raises(BadValueError, match="created_at is '2/22/2015', which has no month 22; try --month-first"):
        moment("2/22/2015 18:11", SAIGON)
    with pytest.raises(BadValueError, match="which has no month 22; the day seems to come first: leave out --month-first"):
        moment("22/2/2015", SAIGON, day_first=False)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "yesterday",
            "2025",
            "2025-12",
            "30/2/2025",
            "31/31/2025",
            "0/0/2025",
            "21/12/25",
            "1/1/1989",
            "1/1/2100",
            "2025-13-01",
        ),
        *("21/12/2025 25:00", "21/12/2025 21:60", "21/12/2025 5:1", "21/12/2025 13:00 PM", "21 Foo 2025", "9" * 30, "99999999"),
        *("21/12/2025 21:57 +99:00", "x" * 1_000_000, "²025-12-21", "\ud800", 0, -5, 12, 1e300, float("inf"), True, [], {}),
    ],
)
def test_no_moments(value: object) -> None:
    with pytest.raises(
        BadValueError, match=r"(?s)^created_at is .{1,80}, which is no date from 1990 to 2099 that is known; write it as"
    ):
        moment(value, SAIGON)


@settings(derandomize=True, deadline=None)
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y/%m/%d %H:%M:%S.%f"]),
)
def test_every_time_is_read_back(when: datetime, form: str) -> None:
    written = f"{when:{form}}" if when.year > 999 else ""
    assert moment(written, SAIGON) == when.replace(tzinfo=SAIGON)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.text(st.sampled_from("0123456789/:-. +tTzhaApPmM,ndecDs"), max_size=30)
    | st.text(max_size=30)
    | st.floats()
    | st.integers()
)
def test_any_value_is_a_moment_or_bad(value: object) -> None:
    try:
        found = moment(value, SAIGON)
    except BadValueError:
        return
    assert found.tzinfo is not None
    assert 1990 <= found.year <= 2099


NPS, STARS, CES = Scale("nps", 0, 10, whole=True), Scale("stars", 1, 5), Scale("ces", 1, 7)


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        ("9", NPS, 9),
        (" 9.0 ", NPS, 9),
        ("9/10", NPS, 9),
        ("0", NPS, 0),
        (10, NPS, 10),
        ("4,5", STARS, 4.5),
        ("5 sao", STARS, 5),
        ("4 stars", STARS, 4),
        ("1 star", STARS, 1),
        ("3★", STARS, 3),
        ("4.5 / 5", STARS, 4.5),
        ("6 điểm", CES, 6),
        (7.0, CES, 7),
    ],
)
def test_scores(value: object, scale: Scale, expected: float) -> None:
    assert score(value, scale) == expected


@pytest.mark.parametrize(
    ("value", "scale", "message"),
    [
        ("11", NPS, "nps is '11'; it must be a whole number from 0 to 10"),
        ("-1", NPS, "nps is '-1'; it must be a whole number from 0 to 10"),
        ("8.5", NPS, "nps is '8.5'; it must be a whole number from 0 to 10"),
        ("9/20", NPS, "nps is '9/20'; it must be a whole number from 0 to 10"),
        ("ok", STARS, "stars is 'ok'; it must be a number from 1 to 5"),
        ("0", STARS, "stars is '0'; it must be a number from 1 to 5"),
        ("1e0", STARS, "stars is '1e0'; it must be a number from 1 to 5"),
        (True, STARS, "stars is 'True'; it must be a number from 1 to 5"),
        (float("inf"), CES, "ces is 'inf'; it must be a number from 1 to 7"),
        (["7"], CES, "ces is \"['7']\"; it must be a number from 1 to 7"),
        (10**400, CES, None),
        ("٣", STARS, None),
    ],
)
def test_no_scores(value: object, scale: Scale, message: str | None) -> None:
    with pytest.raises(BadValueError) as caught:
        score(value, scale)
    assert message is None or str(caught.value) == message


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        (CHANNEL_WORDS, "Tổng đài", Known("hotline", False)),
        (CHANNEL_WORDS, "call center", Known("hotline", False)),
        (CHANNEL_WORDS, "CỬA HÀNG", Known("store", False)),
        (CHANNEL_WORDS, "in-store", Known("store", False)),
        (CHANNEL_WORDS, "ung dung", Known("app", False)),
        (CHANNEL_WORDS, "Shopee", Known("marketplace", True)),
        (CHANNEL_WORDS, "Momo", None),
        (SOURCE_WORDS, "Khảo sát", Known("survey", False)),
        (SOURCE_WORDS, "Khách hàng bí mật", Known("mystery_shopping", False)),
        (SOURCE_WORDS, "support_ticket", Known("support_ticket", False)),
        (SOURCE_WORDS, "nội bộ", Known("internal", False)),
        (SOURCE_WORDS, "TikTok", Known("social", True)),
        (SOURCE_WORDS, "Southwest", None),
        (PHASE_WORDS, "trước", Known("before", False)),
        (PHASE_WORDS, "Pre", Known("before", False)),
        (PHASE_WORDS, "sau khi mua", Known("after", False)),
        (PHASE_WORDS, "Phase 2", None),
        (LANGUAGE_WORDS, "Tiếng Việt", Known("vi", False)),
        (LANGUAGE_WORDS, "en_US", Known("en", False)),
        (LANGUAGE_WORDS, "fr", None),
    ],
)
def test_words(words: Meanings, value: str, expected: Known | None) -> None:
    assert lookup(words, value) == expected


def test_every_id_is_known_and_nothing_else_comes_out() -> None:
    assert (
        {known.id for known in CHANNEL_WORDS.values()} == {id_ for id_ in CHANNELS if lookup(CHANNEL_WORDS, id_)} == set(CHANNELS)
    )
    assert {known.id for known in SOURCE_WORDS.values()} == {id_ for id_ in SOURCES if lookup(SOURCE_WORDS, id_)} == set(SOURCES)
    assert {known.id for known in PHASE_WORDS.values()} == set(PHASES)
