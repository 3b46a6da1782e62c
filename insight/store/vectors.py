"""The vectors that themes are found in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from insight.errors import StoreError
from insight.store.columns import CHUNK, VECTOR_BYTES
from insight.store.read import CUSTOMER
from insight.store.records import VectorTable
from insight.store.schema import assignment, feedback, mention, mention_topic, vector
from insight.types import Vectors, encoder_version

Found = tuple[int, int, int, bytes, str, str, str | None, str, str]
"""Mention, moment, customer, vector, words, language, best topic, sentiment, stage."""


def vector_table(connection: Connection, workspace: str, model_version: str | None, unassigned_only: bool) -> VectorTable:
    """See `Store.vectors`."""
    statement = _wanted(workspace, model_version, unassigned_only)
    table = _Growing()
    for chunk in connection.execute(statement).partitions(CHUNK):
        table.add(chunk)
    return table.done()


def _wanted(workspace: str, model_version: str | None, unassigned_only: bool) -> Select[Found]:
    labels = mention_topic.c
    best = (
        select(labels.topic)
        .where(labels.mention == mention.c.row)
        .order_by(labels.p.desc(), labels.topic)
        .limit(1)
        .scalar_subquery()
        .correlate(mention)
    )
    said = func.substr(feedback.c.text, mention.c.start + 1, mention.c.end - mention.c.start)
    statement = (
        select(mention.c.row, feedback.c.created_at, CUSTOMER, vector.c.data, said)
        .add_columns(feedback.c.language, best, mention.c.sentiment, mention.c.stage)
        .select_from(feedback.join(mention).join(vector))
        .where(feedback.c.workspace == workspace)
        .where(of_its_encoder() if model_version is None else vector.c.model_version == encoder_version(model_version))
        .order_by(mention.c.row)
    )
    if unassigned_only:
        statement = statement.where(mention.c.row.not_in(select(assignment.c.mention)))
    return statement


def of_its_encoder() -> ColumnElement[bool]:
    """That a vector is of the encoder whose labels the feedback has, in words that every database knows."""
    encoder, labels = vector.c.model_version + "+", feedback.c.model_version + "+"
    return func.substr(labels, 1, func.length(encoder)) == encoder


@dataclass(slots=True)
class _Growing:
    """A `VectorTable` that grows chunk by chunk; the vectors stay float16 until all are there."""

    rows: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)
    texts: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    topic: list[str | None] = field(default_factory=list)
    sentiment: list[str] = field(default_factory=list)
    stage: list[str] = field(default_factory=list)

    def add(self, chunk: Sequence[Row[Found]]) -> None:
        vectors: Sequence[bytes]
        rows, at, customers, vectors, texts, language, topic, sentiment, stage = zip(*chunk, strict=True)
        self.rows += rows
        self.at += at
        self.customers += customers
        self.texts += texts
        self.language += language
        self.topic += topic
        self.sentiment += sentiment
        self.stage += stage
        self.data += b"".join(vectors)
        size = len(self.data) // len(self.rows)
        if any(len(vector) != size for vector in vectors):
            raise StoreError("the store has vectors of more than one length; name the model version whose vectors you want")

    def done(self) -> VectorTable:
        dim = len(self.data) // VECTOR_BYTES.itemsize // max(1, len(self.rows))
        vectors: Vectors = np.frombuffer(self.data, VECTOR_BYTES).reshape(len(self.rows), dim).astype(np.float32)
        return VectorTable(
            row=np.array(self.rows, np.int64),
            vectors=vectors,
            at=np.array(self.at, np.int64),
            customer=np.array(self.customers, np.int64),
            texts=self.texts,
            language=self.language,
            topic=self.topic,
            sentiment=self.sentiment,
            stage=self.stage,
        )
