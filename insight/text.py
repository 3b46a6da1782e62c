"""Characters and words: what every step may use to look at text without caring how it was typed.

Text is changed by *edits*: replacements of stretches of the original, sorted and disjoint. Whoever knows the edits knows where
every offset went, so nothing here ever loses the way back to the text as it is stored.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


class Edit(NamedTuple):
    """Code points `start` (inclusive) to `end` (exclusive) become `new`."""

    start: int
    end: int
    new: str


class Word(NamedTuple):
    """A run of letters and digits; an apostrophe inside it belongs to it ("don't")."""

    text: str
    start: int
    end: int


# Letters, digits and the signs of everyday typing: a text of these alone needs no look at single characters.
_ODD = re.compile(
    r"[^\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u01c3\u1ea0-\u1ef9\u2013\u2014\u2018-\u201d\u2022\u2026]"
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
# The letters that lose nothing but their costume: full-width, mathematical and circled forms, ligatures.
_COSTUME = re.compile("[\u2460-\u24ff\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f130-\U0001f149]")
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_LOOKALIKES = {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"}


def fold(text: str) -> str:
    """Lower case without Vietnamese (or any Latin) diacritics, đ as d: two spellings of a word fold alike.

    A text that `clean` leaves alone keeps its length, so offsets into the folded text are offsets into the text.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def words(text: str) -> list[Word]:
    """The words of a text in order, with their half-open offsets."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def seams(word: str) -> list[int]:
    """Where words that lost the line break between them touch: [3] for "đẹpGiao".

    Only in words with diacritics: plain ones are names such as "iPhone" and "ShopeeFood".
    """
    if word.isascii() or word.islower() or not word.isalpha():
        return []
    inner = range(2, len(word) - 1)
    return [at for at in inner if word[at - 1].islower() and word[at].isupper() and word[at + 1].islower()]


def clean(text: str) -> list[Edit]:
    """The edits that make a text safe to look at.

    They compose it (NFC), drop what cannot be seen (control, format, private-use and surrogate code points, variation selectors,
    accents that no letter carries), turn every kind of blank into its plain form (line ends stay line ends), every digit into
    ASCII, and letters in costume (full-width, mathematical bold) or with a foreign look (eth for đ) into the letter meant.
    """
    if _ODD.search(text) is None:
        return []
    return _single(text) if unicodedata.is_normalized("NFC", text) else _composed(text)


def rewrite(text: str, edits: Sequence[Edit]) -> str:
    """The text after its edits."""
    if not edits:
        return text
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def moved(offsets: Iterable[int], edits: Sequence[Edit], *, end: bool = False) -> list[int]:
    """Where ascending offsets of a text are after its edits; never descending.

    They are starts of spans, or their ends: a start inside a replaced stretch goes to where the replacement starts, an end to
    where it ends; what is inserted at an offset stays outside the span.
    """
    found: list[int] = []
    upcoming = iter(edits)
    edit = next(upcoming, None)
    shift = 0
    for offset in offsets:
        while edit is not None and edit.end <= offset and (edit.start < offset or not end):
            shift += len(edit.new) - (edit.end - edit.start)
            edit = next(upcoming, None)
        if edit is None or offset <= edit.start:
            found.append(offset + shift)
        else:
            found.append(edit.start + shift + (len(edit.new) if end else 0))
    return found


def undone(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits that lead from the edited text back to `text`: with `moved`, the way back of an offset."""
    back: list[Edit] = []
    shift = 0
    for start, end, new in edits:
        back.append(Edit(start + shift, start + shift + len(new), text[start:end]))
        shift += len(new) - (end - start)
    return back


def _single(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _ODD.finditer(text):
        new = _character(match[0])
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def _composed(text: str) -> list[Edit]:
    """Edits of a text that is not NFC: letter by letter, a letter being a character and the marks that may join it."""
    edits: list[Edit] = []
    starts = [i for i, char in enumerate(text) if i == 0 or not _joins(char)]
    for start, end in pairwise([*starts, len(text)]):
        letter = text[start:end]
        new = unicodedata.normalize("NFC", "".join(map(_character, unicodedata.normalize("NFC", letter))))
        if new != letter:
            edits.append(Edit(start, end, new))
    return edits


def _joins(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff" or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


@lru_cache(maxsize=8192)
def _character(char: str) -> str:
    """What one character of a composed text becomes."""
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    if char in "\t\n":
        return char
    if char in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if category == "Zs" or char in _BLANK_LETTERS:
        return " "
    if category in ("Cc", "Cf", "Cs", "Co") or _unseen(ord(char)):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return unicodedata.normalize("NFKC", char) if _COSTUME.match(char) else char


def _unseen(code: int) -> bool:
    selectors = 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF
    return selectors or 0x300 <= code <= 0x36F or code & 0xFFFE == 0xFFFE or 0x1F3FB <= code <= 0x1F3FF


class _Folded(dict[int, str]):
    """Code point -> folded character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = _ACCENTS.sub("", unicodedata.normalize("NFD", char))
        if len(bare) == 1 or _ACCENTS.fullmatch(char):
            char = bare
        lower = _ACCENTS.sub("", char.lower())
        folded = "d" if lower == "đ" else lower
        self[code] = folded
        return folded


_FOLDED = _Folded()
