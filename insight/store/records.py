"""What goes into the store and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from insight.types import Feedback, Labels, Theme, Vectors

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Detail = Mapping[str, object]
"""Whatever JSON can say."""


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """A feedback ready to be stored: text masked, id set, customer id hashed.

    `labels` and `model_version` (a label version) are None together, for feedback still to be labelled; `vectors` (mentions, dim)
    belong to labels, and `whole` (dim,), the vector of the whole text, to them.
    """

    feedback: Feedback
    content_hash: str
    labels: Labels | None = None
    vectors: Vectors | None = None
    model_version: str | None = None
    whole: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """A feedback as it is stored; `themes` has the theme id of each mention, None where it has none."""

    feedback: Feedback
    labels: Labels | None
    themes: tuple[str | None, ...]
    received_at: datetime
    model_version: str | None


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of few distinct words: `codes` (n,) point into `values` (sorted), -1 where there is none."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    def is_value(self, value: str) -> NDArray[np.bool_]:
        """Where the column has this value."""
        found: NDArray[np.bool_] = self.codes == (self.values.index(value) if value in self.values else -2)
        return found


@dataclass(frozen=True, slots=True)
class FeedbackTable:
    """Feedback of a slice by (created_at, row), column by column, each (n,).

    `at` is seconds since 1970 UTC. `customer` is the same number for the same customer in every call; a feedback without
    customer id has one of its own, below zero. Scores that were not given are NaN. `sentiment`, `stage` and
    `score` are those of the labels.
    """

    row: Rows
    at: Rows
    customer: Rows
    nps: Floats
    csat: Floats
    ces: Floats
    stars: Floats
    score: Floats
    sentiment: Codes
    stage: Codes
    channel: Codes
    source: Codes
    phase: Codes
    touchpoint: Codes
    language: Codes

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class MentionTable:
    """Mentions of a slice by (created_at, feedback row, row), column by column, each (n,).

    `feedback_row` refers to `FeedbackTable.row`; `at`, `customer`, `language`, `channel` and `source` are those of the feedback.
    `theme` is -1 for a mention without theme, whether looked at or not.
    """

    row: Rows
    feedback_row: Rows
    at: Rows
    customer: Rows
    score: Floats
    stage: Codes
    sentiment: Codes
    language: Codes
    channel: Codes
    source: Codes
    theme: Codes

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class TopicRows:
    """One row for every topic of every mention of a slice, in the order of the mentions; `mention` is `MentionTable.row`."""

    mention: Rows
    p: Floats
    topic: Codes
    sentiment: Codes

    def __len__(self) -> int:
        return len(self.mention)


@dataclass(frozen=True, slots=True)
class VectorTable:
    """Mentions with their vectors (n, dim), as precise as float16, by row: in the order they were stored.

    `topic` is the most probable one, None where there is none; `texts` are the mentions' words.
    """

    row: Rows
    vectors: Vectors
    at: Rows
    customer: Rows
    texts: list[str]
    language: list[str]
    topic: list[str | None]
    sentiment: list[str]
    stage: list[str]

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class StoredTheme:
    """A theme with where it lies: `centroid` (dim,), as precise as float16; `radius` is how far its mentions may be from it."""

    theme: Theme
    centroid: NDArray[np.float32]
    radius: float


EVENT_KINDS = ("born", "grew", "merged", "split", "faded", "retired", "renamed")


@dataclass(frozen=True, slots=True)
class ThemeEvent:
    """A line of the ledger: what happened to a theme, and why; `kind` is one of `EVENT_KINDS`, `run` the refit that did it."""

    theme: str
    at: datetime
    kind: str
    reason: str
    detail: Detail = field(default_factory=dict)
    run: int | None = None


@dataclass(frozen=True, slots=True)
class RefitResult:
    """What a refit decided; stored as one.

    `themes` are created, or brought up to date where their id is known. Mention `mention_rows[i]` goes to `theme_ids[i]` (None:
    looked at, fits nowhere) at `similarities[i]`; mentions not named stay where they are. `detail` describes the run.
    """

    at: datetime
    model_version: str
    themes: Sequence[StoredTheme]
    retired: Sequence[str]
    mention_rows: Rows
    theme_ids: Sequence[str | None]
    similarities: Floats
    events: Sequence[ThemeEvent] = ()
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. A feedback without customer id counts as a customer of its own; retired themes do not count.

    `unthemed` are the mentions without theme, whether looked at or not; the first and last moment are None in an empty store.
    """

    feedback: int
    customers: int
    mentions: int
    themes: int
    unthemed: int
    first_at: datetime | None
    last_at: datetime | None
