"""`insight demo`: the sample that ships, from raw file to digest."""

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from insight.cli.analyse import Lang, Page, show_digest
from insight.cli.ingest import ingest_file
from insight.cli.options import pipeline
from insight.cli.output import console, progress
from insight.read import Rejects

SAMPLE = "feedback.csv"
LAST_WEEK = (2026, 46)


def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo's store and page go.")] = Path("insight-demo"),
    lang: Annotated[Lang, typer.Option("--lang", help="Vietnamese or English.")] = Lang.en,
) -> None:
    """Load the sample that ships with the program, label it, find themes, and show the digest of its last week."""
    from insight.answer import iso_week

    folder.mkdir(parents=True, exist_ok=True)
    place, page = folder / "insight.db", folder / "digest.html"
    flow = pipeline(str(place), as_of="2026-11-16")
    with resources.as_file(resources.files("insight.sample") / SAMPLE) as sample, flow.open_store(create=True) as store:
        summary = ingest_file(flow, store, sample, Rejects(folder / "rejects.jsonl"), {}, day_first=True)
        console.print(f"1. {summary['new']} feedbacks read and labelled ({summary['known']} were there already)")
        with progress("finding themes"):
            found = flow.refit(store)
        console.print(f"2. {len(found.themes)} themes found in {found.mentions} mentions")
        digest = flow.digest(store, iso_week(*LAST_WEEK))
    console.print("3. the digest of week 46:\n")
    show_digest(digest, flow.taxonomy, lang, Page.terminal, None)
    show_digest(digest, flow.taxonomy, lang, Page.html, page)
    console.print(
        f"\nThe same digest as a page: {page.resolve()}\n\n"
        "Next, on your own data:\n"
        "  insight ingest YOUR.csv --map text=COLUMN\n"
        "  insight themes refit\n"
        "  insight digest --lang vi\n"
        f'  insight ask "khách phàn nàn gì nhiều nhất?" --store {place} --as-of 2026-11-15',
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
