"""Whole commands, measured: wall and CPU seconds of all their processes, and the most that one held."""

import contextlib
import ctypes
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage

_PR_SET_CHILD_SUBREAPER = 36  # https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    wall: float  # seconds, to the end of the process that was started
    cpu: float  # seconds, user and system, of it and all that it started
    peak: float  # MB: the most that one of these processes held

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s wall {self.cpu:7.1f} s CPU {self.peak:7.0f} MB"


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run it to its end in `folder`. Raises CalledProcessError, with what it said, where it fails.

    Programs are measured as they are when they are installed: Python's keep their compiled code.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # what it leaves behind comes to us
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.monotonic()
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = code = os.waitstatus_to_exitcode(status)
    used = [usage, *_orphans()]
    if code:
        raise subprocess.CalledProcessError(code, command, (folder / "said.txt").read_bytes()[-2000:])
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    return Cost(wall, cpu, max(one.ru_maxrss for one in used) / 1024)


def _orphans() -> Iterator[struct_rusage]:
    """Processes that the command started and did not wait for: a fork server, a browser's helpers."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]
