"""Processes that are timed: workers that stay, and commands that run once."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from insight.errors import InputError

ROOT = Path(__file__).parents[2]
TRAIN_PYTHON = ROOT / ".venv-train" / "bin" / "python"
RIVAL = Path(__file__).with_name("rival.py")
LAUNCH = Path(__file__).with_name("launch.py")
THREADS = 2
NEEDED = ("sentence_transformers", "torch", "sklearn")


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds of each batch, shortest texts first, and the most memory the worker has held so far, in MB."""

    seconds: tuple[float, ...]
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Ran:
    """Wall seconds and peak memory in MB of a command that ran by itself."""

    seconds: float
    peak_mb: float


class Worker:
    """A process that labels texts and says how long it took; a context manager, ended when the block is left."""

    def __init__(self, name: str, process: "subprocess.Popen[str]") -> None:
        self.name = name
        self.process = process

    @classmethod
    def start(cls, name: str, command: Sequence[str | Path], environ: Mapping[str, str] | None = None) -> Self:
        """Start a worker with as many threads as `THREADS`."""
        counted = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(THREADS))
        told = {**os.environ, **counted, "TOKENIZERS_PARALLELISM": "true", **(environ or {})}
        process = subprocess.Popen(
            [*command], text=True, cwd=ROOT, env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return cls(name, process)

    def label(self, texts: Sequence[str], *, way: str = "model", batch: int = 64) -> Timed:
        """Have texts labelled; raises `InputError` when the worker is gone."""
        if not self.process.stdin or not self.process.stdout:
            raise InputError(f"the worker {self.name} has no pipes")
        try:
            self.process.stdin.write(json.dumps({"texts": list(texts), "way": way, "batch": batch}) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        except (OSError, ValueError) as error:
            code = self.process.wait()
            raise InputError(f"{self.name} ended with exit code {code}: {' '.join(map(str, _command(self.process)))}") from error
        return Timed(tuple(answer["seconds"]), answer["peak_mb"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def ours(model: Path | None) -> Worker:
    """Insight on the model of a folder, or the one that ships."""
    return Worker.start(
        "insight", [sys.executable, "-m", "eval.latency.ours", str(THREADS), *([model.resolve()] if model else [])]
    )


def rival(python: Path, folder: Path) -> Worker:
    """Sentence-transformers on the base encoder in a folder."""
    return Worker.start("sentence-transformers", [python, RIVAL, folder.resolve(), str(THREADS)], {"HF_HUB_OFFLINE": "1"})


def rival_python() -> Path | None:
    """The Python that has sentence-transformers: this one, or that of `.venv-train`; None where neither has."""
    if all(find_spec(name) for name in NEEDED):
        return Path(sys.executable)
    code = f"import importlib.util as u, sys; sys.exit(not all(u.find_spec(name) for name in {NEEDED!r}))"
    there = TRAIN_PYTHON.exists() and not subprocess.run([TRAIN_PYTHON, "-c", code], check=False).returncode
    return TRAIN_PYTHON if there else None


def export_base(python: Path, folder: Path) -> Path:
    """The base encoder in 32 bits, written to a folder unless it is there; raises `InputError` when that fails."""
    if not (folder / "model.safetensors").is_file() or not (folder / "modules.json").is_file():
        command: list[str | Path] = [python, "-m", "models", "export-base", "--out", folder.resolve()]
        run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
        if run.returncode:
            raise InputError(f"{' '.join(map(str, command))} failed: {run.stderr.strip()[-400:]}; install the extra 'train'")
    return folder


def run_once(arguments: Sequence[str | Path], text: str = "", environ: Mapping[str, str] | None = None) -> Ran:
    """Run `insight` with arguments and some text on stdin; raises `InputError` when it fails."""
    command = [sys.executable, LAUNCH, sys.executable, "-c", "from insight.cli import main; main()", *arguments]
    run = subprocess.run(command, check=False, input=text, capture_output=True, text=True, env={**os.environ, **(environ or {})})
    if run.returncode:
        raise InputError(f"insight {' '.join(map(str, arguments))} failed with exit code {run.returncode}")
    answer = json.loads(run.stdout)
    return Ran(answer["seconds"], answer["peak_mb"])


def _command(process: "subprocess.Popen[str]") -> Sequence[object]:
    return process.args if isinstance(process.args, (list, tuple)) else [process.args]
