"""Labelled feedback of many makers in one form: named sets through the tables beside this file, any other file by a mapping."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eval.sets.items import Item, LabelledSet
from eval.sets.mapping import Mapped, load_mapping
from eval.sets.reader import Read, identity_mapping, label_table, read_items, read_rows, settle
from insight.errors import InputError
from insight.taxonomy import STAGE_IDS, Taxonomy

__all__ = ["ROWS", "LabelledSet", "load_file", "load_named", "set_names"]

TABLES = Path(__file__).parent / "tables"
ROWS = 2_000


def set_names() -> tuple[str, ...]:
    """Names of the public sets there is a table for."""
    return tuple(sorted(path.stem for path in TABLES.glob("*.yaml")))


def load_named(name: str, folder: Path, rows: int = ROWS, teaching: int | None = None) -> LabelledSet:
    """A public set from the folder that holds them all.

    Args:
        name: one of `set_names()`.
        folder: holds a folder a set.
        rows: the most rows that are judged, by a fixed seed.
        teaching: the most rows of the set's own training part; None is as many as are judged, 0 none.

    Raises:
        InputError: no such set, or its file is missing or damaged.
    """
    if name not in set_names():
        raise InputError(f"there is no set {name!r}; one of {', '.join(set_names())}, or the path of a labelled file")
    mapped = load_mapping(TABLES / f"{name}.yaml")
    home = folder / mapped.folder
    found = read_items(home / mapped.evaluate, mapped, rows)
    taught = _teaching(home, mapped, rows, rows if teaching is None else teaching)
    return _set(name, mapped, home / mapped.evaluate, found, taught)


def load_file(path: Path, mapping: Mapped | None = None, rows: int = ROWS) -> LabelledSet:
    """Any labelled CSV or JSON Lines file; without a mapping, its columns and labels must be called as ours are.

    Raises:
        InputError: the file or the mapping cannot be used; the message names the row, the value, and what would be right.
    """
    if mapping is None:
        topics = tuple(Taxonomy.default().topic_by_id)
        mapping = identity_mapping(read_rows(path), str(path), STAGE_IDS, topics)
    mapping = settle(mapping, read_rows(path), str(path))
    found = read_items(path, mapping, rows)
    check_classes(found.items, mapping, str(path))
    return _set(path.stem, mapping, path, found, ())


def check_classes(items: Sequence[Item], mapped: Mapped, where: str) -> None:
    """Raises `InputError` when nothing can be told apart: only one label in a column, or none at all."""
    if mapped.sentiment is not None:
        said = Counter(item.sentiment for item in items if item.sentiment)
        if len(said) < 2:
            only = f"only {next(iter(said))!r}" if said else "no label"
            raise InputError(
                f"{where}: column {mapped.sentiment.column!r} holds {only} in {len(items):,} rows; at least two labels are needed"
            )
    if mapped.topics is not None and not any(item.aspects or item.spans for item in items):
        raise InputError(
            f"{where}: column {mapped.topics.column!r} names no topic in {len(items):,} rows; map its labels to ours"
        )


def _teaching(home: Path, mapped: Mapped, rows: int, most: int) -> tuple[Item, ...]:
    if not mapped.teach or not most:
        return ()
    if mapped.teach == "rest":
        left = read_items(home / mapped.evaluate, mapped, rows, part="rest").items
        return left[:most]
    return read_items(home / mapped.teach, mapped, most).items


def _set(name: str, mapped: Mapped, path: Path, found: Read, teaching: tuple[Item, ...]) -> LabelledSet:
    return LabelledSet(
        name=name,
        title=mapped.title,
        items=found.items,
        teaching=teaching,
        classes=mapped.classes,
        mixed_by=mapped.mixed_by,
        table=label_table(path, mapped),
        notes=(mapped.note,) if mapped.note else (),
        available=found.available,
        skipped=found.skipped,
    )
