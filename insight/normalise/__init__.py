"""What the model reads: text brought to one form, and the language it is in."""

from insight.normalise.language import Language, language
from insight.normalise.reading import normalise, normalise_spans
from insight.text import Word, fold, words

__all__ = ["Language", "Word", "fold", "language", "normalise", "normalise_spans", "words"]
