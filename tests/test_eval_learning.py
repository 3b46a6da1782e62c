"""Learning from people is measured honestly, on heads and memories small enough to be checked by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder

from eval.classification.readings import Reader
from eval.learning import corpus, intents, left_out, mistakes, order, public, timing
from eval.learning.corpus import Said
from eval.learning.ground import Ground, Mentions, Words, gold_mentions, without_topic
from eval.learning.measured import measure
from eval.learning.opened import Background
from eval.sets.gold import gold_items
from eval.summary import BASELINE
from insight.classify import Heads
from insight.errors import InputError, ModelError
from insight.memory import Memory
from insight.pipeline import Pipeline
from insight.taxonomy import STAGE_IDS, Taxonomy
from insight.types import SpannedText, Vectors

DIM = 64
TOPICS = ("delivery.speed", "staff.attitude", "price.value")
WORDS = {"delivery.speed": "giao cham slow", "staff.attitude": "rude tho", "price.value": "expensive mac"}
DELIVERY, USAGE, UNKNOWN = (STAGE_IDS.index(name) for name in ("delivery", "usage", "unknown"))


def heads() -> Heads:
    """The first three dimensions are the topics, 8-15 the stages, 16-18 the sentiments: read off as they stand."""
    eye = 12 * np.eye(DIM, dtype=np.float32)
    arrays = {
        "hidden.w": np.eye(DIM, dtype=np.float32),
        "hidden.b": np.zeros(DIM, np.float32),
        "topics.w": eye[:3],
        "topics.b": np.full(3, -4, np.float32),
        "stage.w": eye[8:16],
        "stage.b": np.zeros(8, np.float32),
        "sentiment.w": np.repeat(eye[None, 16:19], 4, axis=0),
        "sentiment.b": np.zeros((4, 3), np.float32),
    }
    return Heads("toy", STAGE_IDS, TOPICS, {"stage": 0.2, **dict.fromkeys(TOPICS, 0.5)}, arrays)


def rows(count: int, topic: int | None, stage: int, sentiment: int, quirk: int | None = None, seed: int = 1) -> Vectors:
    """Unit rows that say so, with a little noise; `quirk` is a dimension that no head reads yet."""
    found = np.abs(np.random.default_rng(seed).normal(0, 0.05, (count, DIM))).astype(np.float32)
    for place in (8 + stage, 16 + sentiment, *(() if topic is None else (topic,)), *(() if quirk is None else (quirk,))):
        found[:, place] += 1
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


KINDS = [(topic, stage, sentiment) for topic in (None, 0, 1, 2) for stage in (DELIVERY, USAGE) for sentiment in range(3)]
EACH = 30


def memory() -> Memory:
    vectors = np.concatenate([rows(EACH, *kind, seed=place) for place, kind in enumerate(KINDS)])
    topics = np.repeat([[kind[0] == place for place in range(3)] for kind in KINDS], EACH, axis=0)
    stage, sentiment = (np.repeat([kind[at] for kind in KINDS], EACH).astype(np.int64) for at in (1, 2))
    guard = np.arange(len(vectors)) % 3 == 0
    return Memory(vectors, stage, sentiment, topics, np.where(topics, sentiment[:, None], -1), guard)


def mentions(vectors: Vectors, topic: int | None, stage: int, sentiment: int) -> Mentions:
    """The same label on every row."""
    count = len(vectors)
    topics = np.zeros((count, 3), np.int64)
    if topic is not None:
        topics[:, topic] = 1
    return Mentions(vectors, np.full(count, stage), np.full(count, sentiment), topics, np.arange(count))


def joined(*parts: Mentions) -> Mentions:
    arrays = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ("vectors", "stage", "sentiment", "topics")
    }
    return Mentions(**arrays, unit=np.arange(sum(map(len, parts))))


# The ground ------------------------------------------------------------------------------------------------------------------


def test_heads_without_a_topic_say_the_same_of_the_others() -> None:
    vectors = rows(5, 2, USAGE, 0)
    whole, less = heads().probabilities(vectors), without_topic(heads(), 1).probabilities(vectors)
    assert without_topic(heads(), 1).topics == ("delivery.speed", "price.value")
    assert set(without_topic(heads(), 1).thresholds) == {"stage", "delivery.speed", "price.value"}
    np.testing.assert_array_equal(less.topics, whole.topics[:, [0, 2]])
    np.testing.assert_array_equal(less.sentiment, whole.sentiment[:, [0, 1, 3]])


def test_a_background_without_a_topic_has_neither_its_column_nor_its_mentions() -> None:
    whole, less = Background.of(memory()), Background.of(memory(), 0)
    assert len(whole.vectors) == 2 / 3 * EACH * len(KINDS)
    assert len(less.vectors) == 2 / 3 * EACH * (len(KINDS) - 6)
    assert less.topics.shape == (len(less.vectors), 2)
    assert less.vectors[:, 0].max() < 0.5 < whole.vectors[:, 0].max()


def test_words_are_encoded_once() -> None:
    class Counting(FakeEncoder):
        seen = 0

        def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
            self.seen += len(texts)
            return super().encode(texts)

    encoder = Counting()
    words = Words(encoder)
    again = words(["giao chậm", "rude", "giao chậm"])
    assert again.shape == (3, DIM)
    np.testing.assert_array_equal(words(["giao chậm"])[0], again[2])
    assert encoder.seen == 2


def test_gold_labels_are_indices_into_the_heads() -> None:
    items = gold_items()
    every = tuple(Taxonomy.default().topic_by_id)
    arrays = dict(heads().arrays)
    full = Heads("toy", STAGE_IDS, every, {}, arrays)
    found = gold_mentions(items, full, np.zeros((sum(len(item.feedback.mentions) for item in items), DIM), np.float32))
    first = items[0].feedback.mentions[0]
    assert [every[place] for place in np.flatnonzero(found.topics[0])] == sorted((t for t, _ in first.topics), key=every.index)
    assert STAGE_IDS[found.stage[0]] == first.stage
    assert set(found.languages) == {"vi", "en", "mixed"}


# Left-out topics -------------------------------------------------------------------------------------------------------------


def said(words: str, *topics: str) -> Said:
    return Said(words, "usage", frozenset(topics), SpannedText(words, ((0, len(words)),)))


def test_examples_are_drawn_the_same_each_time_and_never_from_the_guard() -> None:
    encoder = FakeEncoder()
    every = [said(f"slow parcel number {place}", "delivery.speed") for place in range(30)]
    guard = encoder.encode([each.source for each in every[:10]])
    drawn = [corpus.examples(every, ["delivery.speed"], 20, encoder, np.concatenate(guard)) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]["delivery.speed"]) == 20
    assert not {each.text for each in every[:10]} & set(drawn[0]["delivery.speed"])


def test_the_corpus_is_read_with_its_labels(tmp_path: Path) -> None:
    text = "# vi any plain\n[[Giao chậm|delivery|delivery.speed-]] mà [[rẻ|purchase|price.value+]]\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = corpus.mentions(Taxonomy.default(), tmp_path)
    assert [(each.text, each.stage, each.topics) for each in found] == [
        ("Giao chậm", "delivery", {"delivery.speed"}),
        ("rẻ", "purchase", {"price.value"}),
    ]


def test_draws_of_examples_share_none() -> None:
    texts = [str(place) for place in range(20)]
    first, second = left_out.draws(texts, 10)
    assert not set(first) & set(second)
    assert left_out.draws(texts, 0) == [[]]


def test_a_harmful_addition_is_a_loss() -> None:
    gold = mentions(rows(20, 0, USAGE, 0), 0, USAGE, 0)

    deaf = replace(heads(), arrays={**heads().arrays, "topics.b": np.full(3, -40, np.float32)})
    assert left_out.loss(heads(), heads(), gold.topics, gold) == 0.0
    assert left_out.loss(heads(), deaf, gold.topics, gold) == 1.0


# Corrections -----------------------------------------------------------------------------------------------------------------


def quirky(count: int) -> Mentions:
    """Rude staff, said in a way that the heads take for late delivery."""
    return mentions(rows(count, 0, USAGE, 0, quirk=40), 1, USAGE, 0)


def test_mistakes_are_those_the_heads_make_often_enough() -> None:
    source = joined(quirky(100), mentions(rows(40, 0, USAGE, 0), 0, USAGE, 0), mentions(rows(50, 2, USAGE, 0), 2, USAGE, 2))
    found = mistakes.find("toy", source, heads())
    assert [(each.name, len(each.cases)) for each in found] == [("topics: staff.attitude not seen", 100)]
    assert found[0].near.tolist() == list(range(100, 190))


def test_stage_and_sentiment_are_confused_with_a_label() -> None:
    wrong = mentions(rows(80, 0, USAGE, 0), 0, DELIVERY, 2)
    right = mentions(rows(10, 0, USAGE, 0), 0, USAGE, 0)
    found = mistakes.find("toy", joined(wrong, right), heads())
    assert [each.name for each in found] == ["sentiment: positive called negative", "stage: delivery called usage"]
    assert [each.near.tolist() for each in found] == [list(range(80, 90))] * 2


def test_a_correction_says_the_one_thing_that_was_wrong() -> None:
    source = joined(quirky(90))
    mistake = mistakes.find("toy", source, heads())[0]
    told = mistakes.corrections(mistake, source.rows(mistake.cases[:3]), heads())
    assert told.topics.tolist() == [[1, 1, 0]] * 3
    assert told.stage.tolist() == told.sentiment.tolist() == [-1] * 3


def test_unseen_cases_are_put_right_and_near_ones_counted() -> None:
    source = joined(quirky(100), mentions(rows(40, 0, USAGE, 0), 0, USAGE, 0))
    figures, tables, plots = mistakes.measure([("toy", source)], heads(), memory(), lambda _: None)
    assert figures[mistakes.UNSEEN].value == 0.0
    assert figures[mistakes.NEAR].value == 0.0
    assert figures["mistakes learned"].value == 1.0
    assert figures[f"{mistakes.UNSEEN} | toy, topics: staff.attitude not seen"].n == 50
    assert tables[0].rows[0][:3] == ("toy", "topics: staff.attitude not seen", 100)
    assert len(plots) == 1


def test_what_is_refused_leaves_every_case_wrong() -> None:
    contrary = mentions(rows(200, 0, USAGE, 0), 1, USAGE, 0)
    figures, tables, _ = mistakes.measure([("toy", contrary)], heads(), memory(), lambda _: None)
    assert figures["mistakes learned"].value == 0.0
    assert figures[mistakes.UNSEEN].value == 1.0
    assert tables[0].rows[0][-1] != ""


def test_cases_of_the_guard_do_not_judge_what_they_teach() -> None:
    kept = memory()
    mistake = mistakes.Mistake("guard", "stage", 0, 1, "", np.array([0, 5]), np.array([1]))
    left = mistakes.without_cases(kept, mistake)
    assert len(left) == len(kept) - 2
    assert left.guard.sum() == kept.guard.sum() - 2


def test_without_mistakes_nothing_is_claimed() -> None:
    assert mistakes.measure([("toy", Mentions.guarded(memory()))], heads(), memory(), lambda _: None) == ({}, [], [])


# Time ------------------------------------------------------------------------------------------------------------------------


def test_synthetic_corrections_are_near_what_is_remembered_and_teach() -> None:
    found = timing.synthetic(memory(), 400)
    nearest = (found.vectors @ memory().vectors.T).max(axis=1)
    assert nearest.min() > 0.5
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)
    figures, outcome = timing.measure(heads(), memory(), 400)
    assert figures["seconds to learn from 400 corrections"].n == 400
    assert outcome.heads is not None


# The queue -------------------------------------------------------------------------------------------------------------------


def curve(*right: float) -> order.Curve:
    return order.Curve((0, 50, 100, 200), right)


@pytest.mark.parametrize(
    ("queued", "ratio"),
    [
        (curve(0.5, 0.6, 0.7, 0.8), 0.5),
        (curve(0.5, 0.8, 0.8, 0.8), pytest.approx(100 / 3 / 200)),
        (curve(0.5, 0.5, 0.55, 0.6), 2.0),
        (curve(0.5, 0.5, 0.5, 0.5), order.WORST),
    ],
)
def test_the_ratio_is_of_answers_for_the_same_gain(queued: order.Curve, ratio: float) -> None:
    assert order.Race("toy", queued, curve(0.5, 0.55, 0.6, 0.7)).ratio == ratio


def test_where_random_order_gains_nothing_there_is_no_ratio() -> None:
    lost = order.Race("toy", curve(0.5, 0.6, 0.7, 0.8), curve(0.5, 0.5, 0.5, 0.45))
    assert lost.ratio is None
    assert order.report([lost])[0] == {}


def test_halves_part_what_says_the_same_from_nothing() -> None:
    source = joined(quirky(60))
    twins = Mentions(source.vectors, source.stage, source.sentiment, source.topics, np.arange(60) // 2)
    pool, judged = order.halves(twins)
    assert len(pool) == len(judged) == 30
    assert not set(pool.unit) & set(judged.unit)


def test_the_queue_is_no_worse_where_what_is_new_is_rare() -> None:
    common = [mentions(rows(150, *kind, seed=70 + place), *kind) for place, kind in enumerate(KINDS[6:10])]
    figures, tables, plots = order.measure([("toy", joined(*common, quirky(60)))], heads(), memory(), lambda _: None)
    assert figures[order.QUEUE].value <= 1.0
    assert figures[f"{order.QUEUE} | toy"].value == pytest.approx(figures[order.QUEUE].value)
    assert [row[:2] for row in tables[0].rows] == [("toy", "queue"), ("toy", "random")]
    assert len(plots) == 1


# Public sets -----------------------------------------------------------------------------------------------------------------

INTENTS = {"late_parcel": "slow parcel", "rude_clerk": "rude clerk", "high_price": "expensive shoes"}


def write_intents(folder: Path, each: int) -> None:
    lines = [
        {"text": f"{words} word{place} {other}", "intent": intent}
        for intent, words in INTENTS.items()
        for place in range(each)
        for other in ("now", "again")
    ]
    (folder / "banking77").mkdir(parents=True)
    (folder / "banking77" / "train.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


@pytest.fixture
def ground(pipeline: Pipeline) -> Ground:
    vectors = np.concatenate([rows(20, *kind, seed=90 + place) for place, kind in enumerate(KINDS)])
    labels = [mentions(vectors[20 * place : 20 * place + 20], *kind) for place, kind in enumerate(KINDS)]
    parts = joined(*labels)
    languages = tuple("vi" if place % 2 else "en" for place in range(len(parts)))
    gold = Mentions(parts.vectors, parts.stage, parts.sentiment, parts.topics, parts.unit, languages)
    texts = tuple(f"text {place}" for place in range(len(gold)))
    return Ground(heads(), memory(), Words(FakeEncoder()), gold, texts, Reader(pipeline))


def test_intents_part_examples_from_what_is_judged_and_have_their_rival(tmp_path: Path, ground: Ground) -> None:
    write_intents(tmp_path, 15)
    found = intents.load(tmp_path, "banking77", 20)
    assert found == intents.load(tmp_path, "banking77", 20)
    assert {len(texts) for texts in found.examples.values()} == {20}
    assert not set(found.texts) & {text for texts in found.examples.values() for text in texts}
    figures, tables, _ = intents.measure(ground, found)
    assert figures["banking77 accuracy, 10 examples"].value > 0.9
    assert figures[f"banking77 accuracy, 5 examples{BASELINE}logistic regression"].n == len(found.texts) == 20
    assert f"banking77 accuracy, 0 examples{BASELINE}logistic regression" not in figures
    assert [row[0] for row in tables[0].rows] == [5, 10]


def test_too_few_examples_of_an_intent_are_named(tmp_path: Path) -> None:
    write_intents(tmp_path, 5)
    with pytest.raises(InputError, match=r"intent '[a-z_]+' has 10 texts; 20 are needed"):
        intents.load(tmp_path, "banking77")


def test_mentions_of_a_public_set_keep_what_it_says(tmp_path: Path, ground: Ground) -> None:
    (tmp_path / "uit_vsfc").mkdir()
    lines = [
        {"text": "phòng học dơ bẩn", "sentiment": "negative", "topic": "facility", "lang": "vi"},
        {"text": "giảng viên nhiệt tình", "sentiment": "positive", "topic": "lecturer", "lang": "vi"},
        {"text": "Giao chậm nhưng rẻ, và nhân viên thô lỗ", "sentiment": "neutral", "topic": "others", "lang": "vi"},
    ]
    (tmp_path / "uit_vsfc" / "dev.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = public.load(ground, tmp_path, "uit_vsfc", lambda _: None)
    assert found.sentiment.tolist() == [0, 2]
    assert found.stage.tolist() == [-1, -1]
    assert set(found.languages) == {"vi"}
    assert (found.topics == -1).all(), "the toy heads have no topic of this set"


# The section -----------------------------------------------------------------------------------------------------------------


def test_the_section_leads_with_what_the_issue_asks_and_is_the_same_again(ground: Ground, tmp_path: Path) -> None:
    write_intents(tmp_path, 15)
    every = [said(f"{WORDS[topic]} {place}", topic) for topic in TOPICS for place in range(45)]
    heard: list[str] = []
    section, again = (measure(ground, tmp_path, heard.append, rivals=False, timed=100, said=every) for _ in range(2))
    seconds = "seconds to learn from 100 corrections"
    assert {n: f for n, f in section.figures.items() if n != seconds} == {n: f for n, f in again.figures.items() if n != seconds}
    assert set(section.headline) >= {left_out.named(shots) for shots in left_out.SHOTS} | {
        seconds,
        "micro-F1 that others lose, 3 examples",
    }
    assert set(section.headline) <= set(section.figures)
    assert section.figures["micro-F1 that others lose, 10 examples"].value == 0.0
    assert {"left-out topic F1, 3 examples | language vi", "left-out topic F1, 3 examples | on the guard"} <= set(section.figures)
    assert "leaving out topics: 3" in heard


def test_a_model_without_a_memory_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"memory\.safetensors"):
        Memory.from_pretrained(tmp_path)
