"""runtime/executor.py, runtime/worker.py and runtime/machine.py."""

import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.errors import OverrunError, PublisherError, Severity, Where, WriteError
from publisher.phrase import Phrase
from publisher.runtime.dask import Cluster
from publisher.runtime.executor import Executor, Guard
from publisher.runtime.limits import Limits
from publisher.runtime.machine import WORKER, processes
from publisher.runtime.pool import Pool
from publisher.runtime.worker import plain
from publisher.shortcodes.hugo.functions import Table


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


def _full(_: int) -> int:
    raise OSError(28, "no space left on device")


def test_what_the_machine_lacks_is_said_as_it_is() -> None:
    """A full disk is no process that died: it is raised here, the first time."""
    with Executor(2) as executor, pytest.raises(OSError, match="no space"):
        list(executor.each(_full, range(3), worth=True))


def test_killed_worker() -> None:
    """A process that the machine kills, for want of memory, is an error with its cure."""
    with Executor(2) as executor, pytest.raises(PublisherError, match="killed") as caught:
        list(executor.each(_dies, range(20), worth=True))
    assert "--jobs" in caught.value.hint


def _dies_at(item: tuple[int, str]) -> int:
    """The machine's own signals, sent by the process to itself."""
    number, how = item
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "crashed":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "works":
        while True:
            pass
    if how == "takes":
        return len(bytearray(400_000_000))
    if how == "fails":
        raise ValueError("그냥")
    return number


def _as_number(item: tuple[int, str], error: BaseException) -> tuple[int, str]:
    """What is simpler: less than nothing; of an error, more than anything."""
    return (-item[0] if isinstance(error, OverrunError) else item[0] + 1000), ""


def _is_large(item: tuple[int, str]) -> bool:
    return item[1] == "takes"


def _once(item: tuple[int, str]) -> int:
    """Killed from without, the first time."""
    number, mark = item
    if mark and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


FAULTS = {3: "killed", 7: "crashed", 11: "works", 12: "takes", 18: "fails"}
MADE = {3: -3, 7: -7, 11: -11, 12: -12, 18: 1018}


def test_what_ends_a_process_costs_one_item() -> None:
    """A process that is killed, crashes, works or grows without end: that item alone is made simpler."""
    items = [(n, FAULTS.get(n, "")) for n in range(1, 21)]
    with Executor(2, guard=Guard(Limits(0.5, 150))) as executor:
        made = list(executor.each(_dies_at, items, worth=True, chunk=6, simpler=_as_number))
    assert [MADE.get(n, n) for n in range(1, 21)] == made


def test_what_is_killed_by_chance_is_made(tmp_path: Path) -> None:
    """A process that something else killed is no fault of its item: it is made, as it is, in a new one."""
    items = [(n, str(tmp_path / "mark") if n == 7 else "") for n in range(1, 21)]
    with Executor(2) as executor:
        made = list(executor.each(_once, items, worth=True, chunk=6, simpler=_as_number))
    assert list(range(1, 21)) == made
    assert (tmp_path / "mark").exists()


def test_limits_without_other_processes() -> None:
    """What is made here has its time too; what is large has a process of its own, where memory is limited."""
    items = [(n, FAULTS.get(n, "")) for n in range(11, 21)]
    with Executor(1, guard=Guard(Limits(0.5, 150))) as executor:
        made = list(executor.each(_dies_at, items, worth=True, simpler=_as_number, large=_is_large))
    assert [MADE.get(n, n) for n in range(11, 21)] == made


def _as_it_is(item: tuple[int, str], error: BaseException) -> tuple[int, str]:
    return item


@pytest.mark.parametrize("how", ["killed", "works", "takes", "fails"])
def test_what_is_never_simpler_ends(how: str) -> None:
    """What makes an item simpler, and gives back what fails again, is asked a few times, not for ever; what
    is raised then is no OverrunError, which nobody handles."""
    with (
        Executor(1, guard=Guard(Limits(0.1, 150))) as executor,
        pytest.raises(ValueError if how == "fails" else PublisherError),
    ):
        list(
            executor.each(_dies_at, [(3, how)], worth=True, simpler=_as_it_is, large=lambda _: how != "works")
        )


def test_work_on_the_whole_book_has_no_limit() -> None:
    """Limits are those of posts: what has nothing simpler may take longer than they say."""
    with Executor(2, guard=Guard(Limits(0.001, 1))) as executor:
        assert [100_000_000] == list(executor.each(_long, [100_000_000], worth=True))


def _long(size: int) -> int:
    return len(bytearray(size))


def _evil(number: int) -> object:
    return _Evil()


class _Evil:
    """What a process that has been taken over might send home."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("/tmp/publisher-evil",)


def test_nothing_is_run_that_comes_home() -> None:
    """An answer that names a function is refused, and not called."""
    with Executor(2) as executor, pytest.raises(PublisherError):
        list(executor.each(_evil, [1], worth=True))
    assert not Path("/tmp/publisher-evil").exists()


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


class _Called:
    """A pickle of it calls what it names."""

    def __init__(self, named: Callable[..., object], *given: object) -> None:
        self.named, self.given = named, given

    def __reduce__(self) -> tuple[object, ...]:
        return self.named, self.given


@pytest.mark.parametrize(
    "sent",
    [
        _Called(os.system, "true"),
        _Called(eval, "1"),
        _Called(Cluster, "tcp://127.0.0.1:1"),
        _Called(Executor, 1),
    ],
)
def test_a_process_sends_values_alone(sent: _Called) -> None:
    """What comes home calls no function, and makes nothing that starts a process or asks the network."""
    with pytest.raises(pickle.UnpicklingError, match="is no plain value"):
        plain(pickle.dumps(sent))


def test_values_come_home() -> None:
    """Values of ours and of Python, and what was raised."""
    values = [Where("a.md", 1), Severity.NOTE, Phrase("{a}", a=1), Path("a"), {frozenset((1,))}, Table(a=1)]
    assert values == plain(pickle.dumps(values))
    raised = io.BytesIO()
    pickler = pickle.Pickler(raised)
    pickler.dispatch_table = {}  # other tests load Dask, which pickles exceptions in a way of its own
    pickler.dump(WriteError(Phrase("full")))
    assert "full" == str(plain(raised.getvalue()))


def test_ctrl_c_while_processes_tidy_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them is left: Python would wait for it at its own end, for ever."""
    close = Pool.close

    def interrupted(pool: Pool, *, now: bool) -> None:
        if not now:
            raise KeyboardInterrupt
        close(pool, now=now)

    monkeypatch.setattr(Pool, "close", interrupted)
    with pytest.raises(KeyboardInterrupt), Executor(2) as executor:
        pids = {pid for _, pid in executor.each(_pid, range(50), worth=True)}
    assert pids and not any(Path(f"/proc/{pid}").exists() for pid in pids if sys.platform == "linux")
