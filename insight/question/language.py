"""In which language a question is built."""

from collections.abc import Container
from functools import cache
from typing import Literal

from insight.question.lists import blocks
from insight.question.query import Asked
from insight.question.said import Form, Said
from insight.text import fold


def language_of(said: Said, names: Container[int] = ()) -> Asked:
    """`vi` where any Vietnamese structure shows, `en` otherwise; words whose index is in `names` do not count."""
    sides = [_side(word) for i, word in enumerate(said.words) if i not in names]
    return "vi" if "structure" in sides or sides.count("vi") > sides.count("en") else "en"


def shows_language(said: Said, names: Container[int]) -> bool:
    """Whether any word but these tells a language."""
    return any(_side(word) for i, word in enumerate(said.words) if i not in names)


def _side(word: Form) -> Literal["structure", "vi", "en"] | None:
    """What a word tells: it builds Vietnamese sentences, or is Vietnamese, or English, or of both."""
    if word.marked:
        return "structure" if word.text in _words("vi") else "vi"
    if word.text in _words("loan"):
        return None
    if word.text in _bare():
        return "vi"
    return "en" if word.text in _words("en") else None


@cache
def _words(block: str) -> frozenset[str]:
    return frozenset(word for entry in blocks("language")[block] for word in entry.split())


@cache
def _bare() -> frozenset[str]:
    """Vietnamese words as they look without diacritics, less those that English writes as well."""
    return frozenset(map(fold, _words("vi"))) - _words("en") - _words("loan") - _words("common")


def is_function_word(word: Form) -> bool:
    """Whether a word holds sentences together rather than saying what they are about."""
    return word.text in _words("glue") or (not word.marked and word.folded in _bare_glue())


@cache
def _bare_glue() -> frozenset[str]:
    return frozenset(map(fold, _words("glue")))


@cache
def everyday() -> frozenset[str]:
    """Words of either language, without diacritics, that are no name and no misspelling."""
    return frozenset(fold(word) for entries in blocks("language").values() for entry in entries for word in entry.split())
