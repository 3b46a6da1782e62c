"""`insight relabel`: stored labels made anew, told beforehand and afterwards."""

from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.options import StoreOption, TaxonomyOption, pipeline
from insight.cli.output import Format, console, progress, write_rows
from insight.errors import InputError

if TYPE_CHECKING:
    from insight.relabel import Changes

COLUMNS = (
    "topic",
    "mentions before",
    "mentions after",
    "last week before",
    "last week after",
    "customers before",
    "customers after",
)


def relabel(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    store: StoreOption = None,
    taxonomy: TaxonomyOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the topics are written.")] = Format.table,
) -> None:
    """Label again what an older model, taxonomy or head labelled. What people corrected stays as they said.

    Tells what would change, by topic and in the last seven days, and asks. A killed run is completed by the same command.
    """
    from insight.relabel import plan
    from insight.relabel import relabel as relabel_store

    flow = pipeline(store, taxonomy)
    with flow.open_store() as opened:
        model = flow.labeller(opened)
        total = opened.count_outdated(model.version)
        if not total:
            console.print(f"all labels are of version {model.version}; nothing to do", markup=False, highlight=False)
            return
        if dry_run or not yes:
            with progress("looking"):
                found = plan(opened, model)
            show(found, model.version, form, done=False)
            if dry_run or not _agreed(total):
                return
        with progress("relabelling", total) as bar:
            done = relabel_store(opened, model, flow.clock, lambda count: bar.advance(bar.task_ids[0], count))
        show(done, model.version, form, done=True)


def show(found: "Changes", version: str, form: Format, *, done: bool) -> None:
    """Topics whose numbers differ, on stdout; the rest on stderr."""
    write_rows(_topics(found), form, COLUMNS)
    part = "" if found.looked_at == found.feedback else f" (of {found.looked_at:,} looked at)"
    verb = "changed" if done else "would change"
    console.print(
        f"to version {version}: {found.feedback:,} feedbacks, {found.changed:,}{part} {verb}: "
        f"stage of {found.stages:,} mentions, sentiment of {found.sentiments:,}, "
        f"borders in {found.resplit:,} feedbacks; {found.encoded:,} texts read anew",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _topics(found: "Changes") -> list[dict[str, object]]:
    """A row a topic whose numbers differ."""
    return [
        dict(zip(COLUMNS, (each.topic, *each.mentions, *each.week_mentions, *each.week_customers), strict=True))
        for each in found.topics
    ]


def _agreed(total: int) -> bool:
    try:
        return typer.confirm(f"Relabel {total:,} feedbacks?", err=True)
    except typer.Abort as error:
        raise InputError("nobody is there to ask; say --yes, or --dry-run only to look") from error
