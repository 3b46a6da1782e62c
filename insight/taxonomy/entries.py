"""What a taxonomy is made of: stages and topics."""

from dataclasses import dataclass
from typing import Literal

from insight.types import UNKNOWN_STAGE, Bilingual

Level = Literal["strategy", "execution"]
LEVELS: tuple[Level, ...] = ("strategy", "execution")
STAGE_IDS = ("awareness", "consideration", "purchase", "delivery", "usage", "support", "loyalty", UNKNOWN_STAGE)
CUSTOMER_CARE = Bilingual("Chăm sóc khách hàng", "Customer care")
"""Who owns a topic that names no owner and has no parent."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A moment of the customer journey."""

    id: str
    name: Bilingual
    about: Bilingual


@dataclass(frozen=True, slots=True)
class Topic:
    """What an opinion can be about; `owner` is the team that can act on it.

    `examples` are what customers would say, for a topic the model was not trained on. `parent` is the topic it rolls up to.
    A `retired` topic is no longer given; old labels keep its name. Labels under the ids in `formerly` are read as this topic.
    """

    id: str
    name: Bilingual
    about: Bilingual
    owner: Bilingual
    level: Level
    examples: tuple[str, ...] = ()
    parent: str | None = None
    retired: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The part before the dot: `price` of `price.value`."""
        return self.id.partition(".")[0]
