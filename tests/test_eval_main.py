"""`python -m eval`: what it says, and how it fails."""

import sys
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.figures import Figure, Section
from eval.results import Run, record, save

RUN = Run("2026-11-22", "test", 2, "a processor")


def call(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int | str | None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["eval", *arguments])
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as exited:
        main()
    return exited.value.code


def results(folder: Path, version: str, value: float) -> str:
    figures = {"F1": Figure(value, 100, value - 0.05, value + 0.05)}
    return str(save(record(version, [Section("set", "Set", figures)], RUN), folder))


def test_compare_says_what_got_worse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [results(tmp_path, "v1", 0.8), results(tmp_path, "v2", 0.5)]
    assert call(monkeypatch, tmp_path, "compare", *files) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("v1 -> v2", "0.800", "0.500", "worse", "0 further figures"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "none", "either"], "no results at 'none'"),
        (["report"], "run python -m eval all"),
        (["report", "--model", "nowhere"], "no model at nowhere"),
        (["accept", "v9"], "model v9 has no committed results"),
        (["classification", "--data", "missing.csv"], "missing.csv"),
        (["classification", "--model", "nowhere"], "no model at nowhere"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, tmp_path, *arguments) == 1
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_wrong_usage_is_two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(monkeypatch, tmp_path, "classification", "--rows", "1") == 2
    assert "--rows" in capsys.readouterr().err
