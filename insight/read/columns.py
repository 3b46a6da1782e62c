"""Which column is what: told by the user, or known by its name in Vietnamese or English."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from insight.errors import InputError
from insight.read.records import RawRow, shown
from insight.read.scores import Scale, score
from insight.text import fold

MOST_SEGMENTS = 50
_LONGEST_NAME = 100
_SHAPES_KEPT = 1_000
_LISTED = 30

# Names are compared by their letters and digits alone: no case, accents, blanks, dots, dashes or underscores. Earlier names win.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        *(
            "text",
            "comment",
            "comments",
            "comment text",
            "review",
            "review text",
            "reviews",
            "content",
            "feedback",
            "feedback text",
        ),
        *("verbatim", "verbatims", "message", "body", "opinion", "remark", "remarks", "customer comment", "customer feedback"),
        *("nội dung", "nội dung góp ý", "nội dung đánh giá", "nội dung phản hồi", "nội dung bình luận", "góp ý", "bình luận"),
        *(
            "ý kiến",
            "ý kiến khách hàng",
            "ý kiến đóng góp",
            "nhận xét",
            "phản hồi",
            "phản hồi khách hàng",
            "câu trả lời",
            "văn bản",
        ),
        *("response", "response text", "answer"),
    ),
    "id": (
        *("id", "feedback id", "response id", "review id", "comment id", "ticket id", "record id", "uuid"),
        *("mã", "mã phản hồi", "mã góp ý", "mã đánh giá", "mã phiếu"),
    ),
    "question": ("question", "question text", "survey question", "câu hỏi", "nội dung câu hỏi"),
    "created_at": (
        *(
            "created at",
            "created",
            "created on",
            "created date",
            "date time",
            "timestamp",
            "date",
            "review date",
            "response date",
        ),
        *("submitted at", "submission date", "date submitted", "posted at", "time", "thời gian", "thời điểm", "ngày giờ", "ngày"),
        *("ngày tạo", "ngày gửi", "ngày đánh giá", "ngày phản hồi", "ngày góp ý", "dấu thời gian"),
    ),
    "customer_id": (
        *("customer id", "customer", "user id", "client id", "member id", "respondent id", "customer code"),
        *("mã khách hàng", "mã kh", "mã khách", "khách hàng", "mã thành viên", "mã hội viên"),
    ),
    "channel": ("channel", "kênh", "kênh tiếp nhận", "kênh phản hồi", "kênh mua hàng"),
    "source": ("source", "nguồn", "nguồn dữ liệu", "nguồn phản hồi"),
    "phase": ("phase", "giai đoạn khảo sát", "thời điểm khảo sát"),
    "touchpoint": ("touchpoint", "touch point", "điểm chạm", "điểm tiếp xúc"),
    "nps": ("nps", "nps score", "điểm nps", "likelihood to recommend"),
    "csat": ("csat", "csat score", "điểm csat", "satisfaction score"),
    "ces": ("ces", "ces score", "điểm ces", "effort score"),
    "stars": ("stars", "star", "star rating", "rating", "ratings", "review rating", "số sao", "sao", "xếp hạng"),
    "language": ("language", "lang", "language code", "ngôn ngữ", "tiếng"),
}
TARGETS = ("text", *(name for name in _NAMES if name != "text"))
_EITHER = "danhgia"
"""`Đánh giá` heads a column of reviews as often as one of stars; only its values tell."""


class Plan(NamedTuple):
    """How records with the same keys are read: ours and theirs, and every other column with the name of its segment."""

    fields: tuple[tuple[str, str], ...]
    segments: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what. Each record is read by its own keys, so JSON Lines may leave keys out.

    `mapping` holds ours and theirs as the user told it (an empty one: no column is that). `either` is what `Đánh giá` holds.
    """

    header: tuple[str, ...]
    mapping: Mapping[str, str]
    either: str | None = None
    _plans: dict[tuple[str, ...], Plan] = field(default_factory=dict, repr=False, compare=False)

    @property
    def fields(self) -> dict[str, str]:
        """Ours and theirs, as found in the header."""
        return dict(self.plan(self.header).fields)

    @property
    def segments(self) -> tuple[str, ...]:
        """Columns of the header that become segment attributes."""
        return tuple(theirs for theirs, _ in self.plan(self.header).segments)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Columns of the header beyond the 50 that may become segment attributes: they are not read."""
        return self.plan(self.header).dropped

    def plan(self, keys: tuple[str, ...]) -> Plan:
        """How a record with these keys is read."""
        plan = self._plans.get(keys)
        if plan is None:
            plan = _plan(keys, self.mapping, self.either)
            if len(self._plans) < _SHAPES_KEPT:
                self._plans[keys] = plan
        return plan

    def raw(self, row: RawRow, ours: str) -> object:
        """The value of one of our columns as the row has it, unchanged; None where there is none."""
        theirs = dict(self.plan(tuple(row.values)).fields).get(ours)
        return None if theirs is None else row.values.get(theirs)


def resolve_columns(header: Sequence[str], mapping: Mapping[str, str], sample: Sequence[RawRow] = ()) -> Columns:
    """Find out which column is what.

    Names are compared without case, accents and separators. A header that is itself a question is never guessed to be the text.

    Args:
        header: the columns present; where it is empty (no record could be read) nothing is checked.
        mapping: ours=theirs, such as {"text": "comment"}; an empty theirs means that no column is that.
        sample: first rows, which tell whether a column called `Đánh giá` holds reviews or stars.

    Raises:
        InputError: ours is not one of `TARGETS`, theirs is not there or told twice, or no column holds the text.
    """
    check_targets(mapping)
    told = {ours: _present(ours, theirs, header) for ours, theirs in mapping.items()}
    twice = [theirs for theirs in told.values() if theirs and list(told.values()).count(theirs) > 1]
    if twice:
        raise InputError(f"column {shown(twice[0])} is mapped twice; one column can be one thing only")
    columns = Columns(tuple(header), told, _either(header, sample))
    if header and "text" not in columns.fields:
        raise InputError(f"no column is known to hold the text; tell it with --map text=COLUMN. {_listing(header)}")
    return columns


def check_targets(mapping: Mapping[str, str], targets: Sequence[str] = TARGETS) -> None:
    """Raise `InputError` where the ours of a pair ours=theirs is not one of `targets`; the message names all of them."""
    for ours, theirs in mapping.items():
        if ours not in targets:
            near = get_close_matches(ours, targets, 1)
            meant = f", perhaps {near[0]!r}" if near else ""
            raise InputError(f"--map {ours}={theirs}: {ours!r} is not a known attribute{meant}; known are {', '.join(targets)}")


def _present(ours: str, theirs: str, header: Sequence[str]) -> str:
    theirs = theirs.strip()
    if not header or not theirs or theirs in header:
        return theirs
    alike = [column for column in header if _bare(column) == _bare(theirs)]
    if len(alike) == 1:
        return alike[0]
    by_name = {_bare(column): column for column in header}
    near = [by_name[name] for name in get_close_matches(_bare(theirs), by_name, 3)]
    meant = f" Did you mean {' or '.join(map(shown, near))}?" if near else ""
    raise InputError(f"--map {ours}={theirs}: there is no column {shown(theirs)}.{meant} {_listing(header)}")


def _listing(header: Sequence[str]) -> str:
    more = f" and {len(header) - _LISTED} more" if len(header) > _LISTED else ""
    return f"The columns are {', '.join(map(shown, header[:_LISTED]))}{more}."


def _either(header: Sequence[str], sample: Sequence[RawRow]) -> str | None:
    column = next((column for column in header if _bare(column) == _EITHER), None)
    values = [text for row in sample if (text := str(row.values.get(column or "") or "").strip())]
    if column is None or not values:
        return None
    return "stars" if all(_is_stars(value) for value in values) else "text"


def _is_stars(value: str) -> bool:
    try:
        score(value, Scale("stars", 1, 5))
    except ValueError:
        return False
    return True


def _plan(keys: tuple[str, ...], mapping: Mapping[str, str], either: str | None) -> Plan:
    fields = {ours: theirs for ours, theirs in mapping.items() if theirs in keys}
    used = set(fields.values()) | {theirs for theirs in mapping.values() if theirs}
    free: dict[str, str] = {}
    for key in keys:
        if key not in used:
            free.setdefault(_bare(key), key)
    for ours, names in _BARE_NAMES.items():
        if ours in mapping:
            continue
        found = next((name for name in (*names, *([_EITHER] if ours == either else [])) if name in free), None)
        if found is not None:
            fields[ours] = free.pop(found)
    taken = set(fields.values())
    others = [
        (key, name) for key in keys if key not in taken and (name := unicodedata.normalize("NFC", key.strip())[:_LONGEST_NAME])
    ]
    return Plan(tuple(fields.items()), tuple(others[:MOST_SEGMENTS]), tuple(key for key, _ in others[MOST_SEGMENTS:]))


def _bare(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())


_BARE_NAMES = {ours: tuple(dict.fromkeys(map(_bare, names))) for ours, names in _NAMES.items()}
