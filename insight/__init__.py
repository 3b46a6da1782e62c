"""Understands what customers say, in Vietnamese and English, on your own machine.

    text -> normalise -> split into mentions -> encode -> classify -> store -> themes -> measure -> rank -> answer

`Pipeline` names every step, in order; `Feedback` is what goes in. The vocabulary is in `insight.types`.
"""

from insight.errors import InsightError
from insight.pipeline import Pipeline, Text
from insight.settings import Settings
from insight.types import Feedback

__all__ = ["Feedback", "InsightError", "Pipeline", "Settings", "Text"]
