"""The loss of a batch: the sum of

- cross-entropy of stage, of each topic's presence, of the sentiment of the mention and of each topic whose sentiment is known;
- cross-entropy of the whole text's sentiment, where its mentions agree;
- distance to the base encoder's vector of the mention *alone, well spelt*, its language's mean removed: so an unaccented or
  misspelt mention, and one inside a long text, lands where the clean one is, and languages meet (distillation by vectors,
  Reimers and Gurevych 2020, arXiv:2004.09813);
- contrast between the same mention in two languages or spellings and the other mentions of the batch (InfoNCE).
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.items import Item, Span
from models.network import Network, Outputs, pooling_rows

TEMPERATURE = 0.05
WEIGHTS = {"stage": 1.5, "topics": 23.0, "sentiment": 1.5, "faithful": 2.0, "contrast": 0.3}


def loss(network: Network, batch: Sequence[Item], teacher: Tensor) -> Tensor:
    """The summed loss of a batch."""
    width = max(len(item.ids) for item in batch)
    ids = torch.tensor([[*item.ids, *[1] * (width - len(item.ids))] for item in batch])
    spans = [(row, span) for row, item in enumerate(batch) for span in item.spans]
    pooling = pooling_rows([(row, span.tokens) for row, span in spans], width, len(batch))
    outputs = network(ids, (ids != 1).long(), pooling)
    found = [span for _, span in spans]
    return _label_loss(outputs, found) + _vector_loss(outputs.vectors, found, teacher)


def _label_loss(outputs: Outputs, spans: Sequence[Span]) -> Tensor:
    stage = torch.tensor([span.stage for span in spans])
    sentiment = torch.tensor([span.sentiment for span in spans])
    total = WEIGHTS["stage"] * _cross_entropy(outputs.stage, stage) + WEIGHTS["sentiment"] * _cross_entropy(
        outputs.sentiment[:, 0], sentiment
    )
    known = [row for row, span in enumerate(spans) if span.topics is not None]
    if known:
        target = torch.zeros(len(known), outputs.topics.shape[1])
        for place, row in enumerate(known):
            target[place, list(spans[row].topics or ())] = 1
        total = total + WEIGHTS["topics"] * functional.binary_cross_entropy_with_logits(outputs.topics[known], target)
    judged = [(row, *pair) for row, span in enumerate(spans) for pair in span.polarity]
    if judged:
        rows, topics, values = (torch.tensor(column) for column in zip(*judged, strict=True))
        total = total + WEIGHTS["sentiment"] * functional.cross_entropy(outputs.sentiment[rows, 1 + topics], values)
    return total


def _cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    if not (target >= 0).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits, target, ignore_index=-1, label_smoothing=0.05)


def _vector_loss(vectors: Tensor, spans: Sequence[Span], teacher: Tensor) -> Tensor:
    total = vectors.sum() * 0
    taught = [row for row, span in enumerate(spans) if span.teacher >= 0]
    if taught:
        target = teacher[[spans[row].teacher for row in taught]]
        total = total + WEIGHTS["faithful"] * (1 - (vectors[taught] * target).sum(dim=1)).mean()
    twins = [row for row, span in enumerate(spans) if span.twin >= 0]
    if len(twins) > 1:
        marks = torch.tensor([spans[row].twin for row in twins])
        total = total + WEIGHTS["contrast"] * _contrast(vectors[twins], marks)
    return total


def _contrast(vectors: Tensor, marks: Tensor) -> Tensor:
    """InfoNCE with several positives: rows with equal marks attract each other, all others repel."""
    similar = vectors @ vectors.T / TEMPERATURE
    itself = torch.eye(len(vectors), dtype=torch.bool)
    positive = (marks[:, None] == marks[None, :]) & ~itself
    has = positive.any(dim=1)
    if not has.any():
        return vectors.sum() * 0
    log_share = similar.masked_fill(itself, -1e4).log_softmax(dim=1)
    return -(log_share * positive).sum(dim=1)[has].div(positive.sum(dim=1)[has]).mean()
