"""`insight classify`: labels without a store."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.options import MapOption, TaxonomyOption, mapping, pipeline
from insight.cli.output import Format, write_rows
from insight.errors import InputError
from insight.pipeline import Pipeline, Text, checked, chunks
from insight.plain import NO_LABELS, labels_to_plain

if TYPE_CHECKING:
    from insight.read import RawRow, Rejected, Rows

CHUNK = 256
COLUMNS = ("id", "text", "language", "sentiment", "score", "stage", "topics")


def classify(
    file: Annotated[str, typer.Argument(help="JSON Lines (or CSV, TSV) with `text`; - is standard input.", show_default=False)],
    map_: MapOption = None,
    taxonomy: TaxonomyOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the labels are written.")] = Format.jsonl,
) -> None:
    """Label every opinion of every text: sentiment, journey stage, topics. Nothing is stored.

    Every record gives exactly one line, in order, with its id unchanged; one that cannot be used gives nulls and an error.

    Example: echo '{"text": "Giao nhanh nhưng đóng gói ẩu"}' | insight classify -
    """
    flow = pipeline(taxonomy=taxonomy)
    with open_input(file) as rows:
        write_rows(_labelled(flow, rows, mapping(map_)), form, COLUMNS)


def open_input(file: str) -> "Rows":
    """The rows of a file, or of standard input where it is `-`."""
    from insight.read import open_rows, open_stream

    return open_stream(sys.stdin.buffer, "jsonl") if file == "-" else open_rows(Path(file))


def _labelled(flow: Pipeline, rows: "Rows", told: Mapping[str, str]) -> Iterator[dict[str, object]]:
    names = {name: told.get(name, name) for name in ("id", "text", "question")}
    for chunk in chunks(rows, CHUNK):
        texts = [usable(row, names) for row in chunk]
        found = flow.understand([text for text in texts if isinstance(text, Text)])
        for row, text in zip(chunk, texts, strict=True):
            identifier = row.values.get(names["id"])
            if isinstance(text, Text):
                understood = next(found)
                yield {"id": identifier, "text": understood.text, **labels_to_plain(understood.labels)}
            else:
                yield {"id": identifier, "text": None, **NO_LABELS, "error": text}


def usable(row: "RawRow | Rejected", names: Mapping[str, str]) -> Text | str:
    """The text of a row, or the reason why it cannot be used."""
    from insight.read import Rejected
    from insight.read.records import storable

    if isinstance(row, Rejected):
        return row.reason
    text, question = row.values.get(names["text"]), row.values.get(names["question"])
    if not isinstance(text, str):
        return f"field {names['text']!r} is {text!r}; expected some text" if names["text"] in row.values else _no_text(row, names)
    try:
        return Text(checked(storable(text)), storable(question) if isinstance(question, str) else None)
    except InputError as error:
        return str(error)


def _no_text(row: "RawRow", names: Mapping[str, str]) -> str:
    there = ", ".join(map(str, row.values)) or "none"
    return f"there is no field {names['text']!r}; fields are: {there}"
