"""The figures of a model version on disk: `eval/results/<version>.json`, numbers only, so that versions can be compared.

Tables and plots stay out: they may quote texts that are not ours to publish. A run of some sections is merged into what is
there, so every section remembers when, where and by which command it was measured.
"""

import json
import math
import os
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from eval.figures import Figure, Section
from insight.errors import InputError, ModelError
from insight.model import ModelFolder

FOLDER = Path(__file__).parent / "results"
ACCEPTED = FOLDER / "ACCEPTED"
"""Holds the version whose results the gate compares with."""
FORMAT = 1
DIGITS = 4
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Run:
    """When (ISO date), on what machine, and by which command figures were measured."""

    when: str
    command: str
    cores: int
    processor: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A section as it is kept: its figures, and for sets of our own what the model answered, item by item."""

    title: str
    run: Run
    figures: dict[str, Figure]
    headline: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything measured of one model version; `sections` by name."""

    version: str
    sections: dict[str, Recorded]


def this_machine() -> tuple[int, str]:
    """Cores this process may use, and the processor's name (or its architecture, where the system does not say)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    lines = _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines() if _CPUINFO.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return cores, next(names, platform.processor() or platform.machine())


def model_version(model: Path | None = None) -> str:
    """The version that a model folder says it is; None is the one that ships. Raises `ModelError` where it does not say."""
    config = ModelFolder.find(model).path / "config.json"
    try:
        version = json.loads(config.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{config} names no version: {error!r}; restore the folder") from error
    return str(version)


def record(version: str, sections: Iterable[Section], run: Run) -> Results:
    """What is kept of sections: no tables, no plots, numbers rounded to 4 digits.

    Raises:
        InputError: a section appears twice, names a headline it has no figure for, or a figure is not a finite number.
    """
    kept: dict[str, Recorded] = {}
    for section in sections:
        if section.name in kept:
            raise InputError(f"section {section.name!r} appears twice in one run; evaluate each set once")
        figures = {name: _rounded(figure) for name, figure in section.figures.items()}
        kept[section.name] = Recorded(section.title, run, figures, section.headline, dict(section.answers))
    results = Results(version, kept)
    _check(results, "the run")
    return results


def merge(old: Results, new: Results) -> Results:
    """`old` with the sections of `new` put in or in their place; raises `InputError` when they are of different versions."""
    if old.version != new.version:
        raise InputError(f"results of {new.version!r} cannot be merged into those of {old.version!r}")
    return Results(old.version, old.sections | new.sections)


def path_of(version: str, folder: Path = FOLDER) -> Path:
    """The file of a version; raises `InputError` where the version cannot be a file name."""
    if not _VERSION.fullmatch(version):
        raise InputError(f"model version {version!r} cannot name a file; letters, digits, '.', '_' and '-' can")
    return folder / f"{version}.json"


def save(new: Results, folder: Path = FOLDER) -> Path:
    """Merge into the version's file, or create it; returns the file. Raises `InputError` where the file there is not valid."""
    path = path_of(new.version, folder)
    whole = merge(read(path), new) if path.is_file() else new
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(dumps(whole), encoding="utf-8")
    partial.replace(path)
    return path


def dumps(results: Results) -> str:
    """JSON in stable order: the same figures give the same bytes."""
    sections = {name: _plain(section) for name, section in sorted(results.sections.items())}
    whole = {"format": FORMAT, "version": results.version, "sections": sections}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def find(told: str, folder: Path = FOLDER) -> Path:
    """The file meant by a path or a version; raises `InputError` naming the versions there are."""
    for path in (Path(told), folder / f"{told}.json"):
        if path.is_file():
            return path
    there = ", ".join(sorted(path.stem for path in folder.glob("*.json"))) or "none yet"
    raise InputError(f"no results at {told!r}, neither as a file nor as a version in {folder}; there: {there}")


def read(path: Path) -> Results:
    """Results from a file; raises `InputError` naming what is wrong in it and where."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as results: {error}; a file written by python -m eval is expected") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        said = whole.get("format") if isinstance(whole, dict) else type(whole).__name__
        raise InputError(f"{path}: format is {said!r}; this version reads an object of format {FORMAT}")
    where = str(path)
    sections = _object(whole, "sections", where)
    read_ = {name: _section(_object(sections, name, where), f"{where}: section {name!r}") for name in sections}
    results = Results(_text(whole, "version", where), read_)
    _check(results, where)
    return results


def accepted_version(file: Path = ACCEPTED) -> str:
    """The version whose results are accepted; raises `InputError` where none is."""
    if not file.is_file():
        raise InputError(f"{file} is missing; python -m eval accept writes it")
    return file.read_text(encoding="utf-8").strip()


def _plain(section: Recorded) -> dict[str, object]:
    run = section.run
    return {
        "title": section.title,
        "when": run.when,
        "command": run.command,
        "machine": {"cores": run.cores, "processor": run.processor},
        "headline": list(section.headline),
        "figures": {name: _plain_figure(figure) for name, figure in section.figures.items()},
        "answers": dict(sorted(section.answers.items())),
    }


def _plain_figure(figure: Figure) -> dict[str, float | int | str]:
    plain: dict[str, float | int | str] = {"value": figure.value, "n": figure.n}
    if figure.low is not None and figure.high is not None:
        plain |= {"low": figure.low, "high": figure.high}
    return plain if figure.better == "higher" else plain | {"better": figure.better}


def _rounded(figure: Figure) -> Figure:
    low, high = (None if bound is None else round(float(bound), DIGITS) for bound in (figure.low, figure.high))
    return Figure(round(float(figure.value), DIGITS), int(figure.n), low, high, figure.better)


def _check(results: Results, where: str) -> None:
    for name, section in results.sections.items():
        missing = [headline for headline in section.headline if headline not in section.figures]
        if missing:
            raise InputError(f"{where}: section {name!r} leads with {missing[0]!r}, and has no figure of that name")
        for title, figure in section.figures.items():
            _check_figure(figure, f"{where}: section {name!r}, figure {title!r}")


def _check_figure(figure: Figure, where: str) -> None:
    if figure.n < 0:
        raise InputError(f"{where}: n is {figure.n}; it counts items")
    if not math.isfinite(figure.value):
        raise InputError(f"{where}: the value is {figure.value}; it must be a finite number")
    if figure.low is None or figure.high is None:
        return
    if not figure.low <= figure.high or not math.isfinite(figure.high - figure.low):
        raise InputError(f"{where}: the interval is [{figure.low}, {figure.high}]; low must not exceed high")


def _section(plain: Mapping[str, object], where: str) -> Recorded:
    machine = _object(plain, "machine", where)
    run = Run(
        _text(plain, "when", where),
        _text(plain, "command", where),
        int(_number(machine, "cores", where)),
        _text(machine, "processor", where),
    )
    figures = _object(plain, "figures", where)
    answers = _object(plain, "answers", where)
    headline = plain.get("headline")
    if not isinstance(headline, list) or not all(isinstance(name, str) for name in headline):
        raise InputError(f"{where}: headline is {headline!r}; it must be a list of names of figures")
    return Recorded(
        _text(plain, "title", where),
        run,
        {name: _figure(_object(figures, name, where), f"{where}, figure {name!r}") for name in figures},
        tuple(headline),
        {item: _text(answers, item, f"{where}, answers") for item in answers},
    )


def _figure(plain: Mapping[str, object], where: str) -> Figure:
    better = plain.get("better", "higher")
    if better not in ("higher", "lower"):
        raise InputError(f"{where}: better is {better!r}; it must be 'higher' or 'lower'")
    low, high = (None if plain.get(name) is None else _number(plain, name, where) for name in ("low", "high"))
    return Figure(_number(plain, "value", where), int(_number(plain, "n", where)), low, high, better)


def _object(plain: Mapping[str, object], name: str, where: str) -> dict[str, object]:
    found = plain.get(name)
    if not isinstance(found, dict):
        raise InputError(f"{where}: {name} is {found!r:.80}; an object is expected")
    return cast(dict[str, object], found)


def _text(plain: Mapping[str, object], name: str, where: str) -> str:
    found = plain.get(name)
    if not isinstance(found, str) or not found:
        raise InputError(f"{where}: {name} is {found!r:.80}; a text is expected")
    return found


def _number(plain: Mapping[str, object], name: str, where: str) -> float:
    found = plain.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise InputError(f"{where}: {name} is {found!r:.80}; a number is expected")
    return float(found)
