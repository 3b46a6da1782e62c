"""Examples in docstrings say what the shipped model says."""

import doctest

import pytest

import insight.pipeline


@pytest.mark.slow
def test_the_example_of_the_pipeline_holds() -> None:
    found = doctest.testmod(insight.pipeline)
    assert (found.failed, found.attempted) == (0, 3)
