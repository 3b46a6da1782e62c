"""Emoji, emoticons and punctuation: many ways to show one feeling become one.

Feelings are kept as emoji, not as words: an emoji means the same in both languages, and each one chosen here
(`data/emoji.txt`) is a single piece of the encoder's vocabulary. Emoji of no common feeling stay what they are, once.
"""

import re
from functools import cache

from insight.normalise.lists import lines
from insight.text import Edit

_EMOJI = r"(?:[\U0001f1e6-\U0001f1ff]{2}|[\u2600-\u27bf\u2b50\u2b51\u2b55\U0001f000-\U0001f1e5\U0001f200-\U0001faff])"
# Mouths that are letters or digits must not touch a word; a row of the same face is one.
_EMOTICONS = {
    "laugh": r"(?<!\w)(?:[xX]D+)+(?!\w)|(?<!\w)(?:[:=;]-?D+)+(?!\w)|[:=;]-?'?(?:\){2,}|\]{2,})|(?<!\w)(?::[vV])+(?!\w)",
    "smile": r"[:=]-?[)\]]|(?<!\w)(?::-?[>3])+(?![\w>])|\^[_.-]?\^+|(?<!\w)(?::-?[pP])+(?!\w)",
    "wink": r"(?<!\w);-?[)\]](?!\w)",
    "kiss": r"(?<!\w):-?\*+(?!\w)",
    "heart": r"<3+(?!\d)",
    "sad": (
        r"</3|[:=]-?['\u2019]?(?:\({2,}|\[{2,}|\((?!\w))|(?<!\w):-?<+(?!\w)"
        r"|(?<!\w)(?:T{1,3}[_.]+T{1,3}|Q_+Q|;_+;|T\^T)(?!\w)"
    ),
    "meh": r"(?<!\w):-?[/\\|](?![/\w\\])|(?<![\w=.-])(?:-_{1,9}-|-\.-|=_{1,9}=|=\.=)(?![\w=.-])|(?<!\w)>[_.]{1,9}<(?!\w)",
    "shock": r"(?<!\w)(?::-?[oO])+(?!\w)|(?<!\w)[oO0][_.][oO0](?!\w)|(?<!\w)@{2,}(?!\w)",
    "good": r"(?<!\w)\([yY]\)",
}
_MEANT = {
    "laugh": "😂",
    "smile": "😊",
    "wink": "😉",
    "kiss": "😍",
    "heart": "❤",
    "sad": "😢",
    "meh": "😒",
    "shock": "😱",
    "good": "👍",
}
_SIGN = re.compile(
    r"(?=[^\w\s]|[hwxXTQoO0_])(?:(?P<address>https?://\S+|www\.\S+)"
    f"|(?P<emoji>{_EMOJI}(?:\\s*{_EMOJI})*)"
    + "".join(f"|(?P<{name}>{pattern})" for name, pattern in _EMOTICONS.items())
    + r"|(?P<ask>[!?]{2,})|(?P<dots>\.{2,}|\u2026[.\u2026]*)"
    + r"""|(?P<again>(?P<same>[-,;:~*=+#^'"|/\\()])(?P=same)+|(?<!\w)_{2,})"""
    + "|(?P<quote>[\u2018\u2019\u201c\u201d\u2013\u2014\u00b4`]))"
)
# A text without two signs side by side, a sign seldom typed, or a letter that may be a mouth has nothing to change.
_WORTH_A_LOOK = re.compile(r"[^\w\s,.!?%&$:;()/'\"+*#@-]|[!-/:-@\[-`{-~]{2}|[:;=<]\w|[xX]D|[TQoO0][_.]+[TQoO0]|\([yY]\)|__")
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
_SPACES = re.compile(r"\s{2,}|[^\S ]|^ | $")
_STAR = "⭐"


def signs(text: str) -> list[Edit]:
    """The edits that bring emoji, emoticons, quotes and repeated punctuation to one form each."""
    if _WORTH_A_LOOK.search(text) is None:
        return []
    edits: list[Edit] = []
    for match in _SIGN.finditer(text):
        kind = match.lastgroup
        if kind == "address":
            continue
        new = _meaning(kind or "", match[0])
        if kind == "emoji" or kind in _MEANT:
            new = _apart(text, match.start(), match.end(), new)
        if new != match[0]:
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def spaces(text: str) -> list[Edit]:
    """The edits that leave single spaces, and none at the ends."""
    last = len(text)
    runs = [match.span() for match in _SPACES.finditer(text)]
    return [Edit(start, end, " " if start and end < last else "") for start, end in runs]


def _meaning(kind: str, sign: str) -> str:
    if kind in _MEANT:
        return _MEANT[kind]
    if kind == "emoji":
        return _emoji(sign)
    if kind == "ask":
        return "?!" if "?" in sign and "!" in sign else sign[0]
    if kind == "dots":
        return "..."
    return _QUOTES[sign] if kind == "quote" else sign[0]


def _emoji(run: str) -> str:
    """The feelings of a run, each once, in order; a row of stars is a rating and keeps its number."""
    found = [_canonical().get(one, one) for one in re.findall(_EMOJI, run)]
    stars = found.count(_STAR)
    kinds = [f"{stars}{_STAR}" if one == _STAR and stars > 1 else one for one in dict.fromkeys(found)]
    return " ".join(kinds)


def _apart(text: str, start: int, end: int, new: str) -> str:
    """The sign with a space to whatever it touches; a star after a number touches it."""
    touches_left = start > 0 and not text[start - 1].isspace() and not (new[0] == _STAR and text[start - 1].isdigit())
    touches_right = end < len(text) and not text[end].isspace()
    return f"{' ' if touches_left else ''}{new}{' ' if touches_right else ''}"


@cache
def _canonical() -> dict[str, str]:
    """Emoji -> the one that stands for it."""
    found: dict[str, str] = {}
    for line in lines("emoji"):
        first, others = line.split()
        found.update(dict.fromkeys(others, first))
        found[first] = first
    return found
