"""The placeholders, and a stretch of text that one of them is to replace."""

import re
from typing import NamedTuple

PHONE = "PHONE"
EMAIL = "EMAIL"
CARD = "CARD"
ID = "ID"
TAX = "TAX"
ACCOUNT = "ACCOUNT"
INSURANCE = "INSURANCE"
PLATE = "PLATE"
ADDRESS = "ADDRESS"

KINDS = (PHONE, EMAIL, CARD, ID, TAX, ACCOUNT, INSURANCE, PLATE, ADDRESS)
PLACEHOLDER = re.compile(rf"\[({'|'.join(KINDS)})\]")


class Span(NamedTuple):
    """Characters `start` (inclusive) to `end` (exclusive) of a shadow, and the kind of what they hold."""

    start: int
    end: int
    kind: str
