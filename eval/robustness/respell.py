"""Ways of writing the same text that must not change what is meant; each str -> str, deterministic."""

import unicodedata
from collections.abc import Callable
from random import Random

from insight.text import fold

_SHORTEST = 5
"""A word of so many letters can be read with two of them swapped."""


def without_diacritics(text: str) -> str:
    """As typed on a keyboard without Vietnamese letters; the case stays."""
    return "".join(fold(letter).upper() if letter.isupper() else fold(letter) for letter in text)


def upper(text: str) -> str:
    """In capitals."""
    return text.upper()


def nfd(text: str) -> str:
    """Every letter and its marks as separate code points."""
    return unicodedata.normalize("NFD", text)


def typos(text: str) -> str:
    """Two neighbouring inner letters swapped in one long word, drawn by the text itself; the longest word where none is long."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    chosen = Random(text).choice(long) if long else max(range(len(words)), key=lambda place: len(words[place]))
    words[chosen] = _swapped(words[chosen], Random(text))
    return " ".join(words)


def _swapped(word: str, rng: Random) -> str:
    places = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
    if not places:
        return word
    at = rng.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


WAYS: dict[str, Callable[[str], str]] = {f.__name__: f for f in (without_diacritics, upper, nfd, typos)}
