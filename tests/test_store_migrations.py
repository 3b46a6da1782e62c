"""Opening: new, older, newer, missing, foreign, damaged and read-only stores."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from store_records import DIM, NOW, correction, record

import insight.store
from insight.errors import InputError, MissingExtraError, StoreError
from insight.store import Rewrite, Store, migrate, schema

NOBODY = 65534


@contextmanager
def migrating(path: Path) -> Iterator[object]:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


def filled(path: Path) -> Path:
    with Store.open(str(path)) as store:
        store.add([record(1), record(2)], NOW)
    return path


def ids(path: Path, **options: bool) -> list[object]:
    with Store.open(str(path), **options) as store:
        return [row["id"] for row in store.export_rows()]


@pytest.fixture
def world_readable() -> Iterator[Path]:
    """A folder that an account without privileges can reach; pytest's own belong to whoever runs it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def unprivileged(*read_only: Path) -> Iterator[None]:
    """Nobody may write these paths; as root, permissions bind only after stepping down."""
    for path in read_only:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_migrations_make_the_tables_that_the_code_speaks_of(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with migrating(path) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_known_versions_are_the_migrations_there_are():
    config = Config()
    config.set_main_option("script_location", str(Path(insight.store.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == migrate.VERSIONS


def test_every_table_carries_its_workspace():
    assert {name for name, table in schema.metadata.tables.items() if "workspace" not in table.c} == set()


def test_going_back_and_forward_keeps_what_the_older_version_has_a_place_for(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with migrating(path) as connection:
        migrate.move(connection, "0001")
    assert "theme" not in tables(path)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM vector").fetchone() == (4,)
    raw.close()
    with pytest.raises(StoreError, match="has version 0001, this program reads 0003"):
        Store.open(str(path), read_only=True)
    assert "theme" not in tables(path)
    assert ids(path) == ["fb-0002", "fb-0001"]
    assert "theme" in tables(path)


def test_going_back_one_step_and_forward_keeps_labels_and_finds_their_vectors(tmp_path: Path):
    path = tmp_path / "insight.db"
    with Store.open(str(path)) as store:
        store.add(
            [whole := replace(record(1), model_version="model-1+t1a2b3c+h2", whole=np.ones(DIM, np.float32)), record(2)], NOW
        )
        store.save_heads(b"arrays", {}, NOW, "model-1", activate=True)
        kept = store.feedback("fb-0001")
        assert store.rewrite(Rewrite((), NOW, correction=correction("fb-0001"))) == 1
        assert len(store.vectors()) == 4
    with migrating(path) as connection:
        migrate.move(connection, "0002")
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT id, model_version FROM feedback ORDER BY id").fetchall() == [
            ("fb-0001", "model-1"),
            ("fb-0002", "model-1"),
        ]
        assert raw.execute("SELECT DISTINCT model_version FROM vector").fetchall() == [("model-1",)]
        assert "whole" not in [row[1] for row in raw.execute("PRAGMA table_info(feedback)")]
        assert [row[1] for row in raw.execute("PRAGMA table_info(correction)")][2:5] == ["mention", "field", "before"]
    raw.close()
    assert "head" not in tables(path)
    with Store.open(str(path)) as store:
        assert store.feedback("fb-0001") == replace(kept, model_version="model-1")
        assert len(store.vectors()) == 4
        assert (store.corrections(), store.list_heads()) == ([], [])
        assert store.add([replace(whole, feedback=replace(whole.feedback, id="new"), content_hash="new")], NOW) == 1


def test_a_store_of_the_version_before_comes_forward_with_all_it_has(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with Store.open(str(path)) as store:
        before = list(store.export_rows())
    with migrating(path) as connection:
        migrate.move(connection, "0002")
    with Store.open(str(path)) as store:
        assert list(store.export_rows()) == before
        assert [each.vectors for each in store.outdated("model-1+h1").records] == [None, None]


def test_going_back_to_nothing_and_starting_again(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with migrating(path) as connection:
        migrate.move(connection, "base")
    assert tables(path) == {migrate.VERSION_TABLE}
    assert ids(path) == []


def test_a_migration_that_fails_leaves_the_tables_as_they_were(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with migrating(path) as connection:
        migrate.move(connection, "0001")
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theme_event (x)")
    raw.close()
    before = tables(path)
    with pytest.raises(StoreError, match="theme_event already exists"):
        Store.open(str(path))
    assert tables(path) == before


def test_a_store_of_a_newer_version_is_refused_naming_both(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with sqlite3.connect(path) as raw:
        raw.execute(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '0099'")
    raw.close()
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"has version 0099; this program knows up to 0003"):
            Store.open(str(path), read_only=read_only)


@pytest.mark.parametrize("options", [{"create": False}, {"read_only": True}, {"create": False, "read_only": True}])
def test_a_missing_store_is_not_created_unasked(tmp_path: Path, options: dict[str, bool]):
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(str(tmp_path / "insight.db"), **options)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_store_that_was_never_filled(tmp_path: Path):
    path = tmp_path / "insight.db"
    path.touch()
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="is empty"):
            Store.open(str(path), **options)
    assert ids(path) == []


def test_what_is_not_a_store_is_refused_and_left_alone(tmp_path: Path):
    text, other = tmp_path / "feedback.csv", tmp_path / "other.db"
    text.write_text("id,text\n" * 200)
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE invoices (x)")
    raw.close()
    before = text.read_bytes()
    for read_only in (True, False):
        with pytest.raises(StoreError, match="not a database"):
            Store.open(str(text), read_only=read_only)
        with pytest.raises(StoreError, match="table 'invoices' of another program"):
            Store.open(str(other), read_only=read_only)
    assert text.read_bytes() == before
    assert tables(other) == {"invoices"}


def test_places_that_cannot_hold_a_store(tmp_path: Path):
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(str(tmp_path))
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(str(tmp_path / "nowhere" / "insight.db"))
    with pytest.raises(StoreError, match="names no file"):
        Store.open(":memory:")
    with pytest.raises(StoreError, match="not a path or URL"):
        Store.open("what://ever is:this")
    with pytest.raises(StoreError, match="unknown kind"):
        Store.open("cobol://host/name")
    with pytest.raises(InputError, match="workspace ''"):
        Store.open(str(tmp_path / "insight.db"), workspace="")


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch):
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr("insight.store.dialect.create_engine", missing)
    with pytest.raises(MissingExtraError, match=r"needs psycopg") as caught:
        Store.open("postgresql+psycopg://lan:geheim@host/name")
    assert "geheim" not in str(caught.value)


def test_paths_may_have_any_characters(tmp_path: Path):
    path = tmp_path / "phản hồi #1?100%&mode=ro.db"
    assert ids(filled(path)) == ids(path, read_only=True) == ["fb-0002", "fb-0001"]
    assert {found.name.removesuffix("-wal").removesuffix("-shm") for found in tmp_path.iterdir()} == {path.name}
    url_path = tmp_path / "second.db"
    with Store.open(f"sqlite:///{url_path}") as store:
        store.add([record(1)], NOW)
    assert ids(url_path) == ["fb-0001"]


def test_every_connection_syncs_every_commit(tmp_path: Path):
    seen: list[tuple[object, ...]] = []

    def note(connection: sqlite3.Connection, *_: object) -> None:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        seen.append(tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names))

    event.listen(Engine, "connect", note)
    try:
        filled(tmp_path / "insight.db")
    finally:
        event.remove(Engine, "connect", note)
    assert set(seen) == {("wal", 2, 1, 1, 30_000)}


def test_a_read_only_store_is_read_and_not_written(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    with Store.open(str(path), read_only=True) as store:
        assert len(list(store.export_rows())) == 2
        with pytest.raises(StoreError, match="read-only"):
            store.add([record(3)], NOW)
        assert len(list(store.export_rows())) == 2


def test_a_read_only_folder_is_read_and_not_written(world_readable: Path):
    path = filled(world_readable / "insight.db")
    with unprivileged(path, world_readable):
        assert ids(path, read_only=True) == ["fb-0002", "fb-0001"]
        with pytest.raises(StoreError, match=r"cannot be (written|opened)"):
            Store.open(str(path))
        with pytest.raises(StoreError, match=r"cannot be (written|opened)"):
            Store.open(str(world_readable / "new.db"))
    assert [found.name for found in world_readable.iterdir()] == ["insight.db"]


def test_a_read_only_file_in_a_writable_folder_is_refused_at_once(world_readable: Path):
    path = filled(world_readable / "insight.db")
    world_readable.chmod(0o777)
    with unprivileged(path):
        with pytest.raises(StoreError, match="cannot be written"):
            Store.open(str(path))
        assert ids(path, read_only=True) == ["fb-0002", "fb-0001"]


def test_a_read_only_folder_with_an_unfinished_log_is_not_read_in_part(world_readable: Path):
    source = world_readable / "insight.db"
    with Store.open(str(source)) as store:
        store.add([record(1)], NOW)
        copy = world_readable / "copy"
        copy.mkdir()
        for name in ("insight.db", "insight.db-wal"):
            shutil.copy(world_readable / name, copy / name)
    with unprivileged(copy / "insight.db", copy / "insight.db-wal", copy), pytest.raises(StoreError, match="cannot be"):
        Store.open(str(copy / "insight.db"), read_only=True)
    copy.chmod(0o755)
    assert ids(copy / "insight.db") == ["fb-0001"]


def test_a_current_store_opens_without_loading_migrations_and_insight_without_loading_the_store(tmp_path: Path):
    path = filled(tmp_path / "insight.db")
    program = (
        "import sys, insight; assert 'sqlalchemy' not in sys.modules;"
        "from insight.store import Store; Store.open(sys.argv[1]).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
