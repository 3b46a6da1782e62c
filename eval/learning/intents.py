"""Public sets of many intents as topics of one's own, against logistic regression on the same vectors and the same examples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval import plots
from eval.baselines.learned import SCALE
from eval.figures import Cell, Figure, Plot, Table
from eval.learning.ground import Flags, Ground
from eval.learning.opened import Background, opened
from eval.statistics import mcnemar_p, mean_figure
from eval.summary import BASELINE
from eval.themes.sets import INTENTS, read_rows, texts_of
from insight.errors import InputError
from insight.taxonomy import Topic
from insight.taxonomy.entries import CUSTOMER_CARE
from insight.types import Bilingual, Vectors

SHOTS = (0, 5, 10)
DRAWS = 2
JUDGED = 1_000
STRENGTHS = (1.0, 10.0)
"""Of the rival's regularisation (scikit-learn's C, on vectors stretched by `SCALE`): it is credited with the better, so it is
given more than anyone without test data has."""
SEED = 47
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Intents:
    """A set parted by a fixed seed: so many `examples` a class as every draw needs, and texts that are judged."""

    name: str
    examples: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]
    gold: tuple[str, ...]


def load(folder: Path, name: str, judged: int = JUDGED) -> Intents:
    """A set from the folder of sets; raises `InputError` where a class has too few texts for the examples."""
    rows = read_rows(folder / name / INTENTS[name])
    pairs = list(dict.fromkeys(zip(texts_of(rows, "text", name), texts_of(rows, "intent", name), strict=True)))
    order = np.random.default_rng(SEED).permutation(len(pairs))
    examples: dict[str, list[str]] = {intent: [] for _, intent in pairs}
    left = []
    for text, intent in (pairs[place] for place in order):
        if len(examples[intent]) < DRAWS * max(SHOTS):
            examples[intent].append(text)
        else:
            left.append((text, intent))
    for intent, texts in examples.items():
        if len(texts) < DRAWS * max(SHOTS):
            raise InputError(f"{name}: intent {intent!r} has {len(texts)} texts; {DRAWS * max(SHOTS)} are needed as examples")
    chosen = left[:judged]
    return Intents(
        name,
        {intent: tuple(examples[intent]) for intent in sorted(examples)},
        tuple(text for text, _ in chosen),
        tuple(intent for _, intent in chosen),
    )


def as_topic(intent: str, examples: Sequence[str]) -> Topic:
    """An intent as a topic: all that is known of it are the words of its name."""
    words = " ".join(intent.replace("_", " ").split())
    name = Bilingual(words, words)
    return Topic(f"intent.{intent}", name, name, CUSTOMER_CARE, "execution", tuple(examples))


def measure(ground: Ground, each: Intents) -> tuple[dict[str, Figure], list[Table], list[Plot]]:
    """Accuracy by the highest probability, and that of logistic regression, by number of examples a class."""
    background, vectors = Background.of(ground.memory), ground.words(each.texts)
    figures: dict[str, Figure] = {}
    rows: list[tuple[Cell, ...]] = []
    for shots in SHOTS:
        ours, alike, rivals = [], [], []
        for draw in range(DRAWS if shots else 1):
            given = {intent: texts[draw * shots : (draw + 1) * shots] for intent, texts in each.examples.items()}
            found = opened([as_topic(*one) for one in given.items()], ground.words, background)
            ours.append(_right([*given], found.probabilities(vectors).argmax(axis=1), each.gold))
            alike.append(_right([*given], found.scores(vectors).argmax(axis=1), each.gold))
            if shots:
                rivals.append(_best(ground.words, given, vectors, each.gold))
        name = f"{each.name} accuracy, {shots} examples"
        figures[name] = mean_figure(np.mean(ours, axis=0))
        figures[f"{name} | by likeness"] = mean_figure(np.mean(alike, axis=0))
        if rivals:
            beside = figures[f"{name}{BASELINE}logistic regression"] = mean_figure(np.mean(rivals, axis=0))
            p = mcnemar_p(ours[0], rivals[0])
            values = (figures[name], figures[f"{name} | by likeness"], beside)
            rows.append((shots, *(round(each.value, 3) for each in values), f"{p:.3g}"))
    columns = ("examples a class", "by highest probability", "by likeness", "logistic regression", "p (McNemar, first draw)")
    note = f"{len(each.examples)} classes, {len(each.texts):,} texts, {DRAWS} draws of examples; the regression has no names."
    table = Table(f"{each.name}: intents as topics of one's own", columns, tuple(rows), note)
    return figures, [table], [Plot(f"{each.name} as topics of one's own", plots.bars(figures, "accuracy"), note)]


def _right(intents: Sequence[str], said: NDArray[np.int64], gold: Sequence[str]) -> Flags:
    return np.array([intents[place] == right for place, right in zip(said, gold, strict=True)])


def _best(encode: Encode, given: Mapping[str, Sequence[str]], vectors: Vectors, gold: Sequence[str]) -> Flags:
    """Logistic regression on the examples, as SetFit has it on top (Tunstall et al. 2022), at the strength that suits it best."""
    from sklearn.linear_model import LogisticRegression

    taught = encode([text for texts in given.values() for text in texts]) * np.float32(SCALE)
    labels = [intent for intent, texts in given.items() for _ in texts]
    found = []
    for strength in STRENGTHS:
        rival = LogisticRegression(C=strength, max_iter=200, tol=1e-3).fit(taught, labels)
        found.append(rival.predict(vectors * np.float32(SCALE)) == np.array(gold))
    best: Flags = max(found, key=lambda right: float(right.mean()))
    return best
