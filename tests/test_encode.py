"""Windows, pooling and what stands before a text, with a session and a tokenizer that show what they were given."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from insight.encode import (
    BEGIN,
    END,
    OVERLAP,
    PREFIX,
    QUESTION_TOKENS,
    WINDOW,
    OnnxEncoder,
    head_tokens,
    pool,
    tokens,
    touching,
    unit,
    windows,
)
from insight.errors import ModelError
from insight.types import Span, SpannedText

IDS = 4000
"""Token `t17` has the id 17; every other word, `query:` too, has `IDS`."""


class FakeTokenizer:
    """A token a word."""

    def encode(self, text: str, add_special_tokens: bool = True) -> SimpleNamespace:
        assert not add_special_tokens
        found = list(re.finditer(r"\S+", text))
        ids = [int(word[0][1:]) if re.fullmatch(r"t\d+", word[0]) else IDS for word in found]
        return SimpleNamespace(ids=ids, offsets=[word.span() for word in found])


@dataclass
class FakeSession:
    """The state of a token is a unit vector that tells its id, the call it was read in, and the sum of that call's ids."""

    calls: list[list[int]] = field(default_factory=list)

    def run(self, names: None, inputs: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        (ids,) = inputs["ids"].tolist()
        self.calls.append(ids)
        total = sum(ids) % 1009
        rows = [[np.cos(a), np.sin(a), b, total] for a, b in ((each / IDS, len(self.calls)) for each in ids)]
        return [np.array([rows], np.float32)]


def encoder(threads: int = 1) -> tuple[OnnxEncoder, FakeSession]:
    session = FakeSession()
    return OnnxEncoder(session, FakeTokenizer(), 4, threads), session  # type: ignore[arg-type]


def numbered(count: int, first: int = 1) -> str:
    return " ".join(f"t{number}" for number in range(first, first + count))


def word_spans(text: str) -> tuple[Span, ...]:
    return tuple(word.span() for word in re.finditer(r"\S+", text))


def ids_of(rows: NDArray[np.float32]) -> list[int]:
    return [round(float(angle) * IDS) for angle in np.arctan2(rows[:, 1], rows[:, 0])]


def calls_of(rows: NDArray[np.float32]) -> list[int]:
    return [round(float(call)) for call in rows[:, 2] / np.hypot(rows[:, 0], rows[:, 1])]


# Windows


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.integers(0, 900), st.integers(2, 90).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_every_token_is_taken_once_from_where_it_has_context(length: int, shape: tuple[int, int]) -> None:
    size, overlap = shape
    found = windows(length, size, overlap)
    firsts = [first for _, _, first in found] + [length]
    taken = [token for first, after in pairwise(firsts) for token in range(first, after)]
    assert taken == list(range(length))
    assert (found[0][0], found[-1][1]) == (0, length)
    for (start, stop, first), (after, _, following) in pairwise(found):
        assert stop - after == overlap
        assert start <= first <= stop == start + size
        assert following - after == overlap // 2
    assert all(stop - start <= size for start, stop, _ in found)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, [(0, 0, 0)]),
        (10, [(0, 10, 0)]),
        (11, [(0, 10, 0), (6, 11, 8)]),
        (23, [(0, 10, 0), (6, 16, 8), (12, 22, 14), (18, 23, 20)]),
    ],
)
def test_windows_by_hand(length: int, expected: list[tuple[int, int, int]]) -> None:
    assert windows(length, 10, 4) == expected


# Pooling

OFFSETS = np.array([[0, 3], [4, 8], [8, 9], [10, 12]], np.int64)
STATES = np.array([[1, 0], [0, 2], [4, 4], [0, 8]], np.float32)


@pytest.mark.parametrize(
    ("span", "chosen"),
    [
        ((0, 3), [0]),
        ((0, 4), [0]),
        ((2, 5), [0, 1]),
        ((4, 9), [1, 2]),
        ((8, 9), [2]),
        ((0, 12), [0, 1, 2, 3]),
        ((3, 4), [0, 1, 2, 3]),  # a blank between tokens
        ((50, 60), [0, 1, 2, 3]),  # beyond the text
        ((5, 5), [1]),  # an empty span inside a token
    ],
)
def test_a_span_is_the_mean_of_the_tokens_it_touches(span: Span, chosen: list[int]) -> None:
    assert touching(OFFSETS, span).tolist() == chosen
    assert pool(STATES, OFFSETS, span).tolist() == STATES[chosen].mean(axis=0).tolist()


def test_a_text_without_tokens_is_zero() -> None:
    empty = tokens(FakeTokenizer(), "  ")  # type: ignore[arg-type]
    assert [found.shape for found in empty] == [(0,), (0, 2)]
    assert pool(np.zeros((0, 3), np.float32), empty[1], (0, 2)).tolist() == [0.0, 0.0, 0.0]


def test_unit_has_length_one_and_zero_stays() -> None:
    assert unit(np.array([3, 4], np.float32)) == pytest.approx([0.6, 0.8])
    assert unit(np.zeros(2, np.float32)).tolist() == [0.0, 0.0]


# What stands before the text


@pytest.mark.parametrize("question", [None, ""])
def test_the_prefix_stands_before_a_text(question: str | None) -> None:
    assert head_tokens(FakeTokenizer(), question) == [BEGIN, IDS]  # type: ignore[arg-type]


def test_a_question_stands_before_a_text() -> None:
    assert head_tokens(FakeTokenizer(), "t7 t8") == [BEGIN, IDS, 7, 8, END, END]  # type: ignore[arg-type]
    assert PREFIX == "query: "


def test_a_long_question_is_cut() -> None:
    head = head_tokens(FakeTokenizer(), numbered(500))  # type: ignore[arg-type]
    assert head == [BEGIN, IDS, *range(1, QUESTION_TOKENS), END, END]


# The encoder


def test_a_text_is_read_in_one_call() -> None:
    model, session = encoder()
    text = numbered(5)
    (rows,) = model.encode([SpannedText(text, ((0, 5), *word_spans(text)), "t99")])
    assert session.calls == [[BEGIN, IDS, 99, END, END, 1, 2, 3, 4, 5, END]]
    assert rows.shape == (6, 4)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(6))
    assert ids_of(rows[1:]) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("question", [None, "t9 t9 t9"])
def test_a_long_text_is_read_in_windows_and_never_cut(question: str | None) -> None:
    model, session = encoder()
    text = numbered(1000)
    head = head_tokens(FakeTokenizer(), question)  # type: ignore[arg-type]
    size = WINDOW - len(head) - 1
    expected = windows(1000, size, OVERLAP)
    (rows,) = model.encode([SpannedText(text, word_spans(text), question)])
    assert session.calls == [[*head, *range(start + 1, stop + 1), END] for start, stop, _ in expected]
    assert max(map(len, session.calls)) == WINDOW
    assert ids_of(rows) == list(range(1, 1001))
    borders = [first for _, _, first in expected] + [1000]
    reader = [call + 1 for call in range(len(expected)) for _ in range(borders[call], borders[call + 1])]
    assert calls_of(rows) == reader


@pytest.mark.parametrize(("count", "calls"), [(WINDOW - 3, 1), (WINDOW - 2, 2)])
def test_a_text_that_just_fits(count: int, calls: int) -> None:
    model, session = encoder()
    text = numbered(count)
    model.encode([SpannedText(text, ((0, len(text)),))])
    assert len(session.calls) == calls


@pytest.mark.parametrize("threads", [1, 3])
def test_a_vector_does_not_depend_on_the_other_texts(threads: int) -> None:
    texts = [SpannedText(text, word_spans(text)) for text in (numbered(4), numbered(700, 2000), numbered(2, 30), numbered(9, 7))]
    together = encoder(threads)[0].encode(texts)
    for text, rows in zip(texts, together, strict=True):
        (alone,) = encoder()[0].encode([text])
        assert ids_of(rows) == ids_of(alone)
        scale = np.hypot(rows[:, 0], rows[:, 1]) / np.hypot(alone[:, 0], alone[:, 1])
        assert rows[:, 3] / scale == pytest.approx(alone[:, 3], rel=1e-4)


def test_a_text_without_tokens_gives_zero_and_no_texts_give_nothing() -> None:
    model, session = encoder()
    (rows,) = model.encode([SpannedText("   ", ((0, 3),))])
    assert rows.tolist() == [[0.0] * 4]
    assert session.calls == [[BEGIN, IDS, END]]
    assert model.encode([]) == []


def test_a_model_that_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"model in {tmp_path} cannot be loaded: .*; restore the folder"):
        OnnxEncoder.from_pretrained(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"not a graph")
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxEncoder.from_pretrained(tmp_path)
