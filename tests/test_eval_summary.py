"""The Markdown table of leading figures."""

from eval.figures import Figure
from eval.results import Recorded, Results, Run
from eval.summary import markdown

RUN = Run("2026-11-22", "test", 2, "a processor")


def test_one_row_a_headline_figure_beside_the_best_baseline() -> None:
    figures = {
        "stage accuracy": Figure(0.81, 1200, 0.79, 0.83),
        "stage accuracy | baseline majority": Figure(0.4, 1200),
        "stage accuracy | baseline lexicon": Figure(0.5, 1200),
        "weeks until found | 10 % of customers": Figure(2.0, 10, better="lower"),
    }
    section = Recorded("A set", RUN, figures, ("stage accuracy", "weeks until found | 10 % of customers"))
    results = Results("v1", {"classification/shop": section, "latency": Recorded("Speed", RUN, {})})
    assert markdown(results, ["classification/"]).splitlines() == [
        "| set | measure | model, 95 % interval | best simple baseline | n |",
        "| --- | --- | --- | --- | --- |",
        "| shop | stage accuracy | 0.810 (0.790 to 0.830) | 0.500 lexicon | 1,200 |",
        "| shop | weeks until found, 10 % of customers | 2.000 |  | 10 |",
    ]


def test_lower_is_better_where_the_figure_says_so() -> None:
    figures = {
        "errors": Figure(0.2, 50, better="lower"),
        "errors | baseline one": Figure(0.3, 50, better="lower"),
        "errors | baseline two": Figure(0.9, 50, better="lower"),
    }
    assert "0.300 one" in markdown(Results("v1", {"a": Recorded("A", RUN, figures, ("errors",))}))
