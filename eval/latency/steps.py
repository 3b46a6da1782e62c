"""The commands of a week on a file, each as a process of its own: ingest, refit, digest."""

import json
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from eval.figures import Figure
from eval.latency.workers import run_once

REVIEWS, SINCE, UNTIL = "vi_bank_app_reviews/all.jsonl", "2025-12-01", "2025-12-21"
SAMPLE, SAMPLE_SINCE, SAMPLE_UNTIL = "feedback.csv", "2026-11-09", "2026-11-15"


def measure(model: Path | None, data: Path | None, tell: Callable[[str], None]) -> tuple[dict[str, Figure], str]:
    """Seconds and peak memory of each command, and a note on what was read: app reviews of a data folder, else our sample."""
    if data and (data / REVIEWS).is_file():
        return _commands(model, data / REVIEWS, (SINCE, UNTIL), tell)
    with resources.as_file(resources.files("insight.sample") / SAMPLE) as sample:
        return _commands(model, sample, (SAMPLE_SINCE, SAMPLE_UNTIL), tell)


def _commands(
    model: Path | None, file: Path, days: tuple[str, str], tell: Callable[[str], None]
) -> tuple[dict[str, Figure], str]:
    environ = {"INSIGHT_MODEL": str(model.resolve())} if model else {}
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", str(Path(folder) / "insight.db")]
        steps: dict[str, list[str | Path]] = {
            "ingest": ["ingest", file.resolve(), "--rejects", str(Path(folder) / "rejects.jsonl"), *store],
            "refit": ["themes", "refit", *store],
            "digest": ["digest", "--since", days[0], "--until", days[1], "--format", "md", *store],
        }
        figures = {}
        rows = _rows(file)
        for name, arguments in steps.items():
            tell(f"insight {name} on {file.name}")
            ran = run_once(arguments, environ=environ)
            figures[f"seconds | insight {name}"] = Figure(ran.seconds, rows, better="lower")
            figures[f"peak memory, MB | insight {name}"] = Figure(ran.peak_mb, rows, better="lower")
    whole = sum(figures[f"seconds | insight {name}"].value for name in steps)
    figures["seconds | ingest + refit + digest"] = Figure(whole, rows, better="lower")
    return figures, f"insight ingest, refit and digest read {rows:,} feedbacks of {file.parent.name}/{file.name}."


def _rows(file: Path) -> int:
    """Records of a file, as `insight ingest` sees them."""
    if file.suffix == ".jsonl":
        return sum(1 for line in file.read_text(encoding="utf-8").split("\n") if line.strip() and json.loads(line))
    from insight.read import open_rows

    with open_rows(file) as rows:
        return sum(1 for _ in rows)
