"""How much themes depend on which texts there are, and on their order; no gold groups needed."""

from collections.abc import Callable

import numpy as np

from eval.themes.agreement import ari, together
from eval.themes.found import Read

KEPT = 0.9
RUNS = 5
COPIED = 0.2
SEED = 11


def resampled(read: Read, tell: Callable[[str], None]) -> list[float]:
    """ARI of the themes of 90 % of the texts with the same texts' themes among all, per run of a fixed seed."""
    rng = np.random.default_rng(SEED)
    whole, values = read.groups(), []
    for run in range(RUNS):
        tell(f"resampling, {run + 1} of {RUNS}")
        rows = np.sort(rng.permutation(len(whole))[: round(KEPT * len(whole))])
        values.append(ari(whole[rows], read.groups(rows.tolist())))
    return values


def reordered(read: Read, tell: Callable[[str], None]) -> list[float]:
    """ARI of the themes of the same texts in another order, per run of a fixed seed."""
    rng = np.random.default_rng(SEED)
    whole, values = read.groups(), []
    for run in range(RUNS):
        tell(f"reordering, {run + 1} of {RUNS}")
        rows = rng.permutation(len(whole))
        values.append(ari(whole[rows], read.groups(rows.tolist())))
    return values


def copies_together(read: Read) -> tuple[float, int]:
    """Share of texts whose verbatim copy shares their fate when a fifth of the texts is there twice, and how many those are."""
    rng = np.random.default_rng(SEED)
    count = len(read.understood)
    copied = rng.permutation(count)[: max(1, round(COPIED * count))]
    rows = np.concatenate([np.arange(count), copied])
    order = rng.permutation(len(rows))
    found = read.groups(rows[order].tolist())
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows))
    pairs = [(int(place[row]), int(place[count + copy])) for copy, row in enumerate(copied)]
    return together(pairs, found), len(pairs)
