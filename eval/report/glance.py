"""The half dozen figures that someone with one minute should see, each in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.figures import Figure, Section

SHARE, SCORE = "share", "score"
_SHOWN = (
    ("classification/gold", "sentiment accuracy per feedback", SHARE, "of feedbacks get the right sentiment"),
    ("classification/gold", "stage accuracy per feedback", SHARE, "get the right stage of the journey"),
    ("classification/gold", "topic micro-F1 per feedback", SCORE, "for finding all topics and no others (F1)"),
    ("questions/gold", "all fields right", SHARE, "of questions are understood in every detail"),
    ("themes/gold", "B-cubed F", SCORE, "for grouping what belongs together into themes (B-cubed F)"),
    ("robustness", "failure rate", SHARE, "of small tests written to trip it are failed"),
)
"""Section, measure, how its value reads, and the words after it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as the first screen shows it."""

    value: str
    words: str
    interval: str
    section: Section
    figure: Figure


def tiles(sections: Sequence[Section]) -> tuple[Tile, ...]:
    """Those that were measured, in a fixed order."""
    return tuple(_tiles({section.name: section for section in sections}))


def _tiles(sections: dict[str, Section]) -> Iterator[Tile]:
    for name, measure, reading, words in _SHOWN:
        figure = sections[name].figures.get(measure) if name in sections else None
        if figure is not None:
            yield Tile(_said(figure.value, reading), words, _interval(figure, reading), sections[name], figure)


def _said(value: float, reading: str) -> str:
    return f"{100 * value:.0f} %" if reading == SHARE else f"{value:.2f} of 1"


def _interval(figure: Figure, reading: str) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if reading == SHARE:
        return f"{100 * figure.low:.0f} to {100 * figure.high:.0f} %"
    return f"{figure.low:.2f} to {figure.high:.2f}"
