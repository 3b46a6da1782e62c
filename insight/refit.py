"""The four verbs of themes applied to a store, or to texts that are not stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from insight.model import ModelFolder
from insight.store import RefitResult, Store, StoredTheme, ThemeEvent, VectorTable
from insight.taxonomy import Taxonomy
from insight.themes.assign import assign, key_of, says_something
from insight.themes.discover import Discovered, discover
from insight.themes.name import Phrase, Saying, Unnamed, load_phrases, name_themes, phrase_vectors
from insight.themes.track import Tracked, track
from insight.types import Bilingual, Encoder, Language, SpannedText, Theme, Understood, Vectors

EXPLAINED = 0.5
"""A theme stands under a topic when at least this share of its mentions carry it."""
GENERAL, BRIEF = "other.general", 8
"""Praise or blame of nothing in particular, in so few words, begins and joins no theme: a theme is never just a sentiment."""
NO_TOPIC = Bilingual("Chủ đề khác", "Something else")


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit found."""

    themes: tuple[Theme, ...]
    events: tuple[ThemeEvent, ...]
    mentions: int
    unthemed: int


@dataclass(frozen=True, slots=True)
class Found:
    """Theme of a text that is not stored; None where it is in none."""

    theme: str | None
    name: Bilingual | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions side by side, as themes need them; `vectors` (n, dim)."""

    keys: Sequence[str]
    vectors: Vectors
    texts: Sequence[str]
    languages: Sequence[str]
    topics: Sequence[str | None]
    stages: Sequence[str]
    sentiments: Sequence[str]


def refit(store: Store, encoder: Encoder, taxonomy: Taxonomy, version: str, now: datetime, model: Path | None) -> Refit:
    """Discover, track, name and store, in one transaction at the end: killed before it, nothing has changed."""
    table = store.vectors(model_version=version)
    mentions = _from_table(table)
    found = _discover(mentions)
    before = store.mention_themes()
    tracked = track(found.groups, mentions.keys, {str(row): theme for row, theme in before.items()})
    names = _names(mentions, found, encoder, taxonomy, model)
    themes = [
        StoredTheme(_theme(tracked.ids[group], names[group], mentions, found.groups == group, table, now), centre, float(radius))
        for group, (centre, radius) in enumerate(zip(found.centres, found.radii, strict=True))
    ]
    events = _events(tracked, now)
    ids = [tracked.ids[group] if group >= 0 else None for group in found.groups]
    similar = _similarities(mentions.vectors, found)
    detail = {"mentions": len(ids), "themes": len(themes)}
    result = RefitResult(now, version, themes, tracked.retired, table.row, ids, similar, events, detail)
    store.save_refit(result)
    return Refit(tuple(each.theme for each in themes), tuple(events), len(ids), sum(each is None for each in ids))


def assign_new(store: Store, now: datetime) -> int:
    """Put mentions that no one has looked at into the nearest theme, or none."""
    themes = store.themes()
    table = store.vectors(unassigned_only=True) if themes else None
    if table is None or not len(table):
        return 0
    centres = np.stack([theme.centroid for theme in themes])
    radii = np.array([theme.radius for theme in themes], np.float32)
    places, similar = assign(table.vectors, table.texts, centres, radii)
    ids = [themes[place].theme.id if place >= 0 else None for place in places]
    store.assign(table.row, ids, similar.astype(np.float64), now)
    return len(table)


def discover_texts(understood: Sequence[Understood], encoder: Encoder, taxonomy: Taxonomy, model: Path | None) -> list[Found]:
    """Themes of texts that are not stored: each text goes where its main mention goes, the longest that is in a theme."""
    mentions = _from_texts(understood)
    found = _discover(mentions)
    names = _names(mentions, found, encoder, taxonomy, model)
    ids = track(found.groups, mentions.keys, {}).ids
    results, start = [], 0
    for each in understood:
        rows = range(start, start + len(each.labels.mentions))
        start = rows.stop
        themed = [row for row in rows if found.groups[row] >= 0]
        main = max(themed, key=lambda row: len(mentions.texts[row]), default=None)
        group = int(found.groups[main]) if main is not None else -1
        results.append(Found(ids[group], names[group]) if group >= 0 else Found(None, None))
    return results


def _discover(mentions: Mentions) -> Discovered:
    pairs = zip(mentions.texts, mentions.topics, strict=True)
    informative = [says_something(text) and not (topic == GENERAL and len(text.split()) <= BRIEF) for text, topic in pairs]
    return discover(mentions.vectors, [key_of(text) for text in mentions.texts], informative)


def _from_table(table: VectorTable) -> Mentions:
    keys = [str(row) for row in table.row]
    return Mentions(keys, table.vectors, table.texts, table.language, table.topic, table.stage, table.sentiment)


def _from_texts(understood: Sequence[Understood]) -> Mentions:
    pairs = [(each, mention) for each in understood for mention in each.labels.mentions]
    return Mentions(
        keys=[str(place) for place in range(len(pairs))],
        vectors=np.concatenate([each.vectors for each in understood]),
        texts=[mention.text for _, mention in pairs],
        languages=[each.labels.language for each, _ in pairs],
        topics=[mention.topics[0].topic if mention.topics else None for _, mention in pairs],
        stages=[mention.stage for _, mention in pairs],
        sentiments=[mention.sentiment for _, mention in pairs],
    )


def _theme(
    identifier: str, name: Bilingual, mentions: Mentions, members: NDArray[np.bool_], table: VectorTable, now: datetime
) -> Theme:
    rows = [int(row) for row in np.flatnonzero(members)]
    born = datetime.fromtimestamp(int(table.at[rows].min()), tz=now.tzinfo).date()
    topic, stage = (_majority([values[row] for row in rows]) for values in (mentions.topics, mentions.stages))
    return Theme(identifier, name, topic, stage, "new", born, len(rows))


def _majority(values: Sequence[str | None]) -> str | None:
    """The value that at least half have."""
    value, count = Counter(values).most_common(1)[0]
    return value if count >= EXPLAINED * len(values) else None


def _names(mentions: Mentions, found: Discovered, encoder: Encoder, taxonomy: Taxonomy, model: Path | None) -> list[Bilingual]:
    similar = _similarities(mentions.vectors, found)
    unnamed = []
    for group in range(len(found.centres)):
        rows = [int(row) for row in np.flatnonzero(found.groups == group)]
        topic = _majority([mentions.topics[row] for row in rows])
        sayings = [
            Saying(mentions.texts[row], mentions.languages[row], float(similar[row]), mentions.sentiments[row])
            for row in sorted(rows, key=lambda row: -similar[row])
        ]
        known = taxonomy.topic(topic)
        unnamed.append(Unnamed(sayings, topic, known.name if known else NO_TOPIC))
    phrases = load_phrases()
    return name_themes(unnamed, found.centres, phrases, _phrase_vectors(phrases, encoder, model))


def _phrase_vectors(phrases: Sequence[Phrase], encoder: Encoder, model: Path | None) -> Vectors:
    """The bank's vectors: those that come with the model where they are of this bank, else computed."""
    stored = ModelFolder.find(model).phrase_vectors(len(phrases), encoder.dim)
    if stored is not None:
        return stored
    read = {language: _alone(encoder, [phrase.name[language] for phrase in phrases]) for language in ("vi", "en")}
    return phrase_vectors(read["vi"], read["en"])


def _alone(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    return np.concatenate(encoder.encode([SpannedText(text, ((0, len(text)),)) for text in texts]))


def _similarities(vectors: Vectors, found: Discovered) -> NDArray[np.float64]:
    """Similarity of each mention to the centre of its own theme, or to the nearest where it has none; 0 without themes."""
    if not len(found.centres):
        return np.zeros(len(vectors))
    similar = vectors @ found.centres.T
    own = np.where(found.groups >= 0, found.groups, similar.argmax(axis=1))
    return similar[np.arange(len(vectors)), own].astype(np.float64)


def _events(tracked: Tracked, now: datetime) -> list[ThemeEvent]:
    return [ThemeEvent(c.theme, now, c.kind, c.reason, {"others": list(c.others)}) for c in tracked.changes]


__all__ = ["Found", "Language", "Refit", "assign_new", "discover_texts", "refit"]
