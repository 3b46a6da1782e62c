"""The figures that results lead with, as a Markdown table for a README or a model card."""

from collections.abc import Iterator, Sequence

from eval.figures import Figure
from eval.results import Recorded, Results

BASELINE = " | baseline "
COLUMNS = ("set", "measure", "model, 95 % interval", "best simple baseline", "n")


def markdown(results: Results, sections: Sequence[str] = ()) -> str:
    """One row a headline figure; `sections` are prefixes of the names of those wanted, all unless given."""
    wanted = {name: section for name, section in results.sections.items() if not sections or name.startswith(tuple(sections))}
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(row for name, section in wanted.items() for row in _rows(name, section))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(name: str, section: Recorded) -> Iterator[tuple[str, ...]]:
    for measure in section.headline:
        figure = section.figures[measure]
        label = name.rpartition("/")[2]
        yield label, measure.replace(" | ", ", "), _said(figure), _best(section, measure), f"{figure.n:,}"


def _said(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _best(section: Recorded, measure: str) -> str:
    """The best of the baselines of the same measure, by name."""
    beside = {name: figure for name, figure in section.figures.items() if name.startswith(f"{measure}{BASELINE}")}
    if not beside:
        return ""
    sign = 1 if section.figures[measure].better == "higher" else -1
    name = max(beside, key=lambda each: sign * beside[each].value)
    return f"{beside[name].value:.3f} {name.removeprefix(measure + BASELINE)}"
