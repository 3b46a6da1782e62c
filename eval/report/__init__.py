"""One HTML file that says how good a model is, and first of all what it is bad at."""

from eval.report.page import render

__all__ = ["render"]
