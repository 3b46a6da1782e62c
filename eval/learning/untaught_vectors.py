"""`python untaught_vectors.py ENCODER TEXTS.npz VECTORS.npy`: the base encoder in 32 bits. Imports nothing of the project."""

import os
import sys
from pathlib import Path

import numpy as np

PREFIX = "query: "


def main(folder: Path, given: Path, answer: Path) -> None:
    """Write a unit row a text."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found, unused-ignore]

    texts = [PREFIX + str(text) for text in np.load(given, allow_pickle=False)["texts"]]
    encoder = SentenceTransformer(str(folder), device="cpu")
    found = encoder.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    np.save(answer, np.asarray(found, np.float32))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
