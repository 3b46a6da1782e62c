"""A plain-ASCII shadow of a text, with the way back: patterns run on the shadow, cuts are made in the text.

The shadow has no diacritics, no invisible characters, every digit as 0-9, the letter O among digits as 0, and digits
spelt as words as digits. Each of its characters knows which code points of the text it stands for.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from insight.privacy.kinds import Span
from insight.privacy.spelt import spelt_digits

BLANK = "\x00"

# Bounds the memory that a text of a million different code points can claim.
_FOLDS_KEPT = 65_536

_LOOKALIKES = {
    **dict.fromkeys("đð", "d"),
    **dict.fromkeys("ĐÐ", "D"),
    **dict.fromkeys("\u2022\u00b7\u2219\u30fb", "."),  # bullets and middle dots
    **dict.fromkeys("\u043e\u041e\u03bf\u039f", "o"),  # Cyrillic and Greek o
    **dict.fromkeys("\t\u2028\u2029", " "),
}
_BY_CATEGORY = {"Mn": "", "Me": "", "Cf": "", "Zs": " ", "Pd": "-"}

_MARKS = frozenset({"Mn", "Me", "Mc"})
# UAX 29: what else belongs to the character before it, and what belongs to the one after it.
_APPENDED = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_PREPENDED = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")

_LETTER_O = re.compile(r"(?<![a-z])o{1,6}(?=[0-9])|(?<=[0-9])o{1,6}(?![a-z])|(?<=[0-9] )o(?= [0-9])")


@dataclass(frozen=True, slots=True)
class Shadow:
    """`text` is lower-case, `cased` the same with capitals kept; character i stands for `starts[i]` to `ends[i]`."""

    source: str
    text: str
    cased: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the source behind shadow characters `start` to `end`, widened to whole graphemes."""
        left, right = self.starts[start], self.ends[end - 1]
        while left > 0 and _PREPENDED.match(self.source, left - 1):
            left -= 1
        while right < len(self.source) and _belongs_to_previous(self.source[right]):
            right += 1
        return left, right

    def blanked(self, spans: Iterable[Span]) -> "Shadow":
        """The same shadow with `text` overwritten by `BLANK` at the spans, which are in order and do not overlap."""
        pieces: list[str] = []
        position = 0
        for start, end, _ in spans:
            pieces += (self.text[position:start], BLANK * (end - start))
            position = end
        return replace(self, text="".join((*pieces, self.text[position:]))) if pieces else self

    def marks(self, start: int, end: int) -> frozenset[str]:
        """The diacritics of the source behind shadow characters `start` to `end`."""
        return marks(self.source[slice(*self.span(start, end))])


def marks(text: str) -> frozenset[str]:
    """The diacritics in a text: the combining characters of its NFD form, and `đ` for the stroke."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return frozenset(character for character in decomposed if character == "đ" or unicodedata.combining(character))


def cast(source: str) -> Shadow:
    """The shadow of any string, lone surrogates and NUL included; linear in its length."""
    cased = source.translate(_FOLDS)
    starts: Sequence[int] = range(len(source))
    ends: Sequence[int] = range(1, len(source) + 1)
    if len(cased) < len(source):
        starts = [at for at, character in enumerate(source) if _FOLDS[ord(character)]]
        ends = [at + 1 for at in starts]
    text = _LETTER_O.sub(lambda found: "0" * len(found[0]), cased.lower())
    return _without_words(Shadow(source, text, cased, starts, ends))


def _without_words(shadow: Shadow) -> Shadow:
    """The shadow with digits in place of the words that spell them."""
    text: list[str] = []
    cased: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end, digit in spelt_digits(shadow.text):
        text += (shadow.text[position:start], digit)
        cased += (shadow.cased[position:start], digit)
        starts += (*shadow.starts[position:start], shadow.starts[start])
        ends += (*shadow.ends[position:start], shadow.ends[end - 1])
        position = end
    if not position:
        return shadow
    return Shadow(
        shadow.source,
        "".join((*text, shadow.text[position:])),
        "".join((*cased, shadow.cased[position:])),
        (*starts, *shadow.starts[position:]),
        (*ends, *shadow.ends[position:]),
    )


class _Folds(dict[int, str]):
    """Code point -> the one ASCII character it reads as, "" where nothing is seen, itself otherwise."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _FOLDS_KEPT:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character.isascii():
        return character
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    category = unicodedata.category(character)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    base = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    return base[0] if len(base) == 1 and base[0].isascii() else character


_FOLDS = _Folds()


def _belongs_to_previous(character: str) -> bool:
    return unicodedata.category(character) in _MARKS or _APPENDED.match(character) is not None
