"""The only file that knows which database it talks to: connections, the write lock, replacing rows, what its errors mean."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from insight.errors import InputError, MissingExtraError, MissingStoreError, StoreError

BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""
_CACHE_KIB = 65_536
"""Pages held by a connection: the tables of a few hundred thousand mentions, whatever order they are read in."""
_WRITE = "insight_write"
_POSTGRES_LOCK = 0x696E7369676874  # any number that other programs on the same server are unlikely to lock

_MEANINGS = {
    "disk is full": "the disk is full; free some space and run the same command again",
    "read-only transaction": "it was opened read-only; open it writable",
    "readonly": "it cannot be written: file, folder or disk is read-only; open it read-only, or where you may write",
    "database is locked": f"another process has been writing for more than {BUSY_SECONDS} seconds; try again when it is done",
    "not a database": "it is not a database; give another path, or remove the file",
    "malformed": "it is damaged; restore it from a backup",
    "disk I/O error": "reading or writing failed; see whether the disk is full, over a quota, or failing",
    "unable to open": "it cannot be opened; see whether its folder exists and may be written",
}


def location(url: str) -> URL:
    """A path or URL as a URL; raises `StoreError` when it is neither, or names no file."""
    if "://" not in url:
        found = URL.create("sqlite", database=url)
    else:
        try:
            found = make_url(url)
        except (SQLAlchemyError, ValueError) as error:
            raise StoreError(f"store {url!r} is not a path or URL such as sqlite:///insight.db: {error}") from error
    if _is_sqlite(found) and found.database in (None, "", ":memory:"):
        raise StoreError(f"store {url!r} names no file; give a path such as insight.db")
    return found


def connect(url: URL, *, read_only: bool, create: bool) -> Engine:
    """An engine whose every connection is as durable as it gets; nothing is opened yet.

    Raises `StoreError` when the place cannot hold a store, `MissingExtraError` when the driver is not installed.
    """
    if _is_sqlite(url):
        return _sqlite(Path(url.database or ""), read_only=read_only, create=create)
    try:
        engine = create_engine(url, pool_pre_ping=True, execution_options={"postgresql_readonly": read_only})
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"store {shown(url)} needs {error.name}; pip install 'insight[postgres]'") from error
    except NoSuchModuleError as error:
        raise StoreError(f"store {shown(url)} is of an unknown kind; use a path, sqlite:/// or postgresql+psycopg://") from error
    return engine


def shown(url: URL) -> str:
    """The place, for messages: the path, or the URL without its password."""
    return str(url.database) if _is_sqlite(url) else url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine, place: str) -> Iterator[Connection]:
    """One snapshot; database errors become `StoreError`."""
    with _meaning(place), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, place: str) -> Iterator[Connection]:
    """One transaction that is alone in writing from its first statement on, so that what it reads stays true until it commits.

    All of it is on disk afterwards, or none. Database errors become `StoreError`.
    """
    with _meaning(place), engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        yield connection


def replace(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], key: Sequence[str], keep: Sequence[str]
) -> None:
    """Insert rows; where one with the same `key` columns stands, overwrite it but for the columns in `keep`."""
    if not rows:
        return
    insert = postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
    changed = {name: insert.excluded[name] for name in rows[0] if name not in (*key, *keep)}
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=changed), list(rows))


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _sqlite(path: Path, *, read_only: bool, create: bool) -> Engine:
    if path.is_dir():
        raise StoreError(f"store {path} is a folder; give a file in it, such as {path / 'insight.db'}")
    if not path.exists():
        if read_only or not create:
            raise MissingStoreError(f"store {path} does not exist; ingest something first, or give the path of one that does")
        if not path.parent.is_dir():
            raise StoreError(f"store {path} cannot be created: the folder {path.parent} does not exist")

    def opened() -> sqlite3.Connection:
        if read_only:
            return _read_only(path)
        return _durable(_file(path, "mode=rwc" if create else "mode=rw"), path)

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=opened, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first and writes later may find its snapshot outdated, and fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITE) else "BEGIN")


def _file(path: Path, options: str) -> sqlite3.Connection:
    # isolation_level=None: transactions begin where `_begin` says, not where the driver guesses.
    return sqlite3.connect(
        f"file:{quote(str(path))}?{options}", uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
    )


def _durable(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Write-ahead log, synced at every commit: what is committed survives a crash and a power cut."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            connection.close()
            raise StoreError(f"store {path}: {name} is {found!r} and cannot be made {value!r}; a local disk allows it")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    connection = _file(path, "mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # A write-ahead log needs a file beside it even to be read. Where none can be made and the log is empty, the
        # database file is the whole truth and cannot change.
        log = path.with_name(f"{path.name}-wal")
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if log.exists() and log.stat().st_size:
            raise
        connection = _file(path, "immutable=1")
    connection.execute("PRAGMA query_only = 1")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


@contextmanager
def _meaning(place: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _store_error(place, str(error.orig)) from error
    except sqlite3.Error as error:
        raise _store_error(place, str(error)) from error
    except UnicodeEncodeError as error:
        raise InputError(f"{error.object[:80]!r} has half a character at {error.start}; nothing stored can match it") from error


def _store_error(place: str, said: str) -> StoreError:
    meaning = next((meaning for sign, meaning in _MEANINGS.items() if sign in said), "the database refused")
    return StoreError(f"store {place}: {meaning} ({said})")
