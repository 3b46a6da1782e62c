"""Digest -> what rich prints in a terminal; readable at 80 columns."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from insight.answer.digest import Digest
from insight.answer.render.formats import blocks
from insight.answer.render.page import Item, Page, Part, Reading, Said, page
from insight.taxonomy import Taxonomy

TONES = {"negative": "red", "positive": "green", "mixed": "yellow"}
INDENT = (0, 0, 0, 2)


def to_terminal(digest: Digest, language: str, taxonomy: Taxonomy, width: int | None) -> Group:
    """The digest for `rich.console.Console.print`.

    Args:
        digest: what is told.
        language: `vi` for Vietnamese; anything else is English.
        taxonomy: the names of stages and topics.
        width: columns to keep to; None for those of the console.
    """
    told = page(digest, language, taxonomy)
    return Group(Constrain(Group(*_blocks(told)), width))


def _blocks(told: Page) -> Iterable[RenderableType]:
    yield Text.assemble((told.kicker, "dim"), "  ", (told.title, "bold"), "  ", (told.dates, "dim"))
    for line in told.counted:
        yield Text(line)
    yield _scores(told)
    if told.nothing:
        yield Text(told.nothing, style="bold")
    for part in told.parts:
        yield from _part(part, told)
    yield Text()
    yield Rule(style="dim")
    yield Text(f"{told.notes_heading}. {' '.join(told.notes)}", style="dim")


def _scores(told: Page) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", border_style="dim")
    for head in told.score_heads:
        table.add_column(Text(head))
    for row in told.scores:
        name = Text.assemble((row.name, "bold"), "\n", (row.about, "dim"))
        table.add_row(name, _reading(row.now), _reading(row.evidence))
    return table


def _reading(reading: Reading) -> Text:
    if not reading.known:
        return Text(reading.value, style="dim")
    return Text.assemble((reading.value, "bold"), "\n", (reading.detail, "dim"))


def _part(part: Part, told: Page) -> Iterable[RenderableType]:
    yield Text()
    yield Rule(Text(part.heading, style="bold"), align="left", style="dim")
    yield Text(part.about, style="dim")
    for item in part.items:
        yield Text()
        yield _statement(item)
        yield Padding(_facts(item, told), INDENT)
        for said in item.quotes:
            yield Padding(_quote(said), INDENT)


def _statement(item: Item) -> Table:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row(Text("■", style=TONES[item.tone]), Text(item.statement, style="bold"))
    return row


def _facts(item: Item, told: Page) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    about = " · ".join((*item.about, *item.tags))
    grid.add_row(Text(told.owner), Text.assemble(item.owner, (f" · {about}", "dim")))
    for fact in item.facts:
        grid.add_row(Text(fact.label), Text("\n".join(fact.values)))
    if item.weekly:
        grid.add_row(Text(told.per_week), _spark(item))
    return grid


def _spark(item: Item) -> Text:
    bars, past = blocks(item.weekly), max(0, len(item.weekly) - item.recent)
    return Text.assemble((bars[:past], "dim"), (bars[past:], TONES[item.tone]), (f"  {' '.join(item.weekly_labels)}", "dim"))


def _quote(said: Said) -> Text:
    return Text.assemble((f"“{said.text}”", "italic"), (f"  {' · '.join(said.source)}", "dim"))
