"""The same feedback typed another way."""

import random

from hypothesis import given
from hypothesis import strategies as st

from insight.labelled import LabelledFeedback, parse_marks
from insight.taxonomy import Taxonomy
from insight.text import fold, words
from models.examples import from_labelled, respellings
from models.spellings import SPELLINGS, careless, misspelt, respelt, teencode, unaccented

TAXONOMY = Taxonomy.default()
MARKED = "[[Giao hàng không nhanh|delivery|delivery.speed-]], nhưng [[Anh Đức rất được|usage|staff.attitude+]]!"


def feedback(marked: str = MARKED, language: str = "vi") -> LabelledFeedback:
    text, mentions = parse_marks(marked, TAXONOMY.stage_by_id, TAXONOMY.topic_by_id)
    return LabelledFeedback(text, mentions, language, "any", "plain", 0)


def spoken(found: LabelledFeedback) -> list[str]:
    return [found.text[mention.start : mention.end] for mention in found.mentions]


def test_without_diacritics() -> None:
    found = respelt(feedback(), unaccented, "unaccented", random.Random(0))
    assert found.text == "Giao hang khong nhanh, nhung Anh Duc rat duoc!"
    assert spoken(found) == ["Giao hang khong nhanh", "Anh Duc rat duoc"]
    assert [mention.topics for mention in found.mentions] == [mention.topics for mention in feedback().mentions]


def test_carelessly() -> None:
    found = respelt(feedback(), careless, "chatty", random.Random(1))
    assert found.text == "giao hàng không nhanh nhưng anh đức rất được!"
    assert spoken(found) == ["giao hàng không nhanh", "anh đức rất được"]


def test_in_teencode_the_words_are_shortened_in_many_ways_and_can_be_read_back() -> None:
    respelled = [respelt(feedback(), teencode, "teencode", random.Random(seed)) for seed in range(20)]
    assert len({found.text for found in respelled}) > 5
    for found in respelled:
        assert fold(from_labelled(found, "shop").source.text).startswith("giao hang khong nhanh"), found.text


def test_slips_leave_most_words_alone() -> None:
    text = "The delivery was quick and the driver called before he came to our street this morning " * 5
    found = respelt(feedback(f"[[{text}|delivery|delivery.speed+]]", "en"), misspelt, "misspelt", random.Random(3))
    before, after = words(text), words(found.text)
    assert len(before) == len(after)
    changed = sum(old.text != new.text for old, new in zip(before, after, strict=True))
    assert 0.03 < changed / len(before) < 0.2


@given(
    st.text("aăâđeêôơưáàảãạ Ngbhkrt.,!? 😍", min_size=1, max_size=40).filter(str.strip),
    st.text(" abcđ.!", max_size=9),
    st.sampled_from(SPELLINGS),
    st.integers(0, 99),
)
def test_every_spelling_keeps_mentions_apart_and_in_the_text(said: str, between: str, spelling: object, seed: int) -> None:
    marked = f"[[{said.strip()}|usage|other.general+]] {between} [[ok|unknown|]]"
    found = respelt(feedback(marked), spelling.typing, spelling.style, random.Random(seed))  # type: ignore[attr-defined]
    first, second = found.mentions
    assert 0 <= first.start <= first.end <= second.start <= second.end <= len(found.text)
    assert fold(spoken(found)[1]) in ("ok", "okk", "ook", "o", "k", "ko", "oke", "okla") or spelling.style == "teencode"  # type: ignore[attr-defined]


def test_an_example_is_respelt_the_same_way_every_time() -> None:
    example = from_labelled(feedback(), "shop")
    first = [(found.source.text, spelling.style) for found, spelling in respellings(example)]
    assert first == [(found.source.text, spelling.style) for found, spelling in respellings(example)]
    assert ("Giao hang khong nhanh, nhung Anh Duc rat duoc!", "unaccented") in first


def test_english_has_no_vietnamese_spellings() -> None:
    example = from_labelled(feedback("[[Great value and friendly staff|usage|price.value+;staff.attitude+]].", "en"), "shop")
    assert {spelling.style for _, spelling in respellings(example)} <= {"misspelt", "chatty"}
