"""The two sides of a comparison."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from insight.question.said import Said

_FIRM = re.compile(r"\b(?:so (?:voi|sanh voi)|vs|versus|against|compared (?:to|with)|in comparison (?:to|with)|than)\b")
_CHOICE = re.compile(r"\b(?:or|hay(?: la)?|hoac)\b")
_SOFT = re.compile(r"\b(?:and|va|or|hay(?: la)?|hoac|with|voi|to)\b|(?<= )-(?= )")
How = Literal["said", "chosen", "asked"]
_CONNECTORS: dict[How, tuple[re.Pattern[str], ...]] = {"said": (_FIRM,), "chosen": (_FIRM, _CHOICE), "asked": (_FIRM, _SOFT)}
_BASELINE = re.compile(r"\b(?:so (?:voi)?|vs|versus|against|compared (?:to|with)|than|hon)(?: (?:cung ky|cua|the|in|hoi))? $")
_NEAR = 12
"""Words that may stand between a side and the connecting word."""


class Side(NamedTuple):
    """Something that can be compared, in the words `start` to `end` (half-open); only sides of a kind are compared."""

    kind: str
    label: str
    start: int
    end: int


def find_pair(said: Said, sides: Sequence[Side], how: How) -> tuple[Side, Side] | None:
    """Two sides of one kind with a connecting word between them: the nearest.

    "A vs B" always compares. "A or B" does where the question has a comparative ("chosen": which is better?), "A and B" only
    where it asks for a comparison in other words ("asked": what is the difference?).
    """
    for connector in _CONNECTORS[how]:
        for match in connector.finditer(said.folded):
            pair = _around(sides, *said.word_span(*match.span()))
            if pair:
                return pair
    return _in_a_row(sides) if how == "asked" else None


def baseline(said: Said, periods: Sequence[Side]) -> Side | None:
    """The period that something else is measured against ("... than last week")."""
    for period in periods:
        before = " ".join(word.folded for word in said.words[max(0, period.start - 5) : period.start]) + " "
        if _BASELINE.search(before):
            return period
    return None


def _around(sides: Sequence[Side], start: int, end: int) -> tuple[Side, Side] | None:
    """The nearest sides before and after these words that are of one kind and differ."""
    best: tuple[int, tuple[Side, Side]] | None = None
    for left in (side for side in sides if start - _NEAR <= side.end <= start):
        for right in (side for side in sides if end <= side.start <= end + _NEAR):
            distance = start - left.end + right.start - end
            if left.kind == right.kind and left.label != right.label and (best is None or distance < best[0]):
                best = distance, (left, right)
    return best[1] if best else None


def _in_a_row(sides: Sequence[Side]) -> tuple[Side, Side] | None:
    """The only two of a kind, where a comparison is asked for without a connecting word ("so sánh app, web")."""
    for kind in dict.fromkeys(side.kind for side in sides):
        found = [side for side in sides if side.kind == kind]
        if len({side.label for side in found}) == 2 and found[0].label != found[-1].label:
            return found[0], found[-1]
    return None
