"""An answer as plain values, and as something to read in a terminal."""

import math
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from insight.answer.digest import Measured
from insight.answer.respond import Answer
from insight.taxonomy import Taxonomy
from insight.types import Estimate, Insight, Quote

Plain = dict[str, object]
_BLOCKS = "▁▂▃▄▅▆▇█"


def to_plain(answer: Answer) -> Plain:
    """Everything the answer holds, ready for JSON; what the intent does not fill is empty."""
    from insight.answer.render import to_json

    period = answer.period
    return {
        "text": answer.text,
        "since": period.since.isoformat() if period else None,
        "until": period.until.isoformat() if period else None,
        "feedback": answer.feedback,
        "customers": answer.customers,
        "insights": [_insight(insight) for insight in answer.insights],
        "topics": [
            {"topic": count.topic, "customers": count.customers, "reach": _estimate(count.reach)} for count in answer.topics
        ],
        "scores": _scores(answer.scores),
        "weekly": list(answer.weekly),
        "quotes": [_quote(quote) for quote in answer.quotes],
        "stages": answer.stages,
        "sides": [{"side": side, "scores": _scores(scores)} for side, scores in answer.sides],
        "digest": to_json(answer.digest, answer.query.language) if answer.digest else None,
    }


def _insight(insight: Insight) -> Plain:
    figures = insight.figures
    return {
        "theme": figures.theme.id,
        "name": asdict(figures.theme.name),
        "topic": figures.theme.topic,
        "stage": figures.theme.stage,
        "kinds": list(insight.kinds),
        "statement": asdict(insight.statement),
        "priority": insight.priority,
        "customers": figures.customers,
        "mentions": figures.mentions,
        "reach": _estimate(figures.reach),
        "net_sentiment": _estimate(figures.net_sentiment),
        "trend": {
            "now": figures.trend.now,
            "before": figures.trend.before,
            "ratio": _estimate(figures.trend.ratio),
            "significant": figures.trend.significant,
        },
        "impact": _estimate(figures.impact),
        "impact_metric": figures.impact_metric,
        "weekly": list(figures.weekly),
        "quotes": [_quote(quote) for quote in insight.quotes],
    }


def _estimate(estimate: Estimate | None) -> Plain | None:
    """A number that JSON does not know (an infinite ratio) becomes null."""
    if estimate is None:
        return None
    return {name: value if math.isfinite(value) else None for name, value in asdict(estimate).items()}


def _scores(scores: tuple[Measured, ...]) -> Plain:
    return {measured.name: _estimate(measured.now) for measured in scores}


def _quote(quote: Quote) -> Plain:
    return {**asdict(quote), "created_at": quote.created_at.isoformat()}


def to_renderable(answer: Answer, taxonomy: Taxonomy) -> RenderableType:
    """The answer for a terminal, with how the question was understood above it."""
    from insight.answer.render import to_terminal

    language = answer.query.language
    parts: list[RenderableType] = [Text(_understood(answer), style="dim"), Text(answer.text, style="bold")]
    if answer.digest:
        parts.append(to_terminal(answer.digest, language, taxonomy, None))
    for insight in answer.insights:
        parts += [Text(f"\n• {insight.statement[language]}"), *(_said(quote) for quote in insight.quotes)]
    if answer.topics and not (answer.insights or answer.quotes or answer.sides or answer.stages or answer.digest):
        parts += [Text(f"• {_topic(count.topic, taxonomy, language)}: {count.customers}") for count in answer.topics]
    if answer.query.intent in ("score", "compare", "trend"):
        parts.append(_score_table(answer))
    if answer.query.intent == "trend":
        parts.append(Text(f"{sparkline(answer.weekly)}  {' '.join(map(str, answer.weekly))}"))
    if answer.stages:
        parts.append(_journey(answer, taxonomy))
    parts += [_said(quote) for quote in answer.quotes]
    return Group(*parts)


def sparkline(values: tuple[int, ...]) -> str:
    """One block a value, as high as its share of the greatest."""
    highest = max(values, default=0) or 1
    return "".join(_BLOCKS[round(value / highest * (len(_BLOCKS) - 1))] for value in values)


def _understood(answer: Answer) -> str:
    asked = {name: value for name, value in answer.query.to_json().items() if value and name != "language"}
    return " · ".join(f"{name}: {value}" for name, value in asked.items())


def _topic(topic: str, taxonomy: Taxonomy, language: str) -> str:
    found = taxonomy.topic(topic)
    return found.name[language] if found else topic


def _said(quote: Quote) -> Text:
    where = f" ({quote.created_at:%Y-%m-%d}{', ' + quote.channel if quote.channel else ''})"
    return Text.assemble("  “", quote.text, "”", (where, "dim"))


def _score_table(answer: Answer) -> Table:
    sides = answer.sides or (("", answer.scores),)
    table = Table("", *(measured.name for measured in sides[0][1]))
    for side, scores in sides:
        table.add_row(side, *(_cell(measured.now) for measured in scores))
    return table


def _cell(estimate: Estimate | None) -> str:
    return f"{estimate.value:.1f} ({estimate.low:.1f} … {estimate.high:.1f}, n={estimate.n})" if estimate else "–"


def _journey(answer: Answer, taxonomy: Taxonomy) -> Table:
    table = Table("", "negative", "neutral", "positive")
    for stage, counts in answer.stages.items():
        table.add_row(taxonomy.stage_by_id[stage].name[answer.query.language], *(str(count) for count in counts.values()))
    return table
