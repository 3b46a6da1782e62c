"""The corpus as the model sees it: normalised texts, spans in them, and label ids."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from insight.labelled import LabelledFeedback, LabelledMention, read_labelled
from insight.normalise import fold, normalise, normalise_spans
from insight.taxonomy import Taxonomy
from insight.types import SpannedText

CORPUS = Path(__file__).parent / "corpus"
DEV_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """One feedback ready for the encoder; `mentions` follow the spans. `group` joins texts that say the same thing.

    `clean` is the same text before it was respelt by us: what the base encoder reads when it teaches.
    """

    source: SpannedText
    clean: SpannedText
    mentions: tuple[LabelledMention, ...]
    language: str
    style: str
    clean_style: str
    industry: str
    group: str

    @property
    def taught_by_base(self) -> bool:
        """Whether the base encoder can be trusted with the clean text: it cannot read unaccented or chat spelling."""
        return self.clean_style not in ("unaccented", "teencode", "misspelt")

    @property
    def held_out(self) -> bool:
        """Whether it is never trained on; decided by the group, so that no translation of a held-out text is seen."""
        return int(sha256(self.group.encode()).hexdigest()[:8], 16) / 16**8 < DEV_SHARE


def load_corpus(taxonomy: Taxonomy, folder: Path = CORPUS) -> list[Example]:
    """Every corpus file in name order; raises `LabelError` naming the line that is marked wrongly."""
    examples = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8") as lines:
            for feedback in read_labelled(lines, taxonomy.stage_by_id, taxonomy.topic_by_id):
                examples.append(from_labelled(feedback, path.stem))
    return examples


def from_labelled(feedback: LabelledFeedback, industry: str) -> Example:
    """Normalise a labelled feedback and move its spans along."""
    text, spans = normalise_spans(feedback.text, [(mention.start, mention.end) for mention in feedback.mentions])
    question = normalise(feedback.question) if feedback.question else None
    group = f"{industry}-{feedback.group}"
    source = SpannedText(text, tuple(spans), question)
    return Example(source, source, feedback.mentions, feedback.language, feedback.style, feedback.style, industry, group)


def without_diacritics(example: Example) -> Example:
    """The same feedback as typed without diacritics; folding keeps every code point in its place."""
    question = example.source.question
    text = "".join(_plain(character) for character in example.source.text)
    return replace(example, source=replace(example.source, text=text, question=question), style="unaccented")


def _plain(character: str) -> str:
    folded = fold(character)
    if len(folded) != 1:
        return character
    return folded.upper() if character.isupper() else folded


def misspelt(example: Example, rng: random.Random, rate: float = 0.04) -> Example:
    """The same feedback with typing slips: neighbouring letters swapped inside words, so that spans stay where they are."""
    letters = list(example.source.text)
    for index in range(1, len(letters) - 1):
        if letters[index - 1].isalpha() and letters[index].isalpha() and rng.random() < rate:
            letters[index - 1], letters[index] = letters[index], letters[index - 1]
    return replace(example, source=replace(example.source, text="".join(letters)), style="misspelt")


def spellings(examples: Iterable[Example], seed: int = 0) -> list[Example]:
    """The examples, and beside each accented one the same without diacritics, and every fifth with typing slips."""
    rng = random.Random(seed)
    grown: list[Example] = []
    for index, example in enumerate(examples):
        grown.append(example)
        if example.language != "en" and example.style != "unaccented":
            grown.append(without_diacritics(example))
        if index % 5 == 0:
            grown.append(misspelt(example, rng))
    return grown


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Training and held-out examples."""
    return [e for e in examples if not e.held_out], [e for e in examples if e.held_out]
