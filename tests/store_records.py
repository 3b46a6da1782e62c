"""Feedback for the tests of the store, and what their child processes do with it."""

import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import Engine, event

from insight.errors import StoreError
from insight.store import NewFeedback, Store, text_hash
from insight.types import CorrectedLabels, Correction, CorrectionStatus, Feedback, Labels, Mention, TopicLabel

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DIM = 8
BATCHES, BATCH = 5, 10
TEXT = "Giao hàng chậm quá 😡 nhưng nhân viên dễ thương"
SPEED = TopicLabel("delivery.speed", "negative", 0.9)
STAFF = TopicLabel("staff.attitude", "positive", 0.8)
MENTIONS = (
    Mention(0, 20, TEXT[0:20], "delivery", (SPEED,), "negative", -0.8, 0.7),
    Mention(21, 46, TEXT[21:], "unknown", (STAFF,), "positive", 0.6, 0.5),
)
LABELS = Labels("vi", "mixed", -0.1, "delivery", (SPEED, STAFF), MENTIONS)
PENDING = NewFeedback(Feedback("chưa đọc", id="pending", created_at=NOW), "hash-pending")


def record(
    number: int,
    *,
    text: str = TEXT,
    labels: Labels = LABELS,
    segments: Mapping[str, str] | None = None,
    created_at: datetime | None = None,
    **given: object,
) -> NewFeedback:
    """Feedback `fb-<number>`, `number` days before `NOW`, with one negative and one positive mention unless told otherwise."""
    feedback = Feedback(
        text,
        id=f"fb-{number:04}",
        created_at=NOW - timedelta(days=number) if created_at is None else created_at,
        segments=segments or {},
        **given,  # type: ignore[arg-type]
    )
    vectors = np.eye(DIM, dtype=np.float32)[[number % DIM] * len(labels.mentions)]
    return NewFeedback(feedback, f"hash-{number}", labels, vectors, "model-1")


def correction(feedback: str, *, status: CorrectionStatus = "active", who: str = "lan") -> Correction:
    """What someone says of the first mention of a feedback of `TEXT`."""
    labels = CorrectedLabels("support", "negative", (("price.value", "negative"),), (0, 9))
    return Correction(
        0, feedback, text_hash(TEXT, None), 0, 20, labels, who, NOW, {"stage": "delivery"}, "model-1", status, "ghi chú"
    )


def batch(number: int) -> list[NewFeedback]:
    """Batch `number` of `BATCHES`."""
    return [record(number * BATCH + i, customer_id=f"customer-{i % 7}", segments={"batch": str(number)}) for i in range(BATCH)]


def ingest(path: str) -> None:
    """The work that is interrupted: all batches, one after the other."""
    with Store.open(path) as store:
        for number in range(BATCHES):
            store.add(batch(number), NOW)


def kill_after(step: int) -> None:
    """This process kills itself once SQLite has done `step` times twenty instructions, wherever it is."""
    left = [step]

    def tick() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "connect", lambda connection, _: connection.set_progress_handler(tick, 20))


def ingest_until(path: str, step: int) -> None:
    """The same, until SQLite has done `step` times twenty instructions: then the process kills itself, wherever it is."""
    kill_after(step)
    ingest(path)


def ingest_one_by_one(path: str, first: int) -> None:
    """Many small transactions, half of them of feedback that another process stores too."""
    with Store.open(path) as store:
        for number in range(first, first + 20):
            store.add([record(number, customer_id=f"customer-{number % 5}")], NOW)


def ingest_within(path: str, size: int) -> None:
    """Ingest where no file may grow beyond `size` bytes; exit 3 when the store says so as it should."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        ingest(path)
    except StoreError:
        os._exit(3)
