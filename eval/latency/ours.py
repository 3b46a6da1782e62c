"""`python -m eval.latency.ours THREADS [MODEL]`: insight as a worker: the model alone, and the whole pipeline."""

import sys
from collections.abc import Sequence
from pathlib import Path

from eval.latency.serving import serve
from insight.pipeline import Pipeline
from insight.settings import Settings
from insight.types import Probabilities, SpannedText


def main(threads: int, model: Path | None) -> None:
    """Load the model, answer requests. `model` reads each text as one span, already normalised."""
    pipeline = Pipeline.from_settings(Settings(model=model, threads=threads))
    encoder, heads = pipeline.models

    def label(texts: Sequence[str]) -> list[Probabilities]:
        return [heads.probabilities(rows) for rows in encoder.encode([SpannedText(text, ((0, len(text)),)) for text in texts])]

    serve({"model": label, "pipeline": lambda texts: list(pipeline.understand(texts))})


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
