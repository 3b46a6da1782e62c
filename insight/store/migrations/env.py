"""What Alembic runs: every step inside the transaction that the caller holds, so that a crash leaves the old tables."""

from alembic import context

from insight.store.migrate import VERSION_TABLE
from insight.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
