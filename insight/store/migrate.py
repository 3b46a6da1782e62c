"""Which version a store's tables have, and the way to another one."""

from pathlib import Path

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, MetaData, Table, Text, delete, false, inspect, select

from insight.errors import StoreError

VERSIONS = ("0001", "0002", "0003")
"""Every version there has been, oldest first; the last is the one this code reads and writes."""
VERSION_TABLE = "insight_version"

_version = Table(VERSION_TABLE, MetaData(), SqlColumn("version_num", Text))


def version(connection: Connection, place: str) -> str | None:
    """The version of the tables, None where there are none yet.

    Raises `StoreError` when the tables are those of another program, or of a newer version than this code knows.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        others = inspect(connection).get_table_names()
        if others:
            raise StoreError(f"store {place} is not a feedback store: it has the table {others[0]!r} of another program")
        return None
    found = connection.execute(select(_version.c.version_num)).scalar()
    if found is not None and found not in VERSIONS:
        raise StoreError(f"store {place} has version {found}; this program knows up to {VERSIONS[-1]}: update the program")
    return found


def upgrade(connection: Connection, place: str) -> None:
    """Bring the tables to the newest version inside the caller's write transaction; raises `StoreError` as `version` does."""
    if version(connection, place) != VERSIONS[-1]:
        move(connection, VERSIONS[-1])
    # Changes nothing, but is a write: a read-only file is refused on opening, not after a batch has been labelled for it.
    connection.execute(delete(_version).where(false()))


def move(connection: Connection, target: str) -> None:
    """Walk the tables forward or back to `target` (one of `VERSIONS`, or `base` for no tables), inside the caller's transaction.

    Going back drops what the older version has no place for.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    current = context.get_current_revision()
    forward = target != "base" and (current is None or VERSIONS.index(current) < VERSIONS.index(target))
    (command.upgrade if forward else command.downgrade)(config, target)
