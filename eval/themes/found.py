"""Texts -> the themes that insight finds in them, and what other methods find on the same vectors."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from eval.themes.agreement import ALONE, Groups, numbered
from insight.errors import InputError
from insight.pipeline import Pipeline
from insight.refit import Found, discover_texts
from insight.types import Understood, Vectors

SEED = 5
BERTOPIC = Path(__file__).with_name("bertopic_groups.py")
TRAIN_PYTHON = Path(__file__).parents[2] / ".venv-train" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Read:
    """Texts read once, so that they can be grouped many times; `vectors` (n, dim) is the unit mean of each text's mentions."""

    pipeline: Pipeline
    understood: tuple[Understood, ...]
    vectors: Vectors

    @classmethod
    def of(cls, pipeline: Pipeline, texts: Sequence[str]) -> "Read":
        """Understand every text; raises `InputError` for one that is blank or too long."""
        understood = tuple(pipeline.understand(texts))
        means: Vectors = np.stack([each.vectors.mean(axis=0) for each in understood]).astype(np.float32)
        norms: Vectors = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.float32(1e-9))
        return cls(pipeline, understood, (means / norms).astype(np.float32))

    def themes(self, rows: Sequence[int] | None = None) -> list[Found]:
        """Theme of each text, or of each of some texts in the order given, found from nothing."""
        chosen = self.understood if rows is None else [self.understood[row] for row in rows]
        return discover_texts(chosen, self.pipeline.models[0], self.pipeline.taxonomy, self.pipeline.settings.model)

    def groups(self, rows: Sequence[int] | None = None) -> Groups:
        """The same as numbers, `ALONE` for a text in no theme."""
        return numbered([found.theme for found in self.themes(rows)])


def k_means(vectors: Vectors, k: int) -> Groups:
    """Groups by k-means; every item is in one."""
    from sklearn.cluster import KMeans

    found: Groups = KMeans(k, n_init=10, random_state=SEED).fit_predict(vectors).astype(np.int64)
    return found


def bertopic_python(told: Path | None = None) -> Path | None:
    """The Python that has BERTopic: the one told, this one, or that of `.venv-train`; None where none has."""
    if told:
        return told
    if find_spec("bertopic"):
        return Path(sys.executable)
    return TRAIN_PYTHON if TRAIN_PYTHON.exists() and _has_bertopic(TRAIN_PYTHON) else None


def _has_bertopic(python: Path) -> bool:
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('bertopic') is None)"
    return subprocess.run([python, "-c", code], check=False, capture_output=True).returncode == 0


def bertopic(python: Path, sets: Sequence[tuple[Sequence[str], Vectors]]) -> list[Groups]:
    """What BERTopic finds with its defaults and a fixed seed, per set of texts and their vectors; `ALONE` for its outliers.

    It runs as a process of its own, because torch stays out of the environment that insight runs in.

    Raises:
        InputError: the process failed; the message holds the end of what it said.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "sets.npz", Path(folder) / "groups.json"
        arrays = {f"vectors{place}": vectors for place, (_, vectors) in enumerate(sets)}
        arrays |= {f"texts{place}": np.array(texts) for place, (texts, _) in enumerate(sets)}
        np.savez(given, allow_pickle=False, **arrays)
        run = subprocess.run([python, BERTOPIC, given, answer], check=False, capture_output=True, text=True)
        if run.returncode:
            raise InputError(f"BERTopic failed under {python}: {run.stderr.strip()[-400:]}; install the extra 'eval' there")
        return [np.array(groups, np.int64) for groups in json.loads(answer.read_text(encoding="utf-8"))]


__all__ = ["ALONE", "Found", "Read", "bertopic", "bertopic_python", "k_means"]
