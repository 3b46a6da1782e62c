"""Reads the word lists beside this file. A list is plain text; `#` starts a comment line."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("data")


def lines(name: str) -> Iterator[str]:
    """The lines of a list that say something, stripped."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def weighted(name: str) -> dict[str, float]:
    """Word -> weight of a list of blocks, each headed by `= weight`; the first block that has a word counts."""
    found: dict[str, float] = {}
    weight = 0.0
    for line in lines(name):
        if line.startswith("="):
            weight = float(line[1:])
            continue
        for word in line.split():
            found.setdefault(word, weight)
    return found


@cache
def english() -> dict[str, float]:
    """English word -> log-likelihood ratio to text of other languages."""
    return weighted("english")


@cache
def vietnamese() -> dict[str, float]:
    """Vietnamese syllable without diacritics -> log-likelihood ratio to text of other languages."""
    return weighted("vietnamese")
