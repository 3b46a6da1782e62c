"""What `mask` takes out of a text, what it leaves, and what holds for any text at all."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.errors import InputError
from insight.privacy import KINDS, Found, Masked, hash_customer, mask

YEAR = 2026
KEY = b"sixteen bytes !!"


def masked(text: str) -> str:
    return mask(text, year=YEAR).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gọi em 0912 345 678 nhé", "gọi em [PHONE] nhé"),
        ("SĐT:0912345678,stk:123456789 vcb", "SĐT:[PHONE],stk:[ACCOUNT] vcb"),
        ("+84 (0) 912-345-678 hoặc (024) 3825 1234", "[PHONE] hoặc [PHONE]"),
        ("zalo.me/0912345678 | 0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "zalo.me/[PHONE] | [PHONE]"),
        ("không chín một hai, ba bốn năm, sáu bảy tám ạ", "[PHONE] ạ"),
        ("khong chin mot hai ba bon nam sau bay tam a", "[PHONE] a"),
        ("Ｏ９1２ 345 ６７８, ٠٩١٢٣٤٥٦٧٨", "[PHONE], [PHONE]"),
        ("0\u200b9\u200b12\u00ad345678", "[PHONE]"),
        ("o9O1 234 567", "[PHONE]"),
        ("Call 914-329-0185 or 1-800-433-7300", "Call [PHONE] or 1-800-433-7300"),
        ("stk 123456789 và 987654321", "stk [ACCOUNT] và [ACCOUNT]"),
        ("mail LAN.nguyen@Gmail.com.Da gui, lan (at) gmail dot com", "mail [EMAIL].Da gui, [EMAIL]"),
        ("thẻ 4111-1111-1111-1111 cvv 123", "thẻ [CARD] cvv [CARD]"),
        ("thẻ 9704361234567890123", "thẻ [CARD]"),
        ("CCCD: 079 188 001 234", "CCCD: [ID]"),
        ("079188001234", "[ID]"),
        ("cmnd cua toi la 025123456", "cmnd cua toi la [ID]"),
        ("CMND 025.123.456, hộ chiếu C1234567", "CMND [ID], hộ chiếu [ID]"),
        ("bằng lái số 790123456789", "bằng lái số [ID]"),
        ("MST 0314409058-002, mst cá nhân 079188001234", "MST [TAX], mst cá nhân [ID]"),
        ("0314409058-002", "[TAX]"),
        ("1012345678 Vietcombank", "[ACCOUNT] Vietcombank"),
        ("SO TAI KHOAN CUA EM: 1903.4567.8901", "SO TAI KHOAN CUA EM: [ACCOUNT]"),
        ("BHXH 7912345678, thẻ BHYT DN 4 79 79 12345678", "BHXH [INSURANCE], thẻ BHYT [INSURANCE]"),
        ("xe 51F-123.45, 29-B1 123.45, bien so 59x1 1234", "xe [PLATE], [PLATE], bien so [PLATE]"),
        ("nhà số 12 ngõ 34 phố Huế, Hà Nội", "[ADDRESS], Hà Nội"),
        ("giao tới 45/12 đường Lê Lợi, P.5, Đà Nẵng", "giao tới [ADDRESS], P.5, Đà Nẵng"),
        ("live at 221B Baker Street, London", "live at [ADDRESS], London"),
        ("so 12 ngo 34 pho hue ha noi", "[ADDRESS] ha noi"),
        ("địa chỉ: 39 út tịch p4", "địa chỉ: [ADDRESS] p4"),
        ("ở đường Nguyễn Trãi, số 12", "ở [ADDRESS]"),
        ("tổ 5 ấp 3 xã Tân Hội", "[ADDRESS] xã Tân Hội"),
    ],
)
def test_personal_data_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFD", expected)


@pytest.mark.parametrize(
    "text",
    [
        "đơn DH-482913, #123456, SPXVN0412345678, GHTK S12345.HN1.A2.123456789",
        "mã đơn 240915ABCD12 và mã vận đơn 0912345678",
        "giá 1.200.000đ, ship 350k, tổng 12.990.000 VND",
        "mua 12/05/2024 lúc 10:30, bảo hành đến 03.05.2027 10h",
        "mã OTP 123456 hết hạn",
        "hotline 1900 1234, 1900545413, 18001091",
        "iPhone 15 Pro A2190 256GB, Android 14.0.1, năm 2025, giảm 15%, 9.5/10, 5 sao",
        "CCCD chụp 3 lần, 079488001234 và 079299001234",
        "tài khoản bị trừ 1.500.000đ, stk chuyển 500k, tk duyệt 3 ngày",
        "mã số thuế hỏi 2 lần, 0100233480",
        "4111 1111 1111 1112 và IMEI 356789012345678",
        "30K-50K, phở 12k, trà 2 đường 1 sữa, cho 1/2 đường thôi",
        "shop số 1 Việt Nam, hỗ trợ 24/7, đường dây nóng",
        "ghi sai địa chỉ 3 lần, ở số 3 là tốt, 2 minutes down the road",
        "một hai ba bốn năm sáu bảy tám chín mười",
        "anh Nguyễn Văn An giao, chị Lan gọi, @shop trả lời",
        "[PHONE] [EMAIL] [CARD] [ID] [TAX] [ACCOUNT] [INSURANCE] [PLATE] [ADDRESS]",
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert masked(text) == text


def test_accents_tell_a_street_from_its_likes() -> None:
    assert masked("ở 12 phố Huế") == "ở [ADDRESS]"
    assert masked("ăn 12 phở Huế") == "ăn 12 phở Huế"


def test_a_personal_number_cannot_be_of_someone_unborn() -> None:
    assert mask("079227001234", year=2026).text == "079227001234"
    assert mask("079227001234", year=2027).text == "[ID]"


def test_found_tells_where_each_placeholder_stands_in_the_masked_text() -> None:
    assert mask("👍 sđt 0912345678, mail a@b.vn", year=YEAR) == Masked(
        "👍 sđt [PHONE], mail [EMAIL]", (Found("PHONE", 6, 13), Found("EMAIL", 20, 27))
    )


def test_a_placeholder_the_text_came_with_is_found_and_announces_nothing() -> None:
    assert mask("[PHONE] 12345678", year=YEAR) == Masked("[PHONE] 12345678", (Found("PHONE", 0, 7),))


def test_what_a_cut_bares_is_masked_too() -> None:
    assert masked("12/3 ấp 3 phố DH-0569975261") == "[ADDRESS]-[PHONE]"


def test_marks_on_the_last_digit_go_with_it() -> None:
    assert masked("0912345678\u0301\u20e3 ơi") == "[PHONE] ơi"
    assert masked("\u06000912345678") == "[PHONE]"


FRAGMENTS = st.sampled_from(
    """0912345678|0912 345|678|stk |sđt |cccd |mst |bhxh |079188001234|123456789|12/3 |số 12 |ngõ 5 |đường |Lê Lợi|
    |địa chỉ: |lan@gmail.com|@|51F-123.45|4111111111111111|mã đơn |không chín |một hai ba |[PHONE]|[|]|.|, |-|/|#| và |
    |12/05/2024|1.200.000đ|1900 |O|đ|\u0301|\u200d|\u20e3|\u0600|\ud800|\0|👩|٣|９|²|½|İ|\r\n""".split("|")
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=4), max_size=12).map("".join)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_comes_out_sound(text: str) -> None:
    result = mask(text, year=YEAR)
    assert mask(result.text, year=YEAR) == result
    assert all(result.text[hit.start : hit.end] == f"[{hit.kind}]" and hit.kind in KINDS for hit in result.found)
    kept, position = result.text, 0
    for hit in reversed(result.found):
        kept = kept[: hit.start] + kept[hit.end :]
    for character in kept:
        position = text.index(character, position) + 1


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        *((unit, unit) for unit in ("0", "0 ", "12 ", "1.", "4 ", "a@a.", "stk ", "ba ", "(", "e\u0301", "\ud800", "\0")),
        ("0912345678 ", "[PHONE] "),
        ("stk 123456 ", "stk [ACCOUNT] "),
        ("số 1 ngõ 1\n", "[ADDRESS]\n"),
    ],
)
def test_long_texts_come_out_whole(unit: str, expected: str) -> None:
    assert masked(unit * 5_000) == expected * 5_000


def test_a_customer_has_one_hash_however_the_id_is_typed() -> None:
    name = "Khách lẻ 7"
    assert hash_customer(name, KEY) == hash_customer(f"  {unicodedata.normalize('NFD', name)}\n", KEY)
    assert hash_customer(name, KEY) == "cus_xtiuaw7vzuzm4dsx"
    assert hash_customer(name, KEY) != hash_customer(name, b"another 16 bytes")
    assert hash_customer("\ud800", KEY) != hash_customer("\ud801", KEY)


@pytest.mark.parametrize("customer_id", ["", " \t\n"])
def test_a_blank_customer_id_is_refused(customer_id: str) -> None:
    with pytest.raises(InputError, match="is blank"):
        hash_customer(customer_id, KEY)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(InputError, match="has 5 bytes"):
        hash_customer("7", b"short")
