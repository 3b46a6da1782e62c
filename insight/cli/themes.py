"""`insight themes`: list, show, refit, discover."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.classify import id_of, names_told, open_input, usable
from insight.cli.options import AsOfOption, InternalOption, MapOption, StoreOption, TaxonomyOption, pipeline
from insight.cli.output import Format, console, progress, write_rows
from insight.pipeline import Text

if TYPE_CHECKING:
    from insight.refit import Found

app = typer.Typer(help="What many customers say, found in their own words.", no_args_is_help=True)

LIST_COLUMNS = ("id", "name_vi", "name_en", "topic", "stage", "born", "mentions")
FOUND_COLUMNS = ("id", "theme", "name_vi", "name_en")
QUOTES = 8
FormatOption = Annotated[Format, typer.Option("--format", help="How data is written.")]


@app.command("list")
def list_(store: StoreOption = None, internal: InternalOption = False, form: FormatOption = Format.table) -> None:
    """The themes there are, largest first."""
    flow = pipeline(store)
    with flow.open_store() as opened:
        found = [each.theme for each in opened.themes(include_internal=internal)]
        counts = opened.counts(include_internal=internal)
    themes = sorted(found, key=lambda theme: (-theme.mentions, theme.id))
    rows = [
        {
            "id": theme.id,
            "name_vi": theme.name.vi,
            "name_en": theme.name.en,
            "topic": theme.topic,
            "stage": theme.stage,
            "status": theme.status,
            "born": theme.born.isoformat(),
            "mentions": theme.mentions,
        }
        for theme in themes
    ]
    write_rows(rows, form, LIST_COLUMNS)
    console.print(f"{len(themes)} themes; {counts.unthemed:,} of {counts.mentions:,} mentions are in none")


@app.command()
def show(
    theme: Annotated[str, typer.Argument(help="A theme's id, as `insight themes list` gives it.", show_default=False)],
    store: StoreOption = None,
    as_of: AsOfOption = None,
    internal: InternalOption = False,
    form: FormatOption = Format.table,
) -> None:
    """One theme: its customers week by week, its history, and verbatim quotes."""
    flow = pipeline(store, as_of=as_of)
    with flow.open_store() as opened:
        write_rows(flow.theme_rows(opened, theme, QUOTES, include_internal=internal), form, ("what", "when", "value"))


@app.command()
def refit(
    store: StoreOption = None, taxonomy: TaxonomyOption = None, as_of: AsOfOption = None, form: FormatOption = Format.table
) -> None:
    """Find themes in all that is stored. A theme that goes on keeps its id; every change is written down with its reason."""
    flow = pipeline(store, taxonomy, as_of)
    with flow.open_store() as opened, progress("finding themes"):
        found = flow.refit(opened)
    rows: list[dict[str, object]] = [{"theme": e.theme, "what": e.kind, "why": e.reason} for e in found.events]
    write_rows(rows, form, ("theme", "what", "why"))
    console.print(f"{len(found.themes)} themes; {found.unthemed:,} of {found.mentions:,} mentions are in none")


@app.command()
def discover(
    file: Annotated[str, typer.Argument(help="JSON Lines (or CSV, TSV) with `text`; - is standard input.", show_default=False)],
    map_: MapOption = None,
    taxonomy: TaxonomyOption = None,
    form: FormatOption = Format.jsonl,
) -> None:
    """Cluster a file without storing anything: one line a record, in order, with the theme of its main mention or null.

    The id is unchanged, whatever JSON it is. --map tells the columns of id, text and question; no others are read.
    """
    flow, names = pipeline(taxonomy=taxonomy), names_told(map_)
    with open_input(file) as rows:
        records = [(id_of(row, names), usable(row, names)) for row in rows]
    with progress("finding themes"):
        found = iter(flow.discover([text for _, text in records if isinstance(text, Text)]))
    write_rows((_found_row(identifier, text, found) for identifier, text in records), form, FOUND_COLUMNS)


def _found_row(identifier: object, text: Text | str, found: "Iterator[Found]") -> dict[str, object]:
    if not isinstance(text, Text):
        return {"id": identifier, "theme": None, "name_vi": None, "name_en": None, "error": text}
    each = next(found)
    name = each.name
    return {"id": identifier, "theme": each.theme, "name_vi": name and name.vi, "name_en": name and name.en}
