"""Every step, in order: text -> privacy -> mentions -> normalise -> encode -> classify -> store -> themes -> answer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar

from insight.classify import Heads, label
from insight.encode import OnnxEncoder
from insight.errors import InputError, MissingStoreError
from insight.mentions import split
from insight.model import ModelFolder
from insight.normalise import language, normalise, normalise_spans
from insight.privacy import hash_customer, mask
from insight.settings import Settings
from insight.taxonomy import Taxonomy
from insight.text import clean, rewrite
from insight.types import Classifier, Encoder, Feedback, Period, Slice, SpannedText, Understood

if TYPE_CHECKING:
    import pandas

    from insight.answer import Answer, Digest, Measured
    from insight.refit import Found, Refit
    from insight.store import NewFeedback, Store

Item = TypeVar("Item")
Progress = Callable[[int], None]
"""Is told how many more are done."""

CHUNK = 256
"""Texts labelled together, and feedback stored in one transaction."""
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be understood, and the question it answers."""

    text: str
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the rows offered: `new` are stored, `known` were there already and changed nothing."""

    new: int = 0
    known: int = 0


class Pipeline:
    """Feedback in, ranked insights out.

    >>> from insight import Pipeline
    >>> understood = next(Pipeline.from_settings().understand(["Giao hàng nhanh nhưng nhân viên thô lỗ"]))
    >>> [(mention.text, mention.sentiment) for mention in understood.labels.mentions]
    [('Giao hàng nhanh', 'positive'), ('nhân viên thô lỗ', 'negative')]
    """

    def __init__(
        self,
        settings: Settings,
        taxonomy: Taxonomy,
        clock: Callable[[], datetime],
        models: Callable[[], tuple[Encoder, Classifier]],
    ) -> None:
        self.settings = settings
        self.taxonomy = taxonomy
        self.clock = clock
        self._load_models = models

    @classmethod
    def from_settings(cls, settings: Settings | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Self:
        """A pipeline on the shipped model, or the one the settings name; weights are loaded when first needed."""
        settings = settings or Settings()
        taxonomy = Taxonomy.from_file(settings.taxonomy) if settings.taxonomy else Taxonomy.default()

        def models() -> tuple[Encoder, Classifier]:
            folder = ModelFolder.find(settings.model)
            folder.check()
            return OnnxEncoder.from_pretrained(folder.path, settings.threads), Heads.from_pretrained(folder.path)

        return cls(settings, taxonomy, clock, models)

    @cached_property
    def models(self) -> tuple[Encoder, Classifier]:
        """Encoder and classifier."""
        return self._load_models()

    @property
    def model_version(self) -> str:
        """What stored labels are marked with."""
        return self.models[1].version

    # Understanding -------------------------------------------------------------------------------------------------------

    def understand(self, texts: Iterable[str | Text]) -> Iterator[Understood]:
        """Mask, split, encode and classify; one result a text, in order, the same whatever the other texts are.

        Raises:
            InputError: a text is blank, or longer than `LONGEST_TEXT`; check with `checked` where rows must go on.
        """
        items = (text if isinstance(text, Text) else Text(text) for text in texts)
        for chunk in chunks(items, CHUNK):
            yield from self._understand_chunk([self._through_the_door(item) for item in chunk])

    def _through_the_door(self, item: Text) -> Text:
        year = self.clock().year
        question = mask(item.question, year=year).text if item.question and item.question.strip() else None
        return Text(mask(checked(item.text), year=year).text, question)

    def _understand_chunk(self, items: Sequence[Text]) -> Iterator[Understood]:
        encoder, classifier = self.models
        spans = [tuple(split(item.text)) for item in items]
        vectors = encoder.encode([_spanned(item, found) for item, found in zip(items, spans, strict=True)])
        for item, found, rows in zip(items, spans, vectors, strict=True):
            labels = label(item.text, language(item.text), found, classifier.probabilities(rows), classifier)
            yield Understood(item.text, labels, rows[:-1])

    def classify_frame(self, frame: "pandas.DataFrame", text: str = "text", question: str | None = None) -> "pandas.DataFrame":
        """A copy of a frame with the columns language, sentiment, score, stage, topics and mentions; needs the extra `files`.

        Raises:
            InputError: a text is blank, missing, or too long.
        """
        from insight.plain import NO_LABELS, labels_to_plain

        questions = frame[question] if question else [None] * len(frame)
        pairs = zip(frame[text], questions, strict=True)
        items = [Text(*(value if isinstance(value, str) else "" for value in pair)) for pair in pairs]
        plain = [labels_to_plain(each.labels) for each in self.understand(items)]
        labelled = frame.copy()
        for name in NO_LABELS:
            labelled[name] = [row[name] for row in plain]
        return labelled

    # Storing -------------------------------------------------------------------------------------------------------------

    def open_store(self, *, create: bool = False) -> "Store":
        """The store of the settings; raises `MissingStoreError` where there is none and none is to be created."""
        from insight.store import Store

        return Store.open(self.settings.store, workspace=self.settings.workspace, create=create)

    def ingest(self, store: "Store", rows: Iterable[Feedback], progress: Progress | None = None) -> Ingested:
        """Store feedback with its labels and put its mentions into the themes there are.

        Each chunk is one transaction: a process killed in between leaves whole chunks, and the same call completes them.

        Raises:
            InputError: a text is blank or too long; the chunks before it are stored.
        """
        new = known = 0
        key = self.settings.customer_key or store.customer_key()
        for chunk in chunks(rows, CHUNK):
            prepared = [self._prepared(feedback, key) for feedback in chunk]
            there = store.known([f.id or "" for f, _ in prepared], [digest for _, digest in prepared])
            fresh = [(f, digest) for f, digest in prepared if f.id not in there and digest not in there]
            added = store.add(list(self._labelled(fresh)), self.clock()) if fresh else 0
            new, known = new + added, known + len(chunk) - added
            if progress:
                progress(len(chunk))
        self.assign_new(store)
        return Ingested(new, known)

    def _prepared(self, feedback: Feedback, key: bytes) -> tuple[Feedback, str]:
        """Through the door: text and question masked, customer hashed, an id where the sender gave none."""
        from insight.read import content_hash

        customer = feedback.customer_id
        hashed = hash_customer(customer, key) if customer else None
        year = self.clock().year
        question = mask(feedback.question, year=year).text if feedback.question else None
        touchpoint = mask(feedback.touchpoint, year=year).text if feedback.touchpoint else None
        segments = {name: mask(value, year=year).text for name, value in feedback.segments.items()}
        text = mask(checked(feedback.text), year=year).text
        masked = replace(feedback, text=text, question=question, touchpoint=touchpoint, customer_id=hashed, segments=segments)
        digest = content_hash(masked)
        if feedback.id:
            # Two answers of the same words are two, where the sender tells them apart.
            return masked, f"id:{feedback.id}"
        return replace(masked, id=f"fb-{digest[:16]}"), digest

    def _labelled(self, prepared: Sequence[tuple[Feedback, str]]) -> Iterator["NewFeedback"]:
        from insight.store import NewFeedback

        found = self._understand_chunk([Text(feedback.text, feedback.question) for feedback, _ in prepared])
        for (feedback, digest), understood in zip(prepared, found, strict=True):
            spoken = replace(feedback, language=understood.labels.language)
            yield NewFeedback(spoken, digest, understood.labels, understood.vectors, self.model_version)

    # Themes --------------------------------------------------------------------------------------------------------------

    def refit(self, store: "Store") -> "Refit":
        """Find themes in all that is stored; what goes on keeps its id, and every change is in the ledger."""
        from insight.refit import refit

        return refit(store, self.models[0], self.taxonomy, self.model_version, self.clock(), self.settings.model)

    def theme_rows(self, store: "Store", theme: str, most: int, *, include_internal: bool = False) -> list[dict[str, object]]:
        """A theme's customers by week, its history, and quotes, oldest first in each; raises `InputError` for an unknown id."""
        from insight.answer.detail import theme_rows

        today = self.clock().astimezone(self.settings.zone).date()
        return theme_rows(store, theme, today, self.settings.zone, most, include_internal=include_internal)

    def assign_new(self, store: "Store") -> int:
        """Put mentions that no one has looked at into the themes there are; returns how many were looked at."""
        from insight.refit import assign_new

        return assign_new(store, self.clock())

    def discover(self, texts: Iterable[Text]) -> "list[Found]":
        """The theme of each text's main mention, without storing anything."""
        from insight.refit import discover_texts

        understood = list(self.understand(texts))
        return discover_texts(understood, self.models[0], self.taxonomy, self.settings.model) if understood else []

    # Answers -------------------------------------------------------------------------------------------------------------

    def digest(self, store: "Store", period: Period, where: Slice | None = None) -> "Digest":
        """The insights of a period, ranked."""
        from insight.answer import digest

        return digest(store, self.taxonomy, period, where or Slice(), self.settings.conventions)

    def metrics(self, store: "Store", where: Slice, by: str | None = None) -> "list[tuple[str | None, tuple[Measured, ...]]]":
        """NPS, CSAT, CES and net sentiment of a slice, or of each value of an attribute in it."""
        from insight.answer import metrics

        return metrics(store, where, by, self.settings.conventions)

    def ask(self, question: str) -> "Answer":
        """Answer a question from the store; where there is none yet, say how it was understood and that there is nothing."""
        from insight.answer import respond

        today = self.clock().astimezone(self.settings.zone).date()
        try:
            store = self.open_store()
        except MissingStoreError:
            return respond(question, None, self.taxonomy, today, self.settings.conventions)
        with store:
            return respond(question, store, self.taxonomy, today, self.settings.conventions)


def checked(text: str) -> str:
    """The text, if it can be understood; raises `InputError` saying why not."""
    if len(text) > LONGEST_TEXT:
        raise InputError(f"the text has {len(text):,} characters; at most {LONGEST_TEXT:,}")
    if not rewrite(text, clean(text)).strip():
        raise InputError("the text is empty")
    return text


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _spanned(item: Text, spans: Sequence[tuple[int, int]]) -> SpannedText:
    """What the encoder reads: normalised text, the spans moved along, and the whole text as the last span."""
    text, moved = normalise_spans(item.text, spans)
    question = normalise(item.question) if item.question else None
    return SpannedText(text, (*moved, (0, len(text))), question)
