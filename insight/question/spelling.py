"""Misspelt words put right, where only one listed word is near enough."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from insight.question.language import everyday
from insight.question.lexicon import listed
from insight.question.said import Said, form

_LISTS = ("stages", "topics", "channels", "values", "cues")
_SHORTEST, _LONGEST = 4, 24
_LOOSE = 8
"""Words this long may be wrong in two places."""
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?(?:[aeiouy]{1,3})(?:ch|nh|ng|[cmnpt])?")


class Speller:
    """Knows a vocabulary by what is left of each word when one letter is dropped."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.known = frozenset(vocabulary)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self.known):
            if _SHORTEST <= len(word) <= _LONGEST and word.isalpha():
                for key in _shortened(word):
                    self._near.setdefault(key, []).append(word)

    def nearest(self, word: str) -> str | None:
        """The listed word meant, or None: nothing is near, or it is a word of its own."""
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()) or word in self.known:
            return None
        candidates = {near for key in _shortened(word) for near in self._near.get(key, ())}
        fitting = [near for near in candidates if _acceptable(word, near)]
        return min(fitting, key=lambda near: (_cost(word, near), near), default=None)


def correct(said: Said, names: Iterable[str]) -> Said:
    """The question with its misspelt words replaced by listed ones; `names` are further words that are right (or meant)."""
    own = _speller(frozenset(names))
    words = list(said.words)
    for i, word in enumerate(words):
        if word.folded in own.known or word.folded in everyday() or word.folded in _listed_words().known:
            continue
        if _SYLLABLE.fullmatch(word.folded):
            continue
        meant = _listed_words().nearest(word.folded) or own.nearest(word.folded)
        if meant:
            words[i] = form(meant)
    return Said(tuple(words))


@lru_cache(maxsize=16)
def _speller(words: frozenset[str]) -> Speller:
    return Speller(words)


def _shortened(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _acceptable(word: str, near: str) -> bool:
    if word[0] != near[0] and word[:2] != near[1::-1]:
        return False
    swapped = sorted(word) == sorted(near)
    shorter = min(len(word), len(near))
    if abs(len(word) - len(near)) == 1:
        return shorter >= _SHORTEST or (shorter == _SHORTEST - 1 and _SYLLABLE.fullmatch(near) is not None)
    if swapped:
        return _cost(word, near) == 1 or shorter >= _LOOSE
    return shorter >= _LOOSE or (shorter >= 6 and _cost(word, near) == 1)


def _cost(word: str, near: str) -> int:
    """1 for one letter more, fewer, changed or swapped with its neighbour; 2 for what else the index finds."""
    if len(word) != len(near):
        return 1
    wrong = [i for i in range(len(word)) if word[i] != near[i]]
    neighbours = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == near[wrong[1]]
    return 1 if len(wrong) == 1 or (neighbours and word[wrong[1]] == near[wrong[0]]) else 2


@cache
def _listed_words() -> Speller:
    return _speller(frozenset(word for name in _LISTS for word in listed(name).words()))
