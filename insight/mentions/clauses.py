"""Which mentions a sentence holds: it is cut where words turn, and where both sides judge something of their own.

A sentence is first laid out as pieces between the places where a cut is possible. From left to right, each piece then either begins a
new mention or joins the one before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from insight.mentions.lexicon import Mark, Script, Tag, kin, marks, usual
from insight.mentions.places import OF_THE_WRITER, Place, places
from insight.mentions.sentences import Item

_FACT = 8  # words from which on a part that judges nothing may stand alone
_TOPIC = 5  # words up to which a subject named alone waits for the judgement after the comma
_REACH = 2  # words between a negation and what it negates, a judgement and its subject
_SOON = 5  # words within which a subject with nothing before it must be judged
_ONE_IN = 6  # one word with diacritics in so many makes a sentence accented
_GENERIC = frozenset(["thing", "shop", "service", "quality"])


class Part(NamedTuple):
    """Words `start` to `end` (exclusive) of a sentence: one mention."""

    start: int
    end: int


@dataclass(slots=True)
class _Piece:
    """Words `start` to `end` after a place, and what was found in them."""

    place: Place
    start: int
    end: int
    subjects: list[tuple[int, Tag]] = field(default_factory=list)
    judgements: list[tuple[int, Tag]] = field(default_factory=list)
    negations: list[int] = field(default_factory=list)
    opened: bool = False
    joint: bool = False

    @property
    def size(self) -> int:
        return self.end - self.start

    @property
    def judges(self) -> bool:
        return bool(self.judgements) or (bool(self.negations) and self.size > 1)

    @property
    def sign(self) -> int:
        """1 or -1 where all judgements agree, else 0."""
        signs = {self._signed(at, tag) for at, tag in self.judgements} - {0}
        return signs.pop() if len(signs) == 1 else 0

    @property
    def about(self) -> set[str]:
        """The classes spoken of: those of the subjects named, else those the judgements imply."""
        named = {tag.about for _, tag in self.subjects}
        return named or self.implied

    @property
    def implied(self) -> set[str]:
        """The classes that the judgements speak of by themselves."""
        return {tag.about for _, tag in self.judgements if tag.about}

    @property
    def own(self) -> str | None:
        """The class of the subject that this piece brings along, None if it has none before or right after its first judgement."""
        first, tag = self.judgements[0] if self.judgements else (self.end, None)
        if tag is not None and tag.about == "loyalty":
            return "loyalty"
        for at, subject in self.subjects[:1]:
            if at <= first or (at <= first + _REACH and subject.kind == "subject"):
                return subject.about
        return "overall" if tag is not None and tag.about == "overall" else None

    @property
    def near(self) -> bool:
        """Whether the first judgement stands near the first subject."""
        if self.judgements and self.judgements[0][1].about in OF_THE_WRITER:
            return True
        return bool(self.judgements and self.subjects) and abs(self.judgements[0][0] - self.subjects[0][0]) <= _SOON

    @property
    def said(self) -> bool:
        """Whether something is said of the subject it begins with."""
        return bool(self.subjects) and self.subjects[0][0] <= self.start + 1 and self.subjects[-1][0] + 1 < self.end

    @property
    def just_judged(self) -> bool:
        """Whether it ends with a judgement, but for a word or two."""
        return bool(self.judgements) and self.end - self.judgements[-1][0] <= _SOON

    def _signed(self, at: int, tag: Tag) -> int:
        return -tag.sign if any(0 < at - negation <= _REACH for negation in self.negations) else tag.sign


def parts(sentence: Sequence[Item], fallback: Script) -> list[Part]:
    """The mentions of a sentence as word ranges; connectives between and before them are left out. May be empty.

    Args:
        sentence: its words with the gaps before them.
        fallback: how to read a sentence whose words do not tell how it is written.
    """
    spoken = [item.text for item in sentence]
    script = script_of(spoken, fallback)
    known = marks(spoken, script)
    found: list[_Piece] = []
    for piece in _waiting(_pieces(len(spoken), places(sentence, known, script), known)):
        if found and not _parts_company(found[-1], piece):
            _join(found[-1], piece)
        else:
            found.append(piece)
    return [Part(piece.start, piece.end) for piece in found if piece.size]


def script_of(spoken: Sequence[str], fallback: Script) -> Script:
    """How a sentence is written; `fallback` where its words do not tell."""
    accented = sum(not word.isascii() for word in spoken)
    if accented and accented * _ONE_IN >= len(spoken):
        return Script.ACCENTED
    lower = [word.lower() for word in spoken]
    english, vietnamese = (sum(word in usual(language) for word in lower) for language in ("english", "vietnamese"))
    if english == vietnamese:
        return fallback
    return Script.ENGLISH if english > vietnamese else Script.BARE


def _pieces(size: int, cuts: Sequence[Place], known: Sequence[Mark]) -> list[_Piece]:
    """The words between places, with the marks that lie in them."""
    ends = [place.at for place in cuts[1:]] + [size]
    pieces = [
        _Piece(place, min(place.resume, end) if place.dropped else place.at, end, opened=place.opens)
        for place, end in zip(cuts, ends, strict=True)
    ]
    at = 0
    for mark in known:
        while at + 1 < len(pieces) and mark.start >= pieces[at + 1].place.at:
            at += 1
        if mark.start >= pieces[at].place.resume:
            _note(pieces[at], mark)
    return pieces


def _note(piece: _Piece, mark: Mark) -> None:
    judgement, subject = mark.tag("judgement"), mark.tag("subject") or mark.tag("passing")
    if judgement is not None:
        piece.judgements.append((mark.start, judgement))
    if subject is not None:
        piece.subjects.append((mark.start, subject))
    if mark.tag("negation"):
        piece.negations.append(mark.end - 1)
    if mark.tag("joint") and not piece.judgements:
        piece.joint = True


def _waiting(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, a subject named alone ("về camera,") tied to the judgement after the comma."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        waits = last is not None and not last.judges and bool(last.subjects) and last.size <= _TOPIC
        follows = piece.place.kind == "add" or (piece.place.kind == "comma" and last and piece.own in (None, *last.about))
        if last is not None and waits and follows and piece.judges:
            _join(last, piece)
        else:
            found.append(piece)
    return found


def _join(left: _Piece, right: _Piece) -> None:
    left.end = right.end
    left.subjects += right.subjects
    left.judgements += right.judgements
    left.negations += right.negations
    left.opened = left.opened or right.opened


def _parts_company(left: _Piece, right: _Piece) -> bool:
    """Whether the right piece begins a mention of its own."""
    if not left.size or not right.size:
        return False
    kind, both = right.place.kind, left.judges and right.judges
    if kind == "turn":
        return True
    if kind == "maybe":
        return both or right.place.paused
    if left.opened and right.place.paused:
        return right.judges and left.size > 1 and (left.judges or bool(left.subjects))
    if kind == "open":
        return both or (left.judges and right.place.paused)
    if kind == "keep":
        return right.size > right.place.resume - right.place.at and (left.judges or (right.place.paused and left.size > 1))
    if kind in ("note", "except") and right.place.held:
        return False
    if kind == "note":
        return both
    if kind in ("topic", "about", "except"):
        follows = bool(right.subjects) and right.subjects[0][0] <= right.place.resume + 1
        return follows and (left.judges if kind == "except" else both) and (kind != "about" or right.place.paused)
    if kind == "contrast" and not right.place.paused:
        return both and left.just_judged and _differ(left, right)
    if kind in ("new", "add") and not right.place.paused:
        own = right.own is not None and (right.own != "overall" or kind == "new")
        return both and left.just_judged and right.near and own and _differ(left, right)
    return _differ(left, right) if both else _facts(left, right)


def _facts(left: _Piece, right: _Piece) -> bool:
    """Whether a part that judges nothing stands beside one that does: both name something definite, and not the same.

    A long one tells a fact, a short one after a pause judges in words that no list has.
    """
    fact, other = (left, right) if right.judges else (right, left)
    if fact.judges or not other.judges or right.own is None or right.joint or not other.about:
        return False
    told = fact.size >= _FACT or (fact is right and right.said and right.place.kind == "comma" and right.size <= _TOPIC)
    return told and bool(fact.about - _GENERIC) and right.own not in left.about | _GENERIC


def _differ(left: _Piece, right: _Piece) -> bool:
    """Whether two parts that judge speak of different things, or of one thing in opposite ways."""
    opposite = left.sign * right.sign < 0
    if _stacked(left, right):
        return False
    if right.own is not None:
        if right.own not in left.about and not (right.own in _GENERIC and left.about <= _GENERIC):
            return True
    return opposite or _strange(right.implied, left)


def _strange(implied: set[str], left: _Piece) -> bool:
    """Whether judgements of these classes cannot be about what the left is about.

    A subject as wide as "hàng" takes any judgement, so there the judgements before have to be akin.
    """
    if not implied or not left.about or _akin(implied, left.about - _GENERIC):
        return False
    return not _akin(implied, left.about) or (bool(left.implied) and not _akin(implied, left.implied))


def _stacked(left: _Piece, right: _Piece) -> bool:
    """Whether the left is but an adjective before the right's: "fast, friendly service"."""
    if left.subjects or left.size > _REACH or not right.subjects or not right.judgements:
        return False
    leads = right.judgements[0][0] < right.subjects[0][0]
    return leads and all(_akin({about}, {right.subjects[0][1].about}) for about in left.implied)


def _akin(some: set[str], others: set[str]) -> bool:
    """Whether a class of one side may speak of one of the other."""
    return any(one == other or other in kin().get(one, ()) or one in kin().get(other, ()) for one in some for other in others)
