"""Which slices a feedback is in: language, length, spelling, source, and whatever else its set says."""

from collections.abc import Mapping, Sequence

import numpy as np

from eval.statistics import Flags
from insight.normalise import language, words
from insight.normalise.chat import chat
from insight.text import fold

LENGTHS = ((5, "1-5 words"), (15, "6-15 words"), (40, "16-40 words"))
FEWEST_WORDS = 3
"""Fewer Vietnamese words than this may all be written without marks by chance."""


def text_slices(text: str, told: Mapping[str, str]) -> list[str]:
    """Names of the slices of a text; `told` is what its set says of it, by attribute, say {"language": "vi"}."""
    spoken = told.get("language") or language(text)
    found = [f"{attribute} {value}" for attribute, value in {"language": spoken, **told}.items()]
    found.append(f"length {length(text)}")
    if spoken == "vi":
        found.append("with diacritics" if has_diacritics(text) else "without diacritics")
    if spoken != "en" and "language" in told and language(text) == "mixed":
        found.append("code-mixed")
    if spoken != "en" and chat(text):
        found.append("teencode")
    return found


def length(text: str) -> str:
    """The slice of a text's length."""
    count = len(words(text))
    return next((name for most, name in LENGTHS if count <= most), "over 40 words")


def has_diacritics(text: str) -> bool:
    """Whether Vietnamese marks are used; a text of too few words to tell counts as written with them."""
    return fold(text) != text.lower() or len(words(text)) < FEWEST_WORDS


def slice_units(texts: Sequence[str], told: Sequence[Mapping[str, str]]) -> dict[str, Flags]:
    """Which feedbacks are in each slice, by name in order; each (feedbacks,). A slice that holds all of them is left out."""
    names = [text_slices(text, attributes) for text, attributes in zip(texts, told, strict=True)]
    every = sorted({name for found in names for name in found})
    units = {name: np.array([name in found for found in names]) for name in every}
    return {name: inside for name, inside in units.items() if not inside.all()}
