"""Pictures: the same numbers give the same SVG, with its text as text."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from eval import plots
from eval.figures import Figure

pytest.importorskip("matplotlib")

PICTURES: dict[str, tuple[Callable[[], str], str]] = {
    "bars": (lambda: plots.bars({"giá": Figure(0.5, 12, 0.3, 0.7), "speed": Figure(0.9, 3)}, "F1"), "giá (12)"),
    "reliability": (lambda: plots.reliability([0.1, 0.5, 0.9], [0.2, 0.4, 0.0], [5, 7, 0]), "confidence"),
    "risk": (lambda: plots.risk_coverage({"stage": ([0.5, 1.0], [0.1, 0.2])}), "share of items answered"),
    "confusion": (lambda: plots.confusion([[37, 1], [0, 5]], ["neg", "pos"]), "37"),
    "growth": (lambda: plots.growth({"one text": ([1, 10, 100], [2, 20, 200])}, "characters", "ms"), "one text: slope 1.00"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_whole_repeatable_and_says_what_it_shows_in_text(name: str) -> None:
    draw, words = PICTURES[name]
    svg = draw()
    assert svg == draw()
    assert words in "".join(ET.fromstring(svg).itertext())
    assert "<?xml" not in svg
    assert "date" not in svg.lower()


def test_the_slope_of_quadratic_growth_is_two() -> None:
    assert plots.slope([1, 2, 4], [3, 12, 48]) == pytest.approx(2.0)


@pytest.mark.parametrize(("sizes", "costs"), [([1, 1], [1, 2]), ([0, 1], [1, 2]), ([1, 2], [0, 2]), ([], [])])
def test_growth_without_a_slope_is_refused(sizes: list[float], costs: list[float]) -> None:
    with pytest.raises(ValueError, match="two sizes"):
        plots.slope(sizes, costs)
