"""Questions as people ask them, and the whole interpretation of each."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.question import Query, read_question
from insight.taxonomy import Taxonomy
from insight.types import Bilingual

TODAY = date(2026, 11, 18)
TAXONOMY = Taxonomy.default()
SEGMENTS = {
    "region": ["TP.HCM", "Hà Nội", "Đà Nẵng", "Cần Thơ"],
    "tier": ["gold", "standard"],
    "industry": ["retail", "banking", "restaurant", "telecom"],
    "age": ["18-25", "26-35"],
    "plan": ["A", "new"],
}
THEMES = {
    "th-otp": Bilingual("OTP không về", "OTP never arrives"),
    "th-hold": Bilingual("Chờ tổng đài quá lâu", "Long hold times on the hotline"),
    "th-leak": Bilingual("Nước sốt đổ ra túi", "Sauce leaking into the bag"),
    "th-name": Bilingual("Thái độ nhân viên", "Staff attitude"),
}
NOTHING: dict[str, object] = {
    "stage": None,
    "topics": [],
    "themes": [],
    "sentiment": None,
    "since": None,
    "until": None,
    "channel": None,
    "segments": {},
    "metric": None,
    "limit": None,
    "compare": None,
}


def cases() -> list[tuple[str, dict[str, object]]]:
    lines = Path(__file__).with_name("test_question_cases.txt").read_text(encoding="utf-8").splitlines()
    return [case(line) for line in lines if line and not line.startswith("#")]


def case(line: str) -> tuple[str, dict[str, object]]:
    question, head, rest = (part.strip() for part in line.split("|"))
    language, intent = head.split()
    expected = {"intent": intent, "language": language, **NOTHING}
    for field in rest.split():
        name, _, value = field.partition("=")
        if "/" in field:
            expected["since"], expected["until"] = field.split("/")
        elif not value:
            expected["sentiment"] = {"-": "negative", "+": "positive"}[field]
        elif name == "segments":
            pairs = (pair.split(":") for pair in value.split(";"))
            expected[name] = {attribute: one.replace("_", " ") for attribute, one in pairs}
        elif name in ("topics", "themes"):
            expected[name] = value.split(",")
        elif name == "compare":
            expected[name] = [side.replace("_", " ") for side in value.split(",")]
        else:
            expected[name] = int(value) if name == "limit" else value
    return question, expected


def ask(question: str, today: date = TODAY, taxonomy: Taxonomy = TAXONOMY) -> Query:
    return read_question(question, taxonomy=taxonomy, today=today, themes=THEMES, segments=SEGMENTS)


@pytest.mark.parametrize(("question", "expected"), cases())
def test_a_question_is_understood_whole(question: str, expected: dict[str, object]) -> None:
    assert ask(question).to_json() == expected


def test_the_interpretation_has_exactly_the_promised_fields_in_their_order() -> None:
    keys = "intent stage topics themes sentiment since until channel segments language metric limit compare"
    assert " ".join(ask("top complaints").to_json()) == keys


@pytest.mark.parametrize(
    "typed",
    [
        "khách phàn nàn gì nhiều nhất về giao hàng",
        "khach phan nan gi nhieu nhat ve giao hang",
        "KHÁCH PHÀN NÀN GÌ NHIỀU NHẤT VỀ GIAO HÀNG???",
        "khách phản nàn gì nhiều nhất về giao hàng",
        "khách phàn nàn gì nhiều nhất về giao hnag",
        "kh phàn nàn j nhìu nhất về gh",
        "khách phàn nàn gì nhiềuuuu nhất về giao hàng",
        "kha\u0301ch pha\u0300n na\u0300n gi\u0300 nhie\u0302\u0300u nha\u0302\u0301t ve\u0302\u0300 giao ha\u0300ng",
        "khách\u200b phàn nàn gì\tnhiều nhất về\n giao hàng",
    ],
)
def test_the_same_question_however_it_is_typed(typed: str) -> None:
    assert ask(typed).to_json() == {
        **NOTHING,
        "intent": "top_complaints",
        "language": "vi",
        "stage": "delivery",
        "sentiment": "negative",
    }


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("khách gia đình phàn nàn gì", "topics", []),
        ("khach gia dinh phan nan gi", "topics", []),
        ("sản phẩm của hãng bị chê gì", "channel", None),
        ("khách hỏi thẻ tích điểm, họ chê gì", "topics", ["loyalty.membership"]),
        ("tháng này khách chê phí ship hay freeship", "topics", ["price.promotion", "price.billing"]),
        ("khách thắng giải khen gì", "since", None),
        ("khách có mặt 24/7 phàn nàn gì", "since", None),
        ("customers may complain about what", "since", None),
        ("giảm giá bị chê gì", "intent", "top_complaints"),
        ("app bị crash được phàn nàn nhiều", "channel", None),
        ("đánh giá trên app phàn nàn crash", "channel", "app"),
        ("staff in general: complaints", "topics", ["staff.attitude", "staff.expertise"]),
        ("complaints on plan A", "segments", {"plan": "A"}),
        ("a complaint", "segments", {}),
        ("new complaints", "segments", {}),
        ("chi tiết về thái độ nhân viên", "themes", []),
    ],
)
def test_words_that_only_look_alike_are_told_apart(question: str, field: str, value: object) -> None:
    assert ask(question).to_json()[field] == value


def test_topics_of_a_business_are_known_by_their_names() -> None:
    default = TAXONOMY.topics[0]
    own = type(default)(
        "experience.personal", Bilingual("Được nhớ tên", "Being remembered"), default.about, default.owner, "strategy"
    )
    taxonomy = Taxonomy(TAXONOMY.stages, (*TAXONOMY.topics[1:], own))
    read = [
        ask(question, taxonomy=taxonomy).topics for question in ("khách khen gì về được nhớ tên", "praise for being remembered")
    ]
    assert read == [("experience.personal",)] * 2
    assert ask("complaints about product quality", taxonomy=taxonomy).topics == ()


def test_without_themes_and_segments_their_names_are_only_words() -> None:
    read = read_question("gold customers in Hà Nội complain about what?", taxonomy=TAXONOMY, today=TODAY)
    assert read.to_json() == {**NOTHING, "intent": "top_complaints", "language": "en", "sentiment": "negative"}


@pytest.mark.parametrize("question", ["", "   ", "???", "\n\t", "\x00", "\ud800"])
def test_a_question_without_words_asks_for_help(question: str) -> None:
    assert ask(question).to_json() == {**NOTHING, "intent": "help", "language": "en"}


def test_an_intent_that_no_word_names_is_unsure() -> None:
    assert ask("giao hàng ở Đà Nẵng").confidence < 0.5 < ask("phàn nàn về giao hàng ở Đà Nẵng").confidence


WORDS = sorted({word for question, _ in cases() for word in question.split()})


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)),
    st.dates(date(2001, 1, 1), date(2098, 12, 31)),
)
def test_any_text_gives_a_query_that_holds_together(question: str, today: date) -> None:
    read = ask(question, today)
    json.dumps(read.to_json())
    assert 0 <= read.confidence <= 1
    assert read.until is None or read.until <= today + timedelta(days=1)
    assert read.since is None or (read.until is not None and read.since < read.until)
    assert set(read.topics) <= set(TAXONOMY.topic_by_id)
    assert read.limit is None or 1 <= read.limit <= 100
    assert len(read.compare) in (0, 2)
    assert all(read.segments[attribute] in SEGMENTS[attribute] for attribute in read.segments)
    if read.intent in ("help", "out_of_scope"):
        assert read.to_json() == {**NOTHING, "intent": read.intent, "language": read.language}


@pytest.mark.parametrize(
    "piece", ["từ 1/10 đến 15/10 ", "app vs web ", "a", "1/", "tuần trước và ", "top 5 ", "ắ\u0301", "e-", "’"]
)
def test_a_very_long_text_is_read_like_any_other(piece: str) -> None:
    long = piece * (200_000 // len(piece))
    assert ask(long) == ask(long[:50_000])
