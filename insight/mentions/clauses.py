"""Which mentions a sentence holds: it is cut where words turn, and where both sides judge something of their own.

A sentence is first laid out as pieces between the places where a cut is possible. From left to right, each piece then either
begins a new mention or joins the one before it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from insight.mentions.lexicon import Script, kin, marks, usual
from insight.mentions.pieces import Piece, pieces
from insight.mentions.places import places
from insight.mentions.sentences import Item

_STATEMENT = (8, 6)  # words before and after a comma that make two statements
_CLAUSE = (5, 4)  # the same, where the second has a subject of its own
_SHORT = 3  # words of a part that may be more than one more thing in a row: "iPhone, iPad, and Mac"
_TOPIC = 5  # words up to which a subject named alone waits for the judgement after the comma
_ADJECTIVES = 2  # words up to which judgements may be but adjectives of what follows
_ONE_IN = 6  # one word with diacritics in so many makes a sentence accented
_GENERIC = frozenset(["thing", "shop", "service", "quality"])


class Part(NamedTuple):
    """Words `start` to `end` (exclusive) of a sentence: one mention."""

    start: int
    end: int


def parts(sentence: Sequence[Item], fallback: Script) -> list[Part]:
    """The mentions of a sentence as word ranges; connectives between and before them are left out. May be empty.

    Args:
        sentence: its words with the gaps before them.
        fallback: how to read a sentence whose words do not tell how it is written.
    """
    spoken = [item.text for item in sentence]
    script = script_of(spoken, fallback)
    known = marks(spoken, script)
    found: list[Piece] = []
    for piece in _waiting(pieces(len(spoken), places(sentence, known, script), known)):
        if found and not _parts_company(found[-1], piece):
            found[-1].join(piece)
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


def _waiting(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, a subject named alone ("về camera,", "pin và") tied to the judgement that comes after it."""
    tied: list[Piece] = []
    for piece in found:
        last = tied[-1] if tied else None
        if last is not None and _waits(last) and piece.judges and _answers(last, piece):
            last.join(piece)
        else:
            tied.append(piece)
    return tied


def _waits(piece: Piece) -> bool:
    return not piece.judges and piece.subject is not None and piece.size <= _TOPIC


def _answers(last: Piece, piece: Piece) -> bool:
    return piece.place.kind == "add" or (piece.place.kind == "comma" and (piece.own is None or piece.own in last.about))


def _parts_company(left: Piece, right: Piece) -> bool:
    """Whether the right piece begins a mention of its own."""
    if not left.size or not right.size:
        return False
    place, both = right.place, left.judges and right.judges
    if place.kind == "turn":
        return True
    if left.opened and place.paused:
        return right.judges and left.size > 1 and (left.judges or bool(left.named))
    match place.kind:
        case "maybe":
            return both or place.paused
        case "contrast" | "add" if place.paused and min(left.size, right.size) >= _SHORT:
            return True
        case "open":
            return both or (left.judges and place.paused)
        case "keep":
            return right.size > place.resume - place.at and (left.judges or (place.paused and left.size > 1))
        case "note":
            return both and not place.held
        case "except":
            return left.judges and right.topic_first and not place.held
        case "about":
            return both and right.topic_first and place.paused
        case "topic":
            return both and right.topic_first
    return _after_pause(left, right) if place.paused else both and _without_pause(left, right)


def _after_pause(left: Piece, right: Piece) -> bool:
    if left.judges and right.judges and _differ(left, right):
        return True
    return not right.joint and not left.bound and (right.topical or _clauses(left, right))


def _clauses(left: Piece, right: Piece) -> bool:
    """Whether both parts are long enough to be statements of their own, or less where the right one has a subject of its own.

    People judge by telling what happened, in words that no list has. The lengths are those at which labelled feedback
    (`models/corpus`) is cut more often than not.
    """
    if left.size >= _STATEMENT[0] and right.size >= _STATEMENT[1]:
        return True
    if right.own is None or right.own in left.about | _GENERIC:
        return False
    return (left.size >= _CLAUSE[0] and right.size >= _CLAUSE[1]) or (left.judges and right.said and bool(left.about))


def _without_pause(left: Piece, right: Piece) -> bool:
    """Two parts that judge, between them "mà", "và" or nothing."""
    if right.own is None or not right.near or not _differ(left, right):
        return False
    if right.place.kind == "new":
        return min(left.size, right.size) > 1
    return left.just_judged and right.own != "overall"


def _differ(left: Piece, right: Piece) -> bool:
    """Whether two parts that judge speak of different things, or of one thing in opposite ways."""
    if _stacked(left, right):
        return False
    own = right.own
    if own is not None and own not in left.about and not (own in _GENERIC and left.about <= _GENERIC):
        return True
    return left.sign * right.sign < 0 or _strange(right.implied, left)


def _stacked(left: Piece, right: Piece) -> bool:
    """Whether the left is but an adjective before the right's: "fast, friendly service"."""
    if left.named or left.size > _ADJECTIVES or right.subject is None or right.judgement is None:
        return False
    subject_at, subject = right.subject
    return right.judgement[0] < subject_at and all(_akin({about}, {subject.about}) for about in left.implied)


def _strange(implied: set[str], left: Piece) -> bool:
    """Whether judgements of these classes cannot be about what the left is about.

    A subject as wide as "hàng" takes any judgement, so there the judgements before have to be akin.
    """
    if not implied or not left.about or _akin(implied, left.about - _GENERIC):
        return False
    return not _akin(implied, left.about) or (bool(left.implied) and not _akin(implied, left.implied))


def _akin(some: set[str], others: set[str]) -> bool:
    """Whether a class of one side may speak of one of the other."""
    known = kin()
    return any(a == b or b in known.get(a, ()) or a in known.get(b, ()) for a in some for b in others)
