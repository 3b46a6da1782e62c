"""Questions against the interpretation they must get, field by field.

A question is read as `insight ask` reads it, on the day it says, with the themes and segment values of the set known, as they
would be from the data. Themes are known by the names the set quotes. Our set writes a compared period as `this_week`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from eval import plots
from eval.figures import Cell, Figure, Plot, Section, Table
from insight.errors import InputError
from insight.measure import share
from insight.question import read_question
from insight.question.query import Json
from insight.taxonomy import Taxonomy
from insight.types import Bilingual

GOLD = Path(__file__).parent / "gold" / "questions.jsonl"
FIELDS = (
    "intent stage topics themes sentiment since until channel segments language metric limit compare".split()  # as `insight ask`
)
ALL = "all fields"
PERIODS = {"this", "last"}

Interpretation = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the day it is asked on, and the interpretation it must get."""

    id: str
    text: str
    day: date
    wanted: Interpretation


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the interpretation it got."""

    question: Question
    got: Interpretation

    def right(self, field: str) -> bool:
        """Whether a field is as it must be, or all of them."""
        if field == ALL:
            return all(self.right(name) for name in FIELDS)
        return self.got[field] == self.question.wanted[field]

    @property
    def language(self) -> str:
        """The language asked in, as the set says."""
        return str(self.question.wanted["language"])


def run(*, file: Path = GOLD, tell: Callable[[str], None] = lambda _: None) -> list[Section]:
    """Read every question of a file and compare; one section, `questions/gold`.

    Raises:
        InputError: the file cannot be used; the message names the line and what is wrong.
    """
    questions = load(file)
    themes, segments = known(questions)
    taxonomy = Taxonomy.default()
    tell(f"asking {len(questions)} questions")
    asked = [
        Asked(each, read_question(each.text, taxonomy=taxonomy, today=each.day, themes=themes, segments=segments).to_json())
        for each in questions
    ]
    return [_section(asked)]


def load(file: Path) -> list[Question]:
    """The questions of a JSON Lines file: `id`, `question`, `as_of`, `interpretation` with every field of `FIELDS`."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}; expected questions as JSON Lines in UTF-8") from None
    questions = [_question(line, f"{file}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not questions:
        raise InputError(f"{file} is empty; expected a question a line")
    return questions


def _question(line: str, place: str) -> Question:
    try:
        row = json.loads(line)
        wanted: dict[str, Json] = row["interpretation"]
        found = Question(row["id"], row["question"], date.fromisoformat(row["as_of"]), wanted)
        missing, unknown = set(FIELDS) - set(wanted), set(wanted) - set(FIELDS)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{place}: {error!r}; expected an object with id, question, as_of (a day) and interpretation") from None
    if missing or unknown:
        raise InputError(
            f"{place}: fields missing {sorted(missing)}, unknown {sorted(unknown)}; the fields are {', '.join(FIELDS)}"
        )
    if isinstance(wanted["compare"], list):
        wanted["compare"] = [_side(side) for side in wanted["compare"]]
    return found


def _side(side: str) -> str:
    """`this_week` as `insight ask` says it."""
    return side.replace("_", " ") if side.split("_")[0] in PERIODS else side


def known(questions: Sequence[Question]) -> tuple[dict[str, Bilingual], dict[str, list[str]]]:
    """The live themes by id (their name) and the segment values, gathered from what the set asks about."""
    themes: dict[str, Bilingual] = {}
    values: dict[str, set[str]] = {}
    for each in questions:
        named, segments = each.wanted["themes"], each.wanted["segments"]
        themes |= {name: Bilingual(name, name) for name in named} if isinstance(named, list) else {}
        for attribute, value in segments.items() if isinstance(segments, dict) else ():
            values.setdefault(attribute, set()).add(value)
    return themes, {attribute: sorted(found) for attribute, found in sorted(values.items())}


def _section(asked: Sequence[Asked]) -> Section:
    figures = {f"{ALL} right": _share(asked, ALL)}
    for language in sorted({each.language for each in asked}):
        spoken = [each for each in asked if each.language == language]
        figures[f"{ALL} right | language {language}"] = _share(spoken, ALL)
        figures[f"intent right | language {language}"] = _share(spoken, "intent")
    for field in FIELDS:
        figures[f"{field} right"] = _share(asked, field)
        filled = [each for each in asked if each.question.wanted[field]]
        if filled and len(filled) < len(asked):
            figures[f"{field} right | where asked for"] = _share(filled, field)
    return Section(
        name="questions/gold",
        title=f"Questions: {len(asked)} with the interpretation they must get",
        figures=figures,
        headline=(f"{ALL} right", "intent right", f"{ALL} right | language vi", f"{ALL} right | language en"),
        tables=(_fields(figures), _mistakes(asked)),
        plots=(_confusion(asked),),
        answers={each.question.id: json.dumps(dict(each.got), ensure_ascii=False, sort_keys=True) for each in asked},
    )


def _share(asked: Sequence[Asked], field: str) -> Figure:
    """Share of questions with a field right, with its Wilson interval."""
    found = share(sum(each.right(field) for each in asked), len(asked))
    return Figure(found.value, found.n, found.low, found.high)


def _fields(figures: Mapping[str, Figure]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for field in FIELDS:
        asked_for = figures.get(f"{field} right | where asked for")
        rows.append((field, figures[f"{field} right"].value, *((asked_for.value, asked_for.n) if asked_for else (None, None))))
    note = "Most questions leave most fields empty; the third column counts only those that ask for the field."
    return Table("Field by field", ("field", "right", "right where asked for", "asked for in"), tuple(rows), note)


def _mistakes(asked: Sequence[Asked]) -> Table:
    rows = [
        (
            each.question.id,
            each.question.text,
            str(each.question.day),
            field,
            _shown(each.question.wanted[field], each.got[field]),
        )
        for each in asked
        for field in FIELDS
        if not each.right(field)
    ]
    return Table("Every mistake", ("id", "question", "asked on", "field", "wanted → got"), tuple(rows))


def _shown(wanted: Json, got: Json) -> str:
    return " → ".join(json.dumps(value, ensure_ascii=False) for value in (wanted, got))


def _confusion(asked: Sequence[Asked]) -> Plot:
    pairs = [(str(each.question.wanted["intent"]), str(each.got["intent"])) for each in asked]
    labels = sorted({intent for pair in pairs for intent in pair})
    counts = np.zeros((len(labels), len(labels)), np.int64)
    for wanted, got in pairs:
        counts[labels.index(wanted), labels.index(got)] += 1
    svg = plots.confusion(counts, labels, rows="must be", columns="was read as")
    return Plot("Intents", svg, "What lies off the diagonal was answered as another kind of question.")
