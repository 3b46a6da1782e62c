"""What the shipped pipeline makes of texts, kept on disk so that a second run only labels anew.

Only what costs time is kept: the masked text, its mentions, and their vectors. Labels come from the heads on every run, so
that a model that differs in its heads alone is judged in seconds. A cache file is named by the encoder, the code before it, and
the texts.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Self

import numpy as np

import insight
from insight.classify import label
from insight.model import ModelFolder
from insight.normalise import language, normalise, normalise_spans
from insight.pipeline import Pipeline, Text
from insight.settings import Settings
from insight.types import Encoder, Labels, Probabilities, Span, SpannedText, Vectors

CACHE = Path("build/eval/cache")
_BEFORE_HEADS = ("encode.py", "text.py", "numerals.py", "mentions", "normalise", "privacy")
"""What of `insight` decides the vectors of a text."""

Progress = Callable[[int], None]
"""Is told how many more texts are read."""


def silent(_: int) -> None:
    """No progress."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as the pipeline understood it: masked text, labels, and what the heads say of each span.

    Rows of `found` and `vectors` are the mentions in order and, last, the whole text.
    """

    text: str
    labels: Labels
    found: Probabilities
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a cache file holds of one text; `vectors` (spans + 1, dim)."""

    text: str
    spans: tuple[Span, ...]
    vectors: Vectors


class Recorder:
    """An encoder that remembers the rows it gave, the whole text's included, which the pipeline does not hand out."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.rows: list[Vectors] = []

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self.encoder.dim

    def encode(self, texts: Sequence[SpannedText]) -> list[Vectors]:
        """As the encoder inside."""
        rows = self.encoder.encode(texts)
        self.rows += rows
        return rows


class Reader:
    """Reads texts through a pipeline; `cache` is None where nothing is to be kept."""

    def __init__(self, pipeline: Pipeline, cache: Path | None = None) -> None:
        self.pipeline = pipeline
        self.cache = cache

    @classmethod
    def from_model(cls, model: Path | None = None, cache: Path | None = CACHE) -> Self:
        """A reader on the shipped model, or on the folder told; raises `ModelError` where it is missing or damaged."""
        ModelFolder.find(model).check()
        return cls(Pipeline.from_settings(Settings(model=model)), cache)

    @property
    def version(self) -> str:
        """The model's."""
        return self.pipeline.model_version

    def read(self, name: str, texts: Sequence[Text], progress: Progress = silent) -> list[Reading]:
        """What the pipeline makes of each text, in order.

        Args:
            name: what the texts are, for the name of the cache file.
            texts: none blank, none longer than the pipeline takes.
            progress: is told of every text.
        """
        content = json.dumps([[text.text, text.question] for text in texts])
        kept = self._cached(name, content, lambda: self._understand(texts, progress))
        return [self._labelled(each) for each in kept]

    def spans(self, name: str, texts: Sequence[Text], spans: Sequence[Sequence[Span]]) -> list[Probabilities]:
        """What the heads say of spans marked by people, one row a span; texts are taken as they are, without masking."""
        return [self.pipeline.models[1].probabilities(vectors) for vectors in self.marked(name, texts, spans)]

    def marked(self, name: str, texts: Sequence[Text], spans: Sequence[Sequence[Span]]) -> list[Vectors]:
        """Vectors of spans marked by people, (spans, dim) a text; texts are taken as they are, without masking."""
        content = json.dumps(
            [[text.text, text.question, list(map(list, marks))] for text, marks in zip(texts, spans, strict=True)]
        )
        return [each.vectors for each in self._cached(f"{name}-spans", content, lambda: self._encode(texts, spans))]

    def whole(self, name: str, texts: Sequence[Text]) -> Vectors:
        """A vector for each whole text, shape (n, dim)."""
        content = json.dumps([[text.text, text.question] for text in texts])
        marks = [[(0, len(text.text))] for text in texts]
        kept = self._cached(f"{name}-whole", content, lambda: self._encode(texts, marks))
        return np.concatenate([each.vectors for each in kept])

    def _understand(self, texts: Sequence[Text], progress: Progress) -> list[_Kept]:
        encoder, classifier = self.pipeline.models
        recorder = Recorder(encoder)
        watched = Pipeline(self.pipeline.settings, self.pipeline.taxonomy, self.pipeline.clock, lambda: (recorder, classifier))
        found = []
        for understood in watched.understand(texts):
            found.append((understood.text, tuple((each.start, each.end) for each in understood.labels.mentions)))
            progress(1)
        return [_Kept(text, spans, rows) for (text, spans), rows in zip(found, recorder.rows, strict=True)]

    def _encode(self, texts: Sequence[Text], spans: Sequence[Sequence[Span]]) -> list[_Kept]:
        moved = [normalise_spans(text.text, marks) for text, marks in zip(texts, spans, strict=True)]
        asked = [normalise(text.question) if text.question else None for text in texts]
        sources = [SpannedText(text, tuple(marks), question) for (text, marks), question in zip(moved, asked, strict=True)]
        rows = self.pipeline.models[0].encode(sources)
        return [_Kept(text.text, tuple(marks), each) for text, marks, each in zip(texts, spans, rows, strict=True)]

    def _labelled(self, kept: _Kept) -> Reading:
        classifier = self.pipeline.models[1]
        found = classifier.probabilities(kept.vectors)
        labels = label(kept.text, language(kept.text), kept.spans, found, classifier)
        return Reading(kept.text, labels, found, kept.vectors)

    def _cached(self, name: str, content: str, work: Callable[[], list[_Kept]]) -> list[_Kept]:
        if self.cache is None:
            return work()
        key = sha256("\n".join([encoder_print(self.pipeline.settings.model), content]).encode()).hexdigest()[:16]
        file = self.cache / f"{name.replace('/', '_')}-{key}.npz"
        if file.is_file():
            return _load(file)
        kept = work()
        _save(file, kept)
        return kept


def encoder_print(model: Path | None) -> str:
    """A fingerprint of all that decides the vectors of a text: the encoder's weights, its tokenizer, and the code before it."""
    hashes = ModelFolder.find(model).hashes
    digest = sha256(json.dumps([hashes.get(name) for name in ("encoder.onnx", "tokenizer.json")]).encode())
    package = Path(insight.__file__).parent
    for place in (package / name for name in _BEFORE_HEADS):
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix in (".py", ".txt"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _save(file: Path, kept: Sequence[_Kept]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    plain = json.dumps([[each.text, each.spans] for each in kept])
    partial = file.with_suffix(".partial")
    with partial.open("wb") as stream:
        np.savez(stream, plain=np.frombuffer(plain.encode(), np.uint8), vectors=np.concatenate([each.vectors for each in kept]),
                 counts=np.array([len(each.vectors) for each in kept]))  # fmt: skip
    partial.replace(file)


def _load(file: Path) -> list[_Kept]:
    with np.load(file, allow_pickle=False) as stored:
        plain = json.loads(stored["plain"].tobytes().decode())
        bounds = pairwise([0, *accumulate(stored["counts"].tolist())])
        vectors = stored["vectors"]
    return [
        _Kept(text, tuple((start, end) for start, end in spans), vectors[first:last])
        for (text, spans), (first, last) in zip(plain, bounds, strict=True)
    ]
