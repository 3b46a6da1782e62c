"""Labelled feedback in our own labels, whoever labelled it and however the file looked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from insight.types import RolledSentiment

MIXED_BY = ("score", "neutral")
MixedBy = Literal["score", "neutral"]
"""How a `mixed` verdict counts where a set has no such label: by the sign of the score, or as neutral."""

Aspects = Mapping[str, RolledSentiment | None]
"""Class of topics -> its polarity, or None where the set does not say."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """An opinion marked by a person: code points [start, end), with the class of topics and the polarity it has."""

    start: int
    end: int
    aspects: Aspects


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled feedback. What a set does not label is None; `aspects` empty means that no class is in the text.

    `stages` are the stages that count as right; `slices` are values of attributes by name (language, source, ...); `flags` are
    further columns of the set by name. `group` joins items that say the same.
    """

    id: str
    text: str
    question: str | None = None
    sentiment: RolledSentiment | None = None
    stages: tuple[str, ...] | None = None
    aspects: Aspects | None = None
    spans: tuple[GoldSpan, ...] = ()
    slices: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    group: int | None = None


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A line of the mapping table as the report shows it."""

    theirs: str
    ours: str
    rows: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set ready to be judged.

    `classes` are the classes of topics that the set can tell apart: name -> our topics, no topic in two classes. `teaching` is
    the set's own training part, for baselines (empty where there is none). `skipped` rows could not be read as feedback.
    """

    name: str
    title: str
    items: tuple[Item, ...]
    teaching: tuple[Item, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mixed_by: MixedBy = "score"
    table: tuple[LabelRow, ...] = ()
    notes: tuple[str, ...] = ()
    available: int = 0
    skipped: int = 0
