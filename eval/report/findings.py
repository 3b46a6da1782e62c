"""What the model is bad at, read off the figures: slices, labels, capabilities, and where something simple does as well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.figures import Figure, Section
from eval.report.charts import clearly
from eval.report.names import BASELINE, CAPABILITY, DROP, LABEL, Part, part
from eval.report.weak import weakness
from eval.robustness.run import FAILURE_COLUMNS

MOST = 6
"""Findings of a kind that are shown."""
SPOKEN = 2
"""Findings of a kind that the first screen names."""
FEWEST = 20
"""A slice or label with fewer items is not called bad: its figure says too little."""
TOO_MANY_FAILURES = 0.1
WEAK_LABEL = 0.7
SMALL_DROP = 0.02


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
    def weakness(self) -> str:
        """Where the labels behind it come from, if they are weak."""
        return weakness(self.section, self.measure)

    @property
    def gap(self) -> float:
        """How much worse than what it is held against, in the figure's own unit."""
        if self.against is None:
            return self.figure.value if self.figure.better == "lower" else 1 - self.figure.value
        return self.against - self.figure.value if self.figure.better == "higher" else self.figure.value - self.against


@dataclass(frozen=True, slots=True)
class Findings:
    """Worst first; an empty tuple where nothing stands out. `weak` are those that rest on weak labels, whatever their kind."""

    capabilities: tuple[Finding, ...]
    labels: tuple[Finding, ...]
    slices: tuple[Finding, ...]
    beaten: tuple[Finding, ...]
    weak: tuple[Finding, ...]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The worst of each kind, for someone with one minute: what kind, and which."""
        said = (
            ("Small tests it fails", self.capabilities, _failing),
            ("Labels it misses", self.labels, _scoring),
            ("Texts it reads worse than others", self.slices, _against),
            ("Where something simple does as well", self.beaten, _beaten),
        )
        return tuple((kind, _joined(found, detail)) for kind, found, detail in said if found)


def find(sections: Sequence[Section]) -> Findings:
    """Look through every section."""
    kinds = [[each for section in sections for each in look(section)] for look in (_capabilities, _labels, _slices, _beaten_by)]
    weak = [each for found in kinds for each in found if each.weakness]
    capabilities, labels, slices, beaten = (_worst([each for each in found if not each.weakness]) for found in kinds)
    return Findings(capabilities, labels, slices, beaten, _worst(weak))


def _worst(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each thing once a task, where it is worst: the same label may be missed in several sets."""
    once: dict[tuple[str, str], Finding] = {}
    for finding in sorted(found, key=lambda each: -each.gap):
        once.setdefault((finding.what, finding.measure.partition(" ")[0]), finding)
    return tuple(once.values())[:MOST]


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
            yield Finding(name.words, section.name, name.measure, figure)


def _slices(section: Section) -> Iterator[Finding]:
    """Slices of a headline measure whose whole interval is worse than the set's own figure, and what respelling costs."""
    for name, figure in _parts(section):
        if name.measure.endswith(DROP) and figure.low is not None and figure.low > SMALL_DROP:
            yield Finding(_retyped(name), section.name, name.measure, figure)
            continue
        whole = section.figures.get(name.measure)
        if name.measure not in section.headline or not name.is_slice or whole is None:
            continue
        if figure.n >= FEWEST and clearly(figure, whole.value) == "worse":
            yield Finding(name.words, section.name, name.measure, figure, whole.value, "the whole set")


def _retyped(name: Part) -> str:
    return f"the same texts {name.value}" if name.value.startswith("without") else f"the same texts, {name.value}"


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


def _joined(found: Sequence[Finding], detail: Callable[[Finding], str]) -> str:
    words = [f"{finding.what} ({detail(finding)})" for finding in found[:SPOKEN]]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _failing(finding: Finding) -> str:
    return f"{100 * finding.figure.value:.0f} % of {finding.figure.n} fail"


def _scoring(finding: Finding) -> str:
    return f"{finding.measure} {finding.figure.value:.2f}"


def _against(finding: Finding) -> str:
    if finding.against is None:
        return f"{finding.measure.removesuffix(DROP)} lower by {finding.figure.value:.2f}"
    return f"{finding.measure} {finding.figure.value:.2f} against {finding.against:.2f} on all"


def _beaten(finding: Finding) -> str:
    return f"{finding.measure} {finding.figure.value:.2f} against {finding.against or 0:.2f} of {finding.against_what}"
