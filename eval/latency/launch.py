"""`python launch.py COMMAND...`: run a command on our stdin; its seconds and peak memory as JSON on stdout. Project-free.

A process counts the memory of the one that started it as its own peak, so what is measured is started from here, which is small.
"""

import json
import os
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    """Run it and report; its output is dropped, its exit code is ours."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    # Linux counts memory in KiB, macOS in bytes.
    peak_mb = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb}))  # noqa: T201 - the answer
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
