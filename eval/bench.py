"""`python -m eval.bench FILE`: time and peak memory of ingest, refit and digest on a file, each as its own process."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INSIGHT = Path(sys.executable).with_name("insight")
ONE_TEXT = '{"text": "Giao hàng nhanh nhưng nhân viên thô lỗ"}\n'


def main(file: str, since: str, until: str) -> None:
    """Run the commands on an empty store and print one line of JSON a step, and one for all; exits 1 when one fails."""
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", str(Path(folder) / "insight.db")]
        steps = {
            "classify one text": (["classify", "-"], ONE_TEXT),
            "ingest": (["ingest", file, "--rejects", str(Path(folder) / "rejects.jsonl"), *store], ""),
            "refit": (["themes", "refit", *store], ""),
            "digest": (["digest", "--since", since, "--until", until, "--format", "md", *store], ""),
        }
        figures = [{"step": name, **timed(*step)} for name, step in steps.items()]
    whole = {"step": "ingest + refit + digest", "seconds": round(sum(each["seconds"] for each in figures[1:]), 2)}
    for row in (*figures, whole):
        print(json.dumps(row))  # noqa: T201 - what the command is for


def timed(arguments: list[str], text: str) -> dict[str, float]:
    """Wall seconds of a command, and its own peak memory in MB; a command that fails ends the run."""
    began = time.perf_counter()
    process = subprocess.Popen([INSIGHT, *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    if process.stdin:
        process.stdin.write(text.encode())
        process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        sys.exit(f"insight {' '.join(arguments)} failed")
    return {"seconds": round(seconds, 2), "peak_mb": round(usage.ru_maxrss / (1 if sys.platform == "darwin" else 1024))}


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python -m eval.bench FILE SINCE UNTIL")
    main(*sys.argv[1:])
