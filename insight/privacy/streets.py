"""The words of an address: what streets are called, what ends their names, and what else a place is called."""

from insight.privacy.shadow import cast, marks

MOST_WORDS = 5  # of a street's name


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
# The streets that most towns have, whole: known without capitals, and known where they end.
_NAMES = """
    an dương vương, âu cơ, bà triệu, bạch đằng, bến vân đồn, bùi hữu nghĩa, bùi thị xuân, bùi viện, cách mạng tháng,
    cách mạng tháng tám, cao bá quát, cao thắng, cầu giấy, chu văn an, cộng hòa, cống quỳnh, cù chính lan,
    dương bá trạc, dương quảng hàm, đại cồ việt, đào duy anh, đào duy từ, đào tấn, đặng thai mai, đặng tiến đông,
    đặng văn ngữ, điện biên phủ, đinh bộ lĩnh, đinh tiên hoàng, đỗ xuân hợp, đội cấn, giải phóng, hai bà trưng,
    hàng bài, hàng bông, hàng đào, hàng gai, hàng mã, hoàng diệu, hoàng hoa thám, hoàng quốc việt, hoàng sa,
    hoàng văn thụ, hồ tùng mậu, hồ xuân hương, hùng vương, huỳnh tấn phát, huỳnh thúc kháng, huỳnh văn bánh,
    kha vạn cân, khâm thiên, kim mã, lạc long quân, láng hạ, lê duẩn, lê đại hành, lê đức thọ, lê hồng phong,
    lê lai, lê lợi, lê quang định, lê quý đôn, lê thánh tôn, lê thánh tông, lê thị riêng, lê trọng tấn,
    lê văn duyệt, lê văn lương, lê văn quới, lê văn sỹ, lê văn việt, lũy bán bích, lý chính thắng, lý nam đế,
    lý quốc sư, lý thái tổ, lý thường kiệt, lý tự trọng, lý văn phức, mạc đĩnh chi, mai chí thọ, mai thúc loan,
    nam kỳ khởi nghĩa, ngô gia tự, ngô quyền, ngô tất tố, nguyễn chí thanh, nguyễn cư trinh, nguyễn du,
    nguyễn đình chiểu, nguyễn huệ, nguyễn hữu cảnh, nguyễn hữu thọ, nguyễn kiệm, nguyễn oanh, nguyễn thái bình,
    nguyễn thái học, nguyễn thị định, nguyễn thị minh khai, nguyễn thị thập, nguyễn thiện thuật, nguyễn trãi,
    nguyễn tri phương, nguyễn văn cừ, nguyễn văn linh, nguyễn văn trỗi, pasteur, phạm hùng, phạm ngọc thạch,
    phạm ngũ lão, phạm thế hiển, phạm văn đồng, phan bội châu, phan chu trinh, phan châu trinh, phan đăng lưu,
    phan đình phùng, phan huy ích, phan văn trị, phan xích long, quang trung, quốc tử giám, sư vạn hạnh,
    tạ quang bửu, tây sơn, thái hà, thái phiên, tô hiến thành, tô hiệu, tô ngọc vân, tố hữu, tôn đản, tôn đức thắng,
    tôn thất thuyết, tôn thất tùng, trần cao vân, trần duy hưng, trần đại nghĩa, trần hưng đạo, trần khát chân,
    trần nhân tông, trần phú, trần quang diệu, trần quang khải, trần quốc toản, trần thái tông, trường chinh,
    trương định, trường sa, võ chí công, võ nguyên giáp, võ thị sáu, võ văn kiệt, võ văn ngân, võ văn tần, xã đàn,
    xô viết nghệ tĩnh, xuân diệu, xuân thủy, yersin"""
# What streets named after a person begin with, where the rest is less well known.
_OPENINGS = """
    nguyễn, phạm, trịnh, huỳnh, trần văn, trần quang, trần quốc, trần nguyên, trần bình, lê văn, lê thị, lê quang,
    hoàng văn, bùi đình, bùi quang, bùi văn, đặng văn, đỗ văn, phan văn, phan huy, phan đình, võ văn, võ thị, vũ văn,
    hồ văn, ngô văn, dương văn, lý văn, đinh văn, tôn thất, trương văn, tô vĩnh, cao văn"""
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
    nay hoac sao cac ben tren vi hang cham nhanh xong roi luon nua het gio ngay dum giup so p q h f"""
)
# What is counted, or follows "đường" and "phố" without being the name of one.
NOT_A_NAME = _words(
    """
    lan ngay tuan thang nam gio tieng phut nen noi cho cai nguoi don cua shop chiec mon phan cuoc sao diem km met
    day truyen may bay kinh ruot huyet link trang phen mia xa dai di ve dan nao nay do kia rat qua bi dang cung nho
    lon ham thuy sat phuong chinh dang chuyen chay cong cao vao ra den tu va thi la ma co khong tren vi o
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
FIRST_WORDS = _marks_by_name(_FIRST)
NAMES = _marks_by_name(_NAMES, ",")
OPENINGS = _marks_by_name(_OPENINGS, ",")
PROVINCES = frozenset(_marks_by_name(_PROVINCES, ","))
