"""Simple baselines judged on the same rows in the same run: majority, TF-IDF, frozen vectors, a lexicon."""
