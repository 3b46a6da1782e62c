"""What the model reads: one clean form for the many ways people type the same thing."""

from collections.abc import Callable, Iterable, Sequence

from insight.normalise.chat import chat, glued, shouting
from insight.normalise.signs import signs, spaces
from insight.text import Edit, clean, moved, rewrite

_STEPS: tuple[Callable[[str], list[Edit]], ...] = (clean, signs, spaces, glued, shouting, chat)
# A short form written out makes its neighbourhood more Vietnamese, which may settle the next; few texts need a third round.
_ROUNDS = 16


def normalise(text: str) -> str:
    """The text as the model reads it.

    Composed (NFC), on one line, without characters that cannot be seen; feelings as one emoji each; drawn-out letters and
    repeated punctuation shortened; tone marks placed alike; Vietnamese short forms written out where the words around are
    Vietnamese; long shouting lowered. Otherwise case, wording and placeholders such as [PHONE] stay.
    Doing it twice changes nothing. Any string is accepted; one without visible characters becomes empty.
    """
    return normalise_spans(text, ())[0]


def normalise_spans(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The normalised whole text, and where each span of the original went.

    Args:
        text: any string.
        spans: half-open code point offsets into `text`, sorted and disjoint.

    Returns:
        `normalise(text)`, and one half-open span into it for each given one, in order, sorted and disjoint, without blanks at
        its ends; empty where nothing of the span is left.

    Raises:
        ValueError: where spans leave the text, overlap or are not in order.
    """
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    offsets = [offset for span in spans for offset in span]
    if offsets != sorted(offsets) or (offsets and not 0 <= offsets[0] <= offsets[-1] <= len(text)):
        raise ValueError(f"spans {list(spans)!r} of a text of {len(text)} code points; must lie in it, sorted and disjoint")
    for _ in range(_ROUNDS):
        settled = True
        for step in _STEPS:
            edits = step(text)
            if edits:
                starts, ends = moved(starts, edits), moved(ends, edits, end=True)
                text = rewrite(text, edits)
                settled = settled and step is spaces  # fewer blanks change nothing for the others
        if settled:
            break
    return text, _disjoint(text, zip(starts, ends, strict=True))


def _disjoint(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without blanks at their ends; what two share (a sign both were part of) belongs to the first."""
    found: list[tuple[int, int]] = []
    done = 0
    for start, end in spans:
        start, end = max(start, done), max(end, done)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        found.append((start, end))
        done = end
    return found
