"""Questions in Vietnamese, English and both -> a `Query`: `read_question` is the way in, `read.py` shows the flow."""

from insight.question.query import Intent, Metric, Query
from insight.question.read import read_question
from insight.question.times import read_period

__all__ = ["Intent", "Metric", "Query", "read_period", "read_question"]
