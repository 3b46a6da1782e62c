"""Vectors of the encoder before it was taught anything, where it can be had: topics it has really never seen."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.latency.workers import rival_python
from insight.errors import InputError
from insight.types import Vectors

BASE = Path("build/base")
SCRIPT = Path(__file__).with_name("untaught_vectors.py")


def there(folder: Path = BASE) -> Path | None:
    """The Python that can read the base encoder; None without that Python, or without the encoder in the folder."""
    return rival_python() if (folder / "model.safetensors").is_file() and (folder / "modules.json").is_file() else None


def vectors(python: Path, texts: Sequence[str], folder: Path = BASE) -> Vectors:
    """Unit rows (texts, dim), each text read alone; raises `InputError` with the end of what the process said if it failed.

    It runs as a process of its own, because torch stays out of the environment that insight runs in.
    """
    with tempfile.TemporaryDirectory() as place:
        given, answer = Path(place) / "texts.npz", Path(place) / "vectors.npy"
        np.savez(given, allow_pickle=False, texts=np.array(texts))
        command: list[str | Path] = [python, SCRIPT, folder.resolve(), given, answer]
        run = subprocess.run(command, check=False, capture_output=True, text=True)
        if run.returncode:
            raise InputError(f"{SCRIPT.name} failed under {python}: {run.stderr.strip()[-400:]}; install the extra 'eval' there")
        found: Vectors = np.load(answer, allow_pickle=False)
    return found
