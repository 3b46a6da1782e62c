"""The same feedback as other people would have typed it: labels stay, spans move along."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from insight.labelled import LabelledFeedback
from insight.text import Edit, fold, moved, rewrite, words

Typing = Callable[[str, random.Random], list[Edit]]
"""A text -> the edits of one way of typing it, sorted and disjoint."""

_STOPS = re.compile(r"[.,;:!?]+(?=\s|$)")
_SOUNDS = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("r", "d"), ("gi", "d"), ("l", "n"), ("n", "l"))
_TONES = str.maketrans("ảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹ", "ãẵẫẽễĩõỗỡũữỹảẳẩẻểỉỏổởủửỷ")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way of typing, for texts of some languages; `weight` is how often it is chosen among those that fit."""

    style: str
    typing: Typing
    weight: float
    languages: tuple[str, ...] = ("vi", "en", "mixed")


def respelt(feedback: LabelledFeedback, typing: Typing, style: str, rng: random.Random) -> LabelledFeedback:
    """The feedback typed another way; its mentions cover the same words."""
    edits = typing(feedback.text, rng)
    starts = moved([mention.start for mention in feedback.mentions], edits)
    ends = moved([mention.end for mention in feedback.mentions], edits, end=True)
    mentions = tuple(
        replace(mention, start=start, end=end) for mention, start, end in zip(feedback.mentions, starts, ends, strict=True)
    )
    return replace(feedback, text=rewrite(feedback.text, edits), mentions=mentions, style=style)


def unaccented(text: str, _: random.Random) -> list[Edit]:
    """Without diacritics."""
    plain = ((at, character, fold(character)) for at, character in enumerate(text) if not character.isascii())
    return [
        Edit(at, at + 1, new.upper() if old.isupper() else new) for at, old, new in plain if len(new) == 1 and new != old.lower()
    ]


def teencode(text: str, rng: random.Random) -> list[Edit]:
    """With the short forms of chats, for two in three of the words that have one."""
    forms = _short_forms()
    found = ((word, forms.get(word.text.lower())) for word in words(text))
    return [Edit(word.start, word.end, rng.choice(short)) for word, short in found if short and rng.random() < 0.67]


def misspelt(text: str, rng: random.Random) -> list[Edit]:
    """With slips of the finger and of the ear, in one word of seven."""
    chosen = [word for word in words(text) if len(word.text) > 2 and word.text.isalpha() and rng.random() < 0.14]
    return [Edit(word.start, word.end, _slip(word.text, rng)) for word in chosen]


def careless(text: str, rng: random.Random) -> list[Edit]:
    """Without capitals and with hardly any punctuation."""
    capitals = [Edit(at, at + 1, c.lower()) for at, c in enumerate(text) if c.isupper() and len(c.lower()) == 1]
    stops = [Edit(match.start(), match.end(), "") for match in _STOPS.finditer(text) if rng.random() < 0.8]
    return sorted(capitals + stops)


SPELLINGS: Sequence[Spelling] = (
    Spelling("unaccented", unaccented, 12, ("vi", "mixed")),
    Spelling("teencode", teencode, 1, ("vi", "mixed")),
    Spelling("misspelt", misspelt, 2),
    Spelling("chatty", careless, 2),
)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    slips = [
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word.translate(_TONES),
        *(new + word[len(old) :] for old, new in _SOUNDS if word.startswith(old)),
    ]
    return rng.choice([slip for slip in slips if slip != word] or [word])


@cache
def _short_forms() -> Mapping[str, tuple[str, ...]]:
    """Word -> its chat spellings, from the list that `insight.normalise` reads."""
    forms: dict[str, list[str]] = {}
    lines = files("insight.normalise").joinpath("data/teencode.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) >= 2 and not line.startswith("#") and parts[1] != "=" and parts[0].isalnum() and parts[1].isalpha():
            forms.setdefault(parts[1], []).append(parts[0])
    return {word: tuple(dict.fromkeys(short)) for word, short in forms.items()}
