"""The corpus as the model sees it: normalised texts, spans in them, and label ids."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from insight.labelled import LabelledFeedback, LabelledMention, read_labelled
from insight.normalise import normalise, normalise_spans
from insight.taxonomy import Taxonomy
from insight.types import SpannedText
from models.spellings import SPELLINGS, Spelling, respelt, unaccented

CORPUS = Path(__file__).parent / "corpus"
DEV_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """One feedback ready for the encoder; `mentions` follow the spans of `source`. `group` joins texts that say the same."""

    written: LabelledFeedback
    source: SpannedText
    industry: str

    @property
    def mentions(self) -> tuple[LabelledMention, ...]:
        """Labels, one a span."""
        return self.written.mentions

    @property
    def group(self) -> str:
        """Equal for a text and its translations and spellings."""
        return f"{self.industry}-{self.written.group}"

    @property
    def well_spelt(self) -> bool:
        """Whether the base encoder can be trusted with the text: it cannot read unaccented or chat spelling."""
        return self.written.style not in ("unaccented", "teencode", "misspelt")

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
    """Normalise a labelled feedback as serving does, and move its spans along."""
    text, spans = normalise_spans(feedback.text, [(mention.start, mention.end) for mention in feedback.mentions])
    question = normalise(feedback.question) if feedback.question else None
    return Example(feedback, SpannedText(text, tuple(spans), question), industry)


def without_diacritics(example: Example) -> Example:
    """The same feedback as typed without diacritics."""
    written = respelt(example.written, unaccented, "unaccented", random.Random(0))
    return from_labelled(written, example.industry)


def respellings(example: Example) -> list[tuple[Example, Spelling]]:
    """The example in every other spelling that changes it; the same for the same text, whatever else is there."""
    found = []
    for spelling in SPELLINGS:
        if example.written.language in spelling.languages:
            rng = random.Random(f"{spelling.style}{example.written.text}")
            written = respelt(example.written, spelling.typing, spelling.style, rng)
            if written.text != example.written.text:
                found.append((from_labelled(written, example.industry), spelling))
    return found


def split(examples: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Training and held-out examples."""
    every = list(examples)
    return [e for e in every if not e.held_out], [e for e in every if e.held_out]


def texts(examples: Sequence[Example]) -> list[str]:
    """Every normalised text, in every spelling."""
    return [each.source.text for example in examples for each in (example, *(found for found, _ in respellings(example)))]
