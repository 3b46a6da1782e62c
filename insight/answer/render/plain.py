"""Digest -> plain data for JSON: every key always there, floats unrounded, days ISO, what is not a finite number null."""

import math

from insight.answer.digest import Digest, Measured
from insight.answer.render import words
from insight.answer.render.formats import iso_week
from insight.types import Bilingual, Estimate, Insight, Period, Quote, SliceLift, Theme, Trend

Plain = dict[str, object]


def to_json(digest: Digest, language: str) -> Plain:
    """The digest as values that `json.dumps(..., allow_nan=False)` takes; `until` is the day after the last.

    Args:
        digest: what is told.
        language: of the section headings, `vi` for Vietnamese, anything else English; statements come in both.
    """
    language = "vi" if language == "vi" else "en"
    sections = {
        name: {"heading": words.SECTION_HEADINGS[name][language], "insights": [_insight(each) for each in insights]}
        for name, insights in digest.sections.items()
    }
    return {
        "language": language,
        "period": _period(digest.period),
        "evidence": {**_period(digest.evidence), "customers": digest.evidence_customers},
        "feedback": digest.feedback,
        "customers": digest.customers,
        "anonymous": digest.anonymous,
        "unthemed": _finite(digest.unthemed),
        "scores": [_score(measured) for measured in digest.scores],
        "nothing_notable": digest.nothing_notable,
        "sections": sections,
    }


def _period(period: Period) -> Plain:
    found = iso_week(period)
    week = f"{found[0]:04d}-W{found[1]:02d}" if found else None
    return {"since": period.since.isoformat(), "until": period.until.isoformat(), "week": week}


def _score(measured: Measured) -> Plain:
    return {"name": measured.name, "now": _estimate(measured.now), "evidence": _estimate(measured.evidence)}


def _insight(insight: Insight) -> Plain:
    figures = insight.figures
    return {
        "id": figures.theme.id,
        "kind": insight.kinds[0],
        "kinds": list(insight.kinds),
        "statement": _both(insight.statement),
        "priority": _finite(insight.priority),
        "theme": _theme(figures.theme),
        "owner": _both(figures.owner),
        "level": figures.level,
        "customers": figures.customers,
        "mentions": figures.mentions,
        "reach": _estimate(figures.reach),
        "negative": _finite(figures.negative),
        "positive": _finite(figures.positive),
        "net_sentiment": _estimate(figures.net_sentiment),
        "trend": _trend(figures.trend),
        "long_trend": _trend(figures.long_trend),
        "impact": _estimate(figures.impact),
        "impact_metric": figures.impact_metric,
        "hidden": {"good_scores": figures.hidden.good_scores, "scored": figures.hidden.scored},
        "loudest": _finite(figures.loudest),
        "slices": [_slice(found) for found in figures.slices],
        "weekly": list(figures.weekly),
        "quotes": [_quote(quote) for quote in insight.quotes],
    }


def _theme(theme: Theme) -> Plain:
    return {
        "id": theme.id,
        "name_vi": theme.name.vi,
        "name_en": theme.name.en,
        "topic": theme.topic,
        "stage": theme.stage,
        "status": theme.status,
        "born": theme.born.isoformat(),
    }


def _trend(trend: Trend) -> Plain:
    return {
        "now": trend.now,
        "now_total": trend.now_total,
        "before": trend.before,
        "before_total": trend.before_total,
        "ratio": _estimate(trend.ratio),
        "p": _finite(trend.p),
        "significant": trend.significant,
    }


def _slice(found: SliceLift) -> Plain:
    return {
        "attribute": found.attribute,
        "value": found.value,
        "inside": found.inside,
        "inside_total": found.inside_total,
        "outside": found.outside,
        "outside_total": found.outside_total,
        "lift": _estimate(found.lift),
    }


def _quote(quote: Quote) -> Plain:
    return {
        "feedback_id": quote.feedback_id,
        "text": quote.text,
        "feedback_text": quote.feedback_text,
        "created_at": quote.created_at.isoformat(),
        "channel": quote.channel,
        "language": quote.language,
        "sentiment": quote.sentiment,
    }


def _estimate(found: Estimate | None) -> Plain | None:
    if found is None:
        return None
    return {"value": _finite(found.value), "low": _finite(found.low), "high": _finite(found.high), "n": found.n}


def _both(words_of: Bilingual) -> Plain:
    return {"vi": words_of.vi, "en": words_of.en}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
