"""Corrections teach: the last layer of the heads is fitted anew on frozen vectors, and replaces the old one only if it is better.

Three files, three steps: `lessons` (what people said), `fit` (heads that heed it), `judge` (whether they may replace the old).
"""

from insight.learn.fit import Remembered, fit
from insight.learn.judge import Outcome, learn
from insight.learn.lessons import Lessons

__all__ = ["Lessons", "Outcome", "Remembered", "fit", "learn"]
