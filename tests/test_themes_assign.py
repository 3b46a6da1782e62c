"""New mentions into the themes there are."""

import numpy as np
import pytest
from conftest import bag_of_words
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.themes.assign import assign, key_of, says_something

THEMES = ("giao hàng chậm", "nhân viên thô lỗ")
CENTRES = np.stack([bag_of_words(text) for text in THEMES])
RADII = np.array([0.7, 0.9], np.float32)


def places(*texts: str) -> list[int]:
    found, _ = assign(np.stack([bag_of_words(text) for text in texts]), texts, CENTRES, RADII)
    return [int(place) for place in found]


def test_a_mention_goes_to_the_theme_it_is_near_enough_to() -> None:
    assert places("Giao hàng chậm!", "nhan vien tho lo", "giao hàng chậm quá", "quán ồn") == [0, 1, 0, -1]
    assert places("nhân viên thô lỗ vô cùng khó chịu") == [-1]


def test_the_similarity_is_that_to_the_nearest_theme() -> None:
    texts = ["giao hàng chậm", "nhân viên thô lỗ vô cùng khó chịu"]
    vectors = np.stack([bag_of_words(text) for text in texts])
    _, similar = assign(vectors, texts, CENTRES, RADII)
    assert similar == pytest.approx((vectors @ CENTRES.T).max(axis=1))
    assert similar[0] == pytest.approx(1.0)


def test_what_says_nothing_joins_no_theme_however_near_it_is() -> None:
    vectors = CENTRES[[0, 0]]
    found, similar = assign(vectors, ["rất tốt", "chậm"], CENTRES, RADII)
    assert found.tolist() == [-1, 0]
    assert similar == pytest.approx([1.0, 1.0])


def test_without_mentions_or_themes() -> None:
    found, similar = assign(np.zeros((0, 64), np.float32), [], CENTRES, RADII)
    assert (found.tolist(), similar.tolist()) == ([], [])
    found, similar = assign(CENTRES, THEMES, np.zeros((0, 64), np.float32), np.zeros(0, np.float32))
    assert (found.tolist(), similar.tolist()) == ([-1, -1], [0.0, 0.0])


def test_a_mention_does_not_depend_on_the_others() -> None:
    texts = ["giao hàng chậm", "ok", "nhân viên thô lỗ", "giao chậm"]
    assert places(*texts) == [place for text in texts for place in places(text)]


@pytest.mark.parametrize(
    "text", ["Giao hàng chậm", "giao hang cham", "App hay văng", "slow delivery", "không tìm thấy nút thanh toán", "it crashed"]
)
def test_texts_that_say_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(
    "text", ["", "👍👍", "ok", "OKE nha shop", "Rất tốt!", "rat tot", "Very good service", "10/10", "5 sao", "A B", "Cảm ơn shop"]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert not says_something(text)


def test_the_key_forgets_case_accents_signs_and_blanks() -> None:
    assert key_of("  Giao   HÀNG, chậm!!! 😡") == key_of("giao hang cham") == "giao hang cham"
    assert key_of("giao hàng nhanh") != key_of("giao hàng chậm")
    assert key_of("👍") == ""


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.text(max_size=40))
def test_any_text_has_a_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)
    assert isinstance(says_something(text), bool)
