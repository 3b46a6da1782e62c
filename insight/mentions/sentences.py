"""Where one sentence ends and the next begins, and what stands between two words of one."""

import re
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from insight.mentions.lexicon import usual
from insight.text import fold, seams

_TOP = "com|vn|net|org|edu|gov|io|co|info|me|app|asia|shop|store|online|tv|uk|us|au|sg|jp|kr|html|php|apk|pdf|jpg|png"
# A line each: web and e-mail addresses, handles, placeholders; bare domains; abbreviations with points; "TP.HCM"; numbers (2.5,
# 10:30, 12/5, 1.000.000, 50%, $5, 9tr5); words. Then emoticons and emoji. What is matched is never cut.
_ITEM = re.compile(
    rf"""(?P<word>
        https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}|(?<!\w)[@\#]\w+|\[[A-Z][A-Z_]{{1,30}}\]
        |(?<![\w.])[a-zA-Z0-9-]{{1,63}}(?:\.[a-zA-Z0-9-]{{1,63}}){{0,3}}\.(?:{_TOP})(?![\w])(?:/\S*)?
        |(?<![\w.])(?:[eE]\.g|[iI]\.e|[vV]\.v|[aApP]\.m)\b(?:\.(?=[ ]?[^\sA-ZĐ.]))?
        |(?<!\w)(?:[A-ZĐ]{{1,2}}\.){{1,4}}(?=[A-ZĐ0-9])[\w]+
        |[$€£₫]?\d+(?:[.,:/x-]\d+)*[^\W_]*(?:\s?[%$€£₫°])?
        |[^\W_]+(?:['\u2019][^\W\d_]+)?
    )|(?P<feeling>
        [:=;]['\u2019]?-?(?:[)\](\[|\\*<>]+|/(?!/)|[DvVpPoO3](?!\w))|<3+|\^[_.]?\^+|-_+-|>[_.]<|T_+T|@{{2,}}|&(?:amp|lt|gt|quot|nbsp);
        |[\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff][\ufe0f\u200d]*
    )""",
    re.VERBOSE,
)
_ENDS = re.compile(r"[.!?\u3002\uff01\uff1f;\n\r\u2022\u25cf\u25aa\u25ba\u2714]")
_DOTS = re.compile(r"\.{2,}|\u2026+")
_PAUSE = re.compile(r"[,()\u3001\uff0c\[\]~|\u2026]|\s[-+*/=>]+\s|\s[-+*]|[-+*]\s|[–—]|\.{2,}|-{2,}")


class Gap(Enum):
    """What stands between two words."""

    NONE = auto()  # blanks, a hyphen, a colon, quotes: nothing to cut at
    PAUSE = auto()  # a comma or what is used like one: brackets, a dash, an ellipsis, an emoji
    END = auto()  # the end of a sentence, a line, a list item


class Item(NamedTuple):
    """A word with its offsets, those of feelings (emoji) that follow it included in `end`, and the gap before it."""

    text: str
    start: int
    end: int
    gap: Gap


def sentences(text: str) -> list[list[Item]]:
    """The words of each sentence, line or list item of a clean text (`insight.text.clean`), in order; none is empty."""
    found: list[list[Item]] = []
    for item in _numbered(_items(text), text):
        if item.gap is Gap.END or not found:
            found.append([item])
        else:
            found[-1].append(item)
    return found


def _items(text: str) -> list[Item]:
    items: list[Item] = []
    gap_start = 0
    pending: int | None = None  # where feelings began that belong to the word after them
    felt = False
    signs: list[str] = []
    for match in _ITEM.finditer(text):
        signs.append(text[gap_start : match.start()])
        gap_start = match.end()
        if match["feeling"]:
            felt = True
            if items and pending is None and not any("\n" in sign for sign in signs):
                items[-1] = items[-1]._replace(end=match.end())
            elif pending is None:
                pending = match.start()
            continue
        start = match.start() if pending is None else pending
        gap = _gap(signs, items[-1].text, match[0], felt) if items else Gap.NONE
        items += _unglued(Item(match[0], start, match.end(), gap))
        pending, felt, signs = None, False, []
    if pending is not None and items:
        items[-1] = items[-1]._replace(end=gap_start)
    return items


def _unglued(item: Item) -> list[Item]:
    """The item, cut where a line break was lost between two sentences: "rất đẹpGiao nhanh"."""
    word, cuts = item.text, seams(item.text)
    if not cuts:
        return [item]
    first = item.end - len(word)
    found = [item._replace(text=word[: cuts[0]], end=first + cuts[0])]
    for start, end in pairwise([*cuts, len(word)]):
        found.append(Item(word[start:end], first + start, first + end, Gap.END))
    return found


def _gap(signs: list[str], before: str, after: str, felt: bool) -> Gap:
    """What the signs between two words amount to; a feeling among them is a pause at least."""
    between = " ".join(signs) if felt else signs[0]
    if between.isspace() and "\n" not in between and not felt:
        return Gap.NONE
    if _ENDS.search(_DOTS.sub("", between)) and not _abbreviates(between, before, after):
        return Gap.END
    return Gap.PAUSE if felt or _PAUSE.search(between) else Gap.NONE


def _abbreviates(between: str, before: str, after: str) -> bool:
    """Whether a single point belongs to the word before it."""
    if between.strip() != "." or "\n" in between:
        return False
    return fold(before) in usual("shortened") or (between == "." and len(before) == 1 and len(after) == 1)


def _numbered(items: list[Item], text: str) -> list[Item]:
    """The items with list numbers ("1.", "2)") tied to what they number: a number at a start, or next to the one before."""
    found = list(items)
    last = 0
    for at, item in enumerate(items[:-1]):
        if not item.text.isdecimal() or len(item.text) > 2:
            continue
        number = int(item.text)
        tail = text[item.end : item.end + 2]
        opens = at == 0 or item.gap is Gap.END
        if not tail or tail[0] not in ".)/" or (tail[0] == "/" and not tail[1:].isspace()):
            continue
        if (opens and number in (1, last + 1)) or (last and number == last + 1):
            last = number
            found[at] = item._replace(gap=Gap.END)
            found[at + 1] = items[at + 1]._replace(gap=Gap.NONE)
    return found
