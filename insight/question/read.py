"""From the words of a question to what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from insight.question.compare import How, Side, baseline, find_pair
from insight.question.intents import Evidence, intent_of, metric_of, sentiment_of
from insight.question.language import is_function_word, language_of, shows_language
from insight.question.lexicon import Found, listed, unclaimed
from insight.question.limits import limit_of
from insight.question.names import Segments, channel_of, taxonomy_lexicons, topics_of
from insight.question.query import Asked, Query
from insight.question.said import Said, listen, write_out
from insight.question.spelling import correct
from insight.question.themes import NamedTheme, find_themes, words_of
from insight.question.times import Named, find_periods
from insight.taxonomy import Taxonomy
from insight.types import Bilingual

NO_THEMES: Mapping[str, Bilingual] = MappingProxyType({})
NO_VALUES: Mapping[str, Sequence[str]] = MappingProxyType({})
_ACCENTED_SHARE = 0.3
"""Vietnamese typed with its diacritics has them on two words of three."""
_OPINIONS = frozenset({"complaint", "praise", "good_and_bad", "never", "offtopic"})


@dataclass(frozen=True, slots=True)
class _Names:
    """Everything a question names, each as the words it stands in."""

    stages: list[Found]
    topics: list[Found]
    channels: list[Found]
    segments: list[Found]
    cues: list[Found]
    themes: list[NamedTheme]
    periods: list[Named]


def read_question(
    question: str,
    *,
    taxonomy: Taxonomy,
    today: date,
    themes: Mapping[str, Bilingual] = NO_THEMES,
    segments: Mapping[str, Sequence[str]] = NO_VALUES,
) -> Query:
    """What a question in Vietnamese, English or both asks for, on the day `today` in the asker's time zone.

    `themes` are the live themes' names by id, `segments` the values that each attribute has in the data. Any text gives a query;
    time grows linearly with its length, and what comes after the 400th word is not read.
    """
    values = Segments.of(segments)
    typed = listen(question)
    said = write_out(typed, vietnamese=language_of(typed) == "vi")
    said = correct(said, _known_names(values, themes))
    names = _names(said, typed, taxonomy, today, themes, values)
    return _query(said, names, values, taxonomy)


def _known_names(values: Segments, themes: Mapping[str, Bilingual]) -> list[str]:
    return [*values.lexicon.words(), *(word for name in themes.values() for word in words_of(name))]


def _names(said: Said, typed: Said, taxonomy: Taxonomy, today: date, themes: Mapping[str, Bilingual], values: Segments) -> _Names:
    language = language_of(said, _places(values.lexicon.find(said, bare=False)))
    accented = sum(word.marked for word in typed.words) > _ACCENTED_SHARE * len(typed.words)
    bare = language == "vi" and not accented
    asked = any(one.label == "compare" for one in listed("cues").find(said, bare=bare))
    periods = find_periods(said, today, comparing=asked)
    taken = _places(periods)
    stage_words, topic_words = taxonomy_lexicons(taxonomy)
    lexicons = (stage_words, topic_words, listed("channels"), values.lexicon, listed("cues"))
    found = unclaimed([lexicon.find(said, bare=bare, taken=taken) for lexicon in lexicons])
    entries = [entry.name for entry in taxonomy.stages] + [entry.name for entry in taxonomy.topics]
    themed = find_themes(said, themes, [name for entry in entries for name in (entry.vi, entry.en)])
    in_themes = {i for one in themed for i in one.words}
    cues = [one for one in found[4] if one.label in _OPINIONS or not in_themes.issuperset(range(one.start, one.end))]
    return _Names(found[0], found[1], found[2], found[3], cues, themed, periods)


def _query(said: Said, names: _Names, values: Segments, taxonomy: Taxonomy) -> Query:
    cues = frozenset(one.label for one in names.cues)
    pair = _pair(said, names, values, cues)
    wanted = _filters(said, names, pair)
    topics = topics_of(wanted.topics, taxonomy)
    channel = channel_of(said, wanted.channels, wanted.topics)
    segments = _segments(wanted.segments, values)
    facts = bool(wanted.stages or topics or channel or segments)
    intent, confidence = intent_of(_evidence(said, names, wanted, facts=facts, pair=pair is not None))
    language = _language(said, names)
    if intent in ("help", "out_of_scope"):
        return Query(intent, language, confidence)
    period = wanted.periods[0] if wanted.periods else None
    return Query(
        intent=intent,
        language=language,
        confidence=confidence,
        stage=wanted.stages[0].label if wanted.stages else None,
        topics=topics,
        themes=tuple(one.id for one in names.themes),
        sentiment=sentiment_of(cues, intent),
        since=period.since if period else None,
        until=period.until if period else None,
        channel=channel.label if channel else None,
        segments=segments,
        metric=metric_of(cues),
        limit=limit_of(said, _places(names.periods) | _places(names.segments)),
        compare=tuple(side.label for side in pair) if pair and intent == "compare" else (),
    )


def _filters(said: Said, names: _Names, pair: tuple[Side, Side] | None) -> _Names:
    """What is named apart from the sides of a comparison."""
    against = baseline(said, _period_sides(names))
    sides = _places([*(pair or ()), *([against] if against else [])])

    def rest(found: list[Found]) -> list[Found]:
        return [one for one in found if sides.isdisjoint(range(one.start, one.end))]

    return replace(
        names,
        stages=rest(names.stages),
        topics=rest(names.topics),
        channels=rest(names.channels),
        segments=rest(names.segments),
        periods=[one for one in names.periods if sides.isdisjoint(range(one.start, one.end))],
    )


def _evidence(said: Said, names: _Names, wanted: _Names, *, facts: bool, pair: bool) -> Evidence:
    return Evidence(
        cues=frozenset(one.label for one in names.cues),
        facts=facts,
        pair=pair,
        themes=bool(names.themes),
        time=bool(names.periods),
        open_time=any(one.open for one in wanted.periods),
        blank=all(is_function_word(word) for word in said.words),
        covered=_covered(said, names),
    )


def _period_sides(names: _Names) -> list[Side]:
    return [Side("period", one.label, one.start, one.end) for one in names.periods]


def _pair(said: Said, names: _Names, values: Segments, cues: frozenset[str]) -> tuple[Side, Side] | None:
    """The two sides compared, none of them a group of topics."""
    sides = _period_sides(names)
    for one in names.segments:
        attribute, value = values.values[int(one.label)]
        sides.append(Side(f"segment {attribute}", value, one.start, one.end))
    for kind, found in (("channel", names.channels), ("stage", names.stages), ("topic", names.topics)):
        sides += [Side(kind, one.label, one.start, one.end) for one in found if ":" not in one.label]
    how: How = "asked" if "compare" in cues else "chosen" if cues & {"comparative", "trend", "slices"} else "said"
    return find_pair(said, sides, how) or _against_now(said, names, cues)


def _against_now(said: Said, names: _Names, cues: frozenset[str]) -> tuple[Side, Side] | None:
    """This week against last, where only "compared with last week" is said and not how or why something moved."""
    against = baseline(said, _period_sides(names))
    if against is None or len(names.periods) > 1 or cues & {"trend", "comparative", "why", "affect"}:
        return None
    unit = names.periods[0].unit
    now = "today" if unit == "day" else f"this {unit}"
    return (Side("period", now, against.start, against.end), against) if against.label != now else None


def _segments(found: Sequence[Found], values: Segments) -> dict[str, str]:
    """Attribute -> value, the first one said."""
    chosen: dict[str, str] = {}
    for one in found:
        attribute, value = values.values[int(one.label)]
        chosen.setdefault(attribute, value)
    return chosen


def _covered(said: Said, names: _Names) -> float:
    """Share of the telling words that anything was found in; 1 for a question without any."""
    telling = {i for i, word in enumerate(said.words) if not is_function_word(word)}
    phrases = [*names.stages, *names.topics, *names.channels, *names.segments, *names.cues]
    understood = _places(phrases) | _places(names.periods).union(*(one.words for one in names.themes))
    return len(telling & understood) / len(telling) if telling else 1.0


def _language(said: Said, names: _Names) -> Asked:
    """The language of the words that are no names; of the names where there are no others."""
    named = _places(names.segments)
    return language_of(said, named if shows_language(said, named) else ())


def _places(found: Sequence[Found] | Sequence[Named] | Sequence[Side]) -> set[int]:
    """The words that these stand in."""
    return {i for one in found for i in range(one.start, one.end)}
