"""`insight digest`, `ask`, `metrics`, `export`: what the store has to say."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.options import (
    AsOfOption,
    InternalOption,
    SinceOption,
    StoreOption,
    TaxonomyOption,
    UntilOption,
    WeekOption,
    period,
    pipeline,
)
from insight.cli.output import Format, console, progress, to_json, write_rows, write_text
from insight.types import Slice

if TYPE_CHECKING:
    from insight.answer import Digest, Measured
    from insight.taxonomy import Taxonomy
    from insight.types import Estimate

METRIC_COLUMNS = ("value", "metric", "score", "low", "high", "n")


class Page(StrEnum):
    """How a digest is shown."""

    terminal = "terminal"
    md = "md"
    html = "html"
    json = "json"


class Lang(StrEnum):
    """The language of a page."""

    vi = "vi"
    en = "en"


def digest(
    week: WeekOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Vietnamese or English.")] = Lang.vi,
    form: Annotated[Page, typer.Option("--format", help="How it is shown.")] = Page.terminal,
    out: Annotated[Path | None, typer.Option("--out", help="Write to a file instead of stdout.")] = None,
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
    as_of: AsOfOption = None,
) -> None:
    """What is new, growing and fading, what it costs, what customers love: one page for a product owner.

    Without --week the last whole week before today (or --as-of).
    """
    from insight.answer import week_before

    flow = pipeline(store, taxonomy, as_of)
    days = period(week, since, until) or week_before(flow.clock().astimezone(flow.settings.zone).date())
    with flow.open_store() as opened:
        with progress("measuring"):
            found = flow.digest(opened, days)
        last = opened.counts().last_at
    if not found.feedback and last:
        newest = last.astimezone(flow.settings.zone).date().isocalendar()
        console.print(f"no feedback in this period; the newest is in week {newest.year}-W{newest.week:02}", highlight=False)
    show_digest(found, flow.taxonomy, lang, form, out)


def show_digest(found: "Digest", taxonomy: "Taxonomy", lang: Lang, form: Page, out: Path | None) -> None:
    """Write a digest to stdout or a file."""
    from rich.console import Console

    from insight.answer.render import to_html, to_markdown, to_terminal
    from insight.answer.render import to_json as digest_json

    if form is Page.terminal and out is None:
        Console().print(to_terminal(found, lang, taxonomy, None))
        return
    texts = {
        Page.md: lambda: to_markdown(found, lang, taxonomy),
        Page.html: lambda: to_html(found, lang, taxonomy),
        Page.json: lambda: to_json(digest_json(found, lang), indent=2),
        Page.terminal: lambda: to_markdown(found, lang, taxonomy),
    }
    text = texts[form]()
    if out is None:
        write_text(text)
    else:
        out.write_text(text, encoding="utf-8")
        console.print(f"written to {out}", highlight=False)


def ask(
    question: Annotated[str, typer.Argument(help="In Vietnamese, English or both.", show_default=False)],
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.table,
) -> None:
    """Ask in plain words: top complaints and praise, what is new, trends, scores, comparisons, quotes.

    Example: insight ask "khách phàn nàn gì nhiều nhất về giao hàng tuần này?"
    """
    from insight.answer.reply import to_plain, to_renderable

    flow = pipeline(store, taxonomy, as_of)
    answer = flow.ask(question)
    if form is Format.table:
        from rich.console import Console

        Console().print(to_renderable(answer, flow.taxonomy))
    else:
        plain = {"interpretation": answer.query.to_json(), "answer": to_plain(answer)}
        write_text(to_json(plain, indent=2 if form is Format.json else None))


def metrics(
    by: Annotated[str | None, typer.Option("--by", help="An attribute: channel, source, region, ...")] = None,
    week: WeekOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    internal: InternalOption = False,
    store: StoreOption = None,
    form: Annotated[Format, typer.Option("--format", help="How data is written.")] = Format.table,
) -> None:
    """NPS, CSAT, CES and net sentiment, each with n and its 95 % interval; nothing on fewer answers than the minimum."""
    flow = pipeline(store)
    with flow.open_store() as opened:
        found = flow.metrics(opened, Slice(period=period(week, since, until), include_internal=internal), by)
    rows = [_metric_row(value, measured, by) for value, scores in found for measured in scores]
    write_rows(rows, form, METRIC_COLUMNS if by else METRIC_COLUMNS[1:])


def _metric_row(value: str | None, measured: "Measured", by: str | None) -> dict[str, object]:
    estimate: Estimate | None = measured.now
    numbers: dict[str, object] = asdict(estimate) if estimate else {"value": None, "low": None, "high": None, "n": None}
    row: dict[str, object] = {"by": by, "value": value} if by else {}
    return row | {"metric": measured.name, "score": numbers.pop("value")} | numbers


def export(
    store: StoreOption = None,
    form: Annotated[Format, typer.Option("--format", help="How data is written.")] = Format.jsonl,
) -> None:
    """Every feedback with its labels, mentions and themes."""
    flow = pipeline(store)
    with flow.open_store() as opened:
        write_rows(opened.export_rows(), form, ("id", "created_at", "text", "sentiment", "stage"))
