"""Sentences that say the same in Vietnamese and English: do they meet in one theme?"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from eval.figures import Figure, Section, Table
from eval.themes import agreement
from eval.themes.agreement import ALONE, Groups
from eval.themes.found import Read
from eval.themes.sets import Parallel
from insight.measure import share
from insight.pipeline import Pipeline

Flags = NDArray[np.bool_]

SEED = 17
SHOWN = 20


def section(pipeline: Pipeline, each: Parallel, tell: Callable[[str], None]) -> Section:
    """Figures of one parallel set; `pairs in one theme, shuffled` is what chance gives with the same themes."""
    tell(f"{each.name}: reading {2 * len(each.vi):,} sentences")
    read = Read.of(pipeline, (*each.vi, *each.en))
    found = read.groups()
    count = len(each.vi)
    vi, en = found[:count], found[count:]
    shuffled = en[np.random.default_rng(SEED).permutation(count)]
    gold = agreement.numbered((*each.groups, *each.groups))
    low, high = agreement.interval(agreement.ari, gold, found)
    figures = {
        "pairs both in a theme": _share((vi != ALONE) & (en != ALONE)),
        "pairs in one theme": _share(_met(vi, en)),
        "pairs in one theme, of those themed": _share(_met(vi, en)[(vi != ALONE) & (en != ALONE)]),
        "pairs in one theme, shuffled": _share(_met(vi, shuffled)),
        "ARI": Figure(agreement.ari(gold, found), len(found), low, high),
        "noise share": Figure(agreement.noise(found), len(found), better="lower"),
    }
    nearest = _nearest(read, count)
    figures["nearest sentence is the translation"] = _share(nearest)
    themes = int(found.max(initial=ALONE)) + 1
    about = f"{themes} themes in {len(found):,} sentences of {len(set(each.groups))} kinds"
    note = f"{about}; with one theme for all, every pair would meet, and so would shuffled ones."
    title = f"Themes across languages: {each.name}, {count:,} pairs"
    return Section(f"themes/{each.name}", title, figures, ("pairs in one theme", "ARI"), (_apart(each, vi, en),), notes=(note,))


def _met(a: Groups, b: Groups) -> Flags:
    met: Flags = (a == b) & (a != ALONE)
    return met


def _nearest(read: Read, count: int) -> Flags:
    """Whether the most similar English sentence of each Vietnamese one is its translation: what the vectors alone allow."""
    similar = read.vectors[:count] @ read.vectors[count:].T
    nearest: Flags = similar.argmax(axis=1) == np.arange(count)
    return nearest


def _share(flags: Flags) -> Figure:
    found = share(int(flags.sum()), len(flags))
    return Figure(found.value, len(flags), found.low, found.high)


def _apart(each: Parallel, vi: Groups, en: Groups) -> Table:
    """Some pairs that were put into two different themes."""
    apart = np.flatnonzero((vi != en) & (vi != ALONE) & (en != ALONE))[:SHOWN]
    rows = tuple((each.groups[row], each.vi[row], each.en[row], int(vi[row]), int(en[row])) for row in map(int, apart))
    return Table("Pairs in two different themes", ("about", "Vietnamese", "English", "theme", "theme"), rows)
