"""What both workers share: one JSON request a line on stdin, one answer a line on stdout. Imports nothing of the project."""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Label = Callable[[Sequence[str]], object]
"""Labels a batch of texts."""


def serve(ways: dict[str, Label]) -> None:
    """Answer until stdin ends.

    A request names a way (`model`, `pipeline`), its `texts`, and how many make a `batch`. The answer has the `seconds` of each
    batch, texts sorted by length first, and `peak_mb`, the most memory this process has held.
    """
    for line in sys.stdin:
        asked = json.loads(line)
        ordered = sorted(asked["texts"], key=len)
        size = asked["batch"]
        batches = [ordered[start : start + size] for start in range(0, len(ordered), size)]
        seconds = [_timed(ways[asked["way"]], batch) for batch in batches]
        print(json.dumps({"seconds": seconds, "peak_mb": _peak_mb()}), flush=True)  # noqa: T201 - the protocol


def _timed(label: Label, batch: Sequence[str]) -> float:
    began = time.perf_counter()
    label(batch)
    return time.perf_counter() - began


def _peak_mb() -> float:
    """The most memory held since this program began.

    Linux's `getrusage` would count what the parent held as well, so its own high-water mark is read; macOS counts in bytes.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
