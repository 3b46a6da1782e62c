"""Killed, full, or two at once: every batch is wholly there or wholly absent, and doing the work again completes it."""

import multiprocessing
import random
import signal
import sqlite3
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from store_records import BATCH, BATCHES, NOW, batch, ingest, ingest_one_by_one, ingest_until, ingest_within, record

from insight.errors import StoreError
from insight.store import Store

KILLS = 12
PARTS = {"feedback": 1, "segment": 1, "mention": 2, "mention_topic": 2, "feedback_topic": 2, "vector": 2}
"""Rows that one feedback of the tests has in each table."""

# A server that has loaded everything and runs nothing forks children that start at once, and share no thread or lock with pytest.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload(["store_records", "alembic.command", "sqlalchemy.dialects.sqlite"])


def child(work: Callable[..., None], *arguments: object) -> BaseProcess:
    process = CHILDREN.Process(target=work, args=arguments)
    process.start()
    return process


def batches_stored(path: Path) -> int:
    """How many whole batches the file holds, by plain SQL; fails when it is damaged or a batch is there in part."""
    raw = sqlite3.connect(path)
    try:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'vector'").fetchone():
            return 0
        stored = raw.execute("SELECT value, count(*) FROM segment GROUP BY value ORDER BY CAST(value AS INTEGER)").fetchall()
        assert stored == [(str(number), BATCH) for number in range(len(stored))]
        for table, rows in PARTS.items():
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows * BATCH * len(stored),), table
        return len(stored)
    finally:
        raw.close()


@pytest.fixture(scope="module")
def whole_work(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many ticks the whole work takes."""
    ticks = [0]

    def tick() -> None:
        ticks[0] += 1

    def count(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_progress_handler(tick, 20)

    event.listen(Engine, "connect", count)
    try:
        ingest(str(tmp_path_factory.mktemp("whole") / "insight.db"))
    finally:
        event.remove(Engine, "connect", count)
    return ticks[0]


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_anywhere_nothing_is_stored_in_part(tmp_path: Path, whole_work: int, kill: int):
    path = tmp_path / "insight.db"
    # One point in each twelfth of the work, the first of them while the tables are being made.
    step = int((kill + random.Random(kill).random()) / KILLS * whole_work)
    process = child(ingest_until, str(path), max(1, step))
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert batches_stored(path) < BATCHES
    ingest(str(path))
    assert batches_stored(path) == BATCHES
    with Store.open(str(path)) as store:
        assert (store.counts().feedback, store.counts().customers) == (BATCHES * BATCH, 7)


def test_killed_from_outside_at_any_time_nothing_is_stored_in_part(tmp_path: Path):
    path = tmp_path / "insight.db"
    for kill in range(4):
        process = child(ingest, str(path))
        process.join(timeout=random.Random(kill).uniform(0.02, 0.2))
        process.kill()
        process.join()
        batches_stored(path)
    ingest(str(path))
    assert batches_stored(path) == BATCHES


def test_two_processes_write_at_once_and_nothing_is_lost_or_double(tmp_path: Path):
    path = str(tmp_path / "insight.db")
    processes = [child(ingest_one_by_one, path, first) for first in (0, 10)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    with Store.open(path) as store:
        assert sorted(str(row["id"]) for row in store.export_rows()) == [f"fb-{number:04}" for number in range(30)]
        assert (store.counts().customers, store.counts().mentions) == (5, 60)


def test_a_full_disk_is_said_and_leaves_what_was_there(tmp_path: Path):
    path = tmp_path / "insight.db"
    pages = [1 << 30]

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")

    event.listen(Engine, "connect", limit)
    try:
        with Store.open(str(path)) as store:
            store.add(batch(0), NOW)
        pages[0] = 1  # SQLite makes that the size the file has now
        with Store.open(str(path)) as store:
            with pytest.raises(StoreError, match="the disk is full; free some space"):
                store.add([record(number, text="dài " * 500) for number in range(1000, 1100)], NOW)
            assert store.counts().feedback == BATCH
    finally:
        event.remove(Engine, "connect", limit)
    ingest(str(path))
    assert batches_stored(path) == BATCHES


def test_a_file_that_may_not_grow_is_said_and_leaves_what_was_there(tmp_path: Path):
    path = tmp_path / "insight.db"
    with Store.open(str(path)) as store:
        store.add(batch(0), NOW)
    process = child(ingest_within, str(path), path.stat().st_size + 20_000)
    process.join()
    assert process.exitcode == 3
    assert 1 <= batches_stored(path) < BATCHES
    ingest(str(path))
    assert batches_stored(path) == BATCHES


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("insight.store.dialect.BUSY_SECONDS", 0)
    path = tmp_path / "insight.db"
    with Store.open(str(path)) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process has been writing"):
            store.add(batch(0), NOW)
        assert store.counts().feedback == 0
        other.execute("ROLLBACK")
        other.close()
        assert store.add(batch(0), NOW) == BATCH
