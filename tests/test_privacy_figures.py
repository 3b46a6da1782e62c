"""Recall and precision of `mask` on texts made from the written rules, not from its patterns.

A hit counts only if the whole text comes out right: the value gone, everything around it untouched. `pytest -s` prints the
figures.
"""

import random
from dataclasses import dataclass

import pytest
from privacy_texts import lookalike, positive

from insight.privacy import KINDS, mask

YEAR = 2026
POSITIVES = 250
NEGATIVES = 500
OTHERS = 25  # texts of each other kind, in which this one is not to be found
LEAST_RECALL = 0.98
LEAST_PRECISION = 0.95


@dataclass(frozen=True)
class Figures:
    recalled: int
    right: int
    hits: int

    @property
    def recall(self) -> float:
        return self.recalled / POSITIVES

    @property
    def precision(self) -> float:
        return self.right / self.hits


def measure(kind: str) -> tuple[Figures, list[str]]:
    """Figures of one kind over its own texts, its lookalikes, and every other kind's texts and lookalikes."""
    rng = random.Random(f"privacy {kind}")
    recalled = right = hits = 0
    wrong: list[str] = []
    for case in (positive(kind, rng) for _ in range(POSITIVES)):
        found = mask(case.text, year=YEAR)
        hits += sum(placeholder.kind == kind for placeholder in found.found)
        if found.text == case.masked:
            recalled, right = recalled + 1, right + 1
        else:
            wrong.append(f"{case.text!r} -> {found.text!r}")
    others = [positive(other, rng).text for other in KINDS if other != kind for _ in range(OTHERS)]
    for text in others + [lookalike(kind, rng) for _ in range(NEGATIVES)]:
        stray = sum(placeholder.kind == kind for placeholder in mask(text, year=YEAR).found)
        hits += stray
        if stray:
            wrong.append(f"{text!r} -> {mask(text, year=YEAR).text!r}")
    return Figures(recalled, right, hits), wrong


@pytest.mark.parametrize("kind", KINDS)
def test_recall_and_precision(kind: str) -> None:
    figures, wrong = measure(kind)
    print(f"{kind}: recall {figures.recall:.3f}, precision {figures.precision:.3f}")
    assert figures.recall >= LEAST_RECALL, "\n".join(wrong)
    assert figures.precision >= LEAST_PRECISION, "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_lookalikes_of_one_kind_are_not_taken_for_another(kind: str) -> None:
    rng = random.Random(f"lookalikes {kind}")
    texts = [lookalike(kind, rng) for _ in range(NEGATIVES)]
    changed = [text for text in texts if mask(text, year=YEAR).text != text]
    assert len(changed) <= NEGATIVES * (1 - LEAST_PRECISION), changed
