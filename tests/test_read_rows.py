"""Raw rows to feedback, the content hash, the rejects file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.errors import InputError
from insight.read import RawRow, ReadOptions, Rejected, Rejects, content_hash, resolve_columns, to_feedback
from insight.types import Feedback

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
OPTIONS = ReadOptions(SAIGON)


def convert(values: Mapping[str, object], options: ReadOptions = OPTIONS) -> Feedback | Rejected:
    return to_feedback(RawRow(1, values, 2), resolve_columns((), {}), options)


def reason(values: Mapping[str, object], options: ReadOptions = OPTIONS) -> str:
    found = convert(values, options)
    assert isinstance(found, Rejected)
    assert (found.number, found.line, found.values) == (1, 2, values)
    return found.reason


def test_a_whole_row() -> None:
    row = {
        "Mã": "r7",
        "Nội dung": "  Giao hàng chậm quá \n",
        "Câu hỏi": "Điều gì chưa tốt?",
        "Ngày": "21/12/2025 21:57",
        "Mã khách hàng": " KH7 ",
        "Kênh": "Tổng đài",
        "Nguồn": "Khảo sát",
        "phase": "sau",
        "Điểm chạm": "Giao nhận",
        "nps": "3/10",
        "csat": "2",
        "ces": "4,5",
        "Số sao": "2 sao",
        "Ngôn ngữ": "Tiếng Việt",
        " Khu vực ": "Miền Bắc ",
        "Hạng": "",
        "Tuổi": "n/a",
    }
    assert convert(row) == Feedback(
        text="  Giao hàng chậm quá \n",
        id="r7",
        question="Điều gì chưa tốt?",
        created_at=datetime(2025, 12, 21, 21, 57, tzinfo=SAIGON),
        customer_id="KH7",
        channel="hotline",
        source="survey",
        phase="after",
        touchpoint="Giao nhận",
        nps=3,
        csat=2.0,
        ces=4.5,
        stars=2.0,
        language="vi",
        segments={"Khu vực": "Miền Bắc"},
    )


def test_a_row_of_text_alone() -> None:
    assert convert({"text": "ok"}) == Feedback(text="ok")


def test_values_of_json() -> None:
    row = {
        "text": 5,
        "id": 7,
        "customer_id": 12.0,
        "nps": 9,
        "csat": None,
        "vip": True,
        "age": 31.0,
        "ratio": 0.25,
        "tags": ["a", 1],
        "x": {"y": 1},
    }
    segments = {"vip": "true", "age": "31", "ratio": "0.25", "tags": "a, 1", "x": '{"y": 1}'}
    assert convert(row) == Feedback(text="5", id="7", customer_id="12", nps=9, segments=segments)


@pytest.mark.parametrize(
    ("row", "source", "segments"),
    [
        ({"source": "Momo", "stars": 5}, "review", {"source": "Momo"}),
        ({"source": "Southwest"}, "other", {"source": "Southwest"}),
        ({"source": "Google Play", "stars": 5}, "review", {"source": "Google Play"}),
        ({"source": "Khảo sát", "stars": 5}, "survey", {}),
        ({"source": "", "stars": 5}, "review", {}),
        ({"stars": 5}, "review", {}),
        ({"nps": 5}, "other", {}),
    ],
)
def test_a_source_may_be_a_brand(row: dict[str, object], source: str, segments: dict[str, str]) -> None:
    found = convert({"text": "x", **row})
    assert isinstance(found, Feedback)
    assert (found.source, found.segments) == (source, segments)


def test_unknown_channels_phases_and_languages_are_kept() -> None:
    row = {"text": "x", "channel": "Highlands Q1", "phase": "Phase 2", "lang": "fr", "source": "-"}
    segments = {"channel": "Highlands Q1", "phase": "Phase 2", "language": "fr"}
    assert convert(row) == Feedback(text="x", channel="other", phase=None, language="other", segments=segments)


@pytest.mark.parametrize("absent", ["", " ", "-", "N/A", "null", "None", "NaN", "#N/A", "Không có", None, float("nan")])
def test_what_counts_as_no_value(absent: object) -> None:
    names = (
        "id",
        "customer_id",
        "question",
        "created_at",
        "channel",
        "source",
        "phase",
        "touchpoint",
        "nps",
        "stars",
        "lang",
        "tier",
    )
    assert convert({"text": "x", **dict.fromkeys(names, absent)}) == Feedback(text="x")


@pytest.mark.parametrize("text", ["N/A", "-", "None", "👍", "?", "\u3000a", "x" * 20_000])
def test_any_visible_text_is_kept(text: str) -> None:
    assert convert({"text": text}) == Feedback(text=text)


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0\u3000", "\u200b\ufeff", "\x00\x00", "\ufe0f", None, float("nan")])
def test_empty_text(text: object) -> None:
    assert reason({"text": text}) == "text is empty"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"nps": 9}, "the row has no text"),
        ({"text": "x" * 1_000_000}, "text has 1,000,000 characters; it may have 20,000"),
        ({"text": ["x"]}, "text is \"['x']\"; it must be a string"),
        ({"text": False}, "text is 'False'; it must be a string"),
        ({"text": "x", "nps": "11"}, "nps is '11'; it must be a whole number from 0 to 10"),
        ({"text": "x", "csat": "6"}, "csat is '6'; it must be a number from 1 to 5"),
        ({"text": "x", "ces": 0}, "ces is '0'; it must be a number from 1 to 7"),
        ({"text": "x", "stars": "good"}, "stars is 'good'; it must be a number from 1 to 5"),
        ({"text": "x", "date": "2/22/2015"}, "created_at is '2/22/2015', which has no month 22; try --month-first"),
        (
            {"text": "x", "date": "soon"},
            "created_at is 'soon', which is no date from 1990 to 2099 that is known; "
            "write it as 2025-12-21 or 21/12/2025, with a time as in 2025-12-21 21:57",
        ),
        ({"text": "x", "id": "y" * 300}, f"id is longer than 200 characters: '{'y' * 59}…'"),
    ],
)
def test_rejected_rows(row: dict[str, object], expected: str) -> None:
    assert reason(row) == expected


def test_options() -> None:
    options = ReadOptions(ZoneInfo("UTC"), day_first=False, csat_top=10)
    expected = Feedback(text="x", csat=9.0, created_at=datetime(2015, 2, 22, tzinfo=UTC))
    assert convert({"text": "x", "csat": "9/10", "date": "2/22/2015"}, options) == expected


def test_what_no_database_stores_is_replaced() -> None:
    row = {"text": "a\x00b\ud83dc", "id": "i\x00", "tier": "\udcff"}
    assert convert(row) == Feedback(text="a\ufffdb\ufffdc", id="i\ufffd", segments={"tier": "\ufffd"})


def test_values_of_slices_are_composed_and_cut() -> None:
    found = convert({"text": "e\u0301", "Khu vu\u031b\u0323c": "Mie\u0302\u0300n Ba\u0306\u0301c", "note": "y" * 1_000})
    assert found == Feedback(text="e\u0301", segments={"Khu vực": "Miền Bắc", "note": "y" * 200})


ANY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.text(max_size=3), max_size=2)
NAMES = (
    "text",
    "id",
    "date",
    "nps",
    "csat",
    "stars",
    "channel",
    "source",
    "phase",
    "lang",
    "question",
    "customer_id",
    "tier",
    "\ud800",
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(NAMES), ANY))
def test_any_row_is_feedback_or_rejected(row: dict[str, object]) -> None:
    found = convert(row)
    if isinstance(found, Feedback):
        assert found.text.strip()
        assert len(content_hash(found)) == 64
    else:
        assert found.reason


WHOLE = Feedback(
    text="Chậm",
    id="7",
    question="Vì sao?",
    created_at=datetime(2025, 12, 21, 21, 57, tzinfo=SAIGON),
    customer_id="KH7",
    channel="app",
    source="survey",
    phase="after",
    touchpoint="Giao",
    nps=3,
    csat=4.0,
    ces=4.5,
    stars=2.0,
    language="vi",
    segments={"a": "1", "b": "2"},
)


def test_the_hash_of_the_same_content_is_the_same() -> None:
    same = replace(WHOLE, id="8", csat=4, segments={"b": "2", "a": "1"}, created_at=datetime(2025, 12, 21, 14, 57, tzinfo=UTC))
    assert content_hash(same) == content_hash(WHOLE)
    assert content_hash(Feedback("ý", csat=4.0)) == hashlib.sha256(b'{"csat":4,"source":"other","text":"\\u00fd"}').hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"text": "chậm"},
            {"question": None},
            {"created_at": None},
            {"customer_id": "KH8"},
            {"channel": None},
            {"source": "other"},
        ),
        *(
            {"phase": "before"},
            {"touchpoint": None},
            {"nps": 4},
            {"csat": 4.5},
            {"ces": None},
            {"stars": 1.0},
            {"language": "en"},
        ),
        *({"segments": {"a": "1"}}, {"segments": {"a": "2", "b": "1"}}, {"text": "\ud800"}),
    ],
)
def test_the_hash_of_other_content_is_another(change: dict[str, object]) -> None:
    assert content_hash(replace(WHOLE, **change)) != content_hash(WHOLE)  # type: ignore[arg-type]


def test_a_time_without_a_zone_has_no_hash() -> None:
    with pytest.raises(InputError, match="created_at 2025-12-21T00:00:00 has no time zone"):
        content_hash(Feedback("x", created_at=datetime(2025, 12, 21)))


def test_the_rejects_file(tmp_path: Path) -> None:
    path = tmp_path / "feedback.rejects.jsonl"
    with Rejects(path) as rejects:
        rejects.add(Rejected(7, "text is empty", {"text": "", "nps": 9}, 8))
        rejects.add(Rejected(9, "broken \udcff", {"raw": "a\u2028b\udcffc\ud83d", "when": datetime(2025, 1, 1, tzinfo=UTC)}))
    assert rejects.count == 2
    assert [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]] == [
        {"row": 7, "reason": "text is empty", "record": {"text": "", "nps": 9}},
        {"row": 9, "reason": "broken \ufffd", "record": {"raw": "a\u2028b\ufffdc\ufffd", "when": "2025-01-01 00:00:00+00:00"}},
    ]


def test_nothing_rejected_writes_nothing(tmp_path: Path) -> None:
    with Rejects(tmp_path / "r.jsonl") as rejects:
        assert rejects.count == 0
    assert list(tmp_path.iterdir()) == []


def test_a_rejects_file_that_cannot_be_written(tmp_path: Path) -> None:
    with (
        Rejects(tmp_path / "none" / "r.jsonl") as rejects,
        pytest.raises(InputError, match=r"r\.jsonl cannot be written: No such file"),
    ):
        rejects.add(Rejected(1, "x", {}))
