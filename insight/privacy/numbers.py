"""Numbers that belong to a person: what a row of digits is, by its own form and by the words around it."""

import re
from collections.abc import Iterator, Sequence

from insight.privacy.checks import (
    is_card,
    is_hotline,
    is_north_american,
    is_personal_number,
    is_phone,
    is_tax_code,
    is_toll_free,
)
from insight.privacy.contexts import Announcement, Context, context_after, context_before
from insight.privacy.kinds import ACCOUNT, CARD, ID, INSURANCE, PHONE, TAX, Span
from insight.privacy.readings import MOST_GROUPS, TAX_BRANCH, Reading, Row, date_end, digit_rows, is_amount, is_price
from insight.privacy.shadow import Shadow

_KIND_BY_LENGTH: dict[Context, dict[int, str]] = {
    Context.PHONE: dict.fromkeys(range(8, 16), PHONE),
    Context.CALL: dict.fromkeys(range(9, 13), PHONE),
    Context.CITIZEN: {9: ID, 12: ID},
    Context.LICENCE: {12: ID},
    Context.PASSPORT: {8: ID, 9: ID},
    # Since 2025-07-01 a person's tax code is the personal number (Circular 86/2024).
    Context.TAX: {10: TAX, 12: ID, 13: TAX},
    Context.ACCOUNT: dict.fromkeys(range(6, 20), ACCOUNT),
    Context.BANK: dict.fromkeys(range(8, 20), ACCOUNT),
    Context.INSURANCE: {10: INSURANCE},
    Context.CARD: dict.fromkeys(range(12, 20), CARD),
    Context.CODE: {},
    Context.ITEM: {},
}
# Weaker than a number's own form. `PHONE` is among them as two numbers behind it may read as one long one.
_HINTS = frozenset({Context.PHONE, Context.CALL, Context.BANK})
_SHORTEST_BEFORE_KEYWORD = 8
_SHORTEST_EVIDENT = 10

# Letters in front of the digits: passport C1234567, health insurance card DN 4 79 79 12345678.
_LETTERS = re.compile(r"(?<![a-z0-9])(?<!y )(?!(?:la|so) )[a-z]{1,2}[ .\-]?\Z")
_LETTERED: dict[Context, tuple[range, str]] = {
    Context.PASSPORT: (range(6, 9), ID),
    Context.INSURANCE: (range(13, 14), INSURANCE),
}

_CARD_SHAPES = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (6, 10), (6, 13), (8, 8)})
_PERSONAL_SHAPES = frozenset({(3, 3, 3, 3), (4, 4, 4), (3, 3, 6), (3, 1, 2, 6), (6, 6), (3, 9)})
_NORTH_AMERICAN_SHAPES = frozenset({(3, 3, 4), (1, 3, 3, 4)})
_OPENING_SHAPES = frozenset(shape[:2] for shape in (TAX_BRANCH, *_CARD_SHAPES, *_PERSONAL_SHAPES, *_NORTH_AMERICAN_SHAPES))
_PHONE_STARTS = ("01", "02", "03", "05", "07", "08", "09", "0084", "84")

_CODE_PREFIX = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,6}[\-_]\Z")


def find_numbers(shadow: Shadow, year: int) -> Iterator[Span]:
    """Phone, card, identity, tax, account and insurance numbers, in order; `year` bounds birth years."""
    for row in digit_rows(shadow.text):
        lettered = _lettered(shadow.text, row)
        if lettered:
            yield lettered
        yield from _in_row(shadow, row, lettered.end if lettered else 0, year)


def _in_row(shadow: Shadow, row: Row, done: int, year: int) -> Iterator[Span]:
    """The numbers of a row that start at `done` or later."""
    announced = context_before(shadow.text, row.groups[0][0]) if row.groups else None
    for at, group in enumerate(row.groups):
        start = group[0]
        if start < done or _is_code(shadow, group, announced if at == 0 else None):
            continue
        date = date_end(shadow.text, start)
        if date is not None:
            done = date
            continue
        first = at == 0 or row.lengths[at - 1] > 1 or row.groups[at - 1][1] <= done
        if not announced and _hopeless(row, at, first):
            continue
        options = row.readings(at, digit_by_digit=first)
        found = _first(shadow.text, options, announced.context if announced else None, year)
        if found:
            yield found
            done = found.end
        else:
            done = next((option.end for option in options if is_hotline(option.digits)), done)


def _hopeless(row: Row, at: int, first: bool) -> bool:
    """Whether nobody's number can start here. Spares a text of a million small numbers the closer look."""
    opening = row.lengths[at : at + 2]
    shaped = opening in _OPENING_SHAPES or opening[0] >= _SHORTEST_EVIDENT or (first and opening[0] == 1)
    far_from_words = 0 < at < len(row.groups) - MOST_GROUPS
    return far_from_words and not shaped and not row.digits.startswith(_PHONE_STARTS, row.offsets[at])


def _first(text: str, options: Sequence[Reading], context: Context | None, year: int) -> Span | None:
    """The first reading that is somebody's: by a clear keyword, else by its own form, else by a hint nearby."""
    hint = context if context in _HINTS else None
    return (
        (_announced(text, options, context) if context and not hint else None)
        or _evident(text, options, year)
        or (_announced(text, options, hint) if hint else None)
        or (_explained_after(text, options[0]) if context is None and options else None)
    )


def _announced(text: str, options: Sequence[Reading], context: Context) -> Span | None:
    for reading in options:
        kind = _KIND_BY_LENGTH[context].get(len(reading.digits))
        if not kind or is_amount(text, reading):
            continue
        service = is_hotline(reading.digits) or (kind == PHONE and is_toll_free(reading.digits))
        if context not in _HINTS or not (service or is_price(text, reading)):
            return _span(text, reading, kind)
    return None


def _explained_after(text: str, reading: Reading) -> Span | None:
    context = context_after(text, reading.end) if len(reading.digits) >= _SHORTEST_BEFORE_KEYWORD else None
    return _announced(text, [reading], context) if context else None


def _evident(text: str, options: Sequence[Reading], year: int) -> Span | None:
    for reading in options:
        kind = _kind_by_form(text, reading, year)
        if kind:
            return _span(text, reading, kind)
    return None


def _kind_by_form(text: str, reading: Reading, year: int) -> str | None:
    start, _, digits, shape = reading
    if len(digits) < _SHORTEST_EVIDENT:
        return None
    plain = len(shape) in (1, len(digits))
    if is_phone(digits) or (shape in _NORTH_AMERICAN_SHAPES and is_north_american(digits)):
        return PHONE
    if (plain or shape in _CARD_SHAPES) and is_card(digits):
        return CARD
    if (plain or shape in _PERSONAL_SHAPES) and is_personal_number(digits, year):
        return ID
    if shape == TAX_BRANCH and text[start + 10] == "-" and is_tax_code(digits):
        return TAX
    if text[start - 1 : start] == "+" and 10 <= len(digits) <= 15 and not digits.endswith("0000"):
        return PHONE
    return None


def _span(text: str, reading: Reading, kind: str) -> Span:
    """The reading with the + of its country code and the parenthesis it closes."""
    start = reading.start
    if text[start - 1 : start] == "+":
        start -= 1
    if text[start - 1 : start] == "(" and ")" in text[start : reading.end]:
        start -= 1
    return Span(start, reading.end, kind)


def _is_code(shadow: Shadow, group: tuple[int, int], announced: Announcement | None) -> bool:
    """Whether the group continues or starts an order or product code: DH-482913, SPXVN0412345678, #123456."""
    start, end = group
    before = shadow.text[start - 1 : start]
    if before == "#":
        return not is_phone(shadow.text[start:end])
    if announced and announced.adjacent:
        return announced.context is Context.CODE
    glued = before.isascii() and before.isalpha()
    return glued or _CODE_PREFIX.search(shadow.cased, max(0, start - 8), start) is not None


def _lettered(text: str, row: Row) -> Span | None:
    """A passport or health insurance number whose letters stand before the first group."""
    start = row.groups[0][0] if row.groups else 0
    letters = _LETTERS.search(text, max(0, start - 4), start)
    announced = context_before(text, letters.start()) if letters else None
    if not letters or not announced or announced.context not in _LETTERED:
        return None
    lengths, kind = _LETTERED[announced.context]
    fitting = (reading for reading in row.readings(0, digit_by_digit=True) if len(reading.digits) in lengths)
    return next((Span(letters.start(), reading.end, kind) for reading in fitting), None)
