"""Query results as columns: a million rows without a million objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Float, Integer, Select

from insight.errors import InputError
from insight.store.records import Codes, Floats, Rows

T = TypeVar("T")
Number = TypeVar("Number", bound=np.generic)

CHUNK = 20_000
"""Rows in hand at a time."""
VALUES_AT_ONCE = 5_000
"""Values in one IN list; every database takes at least 32,766."""
VECTOR_BYTES = np.dtype("<f2")


@dataclass(slots=True)
class _Words:
    """Gives every distinct word a number as it appears; None is -1."""

    numbers: dict[str | None, int] = field(default_factory=lambda: {None: -1})
    parts: list[NDArray[np.int32]] = field(default_factory=list)

    def add(self, words: Sequence[str | None]) -> None:
        for word in set(words) - self.numbers.keys():
            self.numbers[word] = len(self.numbers) - 1
        self.parts.append(np.fromiter(map(self.numbers.__getitem__, words), np.int32, len(words)))

    def codes(self) -> Codes:
        """Renumbered in the order of the words, so that the same rows always give the same codes."""
        ordered = sorted(word for word in self.numbers if word is not None)
        final = np.full(len(self.numbers), -1, np.int32)
        for code, word in enumerate(ordered):
            final[self.numbers[word]] = code
        return Codes(tuple(ordered), final[_joined(self.parts, np.int32)])


class Columns:
    """The result of a query: whole numbers (never null), floats (null is NaN), and words as codes, by column name.

    Rows are put in ascending order of the whole-number columns `by`, first one first. Sorting numbers here takes a fraction of
    what it takes a database to fetch rows in an order other than its own.
    """

    def __init__(self, connection: Connection, statement: Select[tuple[object, ...]], by: Sequence[str]) -> None:
        kinds = {column.name: column.type for column in statement.selected_columns.values() if hasattr(column, "name")}
        self._words = {name: _Words() for name, kind in kinds.items() if not isinstance(kind, (Integer, Float))}
        self._numbers: dict[str, list[NDArray[np.generic]]] = {name: [] for name in kinds if name not in self._words}
        dtypes = {name: np.int64 if isinstance(kinds[name], Integer) else np.float64 for name in self._numbers}
        for chunk in connection.execute(statement).partitions(CHUNK):
            for name, column in zip(kinds, zip(*chunk, strict=True), strict=True):
                if name in self._words:
                    self._words[name].add(column)
                else:
                    self._numbers[name].append(np.array(column, dtypes[name]))
        self._order = np.lexsort([_joined(self._numbers[name], np.int64) for name in reversed(by)])

    def rows(self, name: str) -> Rows:
        """A column of whole numbers."""
        return _joined(self._numbers[name], np.int64)[self._order]

    def floats(self, name: str) -> Floats:
        """A column of floats."""
        return _joined(self._numbers[name], np.float64)[self._order]

    def codes(self, name: str) -> Codes:
        """A column of words."""
        found = self._words[name].codes()
        return Codes(found.values, found.codes[self._order])


def chunks(values: Iterable[T]) -> Iterable[list[T]]:
    """Values in lists short enough for one IN."""
    listed = list(values)
    return (listed[start : start + VALUES_AT_ONCE] for start in range(0, len(listed), VALUES_AT_ONCE))


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 UTC; raises `InputError` for a moment without time zone, or outside the years 1 to 9999 of UTC."""
    if moment.tzinfo is None:
        raise InputError(f"{moment.isoformat()} has no time zone; give one, such as +07:00")
    try:
        return int(moment.astimezone(UTC).timestamp() // 1)
    except OverflowError as error:
        raise InputError(f"{moment.isoformat()} is outside the years 1 to 9999; see the date") from error


def moment(at: int) -> datetime:
    """The moment, in UTC."""
    return datetime.fromtimestamp(at, UTC)


def pack(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is stored."""
    return vector.astype(VECTOR_BYTES).tobytes()


def unpack(data: bytes) -> NDArray[np.float32]:
    """A stored vector."""
    return np.frombuffer(data, VECTOR_BYTES).astype(np.float32)


def _joined(parts: Sequence[NDArray[np.generic]], dtype: type[Number]) -> NDArray[Number]:
    return np.concatenate(parts, dtype=dtype) if parts else np.empty(0, dtype)
