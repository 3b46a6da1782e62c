"""`python rival.py FOLDER THREADS`: the usual way, sentence-transformers in 32 bits with scikit-learn heads, as a worker.

The heads have the shapes of ours and are fitted to random labels: what they cost does not depend on what they have learned.
Imports nothing of the project, so it runs in the environment that has torch.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from serving import serve  # type: ignore[import-not-found, unused-ignore]

PREFIX = "query: "
STAGES, TOPICS, SENTIMENTS = 8, 23, 3
EXAMPLES = 400
SEED = 1


def main(folder: str, threads: int) -> None:
    """Load the encoder, fit the heads, answer requests."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sklearn.linear_model import LogisticRegression

    torch.set_num_threads(threads)
    encoder = SentenceTransformer(folder, device="cpu")
    rng = np.random.default_rng(SEED)
    vectors = rng.standard_normal((EXAMPLES, int(encoder.encode([PREFIX]).shape[1])))
    kinds = [STAGES, *[2] * TOPICS, *[SENTIMENTS] * (1 + TOPICS)]
    heads = [LogisticRegression(max_iter=50, tol=0.1).fit(vectors, rng.integers(0, kind, EXAMPLES)) for kind in kinds]

    def label(texts: Sequence[str]) -> list[object]:
        prefixed = [PREFIX + text for text in texts]
        found = encoder.encode(prefixed, batch_size=len(prefixed), show_progress_bar=False)
        return [head.predict_proba(found) for head in heads]

    serve({"model": label})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
