"""New groups against the themes that exist: which is which, and what changed. Ids, once given, never change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from insight.themes.discover import UNTHEMED, Groups

KEEPS_ID = 0.5
"""A group goes on as an old theme when it holds at least this share of the theme's mentions, or the theme this share of its."""
GREW = 1.5


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the ledger: what happened to a theme, and why."""

    theme: str
    kind: str
    reason: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracked:
    """Theme id of each group, and the ledger's new lines."""

    ids: tuple[str, ...]
    changes: tuple[Change, ...]
    retired: tuple[str, ...]


def new_id(keys: Sequence[str]) -> str:
    """An id from the mentions a theme is born with, so that the same data give the same ids."""
    return "th-" + sha256("\n".join(sorted(keys)).encode()).hexdigest()[:10]


def track(groups: Groups, keys: Sequence[str], before: Mapping[str, str]) -> Tracked:
    """Match groups to existing themes by the mentions they share.

    Args:
        groups: group of each mention, -1 for none.
        keys: a stable key of each mention.
        before: theme id by mention key, as stored; mentions not in it are new.
    """
    count = int(groups.max(initial=UNTHEMED)) + 1
    old = sorted(set(before.values()))
    shared = _shared(groups, keys, before, old, count)
    sizes = {theme: sum(1 for found in before.values() if found == theme) for theme in old}
    heirs = _heirs(shared, groups, old, sizes)
    ids, changes = [], []
    for group in range(count):
        members = [keys[int(row)] for row in np.flatnonzero(groups == group)]
        sources = tuple(name for at, name in enumerate(old) if shared[group, at] >= KEEPS_ID * sizes[name])
        theme = heirs.get(group) or new_id(members)
        ids.append(theme)
        changes += _changes(theme, theme in heirs.values(), len(members), sizes.get(theme, 0), sources)
    retired = tuple(theme for theme in old if theme not in ids)
    changes += [Change(theme, "retired", f"its {sizes[theme]} mentions went to other themes or to none") for theme in retired]
    return Tracked(tuple(ids), tuple(changes), retired)


def _shared(
    groups: Groups, keys: Sequence[str], before: Mapping[str, str], old: Sequence[str], count: int
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """How many mentions each group (rows) has in common with each old theme (columns)."""
    column = {theme: place for place, theme in enumerate(old)}
    table = np.zeros((count, len(old)), np.int64)
    for group, key in zip(groups, keys, strict=True):
        if group >= 0 and key in before:
            table[group, column[before[key]]] += 1
    return table


def _heirs(
    shared: np.ndarray[tuple[int, int], np.dtype[np.int64]], groups: Groups, old: Sequence[str], sizes: Mapping[str, int]
) -> dict[int, str]:
    """Group -> the old theme it continues; the largest overlaps first, one to one."""
    heirs: dict[int, str] = {}
    order = sorted(zip(*np.nonzero(shared), strict=True), key=lambda pair: (-int(shared[pair]), int(pair[0]), int(pair[1])))
    for group, at in order:
        overlap, theme = int(shared[group, at]), old[at]
        known = max(min(sizes[theme], int((groups == group).sum())), 1)
        if int(group) not in heirs and theme not in heirs.values() and overlap >= KEEPS_ID * known:
            heirs[int(group)] = theme
    return heirs


def _changes(theme: str, kept: bool, size: int, before: int, sources: tuple[str, ...]) -> list[Change]:
    merged = tuple(other for other in sources if other != theme)
    if merged:
        return [Change(theme, "merged", f"now also holds most mentions of {', '.join(merged)}", merged)]
    if not kept:
        return [Change(theme, "born", f"{size} mentions that no earlier theme explains")]
    if size >= GREW * before:
        return [Change(theme, "grew", f"from {before} to {size} mentions")]
    return []
