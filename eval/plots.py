"""Pictures of the report: matplotlib -> SVG text, the same bytes for the same numbers, readable on a light and a dark page."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from eval.figures import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle
    from matplotlib.typing import RcKeyType

INK = "#767676"
"""Text and lines: enough contrast on white and on black."""
SERIES = ("#3b82c4", "#d9772b", "#3f9d6b", "#b05cc6", "#c9484f", "#8a8f2a")
"""Told apart without colour vision by their order in the legend as well."""
ON_CELL = "#101010"
_NONE, _ALL = (0.95, 0.96, 0.98), (0.36, 0.61, 0.84)
"""Cells of a heat map are opaque, so that their numbers read alike on every page."""
_STYLE: "Mapping[RcKeyType, object]" = {
    "svg.fonttype": "none",
    "svg.hashsalt": "insight",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": INK,
    "grid.alpha": 0.25,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}
_NO_METADATA: dict[str, None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def bars(figures: Mapping[str, Figure], axis: str, limits: tuple[float, float] | None = (0.0, 1.0)) -> str:
    """A horizontal bar a figure, with its interval where it has one, first on top.

    Args:
        figures: by the label to be shown; at least one.
        axis: what the values are.
        limits: ends of the axis; None lets the values decide.
    """
    values = [figure.value for figure in figures.values()]
    with _drawing(6.4, 0.8 + 0.26 * len(figures)) as (axes, written):
        places = np.arange(len(figures))
        axes.barh(places, values, color=SERIES[0], height=0.62)
        for place, figure in zip(places, figures.values(), strict=True):
            if figure.low is not None and figure.high is not None:
                axes.plot([figure.low, figure.high], [place, place], color=INK, linewidth=1.4)
        axes.set_yticks(places, [f"{label} ({figure.n:,})" for label, figure in figures.items()])
        axes.invert_yaxis()
        axes.grid(axis="x")
        axes.set_xlabel(axis)
        if limits:
            axes.set_xlim(*limits)
    return _text(written)


def reliability(confidence: ArrayLike, correct: ArrayLike, counts: ArrayLike) -> str:
    """Reliability diagram: how often the model is right at each confidence, against the diagonal of a calibrated one.

    Args:
        confidence: mean confidence of each bin in [0, 1], shape (bins,).
        correct: share correct of each bin in [0, 1], shape (bins,).
        counts: items in each bin; empty bins are left out.
    """
    stated, right, items = (np.asarray(each, float) for each in (confidence, correct, counts))
    kept = items > 0
    with _drawing(4.2, 3.8) as (axes, written):
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle="--", label="calibrated")
        axes.plot(stated[kept], right[kept], color=SERIES[0], linewidth=1.2)
        sizes = 12 + 110 * items[kept] / max(float(items.max(initial=0)), 1)
        axes.scatter(stated[kept], right[kept], s=sizes, color=SERIES[0], label="model (area: items)")
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share correct", aspect="equal")
        axes.grid()
        axes.legend(loc="upper left")
    return _text(written)


def risk_coverage(curves: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> str:
    """Share of errors among the answers given (risk) against the share of items answered (coverage), a line a curve.

    Args:
        curves: coverage and risk, each (points,) in [0, 1], by what answers.
    """
    with _drawing(5.2, 3.4) as (axes, written):
        for (name, (coverage, risk)), colour in zip(curves.items(), _colours(), strict=False):
            axes.plot(np.asarray(coverage, float), np.asarray(risk, float), color=colour, linewidth=1.4, label=name)
        axes.set(xlim=(0, 1), xlabel="share of items answered", ylabel="share of answers that are wrong")
        axes.set_ylim(bottom=0)
        axes.grid()
        axes.legend(loc="upper left")
    return _text(written)


def confusion(counts: ArrayLike, labels: Sequence[str], *, rows: str = "gold", columns: str = "model") -> str:
    """Heat map of a confusion matrix: the colour is the share of the row, the number the count.

    Args:
        counts: shape (labels, labels), or (labels, any) with `columns` only naming the axis.
        labels: of the rows; of the columns too.
        rows: what the rows are.
        columns: what the columns are.
    """
    table = np.asarray(counts, float)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    side = 1.8 + 0.42 * len(labels)
    with _drawing(side + 0.8, side) as (axes, written):
        for row, column in np.ndindex(*table.shape):
            share = float(shares[row, column])
            axes.add_patch(_cell(column, row, share))
            if table[row, column]:
                axes.text(column, row, f"{table[row, column]:.0f}", ha="center", va="center", fontsize=8, color=ON_CELL)
        axes.set(
            xlim=(-0.5, table.shape[1] - 0.5), ylim=(table.shape[0] - 0.5, -0.5), xlabel=columns, ylabel=rows, aspect="equal"
        )
        axes.set_xticks(range(len(labels)), list(labels), rotation=90 if len(labels) > 4 else 0)
        axes.set_yticks(range(len(labels)), list(labels))
    return _text(written)


def lines(curves: Mapping[str, tuple[ArrayLike, ArrayLike]], x: str, y: str) -> str:
    """A line a curve, its points marked.

    Args:
        curves: places and values, each (points,), by what the legend says.
        x: what the places are.
        y: what the values are.
    """
    with _drawing(5.8, 3.8) as (axes, written):
        for (name, (places, values)), colour in zip(curves.items(), _colours(), strict=False):
            axes.plot(np.asarray(places, float), np.asarray(values, float), color=colour, marker="o", markersize=3, label=name)
        axes.set(xlabel=x, ylabel=y)
        axes.grid()
        axes.legend(loc="best", fontsize=7)
    return _text(written)


def growth(lines: Mapping[str, tuple[ArrayLike, ArrayLike]], x: str, y: str) -> str:
    """How a cost grows: both axes logarithmic, a line a measurement, its slope (`eval.plots.slope`) in the legend.

    Args:
        lines: sizes and costs, each (points,) and above zero, by name.
        x: what the sizes are.
        y: what the costs are.
    """
    with _drawing(5.4, 3.4) as (axes, written):
        for (name, (sizes, costs)), colour in zip(lines.items(), _colours(), strict=False):
            label = f"{name}: slope {slope(sizes, costs):.2f}"
            axes.loglog(np.asarray(sizes, float), np.asarray(costs, float), color=colour, marker="o", markersize=4, label=label)
        axes.set(xlabel=x, ylabel=y)
        axes.grid(which="major")
        axes.legend(loc="upper left")
    return _text(written)


def slope(sizes: ArrayLike, costs: ArrayLike) -> float:
    """Least-squares slope of log cost over log size: 1 is linear growth, 2 quadratic.

    Raises:
        ValueError: fewer than two distinct sizes, or a size or cost that is not above zero.
    """
    x, y = np.asarray(sizes, float), np.asarray(costs, float)
    if len(np.unique(x)) < 2 or (x <= 0).any() or (y <= 0).any():
        raise ValueError(f"a slope needs two sizes and values above zero; got sizes {x.tolist()} and costs {y.tolist()}")
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def _cell(column: int, row: int, share: float) -> "Rectangle":
    from matplotlib.patches import Rectangle

    colour = tuple((1 - share) * light + share * dark for light, dark in zip(_NONE, _ALL, strict=True))
    return Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, linewidth=0)


def _colours() -> Iterator[str]:
    while True:
        yield from SERIES


@contextmanager
def _drawing(width: float, height: float) -> Iterator[tuple["Axes", StringIO]]:
    """One pair of axes in inches, saved as SVG when the block ends; without pyplot, so no state outlives it."""
    try:
        from matplotlib import rc_context, rcParams
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure as Sheet
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'insight[report]'") from error
    written = StringIO()
    with rc_context():
        rcParams.update(_STYLE)
        sheet = Sheet(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(sheet)
        yield sheet.add_subplot(), written
        sheet.savefig(written, format="svg", metadata=_NO_METADATA)


def _text(written: StringIO) -> str:
    """The SVG element alone, without the XML prologue that HTML does not take."""
    svg = written.getvalue()
    return svg[svg.index("<svg") :].strip()
