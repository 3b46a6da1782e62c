"""`insight classify`: labels without a store."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
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
    from insight.store import Store

CHUNK = 256
TARGETS = ("id", "text", "question")
"""What `--map` may tell where nothing is stored."""
COLUMNS = ("id", "text", "language", "sentiment", "score", "stage", "topics")


def classify(
    file: Annotated[str, typer.Argument(help="JSON Lines (or CSV, TSV) with `text`; - is standard input.", show_default=False)],
    map_: MapOption = None,
    taxonomy: TaxonomyOption = None,
    as_store: Annotated[str | None, typer.Option("--as-store", metavar="URL", help="Label as this store has learned to.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How the labels are written.")] = Format.jsonl,
) -> None:
    """Label every opinion of every text: sentiment, journey stage, topics. Nothing is stored.

    Every record gives exactly one line, in order, with its id unchanged, whatever JSON that is; one that cannot be used gives
    nulls and an error. --map tells the columns of id, text and question; no others are read.

    Example: echo '{"text": "Giao nhanh nhưng đóng gói ẩu"}' | insight classify -
    """
    flow, names = pipeline(as_store, taxonomy), names_told(map_)
    with open_input(file) as rows, flow.open_store() if as_store else nullcontext() as store:
        write_rows(_labelled(flow, rows, names, store), form, COLUMNS)


def names_told(pairs: list[str] | None) -> dict[str, str]:
    """The column of each of `TARGETS`, its own name where `--map` tells no other; raises `InputError` for any other target."""
    from insight.read import check_targets

    told = mapping(pairs)
    check_targets(told, TARGETS)
    return {name: told.get(name, name) for name in TARGETS}


def open_input(file: str) -> "Rows":
    """The rows of a file, or of standard input where it is `-`."""
    from insight.read import open_rows, open_stream

    return open_stream(sys.stdin.buffer, "jsonl") if file == "-" else open_rows(Path(file))


def _labelled(flow: Pipeline, rows: "Rows", names: Mapping[str, str], store: "Store | None") -> Iterator[dict[str, object]]:
    for chunk in chunks(rows, CHUNK):
        texts = [usable(row, names) for row in chunk]
        found = flow.understand([text for text in texts if isinstance(text, Text)], store)
        for row, text in zip(chunk, texts, strict=True):
            identifier = id_of(row, names)
            if isinstance(text, Text):
                understood = next(found)
                yield {"id": identifier, "text": understood.text, **labels_to_plain(understood.labels)}
            else:
                yield {"id": identifier, "text": None, **NO_LABELS, "error": text}


def id_of(row: "RawRow | Rejected", names: Mapping[str, str]) -> object:
    """The id of a row as it was given, None where it has none."""
    from insight.read import Rejected

    return row.values.get(names["id"]) if isinstance(row, Rejected) else row.value(names["id"])


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
