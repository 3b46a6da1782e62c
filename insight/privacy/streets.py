"""The words of an address: what streets are called, what ends their names, and what else a place is called."""

from insight.privacy.shadow import cast, marks


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _marks_by_name(phrases: str, separator: str | None = None) -> dict[str, frozenset[str]]:
    """Each phrase of a list without its diacritics -> the diacritics it has."""
    written = (" ".join(phrase.split()) for phrase in phrases.split(separator))
    return {cast(phrase).text: marks(phrase) for phrase in written}


# First words of street names, where written with a capital: mostly family names.
_FIRST = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Tô Tôn Cao Lương Lâm Đoàn
    Trương Trường Hà Đào Thái Tạ Chu Châu Lạc Âu Triệu Trưng Kim Giải Láng Cầu Xuân Bạch Hàng Quang Hai Bà Ông Điện Cách
    Xô Cộng Hùng Khâm Phùng Đội Mạc Tăng Pasteur Yersin Calmette Alexandre"""
# Openings that are a street's without capitals too.
_OPENINGS = """
    nguyễn, phạm, trịnh, huỳnh, trần hưng, trần phú, trần quang, trần quốc, trần nhân, trần cao, trần duy, trần
    bình, trần nguyên, trần đại, trần thái, trần văn, trần khát, lê lợi, lê duẩn, lê lai, lê văn, lê thánh, lê
    thanh, lê hồng, lê quang, lê đức, lê trọng, lê đại, lê quý, lê thị, lý thường, lý thái, lý tự, lý nam, lý
    chính, hai bà, bà triệu, quang trung, điện biên, cách mạng, phan chu, phan châu, phan đình, phan đăng, phan
    xích, phan bội, phan văn, phan huy, hoàng hoa, hoàng diệu, hoàng văn, hoàng quốc, ngô quyền, ngô gia, ngô tất,
    ngô thì, bùi thị, bùi viện, bùi đình, bùi hữu, bùi quang, đinh tiên, đinh bộ, võ văn, võ thị, võ nguyên, võ
    chí, tôn đức, tôn thất, tô hiến, tô hữu, trường chinh, trường sa, hoàng sa, trương định, trương hán, lạc long,
    âu cơ, xô viết, nam kỳ, hồ tùng, hồ xuân, kim mã, láng hạ, cầu giấy, xuân thủy, mạc đĩnh, dương bá, dương
    quảng, cao thắng, mai chí, mai thúc, cộng hòa, cống quỳnh, đặng văn, đặng thai, đỗ xuân, đỗ quang, đào tấn, đào
    duy, tạ quang, thái hà, đội cấn, pasteur, yersin, calmette"""
_PROVINCES = """
    Hà Nội, HN, Hồ Chí Minh, HCM, TPHCM, Sài Gòn, SG, Đà Nẵng, Hải Phòng, Cần Thơ, Huế, Thừa Thiên Huế, An Giang,
    Bà Rịa, Vũng Tàu, Bắc Giang, Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Định, Bình Dương, Bình Phước, Bình
    Thuận, Cà Mau, Cao Bằng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Tĩnh,
    Hải Dương, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Nha Trang, Kiên Giang, Kon Tum, Lai Châu, Lâm Đồng, Đà
    Lạt, Lạng Sơn, Lào Cai, Long An, Nam Định, Nghệ An, Vinh, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình,
    Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa,
    Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái, Biên Hòa, Thủ Đức, Việt Nam, Vietnam, thành
    phố"""

# Without diacritics, and without syllables that common street names go on with ("tự", "minh", "trọng", "nhân").
NAME_ENDS = _words(
    """
    a nha nhe nghe nhen giao ship gui goi ma nhung khong ko k hk chua la va voi cho da bi duoc dc rat qua o tai den
    toi vao luc hom shipper shop nguoi em phuong quan xa huyen tp tt tx khu kp ap thon xom ngo ngach hem gan nho
    nay de sao cac ben tren vi hang cham nhanh xong roi luon nua het gio ngay dum giup so p q h f"""
)
# What is counted, or follows "đường" and "phố" without being the name of one.
NOT_A_NAME = _words(
    """
    lan ngay tuan thang nam gio tieng phut nen noi cho cai nguoi don cua shop chiec mon phan cuoc sao diem km met
    day truyen may bay kinh ruot huyet link trang phen mia xa dai di ve dan nao nay do kia rat qua bi dang cung nho
    lon ham thuy hang sat bo phuong chinh dang chuyen chay cong cao vao ra den tu va thi la ma co khong tren vi o
    bao"""
)
# What goes on after a street's name also where every word of the name has a capital.
PLACE_WORDS = _words("phuong quan xa huyen tp hcm tphcm hn sg tt tx khu kp ap thon xom ngo ngach hem p q")
ENGLISH_ENDS = _words(
    """
    min mins minute minutes hr hrs hour hours day days week weeks month months year years yr yrs mile miles km kms
    m meter meters metre metres foot feet ft star stars time times people person persons car cars bus buses block
    blocks way lane lanes of on off in at to by from the a an and or with for this that my our your their his her
    its no down up along across over under near into next is was are were am pm percent dollars bucks more other
    different st nd rd th first second third busy wall flight flights gate bag bags hours' minutes' seats seat row"""
)
LONG_OPENINGS = frozenset({"cach mang", "xo viet", "nam ky", "alexandre de"})
ONE_WORD_NAMES = frozenset({"pasteur", "yersin", "calmette"})
FIRST_WORDS = _marks_by_name(_FIRST)
OPENINGS = _marks_by_name(_OPENINGS, ",")
PROVINCES = frozenset(_marks_by_name(_PROVINCES, ","))
