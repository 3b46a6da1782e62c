"""Slices of a set as bars in HTML: their words stay as large as the rest of the page, on any screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.figures import Figure, Section
from eval.report.names import Part, part, title


@dataclass(frozen=True, slots=True)
class Bar:
    """One slice; `clearly` is `worse` or `better` where its whole interval is on that side of the whole set's figure."""

    words: str
    figure: Figure
    clearly: str

    @property
    def places(self) -> str:
        """Where value, low and high lie, as custom properties of a style: percentages of the axis."""
        low, high = (self.figure.value if end is None else end for end in (self.figure.low, self.figure.high))
        return f"--v:{100 * self.figure.value:.1f}%;--l:{100 * low:.1f}%;--s:{100 * (high - low):.1f}%"


@dataclass(frozen=True, slots=True)
class Group:
    """Slices of a kind, worst first."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The slices of one measure, and the figure of the whole set that they are held against."""

    measure: str
    whole: Figure
    groups: tuple[Group, ...]


def charts(section: Section) -> tuple[Chart, ...]:
    """A chart a headline measure that lies between 0 and 1 and has slices."""
    return tuple(_charts(section))


def _charts(section: Section) -> Iterator[Chart]:
    for measure in section.headline:
        whole = section.figures[measure]
        found = [
            (about, figure)
            for about, figure in ((part(name), figure) for name, figure in section.figures.items())
            if about.is_slice and about.measure == measure
        ]
        if found and all(0 <= figure.value <= 1 for _, figure in found):
            yield Chart(measure, whole, tuple(_groups(found, whole)))


def _groups(found: Sequence[tuple[Part, Figure]], whole: Figure) -> Iterator[Group]:
    for kind in dict.fromkeys(about.kind for about, _ in found):
        bars = [_bar(about, figure, whole) for about, figure in found if about.kind == kind]
        sign = 1 if whole.better == "higher" else -1
        yield Group(title(kind), tuple(sorted(bars, key=lambda bar: sign * bar.figure.value)))


def _bar(about: Part, figure: Figure, whole: Figure) -> Bar:
    words = about.words if about.kind in ("language", "length") else about.value
    return Bar(words, figure, clearly(figure, whole.value))


def clearly(figure: Figure, value: float) -> str:
    """`worse` or `better` where a figure differs from a value by more than its interval allows; else empty."""
    if figure.low is None or figure.high is None or figure.low <= value <= figure.high:
        return ""
    return "better" if (figure.low > value) == (figure.better == "higher") else "worse"
