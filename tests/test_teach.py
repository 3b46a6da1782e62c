"""Through the pipeline: what people correct is kept, learned, put in force and taken back; topics of one's own are found."""

from pathlib import Path

import numpy as np
import pytest
from conftest import CONCEPTS, DIM, NOW, FakeEncoder, bag_of_words

from insight.amend import Asked, correct
from insight.classify import Heads
from insight.errors import InputError, ModelError
from insight.memory import Memory
from insight.pipeline import Pipeline
from insight.relabel import relabel
from insight.settings import Settings
from insight.store import Store
from insight.store import heads as stored_heads
from insight.taxonomy import STAGE_IDS, Taxonomy
from insight.types import CorrectedLabels, Feedback

TOPICS = tuple(topic.id for topic in Taxonomy.default().topics)
PARROTS = ["vẹt", "con vẹt", "parrot", "parrots"]


def toy_heads() -> Heads:
    """Reads off the concepts that the fake encoder knows."""
    arrays = {
        "hidden.w": np.eye(DIM),
        "hidden.b": np.zeros(DIM),
        "stage.w": np.zeros((len(STAGE_IDS), DIM)),
        "stage.b": np.zeros(len(STAGE_IDS)),
        "topics.w": np.zeros((len(TOPICS), DIM)),
        "topics.b": np.full(len(TOPICS), -4.0),
        "sentiment.w": np.zeros((1 + len(TOPICS), 3, DIM)),
        "sentiment.b": np.tile([0.0, 1.0, 0.0], (1 + len(TOPICS), 1)),
    }
    arrays["stage.b"][STAGE_IDS.index("unknown")] = 1
    for place, concept in enumerate(CONCEPTS):
        arrays["stage.w"][STAGE_IDS.index(concept.stage), place] = 15
        arrays["topics.w"][TOPICS.index(concept.topic), place] = 20
        arrays["sentiment.w"][:, 1 + concept.polarity, place] = 15
    thresholds = {"stage": 0.4, **dict.fromkeys(TOPICS, 0.5)}
    return Heads("toy-1", STAGE_IDS, TOPICS, thresholds, {name: array.astype(np.float32) for name, array in arrays.items()})


def toy_memory() -> Memory:
    """Sixty mentions of every concept as the heads read them, a third of them guarded."""
    texts = [f"{word} {filler}" for concept in CONCEPTS for word in sorted(concept.words) for filler in "abcdefghijklmnopqrst"]
    vectors = np.stack([bag_of_words(text) for text in texts])
    found = toy_heads().probabilities(vectors)
    topics, sentiment = found.topics >= 0.5, found.sentiment[:, 0].argmax(axis=1)
    polarity = np.where(topics, sentiment[:, None], -1)
    return Memory(vectors, found.stage.argmax(axis=1), sentiment, topics, polarity, np.arange(len(texts)) % 3 == 0)


def flow_at(folder: Path, taxonomy: Taxonomy | None = None) -> Pipeline:
    model = folder / "model"
    if not model.exists():
        model.mkdir()
        (model / "config.json").write_text('{"sha256": {}}', encoding="utf-8")
        toy_memory().save(model)
    settings = Settings(store=str(folder / "insight.db"), model=model)
    return Pipeline(settings, taxonomy or Taxonomy.default(), lambda: NOW, lambda: (FakeEncoder(), toy_heads()))


@pytest.fixture
def flow(tmp_path: Path) -> Pipeline:
    return flow_at(tmp_path)


def ingested(flow: Pipeline, store: Store, texts: list[str], prefix: str = "f") -> None:
    flow.ingest(
        store, [Feedback(text, id=f"{prefix}{at}", created_at=NOW, customer_id=f"c{at}") for at, text in enumerate(texts)]
    )


def say(flow: Pipeline, store: Store, feedback: str, who: str = "lan", **labels: object) -> None:
    asked = Asked(feedback, 0, CorrectedLabels(**labels), who)  # type: ignore[arg-type]
    correct(store, flow.taxonomy, asked, lambda: flow.labeller(store), NOW)


def topics_of(store: Store, feedback: str) -> list[str]:
    stored = store.feedback(feedback)
    assert stored is not None
    assert stored.labels is not None
    return [topic.topic for topic in stored.labels.topics]


def parrots(count: int, first: int = 0) -> list[str]:
    return [f"parrot number {at}" for at in range(first, first + count)]


def taught(flow: Pipeline, store: Store) -> None:
    ingested(flow, store, parrots(40))
    for at in range(40):
        say(flow, store, f"f{at}", topics=(("environment.place", "neutral"),))
    assert flow.learn(store).in_force


def test_what_was_corrected_is_found_in_texts_never_corrected(flow: Pipeline) -> None:
    with flow.open_store(create=True) as store:
        taught(flow, store)
        ingested(flow, store, parrots(5, first=100), prefix="new")

        assert [topics_of(store, f"new{at}") for at in range(5)] == [["environment.place"]] * 5
        stored = store.feedback("new0")
        assert stored is not None
        assert stored.model_version == "toy-1+h1"


def test_the_same_text_again_is_labelled_as_it_was_corrected(flow: Pipeline) -> None:
    with flow.open_store(create=True) as store:
        ingested(flow, store, ["App bị lỗi"])
        say(flow, store, "f0", topics=(("payment.checkout", "negative"),), stage="purchase")
        ingested(flow, store, ["App bị lỗi"], prefix="again")

        [found] = flow.understand(["App bị lỗi"], store)
        assert topics_of(store, "again0") == ["payment.checkout"]
        assert [topic.topic for topic in found.labels.topics] == ["payment.checkout"]
        assert found.labels.stage == "purchase"


def test_heads_are_taken_back(flow: Pipeline) -> None:
    with flow.open_store(create=True) as store:
        taught(flow, store)
        store.activate_heads(None)

        assert flow.labeller(store).version == "toy-1"
        store.activate_heads(1)
        assert flow.labeller(store).version == "toy-1+h1"
        with pytest.raises(InputError, match="there are no heads 7"):
            store.activate_heads(7)


def test_killed_before_the_end_learning_leaves_the_old_heads_in_force(flow: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(Exception):  # noqa: N818 - stands for a signal
        pass

    def killed(*_: object) -> None:
        raise Killed

    with flow.open_store(create=True) as store:
        taught(flow, store)
        monkeypatch.setattr(stored_heads, "activate", killed)
        with pytest.raises(Killed):
            flow.learn(store)
        monkeypatch.undo()

        assert [each.number for each in store.list_heads()] == [1]
        assert flow.labeller(store).version == "toy-1+h1"


def test_without_corrections_there_is_nothing_to_learn(flow: Pipeline) -> None:
    with flow.open_store(create=True) as store, pytest.raises(InputError, match="there are no corrections to learn from"):
        flow.learn(store)


def test_a_model_without_memory_says_so(flow: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "model" / "memory.safetensors").unlink()
    assert flow.background is None
    with pytest.raises(ModelError, match=r"memory\.safetensors cannot be loaded"):
        _ = flow.memory


OWN = """
extends: default
topics:
  - id: shop.parrot
    name: {vi: Con vẹt, en: The parrot}
    about: {vi: con vẹt, en: parrots}
    parent: environment.place
    examples: [vẹt, parrot, parrots]
"""


def test_a_topic_of_ones_own_is_found_counted_and_rolled_up(tmp_path: Path) -> None:
    plain, own = flow_at(tmp_path), flow_at(tmp_path, Taxonomy.from_text(OWN))
    with plain.open_store(create=True) as store:
        ingested(plain, store, ["vẹt", "crash"])
        labeller = own.labeller(store)
        relabel(store, labeller, lambda: NOW)

        assert labeller.version == f"toy-1+t{own.taxonomy.fingerprint()}"
        assert topics_of(store, "f0") == ["shop.parrot"]
        assert topics_of(store, "f1") == ["digital.reliability"]
    answer = own.ask("what do customers say about premises?")
    assert [(count.topic, count.customers) for count in answer.topics] == [("environment.place", 1)]


def test_a_renamed_topic_keeps_its_history(tmp_path: Path) -> None:
    own = flow_at(tmp_path, Taxonomy.from_text(OWN))
    with own.open_store(create=True) as store:
        ingested(own, store, ["vẹt"])
    renamed = flow_at(
        tmp_path,
        Taxonomy.from_text(OWN.replace("shop.parrot", "shop.bird").replace("parent:", "formerly: [shop.parrot]\n    parent:")),
    )

    answer = renamed.ask("what do customers say about the parrot?")

    assert [(count.topic, count.customers) for count in answer.topics] == [("shop.bird", 1)]


def test_a_retired_topic_is_no_longer_given(tmp_path: Path) -> None:
    retired = Taxonomy.from_text("extends: default\ntopics:\n  - {id: digital.reliability, retired: true}\n")

    [found] = flow_at(tmp_path, retired).understand(["App bị lỗi"])

    assert found.labels.topics == ()


def test_a_topic_that_a_whole_taxonomy_leaves_out_is_not_given(tmp_path: Path) -> None:
    default = (Path(__file__).parents[1] / "insight" / "taxonomy.yaml").read_text(encoding="utf-8")
    before, _, after = default.partition("  - id: digital.reliability\n")
    without = Taxonomy.from_text(before + "  - id: " + after.partition("  - id: ")[2])

    [found] = flow_at(tmp_path, without).understand(["App bị lỗi"])

    assert found.labels.topics == ()
