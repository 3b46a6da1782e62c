"""Labels as plain values, ready for JSON."""

from collections.abc import Sequence

from insight.types import Labels, TopicLabel

Plain = dict[str, object]
NO_LABELS: Plain = {
    "language": None,
    "sentiment": None,
    "score": None,
    "stage": None,
    "topics": None,
    "mentions": None,
}
"""What stands in place of labels where a record cannot be used."""


def labels_to_plain(labels: Labels) -> Plain:
    """Language, sentiment, score, stage, topics and mentions of a feedback."""
    mentions = [
        {
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "stage": mention.stage,
            "topics": topics_to_plain(mention.topics),
            "sentiment": mention.sentiment,
            "score": mention.score,
        }
        for mention in labels.mentions
    ]
    return {
        "language": labels.language,
        "sentiment": labels.sentiment,
        "score": labels.score,
        "stage": labels.stage,
        "topics": topics_to_plain(labels.topics),
        "mentions": mentions,
    }


def topics_to_plain(topics: Sequence[TopicLabel]) -> list[Plain]:
    """Topics with their sentiment and the probability that they are present."""
    return [{"topic": found.topic, "sentiment": found.sentiment, "p": found.p} for found in topics]
