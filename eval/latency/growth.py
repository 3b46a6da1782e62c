"""How cost grows with the length of a text, the number of texts and of mentions: the slope of log time on log size."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval import plots
from eval.figures import Figure, Plot
from eval.latency.workers import Worker
from insight.mentions import split
from insight.themes.discover import discover

LENGTHS = (50, 100, 200, 400, 800, 1600, 3200, 6400, 12_800)
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SENTENCES = (1, 2, 4, 8, 16, 32, 64)
CHARACTERS = 3200
STORED = (250, 500, 1000, 2000, 4000)
PER_THEME = 40
SPREAD = 0.06
DIM = 384
REPEATS = 3
SEED = 23
WORDS = "giao nhanh "

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Grown:
    """What grew: seconds (points,) at sizes (points,)."""

    what: str
    unit: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]


def measure(worker: Worker, texts: Sequence[str], tell: Tell) -> tuple[dict[str, Figure], tuple[Plot, ...]]:
    """A slope and a picture of each."""
    grown = [_lengths(worker, texts, tell), _batches(worker, texts, tell), _mentions(worker, tell), _stored(tell)]
    figures = {f"growth, log-log slope | {each.what}": _slope(each) for each in grown}
    return figures, tuple(_picture(each) for each in grown)


def _lengths(worker: Worker, texts: Sequence[str], tell: Tell) -> Grown:
    tell("growth with the length of a text")
    prose = " ".join(texts)
    prose *= 1 + LENGTHS[-1] // len(prose)
    cut = [prose[:length].rsplit(" ", 1)[0] for length in LENGTHS]
    return Grown("length of a text", "characters", tuple(map(len, cut)), _timed(worker, [[each] for each in cut]))


def _batches(worker: Worker, texts: Sequence[str], tell: Tell) -> Grown:
    tell("growth with the number of texts")
    many = [texts[place % len(texts)] for place in np.random.default_rng(SEED).permutation(BATCHES[-1])]
    return Grown("number of texts", "texts", BATCHES, _timed(worker, [many[:size] for size in BATCHES]))


def _mentions(worker: Worker, tell: Tell) -> Grown:
    """Texts of one length with ever more sentences in them."""
    tell("growth with the mentions of a text")
    written = [". ".join([_words(CHARACTERS // count)] * count) + "." for count in SENTENCES]
    counts = tuple(len(tuple(split(text))) for text in written)
    return Grown("mentions in a text of one length", "mentions", counts, _timed(worker, [[text] for text in written]))


def _words(length: int) -> str:
    return (WORDS * (1 + length // len(WORDS)))[:length].strip()


def _timed(worker: Worker, jobs: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Seconds of the whole pipeline for each job: the median of some repeats, after one that warms up."""
    repeats = [[sum(worker.label(job, way="pipeline", batch=len(job)).seconds) for job in jobs] for _ in range(1 + REPEATS)]
    return tuple(float(value) for value in np.median(repeats[1:], axis=0))


def _stored(tell: Tell) -> Grown:
    """Finding themes in synthetic vectors: one theme for every forty mentions, each around a centre of its own."""
    tell("growth with the mentions in a store")
    seconds = []
    for count in STORED:
        rng = np.random.default_rng(SEED)
        centres = rng.standard_normal((count // PER_THEME + 1, DIM))
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        vectors = np.repeat(centres, PER_THEME, axis=0)[:count] + SPREAD * rng.standard_normal((count, DIM))
        unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        began = time.perf_counter()
        discover(unit, [str(place) for place in range(count)], [True] * count)
        seconds.append(time.perf_counter() - began)
    return Grown("mentions in a store (finding themes)", "mentions", STORED, tuple(seconds))


def _slope(grown: Grown) -> Figure:
    return Figure(plots.slope(grown.sizes, grown.seconds), len(grown.sizes), better="lower")


def _picture(grown: Grown) -> Plot:
    lines: Mapping[str, tuple[Sequence[int], Sequence[float]]] = {grown.what: (grown.sizes, grown.seconds)}
    note = "A slope of 1 is a cost in proportion; above it, cost grows faster than the size."
    return Plot(f"Growth with {grown.what}", plots.growth(lines, grown.unit, "seconds"), note)
