"""Questions scored field by field; bad files refused."""

import json
from pathlib import Path

import pytest

from eval import questions
from insight.errors import InputError
from insight.pipeline import Pipeline

NOTHING: dict[str, object] = dict.fromkeys(questions.FIELDS) | {"topics": [], "themes": [], "segments": {}}


def row(identifier: str, question: str, **wanted: object) -> str:
    interpretation = {**NOTHING, "intent": "top_complaints", "sentiment": "negative", "language": "en", **wanted}
    return json.dumps({"id": identifier, "question": question, "as_of": "2026-11-18", "interpretation": interpretation})


def test_fields_are_scored_one_by_one_and_together(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        "\n".join(
            [
                row("q1", "top complaints about delivery", stage="delivery"),
                row("q2", "top complaints of gold customers", segments={"tier": "gold"}, stage="loyalty"),
                row("q3", "khách phàn nàn gì", language="vi", intent="score", sentiment=None),
                row(
                    "q4", "compare this week with last week", intent="compare", sentiment=None, compare=["this_week", "last_week"]
                ),
            ]
        ),
        encoding="utf-8",
    )
    section = questions.run(file=file)[0]
    figures = section.figures
    assert figures["all fields right"].value == 0.5
    assert figures["all fields right | language vi"].value == 0.0
    assert figures["intent right"].value == 0.75
    assert figures["stage right"].value == 0.75
    assert (figures["stage right | where asked for"].value, figures["stage right | where asked for"].n) == (0.5, 2)
    assert figures["segments right"].value == figures["compare right"].value == 1.0
    wrong = [(cells[0], cells[3]) for cells in section.tables[1].rows]
    assert wrong == [("q2", "stage"), ("q3", "intent"), ("q3", "sentiment")]
    assert json.loads(section.answers["q1"])["stage"] == "delivery"


def test_a_question_is_read_as_insight_ask_reads_it(pipeline: Pipeline) -> None:
    section = questions.run()[0]
    asked = {each.id: each for each in questions.load(questions.GOLD)}
    plain = [each for each in asked.values() if str(each.day) == "2026-11-18" and not each.wanted["segments"]][:8]
    for each in plain:
        said = pipeline.ask(each.text).query.to_json()
        told = json.loads(section.answers[each.id])
        assert {name: said[name] for name in ("intent", "stage", "topics", "language")} == {
            name: told[name] for name in ("intent", "stage", "topics", "language")
        }


def test_our_set_is_whole() -> None:
    found = questions.load(questions.GOLD)
    assert len(found) == len({each.id for each in found}) == 120
    themes, segments = questions.known(found)
    assert "paper straws" in themes
    assert segments["tier"] == ["gold", "standard"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("{", "line 1"),
        ('{"id": "q"}', "expected an object with id"),
        (row("q", "?").replace("2026-11-18", "yesterday"), "as_of"),
        (row("q", "?").replace('"limit"', '"most"'), r"missing \['limit'\], unknown \['most'\]"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_saying_why(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        questions.run(file=file)
