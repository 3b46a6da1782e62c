"""What a Vietnamese syllable may look like: an onset, a rhyme and a tone.

Vietnamese writes one syllable a word, and its syllables are few: 28 onsets, some 160 rhymes and 6 tones, of which rhymes that
end in a stop (c, ch, p, t) take only two. A word that fits is very likely Vietnamese; a word that does not fit is none.
The inventory is that of the standard orthography (Đoàn Thiện Thuật, Ngữ âm tiếng Việt), with loan rhymes such as "oong".
"""

import unicodedata
from functools import cache
from typing import NamedTuple

from insight.normalise.lists import lines
from insight.text import fold

_BEFORE_FRONT = frozenset("iêey")
_TONES = {"\u0300": 1, "\u0301": 2, "\u0303": 3, "\u0309": 4, "\u0323": 5}
_MARKS = ("", *_TONES)
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (2, 5)


class Syllable(NamedTuple):
    """Onset and rhyme without tone, and the tone: 0 level, 1 huyền, 2 sắc, 3 ngã, 4 hỏi, 5 nặng."""

    onset: str
    rhyme: str
    tone: int


def parse(word: str) -> Syllable | None:
    """The syllable a lower-case composed word spells, its tone mark on whatever letter, or None if it spells none."""
    bare, tone = _without_tone(word)
    if tone < 0:
        return None
    for onset in _onsets_of(bare):
        rhyme = bare[len(onset) :]
        if _fits(onset, rhyme) and (tone in _STOP_TONES or not rhyme.endswith(_STOPS)):
            return Syllable(onset, rhyme, tone)
    return None


def spell(syllable: Syllable) -> str:
    """The usual spelling: the tone on the marked vowel, or the last before a consonant, or as in "hòa", "thúy", "ngoài"."""
    onset, rhyme, tone = syllable
    if not tone:
        return onset + rhyme
    at = _tone_bearer(rhyme)
    return onset + rhyme[:at] + unicodedata.normalize("NFC", rhyme[at] + _MARKS[tone]) + rhyme[at + 1 :]


@cache
def unaccented() -> frozenset[str]:
    """Every possible syllable as `fold` leaves it, tone restrictions aside."""
    found = _inventory()
    return frozenset(fold(onset + rhyme) for onset in found.onsets for rhyme in found.rhymes if _fits(onset, rhyme))


class _Inventory(NamedTuple):
    onsets: frozenset[str]
    rhymes: frozenset[str]
    after_qu: frozenset[str]
    after_gi: frozenset[str]


@cache
def _inventory() -> _Inventory:
    found: dict[str, set[str]] = {}
    for line in lines("syllables"):
        if line.startswith("="):
            block = found.setdefault(line[1:].strip(), set())
        else:
            block |= set(line.split())
    onsets = {"" if onset == "-" else onset for onset in found["onsets"]}
    return _Inventory(*map(frozenset, (onsets, found["rhymes"], found["after qu"], found["after gi"])))


def _without_tone(word: str) -> tuple[str, int]:
    """The word without its tone mark, and the tone; -1 where it has two marks."""
    tone = 0
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char not in _TONES:
            kept.append(char)
        elif tone:
            return word, -1
        else:
            tone = _TONES[char]
    return unicodedata.normalize("NFC", "".join(kept)), tone


def _onsets_of(bare: str) -> list[str]:
    return [bare[:size] for size in (3, 2, 1, 0) if size <= len(bare) and bare[:size] in _inventory().onsets]


def _fits(onset: str, rhyme: str) -> bool:
    """Whether onset and rhyme go together: c, g, ng are written k, gh, ngh before front vowels; qu and gi hold a vowel."""
    if onset == "qu":
        return rhyme in _inventory().after_qu
    if onset == "gi":
        return rhyme in _inventory().after_gi
    if rhyme not in _inventory().rhymes:
        return False
    front = rhyme[0] in _BEFORE_FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rhyme in ("i", "in")
    return onset == "" or rhyme[:2] != "yê"


def _tone_bearer(rhyme: str) -> int:
    marked = [i for i, char in enumerate(rhyme) if char in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = [i for i, char in enumerate(rhyme) if char in "aeiouy"]
    if len(vowels) == 1:
        return vowels[0]
    closed = rhyme[-1] not in "aeiouy"
    return vowels[-1] if closed else vowels[-2]
