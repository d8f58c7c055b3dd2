"""Whole processes, measured: wall and CPU seconds, and the most memory that one of them held."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took; children that it waited for are counted in."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # MB, of the process itself

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s wall {self.cpu:7.1f} s CPU {self.peak:7.0f} MB"


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run it to its end in `folder`. Raises CalledProcessError, with what it said, where it fails."""
    started = time.monotonic()
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        raise subprocess.CalledProcessError(code, command, (folder / "said.txt").read_bytes()[-2000:])
    return Cost(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
