"""Personal data out of a text: typed placeholders in, everything else left as it was."""

import re
from dataclasses import dataclass
from functools import partial

from insight.privacy.address import find_addresses, find_addresses_street_first, find_english_addresses
from insight.privacy.kinds import PLACEHOLDER, Span
from insight.privacy.numbers import find_numbers
from insight.privacy.patterns import find_emails, find_plates, find_security_codes
from insight.privacy.shadow import Shadow, cast

# Every kind has a digit or an @ in it, or stands in for one ("(at)", "a còng").
_WORTH_A_LOOK = re.compile(r"[0-9@]|[(\[{]at[)\]}]| at |a cong")

# A cut can bare what looked like part of something else ("[ADDRESS]-0569975261" had been an order code).
_MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A placeholder: its kind (one of `KINDS`), and where it stands in the *masked* text, in code points, half-open."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text fit to keep, and the placeholders in it from left to right, those it came with included."""

    text: str
    found: tuple[Found, ...]


def mask(text: str, *, year: int) -> Masked:
    """Replace personal data by placeholders such as `[PHONE]`; names of people stay, and so do wards and provinces.

    Order codes, prices, dates, service hotlines and placeholders are left alone. Masking again changes nothing, no
    grapheme is split, and the time taken is linear in the length. Any string is accepted.

    Args:
        text: what a customer wrote, as it came.
        year: the current year; a 12-digit number whose birth year lies after it is no personal number.
    """
    for _ in range(_MOST_PASSES):
        shadow = cast(text)
        spans = _spans(shadow, year) if _WORTH_A_LOOK.search(shadow.text) else []
        if not spans:
            break
        text = _replaced(shadow, spans)
    return Masked(text, tuple(Found(found[1], *found.span()) for found in PLACEHOLDER.finditer(text)))


def _spans(shadow: Shadow, year: int) -> list[Span]:
    """What to replace, in order. Each search sees blanks where an earlier one found something, so none overlap.

    Blanks also cut every keyword off from what lies behind them, as the placeholders do in a text masked before.
    """
    left = shadow.blanked(Span(*found.span(), found[1]) for found in PLACEHOLDER.finditer(shadow.cased))
    spans: list[Span] = []
    for search in (
        find_emails,
        find_security_codes,
        find_plates,
        partial(find_numbers, year=year),
        find_english_addresses,
        find_addresses,
        find_addresses_street_first,
    ):
        found = list(search(left))
        left = left.blanked(found)
        spans += found
    return sorted(spans)


def _replaced(shadow: Shadow, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for span in spans:
        start, end = shadow.span(span.start, span.end)
        pieces += (shadow.source[position:start], f"[{span.kind}]")
        position = end
    return "".join((*pieces, shadow.source[position:]))
