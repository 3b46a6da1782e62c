import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.mentions import split
from insight.normalise import normalise, normalise_spans

# One case a line: the mentions, parted by " | "; behind " <- " the text where it is more than the mentions with the plain
# signs between them that the case is about.
CASES = """
# one opinion
tốt <- tốt
Nói chung ổn <- Nói chung ổn.
Mình rất thích sản phẩm này <- "Mình rất thích sản phẩm này!!!"
Còn hàng không shop <- Còn hàng không shop?
Tốt với giá tiền <- Tốt với giá tiền
Được cái nhân viên nhiệt tình <- Được cái nhân viên nhiệt tình
I called and they hung up <- I called and they hung up.
The only downside is the price <- The only downside is the price
# ends of sentences, lines, list items
Giao hàng nhanh | Đóng gói cẩn thận | Sẽ ủng hộ tiếp <- Giao hàng nhanh. Đóng gói cẩn thận! Sẽ ủng hộ tiếp?
Sản phẩm tốt | giao hàng nhanh | ok <- Sản phẩm tốt.giao hàng nhanh.ok
Good price | slow shipping | box was crushed <- Good price; slow shipping; box was crushed
Pin trâu | Camera đẹp | Giá cao <- - Pin trâu\\n- Camera đẹp\\n+ Giá cao
1. Pin trâu | 2. Màn đẹp | 3. Giá rẻ <- 1. Pin trâu 2. Màn đẹp 3. Giá rẻ
1) Good food | 2) Slow staff <- 1) Good food\\n2) Slow staff
Sạch | Rộng | Mát <- • Sạch • Rộng • Mát
rất đẹp | Giao hàng nhanh <- rất đẹpGiao hàng nhanh
服务很好 | 送货太慢了 <- 服务很好。送货太慢了！
# words that turn
Hàng đẹp | giao hơi chậm <- Hàng đẹp nhưng giao hơi chậm
hang dep | giao hoi cham <- hang dep nhung giao hoi cham
Hàng đẹp | giao chậm | shop nhiệt tình <- Hàng đẹp nhg giao chậm, nma shop nhiệt tình
giá hơi cao | chất lượng tốt <- Tuy giá hơi cao nhưng chất lượng tốt
giá cao | chất lượng rất ổn <- Mặc dù giá cao, chất lượng rất ổn
MÁY CHẠY ỔN | PIN HƠI YẾU <- MÁY CHẠY ỔN MẶC DÙ PIN HƠI YẾU
Phòng sạch | nước nóng yếu <- Phòng sạch, tuy nhiên nước nóng yếu
App dùng tốt | hay bị văng <- App dùng tốt, có điều hay bị văng
Sản phẩm tốt | mỗi tội giao lâu <- Sản phẩm tốt, mỗi tội giao lâu
Quán hơi ồn | được cái đồ ăn ngon <- Quán hơi ồn, được cái đồ ăn ngon
Giá hơi cao | bù lại phục vụ chu đáo <- Giá hơi cao, bù lại phục vụ chu đáo
Pin trâu | camera thì mờ <- Pin trâu, còn camera thì mờ
thái độ thì kém <- Nhưng mà thái độ thì kém
nhân viên rất lịch sự <- Ngoài ra, nhân viên rất lịch sự
The food was great | the service was slow <- The food was great but the service was slow.
the food was good | the waiter was rude <- Although the food was good, the waiter was rude
the food was good | the service was slow <- While the food was good, the service was slow
The order arrived late | support was helpful <- The order arrived late. However, support was helpful!
Everything was good | except the parking <- Everything was good except the parking
service slow | đồ ăn ngon <- service slow but đồ ăn ngon
# words that only look like it
không chỉ đẹp mà còn rẻ <- không chỉ đẹp mà còn rẻ
Vẫn còn hàng, còn mới <- Vẫn còn hàng, còn mới
Not only fast but also cheap <- Not only fast but also cheap
Nothing but praise for the nurses <- Nothing but praise for the nurses
While waiting for a table, we were ignored <- While waiting for a table, we were ignored
Great location, though <- Great location, though.
# commas and "and" between opinions
giao nhanh | đóng gói kỹ | giá rẻ <- giao nhanh, đóng gói kỹ, giá rẻ
App hay văng | không đăng nhập được | gọi hotline không ai nghe <- App hay văng, không đăng nhập được, gọi hotline không ai nghe
GIAO SAI MÀU | KHÔNG CHO ĐỔI <- GIAO SAI MÀU, KHÔNG CHO ĐỔI
giao nhầm màu | ko cho đổi <- giao nhầm màu, ko cho đổi
Đồ ăn ngon | nhân viên phục vụ chu đáo <- Đồ ăn ngon và nhân viên phục vụ chu đáo
cảm ơn shop | hàng đẹp lắm <- cảm ơn shop, hàng đẹp lắm
Lúc mua thì niềm nở | lúc bảo hành thì lạnh nhạt <- Lúc mua thì niềm nở, lúc bảo hành thì lạnh nhạt
Great food | friendly staff <- Great food and friendly staff
fast delivery | good quality | cheap <- fast delivery, good quality, cheap
Nice doctor | long wait | no parking <- Nice doctor, long wait, no parking
The room was clean and comfortable | breakfast was delicious <- The room was clean and comfortable, and breakfast was delicious
Staff thân thiện | food ngon | price hợp lý <- Staff thân thiện, food ngon, price hợp lý
Dịch vụ tốt | nhân viên hơi chậm | sạch <- Dịch vụ tốt (nhân viên hơi chậm) nhưng sạch
Hàng đẹp 😍 | giao nhanh 😊 <- Hàng đẹp 😍 giao nhanh 😊
Tệ quá :(( | không bao giờ quay lại <- Tệ quá :(( không bao giờ quay lại
Hàng đẹp | giao hơi chậm <- Hàng đẹp... giao hơi chậm
# what happened, told in clauses
Waited 45 minutes for a table by the door | nobody came to take our order \
<- Waited 45 minutes for a table by the door, nobody came to take our order
Chờ bàn ba mươi phút ngoài trời nắng | nhân viên đi qua đi lại không ai hỏi \
<- Chờ bàn ba mươi phút ngoài trời nắng, nhân viên đi qua đi lại không ai hỏi
When I finally got through, the agent hung up <- When I finally got through, the agent hung up
Khi tôi gọi lên tổng đài lần thứ ba, nhân viên mới chịu trả lời <- Khi tôi gọi lên tổng đài lần thứ ba, nhân viên mới chịu trả lời
Đặt thứ hai, thứ sáu mới tới <- Đặt thứ hai, thứ sáu mới tới
# commas and "and" inside one opinion
nhân viên thân thiện, nhiệt tình <- nhân viên thân thiện, nhiệt tình
Thầy dạy dễ hiểu, nhiệt tình, vui tính <- Thầy dạy dễ hiểu, nhiệt tình, vui tính
Nhân viên, bác sĩ và y tá đều tốt <- Nhân viên, bác sĩ và y tá đều tốt
Về camera, chụp khá đẹp | pin cũng ổn <- Về camera, chụp khá đẹp, pin cũng ổn
friendly and helpful staff <- friendly and helpful staff
fast, friendly service <- fast, friendly service
iPhone, iPad and Mac <- iPhone, iPad and Mac
# no sign at all
giao hàng nhanh | đóng gói cẩn thận | shop nhiệt tình | sẽ ủng hộ tiếp \
<- giao hàng nhanh đóng gói cẩn thận shop nhiệt tình sẽ ủng hộ tiếp
giao hang nhanh | dong goi can than | shop nhiet tinh | se ung ho tiep \
<- giao hang nhanh dong goi can than shop nhiet tinh se ung ho tiep
hàng đẹp | giá rẻ | giao nhanh <- hàng đẹp giá rẻ giao nhanh
# points, commas and signs that cut nothing
Máy 2.5tr, màn 6,5 inch, mua ở TP.HCM lúc 10:30 <- Máy 2.5tr, màn 6,5 inch, mua ở TP.HCM lúc 10:30
Giá 1.250.000đ là hợp lý | giao hàng thì chậm <- Giá 1.250.000đ là hợp lý; giao hàng thì chậm
Đồ ăn, nước uống v.v. đều ngon <- Đồ ăn, nước uống v.v. đều ngon
Chờ mãi... cuối cùng cũng tới <- Chờ mãi... cuối cùng cũng tới
Xem shop.vn hoặc https://abc.vn/x?a=1,2;b rồi mail a.b@shop.com.vn nhé \
<- Xem shop.vn hoặc https://abc.vn/x?a=1,2;b rồi mail a.b@shop.com.vn nhé
it's $4.50, e.g. the latte, at 8.30 a.m. on Main St. near Dr. Lee <- it's $4.50, e.g. the latte, at 8.30 a.m. on Main St. near Dr. Lee
user-friendly (very) <- user-friendly (very).
# nothing to read
😡😡😡 <- 😡😡😡
... <- ...
Nhưng <- Nhưng
"""


def _cases() -> list[tuple[str, list[str]]]:
    lines = CASES.replace("\\\n", "").strip().splitlines()
    pairs = [line.split(" <- ") for line in lines if not line.startswith("# ")]
    return [(text.replace("\\n", "\n").strip('"'), said.split(" | ")) for said, text in pairs]


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_split(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == expected


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff", "\x00\ud800"])
def test_what_cannot_be_seen_has_no_mention(text: str) -> None:
    assert split(text) == []


def test_offsets_are_those_of_the_text_as_it_was_typed() -> None:
    text = unicodedata.normalize("NFD", "\ufeffHàng đẹp\u200b, nhưng giao chậm!")
    assert [unicodedata.normalize("NFC", text[start:end]) for start, end in split(text)] == ["Hàng đẹp", "giao chậm"]
    assert split("\U0001f600 ok. \U0001f600\ntệ") == [(0, 7), (8, 10)]


def test_long_parts_are_cut_at_their_last_comma() -> None:
    text = " ".join(["từ"] * 30 + ["kia,"] + ["chữ"] * 40 + ["đó,"] + ["lời"] * 50)
    assert [len(text[start:end].split()) for start, end in split(text)] == [31, 41, 50]


def test_long_parts_without_commas_are_cut_all_the_same() -> None:
    assert [end - start for start, end in split("lời " * 150)] == [60 * 4 - 1, 60 * 4 - 1, 30 * 4 - 1]


FRAGMENTS = st.sampled_from(
    "nhưng tốt giao hàng nhanh , . ! ... ( ) - + 1. 2. và còn pin trâu but although food good staff \u0301 \u0323 \u200b \ud800 \x00 😍 "
    ":)) http://a.b/c x@y.vn TP.HCM e.g. v.v. 10:30 2,5 50% đẹpGiao k tuy [PHONE] ａ ; &amp; “ ” : đánh ² Ⅷ".split()
) | st.sampled_from(["\n", "mặc dù", "mà còn", "được cái", "\r\n", "the food was good", " "])
TEXTS = st.text(max_size=60) | st.lists(FRAGMENTS, max_size=25).map("".join) | st.lists(FRAGMENTS, max_size=25).map(" ".join)
# The only words of the fragments that may be left out, folded.
LEFT_OUT = frozenset("nhung va con but although tuy mac du ma".split())


@given(TEXTS)
@settings(derandomize=True, max_examples=250, deadline=None)
def test_spans_are_sorted_disjoint_trimmed_and_never_empty(text: str) -> None:
    spans = split(text)
    flat = [offset for span in spans for offset in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert bool(spans) == bool(normalise(text))


@given(TEXTS)
@settings(derandomize=True, max_examples=150, deadline=None)
def test_every_mention_survives_normalisation(text: str) -> None:
    _, spans = normalise_spans(text, split(text))
    assert all(start < end for start, end in spans)


@pytest.mark.parametrize(
    "unit", ["a", "tốt, ", "pin trâu ", "nhưng ", "mặc dù ", "1. a ", "(", "a.", "[A", "😍", "đẹpGiao", "_-", "T_"]
)
def test_long_texts_are_split_in_one_go(unit: str) -> None:
    text = unit * (4_000 // len(unit))
    spans = split(text)
    assert spans
    assert spans[-1][1] <= len(text)
