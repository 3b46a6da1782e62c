"""Found groups against gold groups, and against themselves.

Groups are numbers, `ALONE` (-1) for an item in none. An item in no theme stands alone in every measure here: leaving out what
belongs to a theme is an error, and so is putting into a theme what belongs to none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, silhouette_score

from insight.types import Vectors

Groups = NDArray[np.int64]
Measure = Callable[[Groups, Groups], float]

ALONE = -1
HELD = 0.25
"""A theme holds a gold group when it has at least this share of it, and two items."""
HALVES = 200
SEED = 7


@dataclass(frozen=True, slots=True)
class Held:
    """How themes and gold groups stand to each other.

    Attributes:
        themes: themes found; `merged` of them hold several gold groups.
        gold: gold groups; `split` of them are held by several themes, `missed` by none.
    """

    themes: int
    merged: int
    gold: int
    split: int
    missed: int


def numbered(names: Sequence[str | None]) -> Groups:
    """Numbers in the order of first appearance; None is `ALONE`."""
    numbers: dict[str, int] = {}
    return np.array([ALONE if name is None else numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def alone_apart(groups: Groups) -> Groups:
    """The same groups with a group of its own for each item in none."""
    lonely = groups == ALONE
    apart = groups.copy()
    apart[lonely] = groups.max(initial=ALONE) + 1 + np.arange(int(lonely.sum()))
    return apart


def ari(gold: Groups, found: Groups) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985), at most 1, about 0 by chance."""
    return float(adjusted_rand_score(alone_apart(gold), alone_apart(found)))


def nmi(gold: Groups, found: Groups) -> float:
    """Normalised mutual information (arithmetic mean of the entropies), in [0, 1]; not corrected for chance."""
    return float(normalized_mutual_info_score(alone_apart(gold), alone_apart(found)))


def bcubed(gold: Groups, found: Groups) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """B-cubed precision and recall of each item (Bagga and Baldwin 1998), both (n,) in (0, 1].

    Precision: share of an item's theme that is of its gold group; recall: share of its gold group that is in its theme.
    """
    _, gold_place, gold_sizes = np.unique(alone_apart(gold), return_inverse=True, return_counts=True)
    _, found_place, found_sizes = np.unique(alone_apart(found), return_inverse=True, return_counts=True)
    pair = gold_place * len(found_sizes) + found_place
    _, place, together = np.unique(pair, return_inverse=True, return_counts=True)
    return together[place] / found_sizes[found_place], together[place] / gold_sizes[gold_place]


def bcubed_precision(gold: Groups, found: Groups) -> float:
    """Mean B-cubed precision."""
    return float(bcubed(gold, found)[0].mean())


def bcubed_recall(gold: Groups, found: Groups) -> float:
    """Mean B-cubed recall."""
    return float(bcubed(gold, found)[1].mean())


def bcubed_f(gold: Groups, found: Groups) -> float:
    """Harmonic mean of B-cubed precision and recall."""
    precision, recall = bcubed_precision(gold, found), bcubed_recall(gold, found)
    return 2 * precision * recall / (precision + recall)


def coverage(gold: Groups, found: Groups) -> float:
    """Share of the items of gold groups that are in a theme; 1 where there are no gold groups."""
    themed = found[gold != ALONE] != ALONE
    return float(themed.mean()) if len(themed) else 1.0


def strays_left_out(gold: Groups, found: Groups) -> float:
    """Share of the items of no gold group that are in no theme; 1 where there are none."""
    left = found[gold == ALONE] == ALONE
    return float(left.mean()) if len(left) else 1.0


def noise(found: Groups) -> float:
    """Share of items in no theme."""
    return float((found == ALONE).mean())


def held(gold: Groups, found: Groups) -> Held:
    """Merge and split errors, by which themes hold which gold groups."""
    golds, themes = (int(groups.max(initial=ALONE)) + 1 for groups in (gold, found))
    table = np.zeros((golds, themes), np.int64)
    both = (gold != ALONE) & (found != ALONE)
    np.add.at(table, (gold[both], found[both]), 1)
    sizes = np.bincount(gold[gold != ALONE], minlength=golds)
    holds = table >= np.maximum(HELD * sizes, 2)[:, None]
    holders, held_by = holds.sum(axis=1), holds.sum(axis=0)
    return Held(themes, int((held_by > 1).sum()), golds, int((holders > 1).sum()), int((holders == 0).sum()))


def separation(vectors: Vectors, found: Groups) -> float | None:
    """Mean silhouette of themed items under cosine distance (Rousseeuw 1987), in [-1, 1]; None with fewer than two themes."""
    themed = found != ALONE
    themes = len(np.unique(found[themed]))
    if not 2 <= themes < int(themed.sum()):
        return None
    return float(silhouette_score(vectors[themed], found[themed], metric="cosine"))


def together(pairs: Sequence[tuple[int, int]], found: Groups) -> float:
    """Share of pairs that have the same fate: the same theme, or none both."""
    return float(np.mean([found[a] == found[b] for a, b in pairs])) if pairs else 1.0


def interval(measure: Measure, gold: Groups, found: Groups) -> tuple[float, float]:
    """95 % interval of a measure over the items, the found themes taken as they are.

    Delete-half jackknife (Shao and Wu 1989): the spread of the measure over halves of the items, drawn without replacement, is
    that of the measure itself. A bootstrap would draw items twice, and twins are always found together.
    """
    rng = np.random.default_rng(SEED)
    half = len(gold) // 2
    if half < 2:
        return float("-inf"), float("inf")
    values = [measure(gold[rows], found[rows]) for rows in (rng.permutation(len(gold))[:half] for _ in range(HALVES))]
    value, reach = measure(gold, found), 1.96 * float(np.std(values, ddof=1))
    return value - reach, min(1.0, value + reach)
