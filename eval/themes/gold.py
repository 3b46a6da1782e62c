"""Themes against gold groups: our own scenarios, and intents of public sets; beside them k-means and BERTopic."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval import plots
from eval.figures import Cell, Figure, Plot, Section, Table
from eval.themes import agreement, scores, steadiness
from eval.themes.found import Read, bertopic, k_means
from eval.themes.scores import Scored
from eval.themes.sets import Grouped
from insight.measure import share

Tell = Callable[[str], None]
INSIGHT, KMEANS, BERTOPIC = "insight", "k-means, true k", "BERTopic, defaults"
HEADLINE = ("ARI", "B-cubed F", "coverage", "stability under resampling")
NO_BERTOPIC = "BERTopic was not run: no environment has it (`make eval-full` makes one)."
COMPARED = ("ARI", "NMI", "B-cubed F", "coverage", "noise share", "merge errors", "split errors")


def found_by(sets: Sequence[Grouped], reads: Sequence[Read], python: Path | None, tell: Tell) -> dict[str, list[Scored]]:
    """What each method finds in each set, on the same vectors."""
    golds = [agreement.numbered(each.groups) for each in sets]
    result: dict[str, list[Scored]] = {INSIGHT: [], KMEANS: []}
    for each, read, gold in zip(sets, reads, golds, strict=True):
        tell(f"themes of {each.name}")
        result[INSIGHT].append(Scored(each.name, gold, read.groups()))
        result[KMEANS].append(Scored(each.name, gold, k_means(read.vectors, int(gold.max()) + 1)))
    if python:
        tell("BERTopic")
        groups = bertopic(python, [(each.texts, read.vectors) for each, read in zip(sets, reads, strict=True)])
        result[BERTOPIC] = [Scored(each.name, gold, g) for each, gold, g in zip(sets, golds, groups, strict=True)]
    return result


def own(sets: Sequence[Grouped], reads: Sequence[Read], python: Path | None, tell: Tell) -> Section:
    """Our scenarios: means over the scenarios, and each one's own figures."""
    methods = found_by(sets, reads, python, tell)
    ours = methods[INSIGHT]
    figures = scores.of_several(ours)
    figures |= _steady(reads, tell) | _languages(ours, sets)
    for name in (KMEANS, BERTOPIC):
        if name in methods:
            whole = scores.of_several(methods[name])
            figures |= {f"{measure} | {name}": whole[measure] for measure in COMPARED}
    each = {scored.name: scores.of_one(scored) for scored in ours}
    for measure in ("ARI", "B-cubed F", "coverage"):
        figures |= {f"{measure} | scenario {name}": found[measure] for name, found in each.items()}
    bars = {scored.name: each[scored.name]["ARI"] for scored in ours}
    note = "Each bar is one scenario; the line is the interval over its items. Low bars are where themes are mixed up."
    return Section(
        name="themes/gold",
        title="Themes: our own scenarios",
        figures=figures,
        headline=HEADLINE,
        tables=(_methods(methods, "mean over the scenarios"), _scenarios(each, ours), _confused(sets, ours)),
        plots=(Plot("Agreement with gold themes", plots.bars(bars, "adjusted Rand index"), note),),
        notes=_notes(python),
        answers=_answers(sets, ours),
    )


def public(each: Grouped, read: Read, python: Path | None, tell: Tell) -> Section:
    """A public set of intents."""
    methods = found_by([each], [read], python, tell)
    figures = scores.of_one(methods[INSIGHT][0]) | _steady([read], tell)
    for name in (KMEANS, BERTOPIC):
        if name in methods:
            other = scores.of_one(methods[name][0])
            figures |= {f"{measure} | {name}": other[measure] for measure in COMPARED}
    title = f"Themes: {each.name}, {len(each.texts):,} texts of {len(set(each.groups) - {None})} intents"
    tables = (_methods(methods, each.name), _confused([each], methods[INSIGHT]))
    return Section(f"themes/{each.name}", title, figures, HEADLINE, tables, notes=_notes(python))


def _steady(reads: Sequence[Read], tell: Tell) -> dict[str, Figure]:
    """Stability, separation and copies: means over the sets."""
    items = sum(len(read.understood) for read in reads)
    copied = [steadiness.copies_together(read) for read in reads]
    pairs = sum(n for _, n in copied)
    kept = round(sum(value * n for value, n in copied))
    found = {
        "stability under resampling": _over([steadiness.resampled(read, tell) for read in reads], items),
        "stability under reordering": _over([steadiness.reordered(read, tell) for read in reads], items),
        "copies in one theme": _share(kept, pairs),
    }
    separations = [value for read in reads if (value := agreement.separation(read.vectors, read.groups())) is not None]
    return found | ({"separation": _over([[value] for value in separations], items)} if separations else {})


def _over(values: Sequence[Sequence[float]], items: int) -> Figure:
    """Mean over sets of the mean over runs; the interval is over sets, and absent where there is one."""
    means = [float(np.mean(each)) for each in values]
    figure = scores.mean(means, items)
    return figure if len(means) > 1 else replace(figure, low=None, high=None)


def _languages(ours: Sequence[Scored], sets: Sequence[Grouped]) -> dict[str, Figure]:
    """Whether a Vietnamese and an English text of one gold theme meet in one theme, and two of one language."""
    totals = np.array([scores.pairs_in_one_theme(each, told.languages) for each, told in zip(ours, sets, strict=True)]).sum(
        axis=0
    )
    names = ("pairs in one theme | across languages", "pairs in one theme | within a language")
    return {name: Figure(int(met) / int(n), int(n)) for name, (met, n) in zip(names, totals, strict=True) if n}


def _share(successes: int, total: int) -> Figure:
    found = share(successes, total)
    return Figure(found.value, total, found.low, found.high)


def _methods(methods: Mapping[str, Sequence[Scored]], of: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, scored in methods.items():
        figures = scores.of_several(scored)
        themes = sum(agreement.held(each.gold, each.found).themes for each in scored)
        rows.append((name, themes, *(round(figures[measure].value, 3) for measure in COMPARED)))
    note = "All methods group the same vectors. A text in no theme counts as a group of its own, so leaving out is no way to win."
    return Table(f"Methods side by side ({of})", ("method", "themes", *COMPARED), tuple(rows), note)


def _scenarios(each: Mapping[str, Mapping[str, Figure]], ours: Sequence[Scored]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for scored in ours:
        held, figures = agreement.held(scored.gold, scored.found), each[scored.name]
        values = (round(figures[name].value, 3) for name in ("ARI", "B-cubed F", "coverage", "strays left out"))
        rows.append((scored.name, len(scored.gold), held.gold, held.themes, held.merged, held.split, held.missed, *values))
    columns = (
        "scenario",
        "texts",
        "gold themes",
        "themes",
        "merged",
        "split",
        "missed",
        "ARI",
        "B-cubed F",
        "coverage",
        "strays",
    )
    note = (
        "A theme holds a gold theme when it has a quarter of it. merged: themes that hold several; split: held by several themes."
    )
    return Table("Scenario by scenario", columns, tuple(rows), note)


def _confused(sets: Sequence[Grouped], ours: Sequence[Scored], most: int = 40) -> Table:
    """The texts whose company is worst, by B-cubed F of the single text."""
    rows: list[tuple[float, str, str, str, str]] = []
    for told, scored in zip(sets, ours, strict=True):
        precision, recall = agreement.bcubed(scored.gold, scored.found)
        f = 2 * precision * recall / (precision + recall)
        for row, text in enumerate(told.texts):
            company = scored.gold[(scored.found == scored.found[row]) & (scored.found != agreement.ALONE)]
            mostly = _name_of(told, scored, company)
            rows.append((round(float(f[row]), 2), told.name, told.groups[row] or "none", mostly, text))
    rows.sort()
    columns = ("B-cubed F", "set", "gold group", "theme is mostly", "text")
    return Table("Texts in the worst company", columns, tuple(rows[:most]))


def _name_of(told: Grouped, scored: Scored, company: agreement.Groups) -> str:
    """The gold group that most of a theme is of."""
    if not len(company):
        return "no theme"
    values, counts = np.unique(company, return_counts=True)
    most = int(values[counts.argmax()])
    return "none" if most == agreement.ALONE else str(told.groups[int(np.flatnonzero(scored.gold == most)[0])])


def _answers(sets: Sequence[Grouped], ours: Sequence[Scored]) -> dict[str, str]:
    """B-cubed precision and recall of every text, so that two versions can be compared text by text."""
    answers = {}
    for told, scored in zip(sets, ours, strict=True):
        for identifier, p, r in zip(told.ids, *agreement.bcubed(scored.gold, scored.found), strict=True):
            answers[identifier] = json.dumps({"precision": round(float(p), 4), "recall": round(float(r), 4)})
    return answers


def _notes(python: Path | None) -> tuple[str, ...]:
    return () if python else (NO_BERTOPIC,)
