"""A preview that runs, as a writer starts it, and what it says."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.books import command
from tests.library.node import node

_PATIENCE = 120.0  # seconds


@dataclass
class Live:
    """A preview at its address."""

    address: str
    process: int  # its number

    def memory(self) -> float:
        """MB that it holds for itself, without its workers. See proc(5), smaps_rollup"""
        lines = Path(f"/proc/{self.process}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024

    def get(self, name: str) -> bytes:
        with urlopen(self.address + name) as answer:
            return bytes(answer.read())

    def post(self, name: str, **said: object) -> Any:
        site = urlsplit(self.address)
        fields = {"Origin": f"http://{site.netloc}", "Content-Type": "application/json"}
        with urlopen(Request(self.address + name, json.dumps(said).encode(), fields)) as answer:
            return json.loads(answer.read() or b"null")

    @property
    def host(self) -> bytes:
        return urlsplit(self.address).netloc.encode()

    def raw(self, asked: bytes) -> bytes:
        """The first line of an answer to what no client of ours would ask."""
        site = urlsplit(self.address)
        with socket.create_connection((site.hostname, site.port or 80), _PATIENCE) as line:
            line.sendall(asked)
            return line.makefile("rb").readline()

    def model(self, wanted: Callable[[Any], bool] = lambda _: True, patience: float = _PATIENCE) -> Any:
        """What the page is told, as soon as it is whole, and as wanted."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            said = json.loads(self.get("model"))
            if not said["working"] and wanted(said):
                return said
            time.sleep(0.02)
        raise AssertionError(f"it never says so: {said}")

    @contextmanager
    def news(self) -> Iterator[Iterator[Any]]:
        """What the page is told, as it is."""
        with urlopen(self.address + "events", timeout=_PATIENCE) as line:
            yield (json.loads(one[6:]) for one in line if one.startswith(b"data: "))

    def browser(self, *acts: list[Any], **asked: Any) -> Any:
        """What a browser gives for each act: see tests/node/preview.mjs."""
        return node("preview.mjs", json.dumps({"address": self.address, "do": acts, **asked}))


@contextmanager
def preview(blog: Path, *options: str) -> Iterator[Live]:
    """From its start to Ctrl-C, which is the usual end."""
    words = command("preview", blog, "--no-open", "--json", *options)
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    line = process.stdout.readline()
    try:
        assert line, process.communicate()[1].decode()
        yield Live(json.loads(line)["address"], process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        _out, said = process.communicate(timeout=30)
    assert (0, "") == (process.returncode, said.decode())
