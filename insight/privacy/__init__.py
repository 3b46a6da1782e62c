"""Personal data masked at the door: what leaves `mask` is the text from then on."""

from insight.privacy.customers import hash_customer
from insight.privacy.kinds import KINDS
from insight.privacy.mask import Found, Masked, mask

__all__ = ["KINDS", "Found", "Masked", "hash_customer", "mask"]
