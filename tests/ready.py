"""A process that has loaded publisher, and forks: commands under test begin half a second sooner.

Each is a process of its own all the same, with its own environment, folder and output, which ends as the
program ends. What Python decides when it starts (hash seed, encoding, signals) is that of this process, so
whoever asks for these gets a new one: see `run` of books.py.
"""

import atexit
import gc
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from typing import NoReturn

import publisher.cli

_LARGEST = 1 << 17  # bytes of a request; a datagram of this length is sent whole


class Ready:
    """The process, as its tests see it: one command at a time."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = theirs.fileno()
        order = [sys.executable, "-m", "tests.ready", str(number)]
        root = Path(__file__).parents[1]
        self._process = subprocess.Popen(order, pass_fds=(number,), cwd=root, stdin=subprocess.DEVNULL)
        theirs.close()
        self.lock = threading.Lock()
        atexit.register(self.close)

    def run(
        self, words: Sequence[str], env: Mapping[str, str], cwd: str, seconds: float
    ) -> tuple[int, bytes, bytes]:
        """Return exit code (negative: a signal), standard output and error. Raises TimeoutError."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            request = json.dumps([words, dict(env), cwd]).encode()
            socket.send_fds(self._ours, [request], [out.fileno(), err.fileno()])
            child = int(self._ours.recv(_LARGEST))
            self._ours.settimeout(seconds)
            try:
                code = int(self._ours.recv(_LARGEST))
            except TimeoutError:
                os.kill(child, SIGKILL)
                self._ours.settimeout(None)
                self._ours.recv(_LARGEST)
                raise
            finally:
                self._ours.settimeout(None)
            return code, _all(out.fileno()), _all(err.fileno())

    def close(self) -> None:
        """End it: it reads that no one is there any more."""
        self._ours.close()
        self._process.wait()


def _all(number: int) -> bytes:
    return os.pread(number, os.fstat(number).st_size, 0)


def _serve(number: int) -> None:
    """Fork for each request, and say which process that is, and how it ended."""
    for module in pkgutil.iter_modules(publisher.cli.__path__, "publisher.cli."):
        if module.name != "publisher.cli.main":  # which speaks one language, once it is loaded
            import_module(module.name)
    gc.freeze()
    channel = socket.socket(fileno=number)
    while True:
        request, files, _, _ = socket.recv_fds(channel, _LARGEST, 2)
        if not request:
            return
        child = os.fork()
        if not child:
            channel.close()
            _become(*json.loads(request), files)
        for file in files:
            os.close(file)
        channel.send(b"%d" % child)
        channel.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _become(words: list[str], env: dict[str, str], cwd: str, files: list[int]) -> NoReturn:
    """Be `python -m publisher` with these words."""
    for number, file in zip((1, 2), files, strict=True):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["publisher", *words]
    runpy.run_module("publisher", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
