"""Digits written as Vietnamese or English words: "không chín một hai ...", with or without diacritics."""

import re
from collections.abc import Iterator

_DIGIT_BY_WORD = {
    **dict.fromkeys(("khong", "linh", "zero", "oh"), "0"),
    **dict.fromkeys(("mot", "one"), "1"),
    **dict.fromkeys(("hai", "two"), "2"),
    **dict.fromkeys(("ba", "three"), "3"),
    **dict.fromkeys(("bon", "tu", "four"), "4"),
    **dict.fromkeys(("nam", "lam", "five"), "5"),
    **dict.fromkeys(("sau", "six"), "6"),
    **dict.fromkeys(("bay", "seven"), "7"),
    **dict.fromkeys(("tam", "eight"), "8"),
    **dict.fromkeys(("chin", "nine"), "9"),
}
_DIGIT = rf"(?:(?:{'|'.join(_DIGIT_BY_WORD)})(?![a-z])|[0-9]{{1,4}}(?![0-9a-z]))"
# Six in a row: ordinary speech ("hai ba năm sau") stops well before.
_RUN = re.compile(rf"(?<![a-z0-9]){_DIGIT}(?:[ ,.\-]{{1,3}}{_DIGIT}){{5,}}+")
_WORD_OR_COMMA = re.compile(r"[a-z]+|,")
_COMMA_READ_AS = " "
_FEWEST_WORDS = 3


def spelt_digits(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what it reads as) of every digit written as a word, in a row of six digits or more.

    `text` is lower-case ASCII without diacritics. Outside such a row "năm" is a year and "không" a no. A comma in it
    is a pause in one number, and reads as a space.
    """
    for run in _RUN.finditer(text):
        found = list(_WORD_OR_COMMA.finditer(text, run.start(), run.end()))
        if sum(token[0] != "," for token in found) >= _FEWEST_WORDS:
            yield from ((*token.span(), _DIGIT_BY_WORD.get(token[0], _COMMA_READ_AS)) for token in found)
