"""Customer ids as keyed hashes: the same customer is recognised, nobody is named."""

import base64
import hmac
import unicodedata

from insight.errors import InputError

_FEWEST_KEY_BYTES = 16
# 80 bits: among ten million customers the chance of any two sharing a hash is below 1 in 10 billion.
_HASH_BYTES = 10


def hash_customer(customer_id: str, key: bytes) -> str:
    """`cus_` and 16 characters a-z2-7: HMAC-SHA256 of the id (NFC, stripped), cut to 80 bits.

    Raises:
        InputError: the id is blank, or the key is shorter than 16 bytes. Ids are often phone numbers, which anyone
            can try out one by one if the key can be guessed.
    """
    if len(key) < _FEWEST_KEY_BYTES:
        raise InputError(f"key for customer ids has {len(key)} bytes; give at least {_FEWEST_KEY_BYTES} random ones")
    normalised = unicodedata.normalize("NFC", customer_id).strip()
    if not normalised:
        raise InputError(f"customer id {customer_id!r} is blank; leave it out if the customer is unknown")
    # A lone surrogate has no UTF-8 form; it still has to hash to something of its own.
    digest = hmac.digest(key, normalised.encode("utf-8", "surrogatepass"), "sha256")
    return "cus_" + base64.b32encode(digest[:_HASH_BYTES]).decode("ascii").lower()
