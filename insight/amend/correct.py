"""A person's word into the store: checked, weighed against what others said, and its effect on labels, all at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from insight.amend.check import checked, name_of, storable
from insight.corrections import apply, as_before, in_force, judge, overlap, place_of, settle, withdraw
from insight.errors import InputError, StoreError
from insight.labeller import Labeller
from insight.relabel import relabelled, reread
from insight.store import Readable, Relabelled, Rewrite, Seen, Snapshot, Store, text_hash
from insight.taxonomy import Taxonomy
from insight.types import (
    LIVING,
    CorrectedLabels,
    Correction,
    CorrectionStatus,
    Mention,
)

ATTEMPTS = 10
LONGEST_NOTE = 500

LoadLabeller = Callable[[], Labeller]
"""Loads the model only where it is needed: where people move borders, or a label goes back to what the model says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone wants corrected: mention number `mention` (from 0) of a feedback.

    `at` is where the person saw it; where the mention has moved in the meantime, the correction is refused. None: wherever it is.
    """

    feedback: str
    mention: int
    labels: CorrectedLabels
    who: str
    note: str = ""
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """A correction as it is stored, those it contradicts, and the mention before and after it."""

    correction: Correction
    disputes: tuple[Correction, ...]
    before: Mention
    after: Mention


def correct(store: Store, taxonomy: Taxonomy, asked: Asked, load: LoadLabeller, now: datetime) -> Amended:
    """Store a correction and its effect on this feedback and all others of the same text, in one transaction.

    Raises:
        InputError: unknown feedback, mention, stage or topic; a span outside the text; labels that exclude each other; no name.
        StoreError: others keep correcting the same at the same time.
    """
    for _ in range(ATTEMPTS):
        snapshot = store.same_text(asked.feedback, "")
        done = _correct_once(store, taxonomy, snapshot, asked, load, now)
        if done is not None:
            return done
    raise _busy(store)


def decide(store: Store, number: int, *, in_favour: bool, who: str, load: LoadLabeller, now: datetime) -> Correction:
    """Settle a dispute in favour of a correction, or (`in_favour` false) withdraw it; labels follow in the same transaction.

    Who decided, and when, is in the list of runs. Raises `InputError` for a correction that is not there, or not disputed, or no
    longer counts.
    """
    for _ in range(ATTEMPTS):
        chosen = store.correction(number)
        snapshot = store.same_text(chosen.feedback, "")
        said = snapshot.records[0].corrections
        there = [each for each in said if each.status in LIVING]
        statuses = settle(chosen, there) if in_favour else withdraw(chosen, there)
        after = _with(said, statuses)
        kind = "settle" if in_favour else "withdraw"
        change = Rewrite(snapshot.seen, now, (), None, statuses, kind, {"correction": number, "who": name_of(who)})
        if _ids(in_force(after)) != _ids(in_force(said)):
            labeller = load()
            records, seen = _fresh(store, chosen.feedback, labeller, after)
            if seen != snapshot.seen:
                continue
            change = replace(change, relabelled=_reread(records, labeller))
        if store.rewrite(change) is not None:
            return replace(chosen, status=statuses[number])
    raise _busy(store)


def _correct_once(
    store: Store, taxonomy: Taxonomy, snapshot: Snapshot, asked: Asked, load: LoadLabeller, now: datetime
) -> Amended | None:
    record = snapshot.records[0]
    mention = _mention(record, asked)
    labels = checked(asked.labels, record.stored.feedback.text, taxonomy)
    asked = replace(asked, labels=labels, who=name_of(asked.who))
    there = _there(record, asked)
    verdict = judge(asked.labels, asked.who, there)
    said = _correction(record, mention, asked, verdict.labels, verdict.status, now)
    after = (*_with(record.corrections, verdict.changes), said)
    found = _effect(store, snapshot, after, asked, load)
    if found is None:
        return None
    number = store.rewrite(Rewrite(snapshot.seen, now, found, said, verdict.changes))
    if number is None:
        return None
    stored = replace(said, id=number)
    mentions = (found[0].labels if found else record.labels).mentions
    spans = [(each.start, each.end) for each in mentions]
    span = stored.span if said.status != "disputed" else (mention.start, mention.end)
    disputes = tuple(each for each in there if verdict.changes.get(each.id) == "disputed")
    return Amended(stored, disputes, mention, mentions[place_of(span, spans) or 0])


def _effect(
    store: Store, snapshot: Snapshot, after: Sequence[Correction], asked: Asked, load: LoadLabeller
) -> Sequence[Relabelled] | None:
    """New labels of all feedback of the text, none where nothing changes; None when the store has changed in between.

    What a person adds goes on top of the stored labels. Where borders move, or someone's word no longer holds, the text is read
    anew, by the model there is now.
    """
    before = snapshot.records[0].corrections
    old, new = in_force(before), in_force(after)
    if _ids(old) == _ids(new):
        return ()
    gone = [each for each in old if each.id not in _ids(new)]
    if asked.labels.span is None and after[-1] in new and all(_covers(after[-1], each) for each in gone):
        return [
            Relabelled(each.row, each.stored.model_version, apply(each.labels, new), each.stored.model_version or "")
            for each in snapshot.records
        ]
    labeller = load()
    records, seen = _fresh(store, asked.feedback, labeller, after)
    return _reread(records, labeller) if seen == snapshot.seen else None


def _covers(new: Correction, old: Correction) -> bool:
    """Whether nothing of an earlier word is left on a mention once a later one is put on top."""
    if new.who != old.who or old.labels.nothing:
        return False
    # A corrected sentiment turned topics along with it.
    return old.labels.sentiment is None or new.labels.topics is not None


def _fresh(store: Store, identifier: str, labeller: Labeller, said: Sequence[Correction]) -> tuple[list[Readable], Seen]:
    """The feedback of a text with the labeller's vectors, and with these corrections in place of the stored ones."""
    snapshot = store.same_text(identifier, labeller.version)
    return [replace(each, corrections=tuple(said)) for each in snapshot.records], snapshot.seen


def _reread(records: Sequence[Readable], labeller: Labeller) -> list[Relabelled]:
    readings = reread(records, labeller)
    return [relabelled(each, reading, labeller.version) for each, reading in zip(records, readings, strict=True)]


def _mention(record: Readable, asked: Asked) -> Mention:
    mentions = record.labels.mentions
    if not 0 <= asked.mention < len(mentions):
        raise InputError(f"feedback {asked.feedback!r} has no mention {asked.mention + 1}; it has {len(mentions)}")
    found = mentions[asked.mention]
    if asked.at is not None and asked.at != (found.start, found.end):
        raise InputError(f"mention {asked.mention + 1} of feedback {asked.feedback!r} has other borders by now; look at it again")
    return found


def _there(record: Readable, asked: Asked) -> list[Correction]:
    """Living corrections that speak of the same mention, or of what its new borders take in for the greater part."""
    spans = [(each.start, each.end) for each in record.labels.mentions]
    new = asked.labels.span or (0, 0)
    return [
        each
        for each in record.corrections
        if each.status in LIVING
        and (place_of(each.span, spans) == asked.mention or 2 * overlap(each.span, new) > each.span[1] - each.span[0])
    ]


def _correction(
    record: Readable, mention: Mention, asked: Asked, labels: CorrectedLabels, status: CorrectionStatus, now: datetime
) -> Correction:
    given = record.stored.feedback
    return Correction(
        # Larger than any there is: until it has a number of its own, it is the newest.
        id=max((each.id for each in record.corrections), default=0) + 1,
        feedback=asked.feedback,
        text_hash=text_hash(given.text, given.question),
        start=mention.start,
        end=mention.end,
        labels=labels,
        who=asked.who,
        at=now,
        before=as_before(mention),
        model_version=record.stored.model_version or "",
        status=status,
        note=storable("note", asked.note)[:LONGEST_NOTE],
    )


def _ids(said: Sequence[Correction]) -> list[int]:
    return [each.id for each in said]


def _with(said: Sequence[Correction], statuses: Mapping[int, CorrectionStatus]) -> tuple[Correction, ...]:
    return tuple(replace(each, status=statuses.get(each.id, each.status)) for each in said)


def _busy(store: Store) -> StoreError:
    return StoreError(f"store {store.place}: others are correcting at the same time; try again")
