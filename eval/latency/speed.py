"""How fast one text and many are labelled, by insight and by the usual way, turn about in one run."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from eval.figures import Cell, Figure, Table
from eval.latency.workers import Ran, Timed, Worker, export_base, ours, rival, rival_python, run_once
from insight.model import ModelFolder

ROUNDS = 3
BATCH = 64
STARTS = 2
ONE_TEXT = "Giao hàng nhanh nhưng nhân viên thô lỗ"
ONE_LINE = '{"text": "Giao hàng nhanh nhưng nhân viên thô lỗ"}\n'
OURS, RIVAL = "insight, model alone", "sentence-transformers"
WHOLE = "insight, whole pipeline"
PERCENTILES = (50, 95, 99)

Tell = Callable[[str], None]
Rounds = Mapping[str, Sequence[Timed]]


def measure(model: Path | None, base: Path, texts: Sequence[str], *, rivals: bool, tell: Tell) -> tuple[dict[str, Figure], Table]:
    """Texts per second, milliseconds for one text, memory, size and start of each, and ratios where there is a rival."""
    python = rival_python() if rivals else None
    starts = _starts(model, python, base, tell)
    with ours(model) as insight:
        if python is None:
            many, one = _rounds({OURS: insight}, texts, tell)
        else:
            with rival(python, base) as other:
                many, one = _rounds({OURS: insight, RIVAL: other}, texts, tell)
    figures = _throughput(many, len(texts)) | _single(one, len(texts)) | _memory(many) | starts
    figures |= _sizes(model, base if python else None)
    figures |= _ratios(many, one) if python else {}
    return figures, _table(figures)


def _rounds(workers: Mapping[str, Worker], texts: Sequence[str], tell: Tell) -> tuple[Rounds, Rounds]:
    """All texts in batches, and one by one, each round by every worker in turn; the first round warms up and is dropped."""
    ways = [(name, worker, "model") for name, worker in workers.items()] + [(WHOLE, workers[OURS], "pipeline")]
    many: dict[str, list[Timed]] = {name: [] for name, _, _ in ways}
    one: dict[str, list[Timed]] = {name: [] for name, _, _ in ways}
    for number in range(ROUNDS + 1):
        for name, worker, way in ways:
            tell(f"{name}: {len(texts)} texts, round {number} of {ROUNDS}")
            many[name].append(worker.label(texts, way=way, batch=BATCH))
    for name, worker, way in ways:
        tell(f"{name}: one text at a time")
        one[name].append(worker.label(texts, way=way, batch=1))
    return {name: rounds[1:] for name, rounds in many.items()}, one


def _throughput(many: Rounds, count: int) -> dict[str, Figure]:
    """Median over the rounds; the interval is the slowest and the fastest round."""
    return {
        f"texts per second | {name}": _middle([count / sum(each.seconds) for each in rounds]) for name, rounds in many.items()
    }


def _single(one: Rounds, count: int) -> dict[str, Figure]:
    figures = {}
    for name, rounds in one.items():
        for percentile in PERCENTILES:
            value = 1000 * float(np.percentile(rounds[0].seconds, percentile))
            figures[f"milliseconds for one text, p{percentile} | {name}"] = Figure(value, count, better="lower")
    return figures


def _memory(many: Rounds) -> dict[str, Figure]:
    return {
        f"peak memory, MB | {name}": Figure(rounds[-1].peak_mb, len(rounds), better="lower")
        for name, rounds in many.items()
        if name in (OURS, RIVAL)
    }


def _ratios(many: Rounds, one: Rounds) -> dict[str, Figure]:
    """How many times as fast as the rival, round against round."""
    faster = [sum(b.seconds) / sum(a.seconds) for a, b in zip(many[OURS], many[RIVAL], strict=True)]
    whole = [sum(b.seconds) / sum(a.seconds) for a, b in zip(many[WHOLE], many[RIVAL], strict=True)]
    single = float(np.median(one[RIVAL][0].seconds) / np.median(one[OURS][0].seconds))
    return {
        "times as fast as sentence-transformers | model alone": _middle(faster),
        "times as fast as sentence-transformers | whole pipeline": _middle(whole),
        "times as fast as sentence-transformers | one text, p50": Figure(single, len(one[OURS][0].seconds)),
    }


def _starts(model: Path | None, python: Path | None, base: Path, tell: Tell) -> dict[str, Figure]:
    """Seconds from nothing to the first answer, and the memory of the command that gives it."""
    tell("cold start")
    environ = {"INSIGHT_MODEL": str(model.resolve())} if model else {}
    runs: list[Ran] = [run_once(["classify", "-"], ONE_LINE, environ) for _ in range(STARTS)]
    figures = {
        f"cold start, seconds | {OURS}": _start(lambda: ours(model)),
        "cold start, seconds | insight classify": _middle([run.seconds for run in runs], "lower"),
        "peak memory, MB | insight classify, one text": _middle([run.peak_mb for run in runs], "lower"),
    }
    if python:
        tell("the base encoder in 32 bits")
        export_base(python, base)
        tell(f"cold start of {RIVAL}")
        figures[f"cold start, seconds | {RIVAL}"] = _start(lambda: rival(python, base))
    return figures


def _start(begin: Callable[[], Worker]) -> Figure:
    from time import perf_counter

    seconds = []
    for _ in range(STARTS):
        began = perf_counter()
        with begin() as worker:
            worker.label([ONE_TEXT])
            seconds.append(perf_counter() - began)
    return _middle(seconds, "lower")


def _sizes(model: Path | None, base: Path | None) -> dict[str, Figure]:
    folders = {OURS: ModelFolder.find(model).path} | ({RIVAL: base} if base else {})
    return {
        f"model size, MB | {name}": Figure(sum(f.stat().st_size for f in files) / 1e6, len(files), better="lower")
        for name, folder in folders.items()
        if (files := sorted(each for each in folder.rglob("*") if each.is_file()))
    }


def _middle(values: Sequence[float], better: str = "higher") -> Figure:
    """The median with the least and the greatest."""
    return Figure(float(np.median(values)), len(values), min(values), max(values), "lower" if better == "lower" else "higher")


def _table(figures: Mapping[str, Figure]) -> Table:
    """A row a measure, a column each for insight, the whole pipeline and the rival."""
    columns = (OURS, WHOLE, RIVAL)
    measures = dict.fromkeys(name.split(" | ")[0] for name in figures if name.split(" | ")[-1] in columns)
    rows: list[tuple[Cell, ...]] = []
    for measure in measures:
        found = [figures.get(f"{measure} | {column}") for column in columns]
        rows.append((measure, *(round(each.value, 2) if each else None for each in found)))
    note = (
        "Two threads each, texts sorted by length, batches of 64, turn about in one run; normalised text, one span a text for the"
        " model alone. The rival is the base encoder in 32 bits, all layers, with logistic regressions in our heads' shapes."
    )
    return Table("Side by side", ("measure", *columns), tuple(rows), note)
