"""Sheets for a person: are the names of themes good, and does a stranger stand out among a theme's texts?

The intruder test is that of Chang et al. 2009 ("Reading tea leaves"), with texts in place of words. A sheet that someone has
begun to fill in is never written over; its grades become figures.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.figures import Figure, Section
from eval.themes.found import Found
from eval.themes.scores import mean
from eval.themes.sets import Grouped
from insight.errors import InputError
from insight.measure import share

SEED = 19
SHOWN = 5
LINES = 6
"""Texts a question of the intruder test: five of the theme and one of another."""
GRADES = ("says_what_it_is_1_to_5", "good_vietnamese_1_to_5", "good_english_1_to_5")
NAMES, INTRUDERS, KEY = "theme_names.csv", "theme_intruders.csv", "theme_intruders_key.csv"
ANSWER = "which_does_not_belong_1_to_6"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a set: its name in both languages, and its texts."""

    set: str
    vi: str
    en: str
    texts: tuple[str, ...]


def themes_of(told: Grouped, found: Sequence[Found]) -> list[Theme]:
    """The themes of a set, largest first."""
    texts: dict[str, list[str]] = {}
    names: dict[str, tuple[str, str]] = {}
    for text, each in zip(told.texts, found, strict=True):
        if each.theme and each.name:
            texts.setdefault(each.theme, []).append(text)
            names[each.theme] = each.name.vi, each.name.en
    ordered = sorted(texts, key=lambda theme: (-len(texts[theme]), theme))
    return [Theme(told.name, *names[theme], tuple(texts[theme])) for theme in ordered]


def write(folder: Path, themes: Sequence[Theme]) -> Section:
    """Write the sheets that nobody has begun to grade, and give the grades there are as figures.

    Raises:
        InputError: a grade is not a number from 1 to 5, or an answer not one from 1 to 6; the message names the sheet and line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not _begun(folder / NAMES, GRADES):
        _save(folder / NAMES, ("set", "size", "name_vi", "name_en", "texts", *GRADES, "remarks"), _name_rows(themes))
    if not _begun(folder / INTRUDERS, (ANSWER,)):
        questions, answers = _intruders(themes)
        _save(folder / INTRUDERS, ("question", "set", *(f"text_{n}" for n in range(1, LINES + 1)), ANSWER), questions)
        _save(folder / KEY, ("question", "intruder"), answers)
    figures = graded(folder)
    unique = len({theme.vi for theme in themes}), len({theme.en for theme in themes})
    note = (
        f"{len(themes)} themes; {unique[0]} different Vietnamese names, {unique[1]} English. Sheets to grade: {folder / NAMES}, "
    )
    return Section(
        "themes/graded", "Themes: names and company, judged by a person", figures, notes=(note + str(folder / INTRUDERS),)
    )


def graded(folder: Path) -> dict[str, Figure]:
    """Mean grades of names, and the share of intruders found; only of what has been graded."""
    figures = {}
    names = _read(folder / NAMES)
    for column in GRADES:
        values = [_number(row[column], 5, folder / NAMES, line) for line, row in names if row[column].strip()]
        if values:
            figures[column.removesuffix("_1_to_5").replace("_", " ")] = mean(values, len(values))
    key = {row["question"]: int(row["intruder"]) for _, row in _read(folder / KEY)}
    answers = [(line, row) for line, row in _read(folder / INTRUDERS) if row[ANSWER].strip()]
    if answers:
        right = sum(_number(row[ANSWER], LINES, folder / INTRUDERS, line) == key[row["question"]] for line, row in answers)
        found = share(right, len(answers))
        figures["intruders found"] = Figure(found.value, found.n, found.low, found.high)
    return figures


def _name_rows(themes: Sequence[Theme]) -> list[Row]:
    rng = np.random.default_rng(SEED)
    rows: list[Row] = []
    for theme in themes:
        shown = rng.permutation(len(theme.texts))[:SHOWN]
        texts = "\n".join(theme.texts[row] for row in shown)
        rows.append({"set": theme.set, "size": len(theme.texts), "name_vi": theme.vi, "name_en": theme.en, "texts": texts})
    return rows


def _intruders(themes: Sequence[Theme]) -> tuple[list[Row], list[Row]]:
    """Questions, and which line is the intruder; themes too small to give five different texts are left out."""
    rng = np.random.default_rng(SEED)
    questions: list[Row] = []
    answers: list[Row] = []
    for theme in themes:
        own = sorted(set(theme.texts))
        others = sorted({text for other in themes if other.set == theme.set and other is not theme for text in other.texts})
        others = [text for text in others if text not in own]
        if len(own) < LINES - 1 or not others:
            continue
        shown = [own[row] for row in rng.permutation(len(own))[: LINES - 1]]
        place = int(rng.integers(LINES))
        shown.insert(place, others[int(rng.integers(len(others)))])
        number = str(len(questions) + 1)
        questions.append({"question": number, "set": theme.set, **{f"text_{n}": text for n, text in enumerate(shown, start=1)}})
        answers.append({"question": number, "intruder": place + 1})
    return questions, answers


def _begun(file: Path, columns: Sequence[str]) -> bool:
    return any(row[column].strip() for _, row in _read(file) for column in columns)


def _read(file: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows of a sheet with their numbers; raises `InputError` where it is no longer the sheet that was written."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [{name: cell or "" for name, cell in row.items()} for row in csv.DictReader(lines)]
    wanted = {NAMES: GRADES, INTRUDERS: (ANSWER, "question"), KEY: ("question", "intruder")}[file.name]
    missing = [name for name in wanted if rows and name not in rows[0]]
    if missing:
        raise InputError(f"{file} has no column {missing[0]!r}; save it as CSV (commas, UTF-8) with its columns, or delete it")
    return list(enumerate(rows, start=1))


def _number(cell: str, most: int, file: Path, line: int) -> int:
    if not cell.strip().isdigit() or not 1 <= int(cell) <= most:
        raise InputError(f"{file}, row {line}: {cell!r} is no number from 1 to {most}")
    return int(cell)


def _save(file: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """CSV with a byte order mark: spreadsheets need it to read Vietnamese."""
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
