"""One way to labels: from texts, from stored vectors, and with what people said on top."""

import numpy as np
import pytest
from conftest import NOW, FakeClassifier
from labelling import BOTH, Longer

from insight.labeller import Labeller, Passage
from insight.mentions import split
from insight.types import CorrectedLabels, Correction, Labels, Span

SPANS = tuple(split(BOTH))


def passage(**more: object) -> Passage:
    return Passage(BOTH, None, "vi", SPANS, **more)  # type: ignore[arg-type]


def said(where: Span, **labels: object) -> Correction:
    asked = CorrectedLabels(**labels)  # type: ignore[arg-type]
    return Correction(1, "f1", "hash", *where, asked, "lan", NOW, {}, "fake-1")


@pytest.fixture
def encoder() -> Longer:
    return Longer()


@pytest.fixture
def labeller(encoder: Longer) -> Labeller:
    return Labeller(encoder, FakeClassifier(), "fake-1")


def seen(labels: Labels) -> list[tuple[object, ...]]:
    return [
        (each.text, each.stage, each.sentiment, [(found.topic, found.sentiment) for found in each.topics])
        for each in labels.mentions
    ]


FAST = ("Giao hàng nhanh", "delivery", "positive", [("delivery.speed", "positive")])
RUDE = ("nhân viên thô lỗ", "unknown", "negative", [("staff.attitude", "negative")])


def test_stored_vectors_give_the_same_labels_without_the_encoder(labeller: Labeller, encoder: Longer):
    (fresh,) = labeller.read([passage()])
    (again,) = labeller.read([passage(vectors=fresh.vectors.astype(np.float16).astype(np.float32))])
    assert seen(fresh.labels) == [FAST, RUDE]
    assert (again.labels, fresh.fresh, again.fresh, len(encoder.read)) == (fresh.labels, True, False, 1)
    np.testing.assert_array_equal(again.vectors, fresh.vectors)
    assert fresh.vectors.shape == (3, 64)


def test_each_passage_keeps_its_place_whether_encoded_or_not(labeller: Labeller):
    (known,) = labeller.read([passage()])
    other = Passage("App bị lỗi", None, "vi", ((0, 10),))
    found = labeller.read([other, passage(vectors=known.vectors), other])
    assert [seen(each.labels)[0][0] for each in found] == ["App bị lỗi", "Giao hàng nhanh", "App bị lỗi"]
    assert [each.fresh for each in found] == [True, False, True]
    assert labeller.read([]) == []


def test_what_people_said_is_on_top(labeller: Labeller):
    (found,) = labeller.read([passage(corrections=(said(SPANS[1], stage="support"),))])
    assert seen(found.labels) == [FAST, ("nhân viên thô lỗ", "support", *RUDE[2:])]


def test_moved_borders_are_encoded_anew_whatever_is_stored(labeller: Labeller, encoder: Longer):
    (known,) = labeller.read([passage()])
    moved = said(SPANS[0], span=(0, len(BOTH)))
    (found,) = labeller.read([passage(vectors=known.vectors, corrections=(moved,))])
    assert [each.text for each in found.labels.mentions] == [BOTH]
    assert {each.topic for each in found.labels.topics} == {"delivery.speed", "staff.attitude"}
    assert (found.fresh, found.vectors.shape, len(encoder.read)) == (True, (2, 64), 2)


def test_the_question_is_read_with_the_text(labeller: Labeller, encoder: Longer):
    labeller.read([Passage("Ok", "Bạn thấy  sao?", "vi", ((0, 2),))])
    assert [each.question for each in encoder.read] == ["Bạn thấy sao?"]
