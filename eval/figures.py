"""What every evaluation gives: figures with intervals, tables and plots for the report."""

from dataclasses import dataclass, field
from typing import Literal

Better = Literal["higher", "lower"]
BY_SLICE = " by slice"
"""How the title of a table of slices ends: the report draws its rows, and keeps the table for reference."""
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number with its 95 % interval (None where there is none), and the items it rests on."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None
    better: Better = "higher"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report; never written to `eval/results`, because it may quote other people's texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of the report as a self-contained SVG, and the sentence that says what to see in it."""

    title: str
    svg: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One evaluation of one thing, say `classification/gold`.

    `figures` are named `measure` or `measure | slice`, say `sentiment macro-F1 | language vi`; `headline` lists those that the
    report and the README lead with. `answers` holds, per item of a set that is our own, what the model said (compact JSON), so
    that two versions can be compared item by item; empty for other people's sets.
    """

    name: str
    title: str
    figures: dict[str, Figure]
    headline: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    notes: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
