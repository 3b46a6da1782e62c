"""Relabelling: told beforehand, done in chunks, killed and completed, and told afterwards."""

import multiprocessing
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from conftest import NOW
from labelling import BOTH, SMALL_CHUNK, Longer, Second, add, clock, first, relabel_all, relabel_until, waiting
from sqlalchemy import Engine, event

from insight import relabel as relabelling
from insight.labeller import Labeller
from insight.relabel import Changes, TopicChange, plan, relabel
from insight.store import RefitResult, Store, StoredTheme
from insight.types import Bilingual, Slice, Theme

KILLS = 4
LATE = ("Giao hàng chậm", "Giao hàng chậm quá", "Giao hàng chậm lắm")
# Forked from a server that has loaded everything: see test_store_durability.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload(["labelling", "alembic.command", "sqlalchemy.dialects.sqlite"])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "insight.db")) as opened:
        yield opened


def versions(store: Store) -> dict[str, str]:
    return {str(row["id"]): str(row["model_version"]) for row in store.export_rows()}


def labels(store: Store) -> list[dict[str, object]]:
    return [{**row, "received_at": None} for row in store.export_rows()]


def filled(store: Store) -> None:
    """Three late deliveries, the last of an old week, one of the staff's own; and an app."""
    add(store, LATE[:2])
    add(store, LATE[2:], begin=2, created_at=NOW - timedelta(days=8))
    add(store, ["Kho giao hàng chậm"], begin=3, source="internal", created_at=NOW + timedelta(days=30))
    add(store, ["App bị lỗi"], begin=4)


def test_a_plan_tells_what_relabelling_then_does(store: Store):
    filled(store)
    before = labels(store)
    told = plan(store, waiting())
    assert labels(store) == before
    speed = TopicChange("delivery.speed", (4, 0), (2, 0), (2, 0))
    wait = TopicChange("service.waiting", (0, 4), (0, 2), (0, 2))
    assert told == Changes(5, 5, 0, 4, 0, 4, 0, (speed, wait))
    seen: list[int] = []
    assert relabel(store, waiting(), clock, seen.append) == told
    assert sum(seen) == 5
    assert set(versions(store).values()) == {"fake-1+h1"}
    assert plan(store, waiting()) == relabel(store, waiting(), clock) == Changes(0, 0, 0, 0, 0, 0, 0, ())


def test_one_customer_is_counted_once(store: Store):
    add(store, LATE, customer_id="lan")
    (speed, _) = plan(store, waiting()).topics
    assert (speed.week_mentions, speed.week_customers) == ((3, 0), (1, 0))


def test_the_same_model_under_another_version_changes_no_label(store: Store):
    filled(store)
    before = [replace_version(row) for row in labels(store)]
    found = relabel(store, replace(first(), version="fake-1+t1a2b3c"), clock)
    assert (found.feedback, found.changed, found.topics) == (5, 0, ())
    assert [replace_version(row) for row in labels(store)] == before


def replace_version(row: dict[str, object]) -> dict[str, object]:
    return {**row, "model_version": None}


def test_mentions_keep_their_number_theme_and_vector(store: Store):
    filled(store)
    theme = Theme("t1", Bilingual("chậm", "late"), "delivery.speed", None, "new", NOW.date(), 0)
    table = store.vectors()
    places = ["t1"] * len(table)
    stored = StoredTheme(theme, np.zeros(64, np.float32), 0.5)
    store.save_refit(RefitResult(NOW, "fake-1", [stored], (), table.row, places, np.ones(len(table))))
    relabel(store, waiting(), clock)
    after = store.vectors()
    assert store.mention_themes() == dict.fromkeys(table.row.tolist(), "t1")
    np.testing.assert_array_equal(after.vectors, table.vectors)
    assert after.topic == ["service.waiting"] * 4 + ["digital.reliability"]
    assert store.vectors(model_version="fake-1+h7").row.tolist() == table.row.tolist()


def test_another_encoder_reads_the_texts_anew(store: Store):
    filled(store)
    encoder = Longer()
    second = Labeller(encoder, Second(), "fake-2")
    assert plan(store, second).encoded == 5
    encoder.read.clear()
    found = relabel(store, second, clock)
    assert (found.encoded, found.changed, len(encoder.read)) == (5, 0, 5)
    assert len(store.vectors(model_version="fake-1")) == 0
    assert len(store.vectors()) == len(store.vectors(model_version="fake-2")) == 5
    encoder.read.clear()
    relabel(store, Labeller(encoder, Second(), "fake-2+h1"), clock)
    assert encoder.read == []


def test_feedback_stored_without_a_whole_vector_is_read_anew(store: Store, tmp_path: Path):
    filled(store)
    with sqlite3.connect(tmp_path / "insight.db") as raw:
        raw.execute("UPDATE feedback SET whole = NULL WHERE id = 'f1'")
    raw.close()
    assert relabel(store, waiting(), clock).encoded == 1


def test_mentions_split_otherwise_by_now_are_replaced(store: Store, monkeypatch: pytest.MonkeyPatch):
    add(store, [BOTH, "App bị lỗi"])
    monkeypatch.setattr(relabelling, "split", lambda text: [(0, 15), (16, len(text))] if text == BOTH else [(0, len(text))])
    found = relabel(store, Labeller(Longer(), Second(), "fake-2"), clock)
    assert (found.resplit, found.changed) == (1, 1)
    assert store.vectors().texts == ["Giao hàng nhanh", "App bị lỗi", "nhưng nhân viên thô lỗ"]
    (row, _) = store.export_rows()
    assert [(each["start"], each["end"]) for each in row["mentions"]] == [(0, 15), (16, 38)]  # type: ignore[attr-defined]


def test_a_plan_of_much_that_must_be_encoded_speaks_of_a_sample(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(relabelling, "SAMPLE", 5)
    add(store, [f"Giao hàng chậm {number}" for number in range(14)])
    encoder = Longer()
    told = plan(store, Labeller(encoder, Second(), "fake-2"))
    assert (told.feedback, told.looked_at, len(encoder.read)) == (14, 5, 5)
    assert [each.text for each in encoder.read] == [f"Giao hàng chậm {number}" for number in range(0, 14, 3)]


def test_feedback_without_labels_is_left_alone(store: Store):
    from store_records import PENDING

    store.add([PENDING], NOW)
    assert relabel(store, waiting(), clock).feedback == 0
    assert versions(store) == {"pending": "None"}


# Killed ------------------------------------------------------------------------------------------------------------------


def many(path: Path) -> None:
    with Store.open(str(path)) as store:
        add(store, [f"Giao hàng chậm {number}" for number in range(3 * SMALL_CHUNK)])


@pytest.fixture(scope="module")
def whole_work(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many ticks the whole work takes."""
    path = tmp_path_factory.mktemp("whole") / "insight.db"
    many(path)
    ticks = [0]

    def tick() -> None:
        ticks[0] += 1

    def count(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_progress_handler(tick, 20)

    event.listen(Engine, "connect", count)
    try:
        with pytest.MonkeyPatch.context() as patch, Store.open(str(path)) as store:
            patch.setattr(relabelling, "CHUNK", SMALL_CHUNK)
            relabel(store, waiting(), clock)
    finally:
        event.remove(Engine, "connect", count)
    return ticks[0]


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_anywhere_every_feedback_is_wholly_old_or_new_and_the_same_call_does_the_rest(
    tmp_path: Path, whole_work: int, kill: int
):
    path, other = tmp_path / "insight.db", tmp_path / "whole.db"
    for each in (path, other):
        many(each)
    process = CHILDREN.Process(target=relabel_until, args=(str(path), int((kill + 0.9) / KILLS * whole_work)))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    topic_of = {"fake-1": "delivery.speed", "fake-1+h1": "service.waiting"}
    with Store.open(str(path)) as store:
        for row in store.export_rows():
            topics = {each["topic"] for each in row["topics"]}  # type: ignore[attr-defined]
            said = {each["topic"] for mention in row["mentions"] for each in mention["topics"]}  # type: ignore[attr-defined]
            assert topics == said == {topic_of[str(row["model_version"])]}
        done = sum(version == "fake-1+h1" for version in versions(store).values())
        assert done % SMALL_CHUNK == 0
        assert relabel(store, waiting(), clock).feedback == 3 * SMALL_CHUNK - done
        with Store.open(str(other)) as whole:
            relabel(whole, waiting(), clock)
            assert labels(store) == labels(whole)
        assert len(store.mention_table(Slice(topics=("service.waiting",)), NOW.tzinfo)) == 3 * SMALL_CHUNK  # type: ignore[arg-type]


def test_the_work_that_is_killed_is_the_whole_work(tmp_path: Path):
    path = tmp_path / "insight.db"
    many(path)
    process = CHILDREN.Process(target=relabel_all, args=(str(path),))
    process.start()
    process.join()
    assert process.exitcode == 0
    with Store.open(str(path)) as store:
        assert set(versions(store).values()) == {"fake-1+h1"}
