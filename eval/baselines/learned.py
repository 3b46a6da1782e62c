"""What a day's work would give: the most common answer, TF-IDF with logistic regression, and the same on frozen vectors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval.statistics import SEED, Flags
from insight.types import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    Matrix: TypeAlias = csr_matrix | Vectors

FOLDS = 5
SCALE = 8.0
"""Unit vectors are stretched by this, so that the usual strength of regularisation fits them."""
FEWEST = 5
"""Rows of a label without which it is not learned."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts to be judged and, after them, texts to learn from; `folds` says what each part is judged by, as places.

    `judged` is how many of the texts are judged; `how` says in words what is learned from.
    """

    texts: tuple[str, ...]
    judged: int
    folds: tuple[tuple[Places, Places], ...]
    how: str


class Method(Protocol):
    """Learns one label or many from the rows of a plan."""

    def one(self, plan: Lessons, labels: Sequence[str | None]) -> list[str | None]:
        """The label of each judged text; `labels` are of all texts of the plan, None where there is none."""
        ...

    def many(self, plan: Lessons, labels: Flags, known: Flags) -> Flags:
        """Which labels each judged text has, (judged, labels); `labels` (n, labels) and `known` (n,) are of all texts."""
        ...


def lessons(judged: Sequence[str], teaching: Sequence[str], groups: Sequence[int] | None = None) -> Lessons:
    """Learn from the teaching part where there is one, else by cross-validation over groups (each text its own by default)."""
    texts = (*judged, *teaching)
    if teaching:
        how = f"taught on {len(teaching):,} rows of the set's own training part"
        return Lessons(texts, len(judged), ((np.arange(len(judged), len(texts)), np.arange(len(judged))),), how)
    from sklearn.model_selection import GroupKFold

    owner = np.arange(len(judged)) if groups is None else np.array(groups)
    parts = min(FOLDS, len(np.unique(owner)))
    if parts < 2:
        return Lessons(texts, len(judged), (), "nothing to learn from")
    splitter = GroupKFold(parts, shuffle=True, random_state=SEED)
    folds = tuple((train, test) for train, test in splitter.split(owner, groups=owner))
    return Lessons(texts, len(judged), folds, f"{len(folds)}-fold cross-validation on the same rows")


class Majority:
    """Always the most common answer."""

    def one(self, plan: Lessons, labels: Sequence[str | None]) -> list[str | None]:
        """The most common label of what is learned from."""
        said: list[str | None] = [None] * plan.judged
        for train, test in plan.folds:
            best = _most_common([label for row in train if (label := labels[row]) is not None])
            for row in test:
                said[row] = best
        return said

    def many(self, plan: Lessons, labels: Flags, known: Flags) -> Flags:
        """Labels of more than half of the texts; where there is none, the most common one."""
        said = np.zeros((plan.judged, labels.shape[1]), np.bool_)
        for train, test in plan.folds:
            share = labels[train[known[train]]].mean(axis=0)
            said[test] = share > 0.5 if (share > 0.5).any() else share == share.max()
        return said


class Learned:
    """Logistic regression on features of the texts; `features` holds those to learn from and those to judge, fold by fold."""

    def __init__(self, features: "Sequence[tuple[Matrix, Matrix]]", strength: float) -> None:
        self.features = features
        self.strength = strength

    @classmethod
    def from_words(cls, plan: Lessons) -> "Learned":
        """TF-IDF of words and word pairs, weighted by what each fold learns from."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts = np.array(plan.texts, dtype=object)
        found = []
        for train, test in plan.folds:
            vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+").fit(texts[train])
            found.append((vectorizer.transform(texts[train]), vectorizer.transform(texts[test])))
        return cls(found, 10.0)

    @classmethod
    def from_vectors(cls, plan: Lessons, vectors: Vectors) -> "Learned":
        """Frozen vectors (n, dim) of all texts of the plan."""
        scaled = vectors * np.float32(SCALE)
        return cls([(scaled[train], scaled[test]) for train, test in plan.folds], 0.1)

    def one(self, plan: Lessons, labels: Sequence[str | None]) -> list[str | None]:
        """One classifier a fold; the most common label where fewer than two are common enough to learn."""
        said: list[str | None] = [None] * plan.judged
        for (train, test), (seen, new) in zip(plan.folds, self.features, strict=True):
            known = [place for place, row in enumerate(train) if labels[row] is not None]
            told = [str(labels[train[place]]) for place in known]
            if sum(count >= FEWEST for count in Counter(told).values()) < 2:
                found: Sequence[str | None] = [_most_common(told)] * len(test)
            else:
                found = [str(each) for each in _regression(self.strength).fit(seen[known], told).predict(new)]
            for row, label in zip(test, found, strict=True):
                said[row] = label
        return said

    def many(self, plan: Lessons, labels: Flags, known: Flags) -> Flags:
        """One classifier a label and fold; a label too rare to learn is never said."""
        said = np.zeros((plan.judged, labels.shape[1]), np.bool_)
        for (train, test), (seen, new) in zip(plan.folds, self.features, strict=True):
            kept = np.flatnonzero(known[train])
            for number in range(labels.shape[1]):
                there = labels[train[kept], number]
                if FEWEST <= there.sum() < len(kept):
                    said[test, number] = _regression(self.strength).fit(seen[kept], there).predict(new)
                else:
                    said[test, number] = bool(len(there)) and there.all()
        return said


def _regression(strength: float) -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=300, tol=1e-3)


def _most_common(labels: Sequence[str]) -> str | None:
    return Counter(labels).most_common(1)[0][0] if labels else None
