"""Whole sections with tables and plots, in the ignored build folder, so that one report can show the runs of several days."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.figures import Figure, Plot, Section, Table
from eval.results import Run, path_of
from insight.errors import InputError

Kept = tuple[Section, Run]


def keep(sections: Sequence[Section], version: str, run: Run, folder: Path) -> None:
    """Write each section over what was kept of it; raises `InputError` where what is there cannot be read."""
    there = {section.name: (section, its_run) for section, its_run in kept(version, folder)}
    there |= {section.name: (section, run) for section in sections}
    folder.mkdir(parents=True, exist_ok=True)
    plain = [{"section": asdict(section), "run": asdict(its_run)} for section, its_run in there.values()]
    path_of(version, folder).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")


def kept(version: str, folder: Path) -> list[Kept]:
    """What was kept of a version, first run first; raises `InputError` where it cannot be read."""
    path = path_of(version, folder)
    if not path.is_file():
        return []
    try:
        return [(_section(each["section"]), Run(**each["run"])) for each in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} cannot be read: {error!r}; delete it and evaluate again") from error


def _section(plain: dict[str, object]) -> Section:
    figures, tables, plots = plain["figures"], plain["tables"], plain["plots"]
    if not isinstance(figures, dict) or not isinstance(tables, list) or not isinstance(plots, list):
        raise TypeError("figures, tables or plots are not what they should be")
    rebuilt = {
        "figures": {name: Figure(**figure) for name, figure in figures.items()},
        "tables": tuple(
            Table(each["title"], tuple(each["columns"]), tuple(map(tuple, each["rows"])), each["note"]) for each in tables
        ),
        "plots": tuple(Plot(**each) for each in plots),
        "headline": tuple(_listed(plain["headline"])),
        "notes": tuple(_listed(plain["notes"])),
    }
    return Section(**(plain | rebuilt))  # type: ignore[arg-type]


def _listed(plain: object) -> list[str]:
    if not isinstance(plain, list):
        raise TypeError(f"{plain!r:.60} is not a list")
    return plain
