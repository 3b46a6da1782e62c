"""A stretch of a sentence between two places where it may be cut, and what was found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from insight.mentions.lexicon import Mark, Tag
from insight.mentions.places import OF_THE_WRITER, Place

_REACH = 2  # words between a negation and what it negates, a judgement and its subject
_SOON = 5  # words between a subject and its judgement where no sign shows that they belong together


@dataclass(slots=True)
class Piece:
    """Words `start` to `end` (exclusive) after a place; it grows when the next piece joins it.

    Subjects and judgements are kept as what is asked of them: the first and the last, and all that they speak of. `opened`: its
    other half comes after a comma; `joint`: its judgement is for all subjects before ("đều"); `bound`: it begins like a clause
    that leads up to the next ("khi..."); `topical`: it begins with a topic set off by "thì"; `intense`: a word in it is stressed
    ("rất").
    """

    place: Place
    start: int
    end: int
    subject: tuple[int, Tag] | None = None
    judgement: tuple[int, Tag] | None = None
    last_subject: int = -1
    last_judgement: int = -1
    last_negation: int = -1
    named: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    signs: set[int] = field(default_factory=set)
    opened: bool = False
    joint: bool = False
    bound: bool = False
    topical: bool = False
    intense: bool = False

    @property
    def size(self) -> int:
        """Number of words."""
        return self.end - self.start

    @property
    def judges(self) -> bool:
        """Whether it says what the writer thinks of something."""
        stressed = self.intense and self.subject is not None
        return self.judgement is not None or stressed or (self.last_negation >= 0 and self.size > 1)

    @property
    def sign(self) -> int:
        """1 or -1 where all judgements agree, else 0."""
        return next(iter(self.signs)) if len(self.signs) == 1 else 0

    @property
    def about(self) -> set[str]:
        """The classes spoken of: those of the subjects named, else those that the judgements speak of by themselves."""
        return self.named or self.implied

    @property
    def own(self) -> str | None:
        """The class of the subject it brings along, before or right after its first judgement; None if it has none."""
        at, judged = self.judgement or (self.end, Tag(""))
        if judged.about == "loyalty":
            return "loyalty"
        if self.subject is not None:
            subject_at, subject = self.subject
            if subject_at <= at or (subject_at <= at + _REACH and subject.kind == "subject"):
                return subject.about
        return "overall" if judged.about == "overall" else None

    @property
    def near(self) -> bool:
        """Whether the first judgement stands near the first subject, or needs none."""
        if self.judgement is None:
            return False
        at, judged = self.judgement
        return judged.about in OF_THE_WRITER or (self.subject is not None and abs(at - self.subject[0]) <= _SOON)

    @property
    def said(self) -> bool:
        """Whether something is said of the subject it begins with."""
        return self.subject is not None and self.subject[0] <= self.start + 1 and self.last_subject + 1 < self.end

    @property
    def just_judged(self) -> bool:
        """Whether it ends with a judgement, but for a few words."""
        return self.judgement is not None and self.end - self.last_judgement <= _SOON

    @property
    def topic_first(self) -> bool:
        """Whether a subject follows its connective at once."""
        return self.subject is not None and self.subject[0] <= self.place.resume + 1

    def note(self, mark: Mark) -> None:
        """Take in a phrase that stands in this piece; phrases come in order."""
        judgement, subject = mark.tag("judgement"), mark.tag("subject") or mark.tag("passing")
        if mark.tag("joint") and self.judgement is None:
            self.joint = True
        self.bound = self.bound or (mark.start == self.start and mark.tag("binds") is not None)
        self.topical = self.topical or (0 < mark.start - self.start <= _REACH and mark.tag("then") is not None)
        self.intense = self.intense or (mark.end < self.end and mark.tag("intensity") is not None)
        if judgement is not None:
            self._judge(mark.start, judgement)
        if subject is not None:
            self.subject = self.subject or (mark.start, subject)
            self.last_subject = mark.end - 1
            self.named.add(subject.about)
        if mark.tag("negation"):
            self.last_negation = mark.end - 1

    def join(self, other: "Piece") -> None:
        """Grow by the piece that follows."""
        self.end = other.end
        self.subject = self.subject or other.subject
        self.judgement = self.judgement or other.judgement
        self.last_subject = max(self.last_subject, other.last_subject)
        self.last_judgement = max(self.last_judgement, other.last_judgement)
        self.last_negation = max(self.last_negation, other.last_negation)
        self.named |= other.named
        self.implied |= other.implied
        self.signs |= other.signs
        self.opened = self.opened or other.opened
        self.intense = self.intense or other.intense
        self.bound = False

    def _judge(self, at: int, judgement: Tag) -> None:
        self.judgement = self.judgement or (at, judgement)
        self.last_judgement = at
        if judgement.about:
            self.implied.add(judgement.about)
        negated = self.last_negation >= 0 and at - self.last_negation <= _REACH
        if judgement.sign:
            self.signs.add(-judgement.sign if negated else judgement.sign)


def pieces(size: int, cuts: Sequence[Place], known: Sequence[Mark]) -> list[Piece]:
    """The pieces of a sentence of `size` words between its places, with what was found in them."""
    ends = [place.at for place in cuts[1:]] + [size]
    found = [
        Piece(place, min(place.resume, end) if place.dropped else place.at, end, opened=place.opens)
        for place, end in zip(cuts, ends, strict=True)
    ]
    at = 0
    for mark in known:
        while at + 1 < len(found) and mark.start >= found[at + 1].place.at:
            at += 1
        if mark.start >= found[at].place.resume:
            found[at].note(mark)
    return found
