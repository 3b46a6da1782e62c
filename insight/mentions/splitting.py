"""Text into mentions: spans of one opinion each."""

from collections.abc import Iterator, Sequence

from insight.mentions.clauses import Part, parts, script_of
from insight.mentions.lexicon import Script
from insight.mentions.sentences import Gap, Item, sentences
from insight.text import clean, moved, rewrite, undone

_LONGEST = 60  # words of a mention; the encoder reads a few hundred pieces of words
_SHORTEST = 20  # words a long part must have before it is cut at a pause


def split(text: str) -> list[tuple[int, int]]:
    """The mentions of a feedback.

    Args:
        text: any string.

    Returns:
        Half-open code point offsets into `text`, sorted, disjoint, none empty; each without blanks and punctuation at its ends
        and without the conjunction before it. Every letter and digit outside belongs to such a conjunction. Text that can be
        seen has at least one; a text of emoji or punctuation alone is one as a whole.
    """
    edits = clean(text)
    seen = rewrite(text, edits)
    spans = list(_spans(seen))
    if not spans and seen.strip():
        spans = [(len(seen) - len(seen.lstrip()), len(seen.rstrip()))]
    if not edits:
        return spans
    back = undone(text, edits)
    starts = moved([start for start, _ in spans], back)
    ends = moved([end for _, end in spans], back, end=True)
    return list(zip(starts, ends, strict=True))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    found = sentences(text)
    whole = [item.text for sentence in found for item in sentence]
    fallback = script_of(whole, Script.BARE)
    for sentence in found:
        for part in parts(sentence, fallback):
            for start, end in _bearable(part, sentence):
                yield _closed(text, sentence[start].start, sentence[end - 1].end)


def _bearable(part: Part, sentence: Sequence[Item]) -> Iterator[Part]:
    """The part, cut at its last pause within reach while it is too long."""
    start = part.start
    while part.end - start > _LONGEST:
        reach = range(start + _LONGEST, start + _SHORTEST, -1)
        cut = next((at for at in reach if sentence[at].gap is Gap.PAUSE), start + _LONGEST)
        yield Part(start, cut)
        start = cut
    yield Part(start, part.end)


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the bracket that closes one it holds."""
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    return start, end
