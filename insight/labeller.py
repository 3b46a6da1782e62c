"""Texts with their spans -> labels, by the model and by what people said: the one way in which labels are made."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insight.classify import label
from insight.corrections import apply, borders, in_force
from insight.normalise import normalise, normalise_spans
from insight.types import Classifier, Correction, Encoder, Labels, Language, Span, SpannedText, Vectors


@dataclass(frozen=True, slots=True)
class Passage:
    """A masked text, not normalised, to be labelled.

    `spans` are its mentions in the text as it stands; `vectors` (spans + 1, dim), the whole text last, where they are known;
    `corrections` are all that were ever made of this text under this question.
    """

    text: str
    question: str | None
    language: Language
    spans: tuple[Span, ...]
    vectors: Vectors | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Labels, and the vectors (mentions + 1, dim) they were made from, the whole text last; `fresh` where encoded just now."""

    labels: Labels
    vectors: Vectors
    fresh: bool


@dataclass(frozen=True, slots=True)
class Labeller:
    """A model, the label version it stands for, and how it reads."""

    encoder: Encoder
    classifier: Classifier
    version: str

    def read(self, passages: Sequence[Passage]) -> list[Reading]:
        """One reading a passage, in order; a passage whose mentions people moved is encoded anew, with theirs.

        Vectors are rounded as the store rounds them, so that labels made from stored vectors are the same.
        """
        said = [in_force(each.corrections) for each in passages]
        spans = [borders(each.text, each.spans, held) for each, held in zip(passages, said, strict=True)]
        known = [each.vectors if found == each.spans else None for each, found in zip(passages, spans, strict=True)]
        unread = [place for place, rows in enumerate(known) if rows is None]
        encoded = self.encoder.encode([spanned(passages[place].text, passages[place].question, spans[place]) for place in unread])
        fresh = {place: _rounded(rows) for place, rows in zip(unread, encoded, strict=True)}
        readings = []
        for place, (each, held, found) in enumerate(zip(passages, said, spans, strict=True)):
            rows = fresh[place] if place in fresh else known[place]
            assert rows is not None, "what was not known was encoded"
            labels = label(each.text, each.language, found, self.classifier.probabilities(rows), self.classifier)
            readings.append(Reading(apply(labels, held), rows, place in fresh))
        return readings


def spanned(text: str, question: str | None, spans: Sequence[Span]) -> SpannedText:
    """What the encoder reads: normalised text, the spans moved along, and the whole text as the last span."""
    normal, moved = normalise_spans(text, spans)
    return SpannedText(normal, (*moved, (0, len(normal))), normalise(question) if question else None)


def alone(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Unit vectors (n, dim) of texts, each read by itself, normalised as feedback is."""
    return np.concatenate([rows[-1:] for rows in encoder.encode([spanned(text, None, ()) for text in texts])])


def _rounded(vectors: Vectors) -> Vectors:
    return vectors.astype(np.float16).astype(np.float32)
