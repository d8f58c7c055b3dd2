"""What all tests share: a cache of their own, and each whole book built once a test session."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publisher.storage.cache import write_whole
from tests.books import BLOGS, Made, make

_LONGEST = ("test_warm_is_cold", "test_killed", "runtime/test_dask", "writers/", "library/test_", "outside/")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the wide tests counted: `record_property` with a number."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call":
            counted.update({name: n for name, n in report.user_properties if isinstance(n, int)})
    if counted:
        terminalreporter.section("counted")
        terminalreporter.write_line("; ".join(f"{count:,} {name}" for name, count in counted.items()))


def pytest_configure(config: pytest.Config) -> None:
    """Give each worker of pytest-xdist a core of its own, where there are not more of them than workers: the
    programs that it starts then start no others, which would only wait for each other."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    cores = sorted(os.sched_getaffinity(0)) if worker and hasattr(os, "sched_getaffinity") else []
    if len(cores) == int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")):
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: pytest-xdist gives out whole files, and the last one is waited for."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in _LONGEST))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or fills the cache of the user who runs it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLISHER_CACHE", str(folder))
        patch.setenv("PUBLISHER_LANG", "en")
        for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "FORCE_COLOR"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session")
def built(own_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """A book by its blog's name in `books.BLOGS`: made when it is first asked for, then kept.

    Workers of pytest-xdist find what others have made by a note in the folder that they share.
    """
    shelf: dict[str, Made] = {}
    worker = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp().parent if worker else tmp_path_factory.mktemp("shelf")

    def get(name: str) -> Made:
        copy = BLOGS[name]
        note = shared / f"{name}.json"
        if name not in shelf and note.is_file():
            shelf[name] = Made.noted(json.loads(note.read_text("utf-8")))
        if name not in shelf:
            folder = tmp_path_factory.mktemp(name)
            if not copy(folder / "blog"):
                pytest.skip(f"the blog {name} is not on this machine")
            shelf[name] = make(folder / "blog", folder / "out")
            write_whole(note, shelf[name].note().encode())
        return shelf[name]

    return get


@pytest.fixture(scope="session")
def sample(built: Callable[[str], Made]) -> Made:
    """The book of examples/blog."""
    return built("sample")


_MADE = ["sample", *(pytest.param(name, marks=pytest.mark.wide) for name in ("seed", "hangack"))]


@pytest.fixture(scope="session", params=_MADE)
def made(request: pytest.FixtureRequest, built: Callable[[str], Made]) -> Made:
    """The book of each blog in turn."""
    return built(request.param)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
