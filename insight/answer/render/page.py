"""Digest -> Page: everything a digest says, in words, for the renderers to lay out."""

from collections.abc import Iterable
from dataclasses import dataclass

from insight.answer.digest import Digest, Measured
from insight.answer.render import words
from insight.answer.render.facts import Fact, Span, facts
from insight.answer.render.formats import clean, count, day, days, interval, iso_week, last_day
from insight.numerals import number, percent
from insight.rank import MOSTLY, is_praise
from insight.taxonomy import Taxonomy
from insight.types import Estimate, Figures, Insight, Quote

QUOTE_LENGTH = 280
STATEMENT_LENGTH = 400
UNITS = {"nps": "", "csat": "\u00a0%", "ces": "", "net_sentiment": ""}
DIGITS = {"nps": 1, "csat": 1, "ces": 2, "net_sentiment": 1}
DIFFERENCES = frozenset({"nps", "net_sentiment"})
"""Scores that are one share minus another, and so carry a sign."""
TOLD_BY_SENTIMENT = frozenset({"negative", "praised"})
"""Kinds that the line on net sentiment already tells."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quote and where it comes from. `language` is an HTML language tag, empty where there is none."""

    text: str
    language: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One insight.

    `tags` say what it is besides its statement; `tone` is negative, positive or mixed; the last `recent` counts of `weekly`
    fall into the period.
    """

    theme_id: str
    statement: str
    tone: str
    about: tuple[str, ...]
    tags: tuple[str, ...]
    owner: str
    facts: tuple[Fact, ...]
    weekly: tuple[int, ...]
    weekly_labels: tuple[str, ...]
    weekly_read: str
    recent: int
    quotes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section that has insights."""

    name: str
    heading: str
    about: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A score at one time: its value, and what it rests on. `known` is false where too few answered."""

    value: str
    detail: str
    known: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A score in the period and in the evidence window."""

    name: str
    about: str
    now: Reading
    evidence: Reading


@dataclass(frozen=True, slots=True)
class Page:
    """A digest in words; `nothing` is None unless there is nothing to tell."""

    language: str
    kicker: str
    title: str
    dates: str
    counted: tuple[str, ...]
    score_heads: tuple[str, str, str]
    scores: tuple[ScoreRow, ...]
    parts: tuple[Part, ...]
    nothing: str | None
    per_week: str
    owner: str
    notes_heading: str
    notes: tuple[str, ...]


def page(digest: Digest, language: str, taxonomy: Taxonomy) -> Page:
    """Put a digest into words.

    Args:
        digest: what was measured.
        language: `vi` for Vietnamese; anything else is English.
        taxonomy: the names of stages and topics.
    """
    language = "vi" if language == "vi" else "en"
    span = Span.of(digest, language)
    return Page(
        language=language,
        kicker=words.KICKER[language],
        title=_title(digest, language),
        dates=days(digest.period, language),
        counted=_counted(digest, language),
        score_heads=(words.SCORE[language], span.period[:1].upper() + span.period[1:], _evidence_head(digest, language)),
        scores=tuple(_score(measured, digest.minimum_answers, language) for measured in digest.scores),
        parts=tuple(_parts(digest, span, taxonomy)),
        nothing=_nothing(digest, language),
        per_week=words.PER_WEEK[language],
        owner=words.OWNER[language],
        notes_heading=words.NOTES[language],
        notes=_notes(digest, span),
    )


def _title(digest: Digest, language: str) -> str:
    found = iso_week(digest.period)
    if found:
        return words.WEEK_TITLE[language].format(year=found[0], week=found[1])
    title = words.DAY_TITLE if digest.period.days <= 1 else words.PERIOD_TITLE
    since, until = digest.period.since, last_day(digest.period)
    return title[language].format(since=day(since, language), until=day(until, language))


def _counted(digest: Digest, language: str) -> tuple[str, ...]:
    if not digest.feedback:
        return (words.NO_FEEDBACK[language],)
    responses = count(digest.feedback, words.RESPONSE, language)
    customers = count(digest.customers, words.CUSTOMER, language)
    told = [words.COUNTED[language].format(responses=responses, customers=customers)]
    if digest.anonymous:
        without = count(digest.anonymous, words.RESPONSE, language)
        told.append(words.ANONYMOUS[language].format(responses=without))
    return tuple(told)


def _evidence_head(digest: Digest, language: str) -> str:
    weeks, rest = divmod(digest.evidence.days, 7)
    span = count(digest.evidence.days, words.DAY, language) if rest else count(weeks, words.WEEK, language)
    head = words.LAST[language].format(span=span)
    return head[:1].upper() + head[1:]


def _score(measured: Measured, minimum: int, language: str) -> ScoreRow:
    name = measured.name
    now, evidence = (_reading(found, measured.name, minimum, language) for found in (measured.now, measured.evidence))
    return ScoreRow(words.SCORE_NAMES[name][language], words.SCORE_ABOUT[name][language], now, evidence)


def _reading(found: Estimate | None, name: str, minimum: int, language: str) -> Reading:
    if found is None:
        return Reading(words.TOO_FEW[language].format(minimum=minimum), "", known=False)
    digits, sign = DIGITS[name], name in DIFFERENCES
    value = number(found.value, language, digits, sign) + UNITS[name]
    rests = f"{interval(found, language, digits, sign)}, n = {number(found.n, language, 0)}"
    return Reading(value, rests, known=True)


def _parts(digest: Digest, span: Span, taxonomy: Taxonomy) -> Iterable[Part]:
    for name, insights in digest.sections.items():
        if insights:
            heading, about = words.SECTION_HEADINGS[name], words.SECTION_ABOUT[name]
            items = tuple(_item(insight, span, taxonomy) for insight in insights)
            yield Part(name, heading[span.language], about[span.language], items)


def _item(insight: Insight, span: Span, taxonomy: Taxonomy) -> Item:
    figures, language = insight.figures, span.language
    labels = tuple(number(each, language, 0) for each in figures.weekly)
    return Item(
        theme_id=clean(figures.theme.id),
        statement=clean(insight.statement[language], STATEMENT_LENGTH),
        tone=_tone(figures),
        about=_about(figures, taxonomy, language),
        tags=tuple(words.KINDS[kind][language] for kind in insight.kinds[1:] if kind not in TOLD_BY_SENTIMENT),
        owner=_owner(figures, language),
        facts=facts(insight, span),
        weekly=figures.weekly,
        weekly_labels=labels,
        weekly_read=words.PER_WEEK_READ[language].format(counts=" ".join(labels)),
        recent=max(1, round(span.days / 7)),
        quotes=tuple(_said(quote, language) for quote in insight.quotes),
    )


def _tone(figures: Figures) -> str:
    if is_praise(figures):
        return "positive"
    return "negative" if figures.negative >= MOSTLY else "mixed"


def _about(figures: Figures, taxonomy: Taxonomy, language: str) -> tuple[str, ...]:
    topic = taxonomy.topic(figures.theme.topic)
    stage = taxonomy.stage_by_id.get(figures.theme.stage or "")
    known = topic.name[language] if topic else words.OUTSIDE_TAXONOMY[language]
    return tuple(clean(each) for each in (known, stage.name[language] if stage else "") if each)


def _owner(figures: Figures, language: str) -> str:
    level = words.LEVELS[figures.level][language] if figures.level in words.LEVELS else figures.level
    return clean(f"{figures.owner[language]} ({level})")


def _said(quote: Quote, language: str) -> Said:
    tag = quote.language if quote.language in ("vi", "en") else ""
    mark = words.LANGUAGE_MARKS.get(quote.language, words.LANGUAGE_MARKS["other"])
    channel = words.CHANNELS[quote.channel][language] if quote.channel in words.CHANNELS else clean(quote.channel or "", 40)
    source = (day(quote.created_at.date(), language), channel, mark[language])
    return Said(clean(quote.text, QUOTE_LENGTH), tag, tuple(each for each in source if each))


def _nothing(digest: Digest, language: str) -> str | None:
    return words.NOTHING_NOTABLE[language] if digest.nothing_notable and digest.feedback else None


def _notes(digest: Digest, span: Span) -> tuple[str, ...]:
    language = span.language
    window = words.NOTE_WINDOW[language].format(
        dates=days(digest.evidence, language),
        customers=count(digest.evidence_customers, words.CUSTOMER, language),
        period=span.period,
        earlier=span.earlier,
    )
    unthemed = words.NOTE_UNTHEMED[language].format(share=percent(digest.unthemed, language))
    rest = (words.NOTE_VOICE, words.NOTE_IMPACT, words.NOTE_INTERVALS)
    return (window, *(note[language] for note in rest), unthemed)
