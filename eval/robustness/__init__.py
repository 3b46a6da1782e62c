"""Behavioural tests: small texts whose answer anyone knows (CheckList; Ribeiro et al. 2020, arXiv:2005.04118)."""

from eval.robustness.run import run

__all__ = ["run"]
