"""A question as a list of words: composed, lower case, chat spellings written out, dates kept whole."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from insight.question.lists import blocks
from insight.text import clean, fold, rewrite

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)"
    r"|\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}/(?:\d{4}|\d{1,2})(?![\d/])"
    r"|\d{4}-\d{1,2}(?![\d-])"
    r"|\d+"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|[-–—]"
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_DASHES = "-–—"
_LONGEST_WORD = 40
_MOST_WORDS = 400
"""No question is longer; what comes after is left unread."""


class Form(NamedTuple):
    """One word, and what is left of it without its tone, and without any diacritics."""

    text: str
    toneless: str
    tone: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether it was written with diacritics."""
        return self.text != self.folded


@lru_cache(maxsize=1 << 14)
def form(word: str) -> Form:
    """The form of a lower-case composed word; where in the word its tone stands (hoà, hòa) does not matter."""
    parts = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", _TONES.sub("", parts))
    return Form(word, toneless, "".join(sorted(_TONES.findall(parts))), fold(word))


@dataclass(frozen=True)
class Said:
    """The words of a question in order."""

    words: tuple[Form, ...]

    @cached_property
    def folded(self) -> str:
        """The words without diacritics, one blank between them."""
        return " ".join(word.folded for word in self.words)

    @cached_property
    def accented(self) -> bool:
        """Whether diacritics were typed at all."""
        return any(word.marked for word in self.words)

    def word_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of words that a half-open range of `folded` touches."""
        return bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(word.folded) + 1 for word in self.words[:-1])]


def listen(text: str) -> Said:
    """The words of any text, the first 400 at most; chat spellings are still as typed."""
    text = unicodedata.normalize("NFC", rewrite(text, clean(text)).lower())
    text = _STRETCHED.sub(r"\1", text)
    found: list[Form] = []
    for match in islice(_TOKEN.finditer(text), _MOST_WORDS):
        token = match[0]
        if token in _DASHES:
            if _joins_words(text, match.start()):
                continue
            token = "-"
        found.append(form(token[:_LONGEST_WORD].replace("’", "'")))
    return Said(tuple(found))


def write_out(said: Said, *, vietnamese: bool) -> Said:
    """Chat spellings replaced by what they stand for; those of a letter or two only in a Vietnamese question."""
    meanings = _short_forms("any") | (_short_forms("vi") if vietnamese else {})
    words: list[Form] = []
    for i, word in enumerate(said.words):
        after_number = i > 0 and said.words[i - 1].text[-1:].isdigit()
        before_number = i + 1 < len(said.words) and said.words[i + 1].text[:1].isdigit()
        alone = after_number or (before_number and len(word.text) == 1)
        words += (word,) if alone or word.text not in meanings else meanings[word.text]
    return Said(tuple(words))


def joined(forms: Sequence[Form]) -> str:
    """The words as text."""
    return " ".join(word.text for word in forms)


def _joins_words(text: str, at: int) -> bool:
    """Whether the dash at this place stands inside a word ("e-mail") rather than between two things."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalpha() and after.isalpha()


@cache
def _short_forms(block: str) -> dict[str, tuple[Form, ...]]:
    pairs = (entry.split("=") for entry in blocks("short")[block])
    return {short: tuple(form(word) for word in meaning.split()) for short, meaning in pairs}
