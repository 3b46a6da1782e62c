"""Every step, in order: text -> privacy -> mentions -> normalise -> encode -> classify -> store -> themes -> answer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar

from insight.classify import Heads
from insight.encode import OnnxEncoder
from insight.errors import InputError, MissingStoreError
from insight.labeller import Labeller, Passage, Reading, alone
from insight.memory import FILE as MEMORY
from insight.memory import Memory
from insight.mentions import split
from insight.model import ModelFolder
from insight.normalise import language
from insight.privacy import hash_customer, mask
from insight.settings import Settings
from insight.taxonomy import Taxonomy
from insight.text import clean, rewrite
from insight.types import Classifier, Encoder, Feedback, Period, Slice, Understood, Vectors

if TYPE_CHECKING:
    import pandas

    from insight.answer import Answer, Digest, Measured
    from insight.open_topics import OpenTopics
    from insight.refit import Found, Refit
    from insight.store import NewFeedback, Store
    from insight.teach import Taught

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
        taxonomy = Taxonomy.find(settings.taxonomy) if settings.taxonomy else Taxonomy.default()

        def models() -> tuple[Encoder, Classifier]:
            folder = ModelFolder.find(settings.model)
            folder.check()
            return OnnxEncoder.from_pretrained(folder.path, settings.threads), Heads.from_pretrained(folder.path)

        return cls(settings, taxonomy, clock, models)

    @cached_property
    def models(self) -> tuple[Encoder, Classifier]:
        """Encoder and classifier, as they ship."""
        return self._load_models()

    @property
    def model_version(self) -> str:
        """The version of the model as it ships: what vectors are valid for."""
        return self.models[1].version

    @cached_property
    def memory(self) -> Memory:
        """What the model was taught with; raises `ModelError` where the model's folder has none."""
        return Memory.from_pretrained(ModelFolder.find(self.settings.model).path)

    @property
    def background(self) -> Vectors | None:
        """Vectors of what the model was taught with, None where its folder has none."""
        there = (ModelFolder.find(self.settings.model).path / MEMORY).is_file()
        return self.memory.vectors if there else None

    def labeller(self, store: "Store | None" = None) -> Labeller:
        """What texts are labelled by: the model, with the heads that a store has learned, and with topics of one's own."""
        from insight.open_topics import extended
        from insight.teach import learned

        encoder, classifier = self.models
        kept = store.heads_in_force(classifier.version) if store else None
        if kept and isinstance(classifier, Heads):
            classifier = learned(classifier, *kept)
        if fingerprint := self.taxonomy.fingerprint():
            gone = set(classifier.topics) - {topic.id for topic in self.taxonomy.living}
            classifier = extended(classifier, self._open_topics, f"{classifier.version}+t{fingerprint}", gone)
        return Labeller(encoder, classifier, classifier.version)

    @cached_property
    def _open_topics(self) -> "OpenTopics":
        from insight.open_topics import BackgroundLabels, OpenTopics

        taught = self.memory.rows(~self.memory.guard)
        labels = BackgroundLabels(taught.stage, taught.topics)
        return OpenTopics.build(self.taxonomy.own, lambda texts: alone(self.models[0], texts), taught.vectors, labels)

    # Understanding -------------------------------------------------------------------------------------------------------

    def understand(self, texts: Iterable[str | Text], store: "Store | None" = None) -> Iterator[Understood]:
        """Mask, split, encode and classify; one result a text, in order, the same whatever the other texts are.

        With a store, as that store would label it: by the heads it has learned, and by what people said of the same text.

        Raises:
            InputError: a text is blank, or longer than `LONGEST_TEXT`; check with `checked` where rows must go on.
        """
        labeller = self.labeller(store)
        items = (text if isinstance(text, Text) else Text(text) for text in texts)
        for chunk in chunks(items, CHUNK):
            masked = [self._through_the_door(item) for item in chunk]
            for item, found in zip(masked, self._read(masked, labeller, store), strict=True):
                yield Understood(item.text, found.labels, found.vectors[:-1])

    def _through_the_door(self, item: Text) -> Text:
        year = self.clock().year
        question = mask(item.question, year=year).text if item.question and item.question.strip() else None
        return Text(mask(checked(item.text), year=year).text, question)

    def _read(self, items: Sequence[Text], labeller: Labeller, store: "Store | None") -> list[Reading]:
        """Labels and vectors of masked texts, with what people said of them on top."""
        said = store.corrections_of([(item.text, item.question) for item in items]) if store else [()] * len(items)
        passages = [
            Passage(item.text, item.question, language(item.text), tuple(split(item.text)), corrections=each)
            for item, each in zip(items, said, strict=True)
        ]
        return labeller.read(passages)

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
        labeller = self.labeller(store)
        key = self.settings.customer_key or store.customer_key()
        for chunk in chunks(rows, CHUNK):
            prepared = [self._prepared(feedback, key) for feedback in chunk]
            there = store.known([f.id or "" for f, _ in prepared], [digest for _, digest in prepared])
            fresh = [(f, digest) for f, digest in prepared if f.id not in there and digest not in there]
            added = store.add(list(self._labelled(fresh, labeller, store)), self.clock()) if fresh else 0
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

    def _labelled(self, prepared: Sequence[tuple[Feedback, str]], labeller: Labeller, store: "Store") -> Iterator["NewFeedback"]:
        from insight.store import NewFeedback

        found = self._read([Text(feedback.text, feedback.question) for feedback, _ in prepared], labeller, store)
        for (feedback, digest), reading in zip(prepared, found, strict=True):
            spoken = replace(feedback, language=reading.labels.language)
            rows = reading.vectors
            yield NewFeedback(spoken, digest, reading.labels, rows[:-1], labeller.version, rows[-1])

    # Teaching ------------------------------------------------------------------------------------------------------------

    def learn(self, store: "Store") -> "Taught":
        """Teach the heads what people corrected; what is better goes in force for what is read from now on.

        Raises:
            InputError: nothing was corrected yet, or the model has no heads that can learn.
        """
        from insight.teach import teach

        heads = self.models[1]
        if not isinstance(heads, Heads):
            raise InputError(f"the heads of {heads.version} cannot learn; use a model of this project")
        return teach(store, heads, self.memory, self.clock())

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
