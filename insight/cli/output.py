"""Data goes to stdout, unwrapped UTF-8; progress, tables' titles and messages go to stderr."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

console = Console(stderr=True)
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character: JSON can say it, UTF-8 cannot hold it."""


class Format(StrEnum):
    """How data is written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


def progress(what: str, total: int | None = None) -> Progress:
    """A progress bar on stderr with one task; silent where stderr is no terminal."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    bar.add_task(what, total=total)
    return bar


def write_line(record: object, out: TextIO | None = None) -> None:
    """One record as a line of JSON."""
    print(to_json(record), file=out or sys.stdout)


def write_text(text: str) -> None:
    """Text as it is."""
    print(text)  # noqa: T201 - data is what stdout is for


def to_json(record: object, indent: int | None = None) -> str:
    """JSON with letters as they are; a number that JSON does not know is a mistake and raises `ValueError`."""
    text = json.dumps(record, ensure_ascii=False, indent=indent, allow_nan=False, default=str)
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def write_rows(rows: Iterable[Mapping[str, object]], form: Format, columns: Sequence[str], title: str = "") -> None:
    """Rows as a table of some columns, a JSON array, or JSON Lines."""
    if form is Format.jsonl:
        for row in rows:
            write_line(row)
    elif form is Format.json:
        write_text(to_json(list(rows), indent=2))
    else:
        write_table(rows, columns, title)


def write_table(rows: Iterable[Mapping[str, object]], columns: Sequence[str], title: str = "") -> None:
    """Rows as a table, as wide as the terminal; wide enough for everything where stdout is no terminal."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    Console(width=None if sys.stdout.isatty() else 200).print(table, markup=False)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if isinstance(value, float) else str(value)
