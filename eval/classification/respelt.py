"""The same words as other people type them: without diacritics, in teencode, with slips of the fingers.

Written apart from what the model was trained with, so that the drop is not measured on the very noise it knows.
"""

import random
import re
from collections.abc import Callable, Mapping
from hashlib import sha256

from insight.text import fold

SLIPS = 0.05
"""Share of the letters inside words that slip."""
_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = (
    "không=ko được=dc rồi=r với=vs gì=j nhưng=nhg người=ng mình=mk bạn=b nhiều=nh trước=trc cũng=cx vẫn=vx biết=bít luôn=lun "
    "thích=thik muốn=mún quá=wá hàng=hàg sản=sp lượng=lg anh=a em=e chị=c thôi=thui xong=xog phải=fải những=nhữg tháng=thág "
    "vậy=zậy vui=zui vào=zô yêu=iu nhà=nhak "
    "you=u your=ur are=r please=pls because=cuz thanks=thx people=ppl really=rly though=tho before=b4 great=gr8 "
    "and=n the=da was=wuz have=hv good=gud love=luv"
)
_SHORT: Mapping[str, str] = {long: short for long, _, short in (pair.partition("=") for pair in _PAIRS.split())}
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT: Mapping[str, str] = {key: row[at + 1] for row in _KEYS for at, key in enumerate(row[:-1])}


def without_diacritics(text: str) -> str:
    """Every marked letter bare, case kept."""
    return "".join(_bare(letter) for letter in text)


def _bare(letter: str) -> str:
    folded = fold(letter)
    if len(folded) != 1:
        return letter
    return folded.upper() if letter.isupper() else folded


def teencode(text: str) -> str:
    """Common words of both languages in their chat spelling."""
    return _WORD.sub(lambda word: _SHORT.get(word[0].lower(), word[0]), text)


def typos(text: str) -> str:
    """Letters swapped, doubled, dropped, or hit one key to the right, inside words; the same text slips the same way."""
    rng = random.Random(sha256(text.encode(errors="surrogatepass")).digest())
    return _WORD.sub(lambda word: _slipped(word[0], rng), text)


def _slipped(word: str, rng: random.Random) -> str:
    for at in range(len(word) - 1, 0, -1):
        if rng.random() < SLIPS:
            letter = word[at]
            slips = (word[at - 1] if at > 1 else letter, letter * 2, "", _NEXT.get(letter, letter))
            kind = rng.randrange(len(slips))
            if kind == 0 and at > 1:
                word = word[: at - 1] + letter + word[at - 1] + word[at + 1 :]
            else:
                word = word[:at] + slips[kind] + word[at + 1 :]
    return word


RESPELLINGS: Mapping[str, Callable[[str], str]] = {
    "diacritics removed": without_diacritics,
    "in teencode": teencode,
    "with typos": typos,
}
