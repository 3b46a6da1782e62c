"""Numbers as a reader of either language expects them."""

import math

NO_BREAK = "\u00a0"
MINUS = "\u2212"
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def number(value: float, language: str, digits: int = 1, sign: bool = False) -> str:
    """5.6 in English, 5,6 in Vietnamese; `sign` marks a difference: +5.6, and a true minus for what is below zero."""
    if not math.isfinite(value):
        return "∞" if value > 0 else f"{MINUS}∞" if value < 0 else "–"
    rounded = round(value, digits) + 0.0
    text = f"{rounded:{'+' if sign and rounded else ''},.{digits}f}".replace("-", MINUS)
    return text.translate(_VIETNAMESE_MARKS) if language == "vi" else text


def percent(share: float, language: str, digits: int = 1) -> str:
    """A share in [0, 1] as 5.6 %."""
    return f"{number(100 * share, language, digits)}{NO_BREAK}%"
