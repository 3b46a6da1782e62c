"""A labelled file and its mapping -> items in our labels; every slip is named with its row."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from eval.sets.items import Aspects, GoldSpan, Item, LabelRow
from eval.sets.mapping import POLARITIES, Labels, Mapped
from insight.errors import InputError
from insight.pipeline import checked
from insight.read import RawRow, open_rows, resolve_columns
from insight.types import SENTIMENTS, RolledSentiment

SEED = 7
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Read:
    """Items of the rows that were picked, how many rows the file has, and how many of the picked are no feedback."""

    items: tuple[Item, ...]
    available: int
    skipped: int


def read_rows(path: Path) -> list[RawRow]:
    """Every row of a CSV or JSON Lines file; raises `InputError` when it is empty, of another kind, or a row is damaged."""
    with open_rows(path) as rows:
        found = list(rows)
    for row in found:
        if not isinstance(row, RawRow):
            raise InputError(f"{path}, row {row.number}: {row.reason}")
    if not found:
        raise InputError(f"{path} is empty; a header and a row, or one JSON record a line, are expected")
    return [row for row in found if isinstance(row, RawRow)]


def settle(mapped: Mapped, rows: Sequence[RawRow], where: str) -> Mapped:
    """The mapping with its text column; raises `InputError` where a column is not there, or several may hold the text."""
    header = tuple(dict.fromkeys(name for row in rows for name in row.values))
    labels = [each.column for each in (mapped.sentiment, mapped.stage, mapped.topics) if each]
    named = [mapped.text, mapped.question, *mapped.slices.values(), *mapped.flags, *labels]
    missing = [name for name in named if name is not None and name not in header]
    if missing:
        raise InputError(f"{where}: there is no column {missing[0]!r}; the columns are {', '.join(header)}")
    return mapped if mapped.text else replace(mapped, text=text_column([n for n in header if n not in labels], rows, where))


def text_column(header: Sequence[str], rows: Sequence[RawRow], where: str) -> str:
    """The one column that holds the text, by its name; raises `InputError` where none or several do."""
    sample = tuple(rows[:100])
    able = [name for name in header if _holds_text(name, sample)]
    if len(able) > 1:
        said = " and ".join(repr(name) for name in able)
        raise InputError(f"{where}: {said} may each hold the text; say which in the mapping, as 'text: {able[0]}'")
    if not able:
        raise InputError(f"{where}: no column is known to hold the text; name it in the mapping, as 'text: {header[0]}'")
    return able[0]


def _holds_text(name: str, sample: tuple[RawRow, ...]) -> bool:
    try:
        return resolve_columns((name,), {}, sample).fields.get("text") == name
    except InputError:
        return False


def read_items(path: Path, mapped: Mapped, rows: int | None, part: str = "picked") -> Read:
    """Items of a file, at most `rows` of them, picked by a fixed seed (or as the mapping says) and in the order of the file.

    Args:
        path: CSV or JSON Lines.
        mapped: which column and label is what.
        rows: the most that are picked; None picks all.
        part: `picked`, or `rest`: those that `picked` leaves, again at most `rows`.

    Raises:
        InputError: the file cannot be used, or holds a label that the mapping does not name.
    """
    found = read_rows(path)
    mapped = settle(mapped, found, str(path))
    for row in found:
        _check_labels(row, mapped, f"{path}, row {row.number}")
    chosen = pick(found, mapped, rows)
    if part == "rest":
        taken = {row.number for row in chosen}
        chosen = pick([row for row in found if row.number not in taken], replace(mapped, pick="random"), rows)
    items = [item for row in chosen if (item := to_item(row, mapped, str(path))) is not None]
    if chosen and not items:
        raise InputError(
            f"{path}: column {mapped.text!r} holds no text in any of {len(chosen):,} rows; name another in the mapping"
        )
    return Read(tuple(items), len(found), len(chosen) - len(items))


def pick(rows: Sequence[RawRow], mapped: Mapped, most: int | None) -> list[RawRow]:
    """At most `most` rows in the order of the file: by a fixed seed, or those with the smallest SHA-256 of their text."""
    if most is None or len(rows) <= most:
        return list(rows)
    if mapped.pick == "smallest_sha256":
        order = sorted(range(len(rows)), key=lambda at: sha256(_text(rows[at].values, mapped).encode()).hexdigest())
        return [rows[at] for at in sorted(order[:most])]
    return [rows[at] for at in sorted(random.Random(SEED).sample(range(len(rows)), most))]


def to_item(row: RawRow, mapped: Mapped, where: str) -> Item | None:
    """One row in our labels; None where its text is blank or too long to be feedback."""
    values, text = row.values, _text(row.values, mapped)
    try:
        checked(text)
    except InputError:
        return None
    sentiment = _ours(values, mapped.sentiment)
    return Item(
        id=str(row.number),
        text=text,
        question=_cell(values, mapped.question) or None,
        sentiment=sentiment[0] if sentiment else None,  # type: ignore[arg-type]  # the mapping admits only sentiments
        stages=_ours(values, mapped.stage),
        aspects=_aspects(values, mapped) if mapped.kind != "spans" else None,
        spans=_spans(row, text, mapped, where) if mapped.kind == "spans" else (),
        slices={name: _cell(values, column) for name, column in mapped.slices.items() if _cell(values, column)},
        flags={column: _cell(values, column) for column in mapped.flags},
    )


def _aspects(values: Row, mapped: Mapped) -> Aspects | None:
    if mapped.topics is None:
        return None
    found = [_parted(label, mapped) for label in _labels(values, mapped.topics)]
    if mapped.kind == "topics" and not found:
        return None
    if any(label in mapped.topics.unknown for label, _ in found):
        return None
    return merged((name, polarity) for label, polarity in found for name in mapped.topics.labels.get(label, ()))


def merged(aspects: Iterable[tuple[str, RolledSentiment | None]]) -> Aspects:
    """One polarity a class, as mentions are rolled up: neutral counts only when alone, both polarities are mixed."""
    seen: dict[str, set[RolledSentiment | None]] = {}
    for name, polarity in aspects:
        seen.setdefault(name, set()).add(polarity)
    return {name: _rolled(polarities) for name, polarities in seen.items()}


def _rolled(polarities: set[RolledSentiment | None]) -> RolledSentiment | None:
    told = polarities - {None, "neutral"}
    if len(told) > 1:
        return "mixed"
    return next(iter(told), "neutral" if "neutral" in polarities else None)


def _spans(row: RawRow, text: str, mapped: Mapped, where: str) -> tuple[GoldSpan, ...]:
    assert mapped.topics is not None
    found: dict[tuple[int, int], list[tuple[str, RolledSentiment | None]]] = {}
    for start, end, marked in _marks(row, mapped.topics, where):
        end = min(end, len(text)) if mapped.topics.cut else end
        if not 0 <= start < end <= len(text):
            raise InputError(f"{where}, row {row.number}: span {start}-{end} leaves the text of {len(text)} characters")
        label, polarity = _parted(marked, mapped)
        found.setdefault((start, end), []).extend((name, polarity) for name in mapped.topics.labels.get(label, ()))
    spans = tuple(GoldSpan(start, end, merged(aspects)) for (start, end), aspects in sorted(found.items()) if aspects)
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise InputError(
                f"{where}, row {row.number}: spans {before.start}-{before.end} and {after.start}-{after.end} overlap"
            )
    return spans


def _marks(row: RawRow, topics: Labels, where: str) -> list[tuple[int, int, str]]:
    plain = row.values.get(topics.column) or []
    try:
        return [(int(start), int(end), str(label)) for start, end, label in plain]  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        shown = str(plain)[:60]
        raise InputError(
            f"{where}, row {row.number}: {topics.column!r} is {shown}; [[start, end, label], ...] is right"
        ) from error


def _check_labels(row: RawRow, mapped: Mapped, where: str) -> None:
    for labels in (mapped.sentiment, mapped.stage):
        for label in _labels(row.values, labels) if labels else ():
            labels.check(label, where)  # type: ignore[union-attr]
    if mapped.topics is None:
        return
    if mapped.kind == "spans":
        found = [mark[2] for mark in _marks(row, mapped.topics, where)]
    else:
        found = _labels(row.values, mapped.topics)
    for label in found:
        mapped.topics.check(_parted(label, mapped)[0], where)


def _parted(label: str, mapped: Mapped) -> tuple[str, RolledSentiment | None]:
    """`FOOD#PRICES#positive` -> (`FOOD#PRICES`, `positive`); a label without polarity keeps its name."""
    if mapped.kind == "topics":
        return label, None
    name, _, polarity = label.rpartition("#")
    known = POLARITIES.get(polarity.lower())
    return (name, known) if name and known else (label, None)  # type: ignore[return-value]  # all of POLARITIES are sentiments


def _labels(values: Row, labels: Labels) -> list[str]:
    plain = values.get(labels.column)
    if isinstance(plain, list):
        return [_plain(value) for value in plain]
    text = _plain(plain)
    parts = text.split(labels.separator) if labels.separator else [text]
    return [part.strip() for part in parts if part.strip()]


def _ours(values: Row, labels: Labels | None) -> tuple[str, ...] | None:
    """Our labels for a cell; None where it is empty or says nothing to us."""
    found = [ours for label in _labels(values, labels) for ours in labels.labels.get(label, ())] if labels else []
    return tuple(dict.fromkeys(found)) or None


def _text(values: Row, mapped: Mapped) -> str:
    return _cell(values, mapped.text)


def _cell(values: Row, column: str | None) -> str:
    return _plain(values.get(column)) if column else ""


def _plain(value: object) -> str:
    """A value as the mapping writes it: 5.0 as 5, nothing as an empty text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def label_table(path: Path, mapped: Mapped) -> tuple[LabelRow, ...]:
    """The mapping as the report shows it: each of their labels, ours, and how many rows (or spans) have it."""
    rows = read_rows(path)
    found: list[LabelRow] = []
    for labels in (mapped.sentiment, mapped.stage, mapped.topics):
        if labels is not None:
            counts = _counts(rows, labels, mapped)
            found += [
                LabelRow(f"{labels.column}: {theirs}", _shown(ours, mapped), counts[theirs])
                for theirs, ours in labels.labels.items()
            ]
            for kind, reasons in (("left out", labels.left_out), ("row not judged", labels.unknown)):
                found += [LabelRow(f"{labels.column}: {theirs}", kind, counts[theirs], why) for theirs, why in reasons.items()]
    return tuple(found)


def _counts(rows: Sequence[RawRow], labels: Labels, mapped: Mapped) -> Counter[str]:
    if labels is not mapped.topics:
        return Counter(label for row in rows for label in _labels(row.values, labels))
    if mapped.kind == "spans":
        return Counter(_parted(mark[2], mapped)[0] for row in rows for mark in _marks(row, labels, ""))
    return Counter(_parted(label, mapped)[0] for row in rows for label in _labels(row.values, labels))


def _shown(ours: Sequence[str], mapped: Mapped) -> str:
    return ", ".join(
        f"{name} = {' or '.join(mapped.classes[name])}" if len(mapped.classes.get(name, ())) > 1 else name for name in ours
    )


def identity_mapping(rows: Sequence[RawRow], title: str, stages: Iterable[str], topics: Iterable[str]) -> Mapped:
    """What a file without a mapping is taken for: our labels, in columns named sentiment (or label), stage, topics (or topic)."""
    header = {name for row in rows for name in row.values}
    sentiment = next((name for name in ("sentiment", "label") if name in header), None)
    topic = next((name for name in ("topics", "topic") if name in header), None)
    if sentiment is None and topic is None and "stage" not in header:
        raise InputError(
            f"{title}: no column named sentiment, label, stage, topics or topic; give a mapping that says where the labels are"
        )
    return Mapped(
        title=title,
        sentiment=Labels(sentiment, {name: (name,) for name in (*SENTIMENTS, "mixed")}) if sentiment else None,
        stage=Labels("stage", {name: (name,) for name in stages}) if "stage" in header else None,
        topics=Labels(topic, {name: (name,) for name in topics}, separator=";") if topic else None,
        classes={name: (name,) for name in topics} if topic else {},
    )
