"""What comes out of a file before it is feedback: a raw row, or a row set aside with the reason why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NO_OBJECTS: Mapping[str, object] = MappingProxyType({})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class BadValueError(ValueError):
    """A value of a row cannot be used; the text is the reason a person reads. It never leaves this package."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it: `number` counts data rows from 1, `line` is the line of the file where the row starts.

    Values of CSV and TSV are strings; values of JSON Lines are JSON's own, objects flattened (`{"a": {"b": 1}}` is `a.b`).
    `objects` holds these as they were before, by name.
    """

    number: int
    values: Mapping[str, object]
    line: int | None = None
    objects: Mapping[str, object] = field(default_factory=lambda: _NO_OBJECTS, repr=False, compare=False)

    def value(self, name: str) -> object:
        """What the record holds under a name, unchanged, an object included; None where there is nothing."""
        return self.values.get(name, self.objects.get(name))


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be feedback. `values` is the row; a row that could not be parsed has its text under `raw`."""

    number: int
    reason: str
    values: Mapping[str, object]
    line: int | None = None


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD: PostgreSQL stores neither, UTF-8 has no surrogates. Length is kept."""
    return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text


def shown(value: object, longest: int = 60) -> str:
    """A value as messages quote it: on one line, shortened, printable."""
    text = " ".join(storable(str(value)[: longest + 1]).split())
    return repr(text if len(text) <= longest else text[: longest - 1] + "…")
