"""Which format a file is in, and its rows, read as they are needed."""

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from insight.errors import InputError
from insight.read.delimited import delimited, delimiter_of
from insight.read.json_lines import json_lines
from insight.read.records import RawRow, Rejected
from insight.read.stream import Source, readable

FORMATS = ("csv", "tsv", "jsonl")
_ENDINGS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}
_SAMPLE = 100


class Rows(Iterator[RawRow | Rejected]):
    """Rows of a file in order.

    `header` has its columns (of JSON Lines: the keys of the first 100 records), `sample` what could be parsed of the first 100.

    A context manager; it also closes its file when read to the end.
    """

    def __init__(self, header: tuple[str, ...], rows: Iterator[RawRow | Rejected], close: Callable[[], None]) -> None:
        first = list(islice(rows, _SAMPLE))
        self.sample = tuple(row for row in first if isinstance(row, RawRow))
        self.header = header or tuple(dict.fromkeys(key for row in self.sample for key in row.values))
        self.empty = not first
        self._rows = chain(first, rows)
        self._close = close

    def __next__(self) -> RawRow | Rejected:
        try:
            return next(self._rows)
        except StopIteration:
            self._close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def close(self) -> None:
        """Close the file."""
        self._close()


def open_rows(path: Path, format: str | None = None) -> Rows:  # noqa: A002 (the option's name)
    """Open a file of feedback. CSV is cut by comma, semicolon, tab or bar; text is UTF-8, or UTF-16 with its mark.

    A row that cannot be parsed comes as `Rejected`; memory does not grow with the file.

    Args:
        path: the file.
        format: `csv`, `tsv` or `jsonl`; without it the ending of the name tells, or else the content.

    Raises:
        InputError: the file cannot be opened, is empty, binary, of another kind, or has no readable header.
    """
    _check(format)
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    try:
        return _open(stream, str(path), format or _ENDINGS.get(path.suffix.lower()), stream.close)
    except BaseException:
        stream.close()
        raise


def open_stream(binary: BinaryIO, format: str | None = None, name: str = "standard input") -> Rows:  # noqa: A002
    """Like `open_rows`, from an open stream, which stays open.

    Raises:
        InputError: as `open_rows`.
    """
    _check(format)
    return _open(binary, name, format, lambda: None)


def _check(name: str | None) -> None:
    if name is not None and name not in FORMATS:
        raise InputError(f"format {name!r} is not known; it must be one of {', '.join(FORMATS)}")


def _open(stream: BinaryIO, name: str, told: str | None, close: Callable[[], None]) -> Rows:
    source = readable(stream, name)
    kind = told or _guess(source)
    if kind == "jsonl":
        rows = Rows((), json_lines(source), close)
        if rows.empty:
            raise InputError(f"{name} is empty; it must hold one JSON record a line")
        return rows
    header, found = delimited(source, "\t" if kind == "tsv" else delimiter_of(source))
    return Rows(header, found, close)


def _guess(source: Source) -> str:
    return "jsonl" if source.head.lstrip()[:1] in (b"{", b"[") else "csv"
