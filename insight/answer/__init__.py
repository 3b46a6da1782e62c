"""Answers: what every edge shows, made of exact queries, measured figures and ranked insights."""

from insight.answer.digest import SECTIONS, Digest, Measured, digest
from insight.answer.metrics import metrics
from insight.answer.respond import Answer, TopicCount, respond
from insight.answer.windows import Windows, iso_week, week_before

__all__ = [
    "SECTIONS",
    "Answer",
    "Digest",
    "Measured",
    "TopicCount",
    "Windows",
    "digest",
    "iso_week",
    "metrics",
    "respond",
    "week_before",
]
