"""Digest -> Markdown (CommonMark with tables), in which nothing a customer wrote can become markup."""

import re
from collections.abc import Iterable

from insight.answer.digest import Digest
from insight.answer.render.formats import blocks
from insight.answer.render.page import Item, Page, Part, Reading, Said, page
from insight.taxonomy import Taxonomy

# Whatever could open emphasis, code, a link, an image, HTML, an entity, a table cell, mathematics; and bare addresses.
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~#$]|(?<=:)/(?=/)|(?<=www)\.", re.IGNORECASE)


def to_markdown(digest: Digest, language: str, taxonomy: Taxonomy) -> str:
    """The digest as Markdown, ending in one newline.

    Args:
        digest: what is told.
        language: `vi` for Vietnamese; anything else is English.
        taxonomy: the names of stages and topics.
    """
    told = page(digest, language, taxonomy)
    return "\n\n".join(block for block in _blocks(told) if block) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, in a paragraph, a heading, a quotation or a table cell."""
    return _MARKUP.sub(lambda found: "\\" + found[0], text)


def _blocks(told: Page) -> Iterable[str]:
    yield f"# {escape(told.kicker)}: {escape(told.title)}"
    yield escape(" ".join((f"{told.dates}.", *told.counted)))
    yield _scores(told)
    if told.nothing:
        yield f"**{escape(told.nothing)}**"
    for part in told.parts:
        yield from _part(part, told)
    yield "---"
    yield f"**{escape(told.notes_heading)}.** " + escape(" ".join(told.notes))


def _scores(told: Page) -> str:
    rows = [
        f"| **{escape(row.name)}** ({escape(row.about)}) | {_reading(row.now)} | {_reading(row.evidence)} |"
        for row in told.scores
    ]
    return "\n".join((f"| {' | '.join(map(escape, told.score_heads))} |", "| --- | --- | --- |", *rows))


def _reading(reading: Reading) -> str:
    if not reading.known:
        return f"*{escape(reading.value)}*"
    return f"**{escape(reading.value)}** {escape(reading.detail)}"


def _part(part: Part, told: Page) -> Iterable[str]:
    yield f"## {escape(part.heading)}"
    yield f"*{escape(part.about)}*"
    for item in part.items:
        yield f"### {escape(item.statement)}"
        yield _facts(item, told)
        yield "\n>\n".join(map(_quote, item.quotes))


def _facts(item: Item, told: Page) -> str:
    lines = [f"{told.owner}: **{escape(item.owner)}** · {escape(' · '.join((*item.about, *item.tags)))}"]
    for fact in item.facts:
        lines += [f"{escape(fact.label)}: {escape(value)}" for value in fact.values]
    if item.weekly:
        lines.append(f"{escape(told.per_week)}: `{blocks(item.weekly)}` {' '.join(item.weekly_labels)}")
    return "\n".join(f"- {line}" for line in lines)


def _quote(said: Said) -> str:
    return f"> “{escape(said.text)}”\\\n> — {escape(' · '.join(said.source))}"
