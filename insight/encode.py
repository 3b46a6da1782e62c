"""Normalised texts -> one unit vector a span: the whole feedback is read once, token states are averaged over each span.

Reading the whole feedback gives every mention its context, and the question before it, at the price of one pass
(late chunking, Guenther et al. 2024, arXiv:2409.04701).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from insight.errors import ModelError
from insight.types import Span, SpannedText, Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

PREFIX = "query: "
WINDOW = 384
"""Tokens read in one pass, question included. Longer texts are read in windows, never cut."""
OVERLAP = 96
QUESTION_TOKENS = 64
BEGIN, END = 0, 2


class OnnxEncoder:
    """The shipped encoder: one text a call and one single-threaded caller a core, so that labels never depend on neighbours."""

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer", dim: int, threads: int) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.dim = dim
        self.threads = threads

    @classmethod
    def from_pretrained(cls, folder: Path, threads: int | None = None) -> "OnnxEncoder":
        """Load `encoder.onnx` and `tokenizer.json`; `threads` is every core unless given. Raises `ModelError`."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise ModelError(f"model in {folder} cannot be loaded: {error}; restore the folder") from error
        tokenizer.no_truncation()
        return cls(session, tokenizer, session.get_outputs()[0].shape[-1], threads or cpu_count() or 1)

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        """One array of unit rows, shape (spans, dim), per text."""
        if len(texts) < 2 or self.threads == 1:
            return [self._encode_one(text) for text in texts]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self._encode_one, texts))

    def _encode_one(self, text: SpannedText) -> Vectors:
        ids, offsets = tokens(self.tokenizer, text.text)
        states = self._states(ids, head_tokens(self.tokenizer, text.question))
        return np.stack([unit(pool(states, offsets, span)) for span in text.spans])

    def _states(self, ids: NDArray[np.int64], head: list[int]) -> NDArray[np.float32]:
        """States of the text's own tokens, shape (tokens, dim); where windows overlap, the one with more context counts."""
        states = np.zeros((len(ids), self.dim), np.float32)
        for start, stop, keep_from in windows(len(ids), WINDOW - len(head) - 1, OVERLAP):
            tokens = np.array([[*head, *ids[start:stop], END]], np.int64)
            output: NDArray[np.float32] = self.session.run(["states"], {"ids": tokens})[0][0]
            states[keep_from:stop] = output[len(head) + keep_from - start : len(head) + stop - start]
        return states


def tokens(tokenizer: "Tokenizer", text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids (tokens,) of a text alone, and the characters each stands for (tokens, 2)."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return np.array(encoding.ids, np.int64), np.array(encoding.offsets, np.int64).reshape(-1, 2)


def head_tokens(tokenizer: "Tokenizer", question: str | None) -> list[int]:
    """What is read before the text: the encoder's prefix, and the question as the first of a pair."""
    if not question:
        return [BEGIN, *tokenizer.encode(PREFIX, add_special_tokens=False).ids]
    asked: list[int] = tokenizer.encode(PREFIX + question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    return [BEGIN, *asked, END, END]


def touching(offsets: NDArray[np.int64], span: Span) -> NDArray[np.int64]:
    """Numbers of the tokens that share a character with a span; of all tokens where none does."""
    inside = np.flatnonzero((offsets[:, 0] < span[1]) & (offsets[:, 1] > span[0]))
    return inside if len(inside) else np.arange(len(offsets))


def windows(length: int, size: int, overlap: int) -> list[tuple[int, int, int]]:
    """Cut `length` tokens into windows: (start, stop, first token whose state is taken from this window)."""
    found = [(0, min(size, length), 0)]
    while found[-1][1] < length:
        start = found[-1][1] - overlap
        found.append((start, min(start + size, length), start + overlap // 2))
    return found


def pool(states: NDArray[np.float32], offsets: NDArray[np.int64], span: Span) -> NDArray[np.float32]:
    """Mean state of the tokens of a span, shape (dim,); zero for a text without tokens."""
    chosen = states[touching(offsets, span)]
    return chosen.mean(axis=0) if len(chosen) else np.zeros(states.shape[1], np.float32)


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vector at length 1; zero stays zero."""
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm > 0 else vector
