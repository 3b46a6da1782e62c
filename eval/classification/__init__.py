"""How right the labels are: on our gold set, on public sets, and on any labelled file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.classification.gold import gold_section
from eval.classification.of_sets import set_section
from eval.classification.readings import CACHE, Progress, Reader, silent
from eval.figures import Section
from eval.sets import ROWS, load_file, load_named, set_names
from eval.sets.mapping import Mapped, load_mapping, to_mapping
from insight.errors import InputError

__all__ = ["GOLD", "Reader", "run"]

GOLD, ALL = "gold", "all"
Began = Callable[[str], Progress]
"""Told the name of a set before it is read; gives what is told of every text."""


def run(
    data: Sequence[str] = (GOLD,),
    folder: Path | None = None,
    *,
    model: Path | None = None,
    rows: int = ROWS,
    mapping: Mapping[str, object] | Path | None = None,
    reader: Reader | None = None,
    cache: Path | None = CACHE,
    began: Began = lambda name: silent,  # noqa: ARG005
) -> list[Section]:
    """Judge the model on sets.

    Args:
        data: `gold`, names of public sets, `all` of those found in the folder, or paths of labelled CSV or JSON Lines files.
        folder: holds the public sets.
        model: a model folder; the one that ships unless given.
        rows: the most rows of a set, by a fixed seed.
        mapping: for the files of `data`: which column and label is what, as a table or the path of a YAML file.
        reader: instead of `model` and `cache`.
        cache: where vectors are kept between runs; None keeps none.
        began: gives the progress of each set.

    Raises:
        InputError: a set, file, mapping or number of rows that cannot be used.
        ModelError: the model is missing or damaged.
    """
    if rows < 1:
        raise InputError(f"rows is {rows}; it must be at least 1")
    reader = reader or Reader.from_model(model, cache)
    mapped = _mapping(mapping)
    names = [name for told in data for name in (_all(folder) if told == ALL else [told])]
    return [_section(name, folder, rows, mapped, reader, began(name)) for name in dict.fromkeys(names)]


def _section(name: str, folder: Path | None, rows: int, mapped: Mapped | None, reader: Reader, progress: Progress) -> Section:
    if name == GOLD:
        return gold_section(reader, progress)
    if name in set_names():
        if folder is None:
            raise InputError(f"the set {name!r} is read from a folder of sets; name it with --folder")
        return set_section(load_named(name, folder, rows), reader, progress)
    if not Path(name).is_file():
        known = ", ".join((GOLD, ALL, *set_names()))
        raise InputError(f"there is neither a set nor a file {name!r}; the sets are {known}")
    return set_section(load_file(Path(name), mapped, rows), reader, progress)


def _all(folder: Path | None) -> list[str]:
    if folder is None or not folder.is_dir():
        raise InputError(f"the folder of sets is {str(folder)!r}; name one that holds a folder a set")
    found = [name for name in set_names() if (folder / name).is_dir()]
    if not found:
        raise InputError(f"{folder} holds none of the sets {', '.join(set_names())}")
    return found


def _mapping(told: Mapping[str, object] | Path | None) -> Mapped | None:
    if told is None:
        return None
    return load_mapping(told) if isinstance(told, Path) else to_mapping(dict(told), "the mapping")
