"""The database: feedback, mentions, labels, vectors and themes, in SQLite by default and PostgreSQL by URL.

A fact goes in once and stays: the same id or content again changes nothing, and every write is one transaction.
"""

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
    "RefitResult",
    "Store",
    "StoredFeedback",
    "StoredTheme",
    "ThemeEvent",
    "TopicRows",
    "VectorTable",
]
