"""`python -m eval`: measure, compare, report."""

import os
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from eval import calls
from eval.compare import Comparison, compare
from eval.figures import Section
from eval.gate import accept as accept_version
from eval.gate import examine
from eval.keep import keep, kept
from eval.results import (
    ACCEPTED,
    FOLDER,
    Results,
    Run,
    accepted_version,
    find,
    model_version,
    path_of,
    read,
    record,
    save,
    this_machine,
)
from eval.summary import markdown
from eval.terminal import console, show, show_headline, telling
from insight.errors import InputError, InsightError

BUILD = Path("build/eval")
OUT = BUILD / "report.html"
ROWS = 2000

app = typer.Typer(
    name="python -m eval",
    help="How good the system is: honest figures with intervals, slices, pictures, and a comparison between versions.",
    epilog="Start with: make eval. Your own file: python -m eval classification --data reviews.csv",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[Path | None, typer.Option(help="Model folder; the one that ships when not given.")]
Rows = Annotated[int, typer.Option(min=2, help="Most rows of a set, drawn by a fixed seed.")]
Out = Annotated[Path, typer.Option(help="The HTML report.")]
Into = Annotated[Path, typer.Option("--results", help="Folder for the JSON of the figures; eval/results is the committed one.")]
Folder = Annotated[Path | None, typer.Option("--data", help="Folder of the public sets, such as ../shared/data.")]
Baselines = Annotated[bool, typer.Option(help="Measure BERTopic and sentence-transformers in the same run.")]


@app.command()
def classification(
    data: Annotated[
        list[str] | None, typer.Option(help="A labelled file, or the name or path of a public set; several may follow.")
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(help="Further files and sets.", show_default=False)] = None,
    mapping: Annotated[Path | None, typer.Option(help="YAML that says what the columns and labels of a file are.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder of the public sets, for those given by name.")] = None,
    model: Model = None,
    rows: Rows = ROWS,
    out: Out = OUT,
    into: Into = BUILD / "results",
) -> None:
    """Labels against those a person gave; without --data, our own gold set."""
    sets = [*(data or []), *(more or [])] or ["gold"]
    with telling() as tell:
        sections = calls.classify(sets, folder, model, rows, tell, mapping)
    finish(sections, model, out, into)


@app.command()
def robustness(model: Model = None, out: Out = OUT, into: Into = BUILD / "results") -> None:
    """Behavioural tests: negation, irony, spelling, emoji, names swapped, and more."""
    with telling() as tell:
        sections = calls.behave(model, tell)
    finish(sections, model, out, into)


@app.command()
def themes(
    data: Folder = None,
    model: Model = None,
    rows: Rows = ROWS,
    baselines: Baselines = True,
    out: Out = OUT,
    into: Into = BUILD / "results",
) -> None:
    """Themes against gold groups, and without them: stability, both languages together, emerging themes."""
    with telling() as tell:
        sections = calls.find_themes(data, model, rows, tell, baselines=baselines)
    finish(sections, model, out, into)


@app.command()
def learning(
    data: Folder = None,
    model: Model = None,
    baselines: Annotated[bool, typer.Option(help="Measure the untaught encoder too, where build/base holds it.")] = True,
    out: Out = OUT,
    into: Into = BUILD / "results",
) -> None:
    """What people tell it: topics of one's own, corrections that teach, and what it asks about."""
    with telling() as tell:
        sections = calls.learn(data, model, tell, baselines=baselines)
    finish(sections, model, out, into)


@app.command()
def questions(out: Out = OUT, into: Into = BUILD / "results") -> None:
    """Questions against the interpretation they must get, field by field."""
    with telling() as tell:
        sections = calls.understand(tell)
    finish(sections, None, out, into)


@app.command()
def latency(
    data: Folder = None, model: Model = None, baselines: Baselines = True, out: Out = OUT, into: Into = BUILD / "results"
) -> None:
    """Speed, memory and size, and how they grow."""
    with telling() as tell:
        sections = calls.time_it(data, model, tell, baselines=baselines)
    finish(sections, model, out, into)


@app.command("all")
def everything(
    data: Folder = None,
    model: Model = None,
    rows: Rows = ROWS,
    baselines: Baselines = True,
    out: Out = OUT,
    into: Into = BUILD / "results",
) -> None:
    """Our own gold sets; with --data, every public set as well, and speed."""
    found: list[Section] = []
    with telling() as tell:
        for sections in calls.everything(data, model, rows, tell, baselines=baselines):
            saved = remember(sections, model, into)
            found += sections
    present(found, model, out, saved)


@app.command()
def finetune(
    folder: Annotated[Path, typer.Option("--data", help="Folder of the public sets.")],
    model: Model = None,
    rows: Rows = ROWS,
    out: Out = OUT,
    into: Into = BUILD / "results",
) -> None:
    """What labels of your own would bring: light heads taught on more and more of a set's training part."""
    with telling() as tell:
        sections = calls.finetune(folder, model, rows, tell)
    finish(sections, model, out, into)


@app.command("compare")
def compare_(
    before: Annotated[str, typer.Argument(help="A version, or a file of results.")],
    after: Annotated[str, typer.Argument(help="The other one.")],
) -> None:
    """What got better, what worse, and whether it is more than noise."""
    show(compare(read(_results(before)), read(_results(after))))


@app.command()
def report(model: Model = None, out: Out = OUT) -> None:
    """Put all that was measured of a model in this checkout into one report."""
    version = model_version(model)
    found = kept(version, BUILD / "kept")
    if not found:
        raise InputError(f"nothing was measured of {version} in this checkout; run python -m eval all")
    write_report([section for section, _ in found], version, found[-1][1], out)


@app.command()
def table(
    version: Annotated[str | None, typer.Argument(help="A version or a file of results; not given, what ships.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Sections whose names begin so, such as classification/.")] = None,
) -> None:
    """The leading figures as a Markdown table, for a README or a model card."""
    typer.echo(markdown(read(_results(version or model_version())), only or ()))


@app.command()
def gate(model: Model = None) -> None:
    """Hold a model against the accepted results, as the test does; exits 1 when it is worse."""
    found = examine(model)
    console.print(f"not worse than {found.before}: {len(found.changes)} figures compared")


@app.command()
def accept(version: Annotated[str | None, typer.Argument(help="The one that ships when not given.")] = None) -> None:
    """Make a version the one that others are held against."""
    accept_version(version or model_version())
    console.print(f"accepted: {accepted_version()}")


def remember(sections: list[Section], model: Path | None, into: Path) -> Path:
    """Keep the sections for later reports, and save their figures; returns the file of the figures."""
    version, run = model_version(model), this_run()
    keep(sections, version, run, BUILD / "kept")
    return save(record(version, sections, run), into)


def finish(sections: list[Section], model: Path | None, out: Path, into: Path) -> None:
    """Keep the sections and save their figures; then present them."""
    present(sections, model, out, remember(sections, model, into))


def present(sections: list[Section], model: Path | None, out: Path, saved: Path) -> None:
    """Print what the sections lead with, and put all that is kept of the model into one report."""
    version, run = model_version(model), this_run()
    write_report([section for section, _ in kept(version, BUILD / "kept")], version, run, out)
    show_headline(record(version, sections, run))
    console.print(f"figures: {saved}\nreport:  {out}", highlight=False, soft_wrap=True)


def this_run() -> Run:
    """Today, this command and this machine."""
    command = shlex.join(["python", "-m", "eval", *sys.argv[1:]])
    return Run(date.today().isoformat(), command, *this_machine())


def write_report(sections: list[Section], version: str, run: Run, out: Path) -> None:
    """The HTML file, with what changed since the accepted results where there are any of another version."""
    from eval.report import render

    page = render(sections, version, run, _against_accepted(record(version, sections, run)))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8")


def _against_accepted(measured: Results) -> Comparison | None:
    if not ACCEPTED.is_file() or accepted_version() == measured.version or not path_of(accepted_version()).is_file():
        return None
    before = read(path_of(accepted_version()))
    return compare(before, measured) if before.sections.keys() & measured.sections.keys() else None


def _results(told: str) -> Path:
    """Committed results, else those of this checkout."""
    mine = BUILD / "results" / f"{told}.json"
    return mine if mine.is_file() and not (FOLDER / mine.name).is_file() else find(told)


def main() -> None:
    """Run a command: exit 0 done, 1 failed (the message is on stderr), 2 wrong usage."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (InsightError, OSError) as error:
        console.print("error:", style="bold red", end=" ")
        console.print(str(error), highlight=False, markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
