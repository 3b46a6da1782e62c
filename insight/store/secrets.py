"""Keys that a store makes for itself and keeps."""

from secrets import token_bytes

from sqlalchemy import Connection, insert, select

from insight.store.schema import secret

CUSTOMER_KEY = "customer_key"
_BYTES = 32


def customer_key(connection: Connection, workspace: str) -> bytes:
    """The key under which the workspace's customer ids are hashed; made at random the first time. The caller may write."""
    wanted = select(secret.c.value).where(secret.c.workspace == workspace, secret.c.name == CUSTOMER_KEY)
    found: bytes | None = connection.scalar(wanted)
    if found is None:
        found = token_bytes(_BYTES)
        connection.execute(insert(secret).values(workspace=workspace, name=CUSTOMER_KEY, value=found))
    return found
