"""Scores as people and survey tools write them: 9, 9.0, "4,5", "9/10", "5 sao"."""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from insight.read.records import BadValueError, shown

_WRITTEN = re.compile(
    r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)(?:\s{0,3}/\s{0,3}(\d{1,3}))?\s{0,3}(?:sao|stars?|điểm|diem|points?|pts?|★|⭐|⭐️)?",
    re.ASCII | re.IGNORECASE,
)


class Scale(NamedTuple):
    """A score's name, its lowest and highest value, and whether only whole numbers are on it."""

    name: str
    low: float
    high: float
    whole: bool = False


def score(value: object, scale: Scale) -> float:
    """A value on its scale.

    Raises:
        BadValueError: not a number, out of another number of points than the scale's, or off the scale.
    """
    if isinstance(value, str):
        return _from_text(value, scale)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(value, scale)
    return _on_scale(value, value, scale)


@lru_cache(maxsize=4096)
def _from_text(value: str, scale: Scale) -> float:
    match = _WRITTEN.fullmatch(value.strip())
    if match is None or (match[2] is not None and float(match[2]) != scale.high):
        raise _wrong(value, scale)
    return _on_scale(float(match[1].replace(",", ".")), value, scale)


def _on_scale(number: float, value: object, scale: Scale) -> float:
    if not (math.isfinite(number) if isinstance(number, float) else True) or not scale.low <= number <= scale.high:
        raise _wrong(value, scale)
    if scale.whole and number != int(number):
        raise _wrong(value, scale)
    return float(number)


def _wrong(value: object, scale: Scale) -> BadValueError:
    kind = "a whole number" if scale.whole else "a number"
    return BadValueError(f"{scale.name} is {shown(value)}; it must be {kind} from {scale.low:g} to {scale.high:g}")
