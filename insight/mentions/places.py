"""Where a sentence may be cut: connectives, pauses, and words that begin a new subject with no sign before it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from insight.mentions.lexicon import CONNECTIVES, Mark, Script, tags_of
from insight.mentions.sentences import Gap, Item

_DROPPED = frozenset(["turn", "maybe", "contrast", "topic", "open", "add", "pause"])
_JOINING = frozenset(["pause", "cling"])  # kinds that count only after a pause


OF_THE_WRITER = frozenset(["loyalty", "overall"])  # judgements that need no subject: what the writer feels or will do


_PARTICLES = 2  # words that may follow a judgement before something new begins: "đẹp lắm nha"


class Place(NamedTuple):
    """A place to cut, before word `at`.

    Words `at` to `resume` are the connective there; `dropped` tells whether a cut leaves it out. `kind` is that of the
    connective, or `comma` for a mere pause, `new` for a subject with nothing before it, `start` for the first word. `opens`: the
    other half of what begins here comes after a comma. `held`: the word before takes what follows as its object ("thích mỗi").
    """

    at: int
    resume: int
    kind: str
    dropped: bool = False
    paused: bool = False
    opens: bool = False
    held: bool = False


def places(sentence: Sequence[Item], known: Sequence[Mark], script: Script) -> list[Place]:
    """The places of a sentence in order, that of its first word included."""
    paused = {at for at, item in enumerate(sentence) if at and item.gap is Gap.PAUSE}
    found: dict[int, Place] = {at: Place(at, at, "comma", paused=True) for at in paused}
    found[0] = Place(0, 0, "start")
    for mark in known:
        kind = _connective(mark)
        if kind is None:
            continue
        if kind == "cling":
            if mark.start in paused:
                del found[mark.start]
        elif kind not in _JOINING or mark.start in paused or mark.start == 0:
            pause = mark.start in paused
            held = not pause and mark.start > 0 and _holds(sentence[mark.start - 1], script)
            found[mark.start] = Place(mark.start, mark.end, kind, kind in _DROPPED, pause, kind == "open", held)
    for at in _beginnings(sentence, known, script):
        found.setdefault(at, Place(at, at, "new"))
    return _chained(sorted(found.values()))


def _connective(mark: Mark) -> str | None:
    """The kind of a connective; of several the most cautious."""
    kinds = [tag.kind for tag in mark.tags if tag.kind in CONNECTIVES]
    for cautious in ("maybe", "contrast", "topic", "open"):
        if cautious in kinds:
            return cautious
    return kinds[0] if kinds else None


def _chained(ordered: Sequence[Place]) -> list[Place]:
    """Places with no word between them made one: ", nhưng mặc dù" turns and opens at once."""
    found: list[Place] = []
    for place in ordered:
        last = found[-1] if found else None
        if last is None or place.at > last.resume:
            found.append(place)
        elif place.at == last.resume:
            weak = last.kind in ("start", "comma", "new") or place.kind == "turn"
            kind = place.kind if weak else last.kind
            start = last.kind == "start"
            found[-1] = Place(
                last.at,
                place.resume if place.dropped else place.at,
                "start" if start else kind,
                last.dropped or place.dropped,
                last.paused,
                last.opens or place.opens,
                last.held,
            )
    return found


def _beginnings(sentence: Sequence[Item], known: Sequence[Mark], script: Script) -> list[int]:
    """Where a new subject or a promise to come back begins with no sign before it.

    In Vietnamese the judgement follows its subject, so a subject after a judgement begins something new ("giao nhanh đóng gói
    kỹ"), unless a word before it ties it to the judgement ("tốt với giá"). In English the judgement usually stands first.
    """
    telling = [mark for mark in known if mark.tag("subject") or mark.tag("judgement") or mark.tag("passing")]
    leading = {mark.end: mark.start for mark in known if any(mark.tag(kind) for kind in ("leads", "intensity", "person"))}
    found: list[int] = []
    for before, mark in pairwise(telling):
        judgement = mark.tag("judgement")
        promise = judgement is not None and judgement.about in OF_THE_WRITER
        if not before.tag("judgement") or not (mark.tag("subject") or promise):
            continue
        if script is Script.ENGLISH and not _opens_english(before, mark, known):
            continue
        start = mark.start
        while start in leading and leading[start] >= before.end:
            start = leading[start]
        signed = any(sentence[at].gap is Gap.PAUSE for at in range(before.end, mark.start + 1))
        if not signed and not _holds(sentence[start - 1], script) and before.end <= start <= before.end + _PARTICLES:
            found.append(start)
    return found


def _holds(item: Item, script: Script) -> bool:
    return any(tag.kind == "holds" for tag in tags_of(item.text, script))


def _opens_english(before: Mark, mark: Mark, known: Sequence[Mark]) -> bool:
    """Whether a subject after a judgement is not what is judged: a verb follows ("food was good staff were kind")."""
    return any(other.start == mark.end and other.tag("verb") for other in known) and before.end <= mark.start
