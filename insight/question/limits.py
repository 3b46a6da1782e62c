"""How many are asked for: "top 5", "3 vấn đề lớn nhất", "five biggest"."""

import re
from collections.abc import Container

from insight.question.said import Said

_NUMBERS = {
    "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "nam": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "muoi": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20,
}  # fmt: skip
_ONE = {"một": 1, "mot": 1, "one": 1}
_MOST = 100
_N = r"(?P<n>\w+)"
_THINGS = (
    r"(?:van de|phan nan|than phien|khieu nai|ly do|li do|nguyen nhan|chu de|dieu|thu|vi du|trich dan|phan hoi|binh luan|y kien"
    r"|nhan xet|loi|diem (?:manh|yeu|cong|tru|dau)|yeu to|su co|noi dung|danh gia|phan anh|buc xuc|cau|dan chung|diem tot"
    r"|(?:complaint|issue|problem|theme|topic|reason|thing|example|quote|comment|review|driver|factor|compliment|pain point"
    r"|concern|verbatim|response|feedback|strength|weaknesse|insight|trend|gripe|cause|frustration|dislike|pain)s?|praises?"
    r"|biggest|main|most|top|largest|worst|best)"
)
_AFTER_TOP = re.compile(rf"\b(?:top|hang dau|number|so) (?:the )?{_N}\b")
_BEFORE_THINGS = re.compile(rf"\b{_N} (?=(?:[a-z]+ ){{0,3}}{_THINGS}\b)")


def limit_of(said: Said, taken: Container[int]) -> int | None:
    """A number from 1 to 100 that counts what is to be shown; words in `taken` are parts of dates."""
    for pattern, numbers in ((_AFTER_TOP, _NUMBERS | _ONE), (_BEFORE_THINGS, _NUMBERS)):
        for match in pattern.finditer(said.folded):
            at, _ = said.word_span(*match.span("n"))
            word = said.words[at].text
            number = int(word) if word.isdigit() and len(word) <= 3 else numbers.get(word)
            if number is not None and 1 <= number <= _MOST and at not in taken:
                return number
    return None
