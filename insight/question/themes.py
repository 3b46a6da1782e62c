"""Which live themes a question names."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from insight.question.language import is_function_word
from insight.question.said import Form, Said, listen
from insight.types import Bilingual

_ALL_UP_TO = 3
"""A name of this many telling words must be said in full."""
_MOST = 0.75
_SLACK = 4
"""Words that may stand between those of a name."""


class NamedTheme(NamedTuple):
    """A theme in a question and the words that name it."""

    id: str
    words: frozenset[int]


def find_themes(said: Said, themes: Mapping[str, Bilingual], vocabulary: Iterable[str]) -> list[NamedTheme]:
    """Themes with most of a name's telling words close together, those with more words said winning over their parts.

    A theme called exactly like an entry of `vocabulary` (names of stages and topics) is not told apart from it, and left out.
    """
    common = {_key(_words(name)) for name in vocabulary}
    found: list[NamedTheme] = []
    for theme, name in themes.items():
        sayings = [_words(one) for one in (name.vi, name.en)]
        places = [_place(said, words) for words in sayings if _key(words) not in common]
        best = max(places, key=len, default=frozenset[int]())
        if best:
            found.append(NamedTheme(theme, best))
    return [one for one in found if not any(one.words < other.words for other in found)]


def words_of(name: Bilingual) -> list[str]:
    """The words of both names, without diacritics."""
    return [word.folded for one in (name.vi, name.en) for word in _words(one)]


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[Form, ...]:
    return listen(name).words


def _key(words: Sequence[Form]) -> str:
    return " ".join(word.folded for word in words)


def _place(said: Said, name: Sequence[Form]) -> frozenset[int]:
    """The words of the question that say this name, or none."""
    telling = {word.folded: word for word in name if not is_function_word(word)}
    if len(telling) < 2:
        telling = {word.folded: word for word in name}
    if len(telling) < 2:
        return frozenset()
    needed = len(telling) if len(telling) <= _ALL_UP_TO else -int(-_MOST * len(telling) // 1)
    places = [i for i, word in enumerate(said.words) if word.folded in telling and _agree(word, telling[word.folded])]
    width = len(name) + _SLACK
    for first, start in enumerate(places):
        window = [i for i in places[first : first + width] if i < start + width]
        if len({said.words[i].folded for i in window}) >= needed:
            return frozenset(window)
    return frozenset()


def _agree(word: Form, wanted: Form) -> bool:
    """Whether a word is the wanted one, typed with its diacritics or with none."""
    return not word.marked or (word.toneless, word.tone) == (wanted.toneless, wanted.tone)
