"""Cuts the tokenizer to the word pieces that Vietnamese and English use, without changing how they are segmented.

A unigram tokenizer picks the best-scoring path through a text; dropping pieces that are on no best path of the two languages
leaves their paths as they were. Which pieces those are is read off frequency lists and texts, in every spelling people type.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from insight.normalise import fold

WORDS = {"vi": 30_000, "en": 40_000}
JOINED = 12_000  # so many of them also directly after a sign, as in "@word", "(word": a piece of its own
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_KEPT_BLOCKS = (
    (0x20, 0x24F),  # Latin with every accent
    (0x1EA0, 0x1EFF),  # Vietnamese
    (0x300, 0x33F),  # combining marks
    (0x2010, 0x27BF),  # punctuation, arrows, signs, dingbats
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1FAFF),  # emoji
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A cut tokenizer (its JSON) and, per kept piece in the new order, its row in the old embedding table."""

    tokenizer_json: str
    rows: NDArray[np.int64]


def cut(tokenizer_json: str, texts: Iterable[str]) -> Vocabulary:
    """Keep the special pieces, every character of the two languages, numbers, signs, and the pieces that `texts` use.

    `mask` and every other added token of the base tokenizer is dropped: nothing here predicts words.
    """
    spec: dict[str, Any] = json.loads(tokenizer_json)
    vocabulary: list[list[Any]] = spec["model"]["vocab"]
    used = _pieces_used(Tokenizer.from_str(tokenizer_json), texts)
    keep = [row for row, (piece, _) in enumerate(vocabulary) if row < len(SPECIAL) or row in used or _is_basic(piece)]
    spec["model"]["vocab"] = [vocabulary[row] for row in keep]
    spec["added_tokens"] = [token for token in spec["added_tokens"] if token["content"] in SPECIAL]
    return Vocabulary(json.dumps(spec, ensure_ascii=False, separators=(",", ":")), np.array(keep, dtype=np.int64))


def spellings(word: str) -> Iterator[str]:
    """A word as people type it: with and without diacritics, lower, capital and upper case."""
    for base in dict.fromkeys((word, fold(word))):
        yield from dict.fromkeys((base, base.capitalize(), base.upper()))


def frequent_words() -> Iterator[str]:
    """The frequent words of both languages in every spelling."""
    from wordfreq import top_n_list

    for language, count in WORDS.items():
        for rank, word in enumerate(top_n_list(language, count)):
            for spelling in spellings(word):
                yield spelling
                if rank < JOINED:
                    yield "@" + spelling


def _pieces_used(tokenizer: Tokenizer, texts: Iterable[str]) -> set[int]:
    used: set[int] = set()
    for text in texts:
        used.update(tokenizer.encode(unicodedata.normalize("NFC", text), add_special_tokens=False).ids)
    return used


def _is_basic(piece: str) -> bool:
    """A single character, or a short run of digits, signs and emoji."""
    body = piece.removeprefix("▁")
    longest = 1 if any(c.isalpha() for c in body) else 4
    return len(body) <= longest and all(any(low <= ord(c) <= high for low, high in _KEPT_BLOCKS) for c in body)
