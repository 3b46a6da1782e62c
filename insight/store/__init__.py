"""The database: feedback, mentions, labels, vectors and themes, in SQLite by default and PostgreSQL by URL.

A fact goes in once and stays: the same id or content again changes nothing, and every write is one transaction. Labels change
only by `Store.rewrite`: where a person corrects them, or asks for relabelling.
"""

from insight.store.changes import Readable, Relabelled, Rewrite, Seen, Snapshot, StoredHeads
from insight.store.corrections import text_hash
from insight.store.records import (
    EVENT_KINDS,
    Codes,
    Counts,
    FeedbackTable,
    MentionTable,
    NewFeedback,
    RefitResult,
    StoredFeedback,
    StoredTheme,
    ThemeEvent,
    TopicRows,
    VectorTable,
)
from insight.store.store import Store

__all__ = [
    "EVENT_KINDS",
    "Codes",
    "Counts",
    "FeedbackTable",
    "MentionTable",
    "NewFeedback",
    "Readable",
    "RefitResult",
    "Relabelled",
    "Rewrite",
    "Seen",
    "Snapshot",
    "Store",
    "StoredFeedback",
    "StoredHeads",
    "StoredTheme",
    "ThemeEvent",
    "TopicRows",
    "VectorTable",
    "text_hash",
]
