"""`insight learn` and `insight heads`: corrections teach, and what was learned can be taken back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from insight.cli.options import StoreOption, pipeline
from insight.cli.output import Format, console, progress, write_rows
from insight.errors import InputError

if TYPE_CHECKING:
    from insight.teach import Taught

COLUMNS = ("figure", "before", "after")
LIST_COLUMNS = ("number", "at", "model", "corrections", "error before", "error after", "in force")
NONE = "none"

app = typer.Typer(help="Heads learned from corrections: list them, or go back.", no_args_is_help=True)


def learn(
    store: StoreOption = None,
    form: Annotated[Format, typer.Option("--format", help="How the figures are written.")] = Format.table,
) -> None:
    """Learn from every correction. Takes effect only if nothing that was known gets worse, and something gets better.

    Figures before and after: on mentions that no model was taught with, and on corrections that were held out.
    """
    flow = pipeline(store)
    with flow.open_store() as opened, progress("learning"):
        done = flow.learn(opened)
    write_rows(_figures(done), form, COLUMNS)
    _tell(done)


@app.command("list")
def list_(store: StoreOption = None, form: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """Every version that was learned, oldest first."""
    flow = pipeline(store)
    with flow.open_store() as opened:
        rows = [
            {
                "number": each.number,
                "at": each.at.astimezone(flow.settings.zone).isoformat(timespec="minutes"),
                "model": each.model_version,
                "corrections": each.report["lessons"],
                "error before": _error(each.report, "before"),
                "error after": _error(each.report, "after"),
                "in force": each.active,
            }
            for each in opened.list_heads()
        ]
    write_rows(rows, form, LIST_COLUMNS)


@app.command("use")
def use(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="One of `insight heads list`, or none: the shipped heads.")],
    store: StoreOption = None,
) -> None:
    """Put other heads in force. Stored labels stay until `insight relabel`."""
    if number != NONE and not number.isdecimal():
        raise InputError(f"heads {number!r}; give a number of `insight heads list`, or {NONE}")
    with pipeline(store).open_store() as opened:
        opened.activate_heads(None if number == NONE else int(number))
    console.print("the shipped heads are in force" if number == NONE else f"heads {number} are in force", highlight=False)


def _error(report: Mapping[str, object], when: str) -> object:
    found = report.get(when)
    return found.get("error") if isinstance(found, Mapping) else None


def _figures(done: "Taught") -> list[dict[str, object]]:
    """Figures before and after, those of single labels only where they moved."""
    before, after = done.outcome.before, done.outcome.after
    return [
        {"figure": name, "before": round(old, 3), "after": round(after[name], 3)}
        for name, old in before.items()
        if ":" not in name or abs(old - after[name]) >= 0.005
    ]


def _tell(done: "Taught") -> None:
    lines = [f"{done.outcome.lessons:,} corrections: " + "; ".join(done.outcome.reasons)]
    if done.outcome.odd:
        lines.append(f"left out, as they stand against the rest and what was known: those of {', '.join(done.outcome.odd)}")
    if done.in_force:
        lines.append(
            f"heads {done.number} are in force; `insight relabel` applies them to what is stored, `insight heads use` goes back"
        )
    else:
        lines.append("the heads in force stay")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
