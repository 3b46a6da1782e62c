"""CSV and TSV: one record after the other, a damaged one never taking its neighbours with it."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, zip_longest

from insight.errors import InputError
from insight.read.records import RawRow, Rejected
from insight.read.stream import LONGEST_RECORD, Source, lines

_DELIMITERS = ",;\t|"
_LOOKED_AT = 20
_LONGEST_OVER_LINES = 4 << 20  # characters of a record with line ends in quotes; beyond, a quote was never closed
_MOST_READ_AGAIN = 16 << 20
_MOST_COLUMNS = 1_000
_TOO_LONG = "\udc00\n"  # stands for a line too long to look at; no decoded line is this
_NEVER_CLOSED = "unexpected end of data"  # what the csv module says
_SEP_LINE = re.compile(rb"sep=([,;\t|])\r?\n", re.IGNORECASE)
_ESCAPED = re.compile("[\udc80-\udcff]")

BROKEN_UTF8 = "is not valid UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)"


def delimiter_of(source: Source) -> str:
    """The delimiter of comma, semicolon, tab and bar that cuts the most of the first rows into as many values as the header."""
    told = _SEP_LINE.match(source.head)
    if told:
        return told[1].decode()
    head = source.head.decode(errors="replace")
    if not source.whole:
        head = head[: head.rfind("\n") + 1]
    return max(_DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def delimited(source: Source, delimiter: str) -> tuple[tuple[str, ...], Iterator[RawRow | Rejected]]:
    """The header, made unique, and the rows. Blank lines are no rows; a short row lacks its last values.

    Raises:
        InputError: the header is damaged, or there is none.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))  # process-wide, so only ever raised
    chunks = source.chunks
    if b"\r" in source.head and b"\n" not in source.head:  # line ends of old Macs
        chunks = (chunk.replace(b"\r", b"\n") for chunk in chunks)
    feed = _Feed(lines(chunks), source.name)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    if _SEP_LINE.match(source.head):
        next(reader)
    try:
        names = next((fields for fields in reader if fields), None)
    except csv.Error as error:
        raise InputError(
            f"{source.name}: the header cannot be read ({error}); the first line must hold the column names"
        ) from error
    if names is None:
        raise InputError(f"{source.name} is empty; the first line must hold the column names")
    if feed.broken:
        raise InputError(f"{source.name}: the header {BROKEN_UTF8}")
    if len(names) > _MOST_COLUMNS:
        raise InputError(f"{source.name} has {len(names):,} columns; at most {_MOST_COLUMNS:,} are read")
    header = _unique(names)
    return header, _rows(feed, reader, header)


class _Feed(Iterator[str]):
    """Decoded lines for a CSV reader; remembers those of the current record, so that all but the first can be read again."""

    def __init__(self, source: Iterator[bytes], name: str) -> None:
        self.line = 0
        self.broken = False
        self.too_long = False
        self.taken: list[str] = []
        self._source = source
        self._name = name
        self._again: deque[str] = deque()
        self._read_again = 0
        self._size = 0

    def __next__(self) -> str:
        if self._size > _LONGEST_OVER_LINES and len(self.taken) > 1:
            raise csv.Error(_NEVER_CLOSED)
        text = self._again.popleft() if self._again else self._decoded(next(self._source))
        self._size += len(text)
        self.broken = self.broken or (not text.isascii() and _ESCAPED.search(text) is not None)
        self.too_long = self.too_long or text == _TOO_LONG
        self.line += 1
        self.taken.append(text)
        return text

    def start(self) -> None:
        """A new record begins with the next line."""
        self.taken = []
        self.broken = self.too_long = False
        self._size = 0

    def give_back(self) -> None:
        """The record went wrong: what follows its first line is read again as records of its own.

        Raises:
            InputError: so much was read again that the file cannot be what it was taken for.
        """
        later = self.taken[1:]
        self._again.extendleft(reversed(later))
        self.line -= len(later)
        self._read_again += sum(map(len, later))
        if self._read_again > _MOST_READ_AGAIN:
            raise InputError(f"{self._name}, line {self.line}: the quotation marks do not match; is this the right format?")

    @staticmethod
    def _decoded(line: bytes) -> str:
        return _TOO_LONG if len(line) > LONGEST_RECORD else line.decode(errors="surrogateescape")


def _rows(feed: _Feed, reader: Iterator[list[str]], header: tuple[str, ...]) -> Iterator[RawRow | Rejected]:
    number = 0
    while True:
        feed.start()
        line = feed.line + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Rejected(number, f"line {line} is not CSV: {_explained(error)}", {"raw": feed.taken[0]}, line)
            feed.give_back()
            continue
        if fields:
            number += 1
            yield _row(number, line, fields, header, feed)


def _row(number: int, line: int, fields: list[str], header: tuple[str, ...], feed: _Feed) -> RawRow | Rejected:
    if feed.too_long:
        return Rejected(number, f"line {line} is longer than {LONGEST_RECORD:,} bytes", {}, line)
    if len(fields) == len(header):
        values: dict[str, object] = dict(zip(header, fields, strict=True))
    elif any(field.strip() for field in fields[len(header) :]):
        reason = (
            f"line {line} has {len(fields)} values, the header has {len(header)} columns; is a value with the delimiter quoted?"
        )
        return Rejected(number, reason, {"raw": "".join(feed.taken)}, line)
    else:
        values = dict(zip_longest(header, fields[: len(header)], fillvalue=""))
    if feed.broken:
        return Rejected(number, f"line {line} {BROKEN_UTF8}", values, line)
    return RawRow(number, values, line)


def _explained(error: csv.Error) -> str:
    known = {
        _NEVER_CLOSED: "a quotation mark is never closed",
        "field larger than field limit": "a quotation mark is never closed, or a value is huge",
        "expected after": "a quotation mark stands inside a quoted value; inside it must be written twice",
        "new-line character seen": "it holds a bare carriage return outside quotation marks",
    }
    return next((meaning for sign, meaning in known.items() if sign in str(error)), str(error))


def _unique(names: list[str]) -> tuple[str, ...]:
    """Column names stripped, an empty one as `column 3`, the second of the same name as `name 2`."""
    found: list[str] = []
    for at, name in enumerate(names, 1):
        base = name.strip() or f"column {at}"
        unique, copy = base, 1
        while unique in found:
            copy += 1
            unique = f"{base} {copy}"
        found.append(unique)
    return tuple(found)


def _fit(head: str, delimiter: str) -> tuple[float, int]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # the rows before the damaged one tell enough
        rows.extend(islice((row for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if row), _LOOKED_AT))
    if not rows or len(rows[0]) == 1:
        return 0.0, 0
    return sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0])
