"""`insight topics`: list, check."""

import os
from collections.abc import Iterable
from typing import Annotated

import typer

from insight.cli.output import Format, console, write_rows
from insight.settings import Settings
from insight.taxonomy import DEFAULT, PACKS, Taxonomy, Topic

app = typer.Typer(help="What opinions can be about: the topics there are, and those of your own.", no_args_is_help=True)

COLUMNS = ("id", "name_vi", "name_en", "owner_en", "level", "kind", "parent", "examples")
ENOUGH = 3
"""With fewer examples a topic of one's own is noticeably less sure."""
TaxonomyName = Annotated[
    str | None, typer.Option("--taxonomy", help=f"A file (YAML) or a pack: {', '.join(PACKS)}. [env: INSIGHT_TAXONOMY]")
]


@app.command("list")
def list_(taxonomy: TaxonomyName = None, form: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """The topics of a taxonomy: trained, your own, and retired."""
    found = told(taxonomy)
    write_rows(rows(found), form, COLUMNS)
    retired = len(found.topics) - len(found.living)
    console.print(f"{len(found.topics)} topics, {len(found.own)} of your own, {retired} retired")


@app.command()
def check(
    taxonomy: Annotated[str, typer.Argument(help="A file (YAML), or the name of a pack.", show_default=False)],
    form: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Check a taxonomy before it is used: a mistake is named with its line, and what would be right.

    Shows what the file adds to the default taxonomy or retires, and names the topics that have few examples.
    """
    found = Taxonomy.find(taxonomy)
    was = Taxonomy.default().topic_by_id
    write_rows((row for row in rows(found) if row["id"] not in was or row["kind"] == "retired"), form, COLUMNS)
    few = [topic.id for topic in found.own if len(topic.examples) < ENOUGH]
    if few:
        console.print(
            f"Fewer than {ENOUGH} examples: {', '.join(few)}; with a few more these are found more surely.", markup=False
        )
    console.print(f"{taxonomy} is good: {len(found.topics)} topics, {len(found.own)} of your own", markup=False)


def told(taxonomy: str | None) -> Taxonomy:
    """The taxonomy of an option, else of the environment, else the default one; raises `TaxonomyError`."""
    return Taxonomy.find(taxonomy or Settings.from_environment(os.environ).taxonomy or DEFAULT)


def rows(taxonomy: Taxonomy) -> Iterable[dict[str, object]]:
    """One row a topic, in the order of the taxonomy."""
    own = {topic.id for topic in taxonomy.own}
    for topic in taxonomy.topics:
        yield {
            "id": topic.id,
            "name_vi": topic.name.vi,
            "name_en": topic.name.en,
            "about_vi": topic.about.vi,
            "about_en": topic.about.en,
            "owner_vi": topic.owner.vi,
            "owner_en": topic.owner.en,
            "level": topic.level,
            "kind": _kind(topic, own),
            "parent": topic.parent,
            "formerly": list(topic.formerly),
            "examples": len(topic.examples),
        }


def _kind(topic: Topic, own: set[str]) -> str:
    if topic.retired:
        return "retired"
    return "own" if topic.id in own else "trained"
