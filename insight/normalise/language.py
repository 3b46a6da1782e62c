"""Which language a feedback is in: Vietnamese with or without diacritics, English, a mix of both, or something else.

Every word carries two log-likelihood ratios, as Vietnamese and as English against text of other languages. They come from
spelling (a Vietnamese word is one syllable of a small inventory) and from short hand-written lists; they are judgements, not
counts. Where nothing else tells, loanwords that both languages write ("ok", "app") count a little more as Vietnamese.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from insight.normalise.lists import english, lines, vietnamese
from insight.normalise.spelling import collapse, respell
from insight.normalise.syllables import parse, unaccented
from insight.text import clean, fold, rewrite

Language = Literal["vi", "en", "mixed", "other"]


class Weight(NamedTuple):
    """Log-likelihood ratios of one word; `shared` marks a form that both languages write."""

    vi: float
    en: float
    shared: bool = False


# Letters that, of all languages written in Latin, only Vietnamese uses; the rest of its accented letters it shares.
_VIETNAMESE_ONLY = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụĩủũứừửữựỳỵỷỹ]")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\[[A-Z_]+\]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")
_MAY_HOLD_NOT_PROSE = re.compile(r"[@#\[]|://|www\.")
_LATIN = re.compile(r"[a-z\u00df-\u024f\u1e00-\u1eff'\u2019]+")
_VOWEL = re.compile(r"[aeiouy]")
_UNREADABLE = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|[qjxv][bcdfghjklmnpqrstvwxz]|([a-z])\1\1")
_ENDINGS = re.compile(
    r"(?:ing|ings|ed|ly|ness|ful|less|able|ible|ation|ations|ment|ments|ous|ive|ity|ism|ists?|ers?|est|ish|ship|ology|ward|wards|some|teen)$"
)
_INFLECTIONS = ("'s", "s", "es", "d", "ed", "ing", "er", "est", "ly", "r", "st", "y", "ness", "less", "n't", "ful")

_NEEDED = 0.6  # less evidence than one loanword is none
_LOAN = 0.9  # a form of both languages that is this English is a loanword
_STRONG = 2.0  # from this lean on a word counts as of one language


def language(text: str) -> Language:
    """The language of a text.

    `vi` takes in unaccented Vietnamese, teencode, and sentences whose only English is everyday loanwords ("app", "ship");
    `mixed` needs real words of both; `other` is every other language, and text without words.
    """
    found = _words(text)
    weights = [weigh(word.lower()) for word in found]
    as_vi, as_en = sum(weight.vi for weight in weights), sum(weight.en for weight in weights)
    if _mixed(found, weights):
        return "mixed"
    if max(as_vi, as_en) < _NEEDED:
        return "other"
    return "vi" if as_vi > as_en else "en"


@lru_cache(maxsize=1 << 16)
def weigh(word: str) -> Weight:
    """The evidence of one lower-case composed word."""
    listed = _listed().get(word)
    if listed is not None:
        return listed
    if not _LATIN.fullmatch(word):
        return Weight(-2.0 * min(len(word), 5), -2.0 * min(len(word), 5))
    shorter = collapse(word)
    if shorter != word:
        return weigh(shorter)
    word = word.replace("\u2019", "'")
    if not word.isascii():
        return _accented(word)
    if len(word) == 1:
        return Weight(0.2, 0.2)
    if not _VOWEL.search(word):
        return Weight(-0.5, -1.0)
    return Weight(0.7 if word in unaccented() else -2.5, _as_english(word))


def _words(text: str) -> list[str]:
    text = rewrite(text, clean(text))
    if _MAY_HOLD_NOT_PROSE.search(text):
        text = _NOT_PROSE.sub(" ", text)
    return _WORD.findall(text)


def _mixed(found: Sequence[str], weights: Sequence[Weight]) -> bool:
    """Whether a text holds real words of both languages.

    Two English words side by side, or two in ten, or one and loanwords in three of ten make a mix; a loanword counts half.
    """
    leans = [weight.vi - weight.en for weight in weights]
    if min(leans, default=0.0) > -2 * _STRONG or max(leans) < _STRONG:
        return False
    loaned = [weight.shared and weight.en >= _LOAN and weight.vi < 1.5 for weight in weights]
    clear = ["" if loan else _clear(leans, i, weights[i].shared) for i, loan in enumerate(loaned)]
    clear = ["" if side == "en" and i and _is_name(found, i) else side for i, side in enumerate(clear)]
    vietnamese, english, loans = clear.count("vi"), clear.count("en"), sum(loaned)
    if not english or vietnamese < 2:
        return False
    together = english >= 2 and any(pair == ("en", "en") for pair in pairwise(clear))
    weighted_english = english + loans / 2
    share = weighted_english / (weighted_english + vietnamese)
    if english > vietnamese:
        return vietnamese >= 3 or share <= 0.7
    return (weighted_english >= 2 and share >= (0.2 if english >= 2 else 0.3)) or (together and share >= 0.1)


def _clear(leans: Sequence[float], at: int, shared: bool) -> str:
    """`vi`, `en` or nothing: what a word plainly is; a form of both languages goes with its neighbours."""
    lean = leans[at]
    if shared:
        around = [*leans[max(0, at - 2) : at], *leans[at + 1 : at + 3]]
        lean += sum(max(-4.0, min(4.0, other)) for other in around)
        return "vi" if lean >= 2 * _STRONG else ""
    if lean >= _STRONG:
        return "vi"
    return "en" if lean <= -2 * _STRONG else ""


def _is_name(found: Sequence[str], at: int) -> bool:
    """Whether a word looks like part of a name ("New York"): capitalised, and no English in small letters beside it."""
    if not found[at].istitle():
        return False
    around = [*found[at - 1 : at], *found[at + 1 : at + 2]]
    return not any(word.islower() and weigh(word).en >= _STRONG + 1 and not weigh(word).shared for word in around)


def _accented(word: str) -> Weight:
    """A word with letters beyond ASCII."""
    own = _VIETNAMESE_ONLY.search(word) is not None
    bare = fold(word)
    if parse(word):
        return Weight(5.0, -4.0) if own else Weight(4.0 if bare in vietnamese() else 2.5, -3.0)
    if own:
        return Weight(3.0, -4.0)
    if respell(word) != word:
        return Weight(2.0, -3.0)
    return Weight(1.5, -3.0) if bare in unaccented() else Weight(-2.5, -2.0)


def _as_english(word: str) -> float:
    """A word on no list: what its ending says."""
    if _UNREADABLE.search(word):
        return -2.5
    for ending in _INFLECTIONS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if _stem_listed(stem):
                return 2.2
    return 0.6 if len(word) > 4 and _ENDINGS.search(word) else -0.8


def _stem_listed(stem: str) -> bool:
    if len(stem) < 3:
        return False
    listed = english()
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in listed
    return stem in listed or stem + "e" in listed or doubled or (stem[-1] == "i" and stem[:-1] + "y" in listed)


@cache
def _listed() -> dict[str, Weight]:
    """Everything on the lists; a form on several is weighed by both, the ambiguous list decides where it speaks."""
    found = {word: Weight(-3.5, -3.5) for line in lines("foreign") for word in line.split()}
    possible = unaccented()
    for word, score in english().items():
        found[word] = Weight(0.7, score, shared=True) if word in possible else Weight(-2.5, score)
    for word, score in vietnamese().items():
        found[word] = Weight(score, found[word].en, shared=True) if word in english() else Weight(score, -0.8)
    for line in lines("ambiguous"):
        form, as_vi, as_en = line.split()
        found[form] = Weight(float(as_vi), float(as_en), shared=True)
    for line in lines("teencode"):
        for form in line.split("|")[0].lower().split():
            found.setdefault(form, Weight(2.5, -1.5))
    return found
