"""What makes a row of digits a phone number, a personal number, a tax code or a card. All take digits 0-9 only."""

import re

# What follows the 0 or the country code: the ranges libphonenumber gives for Vietnam. People write +84 (0) 912 ... too.
_MOBILE = r"(?:3\d|5[1689]|52(?=[238])|55(?=9)|7[06-9]|8[1-8]|89(?=[6-9])|9[0-8]|99(?=[13-9]))\d{7}"
_MOBILE_BEFORE_2018 = r"(?:12\d|16[2-9]|18[68]|199)\d{7}"
_LANDLINE = r"2(?:0[3-9]|1[0-689]|2[0-25-9]|[38][2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])\d{7}"
_PHONE = re.compile(rf"(?:(?:00)?840?|0)(?:{_MOBILE}|{_LANDLINE}|{_MOBILE_BEFORE_2018})", re.A)
_HOTLINE = re.compile(r"1[89]00\d{4,6}", re.A)
_NORTH_AMERICAN = re.compile(r"1?[2-9]\d\d[2-9]\d{6}", re.A)
_TOLL_FREE = re.compile(r"1?8(?:00|33|44|55|66|77|88)[2-9]\d{6}", re.A)

# Provinces of the personal number, as numbered before the mergers of 2025; nobody's number was changed by them.
_PROVINCES_OF_BIRTH = frozenset(
    f"{code:03}"
    for code in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38),
        *(40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80),
        *(82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)
_LIVING_CENTURIES = "0123"
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)

_NAPAS = re.compile(r"9704(?:\d{12}|\d{15})", re.A)
# Visa, Mastercard (both ranges), JCB, UnionPay, Discover with 16 digits; American Express with 15; Diners with 14.
_INTERNATIONAL_CARD = re.compile(
    r"(?:4\d\d\d|5[1-5]\d\d|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)|35(?:2[89]|[3-8]\d)|62\d\d|6011|65\d\d)\d{12}"
    r"|3[47]\d{13}|3[68]\d{12}",
    re.A,
)


def is_phone(digits: str) -> bool:
    """Whether this is a Vietnamese mobile or landline number, dialled with 0, 84 or 0084."""
    return _PHONE.fullmatch(digits) is not None


def is_hotline(digits: str) -> bool:
    """Whether this is a company's 1800 or 1900 number, which is nobody's personal data."""
    return _HOTLINE.fullmatch(digits) is not None


def is_toll_free(digits: str) -> bool:
    """Whether this is a North American service number such as 1-800-433-7300."""
    return _TOLL_FREE.fullmatch(digits) is not None


def is_north_american(digits: str) -> bool:
    """Whether this has the form of a North American number that is not toll-free; so have two in three random ones."""
    return _NORTH_AMERICAN.fullmatch(digits) is not None and not is_toll_free(digits)


def is_personal_number(digits: str, year: int) -> bool:
    """Whether 12 digits have the layout of a citizen's personal number (Decree 137/2015, article 13).

    Three digits of province, one of century and sex, two of birth year, six at random; there is no check digit. A
    birth after `year` is refused.
    """
    if len(digits) != 12 or digits[:3] not in _PROVINCES_OF_BIRTH or digits[3] not in _LIVING_CENTURIES:
        return False
    return 1900 + int(digits[3]) // 2 * 100 + int(digits[4:6]) <= year


def is_tax_code(digits: str) -> bool:
    """Whether 10 digits, or 13 with a branch number, are an organisation's tax code (Circular 105/2020, appendix).

    The tenth digit is 10 minus the weighted sum of the nine before it, modulo 11. One random row in eleven passes, so
    a pass proves nothing about ten digits alone.
    """
    if len(digits) not in (10, 13) or digits[2:9] == "0000000" or digits[10:] == "000":
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=False))
    return 10 - weighted % 11 == int(digits[9])


def is_card(digits: str) -> bool:
    """Whether this is a bank card: a NAPAS number, or an international one with a right Luhn digit.

    NAPAS numbers (9704...) are taken without the Luhn check: the prefix is rare enough and not every bank keeps to it.
    """
    if _NAPAS.fullmatch(digits):
        return True
    return _INTERNATIONAL_CARD.fullmatch(digits) is not None and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is right by ISO/IEC 7812-1, annex B."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0
