"""What the words beside a number say it is: "stk", "số điện thoại", "mã đơn", ..., read without diacritics."""

import re
from enum import StrEnum
from typing import NamedTuple

from insight.privacy.shadow import BLANK


class Context(StrEnum):
    """What a keyword announces. `CALL` and `BANK` only hint; `CODE` is a code that stays; `ITEM` is nobody's."""

    PHONE = "phone"
    CALL = "call"
    CITIZEN = "citizen"
    LICENCE = "licence"
    PASSPORT = "passport"
    TAX = "tax"
    ACCOUNT = "account"
    BANK = "bank"
    INSURANCE = "insurance"
    CARD = "card"
    CODE = "code"
    ITEM = "item"


class Announcement(NamedTuple):
    """A context, and whether nothing but a colon or a word like "là" stands between its keyword and the number."""

    context: Context
    adjacent: bool


# `_` stands for up to two of: space, dot, dash, underscore. Of two forms, the longer comes first.
_KEYWORDS: dict[Context, str] = {
    Context.INSURANCE: r"""
        bhxh | bhyt | bhtn | (?:the_|so_|ma_)?bao_hiem(?:_(?:xa_hoi|y_te|that_nghiep))?
        | (?:social_|health_)?insurance(?:_(?:number|no|card|id))?""",
    Context.TAX: r"mst | (?:ma_so|ma|so)_thue | tax_(?:code|id|number|no)",
    Context.PASSPORT: r"ho_chieu | passport | pp_no",
    Context.LICENCE: r"gplx | giay_phep_lai_xe | bang_lai | driv(?:ing|er'?_s?)_licen[cs]e",
    Context.CITIZEN: r"""
        cccd | cmnd | cmtnd | cmt | can_cuoc | chung_minh | dinh_danh | (?:the|so)_cc
        | (?:national|citizen|personal)_id | identity_(?:card|number|no) | id_(?:card|number|no)""",
    Context.CARD: r"""
        so_the | the_(?:tin_dung|ghi_no|atm|ngan_hang|visa|master|napas|jcb) | visa | master_card | napas | jcb
        | (?:credit|debit|atm|bank)_cards? | card_(?:number|no)""",
    Context.ACCOUNT: r"""
        stk | s_tk | (?:so_)?(?:tai_khoan|tk)_so | so_(?:tai_khoan|tk) | (?:tai_khoan|tk)_ngan_hang
        | (?:bank_)?(?:account|acct?)_(?:number|num|no) | bank_account | a/c | iban""",
    Context.BANK: r"""
        tai_khoan | tk | account | acct? | ngan_hang | bank | chuyen_khoan | ck
        | vi_(?:momo|zalopay|vnpay|dien_tu) | momo | zalo_pay | viettel_(?:pay|money) | shopee_pay | vn_pay
        | (?:vietcom|techcom|vietin|agri|sacom|pvcom|exim|saigon|viet|kien_long|lien_viet|viet_a|nam_a|bac_a)_bank
        | (?:mb|vp|tp|hd|sea|lp|ab|gp)_bank | vcb | tcb | bidv | ctg | mb | acb | stb | vib | shb | ocb | msb | scb
        | ncb | nam_a | bac_a | dong_a | lien_viet | bao_viet | shinhan | woori | cake | timo | tnex""",
    Context.CODE: r"""
        (?:ma|so)_(?:(?:van_)?don|hang|san_pham|sp|giao_dich|gd|hoa_don|hd|dat|ve|phieu|bao_hanh|khieu_nai|yeu_cau
            |voucher|giam_gia|khuyen_mai|km|uu_dai|loi|so_don|kich_hoat|may|khung|seri(?:al)?|vach)
            (?:_(?:hang|hoa|phong|cho|ve|so|the|hen))?
        | don(?:_hang)?_(?:so|ma) | (?:model|sku|imei|serial|pnr|barcode)(?:_(?:number|no))?
        | (?:order|tracking|ticket|case|incident|reference|ref|confirmation|conf|booking|invoice|transaction|request
            |claim|shipment|parcel|flight|complaint)s?(?:_(?:number|num|no|id|code)|(?=_[:\#]))""",
    Context.ITEM: r"""
        (?:van_)?don | don_hang | hoa_don | phieu | otp | ma_otp | ma_xac_(?:thuc|nhan) | voucher | coupon | code
        | order | tracking | ticket | case | incident | reference | ref | booking | invoice | transaction | flight
        | gia(?!_(?:dinh|han)) | so_tien | tong_tien | tong | phi | tru_tien""",
    Context.PHONE: r"""
        so_(?:dien_thoai|dt|phone|di_dong|mobile|lien_(?:lac|he)|hotline|zalo|goi) | dien_thoai | sdt | s_dt | sodt | dt
        | my_number | (?:tele|mobile_|cell_)?phone(?:_(?:number|no))? | tell? | mobile(?:_(?:number|no))? | hotline | za_lo | zalo
        | viber | fax | whatsapp | imess(?:age)? | di_dong""",
    Context.CALL: r"call | goi | lien_he | lien_lac | lh | contact | nhan_tin | nt | ib | inbox | alo | text | bam_may",
}
_GAP = r"[ ._\-]{0,2}"
_ANY = "|".join(f"(?P<{context}>{forms.replace('_', _GAP)})" for context, forms in _KEYWORDS.items())
_KEYWORD = re.compile(rf"(?<![a-z])(?:{_ANY})(?![a-z])", re.VERBOSE)
_HINT_AFTER = re.compile(
    rf"""[\ ,(:\-]{{1,3}}(?:(?:la|cua|thuoc|so|tai)\ ){{0,2}}(?:{_ANY})(?![a-z])
    (?![\ :\-]{{0,3}}(?:so\ |la\ )?[0-9{BLANK}])""",
    re.VERBOSE,
)

_WINDOW = 48
_FARTHEST = 30
# Nothing is announced across another number (but "stk 2: ..."), something already masked, or the end of a sentence.
_BARRIER = re.compile(rf"[{BLANK}!?;]|[0-9](?![:)])|\.\s+(?=[a-z])")
_CONNECTORS = re.compile(
    r"[^a-z0-9]{0,4}(?:(?:la|so|cua|minh|toi|em|anh|chi|shop|ben|nay|is|was|my|id|no|number)[^a-z0-9]{1,3}){0,4}"
)
_STRONGER = {Context.BANK: {Context.ACCOUNT, Context.CARD}, Context.CALL: {Context.PHONE}}


def context_before(text: str, end: int) -> Announcement | None:
    """What the nearest keyword within about six words before `end` announces; a hint gives way to a clear word."""
    start = max(0, end - _WINDOW)
    for barrier in _BARRIER.finditer(text, start, end):
        start = barrier.end()
    nearest: re.Match[str] | None = None
    for keyword in _KEYWORD.finditer(text, start, end):
        stronger = _STRONGER.get(_context(keyword), set())
        if nearest is None or _context(nearest) not in stronger:
            nearest = keyword
    if nearest is None or end - nearest.end() > _FARTHEST:
        return None
    return Announcement(_context(nearest), _CONNECTORS.fullmatch(text, nearest.end(), end) is not None)


def context_after(text: str, start: int) -> Context | None:
    """What a keyword right behind a number says of it, unless that keyword announces a number of its own."""
    keyword = _HINT_AFTER.match(text, start)
    return _context(keyword) if keyword else None


def _context(keyword: re.Match[str]) -> Context:
    return Context(str(keyword.lastgroup))  # every alternative of the patterns is a group named after its context
