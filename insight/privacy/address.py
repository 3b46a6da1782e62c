"""House numbers with their street, found by evidence: each sign of an address counts, and two make one.

Signs are a word such as "số", "ngõ" or "đường", a slash in the number (45/12), a name that streets have, a phrase such
as "địa chỉ" before, a ward or province behind. Wards, districts and provinces themselves stay.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from insight.privacy.kinds import ADDRESS, Span
from insight.privacy.shadow import BLANK, Shadow, marks
from insight.privacy.streets import (
    ENGLISH_ENDS,
    FIRST_WORDS,
    LONG_OPENINGS,
    NAME_ENDS,
    NOT_A_NAME,
    ONE_WORD_NAMES,
    OPENINGS,
    PLACE_WORDS,
    PROVINCES,
)

_ENOUGH = 2

_NUMBER = r"(?:[a-z]?[0-9]{1,4}[a-f]?(?:[/\-][0-9]{1,4}[a-f]?){1,4}|[0-9]{1,4}[a-f]?)(?![a-z0-9])(?![.,][0-9]|\ ?%)"
_CODE = r"[a-z]{0,2}[0-9]{1,4}[a-z]?(?:[/.\-][0-9]{1,4}[a-z]?){0,3}(?![a-z0-9])"
_PART = rf"(?:ngo|ngach|hem|kiet|to|khu\ pho|kp|ap|thon|xom|toa|block|can\ ho|so\ nha|so)(?:\ so)?[ .:]{{1,2}}{_CODE}"
_HEAD = re.compile(
    rf"""(?<![a-z0-9/\-])(?<![0-9][.,])(?:
      (?:(?P<house>so\ nha|nha\ so|sn)[ .:]{{0,3}}|(?P<prefix>so|nha|no)[ .:]{{1,2}})?(?P<number>{_NUMBER})
      |(?P<part>{_PART})
    )(?P<parts>(?:[ ,]{{1,3}}{_PART}){{0,4}})
    (?:[ ,]{{1,3}}(?P<street>(?:mat\ tien\ )?(?:duong|pho|dg|dai\ lo|quoc\ lo|ql|tinh\ lo))(?![a-z0-9]))?""",
    re.VERBOSE,
)
_EACH_PART = re.compile(_PART, re.VERBOSE)
_MORE_PARTS = re.compile(rf"(?:[ ,]{{1,3}}{_PART}){{0,4}}", re.VERBOSE)
_STREET_FIRST = re.compile(
    rf"(?<![a-z])(?P<street>duong|pho)(?:\ [a-z]+){{1,4}}?[ ,]{{1,3}}(?:so\ nha|so)[ .:]{{1,2}}{_NUMBER}", re.VERBOSE
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
        *(("so", "số"), ("nha", "nhà"), ("ngo", "ngõ"), ("ngach", "ngách"), ("hem", "hẻm"), ("kiet", "kiệt")),
        *(("to", "tổ"), ("khu", "khu"), ("pho", "phố"), ("ap", "ấp"), ("thon", "thôn"), ("xom", "xóm"), ("toa", "tòa")),
        *(("can", "căn"), ("ho", "hộ"), ("duong", "đường"), ("dai", "đại"), ("lo", "lộ"), ("quoc", "quốc")),
    )
}

_WORD = re.compile(r" {1,2}([a-z]+)(?![a-z0-9])")
_MONTH = re.compile(r" (?:8|10|[0-9]{1,2}/[0-9]{1,2})(?![0-9a-z])")
_NUMERIC_NAME = re.compile(r" (?:so )?[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,2}| thang [0-9]{1,2})?(?![a-z0-9])")
_LETTERS = re.compile("[a-z]+")

_MOST_WORDS = 6
_REACH = 40
_KEYWORD = re.compile(
    r"(?<![a-z])(?:dia chi|dchi|d/c|dc|address|addr|noi o|cho o|ho khau|thuong tru|tam tru|cu tru)(?![a-z])"
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
    r"[ ,.\-]{0,3}(?:(?:phuong|quan|xa|huyen|thi tran|thi xa|thanh pho|tinh|tp|tt|tx|ward|district|dist"
    rf"|{'|'.join(PROVINCES)})(?![a-z])|[pq]\.? ?[0-9]{{1,2}}(?![0-9a-z]))"
)
_ROUND_THE_CLOCK = frozenset({"24/7", "24/24"})


class _Name(NamedTuple):
    """A stretch that could be a street's name; `known` if streets are called that, `capital` if written as a name."""

    end: int
    known: bool
    capital: bool


class _Words(NamedTuple):
    """Words in a row: `spans` in the shadow, `texts` without diacritics."""

    spans: list[tuple[int, int]]
    texts: list[str]


def find_addresses(shadow: Shadow) -> Iterator[Span]:
    """House numbers with their streets, in order, none overlapping."""
    done = 0
    for span in sorted((*_vietnamese(shadow), *_street_first(shadow), *_english(shadow))):
        if span.start >= done:
            yield span
            done = span.end


def _vietnamese(shadow: Shadow) -> Iterator[Span]:
    position = 0
    while head := _HEAD.search(shadow.text, position):
        end = _address_end(shadow, head)
        position = end or head.end()
        if end:
            yield Span(head.start(), end, ADDRESS)


def _address_end(shadow: Shadow, head: re.Match[str]) -> int | None:
    """Where the address that begins with `head` ends; None where there is too little evidence of one."""
    text = shadow.text
    name = _name(shadow, head.end(), after_keyword=bool(head["street"]))
    parts = len(_EACH_PART.findall(head["parts"])) + bool(head["part"])
    slash = "/" in (head["number"] or "") and head["number"] not in _ROUND_THE_CLOCK
    street = name is not None and (name.known or bool(head["street"]))
    sure = bool(street or parts or head["house"])
    if not (sure or name or slash or head["prefix"]):
        return None
    announced = _announced(text, head.start())
    if not (sure or announced):
        return None
    end = name.end if name and (street or announced == _ENOUGH) else head.end("parts")
    signs = 2 * bool(head["house"]) + bool(head["prefix"]) + slash + min(parts, 2) + announced
    if name and street:
        signs += bool(head["street"]) + (name.known or name.capital)
    if signs < _ENOUGH:
        signs += bool(_AREA.match(text, end)) + bool(_NEAR.search(text, max(0, head.start() - _REACH), head.start()))
    if signs < _ENOUGH or _OTHER_NUMBER.search(text, max(0, head.start() - _REACH), head.start()):
        return None
    more = _MORE_PARTS.match(text, end)
    return (more.end() if more else end) if _spelt_right(shadow, head.span()) else None


def _announced(text: str, start: int) -> int:
    """2 right behind "địa chỉ:" or "địa chỉ là", 1 within a few words of "địa chỉ", else 0."""
    keyword = _KEYWORD.search(text, max(0, start - _REACH), start)
    return 0 if not keyword else _ENOUGH if _CLEAR_GAP.fullmatch(keyword["gap"]) else 1


def _spelt_right(shadow: Shadow, span: tuple[int, int]) -> bool:
    """Whether no keyword carries marks that make it another word: "12 phở" is no street."""
    words = (word for word in _LETTERS.finditer(shadow.text, *span) if word[0] in _MARKS)
    return all(shadow.marks(*word.span()) <= _MARKS[word[0]] for word in words)


def _name(shadow: Shadow, start: int, after_keyword: bool) -> _Name | None:
    """The street's name at `start`: capitalised words, or two or three words in lower case."""
    numeric = _NUMERIC_NAME.match(shadow.text, start) if after_keyword else None
    if numeric:
        return _Name(numeric.end(), known=not numeric[0].strip().isdecimal(), capital=False)
    words = _words(shadow.text, start)
    if not words.texts or words.texts[0] in PLACE_WORDS:
        return None
    capitals = [shadow.cased[first : first + 2].istitle() for first, _ in words.spans]
    known = _is_known(shadow, words, capitals)
    if not known and words.texts[0] in NOT_A_NAME and not capitals[0]:
        return None
    fewest = 2 if words.texts[0] in FIRST_WORDS and words.texts[0] not in ONE_WORD_NAMES else 1
    count = _length(words.texts, capitals, fewest)
    end = words.spans[count - 1][1]
    month = _MONTH.match(shadow.text, end) if words.texts[count - 1] == "thang" else None
    return _Name(month.end() if month else end, known and count >= fewest, capitals[0])


def _words(text: str, start: int) -> _Words:
    words = _Words([], [])
    while len(words.texts) < _MOST_WORDS and (word := _WORD.match(text, start)):
        words.spans.append(word.span(1))
        words.texts.append(word[1])
        start = word.end()
    return words


def _is_known(shadow: Shadow, words: _Words, capitals: list[bool]) -> bool:
    opening = " ".join(words.texts[:2])
    for phrase, count in ((opening, 2), (words.texts[0], 1)):
        if phrase in OPENINGS:
            return shadow.marks(words.spans[0][0], words.spans[count - 1][1]) <= OPENINGS[phrase]
    first = words.texts[0]
    return all(capitals[:2]) and first in FIRST_WORDS and shadow.marks(*words.spans[0]) <= FIRST_WORDS[first]


def _length(texts: list[str], capitals: list[bool], fewest: int) -> int:
    """How many of the words are the name."""
    written_as_name = all(capitals[:fewest])
    long = " ".join(texts[:2]) in LONG_OPENINGS or texts[1:2] == ["thi"]
    most = len(texts) if written_as_name else 4 if long else 3
    for at in range(fewest, min(most, len(texts))):
        province = " ".join(texts[at : at + 2]) in PROVINCES
        over = not capitals[at] or texts[at] in PLACE_WORDS if written_as_name else texts[at] in NAME_ENDS
        if province or over:
            return at
    return min(most, len(texts))


def _street_first(shadow: Shadow) -> Iterator[Span]:
    """ "Phố Huế, số 12": the number behind the street."""
    for found in _STREET_FIRST.finditer(shadow.text):
        name = _name(shadow, found.end("street"), after_keyword=True)
        if name and (name.known or name.capital) and _spelt_right(shadow, found.span()):
            yield Span(*found.span(), ADDRESS)


def _english(shadow: Shadow) -> Iterator[Span]:
    """ "12 Nguyen Trai street", "221B Baker St"."""
    for found in _ENGLISH.finditer(shadow.text):
        words = found["name"].split()
        proper = all(shadow.cased[at + 1 : at + 3].istitle() for at in _spaces(shadow.text, *found.span("name")))
        plain = found["suffix"] in _PLAIN_SUFFIXES and len(words) <= 3
        if (proper and shadow.cased[found.start("suffix")].isupper()) or (plain and ENGLISH_ENDS.isdisjoint(words)):
            yield Span(*found.span(), ADDRESS)


def _spaces(text: str, start: int, end: int) -> Iterator[int]:
    return (at for at in range(start, end) if text[at] == " ")
