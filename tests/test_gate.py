"""The gate measures the model that ships, and catches copies of it that were damaged on purpose."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.classification import Reader
from eval.figures import Figure, Section
from eval.gate import RefusedError, accept, committed, examine, gold, judge
from eval.results import Results, Run, model_version, record, save
from eval.sets.gold import gold_items
from insight.errors import InputError
from insight.model import ModelFolder

Arrays = dict[str, NDArray[np.float32]]
RUN = Run("2026-11-22", "test", 2, "a processor")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of the gold set, read once for all models with the same encoder."""
    return tmp_path_factory.mktemp("vectors")


def measured(folder: Path | None, kept: Path) -> Section:
    """Half of the gold set: what is damaged on purpose shows on few texts."""
    return gold(Reader.from_model(folder, kept), gold_items()[::2])


@cache
def shipped(kept: Path) -> Results:
    """Figures of the model that ships, on the gold set, with intervals as wide as its number of texts makes them."""
    section = measured(None, kept)
    figures = {name: with_interval(figure) for name, figure in section.figures.items()}
    return record(model_version(), [replace(section, figures=figures)], RUN)


def with_interval(figure: Figure) -> Figure:
    half = 1.96 * (0.25 / figure.n) ** 0.5
    return replace(figure, low=figure.value - half, high=figure.value + half)


def damaged(
    folder: Path, arrays: Callable[[Arrays], Arrays] | None = None, tokenizer: Callable[[Any], Any] | None = None
) -> Path:
    """A copy of the model that ships with other heads or another tokenizer, whole by its hashes."""
    from safetensors.numpy import load_file, save_file

    copytree(ModelFolder.find().path, folder)
    if arrays:
        save_file(arrays(load_file(folder / "heads.safetensors")), folder / "heads.safetensors")
    if tokenizer:
        plain = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer(plain)), encoding="utf-8")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["version"] = "insight-damaged"
    config["sha256"] = {name: sha256((folder / name).read_bytes()).hexdigest() for name in config["sha256"]}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def shuffled_labels(arrays: Arrays) -> Arrays:
    rng = np.random.default_rng(1)
    return {name: rng.permutation(rows) for name, rows in arrays.items()}


def older_corpus(arrays: Arrays) -> Arrays:
    """Weights off by more than their own spread: some seven points worse at every label, as with half the corpus."""
    rng = np.random.default_rng(1)
    return {name: (rows + rng.normal(0, 1.3 * rows.std(), rows.shape)).astype(np.float32) for name, rows in arrays.items()}


def one_head_swapped(arrays: Arrays) -> Arrays:
    """Only the sentiments are exchanged: negative is called positive."""
    return arrays | {name: np.ascontiguousarray(arrays[name][:, ::-1]) for name in ("sentiment.w", "sentiment.b")}


def no_diacritics(tokenizer: dict[str, Any]) -> dict[str, Any]:
    drop = [{"type": "NFD"}, {"type": "StripAccents"}]
    there = tokenizer.get("normalizer")
    return tokenizer | {"normalizer": {"type": "Sequence", "normalizers": [*drop, *([there] if there else [])]}}


@pytest.mark.slow
def test_the_model_that_ships_is_not_worse_than_what_was_accepted() -> None:
    assert not examine().of("worse")


@pytest.mark.slow
def test_the_same_model_passes(kept: Path) -> None:
    found = judge([measured(None, kept)], "again", shipped(kept))
    assert {change.verdict for change in found.changes} == {"no more than noise"}


@pytest.mark.slow
@pytest.mark.parametrize("damage", [shuffled_labels, older_corpus, one_head_swapped])
def test_damaged_heads_are_refused(damage: Callable[[Arrays], Arrays], kept: Path, tmp_path: Path) -> None:
    folder = damaged(tmp_path / "model", arrays=damage)
    with pytest.raises(RefusedError, match=r"insight-damaged is worse than .* by more than noise"):
        judge([measured(folder, kept)], model_version(folder), shipped(kept))


@pytest.mark.slow
def test_dropped_diacritics_are_refused(kept: Path, tmp_path: Path) -> None:
    folder = damaged(tmp_path / "model", tokenizer=no_diacritics)
    with pytest.raises(RefusedError, match=r"insight-damaged is worse than .* by more than noise"):
        judge([measured(folder, kept)], model_version(folder), shipped(kept))


# The rules, on made-up figures ---------------------------------------------------------------------------------------------


def section(name: str = "robustness", **values: float) -> Section:
    figures = {title: Figure(value, 400, value - 0.02, value + 0.02) for title, value in values.items()}
    return Section(name, name, figures, tuple(figures)[:1])


def test_one_bad_slice_is_enough() -> None:
    accepted = record("1", [section(whole=0.8, slice=0.7)], RUN)
    with pytest.raises(RefusedError, match=r"(?s)model 2 is worse than 1.*robustness: slice 0.700 -> 0.500"):
        judge([section(whole=0.8, slice=0.5)], "2", accepted)


def test_noise_and_gains_pass() -> None:
    accepted = record("1", [section(whole=0.8, slice=0.7)], RUN)
    found = judge([section(whole=0.79, slice=0.9)], "2", accepted)
    assert [change.verdict for change in found.changes] == ["no more than noise", "better"]


def test_a_figure_that_is_gone_is_refused() -> None:
    accepted = record("1", [section(whole=0.8, slice=0.7), section("classification/gold", whole=0.5)], RUN)
    with pytest.raises(RefusedError, match="was not measured on all that was accepted: classification/gold"):
        judge([section(whole=0.8, slice=0.7)], "2", accepted)
    with pytest.raises(RefusedError, match="classification/gold: whole"):
        judge([section(whole=0.8), section("classification/gold", other=0.5)], "2", accepted)


def test_a_version_without_committed_results_is_told_the_command(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"model 7 has no committed results; measure it with: make eval"):
        committed("7", tmp_path)
    with pytest.raises(RefusedError, match="no committed results"):
        accept("7", tmp_path, tmp_path / "ACCEPTED")
    with pytest.raises(RefusedError, match=f"model {model_version()} has no committed results"):
        examine(folder=tmp_path)


def test_nothing_accepted_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(record(model_version(), [section(whole=0.8)], RUN), tmp_path)
    monkeypatch.setattr("eval.gate.measure", lambda model: [section(whole=0.8)])
    with pytest.raises(InputError, match="ACCEPTED is missing; python -m eval accept writes it"):
        examine(folder=tmp_path, accepted=tmp_path / "ACCEPTED")
    accept(model_version(), tmp_path, tmp_path / "ACCEPTED")
    assert len(examine(folder=tmp_path, accepted=tmp_path / "ACCEPTED").changes) == 1
