"""Groups of mentions -> a short name in both languages, each unlike the others.

A name comes from our bank of bilingual phrases when one of them is near the middle of the theme and shares its sentiment;
otherwise from the theme's own words: the short, well-spelt mention that is most central and says most of what sets the theme
apart (class-based TF-IDF, Grootendorst 2022, arXiv:2203.05794).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from insight.errors import InsightError
from insight.text import fold, words
from insight.types import Bilingual, Vectors

NEAR_ENOUGH, NEAR_WITH_WORDS = 0.65, 0.52
"""Cosine from which on a phrase of the bank names a theme; the second where it shares a word that sets the theme apart."""
SAME_TOPIC = 0.06
SHARED_WORD = 0.03
SHORTEST, LONGEST = 2, 9
_LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Saying:
    """A mention as evidence for a name: its words, language, closeness to the centre in [-1, 1], and polarity."""

    text: str
    language: str
    closeness: float
    sentiment: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of the bank."""

    topic: str
    sentiment: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A theme that needs a name: its mentions, its centre's nearest topic (or None), and the topic's name as a fallback."""

    sayings: Sequence[Saying]
    topic: str | None
    topic_name: Bilingual

    @property
    def sentiment(self) -> str:
        """The polarity of most mentions."""
        return Counter(saying.sentiment for saying in self.sayings).most_common(1)[0][0]


def load_phrases() -> list[Phrase]:
    """The bank that ships with the package; raises `InsightError` when a row is damaged."""
    phrases = []
    lines = (resources.files("insight.themes") / "names.tsv").read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines[1:], start=2):
        if line:
            cells = line.split("\t")
            if len(cells) != 4:
                raise InsightError(f"names.tsv, line {number}: {len(cells)} cells; expected topic, sentiment, vi, en")
            phrases.append(Phrase(cells[0], cells[1], Bilingual(cells[2], cells[3])))
    return phrases


def phrase_vectors(vi: Vectors, en: Vectors) -> Vectors:
    """One unit vector a phrase (n, dim) from those of its two languages."""
    both = vi + en
    norms: Vectors = np.maximum(np.linalg.norm(both, axis=1, keepdims=True), np.float32(1e-9))
    return both / norms


def name_themes(themes: Sequence[Unnamed], centres: Vectors, phrases: Sequence[Phrase], vectors: Vectors) -> list[Bilingual]:
    """A name for each theme, no two alike.

    Args:
        themes: in order of importance; earlier ones choose first where two would take the same words.
        centres: unit rows (themes, dim).
        phrases, vectors: the bank and its unit rows (phrases, dim).
    """
    keywords = _keywords(themes)
    chosen = _from_bank(themes, centres, phrases, vectors, keywords)
    taken = {fold(name[language]) for name in chosen.values() for language in _LANGUAGES}
    names = []
    for place, theme in enumerate(themes):
        name = chosen.get(place) or _from_words(theme, keywords[place], taken)
        taken |= {fold(name.vi), fold(name.en)}
        names.append(name)
    return names


def _from_bank(
    themes: Sequence[Unnamed],
    centres: Vectors,
    phrases: Sequence[Phrase],
    vectors: Vectors,
    keywords: Sequence[dict[str, float]],
) -> dict[int, Bilingual]:
    """Theme -> phrase, the best pairs first, each phrase at most once."""
    pairs: list[tuple[float, int, int]] = []
    folded = [{word.text for word in words(fold(f"{phrase.name.vi} {phrase.name.en}"))} for phrase in phrases]
    for place, theme in enumerate(themes):
        similar = vectors @ centres[place] if len(phrases) else np.zeros(0)
        for row in map(int, np.flatnonzero(similar >= NEAR_WITH_WORDS)):
            phrase, shared = phrases[row], len(folded[row] & set(keywords[place]))
            if phrase.sentiment == theme.sentiment and (shared or similar[row] >= NEAR_ENOUGH):
                score = float(similar[row]) + SAME_TOPIC * (phrase.topic == theme.topic)
                score += SHARED_WORD * min(shared, 3)
                pairs.append((-score, place, row))
    chosen: dict[int, Bilingual] = {}
    used: set[int] = set()
    for _, place, row in sorted(pairs):
        if place not in chosen and row not in used:
            chosen[place] = phrases[row].name
            used.add(row)
    return chosen


def _keywords(themes: Sequence[Unnamed], most: int = 12) -> list[dict[str, float]]:
    """The folded words that set each theme apart from the others, with their class-based TF-IDF weights."""
    counts = [Counter(word.text for saying in theme.sayings for word in words(fold(saying.text))) for theme in themes]
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    average = sum(total.values()) / max(len(themes), 1)
    found = []
    for count in counts:
        size = sum(count.values()) or 1
        weights = {word: n / size * math.log(1 + average / total[word]) for word, n in count.items() if len(word) > 1}
        best = sorted(weights, key=lambda word: (-weights[word], word))[:most]
        found.append({word: weights[word] for word in best})
    return found


def _from_words(theme: Unnamed, keywords: dict[str, float], taken: set[str]) -> Bilingual:
    """The best of the theme's own short mentions in each language; where a language has none, the topic and the other's words."""
    found = {language: _best_saying(theme, language, keywords, taken) for language in _LANGUAGES}
    anything = found["vi"] or found["en"] or _shortened(theme.sayings[0].text)
    return Bilingual(*(found[language] or f"{theme.topic_name[language]}: “{anything}”" for language in _LANGUAGES))


def _best_saying(theme: Unnamed, language: str, keywords: dict[str, float], taken: set[str]) -> str | None:
    """The candidate with the highest closeness plus share of the keywords' weight, none that is taken."""
    whole = sum(keywords.values()) or 1.0
    best: tuple[float, str] | None = None
    for saying in theme.sayings:
        name = _candidate(saying, language)
        if name is None or fold(name) in taken:
            continue
        said = {word.text for word in words(fold(name))}
        score = saying.closeness + sum(weight for word, weight in keywords.items() if word in said) / whole
        if best is None or (score, name) > best:
            best = (score, name)
    return best[1] if best else None


def _candidate(saying: Saying, language: str) -> str | None:
    """A mention fit to be a name: of the right language, short, without numbers or masked data, with its diacritics."""
    if saying.language != language or any(c.isdigit() or c in "[]@#/" for c in saying.text):
        return None
    if language == "vi" and fold(saying.text) == saying.text.lower():
        return None
    return _shortened(saying.text) if SHORTEST <= len(words(saying.text)) <= LONGEST else None


def _shortened(text: str) -> str:
    """At most `LONGEST` words, first letter a capital, shouting lowered."""
    found = words(text)[:LONGEST]
    name = text[found[0].start : found[-1].end] if found else text.strip()
    name = name.lower() if name.isupper() else name
    return name[:1].upper() + name[1:]
