"""A user's own labels as lessons."""

from pathlib import Path

import pytest

from insight.errors import LabelError
from insight.taxonomy import Taxonomy

TAXONOMY = Taxonomy.default()


def read(tmp_path: Path, text: str) -> list[object]:
    from models.own import own_lessons

    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    return [
        (found.text, found.language, found.sentiment, found.stage, found.topics, found.every_topic)
        for found in own_lessons(file, TAXONOMY)
    ]


def test_what_is_known_is_read_and_the_rest_is_not_guessed(tmp_path: Path) -> None:
    rows = (
        'text,sentiment,stage,topics\n"Phí cao, ko đáng",negative,usage,price.value-;price.billing-\nGreat app,positive,,\n ,,,\n'
    )
    assert read(tmp_path, rows) == [
        (
            "Phí cao, không đáng",
            "vi",
            "negative",
            "usage",
            (("price.value", "negative"), ("price.billing", "negative")),
            True,
        ),
        ("Great app", "en", "positive", None, (), False),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("comment\nhi\n", "has columns comment; one must be text"),
        ("text,sentiment\nhi,happy\n", "line 2: unknown sentiment 'happy'; one of negative, neutral, positive"),
        ("text,stage\nhi,using\n", "line 2: unknown stage 'using'; one of awareness"),
        ("text,topics\nhi,price.value\n", "line 2: topic 'price.value' has no sentiment"),
        ("text,topics\nhi,prices+\n", "line 2: unknown topic 'prices'"),
    ],
)
def test_a_wrong_label_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LabelError, match=message):
        read(tmp_path, text)
