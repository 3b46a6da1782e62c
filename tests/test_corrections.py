"""Corrections without a store: borders, labels, who is right."""

from dataclasses import replace
from itertools import pairwise

import pytest
from conftest import NOW
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.corrections import apply, as_said, borders, in_force, judge, override, settle, withdraw
from insight.errors import InputError
from insight.types import CorrectedLabels, Correction, Labels, Mention, Span, TopicLabel

TEXT = "Giao hàng nhanh, nhưng nhân viên thô lỗ 😡"
FAST = TopicLabel("delivery.speed", "positive", 0.9)
RUDE = TopicLabel("staff.attitude", "negative", 0.8)
FIRST = Mention(0, 15, TEXT[0:15], "delivery", (FAST,), "positive", 0.75, 0.7)
SECOND = Mention(23, 41, TEXT[23:41], "unknown", (RUDE,), "negative", -0.25, 0.5)
LABELS = Labels("vi", "mixed", 0.25, "delivery", (FAST, RUDE), (FIRST, SECOND))
SPANS = ((0, 15), (23, 41))


def said(number: int, where: Span, *, who: str = "lan", status: str = "active", **labels: object) -> Correction:
    asked = CorrectedLabels(**labels)  # type: ignore[arg-type]
    return Correction(number, "f1", "hash", *where, asked, who, NOW, {}, "fake-1", status)  # type: ignore[arg-type]


# Borders -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ((0, 15), SPANS),
        ((0, 9), ((0, 9), (10, 15), (23, 41))),
        ((5, 9), ((0, 4), (5, 9), (10, 15), (23, 41))),
        ((0, 41), ((0, 41),)),
        ((0, 32), ((0, 32), (33, 41))),
        ((16, 22), ((0, 15), (16, 22), (23, 41))),
        ((0, 16), ((0, 16), (23, 41))),
        ((0, 400), SPANS),
    ],
)
def test_a_corrected_span_stands_and_its_neighbours_make_room(span: Span, found: tuple[Span, ...]):
    assert borders(TEXT, SPANS, [said(1, SPANS[0], span=span)]) == found


def test_what_is_left_of_a_cut_mention_is_no_mention_if_it_is_only_punctuation():
    assert borders("Tốt!!! ...", [(0, 10)], [said(1, (0, 10), span=(0, 3))]) == ((0, 3),)
    assert borders("Tốt 😡", [(0, 5)], [said(1, (0, 5), span=(0, 3))]) == ((0, 3), (4, 5))


def test_a_later_correction_of_borders_stands_over_an_earlier_one():
    both = [said(1, SPANS[0], span=(0, 9)), said(2, (0, 9), span=(0, 41))]
    assert borders(TEXT, SPANS, both) == ((0, 41),)


spans = st.tuples(st.integers(0, 42), st.integers(0, 42)).map(sorted).map(tuple)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(moved=st.lists(spans, max_size=4))
def test_spans_stay_disjoint_in_order_and_inside_whatever_people_say(moved: list[Span]):
    found = borders(TEXT, SPANS, [said(number, SPANS[0], span=span) for number, span in enumerate(moved)])
    assert all(0 <= start < end <= len(TEXT) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    if moved and 0 <= moved[-1][0] < moved[-1][1] <= len(TEXT):
        assert moved[-1] in found


# Labels ------------------------------------------------------------------------------------------------------------------


def test_a_corrected_mention_is_certain_and_the_feedback_is_rolled_up_again():
    topics = (("service.resolution", "negative"), ("price.value", "neutral"))
    found = apply(LABELS, [said(1, SPANS[0], stage="support", sentiment="negative", topics=topics)])
    told = (TopicLabel("service.resolution", "negative", 1.0), TopicLabel("price.value", "neutral", 1.0))
    mention = replace(FIRST, stage="support", stage_p=1.0, topics=told, sentiment="negative", score=-1.0)
    # Mean of the mentions 0.25 -> -0.625, so the whole, which was 0.25 too, falls as far.
    rolled = (TopicLabel("price.value", "neutral", 1.0), TopicLabel("service.resolution", "negative", 1.0), RUDE)
    assert found == Labels("vi", "negative", -0.625, "support", rolled, (mention, SECOND))


def test_topics_that_leaned_as_the_mention_did_lean_with_it():
    mention = replace(FIRST, topics=(FAST, RUDE))
    found = override(mention, CorrectedLabels(sentiment="neutral"))
    assert found == replace(mention, topics=(replace(FAST, sentiment="neutral"), RUDE), sentiment="neutral", score=0.0)


def test_words_that_say_nothing_have_no_labels():
    found = apply(LABELS, [said(1, SPANS[0], nothing=True)])
    nothing = replace(FIRST, stage="unknown", stage_p=1.0, topics=(), sentiment="neutral", score=0.0)
    assert found == Labels("vi", "negative", -0.125, "unknown", (RUDE,), (nothing, SECOND))


def test_a_confirmation_changes_no_label_but_makes_it_certain():
    (mention, _) = apply(LABELS, [said(1, SPANS[0], **vars_of(as_said(FIRST)))]).mentions
    assert mention == replace(FIRST, stage_p=1.0, topics=(replace(FAST, p=1.0),), score=1.0)


def vars_of(labels: CorrectedLabels) -> dict[str, object]:
    return {"stage": labels.stage, "sentiment": labels.sentiment, "topics": labels.topics}


def test_no_correction_changes_nothing():
    assert apply(LABELS, []) is LABELS
    assert apply(LABELS, [said(1, (16, 22), stage="support")]) is LABELS


labels = st.builds(
    CorrectedLabels,
    stage=st.sampled_from([None, "support", "unknown"]),
    sentiment=st.sampled_from([None, "negative", "neutral", "positive"]),
    topics=st.sampled_from([None, (), (("price.value", "negative"),)]),
)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(told=st.lists(st.tuples(st.sampled_from(SPANS), labels), max_size=4))
def test_corrections_applied_again_change_nothing(told: list[tuple[Span, CorrectedLabels]]):
    corrections = [replace(said(number, span), labels=asked) for number, (span, asked) in enumerate(told)]
    once = apply(LABELS, corrections)
    twice = apply(once, corrections)
    assert (twice.mentions, twice.topics, twice.stage, twice.sentiment) == (
        once.mentions,
        once.topics,
        once.stage,
        once.sentiment,
    )
    assert twice.score == pytest.approx(once.score, abs=1e-12)
    assert -1 <= once.score <= 1


# Who is right ------------------------------------------------------------------------------------------------------------


def test_a_persons_new_word_takes_the_place_of_the_old_and_keeps_what_that_said_of_other_things():
    verdict = judge(CorrectedLabels(sentiment="positive"), "lan", [said(1, SPANS[0], stage="support", sentiment="negative")])
    assert (verdict.labels, verdict.status) == (CorrectedLabels(stage="support", sentiment="positive"), "active")
    assert verdict.changes == {1: "superseded"}


@pytest.mark.parametrize(("old", "new"), [({"stage": "support"}, {"nothing": True}), ({"nothing": True}, {"stage": "support"})])
def test_nothing_and_something_exclude_each_other(old: dict[str, object], new: dict[str, object]):
    asked = CorrectedLabels(**new)  # type: ignore[arg-type]
    assert judge(asked, "lan", [said(1, SPANS[0], **old)]).labels == asked
    assert judge(asked, "minh", [said(1, SPANS[0], **old)]).status == "disputed"


def test_two_people_who_speak_of_different_things_or_agree_both_hold():
    there = [said(1, SPANS[0], stage="support", topics=(("a.b", "negative"), ("c.d", "negative")))]
    other = CorrectedLabels(sentiment="negative", topics=(("c.d", "negative"), ("a.b", "negative")))
    verdict = judge(other, "minh", there)
    assert (verdict.labels, verdict.status, verdict.changes) == (other, "active", {})


def test_two_people_who_contradict_each_other_are_disputed_and_the_first_is_followed():
    first = said(1, SPANS[0], stage="support")
    verdict = judge(CorrectedLabels(stage="purchase"), "minh", [first])
    assert (verdict.status, verdict.changes) == ("disputed", {1: "disputed"})
    both = [replace(first, status="disputed"), said(2, SPANS[0], who="minh", status="disputed", stage="purchase")]
    elsewhere = said(3, SPANS[1], who="minh", stage="usage")
    assert in_force([*both, elsewhere]) == (both[0], elsewhere)


def disputed() -> list[Correction]:
    return [
        said(1, SPANS[0], stage="support", status="disputed"),
        said(2, SPANS[0], who="minh", stage="purchase", status="disputed"),
    ]


def test_who_gives_in_ends_a_dispute():
    verdict = judge(CorrectedLabels(stage="support"), "minh", disputed())
    assert (verdict.status, verdict.changes) == ("active", {2: "superseded", 1: "active"})


def test_a_dispute_is_settled_in_favour_of_one():
    first, second = disputed()
    assert settle(second, [first, second]) == {2: "settled", 1: "superseded"}
    assert in_force([replace(first, status="superseded"), replace(second, status="settled")])[0].id == 2
    with pytest.raises(InputError, match="correction 3 is active; only a disputed one can be settled"):
        settle(said(3, SPANS[0], stage="usage"), [])


def test_withdrawing_one_side_ends_a_dispute():
    first, second = disputed()
    assert withdraw(first, [first, second]) == {1: "withdrawn", 2: "active"}
    with pytest.raises(InputError, match="correction 1 is withdrawn already"):
        withdraw(replace(first, status="withdrawn"), [second])


@pytest.mark.parametrize("status", ["superseded", "withdrawn"])
def test_what_no_longer_counts_is_not_followed(status: str):
    assert in_force([said(1, SPANS[0], stage="support", status=status)]) == ()
