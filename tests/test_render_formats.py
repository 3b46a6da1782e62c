"""Numbers, days, foreign text and the words of a digest."""

import string
from datetime import date
from typing import get_args

import pytest
from digests import INFINITE

from insight.answer.digest import SECTIONS
from insight.answer.render import words
from insight.answer.render.formats import blocks, clean, days
from insight.numerals import number
from insight.types import CHANNELS, Bilingual, InsightKind, Period


@pytest.mark.parametrize(
    ("value", "digits", "sign", "vi", "en"),
    [
        (5.64, 1, False, "5,6", "5.6"),
        (-3.25, 2, True, "−3,25", "−3.25"),
        (12.0, 1, True, "+12,0", "+12.0"),
        (-0.04, 1, True, "0,0", "0.0"),
        (1234567, 0, False, "1.234.567", "1,234,567"),
        (INFINITE, 1, False, "∞", "∞"),
        (float("nan"), 1, True, "–", "–"),
    ],
)
def test_numbers(value: float, digits: int, sign: bool, vi: str, en: str) -> None:
    assert (number(value, "vi", digits, sign), number(value, "en", digits, sign)) == (vi, en)


@pytest.mark.parametrize(
    ("since", "until", "vi", "en"),
    [
        (date(2026, 11, 16), date(2026, 11, 23), "16/11–22/11/2026", "16–22 Nov 2026"),
        (date(2026, 11, 28), date(2026, 12, 5), "28/11–04/12/2026", "28 Nov – 4 Dec 2026"),
        (date(2026, 12, 28), date(2027, 1, 4), "28/12/2026 – 03/01/2027", "28 Dec 2026 – 3 Jan 2027"),
        (date(2026, 11, 16), date(2026, 11, 17), "16/11/2026", "16 Nov 2026"),
    ],
)
def test_days(since: date, until: date, vi: str, en: str) -> None:
    assert (days(Period(since, until), "vi"), days(Period(since, until), "en")) == (vi, en)


@pytest.mark.parametrize(
    ("counts", "expected"), [((), ""), ((0, 0), "▁▁"), ((1, 100), "▂█"), ((5, 5), "██"), ((0, 1, 2, 4, 7), "▁▂▃▅█")]
)
def test_blocks_keep_the_lowest_for_zero(counts: tuple[int, ...], expected: str) -> None:
    assert blocks(counts) == expected


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("  một\r\n\thai\u2028ba ", None, "một hai ba"),
        ("a\u202eb\x1b[2J\x9b\x00\ufeffc", None, "ab[2Jc"),
        ("\ud800x", None, "\ufffdx"),
        ("gia đình 👨‍👩‍👧 vui", None, "gia đình 👨‍👩‍👧 vui"),
        ("giao hàng rất chậm", 12, "giao hàng…"),
        ("a" * 50, 10, "a" * 9 + "…"),
    ],
)
def test_clean(text: str, most: int | None, expected: str) -> None:
    assert clean(text, most) == expected


def test_clean_takes_a_million_characters() -> None:
    assert clean("\u202e<b> " * 250_000, 20) == "<b> <b> <b> <b> <b>…"


def test_every_word_exists_for_every_id_and_both_languages_take_the_same_values() -> None:
    assert set(words.SECTION_HEADINGS) == set(words.SECTION_ABOUT) == set(SECTIONS)
    assert set(words.KINDS) == set(get_args(InsightKind))
    assert set(words.CHANNELS) == set(CHANNELS)
    phrases = [found for found in vars(words).values() if isinstance(found, Bilingual)] + list(words.POINTS.values())
    assert len(phrases) > 40
    assert [each for each in phrases if _places(each.vi) != _places(each.en)] == []


def _places(phrase: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}
