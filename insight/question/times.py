"""The periods a question names, and the range they make together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from insight.question import dates, relative
from insight.question.periods import DAY, Stretch, Unit, between
from insight.question.said import Form, Said, listen
from insight.types import Period

_PATTERNS = relative.PATTERNS + dates.PATTERNS
_SPELLINGS = (
    "năm tháng tuần ngày qua nay này trước rồi thứ quý từ tư mấy sáu bảy ba hai đầu cuối giữa tới tối sáng và liền liên gần hôm "
    "vừa kia tám một trong đến đêm trưa chiều bữa nửa cuối cho giờ tiếng vài bốn chín mười lăm "
    "mùng mồng chủ nhật lại đây của số kể tính hiện tại bây ngoái giêng chạp "
    "xong cách trở tiếp tục đồng hồ bắt cùng tiên kể hết nữa nhất kỳ"
)
_MEANT = frozenset(_SPELLINGS.split())
_LOOK = 24
"""Code points looked at before and after a period."""
_SINCE = re.compile(r"(?:^|(?<=\s))(?:since|tu|ke tu|tinh tu|bat dau tu|tu hom|starting|beginning|as of)(?: the| ngay)? ?$")
_FROM = re.compile(r"(?:^|(?<=\s))(?:from|between|giua|tu)(?: the| ngay)? ?$")
_AFTER = re.compile(r"(?:^|(?<=\s))(?:after|sau|ke tu sau)(?: the| ngay)? ?$")
_BEFORE = re.compile(r"(?:^|(?<=\s))(?:before|until|till|up to|truoc|truoc khi|den het)(?: the| ngay)? ?$")
_ONWARDS = re.compile(
    r"^ ?(?:onwards?|and after|tro di|ve sau|(?:cho )?(?:den|toi) (?:nay|gio|hien tai|bay gio)"
    r"|(?:to|until|till|up to) (?:now|date))\b"
)
_TO = re.compile(r"^ (?:to|until|till|through|thru|-|den|toi|cho den|den het|toi het|cho toi)(?: the| ngay| het)? $")
_AND = re.compile(r"^ (?:and|va)(?: the| ngay)? $")


@dataclass(frozen=True, slots=True)
class Named:
    """A period in a question, in the words `start` to `end` (half-open).

    `since` is None for "before October"; `open` tells that it goes on to the present ("since Monday"). `label` can be read back.
    """

    since: date | None
    until: date
    label: str
    unit: Unit
    start: int
    end: int
    open: bool = False


class _Atom(NamedTuple):
    """One named period, at half-open code points of the folded text."""

    start: int
    end: int
    stretch: Stretch


def find_periods(said: Said, today: date, *, comparing: bool = False) -> list[Named]:
    """The periods a question names, in order.

    Ends are joined to ranges, except by "and" where the question is `comparing`. No period begins after today or ends later than
    at the end of today.
    """
    atoms = _atoms(said, today)
    found: list[Named] = []
    while atoms:
        joined = _range(said, atoms[:2], comparing) if len(atoms) > 1 else None
        named = joined or _single(said, atoms[0], today)
        del atoms[: 2 if joined else 1]
        named = replace(named, until=min(named.until, today + DAY))
        if named.since is None or named.since < named.until:
            found.append(named)
    return found


def read_period(text: str, today: date) -> Period | None:
    """The period that a text such as "last week", "2026-09" or "2026-10-01..2026-10-15" names; None where it names none."""
    found = find_periods(listen(text.replace("..", " to ")), today)
    return Period(found[0].since, found[0].until) if found and found[0].since else None


def _atoms(said: Said, today: date) -> list[_Atom]:
    """Single periods: the leftmost, and of those the longest."""
    found: list[tuple[int, int, int, Stretch]] = []
    for order, (regex, read) in enumerate(_PATTERNS):
        for match in regex.finditer(said.folded):
            if _spelt_so(said.words[slice(*said.word_span(*match.span()))]):
                meaning = read(match, today)
                if meaning is not None:
                    found.append((match.start(), -match.end(), order, meaning))
    kept: list[_Atom] = []
    for start, minus_end, _, meaning in sorted(found, key=lambda one: one[:3]):
        if not kept or start >= kept[-1].end:
            kept.append(_Atom(start, -minus_end, meaning))
    return kept


def _spelt_so(words: Iterable[Form]) -> bool:
    """Whether words typed with diacritics carry those of a period ("thứ" is no "thử")."""
    return all(not word.marked or word.text in _MEANT for word in words)


def _range(said: Said, atoms: Sequence[_Atom], comparing: bool) -> Named | None:
    """From one period to another, both included, where the words between and before them say so."""
    first, last = atoms
    before, gap = _words_before(said, first), said.folded[first.end : last.start]
    opening = _FROM.search(before) or _SINCE.search(before)
    follows = first.stretch.until == last.stretch.since
    both = _AND.search(gap) and not comparing and (opening or follows)
    if not (both or _TO.search(gap)):
        return None
    whole = between(first.stretch, last.stretch)
    return _named(said, whole, first.start - (len(before) - opening.start() if opening else 0), last.end)


def _single(said: Said, atom: _Atom, today: date) -> Named:
    """A period by itself, or from or up to it."""
    before, after = _words_before(said, atom), said.folded[atom.end : atom.end + _LOOK]
    stretch, tomorrow = atom.stretch, today + DAY
    onwards = _ONWARDS.search(after)
    since, later, earlier = _SINCE.search(before), _AFTER.search(before), _BEFORE.search(before)
    opening = since or (stretch.absolute and (later or earlier)) or None
    start = atom.start - (len(before) - opening.start() if opening else 0)
    end = atom.end + (onwards.end() if onwards else 0)
    if since or onwards:
        open_ended = replace(stretch, until=tomorrow, label=f"{stretch.since}..{today}")
        return replace(_named(said, open_ended, start, end), open=True)
    if opening and later:
        rest = replace(stretch, since=stretch.until, until=max(tomorrow, stretch.until), label=f"{stretch.until}..{today}")
        return replace(_named(said, rest, start, end), open=True)
    if opening:
        return replace(_named(said, replace(stretch, until=stretch.since), start, end), since=None)
    return _named(said, stretch, start, end)


def _words_before(said: Said, atom: _Atom) -> str:
    return said.folded[max(0, atom.start - _LOOK) : atom.start]


def _named(said: Said, stretch: Stretch, start: int, end: int) -> Named:
    return Named(stretch.since, stretch.until, stretch.label, stretch.unit, *said.word_span(start, end))
