"""What the model is bad at, read off the figures: slices, labels, capabilities, and where something simple does as well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.figures import Figure, Section
from eval.report.names import BASELINE, CAPABILITY, LABEL, SPELLING, Part, number, part
from eval.robustness.run import FAILURE_COLUMNS

MOST = 6
"""Findings of a kind that are shown."""
IN_SENTENCE = 3
FEWEST = 20
"""A slice or label with fewer items is not called bad: its figure says too little."""
TOO_MANY_FAILURES = 0.1
WEAK_LABEL = 0.7
SMALL_DROP = 0.02
DROP = " drop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One weakness: what, where it was measured, the figure and what it is held against."""

    what: str
    section: str
    measure: str
    figure: Figure
    against: float | None = None
    against_what: str = ""
    example: str = ""

    @property
    def gap(self) -> float:
        """How much worse than what it is held against, in the figure's own unit."""
        if self.against is None:
            return self.figure.value if self.figure.better == "lower" else 1 - self.figure.value
        return self.against - self.figure.value if self.figure.better == "higher" else self.figure.value - self.against


@dataclass(frozen=True, slots=True)
class Findings:
    """Worst first; an empty tuple where nothing stands out."""

    capabilities: tuple[Finding, ...]
    labels: tuple[Finding, ...]
    slices: tuple[Finding, ...]
    beaten: tuple[Finding, ...]

    @property
    def sentence(self) -> str:
        """All in one plain paragraph."""
        said = [
            _said("It most often fails small tests of", self.capabilities, _failing),
            _said("The labels it gets wrong most are", self.labels, _scoring),
            _said("It does clearly worse than on the rest of a set with", self.slices, _against),
            _said("A simple baseline does as well or better on", self.beaten, _beaten),
        ]
        return " ".join(filter(None, said)) or "Nothing measured here stands out as weak."


def find(sections: Sequence[Section]) -> Findings:
    """Look through every section."""
    capabilities = [finding for section in sections for finding in _capabilities(section)]
    labels = [finding for section in sections for finding in _labels(section)]
    slices = [finding for section in sections for finding in _slices(section)]
    beaten = [finding for section in sections for finding in _beaten_by(section)]
    return Findings(*(_worst(found) for found in (capabilities, labels, slices, beaten)))


def _worst(found: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda finding: -finding.gap)[:MOST])


def _parts(section: Section) -> Iterator[tuple[Part, Figure]]:
    return ((part(name), figure) for name, figure in section.figures.items())


def _capabilities(section: Section) -> Iterator[Finding]:
    for name, figure in _parts(section):
        if name.kind == CAPABILITY and figure.value > TOO_MANY_FAILURES:
            yield Finding(name.words, section.name, name.measure, figure, example=_example(section, name.value))


def _example(section: Section, capability: str) -> str:
    """The first failure shown of a capability."""
    for table in section.tables:
        if table.columns == FAILURE_COLUMNS:
            for _, expected, text, said in (row for row in table.rows if row[0] == capability):
                return f"{text}: expected {expected}, the model said {said}"
    return ""


def _labels(section: Section) -> Iterator[Finding]:
    """Labels with a low F1."""
    for name, figure in _parts(section):
        if name.kind == LABEL and figure.n >= FEWEST and figure.value < WEAK_LABEL:
            yield Finding(f"{name.words} ({name.measure.partition(' F1')[0]})", section.name, name.measure, figure)


def _slices(section: Section) -> Iterator[Finding]:
    """Slices of a headline measure whose whole interval is worse than the set's own figure, and what respelling costs."""
    for name, figure in _parts(section):
        if name.measure.endswith(DROP) and figure.low is not None and figure.low > SMALL_DROP:
            yield Finding(_retyped(name), section.name, name.measure, figure)
            continue
        whole = section.figures.get(name.measure)
        if name.measure not in section.headline or name.kind in ("", LABEL, CAPABILITY, BASELINE) or whole is None:
            continue
        if figure.n >= FEWEST and _all_worse(figure, whole.value):
            yield Finding(name.words, section.name, name.measure, figure, whole.value, "the whole set")


def _retyped(name: Part) -> str:
    how = name.value if name.kind == SPELLING else f"{name.kind} {name.value}".strip()
    return f"the same texts {how}" if how.startswith("without") else f"the same texts, {how}"


def _all_worse(figure: Figure, value: float) -> bool:
    if figure.low is None or figure.high is None:
        return False
    return figure.high < value if figure.better == "higher" else figure.low > value


def _beaten_by(section: Section) -> Iterator[Finding]:
    """Headline measures on which a baseline is level with the model or ahead."""
    for measure in section.headline:
        best = best_baseline(section, measure)
        whole = section.figures[measure]
        if best is None:
            continue
        name, figure = best
        finding = Finding(section.title, section.name, measure, whole, figure.value, name)
        if finding.gap >= 0:
            yield finding


def best_baseline(section: Section, measure: str) -> tuple[str, Figure] | None:
    """Name and figure of the baseline that does best; None where none was measured."""
    found = [(name.words, figure) for name, figure in _parts(section) if name.kind == BASELINE and name.measure == measure]
    if not found:
        return None
    sign = 1 if section.figures[measure].better == "higher" else -1
    return max(found, key=lambda pair: sign * pair[1].value)


def _said(opening: str, found: Sequence[Finding], detail: Callable[[Finding], str]) -> str:
    if not found:
        return ""
    named = [f"{finding.what} ({detail(finding)})" for finding in found[:IN_SENTENCE]]
    return f"{opening} {_joined(named)}."


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _failing(finding: Finding) -> str:
    return f"{100 * finding.figure.value:.0f} % of {finding.figure.n} fail"


def _scoring(finding: Finding) -> str:
    return f"F1 {finding.figure.value:.2f}"


def _against(finding: Finding) -> str:
    if finding.against is None:
        return f"{finding.measure.removesuffix(DROP)} lower by {number(finding.figure.value)}, {finding.section}"
    return f"{finding.measure} {number(finding.figure.value)} against {number(finding.against or 0)}, {finding.section}"


def _beaten(finding: Finding) -> str:
    return f"{finding.measure} {number(finding.figure.value)} against {number(finding.against or 0)} of {finding.against_what}"
