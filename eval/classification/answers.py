"""What the model said of each gold feedback, compact enough to be committed: two versions are compared item by item with it."""

import json
from collections.abc import Mapping, Sequence

from eval.classification.judged import Judged
from eval.classification.readings import Reading
from eval.sets.gold import GoldItem
from eval.statistics import Flags


def answers(
    items: Sequence[GoldItem], readings: Sequence[Reading], tasks: Sequence[Judged], units: Mapping[str, Flags]
) -> dict[str, str]:
    """By item: sentiment, rounded score, stage, topics; which of them are right; the slices it is `in`; and its `tallies`.

    A tally is hits, false alarms and misses of a label in the item, under the name of the task's leading figure.
    """
    counted = _tallies(tasks, len(items))
    found: dict[str, str] = {}
    for at, (item, reading) in enumerate(zip(items, readings, strict=True)):
        labels = reading.labels
        topics = sorted(topic.topic for topic in labels.topics)
        plain = {
            "sentiment": labels.sentiment,
            "score": round(labels.score, 2),
            "stage": labels.stage,
            "topics": topics,
            "right": {
                "sentiment": labels.sentiment == item.labels.sentiment,
                "stage": labels.stage in item.stages,
                "topics": topics == sorted(topic.topic for topic in item.labels.topics),
            },
            "in": [name for name, inside in units.items() if inside[at]],
            "tallies": counted[at],
        }
        found[item.id] = json.dumps(plain, separators=(",", ":"))
    return found


def _tallies(tasks: Sequence[Judged], items: int) -> list[dict[str, dict[str, list[int]]]]:
    found: list[dict[str, dict[str, list[int]]]] = [{} for _ in range(items)]
    for task in tasks:
        for unit, row in zip(task.unit, task.tally, strict=True):
            labels = found[unit].setdefault(task.name, {})
            for place in row.any(axis=1).nonzero()[0]:
                counts = labels.setdefault(task.labels[place], [0, 0, 0])
                labels[task.labels[place]] = [a + int(b) for a, b in zip(counts, row[place], strict=True)]
    return found
