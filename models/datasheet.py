"""What the corpus is made of, how varied it is, and how well two labellers agree on it: `models/corpus/DATASHEET.md`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score

from insight.encode import OnnxEncoder
from insight.labelled import LabelledMention, read_labelled
from insight.taxonomy import Taxonomy
from insight.text import fold, words
from insight.types import SpannedText
from models.examples import CORPUS, Example

RELABELLED = CORPUS / "relabelled" / "tenth.txt"
NEAR = 0.6
"""Jaccard similarity of word trigrams from which on two texts are near-duplicates."""
LENGTHS = ((1, 4), (5, 24), (25, 59), (60, 10_000))
Row = tuple[str, ...]


def write_datasheet(examples: Sequence[Example], encoder: OnnxEncoder, taxonomy: Taxonomy, file: Path) -> None:
    """Measure the corpus and write the page."""
    mentions = [mention for example in examples for mention in example.mentions]
    page = _PAGE.format(
        feedbacks=f"{len(examples):,}",
        mentions=f"{len(mentions):,}",
        groups=f"{len({example.group for example in examples}):,}",
        languages=_shares(example.written.language for example in examples),
        styles=_shares(example.written.style for example in examples),
        regions=_shares(example.written.region for example in examples),
        lengths=_lengths(examples),
        questions=_percent(sum(example.source.question is not None for example in examples) / len(examples)),
        sentiments=_shares(mention.sentiment for mention in mentions),
        opposed=_percent(sum(_opposed(example) for example in examples) / len(examples)),
        several=_percent(sum(len(mention.topics) > 1 for mention in mentions) / len(mentions)),
        near=_percent(near_duplicates(examples)),
        distinct="; ".join(f"{n} words {distinct(examples, n):.2f}" for n in (1, 2, 3)),
        nearest=_nearest(examples, encoder),
        files=_table(_by_file(examples), ("file", "feedbacks", "mentions", "Vietnamese", "English", "mixed")),
        labels=_table(_by_label(mentions, taxonomy), ("label", "mentions", "agreement F1")),
        agreement=_agreement(taxonomy),
    )
    file.write_text(page, encoding="utf-8")


def near_duplicates(examples: Sequence[Example]) -> float:
    """Share of the texts of six words and more whose word trigrams are nearly those of a text of another group."""
    shingles = {place: _ngrams(example, 3) for place, example in enumerate(examples) if len(words(example.source.text)) > 5}
    holders: dict[Row, list[int]] = defaultdict(list)
    for place, found in shingles.items():
        for shingle in found:
            holders[shingle].append(place)
    near = 0
    for place, found in shingles.items():
        shared = Counter(other for shingle in found for other in holders[shingle] if len(holders[shingle]) < 200)
        near += any(
            count / (len(found) + len(shingles[other]) - count) >= NEAR and examples[other].group != examples[place].group
            for other, count in shared.items()
        )
    return near / len(shingles)


def distinct(examples: Sequence[Example], n: int) -> float:
    """Different n-grams of words over all of them (Li et al. 2016, arXiv:1510.03055), diacritics and case aside."""
    every = [gram for example in examples for gram in _ngram_list(example, n)]
    return len(set(every)) / len(every)


def _pairs(taxonomy: Taxonomy) -> tuple[list[LabelledMention], list[LabelledMention]]:
    """First and second labels of the same mentions; texts that have since been changed are left out."""
    first: dict[tuple[str, str | None], tuple[LabelledMention, ...]] = {}
    for path in sorted(CORPUS.glob("*.txt")):
        with path.open(encoding="utf-8") as lines:
            for feedback in read_labelled(lines, taxonomy.stage_by_id, taxonomy.topic_by_id):
                first[feedback.text, feedback.question] = feedback.mentions
    left, right = [], []
    with RELABELLED.open(encoding="utf-8") as lines:
        for feedback in read_labelled(lines, taxonomy.stage_by_id, taxonomy.topic_by_id):
            mentions = first.get((feedback.text, feedback.question), ())
            if len(mentions) == len(feedback.mentions):
                left += mentions
                right += feedback.mentions
    return left, right


def _agreement(taxonomy: Taxonomy) -> str:
    left, right = _pairs(taxonomy)
    stages = [mention.stage for mention in left], [mention.stage for mention in right]
    signs = [mention.sentiment for mention in left], [mention.sentiment for mention in right]
    topics = [_presence(mentions, taxonomy) for mentions in (left, right)]
    rows = [
        (
            "stage",
            f"{accuracy_score(*stages):.3f}",
            f"{f1_score(*stages, average='macro'):.3f}",
            f"{cohen_kappa_score(*stages):.3f}",
        ),
        (
            "sentiment",
            f"{accuracy_score(*signs):.3f}",
            f"{f1_score(*signs, average='macro'):.3f}",
            f"{cohen_kappa_score(*signs):.3f}",
        ),
        ("topics, all of a mention", f"{accuracy_score(*topics):.3f}", f"{f1_score(*topics, average='micro'):.3f} (micro)", ""),
    ]
    return f"{len(left):,} mentions.\n\n" + _table(rows, ("label", "same", "macro-F1", "Cohen's kappa"))


def _presence(mentions: Iterable[LabelledMention], taxonomy: Taxonomy) -> np.ndarray:
    return np.array([[topic in dict(mention.topics) for topic in taxonomy.topic_by_id] for mention in mentions], int)


def _by_label(mentions: Sequence[LabelledMention], taxonomy: Taxonomy) -> list[Row]:
    left, right = _pairs(taxonomy)
    stages = Counter(mention.stage for mention in mentions)
    topics = Counter(topic for mention in mentions for topic, _ in mention.topics)
    rows = []
    for stage in taxonomy.stage_by_id:
        both = [mention.stage == stage for mention in left], [mention.stage == stage for mention in right]
        rows.append((f"`{stage}`", f"{stages[stage]:,}", f"{f1_score(*both):.2f}"))
    for topic in taxonomy.topic_by_id:
        named = [topic in dict(mention.topics) for mention in left], [topic in dict(mention.topics) for mention in right]
        rows.append((f"`{topic}`", f"{topics[topic]:,}", f"{f1_score(*named):.2f}"))
    return rows


def _by_file(examples: Sequence[Example]) -> list[Row]:
    found: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        found[example.industry].append(example)
    return [
        (
            name,
            str(len(inside)),
            str(sum(len(example.mentions) for example in inside)),
            *(str(sum(example.written.language == language for example in inside)) for language in ("vi", "en", "mixed")),
        )
        for name, inside in found.items()
    ]


def _nearest(examples: Sequence[Example], encoder: OnnxEncoder) -> str:
    """Quartiles of the cosine between a text and the nearest text of another group."""
    chosen = examples[:: max(1, len(examples) // 3000)]
    vectors = np.concatenate(encoder.encode([SpannedText(e.source.text, ((0, len(e.source.text)),)) for e in chosen]))
    groups = np.array([example.group for example in chosen])
    similar = vectors @ vectors.T
    similar[groups[:, None] == groups[None, :]] = -1
    low, middle, high = np.quantile(similar.max(axis=1), (0.25, 0.5, 0.75))
    return f"{low:.2f}, {middle:.2f}, {high:.2f} ({len(chosen):,} texts)"


def _lengths(examples: Sequence[Example]) -> str:
    counts = [len(words(example.source.text)) for example in examples]
    return ", ".join(
        f"{low}{f'-{high}' if high < 1000 else ' and more'} words {_percent(np.mean([low <= count <= high for count in counts]))}"
        for low, high in LENGTHS
    )


def _opposed(example: Example) -> bool:
    return {"positive", "negative"} <= {mention.sentiment for mention in example.mentions}


def _ngrams(example: Example, n: int) -> set[Row]:
    return set(_ngram_list(example, n))


def _ngram_list(example: Example, n: int) -> list[Row]:
    found = [word.text for word in words(fold(example.source.text))]
    if n == 2:
        return list(pairwise(found))
    return [tuple(found[start : start + n]) for start in range(len(found) - n + 1)]


def _shares(values: Iterable[str]) -> str:
    counts = Counter(values)
    return ", ".join(f"{value} {_percent(count / counts.total())}" for value, count in counts.most_common())


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(rows: Iterable[Row], columns: Row) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_PAGE = """# Datasheet of the corpus

Written by `python -m models datasheet`; how it is written and labelled: [GUIDELINES.md](GUIDELINES.md).

**What it is.** {feedbacks} invented feedbacks with {mentions} labelled mentions, in {groups} groups that say different
things; a group holds a text and its translations and respellings, with the same labels. Written for this project by
language-model assistants playing many voices, each file by another writer, under the guidelines; nothing was copied from
published feedback. It belongs to the project, under its licence. **What it is for:** teaching the shipped model. **What it
is not:** a sample of what customers say; shares of topics and sentiments are chosen, not observed. The gold set in
`eval/gold` was written apart from it, and a test checks that the two share no text.

| | |
| --- | --- |
| languages | {languages} |
| ways of writing | {styles} |
| regions | {regions} |
| lengths | {lengths} |
| answers to a question | {questions} |
| sentiment of mentions | {sentiments} |
| feedbacks with opposed mentions | {opposed} |
| mentions with several topics | {several} |
| near-duplicates of a text of another group (trigram Jaccard from 0.6) | {near} |
| distinct n-grams | {distinct} |
| cosine to the nearest text of another group, quartiles | {nearest} |

## Files
{files}

## Labels
{labels}

## Agreement
A tenth of the first 27 files, chosen by hash, was labelled a second time from the text and the marked spans alone, by a
language-model assistant who saw the guidelines and not the labels (`relabelled/tenth.txt`): so this is how far two readers
of the guidelines agree, and it is an upper bound of what a model can be expected to reach. Where a text and its translation
were both in the tenth, the second labels of the two are not independent. {agreement}

Disagreements are mostly `usage` against `support`, `purchase` and `delivery`, and `product.quality` against `other.general`;
the cases that the guidelines left open were decided afterwards at the end of GUIDELINES.md, and are not yet applied to every
old line.
"""
