"""workers.py and runtime/machine.py."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.errors import PublisherError
from publisher.runtime.executor import Executor
from publisher.runtime.machine import WORKER, processes


def _pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _fails(number: int) -> int:
    return 1 // (number - 3)


def _dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_few_things_stay_here() -> None:
    """A few things are made in this process, in order."""
    here = os.getpid()
    with Executor(4) as executor:
        assert [(n, here) for n in range(5)] == list(executor.each(_pid, range(5), worth=False))


def test_one_process_is_this_one() -> None:
    """With one job no other process starts."""
    with Executor(1) as executor:
        assert {os.getpid()} == {pid for _, pid in executor.each(_pid, range(5), worth=True)}


def test_many_things_are_spread() -> None:
    """Many are made in other processes, and come in order all the same; the same processes do all work."""
    with Executor(2) as executor:
        made = list(executor.each(_pid, range(200), worth=True, chunk=8))
        again = list(executor.each(_pid, range(9), worth=True))
    assert list(range(200)) == [number for number, _ in made]
    assert list(range(9)) == [number for number, _ in again]
    pids = {pid for _, pid in made + again}
    assert os.getpid() not in pids
    assert len(pids) <= 2


_SCRIPT = """
import sys
from publisher.runtime.executor import Executor

def imported(name):
    return name in sys.modules

if __name__ == "__main__":
    with Executor(2) as executor:
        executor.get_ready(["publisher.render.chapters"])
        there = {*executor.each(imported, ["publisher.render.chapters"] * 8, worth=executor.ready)}
        print(there, imported("publisher.render.chapters"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no fork server that we trust here")
def test_others_get_ready(tmp_path: Path) -> None:
    """Processes that were told to get ready have imported what they need, and this one has not."""
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "{True} False\n" == done.stdout


def test_failure_is_raised() -> None:
    """What fails in another process fails here."""
    with Executor(2) as executor, pytest.raises(ZeroDivisionError):
        list(executor.each(_fails, range(200), worth=True))


def test_killed_worker() -> None:
    """A process that the machine kills, for want of memory, is an error with its cure."""
    with Executor(2) as executor, pytest.raises(PublisherError, match="killed") as caught:
        list(executor.each(_dies, range(20), worth=True))
    assert "--jobs" in caught.value.hint


# The machine


def _root(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_max", ".max").replace("_current", ".current")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


CORES = len(os.sched_getaffinity(0))
LOTS = f"MemTotal: 1 kB\nMemAvailable: {64 * WORKER} kB\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, CORES),
        ({"proc__meminfo": LOTS}, CORES),
        ({"proc__meminfo": "MemAvailable: 4000 kB\n"}, 1),
        ({"proc__meminfo": LOTS, "sys__fs__cgroup__cpu_max": "50000 100000"}, 1),
        ({"proc__meminfo": LOTS, "sys__fs__cgroup__cpu_max": "max 100000"}, CORES),
        ({"sys__fs__cgroup__memory_max": str(2 * WORKER), "sys__fs__cgroup__memory_current": str(WORKER)}, 1),
        ({"sys__fs__cgroup__memory_max": "max", "sys__fs__cgroup__memory_current": "9"}, CORES),
        ({"sys__fs__cgroup__memory__memory.limit_in_bytes": str(WORKER),
          "sys__fs__cgroup__memory__memory.usage_in_bytes": "9"}, 1),
    ],
)  # fmt: skip
def test_processes(files: dict[str, str], expected: int, tmp_path: Path) -> None:
    """A process a core, as many as there is memory for, and one in any case."""
    assert expected == processes(_root(tmp_path, **files))


def test_processes_here() -> None:
    """This machine has some."""
    assert 1 <= processes() <= CORES
