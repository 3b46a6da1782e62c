"""`insight ingest`: files of feedback into the store."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.options import AsOfOption, MapOption, StoreOption, TaxonomyOption, mapping, pipeline
from insight.cli.output import Format, console, progress, write_rows
from insight.pipeline import Pipeline
from insight.read import ReadOptions, Rejected, Rejects, open_rows, resolve_columns, to_feedback
from insight.types import Feedback

if TYPE_CHECKING:
    from insight.store import Store

COLUMNS = ("file", "rows", "new", "known", "rejected", "rejects_file")


def ingest(
    files: Annotated[list[Path], typer.Argument(help="CSV, TSV or JSON Lines.", show_default=False)],
    map_: MapOption = None,
    month_first: Annotated[bool, typer.Option("--month-first", help="Read 3/4/2026 as March 4.")] = False,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="Where bad rows go. [FILE.rejects.jsonl]")] = None,
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the summary is written.")] = Format.table,
) -> None:
    """Read feedback, mask personal data, label every opinion and store it.

    Columns are found by their names (text, comment, nội dung, rating, ngày ...) or told with --map; other columns become segment
    attributes. Reading the same file again changes nothing; a killed run is completed by the same command. Bad rows go to a
    rejects file with row number and reason.

    Example: insight ingest reviews.csv --map text=comment --map nps=score
    """
    flow, told = pipeline(store, taxonomy, as_of), mapping(map_)
    for file in files:
        check_file(file, told)
    summary: list[dict[str, object]] = []
    written: set[Path] = set()
    with flow.open_store(create=True) as opened:
        for file in files:
            refused = Rejects(place := rejects or Path(f"{file.name}.rejects.jsonl"), append=place in written)
            summary.append(ingest_file(flow, opened, file, refused, told, not month_first))
            if refused.count:
                written.add(place)
    write_rows(summary, form, COLUMNS)


def check_file(file: Path, told: dict[str, str]) -> None:
    """Refuse a file that cannot be read before anything is created; raises `InputError`."""
    with open_rows(file) as rows:
        resolve_columns(rows.header, told, rows.sample)


def ingest_file(
    flow: Pipeline, store: "Store", file: Path, rejects: Rejects, told: dict[str, str], day_first: bool
) -> dict[str, object]:
    """Read one file into the store, bad rows to `rejects`; returns the row of the summary."""
    options = ReadOptions(flow.settings.zone, day_first, flow.settings.csat_top)
    with open_rows(file) as rows, rejects as refused, progress(f"reading {file.name}") as bar:
        columns = resolve_columns(rows.header, told, rows.sample)
        if columns.dropped:
            console.print(f"{file.name}: only 50 attributes are kept; left out: {', '.join(columns.dropped)}", markup=False)

        def usable() -> Iterator[Feedback]:
            for row in rows:
                found = row if isinstance(row, Rejected) else to_feedback(row, columns, options)
                if isinstance(found, Rejected):
                    refused.add(found)
                else:
                    yield found

        done = flow.ingest(store, usable(), lambda count: bar.advance(bar.task_ids[0], count))
    return {
        "file": str(file),
        "rows": done.new + done.known + refused.count,
        "new": done.new,
        "known": done.known,
        "rejected": refused.count,
        "rejects_file": str(refused.path) if refused.count else None,
    }
