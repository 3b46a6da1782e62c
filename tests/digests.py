"""Digests made by hand for the tests of their renderers."""

from dataclasses import replace
from datetime import UTC, date, datetime

from insight.answer.digest import SECTIONS, Digest, Measured
from insight.types import Bilingual, Estimate, Figures, Hidden, Insight, InsightKind, Period, Quote, SliceLift, Theme, Trend

INFINITE = float("inf")
HOSTILE = (
    "<script>alert(1)</script></style> & {{7*7}} {% raw %} `x` *b* _i_ [a](http://evil.example) ![p](http://evil.example/p.png)",
    "đảo chữ \u202egnol\u202c \u2066x\u2069 \x1b[31mred\x1b[0m\x00 | cột\r\n\r\n# tiêu đề",
    "[bold red]rich[/] <img src=x onerror=alert(1)> https://evil.example &amp; $x$ ~~s~~",
)
LONG = "app báo giao thành công từ thứ ba mà giờ vẫn chưa nhận được gì, gọi shipper thì thuê bao " * 6
WEEK = Period(date(2026, 11, 16), date(2026, 11, 23))
EIGHT_WEEKS = Period(date(2026, 9, 28), date(2026, 11, 23))
FLAT = Trend(4, 58, 14, 231, Estimate(1.14, 0.27, 3.6, 18), 0.8)


def quote(text: str, language: str = "vi", channel: str | None = "app", day: int = 18) -> Quote:
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    return Quote(f"f-{day}", text, f"{text} Còn lại ổn.", at, channel, language, "negative")


SLOW = Figures(
    theme=Theme(
        "t-slow",
        Bilingual("giao hàng chậm, trễ hẹn nhiều ngày", "late delivery"),
        "delivery.speed",
        "delivery",
        "new",
        date(2026, 10, 5),
        31,
    ),
    owner=Bilingual("Kho vận", "Logistics"),
    level="execution",
    customers=23,
    mentions=31,
    reach=Estimate(23 / 412, 0.0374, 0.0827, 412),
    negative=0.92,
    positive=0.03,
    net_sentiment=Estimate(-88.7, -96.1, -81.25, 23),
    trend=FLAT,
    long_trend=Trend(12, 220, 11, 192, Estimate(0.95, 0.4, 2.2, 23), 1.0),
    impact=Estimate(-3.25, -5.1, -1.42, 310),
    impact_metric="nps",
    impact_range=200.0,
    hidden=Hidden(0, 14),
    slices=(),
    loudest=0.1,
    weekly=(2, 3, 0, 5, 4, 2, 3, 4),
)
NEW = replace(
    SLOW,
    theme=replace(
        SLOW.theme,
        id="t-new",
        name=Bilingual(
            "đơn báo đã giao thành công nhưng khách chưa nhận được, gọi tổng đài nhiều lần không ai nghe máy",
            "marked as delivered but never received",
        ),
        topic=None,
    ),
    trend=Trend(12, 58, 0, 231, Estimate(INFINITE, 5.2, INFINITE, 12), 0.00001, significant=True),
    impact=None,
    impact_metric=None,
    weekly=(0, 0, 0, 0, 0, 0, 0, 12),
)
GROUPED = replace(
    SLOW,
    theme=replace(
        SLOW.theme, id="t-otp", name=Bilingual("mã OTP không về", "OTP never arrives"), topic="digital.account", stage="usage"
    ),
    owner=Bilingual("Sản phẩm số", "Digital product"),
    slices=(
        SliceLift("age_group", "55+", 14, 61, 9, 351, Estimate(8.6, 3.9, 19.1, 14)),
        SliceLift("channel", "hotline", 11, 70, 12, 342, Estimate(4.4, 2.1, 9.4, 11)),
    ),
    impact=Estimate(-1.04, -2.2, 0.3, 310),
)
KIND = replace(
    SLOW,
    theme=replace(
        SLOW.theme,
        id="t-kind",
        name=Bilingual("nhân viên nhiệt tình, nhớ tên khách", "warm staff who know your name"),
        topic="staff.attitude",
        stage="support",
    ),
    owner=Bilingual("Vận hành", "Operations"),
    negative=0.0,
    positive=0.97,
    net_sentiment=Estimate(94.2, 88.0, 100.0, 1204),
    customers=1204,
    reach=Estimate(1204 / 9120, 0.1252, 0.1391, 9120),
    impact=Estimate(2.04, 0.9, 3.3, 310),
)
FADING = replace(
    SLOW,
    theme=replace(
        SLOW.theme, id="t-old", name=Bilingual("app văng khi mở", "app crashes on start"), topic="digital.reliability", stage=None
    ),
    long_trend=Trend(2, 220, 21, 192, Estimate(0.08, 0.01, 0.34, 23), 0.00001, significant=True),
    weekly=(9, 6, 4, 2, 1, 1, 0, 0),
)
LOUD = replace(
    SLOW,
    theme=replace(
        SLOW.theme, id="t-loud", name=Bilingual("đòi hoàn tiền gói cũ", "refund of an old plan"), topic="returns.refund"
    ),
    customers=2,
    reach=Estimate(2 / 412, 0.0013, 0.0175, 412),
    loudest=0.94,
    weekly=(0, 0, 1, 1, 0, 2, 1, 1),
)


def insight(figures: Figures, which: tuple[InsightKind, ...], *quotes: Quote) -> Insight:
    """A theme's figures with a plain statement, whatever the words of the ranking are."""
    name = figures.theme.name
    said = Bilingual(f"Khách nói về “{name.vi}”.", f"Customers speak of “{name.en}”.")
    return Insight(figures, which, 0.0125, said, quotes)


def full_digest() -> Digest:
    """A week with something in every section, hostile and long quotes, a score nobody answered."""
    shown = {
        "new": (
            insight(
                NEW,
                ("emerging", "negative"),
                quote(LONG),
                quote(HOSTILE[0], "mixed"),
                quote("it says delivered, nothing came", "en", "hotline"),
            ),
        ),
        "costs": (
            insight(SLOW, ("costly", "negative"), quote("hẹn 2 ngày mà 9 ngày mới tới"), quote(HOSTILE[1], "other", None)),
        ),
        "hidden": (
            insight(
                GROUPED,
                ("segment", "channel", "negative"),
                quote("đợi OTP 15p ko thấy, lần nào cũng v", "vi", "zalo"),
                quote(HOSTILE[2], "en", "kiosk"),
            ),
        ),
        "praise": (insight(KIND, ("praised",), quote("chị Hạnh ở quầy 3 nhớ cả tên con mình, thương ghê", "vi", "store")),),
        "fading": (insight(FADING, ("fading", "costly", "negative"), quote("crashes every time I open it", "en")),),
        "care": (insight(LOUD, ("loud", "negative"), quote("trả tiền tôi lại đi!!!", "vi", "facebook")),),
    }
    return Digest(
        period=WEEK,
        evidence=EIGHT_WEEKS,
        feedback=64,
        customers=58,
        anonymous=7,
        evidence_customers=412,
        scores=(
            Measured("nps", Estimate(-4.55, -25.1, 16.04, 44), Estimate(12.3, 4.7, 19.9, 310)),
            Measured("csat", None, Estimate(81.24, 76.0, 85.5, 262)),
            Measured("ces", None, None),
            Measured("net_sentiment", Estimate(0.0, -21.3, 21.3, 58), Estimate(8.21, 0.05, 16.4, 1412)),
        ),
        unthemed=0.183,
        minimum_answers=30,
        sections=shown,
    )


def quiet_digest() -> Digest:
    """A week in which nothing stands out."""
    return replace(full_digest(), sections=dict.fromkeys(SECTIONS, ()))
