"""Found groups -> figures, per set and over several sets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.figures import Better, Figure
from eval.themes import agreement
from eval.themes.agreement import ALONE, Groups, Held, Measure

DRAWS = 2000
SEED = 3
MEASURES: Mapping[str, Measure] = {
    "ARI": agreement.ari,
    "NMI": agreement.nmi,
    "B-cubed precision": agreement.bcubed_precision,
    "B-cubed recall": agreement.bcubed_recall,
    "B-cubed F": agreement.bcubed_f,
    "coverage": agreement.coverage,
    "strays left out": agreement.strays_left_out,
    "noise share": lambda gold, found: agreement.noise(found),  # noqa: ARG005 - one shape for all measures
}
"""By name; every one in [0, 1] but ARI, which may fall below 0."""
ERRORS = ("merge errors", "split errors", "missed groups")
_LOWER = {"noise share", *ERRORS}


@dataclass(frozen=True, slots=True)
class Scored:
    """A set with its gold groups and the groups that a method found."""

    name: str
    gold: Groups
    found: Groups


def better(measure: str) -> Better:
    """Which direction of a measure is better."""
    return "lower" if measure in _LOWER else "higher"


def of_one(scored: Scored) -> dict[str, Figure]:
    """The figures of one set, with intervals over its items."""
    figures = {}
    for name, measure in MEASURES.items():
        low, high = agreement.interval(measure, scored.gold, scored.found)
        value = measure(scored.gold, scored.found)
        figures[name] = Figure(value, len(scored.gold), low, high, better(name))
    for name, (share, n) in errors(agreement.held(scored.gold, scored.found)).items():
        figures[name] = Figure(share, n, better="lower")
    return figures


def of_several(sets: Sequence[Scored]) -> dict[str, Figure]:
    """The mean of each measure over several sets, with its bootstrap interval over the sets; n counts the items of all."""
    values: dict[str, list[float]] = {
        name: [measure(each.gold, each.found) for each in sets] for name, measure in MEASURES.items()
    }
    found = [errors(agreement.held(each.gold, each.found)) for each in sets]
    values |= {name: [each[name][0] for each in found] for name in ERRORS}
    items = sum(len(each.gold) for each in sets)
    return {name: mean(each, items, better(name)) for name, each in values.items()}


def mean(values: Sequence[float], n: int, direction: Better = "higher") -> Figure:
    """The mean of some values with its 95 % percentile bootstrap interval (fixed seed); `n` is what they rest on."""
    drawn = np.random.default_rng(SEED).choice(np.asarray(values, float), (DRAWS, len(values))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(float(np.mean(values)), n, float(low), float(high), direction)


def errors(held: Held) -> dict[str, tuple[float, int]]:
    """Merge errors as a share of the themes, split errors and missed groups as shares of the gold groups; each with its n."""
    return {
        "merge errors": (held.merged / max(held.themes, 1), held.themes),
        "split errors": (held.split / max(held.gold, 1), held.gold),
        "missed groups": (held.missed / max(held.gold, 1), held.gold),
    }


def pairs_in_one_theme(scored: Scored, languages: Sequence[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Pairs of one gold group that are in one theme, of all such pairs: (together, all) across vi and en, and within each."""
    across, within = [0, 0], [0, 0]
    kept = [row for row, (group, language) in enumerate(zip(scored.gold, languages, strict=True)) if _counts(group, language)]
    for place, a in enumerate(kept):
        for b in kept[place + 1 :]:
            if scored.gold[a] == scored.gold[b]:
                tally = within if languages[a] == languages[b] else across
                tally[0] += int(scored.found[a] == scored.found[b] != ALONE)
                tally[1] += 1
    return (across[0], across[1]), (within[0], within[1])


def _counts(group: int, language: str) -> bool:
    return group != ALONE and language in ("vi", "en")
