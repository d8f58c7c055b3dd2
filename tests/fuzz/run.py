"""`make fuzz`: each target is given texts that no one has thought of, for FUZZ_SECONDS in all (an hour).

By atheris where it is installed, which sees what of the package a text has reached, else by hypothesis. What
raises or hangs is kept in corpus/TARGET, where `make test` tries it again.
"""

import importlib.util
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.torture import payloads

ATHERIS = importlib.util.find_spec("atheris") is not None
if ATHERIS and "--one" in sys.argv:
    import atheris

    with atheris.instrument_imports(include=["publisher"]):  # so that it sees what a text reaches
        from tests.fuzz.targets import TARGETS
else:
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
HANGS = 10  # seconds of this process's time for one text of at most so many bytes:
LONGEST = 4096
_ME = "tests.fuzz.run"


class HangError(BaseException):
    """A text takes too long."""


def watched(name: str, data: bytes) -> None:
    """Give a text to a target. Raises HangError, and what the target does."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise HangError(f"{name} has not ended within {HANGS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
    try:
        TARGETS[name](data)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def words() -> list[str]:
    """Parts of which texts are made."""
    tables = (payloads.PUMPS, payloads.HTML, payloads.TEX, payloads.LINKS, payloads.FRONT, payloads.TOML)
    return [word for table in tables for word in table if len(word) <= 60]


def main() -> int:
    """Fuzz the targets that are named, or all; say how many texts each was given, how many failed."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or [*TARGETS]
    each = int(os.environ.get("FUZZ_SECONDS", "3600")) // len(names)
    print(f"{len(names)} targets, {each} s each, by {'atheris' if ATHERIS else 'hypothesis'}", flush=True)
    failed = 0
    for name in names:
        before = _kept(name)
        done = subprocess.run(
            [sys.executable, "-m", _ME, "--one", name, str(each)], capture_output=True, text=True, check=False
        )
        new = _kept(name) - before
        count = next(
            (line for line in done.stdout.splitlines()[::-1] if line.startswith("tried ")), "tried ?"
        )
        print(f"{name}: {count}, {len(new)} failed", flush=True)
        print(*(f"  {path.relative_to(CORPUS.parent)}" for path in sorted(new)), sep="\n", end="")
        failed += len(new) or done.returncode != 0
        if done.returncode and not new:
            print(done.stderr[-3000:], flush=True)
    return min(failed, 1)


def _kept(name: str) -> set[Path]:
    return {path for path in (CORPUS / name).glob("*") if path.is_file()}


def _one(name: str, seconds: int) -> None:
    """Fuzz one target until its time is over; go on behind what fails."""
    seeds = [path.read_bytes() for path in sorted(_kept(name))]
    end, tried, seen = time.monotonic() + seconds, [0], set[str]()

    def attempt(data: bytes) -> None:
        tried[0] += 1
        try:
            watched(name, data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            at = _place(error)
            if at not in seen:
                seen.add(at)
                _keep(name, data, error)
        if time.monotonic() > end:
            print(f"tried {tried[0]:,}", flush=True)
            os._exit(0)

    (_by_atheris if ATHERIS else _by_hypothesis)(attempt, seeds)


def _place(error: BaseException) -> str:
    """Where something failed: each place is kept once."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {last.filename}:{last.lineno}"


def _keep(name: str, data: bytes, error: BaseException) -> None:
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{type(error).__name__}-{sha256(data).hexdigest()[:12]}"
    file.write_bytes(data)
    print(f"{name}: {_place(error)}: {error}"[:500], file=sys.stderr, flush=True)


def _by_atheris(attempt: object, seeds: list[bytes]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, seed in enumerate([*seeds, *(word.encode("utf-8", "replace") for word in words())]):
        (folder / str(number)).write_bytes(seed)
    marks = (word.encode("utf-8", "replace") for word in words() if len(word) <= 20)
    quoted = ("".join(f"\\x{byte:02x}" for byte in mark) for mark in marks)
    (folder / "marks.dict").write_text("".join(f'"{mark}"\n' for mark in quoted))
    options = [
        "-rss_limit_mb=0",
        f"-timeout={24 * 3600}",  # 0 would be a second of the clock; watched() counts the processor's
        f"-max_len={LONGEST}",
        f"-dict={folder}/marks.dict",
        "-verbosity=0",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([_ME, *options, str(folder)], attempt)
    atheris.Fuzz()


def _by_hypothesis(attempt: object, seeds: list[bytes]) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    part = st.sampled_from(words()) | st.text(max_size=6)
    texts = st.lists(part, max_size=40).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))
    changed = st.tuples(st.sampled_from([*seeds, b""]), st.binary(max_size=20)).map(b"".join)

    @settings(
        max_examples=10_000,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts | changed | st.binary(max_size=500))
    def many(data: bytes) -> None:
        attempt(data[:LONGEST])  # type: ignore[operator]

    random.seed(1)
    while True:  # `attempt` leaves when the time is over
        many()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main())
