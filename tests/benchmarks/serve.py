"""How many files a second `publisher serve` hands out, nginx in the same run: `make bench-serve`.

50 clients for 60 seconds (or as many as are given), on loopback alone: feeds, covers, small books, and parts
of a large one, by wrk. Prints a row a server and a line a claim; exit code 1 where a claim did not hold.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.library.library import Sample, epub, picture

CLIENTS = 50
BOOKS = 60
LARGE = 30_000_000  # bytes of the book that is read in parts
PART = 100_000
WANTED = 1000.0  # requests a second
GROWTH = 8.0  # MB that memory may grow by, from a fifth of the time on

# A feed, a cover, a small book, another one, a part of the large one; and so on, over all small books.
SCRIPT = """
local places = %s
local n, large = 0, %s
request = function()
  n = n + 1
  if n %% 5 == 0 then
    local start = (n * 7919 * 13) %% %d
    return wrk.format("GET", large, {["Range"] = "bytes=" .. start .. "-" .. (start + %d)})
  end
  return wrk.format("GET", places[n %% #places + 1])
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration, summary.bytes,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
  io.write(string.format("LATENCY %%f %%f\\n", latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw, and what the server held."""

    rate: float  # requests a second
    megabytes: float  # a second
    median: float  # ms
    slow: float  # ms, the 99th percentile
    refused: int  # answers that are neither 2xx nor 3xx
    broken: int  # connections, reads and writes that failed, and timeouts
    early: float  # MB in memory when a fifth of the time was over
    peak: float  # MB from then on

    def __str__(self) -> str:
        latency = f"{self.median:6.1f} ms median {self.slow:6.1f} ms 99th"
        return f"{self.rate:8,.0f} req/s {self.megabytes:7,.0f} MB/s {latency} {self.peak:6.0f} MB"


def library(folder: Path) -> None:
    """Small books of some 200 kB, and a large one."""
    for number in range(BOOKS):
        more = {"EPUB/picture.jpg": picture(number % 12), "EPUB/text": os.urandom(180_000)}
        book = Sample(
            f"urn:x:{number}", f"작은 책 {number}", cover=picture(number % 12, (600, 900)), extra=more
        )
        epub(folder / f"{number}.epub", book)
    epub(folder / "large.epub", Sample("urn:x:large", "큰 책", extra={"EPUB/more": os.urandom(LARGE)}))


@contextmanager
def ours(books: Path) -> Iterator[tuple[str, int]]:
    """Address and process of `publisher serve`."""
    command = [sys.executable, "-m", "publisher", "serve", str(books), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        try:
            yield json.loads(process.stdout.readline())["address"], process.pid
        finally:
            process.terminate()


@contextmanager
def nginx(folder: Path, site: Path) -> Iterator[tuple[str, int]]:
    """The same site as files, as Debian's nginx serves them: two workers, no log."""
    port = 18_080
    (folder / "nginx.conf").write_text(
        "worker_processes 2; daemon off; error_log stderr crit; pid nginx.pid;\n"
        "events { worker_connections 512; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
        "types { application/epub+zip epub; image/jpeg jpg; application/atom+xml xml; }\n"
        f"server {{ listen 127.0.0.1:{port}; root {site}; }} }}\n"
    )
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", f"user {_user()};"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/opds/all.xml")
            yield f"http://127.0.0.1:{port}/", process.pid
        finally:
            process.terminate()


def _user() -> str:
    return "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")


def _wait_for(address: str) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), urlopen(address):
            return
        time.sleep(0.1)
    raise SystemExit(f"nothing answers at {address}")


def measured(address: str, pid: int, places: list[str], large: str, seconds: int, folder: Path) -> Load:
    """wrk against a server, whose memory is watched meanwhile."""
    listed = "{" + ", ".join(json.dumps(place) for place in places) + "}"
    script = folder / "mix.lua"
    script.write_text(SCRIPT % (listed, json.dumps(large), LARGE - PART - 1, PART - 1))
    held: list[float] = []
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(pid, held, over))
    watcher.start()
    try:
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(script), address]
        said = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=seconds + 60
        ).stdout
    finally:
        over.set()
        watcher.join()
    return _load(said, held)


def _load(said: str, held: list[float]) -> Load:
    result, latency = re.search(r"RESULT (.+)", said), re.search(r"LATENCY (\S+) (\S+)", said)
    assert result, said
    assert latency, said
    count, microseconds, size, refused, broken = map(int, result[1].split())
    later = held[len(held) // 5 :] or [0.0]
    seconds = microseconds / 1e6
    return Load(
        count / seconds,
        size / seconds / 1e6,
        float(latency[1]),
        float(latency[2]),
        refused,
        broken,
        later[0],
        max(later),
    )


def _watch(pid: int, held: list[float], over: threading.Event) -> None:
    """Megabytes in memory, twice a second; of nginx, its workers too."""
    while not over.wait(0.5):
        held.append(sum(_resident(one) for one in (pid, *_children(pid))))


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _resident(pid: int) -> float:
    with contextlib.suppress(OSError):
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def _claims(load: Load) -> list[bool]:
    return [
        _claim("requests a second", load.rate, load.rate >= WANTED, f"at least {WANTED:,.0f}"),
        _claim("answers that are faults", load.refused, load.refused == 0, "none"),
        _claim("connections that broke", load.broken, load.broken == 0, "none"),
        _claim(
            "MB that memory grew by",
            load.peak - load.early,
            load.peak - load.early <= GROWTH,
            f"at most {GROWTH}",
        ),
    ]


def _claim(name: str, value: float, held: bool, wanted: str) -> bool:
    print(f"{'held  ' if held else 'BROKEN'} {name}: {value:,.1f}, {wanted}", flush=True)
    return held


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    if not shutil.which("wrk"):
        print("There is no wrk here: apt-get install wrk", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="publisher-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        library(folder / "books")
        site = folder / "site"
        command = [sys.executable, "-m", "publisher", "shelf", str(folder / "books"), "-o", str(site), "-q"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        places, large = _places(site)
        with ours(folder / "books") as (address, pid):
            load = measured(address, pid, places, large, seconds, folder)
        print(f"{'publisher serve':18} {load}", flush=True)
        if shutil.which("nginx"):
            with nginx(folder, site) as (address, pid):
                print(f"{'nginx':18} {measured(address, pid, places, large, seconds, folder)}", flush=True)
        else:
            print("nginx is not here: apt-get install nginx-light")
        return 0 if all(_claims(load)) else 1


def _places(site: Path) -> tuple[list[str], str]:
    """Feeds, covers and small books in turn, and the large book; percent-encoded."""
    from urllib.parse import quote

    def addresses(pattern: str) -> list[str]:
        return ["/" + quote(path.relative_to(site).as_posix()) for path in sorted(site.glob(pattern))]

    books = sorted(addresses("book/*.epub"), key=lambda place: "작은" not in place)
    (large,) = (place for place in books if quote("큰") in place)
    small = [place for place in books if place != large]
    covers = [place for place in addresses("book/*.jpg") if ".small." not in place]
    feeds = ["/opds/all.xml", "/opds/index.xml", "/opds/all.json"]
    mixed = [
        place
        for n, book in enumerate(small)
        for place in (feeds[n % 3], covers[n % len(covers)], book, small[n * 7 % len(small)])
    ]
    return mixed, large


if __name__ == "__main__":
    sys.exit(main())
