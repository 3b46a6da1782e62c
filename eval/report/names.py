"""Figures are named `measure | kind value`: taken apart here, and said in words."""

import re
from dataclasses import dataclass

from eval.figures import Figure

BASELINE, LABEL, CAPABILITY, SPELLING = "baseline", "label", "capability", "spelling"
RIVALS = ("BERTopic, defaults", "k-means, true k")
"""Other methods measured beside ours, named by themselves."""
_OF_LABEL = re.compile(r"(?<!macro-)(?<!micro-)(?<!weighted )\bF1( per \w+)?$")
_LANGUAGES = {"vi": "Vietnamese", "en": "English", "mixed": "code-mixed text", "other": "other languages"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is about: `kind` and `value` are empty for the whole set."""

    measure: str
    kind: str = ""
    value: str = ""

    @property
    def words(self) -> str:
        """The slice as a reader would say it."""
        if self.kind == "language":
            return _LANGUAGES.get(self.value, self.value)
        if self.kind == CAPABILITY:
            name, _, spoken = self.value.removesuffix(")").partition(" (")
            return f"{name} in {_LANGUAGES.get(spoken, spoken)}" if spoken else name
        return self.value if self.kind in (LABEL, BASELINE, SPELLING) else f"{self.kind} {self.value}".strip()


def part(name: str) -> Part:
    """`sentiment macro-F1 | language vi` -> its parts; an F1 that is no mean is that of a label, a lone word a spelling."""
    measure, _, rest = name.partition(" | ")
    kind, _, value = rest.partition(" ")
    if rest in RIVALS:
        return Part(measure, BASELINE, rest)
    if kind in (BASELINE, LABEL, CAPABILITY):
        return Part(measure, kind, value)
    if rest and _OF_LABEL.search(measure):
        return Part(measure, LABEL, rest)
    if rest and (not value or kind in ("with", "without")):
        return Part(measure, SPELLING, rest)
    return Part(measure, kind, value)


def number(value: float) -> str:
    """Three digits that count: shares as 0.123, larger numbers shorter."""
    size = abs(value)
    return f"{value:.3f}" if size < 10 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"


def interval(figure: Figure) -> str:
    """`0.701–0.778`, or nothing where there is no interval."""
    return f"{number(figure.low)}–{number(figure.high)}" if figure.low is not None and figure.high is not None else ""
