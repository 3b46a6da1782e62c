import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.normalise import Language, language

VIETNAMESE = """
Giao hàng chậm quá, gọi tổng đài không ai nghe máy
giao hang cham qua, goi tong dai khong ai nghe may
App hay văng lúc chuyển khoản
shop ship nhanh, app ok
k ai nghe may het
dc cái nv nhiệt tình, cx ok
Quáaa xịnnnn luônnnn ❤️❤️❤️
toi can ban ho tro doi mat khau
com ngon, ban sach, nhan vien vui
com ngon
hang dep lam
may nong, pin tut
Cam on shop
service tốt
mình thích cái feature này lắm
sản phẩm good, giao hàng nhanh
Tom làm ở New York, còn tôi ở American Express
ok
app lag
wifi yeu
khong
te
ạ
nhju ng mua wa
Vải hơi mỏng :((
ban co giao hang ra Hue khong
""".strip().splitlines()
ENGLISH = """
The delivery was slow and nobody answered the phone
can i change the size
I can not log in
the food is so good
so sad
Good
bad
no
Love the phở
Thanks for the quick reply!
Waited 45 mins, still no bill
Couldn't be happier
@united thanks http://t.co/abc
it's okay I guess
lol this app is a joke
Friendly staff, spotless room
Me and my son had to wait
mediocrity at its finest, overpriced mains
""".strip().splitlines()
MIXED = """
app lag quá, support chậm
Staff thân thiện, food ngon, price hợp lý
Delivery nhanh, packaging cẩn thận
Nhân viên very friendly và helpful
app good but hay bị lag hoài
Service was slow nhưng đồ ăn ngon
mình check order mà vẫn pending hoài
Very good, sẽ ủng hộ shop dài dài
nv helpful lam, the room was clean nhung gia hoi cao
""".strip().splitlines()
OTHER = """
Le service est très bon et la livraison rapide
Je suis déçu, le produit ne fonctionne pas
Livraison rapide, produit conforme à la description
Le personnel est aimable mais les prix sont trop élevés
Très mauvaise expérience, je ne reviendrai jamais
Merci beaucoup pour votre aide
L'application plante tout le temps depuis la mise à jour
El servicio fue muy bueno y la entrega rápida
No me gusta la calidad, es muy mala
El producto llegó roto y nadie responde
La aplicación no funciona desde ayer
Muchas gracias por la atención
Los empleados son amables pero hay que esperar mucho
Excelente servicio, volveré a comprar aquí
Precio justo y buena calidad
Der Kundenservice ist sehr freundlich
Die Lieferung kam zwei Wochen zu spät
Leider ist das Produkt kaputt angekommen
Ich bin mit der Qualität nicht zufrieden
Alles gut, schnelle Lieferung, gerne wieder
Die App stürzt ständig ab
Das Personal war unhöflich und langsam
Barang bagus sekali, pengiriman cepat
Pelayanan sangat ramah dan harga murah
Aplikasi ini sering error, tidak bisa login
Saya kecewa karena barang yang datang rusak
Makanannya enak tapi tempatnya kecil
Terima kasih, penjual sangat membantu
Kualitas kain tipis dan mudah sobek
Sudah dua minggu pesanan belum sampai
Perkhidmatan sangat lambat dan pekerja tidak mesra
Saya suka kedai ini, makanan sedap
Penghantaran lewat tiga hari, tak puas hati
Harga berpatutan dan kualiti bagus
Aplikasi ini tak boleh dibuka sejak semalam
Ang bagal ng delivery ninyo
Maganda ang produkto at mabilis dumating
Hindi ako makapag login sa app
Salamat po, napakabait ng mga staff
Masarap ang pagkain pero mahal
Bakit walang sumasagot sa hotline ninyo
服务态度很好，送货也快
质量太差了，不会再买
应用程序总是崩溃
价格便宜但是包装不好
商品很好 ok
배송이 빠르고 포장도 좋아요
앱이 자꾸 꺼져요
직원분들이 친절합니다
가격이 너무 비싸요
สินค้าดีมาก ส่งเร็ว
พนักงานบริการไม่ดีเลย
แอปค้างบ่อยมาก
ราคาแพงเกินไป
ขอบคุณค่ะ ได้รับของแล้ว
Сервис отличный, доставка быстрая
サービスがとても良いです
الخدمة ممتازة
asdf
qwerty asdfgh
sadasd asdasd
12345 0912
😀😀😀 !!!
https://example.com/abc
@shop #sale
[PHONE] [EMAIL]
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (text, expected)
        for expected, texts in (("vi", VIETNAMESE), ("en", ENGLISH), ("mixed", MIXED), ("other", [*OTHER, "", " \x00\ud800"]))
        for text in texts
    ],
)
def test_language(text: str, expected: Language) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    "typed", ["te\u0323\u0302 qua\u0301 shop \u01a1i", "T\u1ec6 QU\u00c1 SHOP \u01a0I", "tệ\u200b qu\u200bá shop ơi"]
)
def test_how_it_is_typed_does_not_matter(typed: str) -> None:
    assert language(typed) == "vi"


@given(st.text())
@settings(derandomize=True, max_examples=200, deadline=None)
def test_any_text_has_a_language(text: str) -> None:
    assert language(text) in ("vi", "en", "mixed", "other")
