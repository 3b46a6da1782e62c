"""The name of a street where one may stand: how far it goes, and how much it looks like one."""

import re
from typing import NamedTuple

from insight.privacy.shadow import Shadow
from insight.privacy.streets import (
    FIRST_WORDS,
    MOST_WORDS,
    NAME_ENDS,
    NAMES,
    NOT_A_NAME,
    OPENINGS,
    PLACE_WORDS,
    PROVINCES,
)

_WORD = re.compile(r" {1,2}([a-z]+)(?![a-z0-9])")
_MONTH = re.compile(r" (?:8|10|[0-9]{1,2}/[0-9]{1,2})(?![0-9a-z])")
_NUMERIC_NAME = re.compile(r" (?:so )?[a-z]{0,2}[0-9]{1,3}[a-z]?(?:/[0-9]{1,2}| thang [0-9]{1,2})?(?![a-z0-9])")


class StreetName(NamedTuple):
    """A stretch that could be a street's name; `known` if streets are called that, `capital` if written as a name."""

    end: int
    words: int
    known: bool
    capital: bool


class _Words(NamedTuple):
    """Words in a row: `spans` in the shadow, `texts` without diacritics."""

    spans: list[tuple[int, int]]
    texts: list[str]


def street_name(shadow: Shadow, start: int, after_keyword: bool) -> StreetName | None:
    """The street's name at `start`: one that many towns have, capitalised words, or a few words in lower case."""
    numeric = _NUMERIC_NAME.match(shadow.text, start) if after_keyword else None
    if numeric:
        return StreetName(numeric.end(), 1, known=not numeric[0].strip().isdecimal(), capital=False)
    words = _words(shadow.text, start)
    if not words.texts:
        return None
    capitals = [shadow.cased[first : first + 2].istitle() for first, _ in words.spans]
    whole = _whole_name(shadow, words)
    count = whole or _length(words.texts, capitals)
    known = whole > 0 or (count > 1 and _opens_a_name(shadow, words, capitals))
    unlikely = PLACE_WORDS if capitals[0] else NOT_A_NAME if after_keyword else NOT_A_NAME | NAME_ENDS
    if not known and words.texts[0] in unlikely:
        return None
    end = words.spans[count - 1][1]
    month = _MONTH.match(shadow.text, end) if words.texts[count - 1] == "thang" else None
    return StreetName(month.end() if month else end, count, known, all(capitals[:count]))


def _words(text: str, start: int) -> _Words:
    words = _Words([], [])
    while len(words.texts) < MOST_WORDS and (word := _WORD.match(text, start)):
        words.spans.append(word.span(1))
        words.texts.append(word[1])
        start = word.end()
    return words


def _whole_name(shadow: Shadow, words: _Words) -> int:
    """How many of the words are a name that many towns have; 0 if none."""
    for count in range(len(words.texts), 0, -1):
        right = NAMES.get(" ".join(words.texts[:count]))
        if right is not None and fits(shadow.marks(words.spans[0][0], words.spans[count - 1][1]), right):
            return count
    return 0


def _opens_a_name(shadow: Shadow, words: _Words, capitals: list[bool]) -> bool:
    first, start = words.texts[0], words.spans[0][0]
    for opening, last in ((" ".join(words.texts[:2]), words.spans[:2][-1]), (first, words.spans[0])):
        if opening in OPENINGS:
            return fits(shadow.marks(start, last[1]), OPENINGS[opening])
    return all(capitals[:2]) and first in FIRST_WORDS and fits(shadow.marks(*words.spans[0]), FIRST_WORDS[first])


def _length(texts: list[str], capitals: list[bool]) -> int:
    """How many of the words are the name: those with a capital, else at most three (four with "thị")."""
    fewest = min(2 if texts[0] in FIRST_WORDS else 1, len(texts))
    written_as_name = all(capitals[:fewest])
    most = min(len(texts), len(texts) if written_as_name else 4 if texts[1:2] == ["thi"] else 3)
    for at in range(fewest, most):
        over = not capitals[at] or texts[at] in PLACE_WORDS if written_as_name else texts[at] in NAME_ENDS
        if over or " ".join(texts[at : at + 2]) in PROVINCES:
            return at
    return most


def fits(written: frozenset[str], right: frozenset[str]) -> bool:
    """Whether a word may be meant: no marks at all, or none too many and the đ where it belongs."""
    return not written or (written <= right and ("đ" in written) == ("đ" in right))
