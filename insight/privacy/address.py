"""House numbers with their street, found by evidence: each sign of an address counts, and two make one.

Signs are a word such as "số", "ngõ" or "đường", a slash in the number (45/12), a name that streets have, a phrase such
as "địa chỉ" before, a ward or province behind. Wards, districts and provinces themselves stay.
"""

import re
from collections.abc import Iterator

from insight.privacy.kinds import ADDRESS, Span
from insight.privacy.shadow import BLANK, Shadow, marks
from insight.privacy.street_names import fits, street_name
from insight.privacy.streets import ENGLISH_ENDS, PROVINCES

_ENOUGH = 2

_NUMBER = r"(?:[a-z]?[0-9]{1,4}[a-f]?(?:[/\-][0-9]{1,4}[a-f]?){1,4}|[0-9]{1,4}[a-f]?)(?![a-z0-9])(?![.,][0-9]|\ ?%)"
_CODE = r"[a-z]{0,2}[0-9]{1,4}[a-z]?(?:[/.\-][0-9]{1,4}[a-z]?){0,3}(?![a-z0-9])"
_PART = rf"""(?:ngo|ngach|hem|kiet|to|khu\ pho|kp|ap|thon|xom|(?<!quoc\ )(?<!tinh\ )(?<!dai\ )lo|toa|block|can\ ho
    |so\ nha|so)(?:\ so)?[ .:]{{1,2}}{_CODE}"""
_HEAD = re.compile(
    rf"""(?<![a-z0-9/\-])(?<![0-9][.,])(?:
      (?:(?P<house>so\ nha|nha\ so)[ .:]{{0,3}}|(?P<prefix>so|sn|nha|no)[ .:]{{1,2}})?(?P<number>{_NUMBER})
      |(?P<part>{_PART})
    )(?P<parts>(?:[ ,]{{1,3}}{_PART}){{0,4}})
    (?:[ ,]{{1,3}}(?P<street>(?:mat\ tien\ )?(?:duong|pho|dg|dai\ lo|quoc\ lo|ql|tinh\ lo))(?![a-z0-9]))?""",
    re.VERBOSE,
)
_EACH_PART = re.compile(_PART, re.VERBOSE)
_MORE_PARTS = re.compile(rf"(?:[ ,]{{1,3}}{_PART}){{0,4}}", re.VERBOSE)
_STREET_FIRST = re.compile(
    rf"""(?<![a-z])(?P<street>duong|pho)(?:(?:\ [a-z]+){{1,4}}?|\ [0-9]{{1,2}}/[0-9]{{1,2}})
    [ ,]{{1,3}}(?:so\ nha|so)[ .:]{{1,2}}{_NUMBER}""",
    re.VERBOSE,
)
_ENGLISH = re.compile(
    r"(?<![a-z0-9/.,\-])[0-9]{1,5}[a-d]?(?:/[0-9]{1,4})?(?P<name>(?: [a-z']{2,15}){1,4}?)"
    r" (?P<suffix>street|road|avenue|boulevard|st|rd|ave|blvd|lane|ln|drive|dr|court|place|square|close|crescent"
    r"|terrace)(?![a-z0-9])"
)
_PLAIN_SUFFIXES = frozenset({"street", "road", "avenue", "boulevard"})

# đường (street) has likes: dưỡng, đương; phố has phở, ngõ has ngò. Fewer marks than these are fine, others are not.
_MARKS = {
    word: marks(written)
    for word, written in (
        *(("no", "no"), ("so", "số"), ("nha", "nhà"), ("ngo", "ngõ"), ("ngach", "ngách"), ("hem", "hẻm"), ("kiet", "kiệt")),
        *(("to", "tổ"), ("khu", "khu"), ("pho", "phố"), ("ap", "ấp"), ("thon", "thôn"), ("xom", "xóm"), ("toa", "tòa")),
        *(("phuong", "phường"), ("quan", "quận"), ("xa", "xã"), ("huyen", "huyện"), ("tinh", "tỉnh")),
        *(("can", "căn"), ("ho", "hộ"), ("duong", "đường"), ("dai", "đại"), ("lo", "lộ"), ("quoc", "quốc")),
    )
}

_LETTERS = re.compile("[a-z]+")

_REACH = 40
_KEYWORD = re.compile(
    r"(?<![a-z])(?:dia chi|dchi|d/c|(?<![a-z] )dc(?= ?:)|address|addr|ho khau|thuong tru|tam tru|cu tru)(?![a-z])"
    rf"(?P<gap>[^0-9{BLANK}!?;\n]{{0,24}})\Z"
)
_CLEAR_GAP = re.compile(r" ?(?:[a-z]+ ){0,4}?(?:[:\-] ?|la |is )")
_NEAR = re.compile(r"(?<![a-z])(?:o|tai|den|toi|ve|ship|giao|gui|at|to)[ :]{1,2}\Z")
# "Năm 2019 đường ...", "quận 1 đường ...", "giữa 2 đường ...": a number of something else.
_OTHER_NUMBER = re.compile(
    r"(?<![a-z])(?:nam|thang|ngay|hom|luc|giua|goc|cach|khoang|tam|hon|duoi|tren|quan|q|phuong|p|tuyen|bus|ban|lop|bai|cau"
    r"|tap|chuong|size|gia|ca|top|loai|phong|tang|lau|cong|san|kenh|version|duong|pho|lo|xe|con|moi|may|diem|trang|cap)"
    r"\.?[ ]?\Z"
)
_AREA = re.compile(
    r"[ ,.\-]{0,3}(?:(?:phuong|quan|xa|huyen|thi tran|thi xa|thanh pho|tinh|tp|tt|tx|chung cu|ward|district|dist"
    rf"|{'|'.join(PROVINCES)})(?![a-z])|[pq]\.? ?[0-9]{{1,2}}(?![0-9a-z]))"
)
# Round the clock, and fractions: "1/2 đường" is half the sugar.
_NO_HOUSE = re.compile(r"24/(?:7|24)|1/[2-9]|2/[35]|3/[45]")


def find_addresses(shadow: Shadow) -> Iterator[Span]:
    """ "Số 12 ngõ 34 phố Huế", "45/12 đường Lê Lợi", "tổ 5 ấp 3", in order."""
    position = 0
    while head := _HEAD.search(shadow.text, position):
        end = _address_end(shadow, head)
        position = end or head.end()
        if end:
            yield Span(head.start(), end, ADDRESS)


def find_addresses_street_first(shadow: Shadow) -> Iterator[Span]:
    """ "Phố Huế, số 12", in order."""
    for found in _STREET_FIRST.finditer(shadow.text):
        name = street_name(shadow, found.end("street"), after_keyword=True)
        if name and (name.known or name.capital) and _spelt_right(shadow, found.span()):
            yield Span(*found.span(), ADDRESS)


def find_english_addresses(shadow: Shadow) -> Iterator[Span]:
    """ "12 Nguyen Trai street", "221 Baker St", in order."""
    for found in _ENGLISH.finditer(shadow.text):
        words = found["name"].split()
        proper = all(shadow.cased[at + 1 : at + 3].istitle() for at in _spaces(shadow.text, *found.span("name")))
        plain = found["suffix"] in _PLAIN_SUFFIXES
        ordinary = not ENGLISH_ENDS.isdisjoint(words) or len(words) > 3 or shadow.marks(*found.span())
        if (proper and (plain or shadow.cased[found.start("suffix")].isupper())) or (plain and not ordinary):
            yield Span(*found.span(), ADDRESS)


def _spaces(text: str, start: int, end: int) -> Iterator[int]:
    return (at for at in range(start, end) if text[at] == " ")


def _address_end(shadow: Shadow, head: re.Match[str]) -> int | None:
    """Where the address that begins with `head` ends; None where there is too little evidence of one."""
    name = street_name(shadow, head.end(), after_keyword=bool(head["street"]))
    parts = _count_parts(shadow, head)
    street = name is not None and (name.known or bool(head["street"] or (parts and name.capital and name.words > 1)))
    slash = "/" in (head["number"] or "") and not _NO_HOUSE.fullmatch(head["number"])
    if not (street or parts or slash or name or head["house"] or head["prefix"]):
        return None
    announced = _announced(shadow.text, head.start())
    if not (street or parts or announced or head["house"]):
        return None
    signs = 2 * bool(head["house"]) + bool(head["prefix"]) + slash + min(parts, 2) + announced
    if name and street:
        signs += bool(head["street"]) + (name.known or name.capital)
    named = name and (street or announced == _ENOUGH or (announced and name.capital and name.words > 1))
    end = name.end if name and named else head.end("parts")
    if signs < _ENOUGH and (street or parts):
        signs += _stands_in_place(shadow, head.start(), end)
    if signs < _ENOUGH or _before(_OTHER_NUMBER, shadow.text, head.start()) or not _spelt_right(shadow, head.span()):
        return None
    more = _MORE_PARTS.match(shadow.text, end)
    return more.end() if more else end


def _stands_in_place(shadow: Shadow, start: int, end: int) -> int:
    """1 for a ward or province behind, 1 for a word such as "tại" before."""
    area = _AREA.match(shadow.text, end)
    return bool(area and _spelt_right(shadow, area.span())) + bool(_before(_NEAR, shadow.text, start))


def _count_parts(shadow: Shadow, head: re.Match[str]) -> int:
    """How many of "ngõ 34", "tổ 5", ... the head has; not a mere "số", nor a "to" that may be English."""
    parts = _EACH_PART.finditer(shadow.text, head.start("part" if head["part"] else "parts"), head.end("parts"))
    words = (shadow.text[part.start() : part.start() + 2] for part in parts)
    return sum(word != "so" and not (word == "to" and not shadow.marks(*head.span())) for word in words)


def _before(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    """A match of a pattern that is anchored at its end, just before `start`."""
    return pattern.search(text, max(0, start - _REACH), start)


def _announced(text: str, start: int) -> int:
    """2 right behind "địa chỉ:" or "địa chỉ là", 1 within a few words of "địa chỉ", else 0."""
    keyword = _before(_KEYWORD, text, start)
    return 0 if not keyword else _ENOUGH if _CLEAR_GAP.fullmatch(keyword["gap"]) else 1


def _spelt_right(shadow: Shadow, span: tuple[int, int]) -> bool:
    """Whether no keyword carries marks that make it another word: "12 phở" is no street."""
    words = (word for word in _LETTERS.finditer(shadow.text, *span) if word[0] in _MARKS)
    return all(fits(shadow.marks(*word.span()), _MARKS[word[0]]) for word in words)
