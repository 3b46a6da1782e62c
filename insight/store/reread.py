"""Labelled feedback with its vectors and corrections, as it takes to label it anew."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, func, select

from insight.errors import InputError
from insight.store import corrections, evidence
from insight.store.changes import Readable, Snapshot
from insight.store.columns import chunks, unpack
from insight.store.read import CUSTOMER
from insight.store.records import StoredFeedback
from insight.store.schema import feedback, mention, vector
from insight.types import Vectors, encoder_version


def outdated(connection: Connection, workspace: str, version: str, after: int, most: int) -> Snapshot:
    """See `Store.outdated`."""
    rows = select(feedback.c.row).where(_outdated(workspace, version), feedback.c.row > after)
    found = connection.scalars(rows.order_by(feedback.c.row).limit(most)).all()
    return _snapshot(connection, workspace, found, version)


def count_outdated(connection: Connection, workspace: str, version: str) -> int:
    """See `Store.count_outdated`."""
    counted = select(func.count()).select_from(feedback).where(_outdated(workspace, version))
    return connection.execute(counted).scalar_one()


def same_text(connection: Connection, workspace: str, identifier: str, version: str) -> Snapshot:
    """See `Store.same_text`."""
    table = feedback.c
    given = connection.execute(
        select(table.row, table.text, table.question, table.model_version).where(
            table.workspace == workspace, table.id == identifier
        )
    ).first()
    if given is None:
        raise InputError(f"there is no feedback {identifier!r} in workspace {workspace!r}; `insight export` lists the ids")
    if given.model_version is None:
        raise InputError(f"feedback {identifier!r} has no labels yet; label it first")
    twins = select(table.row).where(
        table.workspace == workspace,
        table.text == given.text,
        func.coalesce(table.question, "") == (given.question or ""),
        table.model_version.is_not(None),
        table.row != given.row,
    )
    return _snapshot(connection, workspace, [given.row, *connection.scalars(twins.order_by(table.row))], version)


def _outdated(workspace: str, version: str) -> ColumnElement[bool]:
    """Feedback still to be labelled has no version, and is not meant."""
    return and_(feedback.c.workspace == workspace, feedback.c.model_version.is_not(None), feedback.c.model_version != version)


def _snapshot(connection: Connection, workspace: str, rows: Sequence[int], version: str) -> Snapshot:
    """The feedback with these numbers, in this order."""
    records: list[Readable] = []
    for some in chunks(rows):
        stored = list(evidence.records(connection, some))
        hashes = [corrections.text_hash(each.feedback.text, each.feedback.question) for each in stored]
        said = corrections.of_texts(connection, workspace, hashes)
        vectors = _vectors(connection, dict(zip(some, stored, strict=True)), encoder_version(version))
        numbered = connection.execute(select(feedback.c.row, CUSTOMER).where(feedback.c.row.in_(some)))
        customers = dict(numbered.all())
        records += [
            Readable(row, customers[row], each, vectors.get(row), tuple(said.get(digest, ())))
            for row, each, digest in zip(some, stored, hashes, strict=True)
        ]
    return Snapshot(tuple(records), corrections.seen(connection, workspace))


def _vectors(connection: Connection, stored: dict[int, StoredFeedback], encoder: str) -> dict[int, Vectors]:
    """Vectors of all mentions and then of the whole, by feedback, where the encoder's are all there."""
    mine = [row for row, each in stored.items() if each.model_version and encoder_version(each.model_version) == encoder]
    said = (
        select(mention.c.feedback, vector.c.data)
        .select_from(mention.join(vector))
        .where(mention.c.feedback.in_(mine), vector.c.model_version == encoder)
        .order_by(mention.c.feedback, mention.c.position)
    )
    found: dict[int, list[bytes]] = defaultdict(list)
    for row, data in connection.execute(said):
        found[row].append(data)
    whole = select(feedback.c.row, feedback.c.whole).where(feedback.c.row.in_(mine), feedback.c.whole.is_not(None))
    ends = dict(connection.execute(whole).all())
    return {
        row: np.stack([unpack(data) for data in (*parts, ends[row])])
        for row, parts in found.items()
        if row in ends and len(parts) == len(labels.mentions if (labels := stored[row].labels) else ())
    }
