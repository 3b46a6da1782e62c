"""Workers, their protocol and their figures; nothing here depends on how fast the machine is."""

import io
import json
import sys
from pathlib import Path

import pytest

from eval.latency import serving, speed, steps
from eval.latency.workers import ROOT, Timed, Worker, run_once
from insight.errors import InputError

ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"seconds": [float(len(asked["texts"]))], "peak_mb": 7.0}), flush=True)
"""


def test_a_request_is_sorted_by_length_and_cut_into_batches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[list[str]] = []
    request = json.dumps({"texts": ["ccc", "a", "bb"], "way": "model", "batch": 2})
    monkeypatch.setattr(sys, "stdin", io.StringIO(request + "\n"))
    serving.serve({"model": lambda texts: seen.append(list(texts))})
    answer = json.loads(capsys.readouterr().out)
    assert seen == [["a", "bb"], ["ccc"]]
    assert len(answer["seconds"]) == 2
    assert answer["peak_mb"] > 0


def test_a_worker_answers_until_it_is_let_go() -> None:
    with Worker.start("echo", [sys.executable, "-c", ECHO]) as worker:
        assert worker.label(["a", "b"]) == Timed((2.0,), 7.0)
        assert worker.label(["a"]) == Timed((1.0,), 7.0)
    assert worker.process.returncode == 0


def test_a_worker_that_dies_is_named() -> None:
    with (
        Worker.start("gone", [sys.executable, "-c", "raise SystemExit(3)"]) as worker,
        pytest.raises(InputError, match="gone ended with exit code 3"),
    ):
        worker.label(["a"])


def test_a_command_that_fails_is_named() -> None:
    with pytest.raises(InputError, match=r"insight ingest /nowhere\.csv failed with exit code 1"):
        run_once(["ingest", "/nowhere.csv"])


def test_ratios_are_taken_round_by_round() -> None:
    many = {
        speed.OURS: [Timed((1.0,), 1), Timed((2.0,), 1), Timed((1.0,), 1)],
        speed.WHOLE: [Timed((2.0,), 1)] * 3,
        speed.RIVAL: [Timed((4.0,), 1), Timed((6.0,), 1), Timed((5.0,), 1)],
    }
    one = {speed.OURS: [Timed((1.0, 2.0, 3.0), 1)], speed.RIVAL: [Timed((5.0, 6.0, 7.0), 1)]}
    figures = speed._ratios(many, one)
    alone = figures["times as fast as sentence-transformers | model alone"]
    assert (alone.value, alone.low, alone.high, alone.n) == (4.0, 3.0, 5.0, 3)
    assert figures["times as fast as sentence-transformers | one text, p50"].value == 3.0


def test_the_sample_that_ships_has_rows_to_count() -> None:
    assert steps._rows(ROOT / "insight" / "sample" / steps.SAMPLE) > 400


def test_rows_of_json_lines_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "a"}\n\n{"text": "b"}\n', encoding="utf-8")
    assert steps._rows(file) == 2
