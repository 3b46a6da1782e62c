"""How fast, how large, and how both grow: each process measured as it runs, beside sentence-transformers in the same run."""

from collections.abc import Callable
from pathlib import Path

from eval.figures import Section

BASE = Path("build/base")
NO_RIVAL = "sentence-transformers was not measured: no environment has it (`make eval-full` makes one)."
TEXTS, SEED = 400, 31
TIMES = "Times depend on the machine and on what else it does: compare ratios, and versions measured side by side."


def run(
    *,
    model: Path | None = None,
    data: Path | None = None,
    rivals: bool = True,
    base: Path = BASE,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Section]:
    """Measure speed, memory, size and growth of a model; one section, `latency`.

    Args:
        model: its folder; None for the one that ships.
        data: folder of the public sets; with `vi_bank_app_reviews` in it, ingest, refit and digest read that, else our sample.
        rivals: False measures insight alone.
        base: where the 32-bit base encoder is, or is written to (500 MB).
        tell: is told what is being done.

    Raises:
        InputError: a process failed; the message names it.
        ModelError: the model folder is missing or damaged.
    """
    import numpy as np

    from eval.latency import growth, speed, steps
    from eval.latency.workers import ours
    from eval.sets.gold import gold_items
    from insight.model import ModelFolder
    from insight.normalise import normalise

    ModelFolder.find(model).check()
    items = gold_items()
    chosen = np.random.default_rng(SEED).permutation(len(items))[:TEXTS]
    texts = [normalise(items[place].feedback.text) for place in chosen]
    figures, table = speed.measure(model, base, texts, rivals=rivals, tell=tell)
    with ours(model) as worker:
        slopes, plots = growth.measure(worker, texts, tell)
    stepped, note = steps.measure(model, data, tell)
    rival = f"times as fast as {speed.RIVAL} | model alone"
    headline = (
        f"texts per second | {speed.WHOLE}",
        f"milliseconds for one text, p95 | {speed.WHOLE}",
        f"model size, MB | {speed.OURS}",
    )
    return [
        Section(
            name="latency",
            title="Speed and size",
            figures=figures | slopes | stepped,
            headline=(*headline, rival) if rival in figures else headline,
            tables=(table,),
            plots=plots,
            notes=(TIMES, note) if rival in figures else (TIMES, note, NO_RIVAL),
        )
    ]
