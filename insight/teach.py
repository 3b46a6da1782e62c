"""What people said of stored mentions teaches the heads of their store: fitted, judged, kept, and put in force if better."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from insight.classify import Heads
from insight.errors import InputError, ModelError
from insight.learn import Lessons, Outcome, learn
from insight.memory import Memory
from insight.store import Store
from insight.types import SENTIMENTS, UNKNOWN_STAGE, CorrectedLabels, Correction

NOTHING = CorrectedLabels(UNKNOWN_STAGE, "neutral", ())
"""What a mention that says nothing is labelled."""
_LEARNED = ("stage.w", "stage.b", "topics.w", "topics.b", "sentiment.w", "sentiment.b")


@dataclass(frozen=True, slots=True)
class Taught:
    """`number` of the heads that were learned, None where there was nothing to keep; `in_force` whether they are used now."""

    number: int | None
    in_force: bool
    outcome: Outcome


def teach(store: Store, heads: Heads, memory: Memory, now: datetime) -> Taught:
    """Learn from every correction in the store; what is better goes in force, in one transaction.

    Killed before it, the heads in force stay. Heads that are refused are not kept, but the report of why is in the list of runs.

    Raises:
        InputError: the store has no corrections that teach.
    """
    said = store.lessons(heads.version)
    if not said:
        raise InputError("there are no corrections to learn from; `insight correct` and `insight review` make them")
    kept = store.heads_in_force(heads.version)
    outcome = learn(heads, memory, lessons_of(said, heads), learned(heads, *kept) if kept else None)
    report = report_of(outcome)
    if outcome.heads is None:
        run = store.start_run("learn", now, heads.version, report)
        store.finish_run(run, now)
        return Taught(None, False, outcome)
    number = store.save_heads(_packed(outcome.heads), report, now, heads.version, activate=True)
    return Taught(number, True, outcome)


def learned(heads: Heads, number: int, data: bytes) -> Heads:
    """The shipped heads with learned arrays in place of their own; raises `ModelError` where they do not fit."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = {name: array.astype(np.float32) for name, array in load(data).items()}
    except (SafetensorError, ValueError) as error:
        raise ModelError(f"learned heads {number} cannot be read: {error}; `insight heads use none` goes back") from error
    wrong = [name for name in _LEARNED if name not in arrays or arrays[name].shape != heads.arrays[name].shape]
    if wrong:
        raise ModelError(
            f"learned heads {number} do not fit {heads.version}: {', '.join(wrong)}; `insight heads use none` goes back"
        )
    return replace(
        heads, version=f"{heads.version}+h{number}", arrays={**heads.arrays, **{name: arrays[name] for name in _LEARNED}}
    )


def lessons_of(said: Sequence[tuple[Correction, NDArray[np.float32]]], heads: Heads) -> Lessons:
    """Corrections with the vectors (dim,) of their mentions, as arrays; topics that the heads do not know teach nothing."""
    known = [NOTHING if each.labels.nothing else each.labels for each, _ in said]
    topics = np.full((len(said), len(heads.topics)), -1)
    for row, labels in enumerate(known):
        if labels.topics is not None:
            present = {topic for topic, _ in labels.topics}
            topics[row] = [topic in present for topic in heads.topics]
    return Lessons(
        vectors=np.stack([vector for _, vector in said]),
        stage=np.array([-1 if labels.stage is None else heads.stages.index(labels.stage) for labels in known]),
        sentiment=np.array([-1 if labels.sentiment is None else SENTIMENTS.index(labels.sentiment) for labels in known]),
        topics=topics,
        groups=[each.text_hash for each, _ in said],
        who=[each.who for each, _ in said],
    )


def report_of(outcome: Outcome) -> Mapping[str, object]:
    """An outcome as plain values."""
    return {
        "taken": outcome.heads is not None,
        "reasons": list(outcome.reasons),
        "lessons": outcome.lessons,
        "weight": outcome.weight,
        "left out": list(outcome.odd),
        "before": {name: round(value, 4) for name, value in outcome.before.items()},
        "after": {name: round(value, 4) for name, value in outcome.after.items()},
    }


def _packed(heads: Heads) -> bytes:
    from safetensors.numpy import save

    data: bytes = save({name: np.ascontiguousarray(heads.arrays[name]) for name in _LEARNED})
    return data
