"""The one place where the evaluation makes open topics: what they are told of the model's own corpus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from insight.memory import Memory
from insight.open_topics import BackgroundLabels, OpenTopics
from insight.taxonomy import Topic
from insight.types import Vectors

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Background:
    """Mentions that the model was taught with: `vectors` (n, dim), `stage` (n,), `topics` (n, topics)."""

    vectors: Vectors
    stage: NDArray[np.int64]
    topics: NDArray[np.bool_]

    @classmethod
    def of(cls, memory: Memory, left_out: int | None = None) -> Self:
        """What the memory holds but for the guard, as if the corpus had never had the topic in a column."""
        rows = memory.rows(~memory.guard)
        whole = cls(rows.vectors, rows.stage, rows.topics)
        return whole if left_out is None else whole.without(left_out)

    def without(self, place: int) -> Self:
        """As if there had never been the topic in a column: neither the column, nor mentions that have it."""
        kept = ~self.topics[:, place]
        topics = np.delete(self.topics[kept], place, axis=1)
        return type(self)(self.vectors[kept], self.stage[kept], topics)


def opened(topics: Sequence[Topic], encode: Encode, background: Background) -> OpenTopics:
    """Open topics on a background; see `insight.open_topics`."""
    labels = BackgroundLabels(background.stage, background.topics)
    return OpenTopics.build(topics, encode, background.vectors, labels)
