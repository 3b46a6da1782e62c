"""New mentions -> existing themes, at once and cheaply; identical words always go where they went before."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from insight.text import fold, words
from insight.themes.discover import nearest
from insight.types import Vectors


@cache
def _empty_words() -> frozenset[str]:
    lines = (resources.files("insight.themes") / "empty_talk.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


def says_something(text: str) -> bool:
    """Whether a mention has a word beyond courtesy and bare praise or blame, so that it can begin or join a theme."""
    return any(len(word.text) > 1 and word.text not in _empty_words() and not word.text.isdigit() for word in words(fold(text)))


def key_of(text: str) -> str:
    """What makes two mentions identical: their folded words."""
    return " ".join(word.text for word in words(fold(text)))


def assign(
    vectors: Vectors, texts: Sequence[str], centres: Vectors, radii: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The theme of each mention and the similarity to it.

    Args:
        vectors: unit rows (n, dim).
        texts: the mentions' words.
        centres: unit rows (themes, dim).
        radii: least similarity of a member, (themes,).

    Returns:
        row of the theme or -1, and the similarity to the nearest theme.
    """
    places, closeness = nearest(vectors, centres, radii)
    spoken = np.array([says_something(text) for text in texts], bool)
    return np.where(spoken, places, -1), closeness
