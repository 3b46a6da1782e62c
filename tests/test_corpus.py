"""The corpus is whole, balanced, and shares no text with what the model is judged on."""

from collections import Counter
from pathlib import Path

import pytest

from insight.labelled import LabelledFeedback, read_labelled
from insight.taxonomy import Taxonomy
from insight.text import fold, words

ROOT = Path(__file__).parents[1]
TAXONOMY = Taxonomy.default()


def read(path: Path) -> list[LabelledFeedback]:
    with path.open(encoding="utf-8") as lines:
        return list(read_labelled(lines, TAXONOMY.stage_by_id, TAXONOMY.topic_by_id))


@pytest.fixture(scope="module")
def corpus() -> list[LabelledFeedback]:
    return [feedback for path in sorted((ROOT / "models" / "corpus").glob("*.txt")) for feedback in read(path)]


@pytest.fixture(scope="module")
def gold() -> list[LabelledFeedback]:
    return read(ROOT / "eval" / "gold" / "feedback.txt")


def key(feedback: LabelledFeedback) -> tuple[str, ...]:
    return tuple(word.text for word in words(fold(feedback.text)))


def shingles(feedback: LabelledFeedback, size: int = 8) -> set[tuple[str, ...]]:
    said = key(feedback)
    return {said[start : start + size] for start in range(len(said) - size + 1)}


def test_is_as_large_as_stated(corpus: list[LabelledFeedback]) -> None:
    assert len(corpus) >= 18_600
    assert sum(len(feedback.mentions) for feedback in corpus) >= 33_500


def test_every_stage_and_topic_has_at_least_300_mentions(corpus: list[LabelledFeedback]) -> None:
    mentions = [mention for feedback in corpus for mention in feedback.mentions]
    stages = Counter(mention.stage for mention in mentions)
    topics = Counter(topic for mention in mentions for topic, _ in mention.topics)
    assert {stage: count for stage in TAXONOMY.stage_by_id if (count := stages[stage]) < 300} == {}
    assert {topic: count for topic in TAXONOMY.topic_by_id if (count := topics[topic]) < 300} == {}


def test_a_third_of_the_vietnamese_is_written_without_care(corpus: list[LabelledFeedback]) -> None:
    vietnamese = [feedback for feedback in corpus if feedback.language == "vi"]
    careless = sum(feedback.style in ("unaccented", "teencode", "misspelt") for feedback in vietnamese)
    assert 0.28 <= careless / len(vietnamese) <= 0.40


def test_texts_are_said_once(corpus: list[LabelledFeedback]) -> None:
    """But for the same text typed in another spelling, which is marked as such and directly follows."""
    said: dict[tuple[tuple[str, ...], str | None], LabelledFeedback] = {}
    for feedback in corpus:
        before = said.setdefault((key(feedback), feedback.question), feedback)
        assert before is feedback or feedback.group == before.group or len(key(feedback)) <= 4, feedback.text


def test_no_gold_text_is_in_the_corpus(corpus: list[LabelledFeedback], gold: list[LabelledFeedback]) -> None:
    taught = {key(feedback) for feedback in corpus}
    assert [feedback.text for feedback in gold if len(key(feedback)) > 4 and key(feedback) in taught] == []


def test_no_gold_text_shares_eight_words_in_a_row_with_the_corpus(
    corpus: list[LabelledFeedback], gold: list[LabelledFeedback]
) -> None:
    taught = {shingle for feedback in corpus for shingle in shingles(feedback)}
    assert [feedback.text for feedback in gold if shingles(feedback) & taught] == []


def test_translations_carry_the_labels_of_what_they_translate(gold: list[LabelledFeedback]) -> None:
    groups: dict[int, list[LabelledFeedback]] = {}
    for feedback in gold:
        groups.setdefault(feedback.group, []).append(feedback)
    for group in groups.values():
        labels = {tuple((mention.stage, mention.topics) for mention in feedback.mentions) for feedback in group}
        assert len(labels) == 1, [feedback.text for feedback in group]
