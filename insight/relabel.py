"""Stored labels made anew by the model there is now: told beforehand, done in chunks, and told afterwards."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from insight.errors import StoreError
from insight.labeller import Labeller, Passage, Reading
from insight.mentions import split
from insight.store import Readable, Relabelled, Rewrite, Snapshot, Store
from insight.types import Labels, Mention

CHUNK = 256
"""Feedback relabelled in one transaction."""
SAMPLE = 512
"""Texts that a plan encodes at most; where more would have to be, it speaks of so many, evenly spread."""
ATTEMPTS = 10
WEEK = timedelta(days=7)
INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic before and after: its mentions in all, and its mentions and customers in the last seven days of data.

    The last week leaves the company's own staff out, as a digest does.
    """

    topic: str
    mentions: tuple[int, int]
    week_mentions: tuple[int, int]
    week_customers: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What relabelling changes, or has changed.

    `feedback` are all that have labels of another version, `looked_at` those that the rest speaks of: all of them, or a sample.
    `encoded` were read anew, as their vectors are of another encoder, or not stored. `stages` and `sentiments` count mentions
    whose borders stay; `resplit` counts feedback with other mentions than before; `topics` has those whose numbers differ.
    """

    feedback: int
    looked_at: int
    encoded: int
    changed: int
    resplit: int
    stages: int
    sentiments: int
    topics: tuple[TopicChange, ...]


def plan(store: Store, labeller: Labeller) -> Changes:
    """What `relabel` would change; nothing is stored.

    Where more than `SAMPLE` texts would have to be encoded anew, only every so many are looked at.
    """
    total = store.count_outdated(labeller.version)
    tally = _Tally(_week_begins(store))
    stride = _stride(store, labeller, total)
    seen = 0
    for snapshot in _outdated(store, labeller.version):
        chosen = [each for place, each in enumerate(snapshot.records, seen) if place % stride == 0]
        seen += len(snapshot.records)
        for each, reading in zip(chosen, reread(chosen, labeller), strict=True):
            tally.add(each, reading)
    return tally.changes(total)


def relabel(
    store: Store, labeller: Labeller, clock: Callable[[], datetime], progress: Callable[[int], None] | None = None
) -> Changes:
    """Label everything whose labels are of another version than the labeller's, with the corrections on top.

    Each chunk is one transaction. Killed in between, every feedback has either its old labels and version or the new ones, and
    the same call does the rest. Mentions whose borders stay keep their theme.
    """
    total = store.count_outdated(labeller.version)
    tally = _Tally(_week_begins(store))
    run = store.start_run("relabel", clock(), labeller.version, {"feedback": total})
    after = 0
    while (snapshot := store.outdated(labeller.version, after, CHUNK)).records:
        last = snapshot.records[-1].row
        written, readings = _relabel_chunk(store, labeller, snapshot, after, clock)
        for each, reading in zip(written, readings, strict=True):
            tally.add(each, reading)
        if progress:
            progress(len(written))
        after = last
    store.finish_run(run, clock())
    return tally.changes(total)


def reread(records: Sequence[Readable], labeller: Labeller) -> list[Reading]:
    """What the labeller says of stored feedback; mentions stay where they are unless their text must be encoded anew."""
    return labeller.read([_passage(each) for each in records])


def relabelled(record: Readable, reading: Reading, version: str) -> Relabelled:
    """A reading as the store takes it."""
    vectors = reading.vectors if reading.fresh else None
    return Relabelled(record.row, record.stored.model_version, reading.labels, version, vectors)


def _relabel_chunk(
    store: Store, labeller: Labeller, snapshot: Snapshot, after: int, clock: Callable[[], datetime]
) -> tuple[Sequence[Readable], list[Reading]]:
    """Label a chunk and store it; where someone corrects at the same time, look again, so that no correction is lost."""
    for _ in range(ATTEMPTS):
        readings = reread(snapshot.records, labeller)
        pairs = zip(snapshot.records, readings, strict=True)
        new = [relabelled(each, reading, labeller.version) for each, reading in pairs]
        if store.rewrite(Rewrite(snapshot.seen, clock(), new)) is not None:
            return snapshot.records, readings
        snapshot = store.outdated(labeller.version, after, len(snapshot.records))
        if not snapshot.records:
            return (), []
    raise StoreError(f"store {store.place} is being corrected all the time; run the same command again when it is quieter")


def _outdated(store: Store, version: str) -> Iterator[Snapshot]:
    after = 0
    while (snapshot := store.outdated(version, after, CHUNK)).records:
        yield snapshot
        after = snapshot.records[-1].row


def _stride(store: Store, labeller: Labeller, total: int) -> int:
    """Which feedback a plan looks at: every, unless the first chunk shows that texts must be encoded, and there are many."""
    first = store.outdated(labeller.version, 0, CHUNK).records
    unread = any(each.vectors is None for each in first)
    return max(1, -(-total // SAMPLE)) if unread else 1


def _passage(record: Readable) -> Passage:
    given, labels = record.stored.feedback, record.labels
    stored = tuple((mention.start, mention.end) for mention in labels.mentions)
    spans = tuple(split(given.text)) if record.vectors is None else stored
    return Passage(given.text, given.question, labels.language, spans, record.vectors, record.corrections)


def _week_begins(store: Store) -> datetime | None:
    last = store.counts(include_internal=False).last_at
    return None if last is None else last - WEEK


@dataclass(slots=True)
class _Side:
    """Counts by topic, before or after."""

    mentions: Counter[str] = field(default_factory=Counter)
    week: Counter[str] = field(default_factory=Counter)
    customers: set[tuple[str, int]] = field(default_factory=set)

    def add(self, labels: Labels, customer: int, *, in_week: bool) -> None:
        topics = [found.topic for mention in labels.mentions for found in mention.topics]
        self.mentions.update(topics)
        if in_week:
            self.week.update(topics)
            self.customers.update((topic, customer) for topic in topics)


@dataclass(slots=True)
class _Tally:
    """Adds up differences feedback by feedback."""

    week_begins: datetime | None
    before: _Side = field(default_factory=_Side)
    after: _Side = field(default_factory=_Side)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, record: Readable, reading: Reading) -> None:
        given, old, new = record.stored.feedback, record.labels, reading.labels
        at = given.created_at
        in_week = bool(self.week_begins and at and at > self.week_begins and given.source != INTERNAL)
        self.before.add(old, record.customer, in_week=in_week)
        self.after.add(new, record.customer, in_week=in_week)
        there = {(mention.start, mention.end): mention for mention in old.mentions}
        pairs = [
            (there[mention.start, mention.end], mention) for mention in new.mentions if (mention.start, mention.end) in there
        ]
        self.counts["looked_at"] += 1
        self.counts["encoded"] += reading.fresh
        self.counts["changed"] += _said(old) != _said(new)
        self.counts["resplit"] += not len(pairs) == len(old.mentions) == len(new.mentions)
        self.counts["stages"] += sum(one.stage != other.stage for one, other in pairs)
        self.counts["sentiments"] += sum(one.sentiment != other.sentiment for one, other in pairs)

    def changes(self, total: int) -> Changes:
        customers = [Counter(topic for topic, _ in side.customers) for side in (self.before, self.after)]
        topics = [
            TopicChange(
                topic,
                (self.before.mentions[topic], self.after.mentions[topic]),
                (self.before.week[topic], self.after.week[topic]),
                (customers[0][topic], customers[1][topic]),
            )
            for topic in sorted(self.before.mentions.keys() | self.after.mentions.keys())
        ]
        differing = [each for each in topics if any(a != b for a, b in (each.mentions, each.week_mentions, each.week_customers))]
        names = ("looked_at", "encoded", "changed", "resplit", "stages", "sentiments")
        return Changes(total, **{name: self.counts[name] for name in names}, topics=tuple(differing))


def _said(labels: Labels) -> list[tuple[object, ...]]:
    """What a reader of labels sees: not by how much."""
    return [_mention_said(mention) for mention in labels.mentions]


def _mention_said(mention: Mention) -> tuple[object, ...]:
    topics = frozenset((found.topic, found.sentiment) for found in mention.topics)
    return mention.start, mention.end, mention.stage, mention.sentiment, topics
