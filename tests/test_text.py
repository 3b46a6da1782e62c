import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.text import Edit, Word, clean, fold, moved, rewrite, seams, undone, words

CLEANED = {
    "plain ascii, nothing to do": "plain ascii, nothing to do",
    "qua\u0301 te\u0323\u0302": "quá tệ",
    "zero\u200bwidth\ufeff and \u202ebidi": "zerowidth and bidi",
    "lone \ud800 surrogate\x00 and NUL": "lone  surrogate and NUL",
    "no\u00a0break\u3000space": "no break space",
    "line\r\nends\u2028stay": "line\n\nends\nstay",
    "\u0662\uff13\U0001d7d6 số": "238 số",
    "\uff27\uff49\U0001d5ee\U0001d5fc h\u00e0ng": "Giao hàng",
    "\u00d0\u1ed3ng \u00f0\u01b0\u1ee3c": "Đồng được",
    "\u2764\ufe0f \U0001f44d\U0001f3ff": "❤ 👍",
    "z\u0337a\u0336l\u0335go": "zalgo",
}


@pytest.mark.parametrize(("raw", "expected"), CLEANED.items())
def test_clean(raw: str, expected: str) -> None:
    assert rewrite(raw, clean(raw)) == expected


@given(st.text())
@settings(derandomize=True, max_examples=300, deadline=None)
def test_clean_text_is_composed_and_folds_in_place(text: str) -> None:
    cleaned = rewrite(text, clean(text))
    assert unicodedata.is_normalized("NFC", unicodedata.normalize("NFC", cleaned))
    assert len(fold(rewrite(cleaned, clean(cleaned)))) == len(rewrite(cleaned, clean(cleaned)))


@given(st.text())
@settings(derandomize=True, max_examples=300, deadline=None)
def test_undone_edits_lead_back(text: str) -> None:
    edits = clean(text)
    assert rewrite(rewrite(text, edits), undone(text, edits)) == text


def test_fold() -> None:
    assert fold("ĐẮT quá, Thúy ơi! Café ß 中") == "dat qua, thuy oi! cafe ß 中"
    assert fold("de\u0323p") == fold("đẹp".replace("đ", "d")) == "dep"


def test_words_have_offsets() -> None:
    assert words("Don't đi, 4K?") == [Word("Don't", 0, 5), Word("đi", 6, 8), Word("4K", 10, 12)]


def test_moved_offsets() -> None:
    edits = [Edit(1, 3, "X"), Edit(4, 4, "yy"), Edit(5, 7, "")]
    assert rewrite("abcdefgh", edits) == "aXdyyeh"
    assert moved(range(9), edits) == [0, 1, 1, 2, 5, 6, 6, 6, 7]
    assert moved(range(9), edits, end=True) == [0, 1, 2, 2, 3, 6, 6, 6, 7]


def test_seams() -> None:
    assert [seams(word) for word in ("đẹpGiao", "tốtPinTrâu", "iPhone", "ĐẸP", "Đẹp", "ShopeeFood")] == [
        [3],
        [3, 6],
        [],
        [],
        [],
        [],
    ]
