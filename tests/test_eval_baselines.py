"""Baselines that learn, and one that only counts words."""

import numpy as np
import pytest

from eval.baselines.learned import Learned, Majority, lessons
from eval.baselines.lexicon import lexicon_score, lexicon_sentiment, list_of_words, vietnamese_score
from eval.baselines.of_sets import set_baselines
from eval.sets.items import Item, LabelledSet

GOOD, BAD = "good quick service {}", "slow rude service {}"
TEXTS = [(GOOD if n % 2 else BAD).format(n) for n in range(40)]
LABELS = ["positive" if n % 2 else "negative" for n in range(40)]


def test_without_a_training_part_folds_cover_every_text_once_and_keep_groups_whole() -> None:
    plan = lessons(TEXTS, [], [n // 2 for n in range(40)])
    assert sorted(row for _, test in plan.folds for row in test) == list(range(40))
    for train, test in plan.folds:
        assert not {row // 2 for row in train} & {row // 2 for row in test}
    assert plan.how == "5-fold cross-validation on the same rows"


def test_with_a_training_part_nothing_is_learned_from_what_is_judged() -> None:
    plan = lessons(TEXTS[:30], TEXTS[30:])
    ((train, test),) = plan.folds
    assert (train.tolist(), test.tolist()) == (list(range(30, 40)), list(range(30)))
    assert plan.how == "taught on 10 rows of the set's own training part"


def test_words_and_vectors_learn_what_can_be_learned() -> None:
    plan = lessons(TEXTS, [])
    assert Learned.from_words(plan).one(plan, LABELS) == LABELS
    vectors = np.array([[1, 0] if label == "positive" else [0, 1] for label in LABELS], np.float32)
    method = Learned.from_vectors(plan, vectors)
    assert method.one(plan, LABELS) == LABELS
    flags = np.array([[label == "positive", False] for label in LABELS])
    assert (method.many(plan, flags, np.ones(40, bool)) == flags).all()


def test_rows_without_a_label_teach_nothing_and_a_single_label_is_repeated() -> None:
    plan = lessons(TEXTS, [])
    assert set(Learned.from_words(plan).one(plan, [None] * 20 + ["only"] * 20)) == {"only"}
    assert Learned.from_words(plan).one(plan, [None] * 40) == [None] * 40


def test_majority() -> None:
    plan = lessons(["a"] * 3, ["b"] * 5)
    assert Majority().one(plan, ["x"] * 3 + ["x", "y", "y", None, None]) == ["y", "y", "y"]
    flags = np.array([[False, False]] * 3 + [[True, False], [True, True], [False, False], [True, False], [False, False]])
    assert Majority().many(plan, flags, np.ones(8, bool)).tolist() == [[True, False]] * 3


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Nhân viên nhiệt tình, giao nhanh", "positive"),
        ("nhân viên thô lỗ, giao chậm", "negative"),
        ("không tốt chút nào", "negative"),
        ("không tệ", "positive"),
        ("hôm nay là thứ hai", "neutral"),
        ("The staff were wonderful and helpful", "positive"),
        ("The food was terrible and the staff were rude", "negative"),
    ],
)
def test_the_lexicon(text: str, sentiment: str) -> None:
    assert lexicon_sentiment(text) == sentiment
    assert -1 <= lexicon_score(text) <= 1


def test_the_vietnamese_list_by_hand() -> None:
    # Two of praise ("nhiệt tình", "nhanh"), one of blame ("đắt"): (2 - 1) / (3 + 1)
    assert vietnamese_score("nhiệt tình, nhanh, đắt") == pytest.approx(0.25)
    assert len(list_of_words()) >= 250


def test_every_baseline_answers_what_it_can() -> None:
    items = tuple(
        Item(str(n), TEXTS[n], sentiment=LABELS[n], aspects={"a": LABELS[n]} if n % 2 else {})  # type: ignore[arg-type,dict-item]
        for n in range(40)
    )
    labelled = LabelledSet("s", "S", items, classes={"a": ("price.value",)})
    found = {each.name: each for each in set_baselines(labelled, {"frozen": np.eye(40, dtype=np.float32)})}
    assert list(found) == ["majority", "TF-IDF + LR", "frozen", "lexicon"]
    assert found["TF-IDF + LR"].sentiment == LABELS
    assert [bool(each) for each in found["TF-IDF + LR"].aspects or []] == [n % 2 == 1 for n in range(40)]
    assert found["lexicon"].aspects is None
    assert set(found["majority"].polarity or {}) == {(n, "a") for n in range(1, 40, 2)}
