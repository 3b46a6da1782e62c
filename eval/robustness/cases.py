"""The cases as people write them: `cases/<capability>.yaml` -> `Case`s, with an error that names file and entry.

A file says what the capability is about, and under each language lists its cases by what is expected of them:

    about: A negation turns what it stands before, and only that.
    vi:
      not negative:                       # the sentiment of one text
        - Món này không tệ
      changed:                            # the first text against each of the others: same, changed, higher, lower
        - [Nhân viên thân thiện, Nhân viên không thân thiện]
      negative:
        - {question: "Điều gì chưa tốt?", text: giá}

`names: {brand: [A, B]}` makes every text with `{brand}` one text a name; `respell: {upper case: {how: upper, about: ...}}` makes
the file's `same` texts a capability of each way of respelling (`respell.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import yaml

from eval.robustness.respell import WAYS
from insight.errors import InputError

FOLDER = Path(__file__).parent / "cases"
LANGUAGES = ("vi", "en")
ALONE = ("negative", "neutral", "positive", "mixed", "not negative", "not positive")
AGAINST = ("same", "changed", "higher", "lower")


@dataclass(frozen=True, slots=True)
class Case:
    """One test: `texts` has one text where `expect` is of `ALONE`, and where it is of `AGAINST` the first and those compared."""

    capability: str
    language: str
    expect: str
    texts: tuple[str, ...]
    question: str | None = None

    @property
    def id(self) -> str:
        """Stays when other cases come or go."""
        digest = sha256("\n".join((self.expect, self.question or "", *self.texts)).encode()).hexdigest()
        return f"{self.capability}/{self.language}/{digest[:8]}"


@dataclass(frozen=True, slots=True)
class Capability:
    """What is tested, in a sentence, and its cases."""

    name: str
    about: str
    cases: tuple[Case, ...]


def load(folder: Path = FOLDER) -> list[Capability]:
    """Every capability of a folder, by file name; raises `InputError` naming the file and what is wrong in it."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise InputError(f"no cases in {folder}; expected files such as negation.yaml")
    found = [capability for path in paths for capability in _read(path)]
    seen: set[str] = set()
    for case in (case for capability in found for case in capability.cases):
        if case.id in seen:
            raise InputError(f"{case.capability}.yaml: {case.texts[0]!r} stands there twice; keep one")
        seen.add(case.id)
    return found


def _read(path: Path) -> Iterator[Capability]:
    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} is not readable YAML: {error}") from error
    if not isinstance(plain, dict):
        raise InputError(f"{path.name} is {type(plain).__name__}; a mapping with about, vi and en is expected")
    unknown = set(plain) - {"about", "names", "respell", *LANGUAGES}
    if unknown:
        raise InputError(f"{path.name}: unknown key {sorted(map(str, unknown))[0]!r}; about, names, respell, vi, en")
    if "respell" in plain:
        yield from _respelt(plain, path.name)
        return
    name = path.stem.replace("_", " ")
    cases = tuple(_cases(plain, name, plain.get("names", {}), path.name))
    yield Capability(name, _about(plain, path.name), cases)


def _respelt(plain: Mapping[str, object], file: str) -> Iterator[Capability]:
    sentences = list(_cases(plain, "", {}, file, single=True))
    for name, told in cast(Mapping[str, Mapping[str, str]], plain["respell"]).items():
        way = WAYS.get(told.get("how", ""))
        if way is None:
            raise InputError(f"{file}: {name!r} is respelt by {told.get('how')!r}; one of {', '.join(WAYS)}")
        kept = [case for case in sentences if told.get("only", case.language) == case.language]
        cases = tuple(Case(name, case.language, case.expect, (case.texts[0], way(case.texts[0]))) for case in kept)
        yield Capability(name, _about(told, f"{file}, {name}"), cases)


def _about(plain: Mapping[str, object], where: str) -> str:
    about = plain.get("about")
    if not isinstance(about, str) or not about.strip():
        raise InputError(f"{where}: about is {about!r}; a sentence saying what is tested is expected")
    return about


def _cases(
    plain: Mapping[str, object], name: str, names: Mapping[str, Sequence[str]], file: str, *, single: bool = False
) -> Iterator[Case]:
    for language in LANGUAGES:
        expectations = plain.get(language, {})
        if not isinstance(expectations, dict):
            raise InputError(f"{file}, {language}: {expectations!r:.60}; expectations with lists of cases are expected")
        for expect, entries in expectations.items():
            if expect not in (*ALONE, *AGAINST):
                raise InputError(f"{file}, {language}: unknown expectation {expect!r}; {', '.join((*ALONE, *AGAINST))}")
            for entry in entries:
                texts, question = _texts(entry, names, f"{file}, {language}, {expect}")
                _check(texts, expect, single, f"{file}, {language}, {expect}: {entry!r:.80}")
                yield Case(name, language, expect, texts, question)


def _texts(entry: object, names: Mapping[str, Sequence[str]], where: str) -> tuple[tuple[str, ...], str | None]:
    question = None
    if isinstance(entry, dict):
        question, entry = entry.get("question"), entry.get("text")
    listed = entry if isinstance(entry, list) else [entry]
    texts = [text for text in listed if isinstance(text, str) and text.strip()]
    if len(texts) < len(listed) or not isinstance(question, str | None):
        raise InputError(f"{where}: {entry!r:.80} is not text; quote what YAML reads as a number, a truth value or a list")
    return tuple(form for text in texts for form in _named(text, names, where)), question


def _named(text: str, names: Mapping[str, Sequence[str]], where: str) -> list[str]:
    """One text a name; several places change together, each taking the names of its own list in turn."""
    if "{" not in text:
        return [text]
    lists = {place: forms for place, forms in names.items() if f"{{{place}}}" in text}
    if not lists:
        raise InputError(f"{where}: {text!r} has a place that is not among names ({', '.join(names) or 'there are none'})")
    most = max(len(forms) for forms in lists.values())
    return [text.format(**{place: forms[turn % len(forms)] for place, forms in lists.items()}) for turn in range(most)]


def _check(texts: Sequence[str], expect: str, single: bool, where: str) -> None:
    if single or expect in ALONE:
        if len(texts) != 1:
            raise InputError(f"{where} has {len(texts)} texts; one is expected here")
    elif len(texts) < 2:
        raise InputError(f"{where} has one text; {expect!r} compares the first with others")
