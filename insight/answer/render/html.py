"""Digest -> one self-contained HTML page: no script, no request, nothing a customer wrote can become markup."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from insight.answer.digest import Digest
from insight.answer.render.page import Item, page
from insight.taxonomy import Taxonomy

BAR, GAP = 12, 4
LABEL, HEIGHT = 14, 44
"""Units of the drawing: width of a bar and of the gap; room above for a number, and for the highest bar."""
APART = 3
"""Bars between two numbers that do not run into each other."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A week in the chart of an insight; `kind` is recent (in the period), past or empty; `label` is drawn above it."""

    x: int
    y: float
    width: int
    height: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Customers a week as bars, in units of the drawing."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def to_html(digest: Digest, language: str, taxonomy: Taxonomy) -> str:
    """The digest as a page that opens from a file, prints, and fits a phone, in light and dark.

    The page forbids itself every source but its own style sheet, by hash, so that even a flaw here could load nothing.

    Args:
        digest: what is told.
        language: `vi` for Vietnamese; anything else is English.
        taxonomy: the names of stages and topics.
    """
    environment = _environment()
    style = environment.get_template("digest.css.j2").render()
    html = environment.get_template("digest.html.j2").render(
        page=page(digest, language, taxonomy),
        chart=chart,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )
    return html + "\n"


def chart(item: Item) -> Chart:
    """The bars of an insight, numbers over the last and the highest; a week without customers is a stub on the baseline."""
    highest, last = max(item.weekly, default=0), len(item.weekly) - 1
    peak = item.weekly.index(highest) if item.weekly else 0
    labelled = {last, peak} if last - peak >= APART else {last}
    bars = []
    for place, customers in enumerate(item.weekly):
        height = max(round(HEIGHT * customers / highest, 1), 2.0) if customers > 0 else 1.0
        kind = "empty" if customers <= 0 else "recent" if place > last - item.recent else "past"
        label = item.weekly_labels[place] if place in labelled else ""
        bars.append(Bar(place * (BAR + GAP), round(LABEL + HEIGHT - height, 1), BAR, height, kind, label))
    return Chart(max(len(bars) * (BAR + GAP) - GAP, 1), LABEL + HEIGHT, tuple(bars))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("insight.answer.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
