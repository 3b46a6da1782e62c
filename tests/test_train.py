"""Training from the corpus to the artefact, in small: run by `make test-train`, in the environment that has torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.train
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy artefact: one layer, one pass over a few feedbacks."""
    folder = tmp_path_factory.mktemp("toy")
    assert "insight-1-" in run(folder)
    return folder


def run(folder: Path) -> str:
    told = ["--feedbacks", "160", "--epochs", "1", "--layers", "0", "--work", str(folder / "work"), "--out", str(folder / "out")]
    done = subprocess.run([sys.executable, "-m", "models", "train", *told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_artefact_is_whole_and_labels_a_text(built: Path) -> None:
    from insight import Pipeline
    from insight.model import ModelFolder
    from insight.settings import Settings

    ModelFolder(built / "out").check()
    pipeline = Pipeline.from_settings(Settings.from_environment({"INSIGHT_MODEL": str(built / "out")}))
    [found] = pipeline.understand(["Giao hàng nhanh nhưng nhân viên thô lỗ"])
    assert [mention.text for mention in found.labels.mentions] == ["Giao hàng nhanh", "nhân viên thô lỗ"]
    assert np.allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


def test_a_second_run_goes_on_from_the_stages_and_gives_the_same(built: Path) -> None:
    before = {file.name: file.read_bytes() for file in (built / "out").iterdir()}
    run(built)
    assert {file.name: file.read_bytes() for file in (built / "out").iterdir()} == before


def test_eight_bits_stay_near_thirty_two(built: Path) -> None:
    from insight.encode import OnnxEncoder
    from insight.types import SpannedText

    texts = [SpannedText(text, ((0, len(text)),)) for text in ("App hay văng", "the staff were lovely", "gia hoi cao")]
    exact = OnnxEncoder.from_pretrained(built / "work" / "exact").encode(texts)
    small = OnnxEncoder.from_pretrained(built / "out").encode(texts)
    # A toy of one layer is rounded more than the real encoder.
    assert [bool(left[0] @ right[0] > 0.9) for left, right in zip(exact, small, strict=True)] == [True, True, True]


def test_an_interrupted_training_goes_on_from_its_last_epoch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from insight.taxonomy import Taxonomy
    from models import train as training
    from models.build import cut_base
    from models.examples import load_corpus
    from models.lessons import course
    from models.network import Network, encoder_from

    taxonomy = Taxonomy.default()
    examples = load_corpus(taxonomy)[:24]
    base = cut_base(examples)

    def vectors(texts: list[str]) -> np.ndarray:
        return np.random.default_rng(1).normal(size=(len(texts), 384)).astype(np.float32)

    lessons = course(examples, [], base.tokenizer, vectors, taxonomy)

    def fresh() -> Network:
        torch.manual_seed(0)
        return Network(encoder_from(base.kept([0]), 1), len(taxonomy.stages), len(taxonomy.topics))

    recipe = training.Recipe(epochs=2, batch=8)
    whole = fresh()
    training.train(whole, lessons, recipe, tmp_path / "whole.pt")

    calls = 0
    loss = training.loss

    def dies(*given: object) -> torch.Tensor:
        nonlocal calls
        calls += 1
        if (tmp_path / "killed.pt").exists():
            raise KeyboardInterrupt
        return loss(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "loss", dies)
    with pytest.raises(KeyboardInterrupt):
        training.train(fresh(), lessons, recipe, tmp_path / "killed.pt")
    assert calls > 1
    monkeypatch.setattr(training, "loss", loss)
    again = fresh()
    training.train(again, lessons, recipe, tmp_path / "killed.pt")
    for name, tensor in whole.state_dict().items():
        assert torch.allclose(tensor, again.state_dict()[name], atol=1e-6), name
