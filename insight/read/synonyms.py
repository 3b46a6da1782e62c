"""Channels, sources, phases and languages as files name them, in Vietnamese and English.

Of each id there are words that say the same, and words that say more (a platform, a brand of phone): those the reader also keeps.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from insight.text import fold


class Known(NamedTuple):
    """An id of ours; `says_more` where the word that was read tells more than the id."""

    id: str
    says_more: bool


_CHANNELS = {
    "app": ("app", "mobile app", "mobile", "ứng dụng", "ứng dụng di động", "app di động", "in-app"),
    "web": ("web", "website", "trang web", "online", "trực tuyến", "web chat form", "web form", "landing page"),
    "store": (
        *(
            "store",
            "in-store",
            "offline",
            "shop",
            "branch",
            "showroom",
            "counter",
            "cửa hàng",
            "tại cửa hàng",
            "chi nhánh",
            "quầy",
        ),
        *("tại quầy", "phòng giao dịch", "siêu thị", "trực tiếp", "restaurant", "nhà hàng", "point of sale", "pos"),
    ),
    "hotline": (
        "hotline",
        "phone",
        "call",
        "call center",
        "call centre",
        "contact center",
        "tổng đài",
        "điện thoại",
        "gọi điện",
        "đường dây nóng",
    ),
    "chat": ("chat", "live chat", "chatbot", "webchat", "trò chuyện", "tin nhắn chat"),
    "email": ("email", "e-mail", "mail", "thư điện tử"),
    "sms": ("sms", "text message", "tin nhắn", "tin nhắn sms"),
    "zalo": ("zalo", "zalo oa"),
    "facebook": ("facebook", "fb", "fanpage", "messenger", "facebook messenger"),
    "marketplace": ("marketplace", "sàn", "sàn tmđt", "sàn thương mại điện tử", "e-commerce", "tmđt"),
    "other": ("other", "others", "khác", "kênh khác"),
}
_CHANNEL_BRANDS = {
    "app": ("ios", "android", "iphone", "app store", "google play", "ch play"),
    "marketplace": ("shopee", "lazada", "tiki", "sendo", "tiktok shop", "amazon"),
}
_SOURCES = {
    "survey": ("survey", "surveys", "khảo sát", "phiếu khảo sát", "nps survey", "csat survey", "questionnaire", "bảng hỏi"),
    "review": ("review", "reviews", "đánh giá", "app review", "product review", "nhận xét"),
    "social": ("social", "social media", "mạng xã hội", "mxh", "social listening", "forum", "diễn đàn"),
    "support_ticket": (
        *("support ticket", "ticket", "tickets", "support", "complaint", "complaints", "helpdesk", "help desk"),
        *("khiếu nại", "phiếu hỗ trợ", "yêu cầu hỗ trợ", "hỗ trợ"),
    ),
    "chat": ("chat", "live chat", "chatbot", "trò chuyện"),
    "call_note": ("call note", "call notes", "call", "call center", "ghi chú cuộc gọi", "cuộc gọi", "tổng đài"),
    "mystery_shopping": (
        "mystery shopping",
        "mystery shopper",
        "mystery visit",
        "khách hàng bí mật",
        "khách bí mật",
        "mua hàng bí mật",
    ),
    "observation": ("observation", "observations", "field note", "quan sát", "ghi chú quan sát"),
    "internal": ("internal", "internal staff", "staff", "employee", "nội bộ", "nhân viên", "nhân viên nội bộ"),
    "other": ("other", "others", "khác", "nguồn khác"),
}
_SOURCE_BRANDS = {
    "review": ("app store", "google play", "play store", "ch play", "google maps", "google reviews", "tripadvisor", "trustpilot"),
    "social": ("facebook", "fb", "fanpage", "tiktok", "instagram", "youtube", "twitter", "threads", "linkedin"),
}
_PHASES = {
    "before": (
        "before",
        "pre",
        "trước",
        "pre-service",
        "before service",
        "pre-purchase",
        "trước khi mua",
        "trước dịch vụ",
        "trước khi sử dụng",
    ),
    "after": (
        "after",
        "post",
        "sau",
        "post-service",
        "after service",
        "post-purchase",
        "sau khi mua",
        "sau dịch vụ",
        "sau khi sử dụng",
    ),
}
_LANGUAGES = {
    "vi": ("vi", "vie", "vn", "vi-vn", "vietnamese", "tiếng việt", "việt"),
    "en": ("en", "eng", "en-us", "en-gb", "english", "tiếng anh", "anh"),
    "mixed": ("mixed", "vi-en", "hỗn hợp"),
    "other": ("other", "khác"),
}

Meanings = Mapping[str, Known]


def _meanings(plain: Mapping[str, Iterable[str]], telling: Mapping[str, Iterable[str]]) -> Meanings:
    found = {_key(word): Known(id_, True) for id_, words in telling.items() for word in words}
    return found | {_key(word): Known(id_, False) for id_, words in plain.items() for word in (id_, *words)}


@lru_cache(maxsize=4096)
def _key(value: str) -> str:
    return "".join(char for char in fold(value) if char.isalnum())


def lookup(meanings: Meanings, value: str) -> Known | None:
    """What a value means, without case, accents and separators; None where it is no word of the list."""
    return meanings.get(_key(value))


CHANNEL_WORDS = _meanings(_CHANNELS, _CHANNEL_BRANDS)
SOURCE_WORDS = _meanings(_SOURCES, _SOURCE_BRANDS)
PHASE_WORDS = _meanings(_PHASES, {})
LANGUAGE_WORDS = _meanings(_LANGUAGES, {})
