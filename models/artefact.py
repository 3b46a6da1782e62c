"""Writes the folder that inference reads: encoder, tokenizer, heads, config with hashes, and the card beside them."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from safetensors.numpy import save_file

from insight.taxonomy import Taxonomy
from models.heads import Fitted

DEFAULT = Path(__file__).parent / "default"


def write_encoder(folder: Path, model: onnx.ModelProto, tokenizer_json: str) -> None:
    """Write `encoder.onnx` and `tokenizer.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.onnx").write_bytes(model.SerializeToString(deterministic=True))
    (folder / "tokenizer.json").write_text(tokenizer_json, encoding="utf-8")


def write_heads(folder: Path, fitted: Fitted, taxonomy: Taxonomy, extra: Mapping[str, NDArray[np.float32]]) -> str:
    """Write `heads.safetensors` and `config.json`; the version names the content, so equal content has equal names.

    Args:
        extra: further arrays for the folder, such as the language means.

    Returns:
        the version.
    """
    save_file({**fitted.arrays, **extra}, folder / "heads.safetensors")
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.suffix in KINDS}
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


KINDS = {".onnx", ".safetensors"} | {".json"} - {"config.json"}
