"""Which column is what."""

import unicodedata

import pytest

from insight.errors import InputError
from insight.read import RawRow, resolve_columns


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["text", "nps"], {"text": "text", "nps": "nps"}),
        (["Comment", "Rating", "Date"], {"text": "Comment", "stars": "Rating", "created_at": "Date"}),
        (
            ["Mã khách hàng", "Nội dung góp ý", "Ngày gửi", "Số sao", "KÊNH", "nguồn", "Câu hỏi", "Ngôn ngữ"],
            {
                "text": "Nội dung góp ý",
                "question": "Câu hỏi",
                "created_at": "Ngày gửi",
                "customer_id": "Mã khách hàng",
                "channel": "KÊNH",
                "source": "nguồn",
                "stars": "Số sao",
                "language": "Ngôn ngữ",
            },
        ),
        (["noi_dung", "thoi-gian", "diem csat"], {"text": "noi_dung", "created_at": "thoi-gian", "csat": "diem csat"}),
        (["createdAt", "reviewText", "userID"], {"text": "reviewText", "created_at": "createdAt", "customer_id": "userID"}),
        ([unicodedata.normalize("NFD", "Góp ý")], {"text": unicodedata.normalize("NFD", "Góp ý")}),
        (["review", "comment", "text"], {"text": "text"}),
    ],
)
def test_well_known_names(header: list[str], fields: dict[str, str]) -> None:
    assert resolve_columns(header, {}).fields == fields


def test_unknown_columns_are_segments_in_order() -> None:
    columns = resolve_columns(["Khu vực", "text", " tier ", ""], {})
    assert columns.segments == ("Khu vực", " tier ")
    assert columns.plan(("text", " tier ", "new")).segments == ((" tier ", "tier"), ("new", "new"))


def test_at_most_fifty_segments() -> None:
    columns = resolve_columns(["text", *(f"q{at}" for at in range(60))], {})
    assert columns.segments == tuple(f"q{at}" for at in range(50))
    assert columns.dropped == tuple(f"q{at}" for at in range(50, 60))


def test_what_is_told_wins() -> None:
    columns = resolve_columns(["text", "Diễn giải", "score", "rating"], {"text": "Diễn giải", "nps": "score", "stars": ""})
    assert columns.fields == {"text": "Diễn giải", "nps": "score"}
    assert columns.segments == ("text", "rating")


def test_a_column_may_be_told_without_accents() -> None:
    assert resolve_columns(["Diễn giải"], {"text": "dien giai"}).fields == {"text": "Diễn giải"}


def test_a_question_as_header_is_not_guessed() -> None:
    with pytest.raises(InputError) as caught:
        resolve_columns(["Anh/chị góp ý gì cho cửa hàng?", "Dấu thời gian"], {})
    assert str(caught.value) == (
        "no column is known to hold the text; tell it with --map text=COLUMN. "
        "The columns are 'Anh/chị góp ý gì cho cửa hàng?', 'Dấu thời gian'."
    )


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            {"txt": "comment"},
            "--map txt=comment: 'txt' is not a known attribute, perhaps 'text'; known are text, id, question, created_at, "
            "customer_id, channel, source, phase, touchpoint, nps, csat, ces, stars, language",
        ),
        (
            {"text": "coment"},
            "--map text=coment: there is no column 'coment'. Did you mean 'comment'? "
            "The columns are 'comment', 'score', 'region'.",
        ),
        ({"text": "xyz"}, "--map text=xyz: there is no column 'xyz'. The columns are 'comment', 'score', 'region'."),
        ({"nps": "score", "csat": "score"}, "column 'score' is mapped twice; one column can be one thing only"),
    ],
)
def test_wrong_mappings(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve_columns(["comment", "score", "region"], mapping)
    assert str(caught.value) == message


def test_many_columns_are_not_all_listed() -> None:
    with pytest.raises(InputError, match=r"'q29' and 70 more\.$"):
        resolve_columns([f"q{at}" for at in range(100)], {})


@pytest.mark.parametrize(
    ("header", "values", "fields"),
    [
        (("Đánh giá",), ("rất tốt", "5"), {"text": "Đánh giá"}),
        (("Nội dung", "Đánh giá"), ("5", "4 sao"), {"text": "Nội dung", "stars": "Đánh giá"}),
        (("Nội dung", "Đánh giá"), ("Tốt", "Kém"), {"text": "Nội dung"}),
    ],
)
def test_a_name_for_reviews_and_stars_alike_is_told_by_its_values(
    header: tuple[str, ...], values: tuple[str, ...], fields: dict[str, str]
) -> None:
    sample = [RawRow(at, {"Nội dung": "x", "Đánh giá": value}) for at, value in enumerate(values, 1)]
    assert resolve_columns(header, {}, sample).fields == fields


def test_each_record_is_read_by_its_own_keys() -> None:
    columns = resolve_columns(("comment", "nps"), {})
    assert columns.plan(("text", "comment")).fields == (("text", "text"),)
    assert columns.plan(("nps",)).fields == (("nps", "nps"),)
    assert columns.raw(RawRow(1, {"comment": "x", "id": 7}), "id") == 7
    assert columns.raw(RawRow(1, {"comment": "x"}), "id") is None


def test_a_told_column_has_no_stand_in() -> None:
    columns = resolve_columns(("comment", "text"), {"text": "comment"})
    assert columns.plan(("text",)).fields == ()


def test_without_any_record_nothing_is_checked() -> None:
    assert resolve_columns((), {"text": "comment"}).plan(("comment",)).fields == (("text", "comment"),)
