"""Topics of one's own on an encoder that knows words and nothing else: found by their words, swallowing nothing."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from conftest import FakeClassifier
from numpy.typing import NDArray

from insight.open_topics import PRESENT, BackgroundLabels, OpenTopics, extended
from insight.taxonomy import Topic
from insight.text import fold, words
from insight.types import Bilingual, Probabilities, Vectors

DIM = 64
SUBJECTS = (
    "pasta soup rice",
    "courier parcel van",
    "login password code",
    "price cheap dear",
    "nurse doctor ward",
    "sofa table lamp",
)
FILLER = "today we found that it was really so and then again very much".split()
PARKING = Topic(
    "place.parking",
    Bilingual("Chỗ đậu xe", "Parking"),
    Bilingual("bãi xe, gửi xe, chỗ đậu", "garage, car park, parking lot"),
    Bilingual("Cửa hàng", "Stores"),
    "execution",
)
EXAMPLES = ("the garage was full", "car park too far", "gửi xe mất tiền", "parking lot closed", "chỗ đậu chật")


def word_vector(word: str) -> NDArray[np.float64]:
    """A direction a word; the words of a subject, and those of parking, lean the same way."""
    groups = (*SUBJECTS, "garage car park parking lot bai xe gui cho dau")
    vector = np.random.default_rng(list(word.encode(errors="surrogatepass"))).normal(size=DIM) * 0.3
    for place, group in enumerate(groups):
        vector[place] += 3.0 * (word in group.split())
    return vector


def encode(texts: Sequence[str]) -> Vectors:
    rows = np.array([np.sum([word_vector(word.text) for word in words(fold(text))] or [np.ones(DIM)], axis=0) for text in texts])
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def mentions(group: str, count: int, seed: int) -> list[str]:
    rng = np.random.default_rng(seed)
    return [" ".join([*rng.choice(FILLER, 3), *rng.choice(group.split(), 2)]) for _ in range(count)]


@pytest.fixture(scope="module")
def background() -> tuple[Vectors, BackgroundLabels]:
    texts = [text for place, group in enumerate(SUBJECTS) for text in mentions(group, 50, place)]
    held = np.repeat(np.eye(len(SUBJECTS), dtype=bool), 50, axis=0)
    return encode(texts), BackgroundLabels(np.zeros(len(texts), np.int64), held)


@pytest.mark.parametrize("examples", [0, 1, 3, 5])
def test_a_topic_is_found_by_its_words_and_claims_nothing_else(
    background: tuple[Vectors, BackgroundLabels], examples: int
) -> None:
    topic = replace(PARKING, examples=EXAMPLES[:examples])
    opened = OpenTopics.build([topic], encode, *background)
    about = opened.probabilities(encode(mentions("garage car park parking lot", 40, 9)))
    others = opened.probabilities(background[0])
    assert opened.topics == ("place.parking",)
    assert about.shape == (40, 1)
    assert about.dtype == np.float32
    assert (about >= PRESENT).mean() >= 0.9
    assert (others >= PRESENT).mean() <= 0.05
    assert ((about >= 0) & (about <= 1)).all()


def test_a_topic_that_a_trained_one_explains_is_bounded(background: tuple[Vectors, BackgroundLabels]) -> None:
    greedy = replace(PARKING, name=Bilingual("Ăn", "Food"), about=Bilingual("pasta, soup, rice", "pasta, soup, rice"))
    everything = replace(
        PARKING, id="all.things", name=Bilingual("Mọi", "All"), about=Bilingual(" ".join(FILLER), " ".join(FILLER))
    )
    found = OpenTopics.build([greedy, everything], encode, *background).probabilities(background[0])
    assert ((found >= PRESENT).mean(axis=0) <= 0.05).all()


def test_topics_do_not_change_each_others_decision(background: tuple[Vectors, BackgroundLabels]) -> None:
    other = replace(
        PARKING, id="food.soup", name=Bilingual("Súp", "Soup"), about=Bilingual("súp", "soup"), examples=("soup cold",)
    )
    asked = encode([*mentions("garage car park", 20, 3), *mentions("soup rice pasta", 20, 4)])
    alone = OpenTopics.build([PARKING], encode, *background).probabilities(asked)
    both = OpenTopics.build([other, PARKING], encode, *background)
    np.testing.assert_array_equal(both.probabilities(asked)[:, 1] >= PRESENT, alone[:, 0] >= PRESENT)
    assert (both.scores(asked).argmax(axis=1) == [1] * 20 + [0] * 20).all()


def test_rows_do_not_influence_each_other_and_building_again_gives_the_same(background: tuple[Vectors, BackgroundLabels]) -> None:
    first, again = (OpenTopics.build([PARKING], encode, *background) for _ in range(2))
    asked = encode(mentions("garage sofa", 7, 1))
    np.testing.assert_array_equal(first.probabilities(asked), again.probabilities(asked))
    one_by_one = np.concatenate([first.probabilities(row[None]) for row in asked])
    np.testing.assert_allclose(first.probabilities(asked), one_by_one, atol=1e-5)


def test_a_narrow_topic_claims_less_with_examples_than_without(background: tuple[Vectors, BackgroundLabels]) -> None:
    soup = replace(PARKING, name=Bilingual("Súp", "Soup"), about=Bilingual("món súp", "soup"))
    shown = replace(soup, examples=("soup", "soup and soup", "the soup was so", "soup again"))
    loose, tight = (OpenTopics.build([each], encode, *background).probabilities(background[0]) for each in (soup, shown))
    assert (tight >= PRESENT).sum() <= (loose >= PRESENT).sum()
    assert OpenTopics.build([shown], encode, *background).probabilities(encode(["soup", "sofa lamp"]))[:, 0].round().tolist() == [
        1,
        0,
    ]


def test_a_topic_said_in_one_language_and_one_whose_description_is_its_name(background: tuple[Vectors, BackgroundLabels]) -> None:
    one = replace(PARKING, name=Bilingual("Parking", "Parking"), about=Bilingual("garage, car park", "garage, car park"))
    bare = replace(PARKING, name=Bilingual("car park", "car park"), about=Bilingual("car park", "car park"))
    for topic in (one, bare):
        found = OpenTopics.build([topic], encode, *background).probabilities(encode(["car park garage", "soup rice"]))
        assert (found[:, 0] >= PRESENT).tolist() == [True, False]


def test_no_topics_at_all(background: tuple[Vectors, BackgroundLabels]) -> None:
    def never(texts: Sequence[str]) -> Vectors:
        raise AssertionError("nothing is to be read")

    opened = OpenTopics.build([], never, *background)
    assert opened.topics == ()
    assert opened.probabilities(background[0][:3]).shape == (3, 0)


def test_a_background_without_topics_or_of_a_single_mention(background: tuple[Vectors, BackgroundLabels]) -> None:
    vectors = background[0]
    for rows in (1, 10):
        labels = BackgroundLabels(np.zeros(rows, np.int64), np.zeros((rows, 0), bool))
        found = OpenTopics.build([PARKING], encode, vectors[:rows], labels).probabilities(vectors)
        assert np.isfinite(found).all()


@pytest.mark.parametrize(("rows", "labelled"), [(0, 0), (3, 2)])
def test_a_background_that_does_not_fit_its_labels(rows: int, labelled: int) -> None:
    labels = BackgroundLabels(np.zeros(labelled, np.int64), np.zeros((labelled, 2), bool))
    with pytest.raises(ValueError, match=f"a background of {rows} mentions with {labelled} labels; give one label each"):
        OpenTopics.build([PARKING], encode, np.zeros((rows, DIM), np.float32), labels)


# In a classifier


def test_columns_are_appended_and_nothing_else_changes(background: tuple[Vectors, BackgroundLabels]) -> None:
    inner = FakeClassifier()
    opened = OpenTopics.build([PARKING, replace(PARKING, id="place.lot")], encode, *background)
    asked = encode(["the garage was full", "soup rice"])
    found = extended(inner, opened)
    before, after = inner.probabilities(asked), found.probabilities(asked)
    assert found.topics == (*inner.topics, "place.parking", "place.lot")
    assert found.stages == inner.stages
    assert found.thresholds == {**inner.thresholds, "place.parking": 0.5, "place.lot": 0.5}
    assert found.version == inner.version
    np.testing.assert_array_equal(after.stage, before.stage)
    np.testing.assert_array_equal(after.topics[:, : len(inner.topics)], before.topics)
    np.testing.assert_array_equal(after.topics[:, len(inner.topics) :], opened.probabilities(asked))
    np.testing.assert_array_equal(after.sentiment[:, : 1 + len(inner.topics)], before.sentiment)
    for column in (-2, -1):
        np.testing.assert_array_equal(after.sentiment[:, column], before.sentiment[:, 0])
    assert isinstance(after, Probabilities)


def test_a_version_and_topics_no_longer_given(background: tuple[Vectors, BackgroundLabels]) -> None:
    found = extended(FakeClassifier(), OpenTopics.build([], encode, *background), "fake-1+t0a1b2c", ["price.value"])
    assert found.version == "fake-1+t0a1b2c"
    assert found.topics == FakeClassifier.topics
    assert found.thresholds == {**FakeClassifier.thresholds, "price.value": inf}


def test_a_topic_the_classifier_has_already(background: tuple[Vectors, BackgroundLabels]) -> None:
    opened = OpenTopics.build([replace(PARKING, id="price.value")], encode, *background)
    with pytest.raises(ValueError, match=r"price\.value cannot be open topics: the classifier has them"):
        extended(FakeClassifier(), opened)
