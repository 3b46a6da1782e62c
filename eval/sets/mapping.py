"""The mapping of a labelled file: which column is what, and which of their labels is which of ours. A small YAML file.

    title: what the set is
    text: comment                    # column names; `text` is all that must be there
    question: asked
    slices: {language: lang, source: app}
    sentiment:
      column: rating
      labels: {good: positive, so-so: neutral, bad: negative}
      mixed: score                   # a mixed verdict counts by the sign of its score, or as neutral
    stage:
      column: moment
      labels: {order: [consideration, purchase], courier: delivery}
    topics:                          # or `aspects`: label#polarity; or `spans`: [start, end, label#polarity]
      column: category
      separator: ";"                 # where a cell of CSV holds several
      labels: {rude: staff.attitude, food: menu}
      left_out: {misc: a grab bag}   # the label counts for nothing, the row's other labels do
      unknown: {unclear: not known}  # the row is not judged for topics
      cut: true                      # of spans: one that ends beyond its text ends with it
    classes: {menu: [product.quality, product.features]}

A label is mapped to one of our topics, or to a class of them that the set does not tell apart. Labels that no line names are an
error, never silently dropped.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

import yaml

from eval.sets.items import MIXED_BY, MixedBy
from insight.errors import InputError
from insight.taxonomy import STAGE_IDS, Taxonomy
from insight.types import SENTIMENTS

TopicKind = Literal["topics", "aspects", "spans"]
KINDS: tuple[TopicKind, ...] = ("topics", "aspects", "spans")
POLARITIES = {"positive": "positive", "negative": "negative", "neutral": "neutral", "conflict": "mixed", "mixed": "mixed"}
_KEYS = {
    *("title", "folder", "evaluate", "teach", "pick", "text", "question", "slices", "flags", "note"),
    *("sentiment", "stage", "classes", *KINDS),
}
PICKS = ("random", "smallest_sha256")


@dataclass(frozen=True, slots=True)
class Labels:
    """One column of labels: theirs -> ours, and those that count for nothing, with the reason; `cut` ends spans with the text."""

    column: str
    labels: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None
    cut: bool = False

    def check(self, label: str, where: str) -> None:
        """Raises `InputError` naming the choices when a label of the file is in no line of the mapping."""
        if label not in self.labels and label not in self.left_out and label not in self.unknown:
            known = ", ".join([*self.labels, *self.left_out, *self.unknown])
            raise InputError(
                f"{where}: label {label!r} of column {self.column!r} is not in the mapping; it names {known}. Map it, or name it "
                f"under left_out with the reason"
            )


@dataclass(frozen=True, slots=True)
class Mapped:
    """A whole mapping, checked. `kind` says how `topics` is written in the file; `evaluate` and `teach` are file names."""

    title: str
    text: str | None = None
    question: str | None = None
    slices: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    sentiment: Labels | None = None
    mixed_by: MixedBy = "score"
    stage: Labels | None = None
    topics: Labels | None = None
    kind: TopicKind = "topics"
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    folder: str = ""
    evaluate: str = "all.jsonl"
    teach: str = ""
    pick: str = "random"


def load_mapping(path: Path) -> Mapped:
    """Read a mapping file; raises `InputError` naming what is wrong in it and what would be right."""
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"mapping {path} cannot be read: {error}") from error
    return to_mapping(plain, str(path))


def to_mapping(plain: object, where: str) -> Mapped:
    """Check a mapping; raises `InputError` naming the key, the value, and what would be right."""
    table = _table(plain, where)
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise InputError(f"{where}: {unknown[0]!r} is not known; the keys are {', '.join(sorted(_KEYS))}")
    kinds = [kind for kind in KINDS if kind in table]
    if len(kinds) > 1:
        raise InputError(f"{where}: both {kinds[0]!r} and {kinds[1]!r}; a set has one of {', '.join(KINDS)}")
    named = {name: _texts(topics, f"{where}: classes: {name}") for name, topics in _table(table.get("classes"), where).items()}
    topics = _labels(table[kinds[0]], f"{where}: {kinds[0]}") if kinds else None
    sentiment = table.get("sentiment")
    return Mapped(
        title=str(table.get("title") or where),
        text=_name(table, "text"),
        question=_name(table, "question"),
        slices={key: str(value) for key, value in _table(table.get("slices"), where).items()},
        flags=_texts(table.get("flags") or [], f"{where}: flags"),
        sentiment=_of(_labels(sentiment, f"{where}: sentiment"), (*SENTIMENTS, "mixed"), where) if sentiment else None,
        mixed_by=_mixed(sentiment, where),
        stage=_of(_labels(table["stage"], f"{where}: stage"), STAGE_IDS, where) if "stage" in table else None,
        topics=topics,
        kind=kinds[0] if kinds else "topics",
        classes=_classes(topics, named, where) if topics else {},
        note=str(table.get("note") or ""),
        folder=str(table.get("folder") or ""),
        evaluate=str(table.get("evaluate") or "all.jsonl"),
        teach=str(table.get("teach") or ""),
        pick=_pick(table, where),
    )


def _classes(topics: Labels, named: Mapping[str, tuple[str, ...]], where: str) -> dict[str, tuple[str, ...]]:
    """The classes that labels are mapped to, each with its topics; no topic may be in two."""
    ids = Taxonomy.default().topic_by_id
    found: dict[str, tuple[str, ...]] = {}
    for theirs, ours in topics.labels.items():
        for name in ours:
            found[name] = named.get(name, (name,))
            wrong = [topic for topic in found[name] if topic not in ids]
            if wrong:
                raise InputError(f"{where}: {theirs!r} -> {wrong[0]!r} is neither a topic nor a class; topics: {', '.join(ids)}")
    owner: dict[str, str] = {}
    for name, members in found.items():
        for topic in members:
            if owner.setdefault(topic, name) != name:
                raise InputError(f"{where}: topic {topic!r} is in the classes {owner[topic]!r} and {name!r}; it can be in one")
    return found


def _labels(plain: object, where: str) -> Labels:
    table = _table(plain, where)
    strange = sorted(set(table) - {"column", "labels", "left_out", "unknown", "separator", "mixed", "cut"})
    if strange:
        raise InputError(f"{where}: {strange[0]!r} is not known; column, labels, left_out, unknown, separator, mixed and cut are")
    if not table.get("column"):
        raise InputError(f"{where}: 'column' is missing; it names the column that holds the labels")
    labels = {theirs: _texts(ours, f"{where}: {theirs}") for theirs, ours in _table(table.get("labels"), where).items()}
    if not labels:
        raise InputError(f"{where}: 'labels' is missing; it says which of their labels is which of ours")
    left_out, unknown = (
        {key: str(why) for key, why in _table(table.get(kind), where).items()} for kind in ("left_out", "unknown")
    )
    return Labels(str(table["column"]), labels, left_out, unknown, _name(table, "separator"), table.get("cut") is True)


def _of(labels: Labels, allowed: Collection[str], where: str) -> Labels:
    for theirs, ours in labels.labels.items():
        for label in ours:
            if label not in allowed:
                raise InputError(f"{where}: {theirs!r} -> {label!r} is not one of {', '.join(allowed)}")
    return labels


def _mixed(sentiment: object, where: str) -> MixedBy:
    told = sentiment.get("mixed", "score") if isinstance(sentiment, dict) else "score"
    if told not in MIXED_BY:
        raise InputError(f"{where}: sentiment: mixed is {told!r}; it must be {' or '.join(MIXED_BY)}")
    return cast(MixedBy, told)


def _pick(table: Mapping[str, object], where: str) -> str:
    pick = str(table.get("pick") or "random")
    if pick not in PICKS:
        raise InputError(f"{where}: pick is {pick!r}; it must be {' or '.join(PICKS)}")
    return pick


def _table(plain: object, where: str) -> dict[str, object]:
    if plain is None:
        return {}
    if not isinstance(plain, dict):
        raise InputError(f"{where}: {str(plain)[:60]!r} is no table; lines of 'key: value' are expected")
    return {str(key): value for key, value in plain.items()}


def _texts(plain: object, where: str) -> tuple[str, ...]:
    values = plain if isinstance(plain, list) else [plain]
    if any(value is None or isinstance(value, dict | list) for value in values):
        raise InputError(f"{where}: {str(plain)[:60]!r} is neither a name nor a list of names")
    return tuple(str(value) for value in values)


def _name(table: Mapping[str, object], key: str) -> str | None:
    return None if table.get(key) is None else str(table[key])
