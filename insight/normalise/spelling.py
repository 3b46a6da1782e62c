"""The usual spelling of one word, whatever stands around it: drawn-out letters, tone marks and chat letters put right."""

import re
from collections.abc import Iterator
from functools import lru_cache

from insight.normalise.lists import english, vietnamese
from insight.normalise.syllables import parse, spell, unaccented
from insight.text import fold

_DRAWN_OUT = re.compile(r"([a-z])\1\1")
_DOUBLE_END = re.compile(r"([ghnmpytkc])\1$")
_LAUGHTER = re.compile(r"(h[aeiouj]|k[aei])\1+h?|k{3,}")
_REPEATED = re.compile(r"([a-z]{2})\1{2,}")
_RUN = re.compile(r"([a-z])\1+")
# Chat letters for what the standard writes otherwise, by place; tried in this order until a possible syllable comes out.
_ONSETS = (("dz", ("d", "v", "gi")), ("z", ("d", "v", "gi")), ("w", ("qu",)), ("f", ("ph",)), ("j", ("gi",)))
_CODAS = (
    ("ngg", ("ng",)),
    ("nk", ("nh", "n")),
    ("nq", ("ng",)),
    ("k", ("ch", "c", "nh", "")),
    ("g", ("ng",)),
    ("h", ("nh", "ch", "")),
    ("q", ("ng",)),
)


@lru_cache(maxsize=1 << 16)
def respell(word: str) -> str:
    """A composed word in its usual spelling, its case kept; the word itself if there is nothing to mend.

    Accented words that are no Vietnamese syllable are read as chat spelling: "fải" is "phải", "thík" "thích", "khôg" "không",
    "kbiết" "không biết".
    """
    lower = word.lower()
    new = collapse(lower)
    if not new.isascii():
        new = _mended(new)
    return word if new == lower else _in_case_of(word, new)


@lru_cache(maxsize=1 << 16)
def collapse(word: str) -> str:
    """A lower-case composed word without drawn-out letters: "quáaaa" is "quá", "sooo" "so", "đẹpp" "đẹp", "hahaha" "haha"."""
    bare = fold(word)
    if len(bare) != len(word) or not bare.isalpha():
        return word
    if _LAUGHTER.fullmatch(bare):
        return "haha" if bare.startswith("k") else bare[:2] * 2
    repeated = _REPEATED.search(bare)
    if repeated and word.isascii():
        unit = repeated[1]
        return collapse(word[: repeated.start()] + (unit if unit == "ok" else unit * 2) + word[repeated.end() :])
    if _DRAWN_OUT.search(bare):
        return _shortened(word, bare)
    if _DOUBLE_END.search(bare) and len(bare) > 3:
        single = _squeezed(word, bare, 1)
        return single if _doubled_by_slip(word, single) else word
    if not word.isascii() and _RUN.search(bare) and parse(word) is None:
        single = _squeezed(word, bare, 1)
        return single if parse(single) else word
    return word


def _shortened(word: str, bare: str) -> str:
    if len(set(bare)) == 1:
        return word[:3]
    single, double = _squeezed(word, bare, 1), _squeezed(word, bare, 2)
    if not word.isascii():
        return single
    return double if english().get(double, 0.0) > english().get(single, 0.0) else single


def _squeezed(word: str, bare: str, size: int) -> str:
    """The word with its drawn-out letters cut to `size`. A run keeps its most marked letter first; an English double may stay."""
    parts: list[str] = []
    done = 0
    for run in _RUN.finditer(bare):
        length = run.end() - run.start()
        drawn_out = length > 2 or (size == 1 and (run.end() == len(bare) or not word.isascii()))
        keep = size if drawn_out else length
        letters = word[run.start() : run.end()]
        first = max(letters, key=lambda letter: not letter.isascii())
        parts += (word[done : run.start()], first + run[1] * (keep - 1))
        done = run.end()
    return "".join(parts) + word[done:]


def _doubled_by_slip(word: str, single: str) -> bool:
    if not word.isascii():
        return parse(word) is None and parse(single) is not None
    if word in english() or len(single) < 3:
        return False
    return single in vietnamese() or single in english() or (word[-1] in "hng" and single in unaccented())


def _mended(word: str) -> str:
    syllable = parse(word)
    if syllable is not None:
        return spell(syllable)
    for candidate in _readings(word):
        syllable = parse(candidate)
        if syllable is not None:
            return spell(syllable)
    if word.startswith("k") and len(word) > 3 and fold(word) not in unaccented():
        rest = parse(word[1:])
        if rest is not None and rest.onset not in ("", "h"):
            return "không " + spell(rest)
    return word


def _readings(word: str) -> Iterator[str]:
    """What a chat spelling may stand for, likeliest first."""
    starts = next(
        ([onset + word[len(chat) :] for onset in standard] for chat, standard in _ONSETS if word.startswith(chat)), [word]
    )
    yield from starts
    for start in starts:
        for chat, codas in _CODAS:
            if start.endswith(chat):
                yield from (start[: -len(chat)] + coda for coda in codas)


def _in_case_of(word: str, new: str) -> str:
    if word.isupper() and len(word) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if word[:1].isupper() else new
