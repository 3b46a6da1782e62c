"""Corrections in a store: kept, weighed, seen at once, and never lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW, FakeClassifier
from labelling import BOTH, add, clock, first, waiting

from insight.amend import Amended, Asked, correct, decide, questions
from insight.errors import InputError
from insight.labeller import Labeller
from insight.relabel import relabel
from insight.store import Relabelled, Rewrite, Store, text_hash
from insight.taxonomy import Taxonomy
from insight.types import CorrectedLabels, Correction, Mention, Slice, TopicLabel

TAXONOMY = Taxonomy.default()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LATE = (("delivery.packaging", "negative"),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "insight.db")) as opened:
        add(opened)
        yield opened


def never() -> Labeller:
    raise AssertionError("the model is not needed for this")


def say(
    store: Store, feedback: str = "f0", mention: int = 0, who: str = "lan", load=never, note: str = "", **labels: object
) -> Amended:
    asked = Asked(feedback, mention, CorrectedLabels(**labels), who, note)  # type: ignore[arg-type]
    return correct(store, TAXONOMY, asked, load, NOW)


def mentions(store: Store, feedback: str = "f0") -> tuple[Mention, ...]:
    stored = store.feedback(feedback)
    assert stored is not None
    assert stored.labels is not None
    return stored.labels.mentions


def statuses(store: Store) -> dict[int, str]:
    return {each.id: each.status for each in store.corrections()}


def test_a_correction_is_kept_with_what_it_was_and_seen_everywhere_at_once(store: Store):
    before = mentions(store)
    done = say(store, stage="purchase", topics=LATE, sentiment="negative", note="hộp bị móp")
    told = replace(
        before[0],
        stage="purchase",
        stage_p=1.0,
        topics=(TopicLabel("delivery.packaging", "negative", 1.0),),
        sentiment="negative",
        score=-1.0,
    )
    assert mentions(store) == (told, before[1])
    assert (done.before, done.after, done.disputes) == (before[0], told, ())
    was = {
        "stage": "delivery",
        "stage_p": before[0].stage_p,
        "sentiment": "positive",
        "score": before[0].score,
        "topics": [{"topic": "delivery.speed", "sentiment": "positive", "p": before[0].topics[0].p}],
    }
    labels = CorrectedLabels("purchase", "negative", LATE)  # type: ignore[arg-type]
    kept = Correction(1, "f0", text_hash(BOTH, None), 0, 15, labels, "lan", NOW, was, "fake-1", "active", "hộp bị móp")
    assert store.corrections() == [done.correction] == [kept]
    assert store.correction(1) == kept
    row = next(row for row in store.export_rows() if row["id"] == "f0")
    assert (row["sentiment"], row["stage"], row["model_version"]) == ("negative", "purchase", "fake-1")
    assert [topic["topic"] for topic in row["topics"]] == ["delivery.packaging", "staff.attitude"]  # type: ignore[attr-defined]
    assert len(store.mention_table(Slice(topics=("delivery.packaging",)), ZONE)) == 1


def test_the_same_text_has_the_same_labels_before_and_after(store: Store):
    add(store, [BOTH], begin=10)
    add(store, [BOTH], begin=20, question="Vì sao?")
    say(store, "f10", 1, nothing=True)
    add(store, [BOTH], begin=30)
    for feedback in ("f0", "f10", "f30"):
        assert mentions(store, feedback)[1].topics == ()
    assert mentions(store, "f20")[1].topics != ()


def test_a_new_word_of_the_same_person_takes_the_place_of_the_old(store: Store):
    say(store, stage="support")
    say(store, topics=LATE)
    assert statuses(store) == {1: "superseded", 2: "active"}
    assert (mentions(store)[0].stage, mentions(store)[0].topics[0].topic) == ("support", "delivery.packaging")
    assert store.corrections(status="active")[0].labels == CorrectedLabels("support", None, LATE)  # type: ignore[arg-type]


def test_what_said_nothing_and_then_something_is_read_by_the_model_again(store: Store):
    say(store, nothing=True)
    say(store, stage="support", load=first)
    (mention, _) = mentions(store)
    assert (mention.stage, mention.sentiment, [each.topic for each in mention.topics]) == (
        "support",
        "positive",
        ["delivery.speed"],
    )


def test_a_dispute_leaves_the_first_word_until_it_is_settled(store: Store):
    say(store, stage="support")
    done = say(store, who="minh", stage="purchase")
    assert (done.correction.status, [each.who for each in done.disputes]) == ("disputed", ["lan"])
    assert (statuses(store), mentions(store)[0].stage) == ({1: "disputed", 2: "disputed"}, "support")
    assert store.corrected_mentions() == {1: "disputed"}
    assert store.lessons("fake-1") == []
    settled = decide(store, 2, in_favour=True, who="lead", load=first, now=NOW)
    assert (settled.id, settled.status) == (2, "settled")
    assert (statuses(store), mentions(store)[0].stage) == ({1: "superseded", 2: "settled"}, "purchase")


def test_withdrawing_gives_the_model_its_say_back(store: Store):
    before = mentions(store)
    say(store, stage="support", sentiment="negative")
    decide(store, 1, in_favour=False, who="lan", load=first, now=NOW)
    assert (statuses(store), mentions(store)) == ({1: "withdrawn"}, before)
    with pytest.raises(InputError, match="correction 1 is withdrawn already"):
        decide(store, 1, in_favour=False, who="lan", load=first, now=NOW)
    with pytest.raises(InputError, match="there is no correction 7"):
        decide(store, 7, in_favour=True, who="lan", load=first, now=NOW)


def test_moved_borders_are_read_anew_and_what_was_said_stays_on_top(store: Store):
    say(store, mention=1, stage="support")
    done = say(store, mention=1, span=(16, 38), load=first)
    assert done.correction.labels == CorrectedLabels("support", span=(16, 38))
    assert [(each.start, each.end, each.stage) for each in mentions(store)] == [(0, 15, "delivery"), (16, 38, "support")]
    assert store.vectors().texts == ["Giao hàng nhanh", "App bị lỗi", "Giao hàng chậm", "Giá rẻ", "không gian sạch", BOTH[16:38]]


def test_merging_two_mentions_leaves_one(store: Store):
    say(store, span=(0, 38), sentiment="negative", load=first)
    (only,) = mentions(store)
    assert (only.text, only.sentiment, len(store.vectors())) == (BOTH, "negative", 5)
    assert sorted(each.topic for each in only.topics) == ["delivery.speed", "staff.attitude"]


def test_relabelling_never_overwrites_a_correction(store: Store):
    say(store, "f2", topics=LATE, stage="support")
    say(store, mention=1, span=(16, 38), load=first)
    relabel(store, waiting(), clock)
    assert [each.topic for each in mentions(store, "f2")[0].topics] == ["delivery.packaging"]
    assert [(each.start, each.end) for each in mentions(store)] == [(0, 15), (16, 38)]
    assert statuses(store) == {1: "active", 2: "active"}


def test_lessons_are_corrections_with_the_vector_of_what_they_speak_of(store: Store):
    say(store, mention=1, span=(16, 38), load=first)
    say(store, "f1", stage="support")
    found = store.lessons("fake-1+h9")
    assert [said.id for said, _ in found] == [1, 2]
    table = store.vectors()
    assert found[1][1].tolist() == table.vectors[table.texts.index("App bị lỗi")].tolist()
    assert store.lessons("fake-2") == []


# Two at once -------------------------------------------------------------------------------------------------------------


def test_what_was_worked_out_before_someone_elses_word_is_not_stored(store: Store):
    snapshot = store.same_text("f0", "fake-1")
    record = snapshot.records[0]
    say(store, stage="support")
    stale = Relabelled(record.row, "fake-1", record.labels, "fake-1+h1")
    assert store.rewrite(Rewrite(snapshot.seen, NOW, [stale])) is None
    assert mentions(store)[0].stage == "support"
    now = store.same_text("f0", "fake-1").seen
    assert store.rewrite(Rewrite(now, NOW, [replace(stale, was="fake-0")])) is None
    assert store.rewrite(Rewrite(now, NOW, [stale])) == 0


def test_a_correction_made_while_relabelling_survives_it(store: Store):
    class Interrupted(FakeClassifier):
        version = "fake-1+h1"
        done = False

        def probabilities(self, vectors):
            if not self.done:
                self.done = True
                say(store, "f1", stage="support")
            return super().probabilities(vectors)

    relabel(store, Labeller(first().encoder, Interrupted(), "fake-1+h1"), clock)
    assert mentions(store, "f1")[0].stage == "support"
    assert {row["model_version"] for row in store.export_rows()} == {"fake-1+h1"}


def test_two_people_correcting_at_once_lose_nothing(store: Store, tmp_path: Path):
    stages = {"lan": "support", "minh": "purchase"}

    def speak(who: str) -> None:
        with Store.open(str(tmp_path / "insight.db")) as mine:
            for feedback in ("f0", "f1", "f2"):
                say(mine, feedback, who=who, load=first, stage=stages[who])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(speak, stages))
    found = store.corrections()
    assert sorted((each.feedback, each.who) for each in found) == [(f"f{n}", who) for n in range(3) for who in stages]
    assert {each.status for each in found} == {"disputed"}
    for feedback in ("f0", "f1", "f2"):
        said = next(each for each in found if each.feedback == feedback)
        assert mentions(store, feedback)[0].stage == said.labels.stage


def test_a_mention_that_has_moved_since_it_was_seen_is_not_corrected(store: Store):
    say(store, span=(0, 38), load=first)
    asked = Asked("f0", 0, CorrectedLabels(stage="support"), "minh", at=(0, 15))
    with pytest.raises(InputError, match="mention 1 of feedback 'f0' has other borders by now"):
        correct(store, TAXONOMY, asked, never, NOW)


# Bad input ---------------------------------------------------------------------------------------------------------------

BAD = {
    "there is no feedback 'f99'": {"feedback": "f99", "stage": "support"},
    "has no mention 3; it has 2": {"mention": 2, "stage": "support"},
    "has no mention 0": {"mention": -1, "stage": "support"},
    "unknown stage 'suport'; perhaps support": {"stage": "suport"},
    "unknown topic 'staff.atitude'; perhaps staff.attitude": {"topics": (("staff.atitude", "negative"),)},
    "unknown sentiment 'bad'; one of negative, neutral, positive": {"sentiment": "bad"},
    "unknown sentiment 'mixed'": {"topics": (("staff.attitude", "mixed"),)},
    "a topic stands twice": {"topics": (("staff.attitude", "negative"), ("staff.attitude", "positive"))},
    "span 3:3 is empty or outside the text's 38": {"span": (3, 3)},
    "span 0:39 is empty or outside": {"span": (0, 39)},
    "span 15:16 is blank": {"span": (15, 16)},
    "says nothing has no stage": {"nothing": True, "stage": "support"},
    "nothing to correct": {},
    "who corrects": {"who": "  ", "stage": "support"},
    "half a character": {"who": "\ud800", "stage": "support"},
    "NUL": {"note": "\0", "stage": "support"},
}


@pytest.mark.parametrize("sign", BAD)
def test_what_cannot_be_is_refused_and_nothing_is_stored(store: Store, sign: str):
    before = list(store.export_rows())
    with pytest.raises(InputError, match=sign):
        say(store, **BAD[sign])  # type: ignore[arg-type]
    assert (store.corrections(), list(store.export_rows())) == ([], before)


def test_renamed_topics_are_known_by_their_old_name_and_retired_ones_refused(store: Store):
    own = Taxonomy.from_text(
        "extends: default\ntopics:\n"
        "  - {id: staff.manner, name: {vi: Thái độ, en: Manner}, about: {vi: Thái độ, en: Manner}, formerly: [staff.kind]}\n"
        "  - {id: price.value, retired: true}\n"
    )
    done = correct(store, own, Asked("f0", 0, CorrectedLabels(topics=(("staff.kind", "negative"),)), "lan"), never, NOW)
    assert done.after.topics == (TopicLabel("staff.manner", "negative", 1.0),)
    with pytest.raises(InputError, match=r"unknown topic 'price\.value'"):
        correct(store, own, Asked("f0", 0, CorrectedLabels(topics=(("price.value", "negative"),)), "lan"), never, NOW)


def test_workspaces_do_not_see_each_others_corrections(store: Store, tmp_path: Path):
    say(store, stage="support")
    with Store.open(str(tmp_path / "insight.db"), workspace="other") as other:
        add(other)
        assert (other.corrections(), other.corrected_mentions(), other.lessons("fake-1")) == ([], {}, [])
        assert mentions(other)[0].stage == "delivery"
        with pytest.raises(InputError, match="there is no correction 1"):
            other.correction(1)


# What to ask -------------------------------------------------------------------------------------------------------------


def test_questions_show_the_disputed_first_and_not_what_is_answered(store: Store):
    say(store, "f1", stage="support")
    say(store, mention=1, stage="support")
    say(store, mention=1, who="minh", stage="purchase")
    found = questions(store, FakeClassifier(), None, 10)
    assert (found[0].feedback, found[0].mention, found[0].said.text) == ("f0", 1, "nhân viên thô lỗ")
    assert [each.who for each in found[0].disputed] == ["lan", "minh"]
    assert sorted((each.feedback, each.mention) for each in found[1:]) == [("f0", 0), ("f2", 0), ("f3", 0), ("f3", 1)]
    assert len(questions(store, FakeClassifier(), None, 2)) == 2


def test_an_empty_store_has_no_questions(tmp_path: Path):
    with Store.open(str(tmp_path / "empty.db")) as empty:
        assert questions(empty, FakeClassifier(), None, 10) == []
