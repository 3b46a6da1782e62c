"""Every evaluation of themes, in order, on one pipeline."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.figures import Section
from eval.themes import emerging, gold, languages, sheets
from eval.themes.found import Read, bertopic_python
from eval.themes.sets import INTENTS, PARALLEL, Grouped, intents, parallel, scenarios
from insight.errors import InputError
from insight.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Options:
    """See `eval.themes.run`."""

    data: Path | None
    rows: int
    out: Path
    python: Path | None
    rivals: bool


def measure(pipeline: Pipeline, options: Options, tell: Callable[[str], None], own: list[Grouped] | None = None) -> list[Section]:
    """The sections of `eval.themes.run`; `own` stands in for our scenarios."""
    if options.rows < 10:
        raise InputError(f"rows is {options.rows}; themes need at least 10 texts")
    there = _there(options.data) if options.data else []
    python = bertopic_python(options.python) if options.rivals else None
    sets = own or scenarios()
    tell(f"reading {sum(len(each.texts) for each in sets):,} texts of our scenarios")
    reads = [Read.of(pipeline, each.texts) for each in sets]
    named = [theme for each, read in zip(sets, reads, strict=True) for theme in sheets.themes_of(each, read.themes())]
    sections = [gold.own(sets, reads, python, tell), sheets.write(options.out, named), emerging.section(pipeline, sets, tell)]
    return sections + [_public(pipeline, options, folder, python, tell) for folder in there]


def _there(data: Path) -> list[Path]:
    """The folders of the public sets that are there; raises `InputError` where none is."""
    names = (*INTENTS, *PARALLEL)
    found = [data / name for name in names if (data / name).is_dir()]
    if not found:
        raise InputError(f"{data} has none of {', '.join(names)}; give the folder that holds these sets")
    return found


def _public(pipeline: Pipeline, options: Options, folder: Path, python: Path | None, tell: Callable[[str], None]) -> Section:
    if folder.name in PARALLEL:
        return languages.section(pipeline, parallel(folder.parent, folder.name, options.rows), tell)
    each = intents(folder.parent, folder.name, options.rows)
    tell(f"{each.name}: reading {len(each.texts):,} texts")
    return gold.public(each, Read.of(pipeline, each.texts), python, tell)
