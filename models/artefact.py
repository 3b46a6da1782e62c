"""Writes the folder that inference reads: encoder, tokenizer, heads, config with hashes, and the card beside them."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from safetensors.numpy import save_file

from insight.taxonomy import Taxonomy
from models.heads import Fitted

DEFAULT = Path(__file__).parent / "default"
FILES = ("encoder.onnx", "heads.safetensors", "memory.safetensors", "phrases.safetensors", "tokenizer.json")


def write_encoder(folder: Path, model: onnx.ModelProto, tokenizer_json: str) -> None:
    """Write `encoder.onnx` and `tokenizer.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (folder / "tokenizer.json").write_text(tokenizer_json, encoding="utf-8")


def write_phrases(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the vectors of the bank of theme names, (phrases, dim), in half precision."""
    save_file({"phrases": vectors.astype(np.float16)}, folder / "phrases.safetensors")


def write_heads(folder: Path, fitted: Fitted, taxonomy: Taxonomy) -> str:
    """Write `heads.safetensors`, and `config.json` with the hash of every file; call it last.

    Returns:
        the version; it names the content, so that equal content has equal names.
    """
    save_file(fitted.arrays, folder / "heads.safetensors")
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    version = "insight-1-" + sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:8]
    config = {
        "version": version,
        "stages": list(taxonomy.stage_by_id),
        "topics": list(taxonomy.topic_by_id),
        "thresholds": {name: round(value, 4) for name, value in fitted.thresholds.items()},
        "sha256": hashes,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return version
