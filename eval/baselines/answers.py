"""What anything that reads a set answers, task by task; None where it has no answer to a task at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.sets.items import Aspects, Item
from insight.types import SENTIMENTS

Key = tuple[int, str]
"""An aspect that a person found: the number of the item, and its class."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to each item of a set, in order; of aspects, to each that a person found and that has one polarity.

    `name` and `how` say who answers, and what it learned from. `scores` and `polarity_scores` are in [-1, 1]; their sign counts.
    """

    name: str = ""
    how: str = ""
    sentiment: Sequence[str | None] | None = None
    scores: Sequence[float] | None = None
    stages: Sequence[str | None] | None = None
    aspects: Sequence[Aspects] | None = None
    polarity: Mapping[Key, str | None] | None = None
    polarity_scores: Mapping[Key, float] | None = None


def told(items: Sequence[Item]) -> list[Key]:
    """Aspects that people found and that have one polarity."""
    return [
        (at, name) for at, item in enumerate(items) for name, feeling in (item.aspects or {}).items() if feeling in SENTIMENTS
    ]
