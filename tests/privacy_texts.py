"""Texts made from the written rules of personal data in Vietnam: some hold it, in the forms people use, some only look like it."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

MOBILE = """032 033 034 035 036 037 038 039 052 056 058 059 070 076 077 078 079 081 082 083 084 085 086 087 088 089 090
    091 092 093 094 096 097 098""".split()
AREA = "0203 0204 0210 0225 0236 0251 0254 0258 0262 0274 0292 0296".split()
BIRTH_PROVINCE = "001 004 019 024 031 036 038 040 046 048 056 066 072 075 077 079 082 087 092 096".split()
NO_PROVINCE = "003 005 007 009 013 016 018 021 032 039 041 050 061 065 076 081 088 097 099".split()
PLATE_PROVINCE = "11 14 15 20 29 30 34 36 43 47 49 50 51 59 60 61 65 72 79 81 86 88 92 99".split()
NO_PLATE_PROVINCE = "10 13 42 44 45 46 87 91 96".split()
STREETS = """Lê Lợi|Nguyễn Huệ|Trần Hưng Đạo|Hai Bà Trưng|Lý Thường Kiệt|Nguyễn Văn Trỗi|Phan Đình Phùng|Võ Thị Sáu|\
Điện Biên Phủ|Hoàng Văn Thụ|Nguyễn Thị Minh Khai|Tô Hiến Thành|Quang Trung|Bùi Thị Xuân|Đặng Văn Ngữ""".split("|")
OTHER_STREETS = "Hoa Hồng|Vườn Lài|Bờ Bao Tân Thắng|Cây Trâm|Bình Lợi".split("|")
AREAS = "phường Bến Nghé|P.12|xã Tân Hội|Quận 1|quận Ba Đình|TP. Thủ Đức|Hà Nội|Đà Nẵng|TP.HCM".split("|")
WORD_OF_DIGIT = dict(zip("0123456789", "không một hai ba bốn năm sáu bảy tám chín".split(), strict=True))
FULL_WIDTH = str.maketrans("0123456789", "".join(chr(0xFF10 + n) for n in range(10)))
ARABIC_INDIC = str.maketrans("0123456789", "".join(chr(0x0660 + n) for n in range(10)))

BEFORE = ["", "Giao hàng chậm quá. ", "Shop ơi, ", "Hàng đẹp nhưng thiếu phụ kiện, ", "Em chờ 3 ngày rồi. "]
AFTER = [" nhé", " ạ", ".", ", cảm ơn shop", " mà chưa thấy trả lời", "! 5 sao"]


@dataclass(frozen=True)
class Case:
    """A text and what must become of it."""

    text: str
    masked: str


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def grouped(rng: random.Random, number: str, shapes: list[tuple[int, ...]]) -> str:
    """The number in one piece or in one of the shapes that fit it."""
    fitting = [shape for shape in shapes if sum(shape) == len(number)]
    if not fitting or rng.random() < 0.5:
        return number
    separator, parts, at = rng.choice(" .-"), [], 0
    for size in rng.choice(fitting):
        parts.append(number[at : at + size])
        at += size
    return separator.join(parts)


def disguised(rng: random.Random, number: str) -> str:
    """The number as typed, or now and then in other digits, with invisible characters, or with O for 0."""
    disguise = rng.randrange(12)
    if disguise == 0:
        return number.translate(FULL_WIDTH)
    if disguise == 1:
        return number.translate(ARABIC_INDIC)
    if disguise == 2:
        return rng.choice(["\u200b", "\u2060", "\u00ad"]).join(number)
    if disguise == 3:
        return number.replace("0", rng.choice("oO"))
    return number


def luhn_digit(number: str) -> str:
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(number))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def tax_code(rng: random.Random) -> str:
    """Ten digits with the check digit of Circular 105/2020."""
    while True:
        nine = digits(rng, 9)
        check = 10 - sum(int(d) * w for d, w in zip(nine, (31, 29, 23, 19, 17, 13, 7, 5, 3), strict=True)) % 11
        if check < 10 and nine[2:] != "0000000":
            return nine + str(check)


def personal_number(rng: random.Random) -> str:
    century, years = rng.choice([("01", range(40, 100)), ("23", range(0, 20))])
    return rng.choice(BIRTH_PROVINCE) + rng.choice(century) + f"{rng.choice(years):02}" + digits(rng, 6)


def phone(rng: random.Random) -> str:
    mobile = rng.choice(MOBILE) + digits(rng, 7)
    if mobile.startswith("052"):
        mobile = "0528" + mobile[4:]
    if mobile.startswith("089"):
        mobile = "0899" + mobile[4:]
    form = rng.randrange(10)
    if form == 0:
        return " ".join(WORD_OF_DIGIT[digit] for digit in mobile)
    if form == 1:
        return rng.choice(["+84", "84", "0084", "+84 ", "(+84) ", "+84-"]) + grouped(rng, mobile[1:], [(3, 3, 3), (2, 3, 4)])
    if form == 2:
        landline = rng.choice(AREA) + digits(rng, 7)
        return rng.choice([landline, f"({landline[:4]}) {landline[4:]}", f"{landline[:4]} {landline[4:7]} {landline[7:]}"])
    if form == 3:
        return rng.choice(["024", "028"]) + rng.choice(["", " ", "."]) + rng.choice("367") + digits(rng, 7)
    shapes = [(4, 3, 3), (3, 3, 4), (3, 4, 3), (4, 6), (2, 2, 2, 2, 2), (4, 2, 2, 2), (3, 7)]
    return disguised(rng, grouped(rng, mobile, shapes))


def phone_case(rng: random.Random) -> tuple[str, str, str]:
    keyword = ["", "sđt ", "SĐT: ", "số điện thoại của em là ", "gọi ", "Zalo ", "liên hệ ", "Tel:", "điện thoại "]
    return rng.choice(keyword), phone(rng), "PHONE"


def email_case(rng: random.Random) -> tuple[str, str, str]:
    local = rng.choice(["lan.nguyen", "tran_minh", "hoa+shop", "pvt1990", "n.v.a", "ABC", "le-thu"])
    domain = rng.choice(["gmail.com", "yahoo.com.vn", "fpt.edu.vn", "mail.cong-ty.vn", "outlook.com", "x.io", "Gmail.Com"])
    disguise = rng.choice(["@", "@", "@", "@", " @ ", "(at)", " [at] "])
    if disguise != "@":
        domain = rng.choice(["gmail.com", "yahoo.com", "outlook.com"])
    return rng.choice(["", "email ", "mail: ", "gửi về "]), local + digits(rng, rng.randrange(5)) + disguise + domain, "EMAIL"


def card_case(rng: random.Random) -> tuple[str, str, str]:
    if rng.random() < 0.4:
        number = "9704" + f"{rng.randrange(100):02}" + digits(rng, rng.choice([10, 13]))
    else:
        number = rng.choice(["4" + digits(rng, 3), f"5{rng.randint(1, 5)}" + digits(rng, 2), "3566", "6250"]) + digits(rng, 11)
        number += luhn_digit(number)
    keyword = ["", "số thẻ ", "thẻ ", "thẻ tín dụng: ", "card ", "thẻ ATM của mình "]
    return rng.choice(keyword), disguised(rng, grouped(rng, number, [(4, 4, 4, 4), (4, 4, 4, 4, 3)])), "CARD"


def id_case(rng: random.Random) -> tuple[str, str, str]:
    form = rng.randrange(5)
    if form == 0:
        number = grouped(rng, personal_number(rng), [(3, 3, 3, 3), (4, 4, 4), (3, 3, 6)])
        return "", disguised(rng, number), "ID"
    if form == 1:
        return rng.choice(["CMND ", "cmnd: ", "số chứng minh thư ", "cmt "]), grouped(rng, digits(rng, 9), [(3, 3, 3)]), "ID"
    if form == 2:
        return rng.choice(["GPLX ", "bằng lái xe số ", "giấy phép lái xe "]), digits(rng, 12), "ID"
    if form == 3:
        return (
            rng.choice(["hộ chiếu ", "passport no. ", "hộ chiếu số "]),
            rng.choice("BCKNP") + digits(rng, rng.choice([7, 8])),
            "ID",
        )
    keyword = ["CCCD ", "căn cước công dân: ", "số định danh ", "MST cá nhân ", "cccd của em là "]
    return rng.choice(keyword), disguised(rng, grouped(rng, personal_number(rng), [(3, 3, 3, 3), (4, 4, 4)])), "ID"


def tax_case(rng: random.Random) -> tuple[str, str, str]:
    code, branch = tax_code(rng), f"-{rng.randint(1, 999):03}"
    if rng.random() < 0.2:
        return "", code + branch, "TAX"
    keyword = ["MST ", "mst: ", "mã số thuế ", "Mã số thuế công ty là ", "tax code "]
    return rng.choice(keyword), disguised(rng, code) + rng.choice(["", "", branch]), "TAX"


def account_case(rng: random.Random) -> tuple[str, str, str]:
    length = rng.choice([6, 8, 9, 10, 11, 12, 13, 14, 16])
    number = rng.choice("123456789") + digits(rng, length - 2) + rng.choice("123456789")
    shapes = [(4, 4), (3, 3, 3), (4, 3, 3), (3, 4, 4), (4, 4, 4), (4, 4, 5), (4, 6, 4), (4, 4, 4, 4)]
    keyword = ["stk ", "STK: ", "số tài khoản ", "Số tài khoản của em là ", "stk vietcombank ", "số tk MB ", "stk: VCB "]
    if length >= 8 and rng.random() < 0.3:
        return rng.choice(["tài khoản ", "vietcombank ", "tk ngân hàng ACB ", "chuyển khoản vào "]), number, "ACCOUNT"
    return rng.choice(keyword), disguised(rng, grouped(rng, number, shapes)), "ACCOUNT"


def insurance_case(rng: random.Random) -> tuple[str, str, str]:
    if rng.random() < 0.3:
        letters = rng.choice(["DN", "GD", "HC", "TE", "HT", "SV"])
        number = letters + rng.choice(["", " "]) + rng.choice("12345") + digits(rng, 12)
        return rng.choice(["BHYT ", "thẻ BHYT số ", "bảo hiểm y tế "]), number, "INSURANCE"
    keyword = ["BHXH ", "mã số BHXH: ", "số sổ bảo hiểm xã hội ", "mã bhxh của em là ", "thẻ bảo hiểm y tế "]
    return rng.choice(keyword), disguised(rng, grouped(rng, digits(rng, 10), [(4, 3, 3), (2, 4, 4)])), "INSURANCE"


def plate_case(rng: random.Random) -> tuple[str, str, str]:
    car = rng.choice(PLATE_PROVINCE) + rng.choice("ABCDEFGHKLMNPSTUVXYZ")
    bike = rng.choice(PLATE_PROVINCE) + rng.choice(["-", ""]) + rng.choice(["B1", "X3", "H1", "AA", "F2", "D1"])
    five, four = digits(rng, 5), digits(rng, 4)
    dotted = f"{five[:3]}.{five[3:]}"
    if rng.random() < 0.5:
        return (
            rng.choice(["", "xe ", "biển số "]),
            rng.choice([f"{car}-{dotted}", f"{bike} {dotted}", f"{bike}-{dotted}"]),
            "PLATE",
        )
    keyword = ["biển số ", "biển số xe: ", "BKS ", "bsx "]
    written = [f"{car}-{five}", f"{car} {four}", f"{car}{five}", f"{bike} {five}", f"{bike}-{four}", f"{car}-{dotted}".lower()]
    return rng.choice(keyword), rng.choice(written), "PLATE"


def address_case(rng: random.Random) -> tuple[str, str, str]:
    number, alley, street = rng.randint(1, 400), rng.randint(2, 300), rng.choice(STREETS)
    anywhere = rng.choice(STREETS + OTHER_STREETS)
    slashed = f"{number}/{rng.randint(10, 90)}" + rng.choice(["", "A", "/5"])
    return rng.choice(
        [
            (rng.choice(["", "giao tới "]), f"số {number} ngõ {alley} phố {anywhere}", "ADDRESS"),
            (rng.choice(["", "nhà em ở "]), f"{slashed} đường {anywhere}", "ADDRESS"),
            (rng.choice(["", "ship đến "]), f"số nhà {number}{rng.choice(['', 'B'])} {street}", "ADDRESS"),
            (rng.choice(["địa chỉ: ", "Địa chỉ là ", "giao về "]), f"{number} {street}", "ADDRESS"),
            ("", f"{slashed} {street}", "ADDRESS"),
            ("", f"{number} {plain(anywhere)} street", "ADDRESS"),
            ("", f"số {number}, tổ {alley}, khu phố {number % 9 + 1}", "ADDRESS"),
            (rng.choice(["", "ở "]), f"hẻm {number} {street}", "ADDRESS"),
            ("", f"{number} đường số {alley}", "ADDRESS"),
        ]
    )


MAKERS: dict[str, Callable[[random.Random], tuple[str, str, str]]] = {
    "PHONE": phone_case,
    "EMAIL": email_case,
    "CARD": card_case,
    "ID": id_case,
    "TAX": tax_case,
    "ACCOUNT": account_case,
    "INSURANCE": insurance_case,
    "PLATE": plate_case,
    "ADDRESS": address_case,
}


def positive(kind: str, rng: random.Random) -> Case:
    keyword, value, placed = MAKERS[kind](rng)
    after = rng.choice(AREAS).join([", ", ""]) if kind == "ADDRESS" else rng.choice(AFTER)
    before = rng.choice(BEFORE)
    change = rng.randrange(5)
    if change == 0:
        before, keyword, value, after = plain(before), plain(keyword), plain(value), plain(after)
    elif change == 1 and kind != "PLATE":
        before, keyword, value, after = before.upper(), keyword.upper(), value.upper(), after.upper()
    elif change == 2:
        before, keyword, value, after = (unicodedata.normalize("NFD", part) for part in (before, keyword, value, after))
    return Case(before + keyword + value + after, f"{before}{keyword}[{placed}]{after}")


LOOKALIKES = {
    "PHONE": """mã đơn {mobile}|DH-{mobile} chưa giao|SPXVN{mobile}|đơn #{d8}|hotline 1900 {d4} không ai nghe|gọi 1800{d4} mãi
        |giao {date} {hour}h|lúc {date} {hour}:{hour}|điện thoại giá {price}|iPhone {n} Pro A{d4}|mã {dull}|0{d8} điểm
        |gọi {n} lần, chờ {n} phút|sđt shop đâu, {n} ngày rồi""",
    "EMAIL": """@shop{n} trả lời đi|mua {n} @ {price}|tiktok.com/@user{n}|hẹn {n}h@quán|email không nhận được OTP {d6}
        |www.shop{n}.vn lỗi|v{n}.{small}.0@latest|gmail báo lỗi {n} lần""",
    "CARD": """mã vận đơn 4{d15}|IMEI 35{d13}|1{d15} là mã|8{d15}|phí thẻ {price}|thẻ hết hạn {date}|mở thẻ {n} ngày|ID:{n} 2024 2025
        |4111 1111 1111 1112|5500 0000 0000 0005|size 35 36 37 38 39 40 41 {n}|quẹt thẻ {n} lần""",
    "ID": """{unborn}|{nowhere}|079{high}{d8}|đơn 2{d11}|chụp CCCD {n} lần|xác thực CCCD gắn chip {n} phút|mã {d9}x|mã đơn 0{d11}
        |cccd hết hạn {date}|cmnd làm {n} ngày, phí {price}|bằng lái B{small}|hộ chiếu gia hạn {n} ngày""",
    "TAX": """hỏi mã số thuế {n} lần|thuế {n}% là {price}|xuất hóa đơn MST chậm {n} ngày|hóa đơn số {d8} ngày {date}|đóng thuế {price}
        |MST cập nhật {date}|1{taxless}|mã 1{taxless}-{n}""",
    "ACCOUNT": """tài khoản bị trừ {price}|stk chuyển {price} rồi|tk còn {small}00000|ngân hàng báo {date}|MB {n} GB data
        |vcb lỗi {n} lần, OTP {d6}|mã giao dịch {d12} của ngân hàng|đăng ký tài khoản {n} ngày chưa duyệt
        |tài khoản momo chưa nạp quá {price}|techcombank 24/7, hotline 1800{d6}|nạp {small}00.000 vào tài khoản""",
    "INSURANCE": """bảo hiểm {n} tháng|mua bảo hiểm {price}|BHYT trả {n}%|bhxh chờ {n} ngày từ {date}|mã đơn bảo hiểm BH{d8}
        |bảo hiểm rơi vỡ iPhone {n}|BHXH 1 lần {price}""",
    "PLATE": """giá {n}K-{n}0K|{n}k {n}000 cái|{noplate}A-{d3}.{d2}|Galaxy A{n} {small}G {n}GB|mã sản phẩm 51F{d5}|model 29B1-{d4}
        |size {n}A {d2}|xe {n} chỗ, biển số đẹp|phòng {n}B {d3}|DH-29A{d5}|51F-{d2}|30A {d3}""",
    "ADDRESS": """{n} phút giao tới|đi {n} km đường xấu|cho {small} muỗng đường {small} sữa|phở {n}k bún {n}k|shop số {small} Việt Nam
        |hỗ trợ 24/7, đường dây nóng {n}|ghi sai địa chỉ {n} lần|đổi địa chỉ {n} ngày chưa xong|đơn số {n} thiếu hàng
        |ngày {small}/11 Nguyễn Văn An giao|{n} phần phố biển|{n} minutes down the road|quận {small} đường kẹt xe
        |bàn {n} nhân viên Lê Lan|chất lượng {small}/10|giảm 1/{small} đường|đường chỉ {small} lỗi, size {n}
        |lớp {small} trường Trần Phú|năm 2019 đường Lê Lợi sửa|tô {small} đầy""",
}


class Blanks(dict[str, str]):
    """What the blanks of a lookalike are filled with; `d8` stands for eight digits."""

    def __init__(self, rng: random.Random) -> None:
        day, month, year, mark = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2019, 2026), rng.choice("/.-")
        super().__init__(
            n=str(rng.randint(10, 99)),
            small=str(rng.randint(2, 9)),
            high=rng.choice("456789"),
            hour=str(rng.randint(10, 22)),
            price=rng.choice(["1.200.000đ", "350k", "2tr5", "150.000 VND", "12.990.000đ"]),
            date=f"{day:02}{mark}{month:02}{mark}{year}",
            mobile=rng.choice(MOBILE) + digits(rng, 7),
            dull=rng.choice("4679") + digits(rng, 9),
            unborn=f"079{rng.choice('23')}{rng.randint(30, 99)}{digits(rng, 6)}",
            nowhere=rng.choice(NO_PROVINCE) + digits(rng, 9),
            noplate=rng.choice(NO_PLATE_PROVINCE),
            taxless=tax_code(rng)[1:],
        )
        self.rng = rng

    def __missing__(self, name: str) -> str:
        return digits(self.rng, int(name.removeprefix("d")))


def lookalike(kind: str, rng: random.Random) -> str:
    """A text that holds nobody's data and is close to one that does."""
    template = rng.choice([" ".join(text.split()) for text in LOOKALIKES[kind].split("|")])
    return rng.choice(BEFORE) + template.format_map(Blanks(rng)) + rng.choice(AFTER)
