"""What relabelling and correcting take out of the store, and what they put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from insight.store.records import Detail, StoredFeedback
from insight.types import Correction, CorrectionStatus, Labels, Vectors

Seen = tuple[tuple[str, int, int], ...]
"""How many corrections of each status there are, and the newest of each: differs after any change."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A labelled feedback with all it takes to label it anew.

    `row` and `customer` are the store's numbers. `vectors` (mentions + 1, dim), the whole text last, are of the encoder asked
    for; None unless all are there. `corrections` are all that were ever made of its text, oldest first.
    """

    row: int
    customer: int
    stored: StoredFeedback
    vectors: Vectors | None
    corrections: tuple[Correction, ...]

    @property
    def labels(self) -> Labels:
        """The stored labels."""
        assert self.stored.labels is not None, "only labelled feedback is read"
        return self.stored.labels


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Feedback as it was at one moment, and the corrections there were."""

    records: tuple[Readable, ...]
    seen: Seen


@dataclass(frozen=True, slots=True)
class Relabelled:
    """New labels of feedback number `row`, whose label version was `was` when they were made.

    `vectors` (mentions + 1, dim), the whole text last, where it was encoded anew; None: the stored ones stay.
    """

    row: int
    was: str | None
    labels: Labels
    model_version: str
    vectors: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Labels, a correction and statuses of others that go into the store together, if nothing in `seen` has changed.

    `correction.id` is ignored: the store gives it. `kind` and `detail` describe what was done, for the list of runs.
    """

    seen: Seen
    at: datetime
    relabelled: Sequence[Relabelled] = ()
    correction: Correction | None = None
    statuses: Mapping[int, CorrectionStatus] = field(default_factory=dict)
    kind: str | None = None
    detail: Detail = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredHeads:
    """Learned heads: when, on which encoder, with what report; `active` where they are in force."""

    number: int
    at: datetime
    model_version: str
    report: Detail
    active: bool
