"""What `python -m eval` shows in the terminal: progress, headline figures, what changed between versions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from eval.calls import Tell
from eval.compare import Change, Comparison
from eval.results import Results

console = Console(stderr=True)


@contextmanager
def telling() -> Iterator[Tell]:
    """A line of progress; calling what it gives names the step, and returns a counter of its texts."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=12),
        TextColumn("{task.completed:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        line = progress.add_task("starting", total=None)

        def tell(what: str) -> Callable[[int], None]:
            progress.reset(line, description=what, total=None)
            return lambda count: progress.advance(line, count)

        yield tell


def show_headline(results: Results) -> None:
    """The figures that sections lead with, on stdout."""
    table = Table("set", "measure", "value", "95 % interval", "n", title=results.version)
    for name, section in results.sections.items():
        for measure in section.headline:
            figure = section.figures[measure]
            interval = f"{figure.low:.3f} to {figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
            table.add_row(name, measure, f"{figure.value:.3f}", interval, f"{figure.n:,}")
    Console().print(table)


def show(found: Comparison) -> None:
    """What got better and worse, largest first; then how much was no more than noise."""
    table = Table("set", "figure", "before", "after", "p", "how", "verdict", title=f"{found.before} -> {found.after}")
    for change in (change for verdict in ("worse", "better", "not tested") for change in found.of(verdict)):
        table.add_row(*_row(change), style={"worse": "red", "better": "green"}.get(change.verdict))
    output = Console()
    output.print(table)
    output.print(f"{len(found.of('no more than noise'))} further figures differ by no more than noise.")
    for name in found.missing:
        output.print(f"only in one: {name}", highlight=False, markup=False)


def _row(change: Change) -> tuple[str, ...]:
    p = "" if change.p is None else f"{change.p:.2g}"
    return (change.section, change.name, f"{change.before.value:.3f}", f"{change.after.value:.3f}", p, change.way, change.verdict)
