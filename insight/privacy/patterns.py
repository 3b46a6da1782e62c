"""Kinds whose written form is enough: e-mail addresses, number plates, the security code of a card."""

import re
from collections.abc import Iterator

from insight.privacy.contexts import Context, context_before
from insight.privacy.kinds import CARD, EMAIL, PLATE, Span
from insight.privacy.shadow import BLANK, Shadow

_AT_SIGNS = ("@", "(at)", "[at]", "{at}", "a cong", " at ")
_MAIL_PROVIDERS = r"(?:g ?mail|yahoo|ymail|hot ?mail|outlook|icloud|live|proton(?:mail)?|zoho|msn|aol)"
# Known endings first, so that "Da" stays in "lan@gmail.com.Da nhan hang".
_LABELS = r"(?:[a-z0-9\-]{1,63}\.){1,5}"
_KNOWN_END = r"(?:(?:com|net|org|edu|gov|info|biz|asia)(?:\.(?:vn|sg|au|uk|jp|kr|cn|tw|hk))?|vn)"
_DOT_COM = r"(?:\ ?(?:[.,]|dot|cham|[(\[]dot[)\]])\ ?(?:com|vn|net)(?:\.vn)?)"
_EMAIL = re.compile(
    rf"""(?<![a-z0-9._%+\-])
    [a-z0-9_%+\-](?:[a-z0-9._%+\-]{{0,126}}[a-z0-9_%+\-])?
    (?:@(?:{_LABELS}{_KNOWN_END}(?![a-z])|{_LABELS}[a-z]{{2,24}}(?![a-z0-9]))
      # Written apart or in disguise, with a provider everybody knows: "lan @ gmail", "lan(at)gmail dot com".
      |\ ?(?:@|[(\[{{]at[)\]}}]|a\ cong)\ ?{_MAIL_PROVIDERS}{_DOT_COM}?
      |\ at\ {_MAIL_PROVIDERS}{_DOT_COM}
    )(?![a-z])""",
    re.VERBOSE,
)

# Province codes in use; 80 is the central government's. The mergers of 2025 gave out no new ones.
_PROVINCE = r"(?:1[124-9]|[2-35-7][0-9]|4[0137-9]|8[0-689]|9[02-57-9])"
_LETTER = "[a-hk-npr-vxyz]"
_PLATE = re.compile(
    rf"""(?<![a-z0-9./\-])(?:
      {_PROVINCE}[ .\-]?(?P<series>{_LETTER}[0-9]|{_LETTER}{{1,2}}|qt)(?P<gap>[ .\-]{{0,3}})
        (?:(?P<dotted>[0-9]{{3}}\.[0-9]{{2}})|(?P<five>[0-9]{{5}})|[0-9]{{4}}|[0-9]{{3}}[ \-][0-9]{{2}})
      |{_PROVINCE}[ \-]{{1,3}}[0-9]{{3}}[ \-]{{1,3}}(?P<mission>ng|qt|nn|cv)[ \-]{{1,3}}[0-9]{{2}}
      |(?P<army>[a-z]{{2}})[ .\-]{{0,3}}[0-9]{{2}}[ .\-]{{1,3}}[0-9]{{2}}
    )(?![a-z0-9])""",
    re.VERBOSE,
)
_PLATE_KEYWORD = re.compile(
    r"(?<![a-z])(?:bien(?: so| kiem soat| xe){0,2}|bks|bsx|bs xe|so xe|plate|(?P<weak>xe))(?![a-z])"
    rf"[^0-9{BLANK}.!?;]{{0,24}}\Z"
)
_KEYWORD_REACH = 40

_SECURITY_CODE = re.compile(rf"(?<![a-z])(?:cvv|cvc)2?[^0-9{BLANK}]{{0,12}}(?P<code>[0-9]{{3,4}})(?![0-9])")


def find_emails(shadow: Shadow) -> Iterator[Span]:
    """E-mail addresses, in order."""
    if any(sign in shadow.text for sign in _AT_SIGNS):
        yield from (Span(*found.span(), EMAIL) for found in _EMAIL.finditer(shadow.text))


def find_security_codes(shadow: Shadow) -> Iterator[Span]:
    """The three or four digits after "cvv", in order."""
    yield from (Span(*found.span("code"), CARD) for found in _SECURITY_CODE.finditer(shadow.text))


def find_plates(shadow: Shadow) -> Iterator[Span]:
    """Number plates, in order: those of unmistakable form, and looser ones behind a word like "biển số"."""
    for found in _PLATE.finditer(shadow.text):
        capitals = shadow.cased[slice(*found.span())].isupper()  # of the letters: digits have no case
        if not (_unmistakable(found, capitals) or _announced(shadow.text, found, capitals)):
            continue
        announced = context_before(shadow.text, found.start())
        if not announced or announced.context is not Context.CODE or not announced.adjacent:
            yield Span(*found.span(), PLATE)


def _unmistakable(plate: re.Match[str], capitals: bool) -> bool:
    """51F-123.45 in any case, 51F-12345 and 59X1 12345 in capitals; but 30k 12000 may be a price."""
    if plate["dotted"]:
        return True
    if plate["mission"]:
        return capitals
    if not plate["five"] or plate["series"] == "k":
        return False
    return capitals or "-" in plate["gap"]


def _announced(text: str, plate: re.Match[str], capitals: bool) -> bool:
    keyword = _PLATE_KEYWORD.search(text, max(0, plate.start() - _KEYWORD_REACH), plate.start())
    return keyword is not None and (capitals or not (keyword["weak"] or plate["army"]))
