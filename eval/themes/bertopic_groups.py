"""`python bertopic_groups.py SETS.npz GROUPS.json`: BERTopic on given texts and vectors. Imports nothing of the project."""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SEED = 42


def main(given: Path, answer: Path) -> None:
    """Write a list of group numbers a set, -1 for what BERTopic leaves out."""
    arrays = np.load(given, allow_pickle=False)
    sets = len(arrays.files) // 2
    found = [groups([str(text) for text in arrays[f"texts{n}"]], arrays[f"vectors{n}"]) for n in range(sets)]
    answer.write_text(json.dumps(found), encoding="utf-8")


def groups(texts: list[str], vectors: NDArray[np.float32]) -> list[int]:
    """Topics of the texts by BERTopic's defaults; its UMAP is the default one, but for the seed."""
    from bertopic import BERTopic  # type: ignore[import-not-found, unused-ignore]
    from umap import UMAP  # type: ignore[import-not-found, unused-ignore]

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=SEED)
    topics, _ = BERTopic(umap_model=reduce, language="multilingual").fit_transform(texts, vectors)
    return [int(topic) for topic in topics]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
