import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.normalise import normalise, normalise_spans

CHARACTERS = {
    "": "",
    " \n\t\u200b\ufeff": "",
    "App lo\u0302\u0303i ": "App lỗi",
    "giao\u00a0h\u00e0ng\r\n  ch\u1eadm": "giao hàng chậm",
    "\ud800lỗi\x00 rồi\u202e": "lỗi rồi",
    "\U0001d5ee\U0001d5fd\U0001d5fd tốt \uff01": "app tốt !",
    "rất đẹpGiao nhanh": "rất đẹp Giao nhanh",
    "Gọi [PHONE] hoặc [EMAIL] nhé": "Gọi [PHONE] hoặc [EMAIL] nhé",
    "xem https://shop.vn/a__b?x=:)&k=1 nha": "xem https://shop.vn/a__b?x=:)&k=1 nha",
    "@shop #hangdepppp k@abc.vn": "@shop #hangdepppp k@abc.vn",
}
FEELINGS = {
    "chán:(((": "chán 😢",
    "Chán :-( quá": "Chán 😢 quá",
    "vui =)) :)) :D xD": "vui 😂",
    "ok :)": "ok 😊",
    "tuyệt 😍😍 🥰😻": "tuyệt 😍",
    "thích ❤️💕💖": "thích ❤",
    "mệt T_T": "mệt 😢",
    "tệ 👎🏿!": "tệ 👎 !",
    "⭐⭐⭐⭐⭐ tốt": "5⭐ tốt",
    "cho 3⭐": "cho 3⭐",
    "ăn 🍕🍕 ở 🇻🇳": "ăn 🍕 ở 🇻🇳",
    "giá:(100k), 10:30, size:S/M, a => b": "giá:(100k), 10:30, size:S/M, a => b",
    "tệ!!!! sao vậy????? gì!?!": "tệ! sao vậy? gì?!",
    "chờ..... mãi…  rồi…..": "chờ... mãi... rồi...",
    "“tốt” – ‘ok’": "\"tốt\" - 'ok'",
    "---- hết ~~~~ rồi,,,": "- hết ~ rồi,",
}
DRAWN_OUT = {
    "quáaaaaa đẹpppp luônnn nhaaa": "quá đẹp luôn nha",
    "nhanhhh, lắmm, siêuu xinhh": "nhanh, lắm, siêu xinh",
    "sooooo goooood, reallyyyy coool": "so good, really cool",
    "the bill was too tall, all good, see you": "the bill was too tall, all good, see you",
    "hahahaha hihihihi kkkkk okokokok": "haha hihi haha ok",
    "0888888888 và 1000000đ": "0888888888 và 1000000đ",
}
TONES = {
    "hoà nhã, thuý, khoẻ, thuỷ, xoá": "hòa nhã, thúy, khỏe, thủy, xóa",
    "qúa, tóan, đựơc, ngừơi, tiêú, hòan": "quá, toán, được, người, tiếu, hoàn",
    "quý, quà, già, giếng, hoàn, khuỷu": "quý, quà, già, giếng, hoàn, khuỷu",
    "HOÀ BÌNH": "HÒA BÌNH",
    "fải, thík, khôg, hàg, kbiết, wá, zễ": "phải, thích, không, hàng, không biết, quá, dễ",
    "café résumé naïve": "café résumé naïve",
}
CHAT = {
    "sp k giống hình": "sản phẩm không giống hình",
    "ko": "không",
    "k": "k",
    "K đáng tiền": "Không đáng tiền",
    "nv nhiệt tình, mn nên mua, cx đc": "nhân viên nhiệt tình, mọi người nên mua, cũng được",
    "mik mua 2 cái, bt thui": "mình mua 2 cái, bình thường thôi",
    "k bt sao ntn, j z?": "không biết sao như thế nào, gì vậy?",
    "nhập mk k đc, mk bực": "nhập mật khẩu không được, mình bực",
    "giao sai đc": "giao sai địa chỉ",
    "đi bh ở hãng, bh 12 tháng": "đi bảo hành ở hãng, bảo hành 12 tháng",
    "kh thích, nhiều kh chê": "không thích, nhiều khách hàng chê",
    "SP tốt, NV nhiệt tình, KH hài lòng": "sản phẩm tốt, nhân viên nhiệt tình, khách hàng hài lòng",
    "giao hang k dung hen, nv k xin loi": "giao hang không dung hen, nhân viên không xin loi",
    "bún nc lèo ngon": "bún nước lèo ngon",
    "hong mua nữa đâu": "không mua nữa đâu",
    "hang bi hong roi": "hang bi hong roi",
    "sài tốt, ở Sài Gòn": "xài tốt, ở Sài Gòn",
    "thanks shop nhé": "cảm ơn shop nhé",
    "size s, size m, vitamin c, loại a": "size s, size m, vitamin c, loại a",
    "giá 50k, ship 1k, xem 4K": "giá 50k, ship 1k, xem 4K",
    "a/c giao hàng, k/h": "a/c giao hàng, k/h",
    "hàng zậy mà, zui wá": "hàng vậy mà, vui quá",
    "nhưg mà thích lun": "nhưng mà thích luôn",
    "tuyệt vl": "tuyệt vãi",
}
ENGLISH = [
    "k, thx, the dc motor is ok",
    "I paid 10k vs 5k for a and b",
    "Call me at 10am, c u later",
    "The r value, v good, s and e",
    "DC 12V adapter and a 4K TV from HK",
    "Mn state, ng tube, sp of the nv team",
]
SHOUTING = {
    "APP QUÁ TỆ KHÔNG ĐĂNG NHẬP ĐƯỢC": "app quá tệ không đăng nhập được",
    "THE APP KEEPS CRASHING on login": "the app keeps crashing on login",
    "RẤT HÀI LÒNG về shop": "RẤT HÀI LÒNG về shop",
    "Thẻ ATM của VCB": "Thẻ ATM của VCB",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [pair for table in (CHARACTERS, FEELINGS, DRAWN_OUT, TONES, CHAT, SHOUTING) for pair in table.items()],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_left_alone(text: str) -> None:
    assert normalise(text) == text


def test_spans_follow_their_words() -> None:
    text = "  Sp  đẹpppp :(( nhưng k  giống hình!!!"
    new, spans = normalise_spans(text, [(2, 16), (23, 39)])
    assert new == "Sản phẩm đẹp 😢 nhưng không giống hình!"
    assert [new[start:end] for start, end in spans] == ["Sản phẩm đẹp 😢", "không giống hình!"]


def test_a_span_of_nothing_visible_becomes_empty() -> None:
    assert normalise_spans("a\u200b\u200bb", [(0, 1), (1, 3), (3, 4)]) == ("ab", [(0, 1), (1, 1), (1, 2)])


def test_a_sign_that_two_spans_share_belongs_to_the_first() -> None:
    assert normalise_spans(":((", [(0, 2), (2, 3)]) == ("😢", [(0, 1), (1, 1)])


@pytest.mark.parametrize("spans", [[(0, 9)], [(-1, 1)], [(2, 4), (1, 2)], [(0, 3), (2, 4)], [(3, 1)]])
def test_wrong_spans_are_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="a text of 5 code points; must lie in it, sorted and disjoint"):
        normalise_spans("hàng ", spans)


FRAGMENTS = st.sampled_from(
    "k ko dc đc a e c the you hàng đẹp ĐẸP quáaaa sooo :(( :) xD T_T 😍 ⭐ ❤️ 👍🏿 \u0301 \u0323 \u200b \ud800 \x00 . , !! ... ( - [PHONE] "
    "http://a.b/c x@y.vn @ #tag 5 10k v bt KH NV hong zậy wá kbiết okokok hahaha ａ 𝗴 … “ ’ ' _ __ / \u1100 \u1161 ð Ð nhanhh H KO "
    "ỌKK @@ ^^ <3 ng bh đẹpGiao AaAß".split()
) | st.sampled_from(["\n", "  ", "\r\n", " ", "\u00a0"])
TEXTS = st.text(max_size=40) | st.lists(FRAGMENTS, max_size=14).map("".join) | st.lists(FRAGMENTS, max_size=14).map(" ".join)


@given(TEXTS)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_text_is_settled_after_one_reading(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in once)


@given(TEXTS, st.lists(st.integers(0, 60), max_size=8))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_spans_stay_in_the_same_text_sorted_and_disjoint(text: str, marks: list[int]) -> None:
    cuts = sorted({min(mark, len(text)) for mark in marks})
    new, spans = normalise_spans(text, list(itertools.pairwise(cuts)))
    assert new == normalise(text)
    flat = [offset for span in spans for offset in span]
    assert flat == sorted(flat)
    assert all(new[start:end] == new[start:end].strip() for start, end in spans)


@pytest.mark.parametrize("unit", ["a", " ", "k ", ":D", "k ko ", "😍", "\u0301", "a@", "ha", "tốt!!! ", "\x00", "A ", "[A"])
def test_long_texts_are_read_in_one_go(unit: str) -> None:
    text = unit * (6_000 // len(unit))
    assert normalise(normalise(text)) == normalise(text)
