"""The database as the rest of the program sees it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from insight.errors import InputError, MissingStoreError, StoreError
from insight.store import (
    batch,
    corrections,
    dialect,
    evidence,
    heads,
    migrate,
    read,
    reread,
    runs,
    secrets,
    themes,
    vectors,
    write,
)
from insight.store import rewrite as rewriting
from insight.store.changes import Rewrite, Snapshot, StoredHeads
from insight.store.records import (
    Codes,
    Counts,
    Detail,
    FeedbackTable,
    Floats,
    MentionTable,
    NewFeedback,
    RefitResult,
    Rows,
    StoredFeedback,
    StoredTheme,
    ThemeEvent,
    TopicRows,
    VectorTable,
)
from insight.types import Bilingual, Correction, CorrectionStatus, Quote, Slice


@dataclass(frozen=True, slots=True)
class Store:
    """One workspace of a database.

    Every method is one transaction: all of it is stored when it returns, or none of it when it raises or the process dies. Every
    method may raise `StoreError`, which says what the database cannot do and what would help.
    """

    engine: Engine
    place: str
    workspace: str

    @classmethod
    def open(cls, url: str, *, workspace: str = "default", create: bool = True, read_only: bool = False) -> Self:
        """Open a path or SQLAlchemy URL, and bring its tables up to this version.

        Args:
            url: `insight.db`, `sqlite:///insight.db`, `postgresql+psycopg://user@host/name`.
            workspace: whose feedback is meant; workspaces do not see each other.
            create: make the store where there is none; otherwise a missing one is a `StoreError`, and nothing is created.
            read_only: write nothing, not even newer tables; works on a read-only disk.

        Raises:
            StoreError: not a store, of a newer version, cannot be written, or missing.
            MissingExtraError: the driver of the URL is not installed.
        """
        if not workspace or "\0" in workspace:
            raise InputError(f"workspace {workspace!r}; a name such as default is needed")
        location = dialect.location(url)
        store = cls(dialect.connect(location, read_only=read_only, create=create), dialect.shown(location), workspace)
        try:
            store._prepare(create=create and not read_only, read_only=read_only)
        except BaseException:
            store.close()
            raise
        return store

    def _prepare(self, *, create: bool, read_only: bool) -> None:
        with self._reading() if read_only else self._writing() as connection:
            found = migrate.version(connection, self.place)
            if found is None and not create:
                raise MissingStoreError(f"store {self.place} is empty; ingest something first, or give another path")
            if not read_only:
                migrate.upgrade(connection, self.place)
            elif found != migrate.VERSIONS[-1]:
                newest = migrate.VERSIONS[-1]
                raise StoreError(f"store {self.place} has version {found}, this program reads {newest}; open it writable once")

    def close(self) -> None:
        """Let go of the database; what was written stays."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _reading(self) -> AbstractContextManager[Connection]:
        return dialect.reading(self.engine, self.place)

    def _writing(self) -> AbstractContextManager[Connection]:
        return dialect.writing(self.engine, self.place)

    def add(self, records: Sequence[NewFeedback], received_at: datetime) -> int:
        """Store the records that are new, all in one transaction, and say how many were.

        A record is known, and changes nothing, when its id or its content hash is in the store or came earlier among `records`.
        `received_at` stands in where a feedback has no `created_at`.

        Raises:
            InputError: a record has no id, a NUL or half a character in its words, a moment without time zone, a mention outside
                its text, or vectors that do not match its mentions; then nothing is stored.
        """
        for record in records:
            batch.check(record)
        with self._writing() as connection:
            return write.add(connection, self.workspace, records, received_at)

    def customer_key(self) -> bytes:
        """The key under which customer ids are hashed here: random, made once, kept."""
        with self._writing() as connection:
            return secrets.customer_key(connection, self.workspace)

    def known(self, ids: Sequence[str], hashes: Sequence[str]) -> set[str]:
        """The ids and content hashes that are there already, so that their feedback need not be labelled."""
        with self._reading() as connection:
            return write.known(connection, self.workspace, ids, hashes)

    def feedback_table(self, wanted: Slice, zone: ZoneInfo) -> FeedbackTable:
        """The feedback of a slice; the slice's days are those of `zone`."""
        with self._reading() as connection:
            return read.feedback_table(connection, self.workspace, wanted, zone)

    def mention_table(self, wanted: Slice, zone: ZoneInfo) -> MentionTable:
        """The mentions of a slice; the slice's days are those of `zone`."""
        with self._reading() as connection:
            return read.mention_table(connection, self.workspace, wanted, zone)

    def topic_rows(self, wanted: Slice, zone: ZoneInfo) -> TopicRows:
        """All topics of the mentions that `mention_table` gives, also those that the slice does not name."""
        with self._reading() as connection:
            return read.topic_rows(connection, self.workspace, wanted, zone)

    def segment_values(self, name: str, wanted: Slice, zone: ZoneInfo) -> tuple[Rows, Codes]:
        """The value of a segment attribute, -1 where it has none, of each feedback that `feedback_table` gives, in its order."""
        with self._reading() as connection:
            return read.segment_values(connection, self.workspace, name, wanted, zone)

    def segment_names(self) -> dict[str, list[str]]:
        """The segment attributes there are, with their 50 most frequent values, most frequent first."""
        with self._reading() as connection:
            return read.segment_names(connection, self.workspace)

    def quotes(self, mention_rows: Sequence[int] | Rows) -> list[Quote]:
        """The words of mentions, in the order asked; raises `InputError` for a mention that is not there."""
        with self._reading() as connection:
            return evidence.quotes(connection, self.workspace, mention_rows)

    def feedback(self, identifier: str) -> StoredFeedback | None:
        """Everything about one feedback, None when there is none of this id."""
        with self._reading() as connection:
            return evidence.one(connection, self.workspace, identifier)

    def export_rows(self) -> Iterator[dict[str, object]]:
        """Every feedback with labels, mentions and theme ids as plain values, by (created_at, row), in bounded memory."""
        with self._reading() as connection:
            for record in evidence.every(connection, self.workspace):
                yield evidence.as_dict(record)

    def vectors(self, *, model_version: str | None = None, unassigned_only: bool = False) -> VectorTable:
        """The vectors of the encoder of a label version, by default of the one that labelled each feedback.

        `unassigned_only` leaves out mentions that were looked at, with a theme found for them or not. Raises `StoreError` when
        the vectors are not all of one length.
        """
        with self._reading() as connection:
            return vectors.vector_table(connection, self.workspace, model_version, unassigned_only)

    def themes(self, include_retired: bool = False, include_internal: bool = False) -> list[StoredTheme]:
        """The themes, oldest first, with the number of their mentions, those in internal feedback only if asked for."""
        with self._reading() as connection:
            return themes.themes(connection, self.workspace, include_retired, include_internal)

    def mention_themes(self) -> dict[int, str]:
        """The theme id of every mention that is in one, by mention row."""
        with self._reading() as connection:
            return themes.of_mentions(connection, self.workspace)

    def ledger(self, theme_id: str | None = None) -> list[ThemeEvent]:
        """What happened to the themes, or to one of them, oldest first."""
        with self._reading() as connection:
            return themes.ledger(connection, self.workspace, theme_id)

    def save_refit(self, result: RefitResult) -> int:
        """Store all that a refit decided, and give the number of its run.

        A theme keeps its day of birth, and a name that a person gave it. Raises `InputError` for a mention, theme or kind of
        event that is not there; then nothing is stored.
        """
        with self._writing() as connection:
            return themes.save_refit(connection, self.workspace, result)

    def assign(self, mention_rows: Rows, theme_ids: Sequence[str | None], similarities: Floats, at: datetime) -> int:
        """Put mentions into themes there are (None: looked at, fits nowhere), and give the number of the run.

        Raises `InputError` for a mention or theme that is not there; then nothing is stored.
        """
        with self._writing() as connection:
            return themes.assign(connection, self.workspace, mention_rows, theme_ids, similarities, at)

    def rename_theme(self, theme_id: str, name: Bilingual, who: str, at: datetime) -> None:
        """Give a theme a name that refits keep, and note it in the ledger; raises `InputError` when there is no such theme."""
        with self._writing() as connection:
            themes.rename(connection, self.workspace, theme_id, name, who, at)

    def counts(self, include_internal: bool = True) -> Counts:
        """How much there is in the workspace, internal feedback included unless told otherwise."""
        with self._reading() as connection:
            return runs.counts(connection, self.workspace, include_internal)

    def start_run(self, kind: str, at: datetime, model_version: str | None, detail: Detail) -> int:
        """Note that a run began, and give its number."""
        with self._writing() as connection:
            return runs.start(connection, self.workspace, kind, at, model_version, detail)

    def finish_run(self, run: int, at: datetime) -> None:
        """Note that a run ended; raises `InputError` when it never began."""
        with self._writing() as connection:
            runs.finish(connection, self.workspace, run, at)

    def outdated(self, version: str, after: int = 0, most: int = 256) -> Snapshot:
        """Feedback whose labels are of another version than `version`, by number, from the first above `after` on.

        Vectors are those of the encoder of `version`. Feedback that has no labels yet is not among them.
        """
        with self._reading() as connection:
            return reread.outdated(connection, self.workspace, version, after, most)

    def count_outdated(self, version: str) -> int:
        """How much feedback `outdated` gives in all."""
        with self._reading() as connection:
            return reread.count_outdated(connection, self.workspace, version)

    def same_text(self, identifier: str, version: str) -> Snapshot:
        """A feedback, and after it all others of the same text and question; raises `InputError` for an unknown or unread one."""
        with self._reading() as connection:
            return reread.same_text(connection, self.workspace, identifier, version)

    def rewrite(self, change: Rewrite) -> int | None:
        """Put new labels in place of old ones, together with the correction that says so, all in one transaction.

        A mention whose borders stay keeps its number and theme. Returns the correction's number, 0 where there is none; None, and
        nothing is stored, when corrections or the versions of this feedback have changed since `change` was worked out: look
        again and repeat.
        """
        with self._writing() as connection:
            return rewriting.rewrite(connection, self.workspace, change)

    def corrections(self, *, feedback: str | None = None, status: str | None = None) -> list[Correction]:
        """What people said, oldest first: of one feedback, of one status, or all."""
        with self._reading() as connection:
            return corrections.every(connection, self.workspace, feedback, status)

    def correction(self, number: int) -> Correction:
        """One correction; raises `InputError` when there is none of this number."""
        with self._reading() as connection:
            return corrections.one(connection, self.workspace, number)

    def corrections_of(self, texts: Sequence[tuple[str, str | None]]) -> list[tuple[Correction, ...]]:
        """All that was ever said of each of some texts, each with its question, oldest first."""
        hashes = [corrections.text_hash(text, question) for text, question in texts]
        with self._reading() as connection:
            found: Mapping[str, list[Correction]] = corrections.of_texts(connection, self.workspace, hashes)
        return [tuple(found.get(digest, ())) for digest in hashes]

    def corrected_mentions(self) -> dict[int, CorrectionStatus]:
        """The mentions about which someone has said something that still counts, by mention row; `disputed` goes first."""
        with self._reading() as connection:
            return corrections.of_mentions(connection, self.workspace)

    def lessons(self, model_version: str) -> list[tuple[Correction, NDArray[np.float32]]]:
        """The corrections that teach, oldest first: active or settled, each with its mention's vector (dim,) by this encoder.

        What is disputed teaches nothing; neither does a mention that has no vector, or no longer stands where it stood.
        """
        with self._reading() as connection:
            return corrections.with_vectors(connection, self.workspace, model_version)

    def places(self, mention_rows: Sequence[int] | Rows) -> list[tuple[str, int]]:
        """The feedback id of mentions and where in it they begin, in the order asked; raises `InputError` for one not there."""
        with self._reading() as connection:
            return evidence.places(connection, self.workspace, mention_rows)

    def heads_in_force(self, model_version: str) -> tuple[int, bytes] | None:
        """Number and arrays of the heads in force, where they were learned on this version's encoder."""
        with self._reading() as connection:
            return heads.in_force(connection, self.workspace, model_version)

    def save_heads(self, arrays: bytes, report: Detail, at: datetime, model_version: str, *, activate: bool) -> int:
        """Keep learned heads, put them in force if told so, and give their number."""
        with self._writing() as connection:
            number = heads.save(connection, self.workspace, arrays, report, at, model_version)
            if activate:
                heads.activate(connection, self.workspace, number)
            return number

    def list_heads(self) -> list[StoredHeads]:
        """All learned heads, oldest first."""
        with self._reading() as connection:
            return heads.every(connection, self.workspace)

    def activate_heads(self, number: int | None) -> None:
        """Put heads in force instead of those that are, or none; raises `InputError` when there are none of this number."""
        with self._writing() as connection:
            heads.activate(connection, self.workspace, number)
