"""Reads the word lists beside this file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("data")


@cache
def blocks(name: str) -> Mapping[str, tuple[str, ...]]:
    """Label -> entries of a list: `label: entry, entry`; an indented line goes on, `#` starts a comment line."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            label, _, line = line.rpartition(": ")
        entries = (entry.strip() for entry in line.split(","))
        found.setdefault(label, []).extend(entry for entry in entries if entry)
    return {label: tuple(entries) for label, entries in found.items()}
