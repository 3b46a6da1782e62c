"""The words the splitter knows, and where they stand in a sentence."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from insight.text import fold, words

_FOLDER = Path(__file__).with_name("data")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Script(Enum):
    """How a sentence is written, which decides how its words are looked up."""

    ACCENTED = auto()  # Vietnamese with diacritics: words are met as they are, several words together also without
    BARE = auto()  # Vietnamese without diacritics: all words are met folded
    ENGLISH = auto()  # only English words are looked up


class Tag(NamedTuple):
    """What a phrase is: its kind, the class it speaks of ("" for none), and its sign (-1, 0, 1)."""

    kind: str
    about: str = ""
    sign: int = 0


class Mark(NamedTuple):
    """A known phrase in a sentence: words `start` to `end` (exclusive) of it."""

    start: int
    end: int
    tags: tuple[Tag, ...]

    def tag(self, kind: str) -> Tag | None:
        """The tag of one kind, if the phrase has it."""
        return next((tag for tag in self.tags if tag.kind == kind), None)


_Phrases = dict[str, list[tuple[tuple[str, ...], tuple[Tag, ...]]]]
_PLAIN_LISTS = ("vietnamese", "english", "shortened")
_SIGNS = {"+": 1, "-": -1, "=": 0}


def marks(spoken: Sequence[str], script: Script) -> list[Mark]:
    """The known phrases among the words of a sentence, longest first, from left to right, none overlapping."""
    keys = [_key(word, script) for word in spoken]
    phrases = _phrases(script)
    found: list[Mark] = []
    at = 0
    unjoined = 0  # up to here no connective counts: the words belong to an expression that only looks like one
    while at < len(keys):
        size, tags = _longest(keys, at, phrases)
        if tags and tags[0].kind == "none":
            unjoined = max(unjoined, at + size)
            size, tags = 1, _single(keys[at], phrases)
        if at < unjoined:
            tags = tuple(tag for tag in tags if tag.kind not in CONNECTIVES)
        if tags:
            found.append(Mark(at, at + size, tags))
        at += size
    return found


def tags_of(word: str, script: Script) -> tuple[Tag, ...]:
    """What one word is by itself."""
    return _single(_key(word, script), _phrases(script))


CONNECTIVES = frozenset(
    ["turn", "maybe", "contrast", "topic", "keep", "note", "about", "except", "open", "add", "pause", "cling"]
)


@cache
def kin() -> dict[str, frozenset[str]]:
    """Class of a judgement -> classes of the subjects it may be about, itself among them."""
    return {about: frozenset([about, *others.split()]) for about, others in (line.split(":") for line in _lines("kin"))}


@cache
def usual(kind: str) -> frozenset[str]:
    """A plain list, folded: words of a "vietnamese" or "english" sentence, or that a point ends none after ("shortened")."""
    return frozenset(fold(word) for word in dict(_entries("helpers"))[kind])


@lru_cache(maxsize=1 << 16)
def _key(word: str, script: Script) -> str:
    """A word as phrases are looked up: drawn-out letters cut, the tone mark last so that its place does not matter."""
    lower = word.lower()
    if script is not Script.ACCENTED:
        return _squeezed(fold(lower))
    if lower.isascii():
        return _squeezed(lower)
    parts = normalize("NFD", lower)
    tone = "".join(char for char in parts if char in _TONES)
    return _squeezed("".join(char for char in parts if char not in _TONES)) + tone


def _squeezed(word: str) -> str:
    """Without drawn-out letters: "nhanhhh" is "nhanh", "goooood" "good"; a double stays where English may have it."""
    word = _DRAWN_OUT.sub(lambda run: run[1] * (2 if run[1] in "oe" and run.end() < len(word) else 1), word)
    doubled = len(word) > 2 and word[-1] == word[-2] and (not word.isascii() or word[-1] in "hngpmuiya")
    return word[:-1] if doubled else word


def _longest(keys: Sequence[str], at: int, phrases: _Phrases) -> tuple[int, tuple[Tag, ...]]:
    for rest, tags in phrases.get(keys[at], ()):
        if all(at + 1 + i < len(keys) and keys[at + 1 + i] == word for i, word in enumerate(rest)):
            return 1 + len(rest), tags
    return 1, ()


def _single(key: str, phrases: _Phrases) -> tuple[Tag, ...]:
    return next((tags for rest, tags in phrases.get(key, ()) if not rest), ())


@cache
def _phrases(script: Script) -> _Phrases:
    """First word -> its phrases, longest first."""
    gathered: dict[tuple[str, ...], dict[Tag, None]] = {}
    for phrase, tag, vietnamese in _tagged():
        spoken = [word.text for word in words(phrase)]
        if vietnamese and (script is Script.ENGLISH or (script is Script.BARE and phrase.endswith("!"))):
            continue
        gathered.setdefault(tuple(_key(word, script) for word in spoken), {})[tag] = None
        if script is Script.ACCENTED and vietnamese and len(spoken) > 1:
            gathered.setdefault(tuple(_key(fold(word), script) for word in spoken), {})[tag] = None
    found: _Phrases = {}
    for keys in sorted(gathered, key=len, reverse=True):
        found.setdefault(keys[0], []).append((keys[1:], tuple(gathered[keys])))
    return found


def _tagged() -> Iterator[tuple[str, Tag, bool]]:
    """Every phrase of the lists with its tag, and whether it is Vietnamese."""
    for language in ("vi", "en"):
        vietnamese = language == "vi"
        for about, phrases in _entries(f"aspects_{language}"):
            for phrase in phrases:
                kind = "passing" if phrase.endswith("*") else "subject"
                yield phrase.rstrip("*"), Tag(kind, about), vietnamese
                if not vietnamese and not phrase.endswith(("s", "*")):
                    yield phrase + "s", Tag(kind, about), vietnamese
        for head, phrases in _entries(f"evaluations_{language}"):
            sign, about = head[0], head[1:].strip()
            for phrase in phrases:
                yield phrase, Tag("judgement", about, _SIGNS[sign]), vietnamese
        for kind, phrases in _entries(f"connectives_{language}"):
            for phrase in phrases:
                yield phrase, Tag(kind), vietnamese
    for kind, phrases in _entries("helpers"):
        for phrase in phrases if kind not in _PLAIN_LISTS else ():
            yield phrase, Tag(kind), not phrase.isascii() or kind == "holds"


def _entries(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in _lines(name):
        head, phrases = line.split(":", maxsplit=1)
        yield head.strip(), [phrase.strip() for phrase in phrases.split(",") if phrase.strip()]


def _lines(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
