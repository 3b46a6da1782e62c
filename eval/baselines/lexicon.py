"""Counting words that praise and words that blame: VADER for English, a small list of our own for Vietnamese."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from insight.errors import MissingExtraError
from insight.normalise import language, normalise, words
from insight.types import Sentiment

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

FILE = Path(__file__).parent / "vietnamese.txt"
NEUTRAL = 0.05
"""Scores closer to zero than this are neutral: what VADER's authors advise for their compound score (Hutto and Gilbert 2014)."""
_NEGATIONS = frozenset("không chẳng chả chưa đừng ko hông".split())
_REACH = 2
"""A negation turns what stands at most this many words after it."""


def lexicon_score(text: str) -> float:
    """Praise minus blame in [-1, 1]: VADER's compound score for English, else our list.

    Raises:
        MissingExtraError: vaderSentiment is not installed.
    """
    if language(text) == "en":
        return float(_vader().polarity_scores(text)["compound"])
    return vietnamese_score(text)


def lexicon_sentiment(text: str) -> Sentiment:
    """The sign of the score, neutral near zero."""
    score = lexicon_score(text)
    return "positive" if score >= NEUTRAL else "negative" if score <= -NEUTRAL else "neutral"


def vietnamese_score(text: str) -> float:
    """(praise - blame) / (praise + blame + 1) over the words and word pairs on the list, negations turning what follows."""
    found = [word.text.lower() for word in words(normalise(text))]
    weights = list_of_words()
    praise = blame = 0
    at = 0
    while at < len(found):
        pair = " ".join(found[at : at + 2])
        size = 2 if pair in weights else 1
        weight = weights.get(pair) or weights.get(found[at], 0)
        if weight and _NEGATIONS & set(found[max(0, at - _REACH) : at]):
            weight = -weight
        praise, blame = praise + (weight > 0), blame + (weight < 0)
        at += size
    return (praise - blame) / (praise + blame + 1)


@lru_cache(maxsize=1)
def list_of_words() -> Mapping[str, int]:
    """Words and word pairs, +1 praise, -1 blame."""
    weights: dict[str, int] = {}
    weight = 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line in ("+", "-"):
            weight = 1 if line == "+" else -1
        elif line and not line.startswith("#"):
            weights.update(dict.fromkeys((part.strip() for part in line.split(",")), weight))
    return weights


@lru_cache(maxsize=1)
def _vader() -> "SentimentIntensityAnalyzer":
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError as error:
        raise MissingExtraError("the English lexicon is vaderSentiment; pip install 'insight[report]'") from error
    return SentimentIntensityAnalyzer()
