"""A user's own labels as lessons: a CSV with `text`, then `sentiment`, `stage`, `topics` (`price.value-;other.general+`)."""

import csv
from collections.abc import Mapping
from pathlib import Path

from insight.errors import LabelError
from insight.labelled import topic_signs
from insight.normalise import language, normalise
from insight.taxonomy import Taxonomy
from insight.types import SENTIMENTS
from models.lessons import Plain


def own_lessons(file: Path, taxonomy: Taxonomy) -> list[Plain]:
    """Read the file; an empty cell is a label that is not known. Raises `LabelError` naming the line and what would be right."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if "text" not in (reader.fieldnames or ()):
            raise LabelError(f"{file} has columns {', '.join(reader.fieldnames or ())}; one must be text")
        return [_lesson(row, reader.line_num, file, taxonomy) for row in reader if row["text"].strip()]


def _lesson(row: Mapping[str, str], number: int, file: Path, taxonomy: Taxonomy) -> Plain:
    text = normalise(row["text"])
    topics = row.get("topics") or ""
    return Plain(
        text,
        "en" if language(row["text"]) == "en" else "vi",
        f"{file.name}-{number}",
        sentiment=_known(row.get("sentiment"), SENTIMENTS, "sentiment", number),
        stage=_known(row.get("stage"), tuple(taxonomy.stage_by_id), "stage", number),
        topics=topic_signs(topics, taxonomy.topic_by_id, number),
        every_topic=bool(topics),
    )


def _known(value: str | None, choices: tuple[str, ...], what: str, number: int) -> str | None:
    if not value:
        return None
    if value not in choices:
        raise LabelError(f"line {number}: unknown {what} {value!r}; one of {', '.join(choices)}")
    return value
