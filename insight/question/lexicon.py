"""Phrases found in a question, the longest first, with or without diacritics."""

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from insight.question.lists import blocks
from insight.question.said import Form, Said, listen

_LONG = 8
"""Letters from which on a phrase is known by its words even with a wrong tone ("phản nàn")."""


class Found(NamedTuple):
    """A phrase's label and the half-open range of words it stands in.

    `claims` keeps the words from every other list; `loose` tells of a single word that is meant only if its diacritics were
    left out.
    """

    label: str
    start: int
    end: int
    claims: bool = False
    loose: bool = False


class Phrase(NamedTuple):
    """What a list says: words, the label they mean, and whether they must be written exactly so."""

    forms: tuple[Form, ...]
    label: str
    strict: bool
    claims: bool

    def stands_at(self, said: Said, at: int, bare: bool) -> bool:
        """Whether the words from `at` on are this phrase; `bare`: single words may have lost their diacritics."""
        end = at + len(self.forms)
        if end > len(said.words):
            return False
        bare = bare or len(self.forms) > 1
        any_tone = len(self.forms) > 1 and sum(len(word.folded) for word in self.forms) >= _LONG
        pairs = zip(said.words[at:end], self.forms, strict=True)
        return all(_same(word, wanted, self.strict, any_tone, bare) for word, wanted in pairs)


class Lexicon:
    """Phrases by their first word."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """`entries` are (label, phrase); a phrase may end in `!` (diacritics needed) or `=` (claims its words)."""
        self._by_first: dict[str, list[Phrase]] = {}
        for label, entry in entries:
            words = listen(entry.rstrip("!=")).words
            if words:
                phrase = Phrase(words, label, entry.endswith("!"), entry.endswith("="))
                self._by_first.setdefault(words[0].folded, []).append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.forms))

    def words(self) -> Iterator[str]:
        """Every word of every phrase, without diacritics."""
        for phrases in self._by_first.values():
            for phrase in phrases:
                yield from (word.folded for word in phrase.forms)

    def find(self, said: Said, *, bare: bool, taken: Container[int] = ()) -> list[Found]:
        """Phrases from left to right that share no word; labels of the same words all count. `taken` words match nothing."""
        found: list[Found] = []
        at = 0
        while at < len(said.words):
            here = self._at(said, at, bare, taken)
            found += here
            at = here[0].end if here else at + 1
        return found

    def _at(self, said: Said, at: int, bare: bool, taken: Container[int]) -> list[Found]:
        found: list[Found] = []
        for phrase in self._by_first.get(said.words[at].folded, ()):
            end = at + len(phrase.forms)
            if found and end < found[0].end:
                break
            if not any(i in taken for i in range(at, end)) and phrase.stands_at(said, at, bare):
                loose = end == at + 1 and said.words[at].text != phrase.forms[0].text
                found.append(Found(phrase.label, at, end, phrase.claims, loose))
        return found


def _same(word: Form, wanted: Form, strict: bool, any_tone: bool, bare: bool) -> bool:
    """Whether a typed word is the wanted one: exactly, or without diacritics (`bare`), or with a wrong tone (`any_tone`)."""
    if word.folded != wanted.folded:
        return False
    if (word.toneless, word.tone) == (wanted.toneless, wanted.tone):
        return True
    if strict:
        return False
    if word.marked:
        return any_tone and word.toneless == wanted.toneless
    return bare


@cache
def listed(name: str) -> Lexicon:
    """The lexicon of a list of this package."""
    return Lexicon((label, entry) for label, entries in blocks(name).items() for entry in entries)


def unclaimed(kinds: Sequence[list[Found]]) -> list[list[Found]]:
    """Drops what stands in words that a phrase of another list claims, and loose words inside any longer phrase.

    Phrases of one list share no word (but for labels of the same words), so the work grows linearly.
    """
    at: dict[int, list[tuple[int, Found]]] = {}
    for kind, found in enumerate(kinds):
        for one in found:
            for i in range(one.start, one.end):
                at.setdefault(i, []).append((kind, one))

    def stands(kind: int, one: Found) -> bool:
        others = (other for i in range(one.start, one.end) for by, other in at[i] if by != kind)
        return not any(_beaten(one, other) for other in others)

    return [[one for one in found if stands(kind, one)] for kind, found in enumerate(kinds)]


def _beaten(one: Found, other: Found) -> bool:
    """Whether an overlapping phrase of another list leaves no room for this one."""
    longer = (other.end - other.start) - (one.end - one.start)
    return (other.claims and (longer > 0 or (longer == 0 and not one.claims))) or (one.loose and longer > 0)
