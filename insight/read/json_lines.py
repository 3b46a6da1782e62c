r"""JSON Lines: one object a line, lines end at `\n` and nowhere else."""

import json
import math
from collections.abc import Iterator

from insight.errors import InputError
from insight.read.records import RawRow, Rejected, shown
from insight.read.stream import LONGEST_RECORD, Source, lines

_DEEPEST = 4
_KINDS = {list: "a list", str: "a string", int: "a number", float: "a number", bool: "true or false", type(None): "null"}


def json_lines(source: Source) -> Iterator[RawRow | Rejected]:
    """One row a line that is not blank; objects inside are flattened with dots, four deep, lists are left as they are.

    Raises:
        InputError: the file is one JSON document rather than a record a line.
    """
    first = source.head.lstrip()
    if first[:1] == b"[" or first.split(b"\n", 1)[0].strip() == b"{":
        what = "a JSON array" if first[:1] == b"[" else "one JSON document over several lines"
        raise InputError(f'{source.name} is {what}; JSON Lines has one record a line, such as {{"text": "..."}}')
    return _rows(lines(source.chunks))


def _rows(source: Iterator[bytes]) -> Iterator[RawRow | Rejected]:
    number = 0
    for at, line in enumerate(source, 1):
        record = line.strip(b" \t\r\n")
        if record:
            number += 1
            yield _row(number, at, record)


def _row(number: int, at: int, record: bytes) -> RawRow | Rejected:
    if len(record) > LONGEST_RECORD:
        return Rejected(number, f"line {at} is longer than {LONGEST_RECORD:,} bytes", {}, at)
    try:
        values = json.loads(record.decode(), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError:
        reason = f"line {at} is not valid UTF-8; save the file as UTF-8"
    except RecursionError:
        reason = f"line {at} is nested too deeply"
    except json.JSONDecodeError as error:
        reason = f"line {at} is not JSON: {error.msg} at character {error.pos + 1}"
    except ValueError:  # a whole number of thousands of digits
        reason = f"line {at} holds a number that is too long"
    else:
        if isinstance(values, dict):
            return _flattened(number, at, values) if dict in map(type, values.values()) else RawRow(number, values, at)
        reason = (
            f'line {at} is {_KINDS[type(values)]} ({shown(values, 30)}); a record must be an object such as {{"text": "..."}}'
        )
    return Rejected(number, reason, {"raw": record.decode(errors="replace")}, at)


def _no_number(name: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not have, count as no value."""


def _finite(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _flattened(number: int, at: int, record: dict[str, object]) -> RawRow:
    objects: dict[str, object] = {}
    return RawRow(number, _flat(record, objects), at, objects)


def _flat(record: dict[str, object], objects: dict[str, object], prefix: str = "", depth: int = 1) -> dict[str, object]:
    """The record without objects inside; those it had are put into `objects`."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            objects[prefix + key] = value
            flat |= _flat(value, objects, f"{prefix}{key}.", depth + 1)
        else:
            flat[prefix + key] = value
    return flat
