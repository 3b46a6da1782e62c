"""The model folder: where it is found, and whether it is whole."""

import json
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np

from insight.errors import ModelError
from insight.types import Vectors

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "model", _PACKAGE.parent / "models" / "default")
"""In an installed wheel; beside an editable install."""
_FORMS = {".onnx", ".json", ".safetensors"}


class ModelFolder:
    """A folder of weights, tokenizer, heads and phrase vectors, checked against the hashes in its `config.json`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def find(cls, told: Path | None = None) -> "ModelFolder":
        """The folder told, else the one that ships; raises `ModelError` when there is none."""
        for place in (told,) if told else _PLACES:
            if (place / "config.json").is_file():
                return cls(place)
        looked = told or " or ".join(str(place) for place in _PLACES)
        raise ModelError(f"no model at {looked}; expected a folder with config.json (INSIGHT_MODEL names one)")

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 by file name; raises `ModelError` when `config.json` cannot be read."""
        try:
            found: dict[str, str] = json.loads((self.path / "config.json").read_text(encoding="utf-8"))["sha256"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{self.path / 'config.json'} cannot be read: {error!r}; restore the folder") from error
        return found

    def check(self) -> None:
        """Compare every file with its hash; raises `ModelError` naming the file that is missing or damaged."""
        for name, expected in self.hashes.items():
            file = self.path / name
            if file.suffix not in _FORMS:
                raise ModelError(f"{file} is of a kind that is not read; only {', '.join(sorted(_FORMS))}")
            if not file.is_file():
                raise ModelError(f"{file} is missing; restore the folder")
            if sha256(file.read_bytes()).hexdigest() != expected:
                raise ModelError(f"{file} is damaged: its SHA-256 is not the one in config.json; restore the folder")

    def phrase_vectors(self, count: int, dim: int) -> Vectors | None:
        """Vectors of the bank of theme names, shape (count, dim); None where the folder has none, or of another bank."""
        from safetensors.numpy import load_file

        file = self.path / "phrases.safetensors"
        if not file.is_file():
            return None
        found: Vectors = load_file(file)["phrases"].astype(np.float32)
        return found if found.shape == (count, dim) else None
