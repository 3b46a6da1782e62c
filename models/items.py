"""What one step of training reads: texts as token ids, and the spans in them with what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tokenizers import Tokenizer

from insight.encode import END, head_tokens, tokens, touching
from insight.taxonomy import Taxonomy
from insight.types import SENTIMENTS

MAX_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Span:
    """One span to learn from. -1 and None stand for labels that are not known.

    `topics` are all that are present; `polarity` is the sentiment of each topic where it is known; `teacher` is a row of the
    teacher's vectors; spans of equal `twin` say the same.
    """

    tokens: tuple[int, ...] = ()
    stage: int = -1
    topics: tuple[int, ...] | None = None
    polarity: tuple[tuple[int, int], ...] = ()
    sentiment: int = -1
    teacher: int = -1
    twin: int = -1


@dataclass(frozen=True, slots=True)
class Item:
    """One text to learn from: its token ids, special tokens included, and its spans."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    group: str


def encode_item(
    tokenizer: Tokenizer, text: str, question: str | None, spans: Sequence[tuple[tuple[int, int], Span]], group: str
) -> Item | None:
    """Token ids and spans in tokens; None where the cut to `MAX_TOKENS` leaves no span."""
    head = head_tokens(tokenizer, question)
    ids, offsets = tokens(tokenizer, text)
    room = MAX_TOKENS - len(head) - 1
    ids, offsets = ids[:room], offsets[:room]
    kept = []
    for (start, end), span in spans:
        if len(offsets) and start < offsets[-1][1]:
            inside = tuple(len(head) + int(token) for token in touching(offsets, (start, end)))
            kept.append(replace(span, tokens=inside))
    return Item((*head, *map(int, ids), END), tuple(kept), group) if kept else None


def label_ids(taxonomy: Taxonomy) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Numbers of stages, topics and sentiments."""
    return (
        {stage: index for index, stage in enumerate(taxonomy.stage_by_id)},
        {topic: index for index, topic in enumerate(taxonomy.topic_by_id)},
        {sentiment: index for index, sentiment in enumerate(SENTIMENTS)},
    )
