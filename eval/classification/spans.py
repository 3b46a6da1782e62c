"""Where opinions begin and end: mention spans against those that people marked, exactly and by overlap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.figures import Figure
from eval.statistics import estimate, micro_f1
from insight.types import Span

ENOUGH = 0.5
"""Intersection over union from which on two spans are the same opinion."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One text with the spans people marked and those the model found; all sorted and disjoint."""

    unit: int
    text: str
    gold: tuple[Span, ...]
    said: tuple[Span, ...]


def span_figures(texts: Sequence[Marked]) -> dict[str, Figure]:
    """F1 of spans: exact, by overlap (one to one, half of the union shared), and of characters inside any span.

    Blanks and punctuation at the ends of spans count for nothing. n is the number of gold spans.
    """
    counts = {"exact": [], "overlap": [], "character": []}  # type: dict[str, list[tuple[int, int, int]]]
    for each in texts:
        gold, said = (tuple(trimmed(each.text, span) for span in spans) for spans in (each.gold, each.said))
        exact = len(set(gold) & set(said))
        overlap = len(matches(gold, said))
        shared = sum(shared_length(a, b) for a in gold for b in said)
        counts["exact"].append((exact, len(said) - exact, len(gold) - exact))
        counts["overlap"].append((overlap, len(said) - overlap, len(gold) - overlap))
        counts["character"].append((shared, _length(said) - shared, _length(gold) - shared))
    units = np.arange(len(texts))
    total = sum(len(each.gold) for each in texts)
    found = {}
    for kind, rows in counts.items():
        figure = estimate(np.array(rows, np.float64)[:, None, :], units, micro_f1)
        found[f"span {kind} F1"] = Figure(figure.value, total, figure.low, figure.high)
    return found


def matches(gold: Sequence[Span], said: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs (gold, said) of spans that share enough of their union: the best first, each span at most once."""
    shares = sorted(
        ((share, g, s) for g, a in enumerate(gold) for s, b in enumerate(said) if (share := overlap_share(a, b)) >= ENOUGH),
        reverse=True,
    )
    taken: list[tuple[int, int]] = []
    for _, g, s in shares:
        if all(g != other and s != one for other, one in taken):
            taken.append((g, s))
    return sorted(taken)


def overlap_share(a: Span, b: Span) -> float:
    """Intersection over union of two spans, 0 to 1."""
    shared = shared_length(a, b)
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared else 0.0


def shared_length(a: Span, b: Span) -> int:
    """Characters in both."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def trimmed(text: str, span: Span) -> Span:
    """The span from its first letter or digit to its last; as it is where it has none."""
    inside = [at for at in range(*span) if text[at].isalnum()]
    return (inside[0], inside[-1] + 1) if inside else span


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)
