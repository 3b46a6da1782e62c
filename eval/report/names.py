"""Figures are named `measure | kind value`: taken apart here, and said in words."""

import re
from dataclasses import dataclass

from eval.figures import Figure

BASELINE, LABEL, CAPABILITY, SPELLING = "baseline", "label", "capability", "spelling"
RETYPED, VARIANT = "retyped", "variant"
DROP = " drop"
RIVALS = ("BERTopic, defaults", "k-means, true k")
"""Other methods measured beside ours, named by themselves."""
_OF_LABEL = re.compile(r"(?<!macro-)(?<!micro-)(?<!weighted )\bF1( per \w+)?$")
_PHRASE = re.compile(r"(?:\d|(?:as|in|on|by|where|across|within|untaught)\b)", re.IGNORECASE)
"""How a figure was come by ("100 own labels", "where asked for"), which is no attribute with a value."""
_TITLES = {
    BASELINE: "Baselines",
    RETYPED: "What is lost when the same texts are typed otherwise",
    VARIANT: "Measured in other ways",
    "asked": "By what was asked",
    "question": "By the question that was asked",
}
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
        if self.kind == "length":
            return f"texts of {self.value.replace('-', '–')}"
        if self.kind == "question":
            return f"answers to “{self.value}”"
        return f"{self.value} ({self.kind})" if self.is_slice and self.kind != SPELLING else self.value

    @property
    def is_slice(self) -> bool:
        """Whether it is about some of the rows of a set, as they are."""
        return self.kind not in ("", BASELINE, LABEL, CAPABILITY, RETYPED, VARIANT)


def part(name: str) -> Part:
    """`sentiment macro-F1 | language vi` -> its parts; an F1 that is no mean is that of a label, a lone word a spelling."""
    measure, _, rest = name.partition(" | ")
    kind, _, value = rest.partition(" ")
    if rest in RIVALS:
        return Part(measure, BASELINE, rest)
    if kind in (BASELINE, LABEL, CAPABILITY):
        return Part(measure, kind, value)
    if measure.endswith(DROP):
        return Part(measure, RETYPED, rest)
    if _PHRASE.match(rest):
        return Part(measure, VARIANT, rest)
    if rest and _OF_LABEL.search(measure):
        return Part(measure, LABEL, rest)
    if rest and (not value or kind in ("with", "without")):
        return Part(measure, SPELLING, rest)
    return Part(measure, kind, value)


def title(kind: str) -> str:
    """The heading over the figures of a kind."""
    return _TITLES.get(kind, f"By {kind}")


def number(value: float) -> str:
    """Three digits that count: shares as 0.123, larger numbers shorter."""
    size = abs(value)
    return f"{value:.3f}" if size < 10 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"


def interval(figure: Figure) -> str:
    """`0.701–0.778`, or nothing where there is no interval."""
    return f"{number(figure.low)}–{number(figure.high)}" if figure.low is not None and figure.high is not None else ""
