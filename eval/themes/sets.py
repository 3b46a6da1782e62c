"""Texts with gold groups, and sentences in two languages: our own scenarios, and public sets read from a folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from insight.errors import InputError

GOLD = Path(__file__).parents[1] / "gold" / "themes"
INTENTS: Mapping[str, str] = {"banking77": "train.jsonl", "clinc150": "train.jsonl"}
PARALLEL: Mapping[str, tuple[str, str]] = {"sib200_vi_en": ("train.jsonl", "category"), "xquad_vi_en": ("all.jsonl", "article")}
"""File and the field that says what a sentence belongs to."""
SEED = 13

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Texts, the gold group of each (None for one that belongs to none), its id, and its language where that is known."""

    name: str
    texts: tuple[str, ...]
    groups: tuple[str | None, ...]
    ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parallel:
    """Sentences that say the same in both languages, and what each is about."""

    name: str
    vi: tuple[str, ...]
    en: tuple[str, ...]
    groups: tuple[str, ...]


def scenarios(folder: Path = GOLD) -> list[Grouped]:
    """Our own theme scenarios, by name; raises `InputError` where there are none or a line is damaged."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise InputError(f"no *.jsonl in {folder}; expected theme scenarios, one a file")
    return [grouped(file.stem, read_rows(file), "theme") for file in files]


def intents(data: Path, name: str, rows: int) -> Grouped:
    """A public set of intents in a data folder, at most `rows` of it by a fixed seed."""
    return grouped(name, sampled(read_rows(data / name / INTENTS[name]), rows), "intent")


def parallel(data: Path, name: str, rows: int) -> Parallel:
    """A public set of parallel sentences, so many that both languages together have at most `rows`."""
    file, about = PARALLEL[name]
    found = sampled(read_rows(data / name / file), rows // 2)
    return Parallel(name, texts_of(found, "vi", name), texts_of(found, "en", name), texts_of(found, about, name))


def grouped(name: str, rows: Sequence[Row], field: str) -> Grouped:
    """Rows with `text` and a gold group in `field`; raises `InputError` where two groups are not there to be told apart."""
    texts = texts_of(rows, "text", name)
    groups = tuple(None if row.get(field) is None else str(row[field]) for row in rows)
    if len({group for group in groups if group is not None}) < 2:
        raise InputError(f"{name}: fewer than two groups in field {field!r}; there is nothing to tell apart")
    ids = tuple(str(row.get("id", f"{name}-{number}")) for number, row in enumerate(rows, start=1))
    return Grouped(name, texts, groups, ids, tuple(str(row.get("lang", "")) for row in rows))


def read_rows(file: Path) -> list[Row]:
    """The rows of a JSON Lines file; raises `InputError` naming the file, the line and what is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise InputError(f"{file} is not there; give the folder that holds it with --data") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8: {error.reason} at byte {error.start}; convert it") from None
    rows = [_row(file, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise InputError(f"{file} is empty; expected a JSON object a line")
    return rows


def _row(file: Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{file}, line {number}: {error}; expected a JSON object") from None
    if not isinstance(row, dict):
        raise InputError(f"{file}, line {number}: {line[:40]!r} is no JSON object")
    return row


def texts_of(rows: Sequence[Row], field: str, name: str) -> tuple[str, ...]:
    """A field of every row as text; raises `InputError` where one has none."""
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.get(field), str) or not str(row[field]).strip():
            raise InputError(f"{name}, row {number}: field {field!r} is {row.get(field)!r}; expected some text")
    return tuple(str(row[field]) for row in rows)


def sampled(rows: Sequence[Row], most: int, seed: int = SEED) -> list[Row]:
    """At most so many rows by a fixed seed, in the order of the file."""
    if len(rows) <= most:
        return list(rows)
    chosen = np.random.default_rng(seed).choice(len(rows), most, replace=False)
    return [rows[int(place)] for place in sorted(chosen)]
