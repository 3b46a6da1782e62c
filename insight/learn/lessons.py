"""What people said of mentions, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from insight.types import Vectors

PARTS = 5
"""Lessons are split into so many parts, one of which is held out."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """One row a mention that a person corrected or confirmed; -1 stands for what they left open.

    `vectors` (n, dim) unit rows; `stage` and `sentiment` (n,) indices; `topics` (n, topics) 1 present, 0 absent, -1 open;
    `groups` (n,) equal where the text is equal; `who` (n,) who said it.
    """

    vectors: Vectors
    stage: NDArray[np.int64]
    sentiment: NDArray[np.int64]
    topics: NDArray[np.int64]
    groups: Sequence[str]
    who: Sequence[str]

    def __len__(self) -> int:
        return len(self.vectors)

    def rows(self, chosen: NDArray[np.bool_]) -> "Lessons":
        """The rows chosen by a mask (n,)."""
        places = [int(place) for place in np.flatnonzero(chosen)]
        return Lessons(
            self.vectors[places],
            self.stage[places],
            self.sentiment[places],
            self.topics[places],
            [self.groups[place] for place in places],
            [self.who[place] for place in places],
        )

    def without(self, person: str) -> "Lessons":
        """All but those of one person."""
        return self.rows(np.array([who != person for who in self.who], bool))

    @property
    def parts(self) -> NDArray[np.int64]:
        """A number from 0 to `PARTS` - 1 a row, equal for equal texts, the same whatever the other rows are."""
        return np.array([int(sha256(group.encode()).hexdigest()[:8], 16) % PARTS for group in self.groups], np.int64)
