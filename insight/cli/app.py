"""The commands put together, and what every one of them does with an error."""

import os
import sys

import typer

from insight.cli import analyse, classify, correct, demo, ingest, learn, relabel, review, themes, topics
from insight.cli.output import console
from insight.errors import InsightError

app = typer.Typer(
    name="insight",
    help="Understands what customers say, in Vietnamese and English, on your own machine.",
    epilog="The store is insight.db in the current folder, or --store URL, or INSIGHT_STORE. Start with: insight demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("ingest")(ingest.ingest)
app.command("classify")(classify.classify)
app.add_typer(themes.app, name="themes")
app.add_typer(topics.app, name="topics")
app.command("digest")(analyse.digest)
app.command("ask")(analyse.ask)
app.command("metrics")(analyse.metrics)
app.command("export")(analyse.export)
app.command("correct")(correct.correct)
app.add_typer(correct.app, name="corrections")
app.command("review")(review.review)
app.command("learn")(learn.learn)
app.add_typer(learn.app, name="heads")
app.command("relabel")(relabel.relabel)
app.command("demo")(demo.demo)


def main() -> None:
    """Run a command: exit 0 done, 1 failed (the message is on stderr), 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
    try:
        app()
    except InsightError as error:
        console.print(f"[bold red]error:[/] {_plain(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader has gone: nothing more can be said, and nothing has failed.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        console.print(f"[bold red]error:[/] {_plain(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
