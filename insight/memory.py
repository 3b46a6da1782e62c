"""What the model was taught with, as vectors and labels: kept beside the weights, so that learning anew forgets nothing.

A part is *guard*: mentions that no model was taught with. A new head must do as well on them as the old one.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from insight.errors import ModelError
from insight.types import Vectors

FILE = "memory.safetensors"
LEVELS = 127
_NAMES = ("vectors", "scale", "stage", "sentiment", "topics", "polarity", "guard")


@dataclass(frozen=True, slots=True)
class Memory:
    """One row a mention.

    `vectors` (n, dim) unit rows; `stage` and `sentiment` (n,) indices; `topics` (n, topics) whether each is present; `polarity`
    (n, topics) index of its sentiment, -1 where the topic is absent; `guard` (n,) bool.
    """

    vectors: Vectors
    stage: NDArray[np.int64]
    sentiment: NDArray[np.int64]
    topics: NDArray[np.bool_]
    polarity: NDArray[np.int64]
    guard: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.vectors)

    def rows(self, chosen: NDArray[np.bool_]) -> "Memory":
        """The rows chosen by a mask (n,)."""
        return Memory(
            self.vectors[chosen],
            self.stage[chosen],
            self.sentiment[chosen],
            self.topics[chosen],
            self.polarity[chosen],
            self.guard[chosen],
        )

    def save(self, folder: Path) -> None:
        """Write `memory.safetensors`, vectors in 8 bits with a scale a row."""
        from safetensors.numpy import save_file

        scale = np.maximum(np.abs(self.vectors).max(axis=1, initial=0), 1e-9) / LEVELS
        arrays = {
            "vectors": np.rint(self.vectors / scale[:, None]).astype(np.int8),
            "scale": scale.astype(np.float32),
            "stage": self.stage.astype(np.int8),
            "sentiment": self.sentiment.astype(np.int8),
            "topics": np.packbits(self.topics, axis=1),
            "polarity": self.polarity.astype(np.int8),
            "guard": self.guard.astype(np.uint8),
        }
        save_file(arrays, folder / FILE)

    @classmethod
    def from_pretrained(cls, folder: Path) -> "Memory":
        """Load `memory.safetensors`; raises `ModelError` when it is missing or damaged."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            found = load_file(folder / FILE)
            vectors, scale, stage, sentiment, topics, polarity, guard = (found[name] for name in _NAMES)
        except (OSError, KeyError, SafetensorError) as error:
            raise ModelError(f"{folder / FILE} cannot be loaded: {error!r}; restore the folder") from error
        wide = vectors.astype(np.float32) * scale[:, None]
        return cls(
            vectors=wide / np.maximum(np.linalg.norm(wide, axis=1, keepdims=True), 1e-9),
            stage=stage.astype(np.int64),
            sentiment=sentiment.astype(np.int64),
            topics=np.unpackbits(topics, axis=1, count=polarity.shape[1]).astype(bool),
            polarity=polarity.astype(np.int64),
            guard=guard.astype(bool),
        )
