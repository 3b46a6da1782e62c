"""Where the model is found, and whether it is whole."""

import json
import re
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from insight import model
from insight.errors import ModelError
from insight.model import ModelFolder

FILES = {"encoder.onnx": b"graph", "tokenizer.json": b"{}", "heads.safetensors": b"weights"}


def write(folder: Path, **more: bytes) -> Path:
    """A whole model folder; `more` are files by name, `_` for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    files = FILES | {name.replace("_", "."): content for name, content in more.items()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    (folder / "config.json").write_text(json.dumps({"sha256": hashes}), encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        ModelFolder.find(folder).check()
    return str(caught.value)


def test_a_whole_folder_passes(tmp_path: Path) -> None:
    folder = ModelFolder.find(write(tmp_path))
    folder.check()
    assert folder.path == tmp_path
    assert sorted(folder.hashes) == sorted(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    content = (write(tmp_path) / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert refused(tmp_path) == f"{tmp_path / name} is damaged: its SHA-256 is not the one in config.json; restore the folder"


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path) / name).unlink()
    assert refused(tmp_path) == f"{tmp_path / name} is missing; restore the folder"


def test_a_forbidden_kind_is_not_read_even_if_its_hash_is_right(tmp_path: Path) -> None:
    write(tmp_path, heads_pkl=b"code")
    assert refused(tmp_path) == f"{tmp_path / 'heads.pkl'} is of a kind that is not read; only .json, .onnx, .safetensors"


@pytest.mark.parametrize(
    ("config", "error"), [("{", "JSONDecodeError"), ("{}", "KeyError"), ("[]", "TypeError"), ("\xff", "UnicodeDecode")]
)
def test_a_damaged_config(tmp_path: Path, config: str, error: str) -> None:
    write(tmp_path).joinpath("config.json").write_text(config, encoding="latin-1")
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path / 'config.json'))} cannot be read: {error}.*; restore the folder", refused(tmp_path), re.DOTALL
    )


def test_no_config_is_no_model(tmp_path: Path) -> None:
    (write(tmp_path) / "config.json").unlink()
    assert refused(tmp_path) == f"no model at {tmp_path}; expected a folder with config.json (INSIGHT_MODEL names one)"


def test_the_folder_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel, checkout = tmp_path / "insight" / "model", tmp_path / "models" / "default"
    monkeypatch.setattr(model, "_PLACES", (wheel, checkout))
    with pytest.raises(ModelError, match=re.escape(f"no model at {wheel} or {checkout}; expected a folder")):
        ModelFolder.find()
    write(checkout)
    assert ModelFolder.find().path == checkout
    write(wheel)
    assert ModelFolder.find().path == wheel
    told = write(tmp_path / "mine")
    assert ModelFolder.find(told).path == told
    with pytest.raises(ModelError, match=r"no model at .*elsewhere; expected"):
        ModelFolder.find(tmp_path / "elsewhere")


def test_phrase_vectors_of_this_bank_only(tmp_path: Path) -> None:
    folder = ModelFolder.find(write(tmp_path))
    assert folder.phrase_vectors(3, 2) is None
    phrases = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float16)
    save_file({"phrases": phrases}, tmp_path / "phrases.safetensors")
    found = folder.phrase_vectors(3, 2)
    assert found is not None
    assert found.dtype == np.float32
    assert np.array_equal(found, phrases.astype(np.float32))
    assert folder.phrase_vectors(4, 2) is None
    assert folder.phrase_vectors(3, 3) is None
