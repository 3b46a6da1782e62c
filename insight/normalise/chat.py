"""Chat spelling in its place: short forms written out where the words around are Vietnamese, shouting lowered."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from insight.normalise.language import weigh
from insight.normalise.lists import lines
from insight.normalise.spelling import respell
from insight.text import Edit, fold, seams

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W\d_]+)?")
# Web and e-mail addresses, handles, hashtags and typed placeholders ([PHONE]) stay as they are.
_VERBATIM = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<!\w)[@#]\w+|\[[A-Z][A-Z_]{1,30}\]"
)
_MAY_BE_VERBATIM = re.compile(r"[@#\[]|://|www\.")
_CAPITALS = re.compile(r"[A-ZĐ]{2}[^\s]{0,20}\s[^\s]{0,20}[A-ZĐ]{2}")
_SEAM = re.compile(r"[^\W\d_A-Z][^\W\d_a-z][^\W\d_A-Z]")
_SHOUTING = 4  # so many words in capitals in a row are no name and no abbreviation
_REACH = 4  # words looked at on either side
_TIED = "/-&+'’_#@$%*"  # a short form next to one of these is part of something else: "a/c", "e-mail"
_ENOUGH = 2.0  # sum of leans that makes a neighbourhood Vietnamese
_ENGLISH = -4.0  # and the one from which on it is English


class Rule(NamedTuple):
    """When a short form means what; `None` leaves it as it is."""

    meaning: str | None
    anywhere: bool
    accented: bool
    after: frozenset[str]
    before: frozenset[str]


def shouting(text: str) -> list[Edit]:
    """The edits that lower runs of four words and more in capitals."""
    if _CAPITALS.search(text) is None:
        return []
    edits: list[Edit] = []
    run: list[Edit] = []
    for match in _tokens(text):
        word = match[0]
        if word.isupper():
            run.append(Edit(match.start(), match.end(), word.lower()))
        elif not word.isdigit():
            edits += run if len(run) >= _SHOUTING else []
            run = []
    return edits + (run if len(run) >= _SHOUTING else [])


def glued(text: str) -> list[Edit]:
    """The edits that part words with no line break left between them: "đẹpGiao"."""
    if _SEAM.search(text) is None:
        return []
    return [Edit(token.start() + at, token.start() + at, " ") for token in _tokens(text) for at in seams(token[0])]


def chat(text: str) -> list[Edit]:
    """The edits that write out short forms and mend spelling word by word."""
    tokens = _tokens(text)
    plans = [_plan(token[0]) for token in tokens]
    said = [plan if isinstance(plan, str) else token[0] for plan, token in zip(plans, tokens, strict=True)]
    ruled = {at: plan for at, plan in enumerate(plans) if isinstance(plan, tuple)}
    unsettled = {at: rules for at, rules in ruled.items() if _stands_alone(text, tokens[at])}
    waiting = list(unsettled)
    while waiting:
        written: list[int] = []
        for at in waiting:
            meaning = _meaning(text, tokens, said, at, unsettled[at])
            if meaning != said[at]:
                said[at] = meaning
                written.append(at)
                del unsettled[at]
        near = {other for at in written for other in range(at - _REACH, at + _REACH + 1)}
        waiting = sorted(near & unsettled.keys())
    return [Edit(token.start(), token.end(), new) for token, new in zip(tokens, said, strict=True) if new != token[0]]


def _tokens(text: str) -> list[re.Match[str]]:
    """The words of a text that are not part of something verbatim."""
    if _MAY_BE_VERBATIM.search(text) is None:
        return list(_WORD.finditer(text))
    found: list[re.Match[str]] = []
    done = 0
    for kept in _VERBATIM.finditer(text):
        found += _WORD.finditer(text, done, kept.start())
        done = kept.end()
    found += _WORD.finditer(text, done)
    return found


@lru_cache(maxsize=1 << 16)
def _plan(word: str) -> str | tuple[Rule, ...] | None:
    """What to do about a word: nothing, its usual spelling, or rules that ask its neighbours.

    A form in capitals has rules of its own, or those that hold anywhere.
    """
    rules = _rules().get(word)
    if rules is None and not word.islower():
        rules = _rules().get(word.lower(), ())
        if word.isupper() and len(word) > 1:
            rules = tuple(rule for rule in rules if rule.anywhere)
    if rules:
        return rules
    new = respell(word)
    return None if new == word else new


@lru_cache(maxsize=1 << 16)
def _lean(word: str) -> float:
    """How Vietnamese rather than English a word, or the last of several, is: between -4 and 4."""
    weight = weigh(word.lower().split()[-1])
    return 0.0 if word.isdigit() else max(-4.0, min(4.0, weight.vi - weight.en))


def _stands_alone(text: str, token: re.Match[str]) -> bool:
    """Whether a short form can be one: tied to nothing ("a/c"), a single capital only at a start ("K dùng được")."""
    start, end = token.span()
    if end - start <= 3 and ((start > 0 and text[start - 1] in _TIED) or (end < len(text) and text[end] in _TIED)):
        return False
    if end - start > 1 or token[0].islower():
        return True
    before = text[max(0, start - 4) : start].rstrip()
    return not before or before[-1] in ".!?…:,\n"


def _meaning(text: str, tokens: Sequence[re.Match[str]], said: Sequence[str], at: int, rules: Sequence[Rule]) -> str:
    """What a short form stands for among words that are `said` around it; the form itself where no rule fits."""
    word = said[at]
    around = [*said[max(0, at - _REACH) : at], *said[at + 1 : at + 1 + _REACH]]
    lean = sum(map(_lean, around))
    if lean <= _ENGLISH:
        return word
    accents = any(_lean(one) > 2 and not one.isascii() for one in around)
    before = _folded(said[at - 1].split()[-1]) if at and _adjoin(text, tokens, at) else "^"
    after = _folded(said[at + 1].split()[0]) if at + 1 < len(said) and _adjoin(text, tokens, at + 1) else "^"
    for rule in rules:
        if (lean < _ENOUGH and not rule.anywhere) or (rule.accented and not accents):
            continue
        if (rule.after and before not in rule.after) or (rule.before and after not in rule.before):
            continue
        return _in_case_of(word, rule.meaning or word)
    return word


def _in_case_of(word: str, meaning: str) -> str:
    """The meaning with a capital where the form starts a sentence or a name; a form all in capitals is no shouting."""
    title = word[0].isupper() and (len(word) == 1 or not word.isupper())
    return meaning[0].upper() + meaning[1:] if title else meaning


def _adjoin(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether nothing but blanks stands between a token and the one before it."""
    between = text[tokens[at - 1].end() : tokens[at].start()]
    return not between or between.isspace()


def _folded(word: str) -> str:
    """A word as conditions name it: without diacritics, `#` for a number."""
    return "#" if word[0].isdigit() else fold(word)


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    """Form -> its rules in order."""
    found: dict[str, tuple[Rule, ...]] = {}
    for line in lines("teencode"):
        forms, meaning, *rest = (part.strip() for part in line.split("|"))
        when = rest[0] if rest else ""
        after, before = _listed(when, "after:"), _listed(when, "before:")
        rule = Rule(None if meaning == "=" else meaning, "!" in when, "~" in when, after, before)
        for form in forms.split():
            found[form] = (*found.get(form, ()), rule)
    return found


def _listed(when: str, key: str) -> frozenset[str]:
    if key not in when:
        return frozenset()
    return frozenset(when.split(key)[1].split("before:")[0].split("after:")[0].split())
