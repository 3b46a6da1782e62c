"""Sections -> one self-contained HTML page: no network, no other file, every text escaped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval.compare import Comparison
from eval.figures import BY_SLICE, Cell, Figure, Plot, Section
from eval.report.charts import Chart, charts
from eval.report.findings import best_baseline, find
from eval.report.glance import tiles
from eval.report.glossary import TERMS
from eval.report.names import interval, number, part, title
from eval.report.weak import weakness
from eval.results import Run
from insight.errors import InputError

HERE = Path(__file__).parent
CHANGES_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: its text, what it is sorted by, and a remark in small print."""

    text: str
    key: float | str
    remark: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the page shows it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section as the page shows it."""

    section: Section
    charts: tuple[Chart, ...]
    plots: tuple[tuple[Plot, Markup], ...]
    tables: tuple[Grid, ...]
    details: tuple[Grid, ...]


def render(sections: Sequence[Section], version: str, run: Run, comparison: Comparison | None = None) -> str:
    """The page.

    Args:
        sections: in the order they are shown; at least one.
        version: the model's.
        run: when, where and how the figures were measured.
        comparison: of an earlier version with this one, where there is one.

    Raises:
        InputError: there is no section, or a plot holds a script.
    """
    if not sections:
        raise InputError("there is nothing to report; run an evaluation first, say python -m eval all")
    changed = [change for verdict in ("worse", "better") for change in comparison.of(verdict)] if comparison else []
    return _template().render(
        version=version,
        run=run,
        tiles=tiles(sections),
        findings=find(sections),
        headlines=headlines(sections),
        terms=TERMS,
        chapters=[_chapter(section) for section in sections],
        comparison=comparison,
        changed=changed[:CHANGES_SHOWN],
        more_changed=max(0, len(changed) - CHANGES_SHOWN),
        number=number,
        interval=interval,
        anchor=anchor,
    )


def anchor(section: str) -> str:
    """A section's name as a fragment of the address."""
    return "".join(letter if letter.isalnum() else "-" for letter in section)


def headlines(sections: Sequence[Section]) -> tuple[Grid, ...]:
    """The figures that sections lead with, beside the best baseline of each; those of our own gold sets first."""
    own = [section for section in sections if section.answers]
    others = [section for section in sections if not section.answers]
    parts = (("Our own gold sets", own), ("Other sets" if own else "All sets", others))
    return tuple(grid for grid in (_headline(words, part) for words, part in parts) if grid.rows)


def _headline(words: str, sections: Sequence[Section]) -> Grid:
    rows = [_leading(section, measure) for section in sections for measure in section.headline]
    return Grid(words, ("set", "measure", "model", "best baseline", "n"), tuple(rows))


def _leading(section: Section, measure: str) -> tuple[Shown, ...]:
    figure, best = section.figures[measure], best_baseline(section, measure)
    beside = Shown(number(best[1].value), best[1].value, best[0], number=True) if best else Shown("", -1.0)
    weak = weakness(section.name, measure)
    lower = " (lower is better)" if figure.better == "lower" else ""
    named = Shown(measure.replace(" | ", ", ") + lower, measure, f"weak label: {weak}" if weak else "")
    return (Shown(section.title, section.title), named, _measured(figure), beside, _counted(figure))


def _measured(figure: Figure) -> Shown:
    return Shown(number(figure.value), figure.value, interval(figure), number=True)


def _counted(figure: Figure) -> Shown:
    return Shown(f"{figure.n:,}", figure.n, number=True)


def _chapter(section: Section) -> Chapter:
    plots = tuple((plot, _inline(plot)) for plot in section.plots)
    tables = [
        Grid(table.title, table.columns, tuple(tuple(map(_cell, row)) for row in table.rows), table.note)
        for table in section.tables
    ]
    shown = tuple(table for table in tables if not table.title.endswith(BY_SLICE))
    slices = tuple(table for table in tables if table.title.endswith(BY_SLICE))
    return Chapter(section, charts(section), plots, shown, (*_by_kind(section), *slices))


def _inline(plot: Plot) -> Markup:
    if "<script" in plot.svg.lower() or not plot.svg.lstrip().startswith("<svg"):
        raise InputError(f"plot {plot.title!r} is not a plain SVG element")
    return Markup(plot.svg)


def _cell(cell: Cell) -> Shown:
    if cell is None:
        return Shown("", "")
    if isinstance(cell, str):
        return Shown(cell, cell)
    return Shown(number(cell) if isinstance(cell, float) else f"{cell:,}", float(cell), number=True)


def _by_kind(section: Section) -> Iterator[Grid]:
    """All figures: those of the whole set, then a table a kind of slice, a column a measure."""
    parts = {name: part(name) for name in section.figures}
    for kind in dict.fromkeys(found.kind for found in parts.values()):
        names = {(found.measure, found.value): name for name, found in parts.items() if found.kind == kind}
        if not kind:
            rows = [
                (Shown(measure, measure), _measured(section.figures[name]), _counted(section.figures[name]))
                for (measure, _), name in names.items()
            ]
            yield Grid("All figures of the whole set", ("measure", "value", "n"), tuple(rows))
            continue
        measures = tuple(dict.fromkeys(measure for measure, _ in names))
        values = dict.fromkeys(value for _, value in names)
        body = tuple(_sliced(section, value, measures, names) for value in values)
        yield Grid(title(kind), (kind, "n", *measures), body)


def _sliced(section: Section, value: str, measures: Sequence[str], names: dict[tuple[str, str], str]) -> tuple[Shown, ...]:
    found = [section.figures.get(names.get((measure, value), "")) for measure in measures]
    most = max(figure.n for figure in found if figure is not None)
    cells = (_measured(figure) if figure is not None else Shown("", -1.0) for figure in found)
    return (Shown(value, value), Shown(f"{most:,}", most, number=True), *cells)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.j2")
