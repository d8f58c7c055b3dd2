"""`publisher serve` as a process: where it listens, what it says, how it ends, who may come in."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from publisher.library.terminal import terminal_code
from tests.books import command, run, terminal
from tests.library.library import Sample, epub


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("books")
    epub(place / "a.epub", Sample())
    return place


@contextmanager
def served(folder: Path, *args: object, **env: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process, and the first line it says."""
    process = subprocess.Popen(
        command("serve", folder, "--port", 0, *args),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=os.environ | env,
    )
    try:
        assert process.stdout
        ready, _, _ = select.select([process.stdout], [], [], 60)
        assert ready
        yield process, process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.communicate()


def _get(address: str, authorization: str = "") -> int:
    request = urllib.request.Request(
        address, headers={"Authorization": authorization} if authorization else {}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_it_says_where_it_is(folder: Path) -> None:
    """In a pipe: the address alone on standard output; it is there, on this machine only."""
    with served(folder) as (_, address):
        port = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", address)
        assert port
        assert _get(address) == 200
        assert _listening(int(port[1])) == {"127.0.0.1"}


def test_lan(folder: Path) -> None:
    """With --lan it listens everywhere, and warns that there is no password."""
    with served(folder, "--lan") as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        assert _get(f"http://127.0.0.1:{port}/") == 200
        assert _listening(port) == {"0.0.0.0"}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert b"<svg" in page.read(), "a code for phones"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert "everyone on this network can read it" in said.decode()


def _listening(port: int) -> set[str]:
    """IPv4 addresses at which something listens on a port. See proc(5), /proc/net/tcp."""
    table = Path("/proc/net/tcp")
    if not table.is_file():
        pytest.skip("this system does not say who listens where")
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    found = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {socket.inet_ntoa(bytes.fromhex(host)[::-1]) for host, number in found if int(number, 16) == port}


def test_ctrl_c_is_a_good_end(folder: Path) -> None:
    """Exit code 0, no traceback, soon; also while a reader keeps its connection."""
    with served(folder) as (process, address):
        port = int(address.rstrip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            client.recv(10)
            started = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
        assert time.monotonic() - started < 8
    assert process.returncode == 0
    assert "Traceback" not in said.decode()


def test_json(folder: Path) -> None:
    """One object a program can read: address, catalogue, what is wrong with the books."""
    with served(folder, "--json", "--title", "서해의 책") as (_, line):
        said: dict[str, Any] = json.loads(line)
        assert said["opds"] == said["address"] + "opds/"
        assert said["title"] == "서해의 책"
        assert said["diagnostics"] == []
        assert _get(said["opds"]) == 200


def test_a_taken_port(folder: Path) -> None:
    """Exit code 3, and which other to choose."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("serve", folder, "--port", taken.getsockname()[1])
    assert (3, "") == (ended.code, ended.out)
    assert re.search(
        r"error: port \d+ is taken by another program\n  hint: choose another: --port 8081", ended.err
    )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_no_port(folder: Path, port: str) -> None:
    """A wrong command line, exit code 2."""
    assert run("serve", folder, "--port", port).code == 2


def test_no_language(folder: Path) -> None:
    """What is no language tag ends the command as it does with `publisher shelf`."""
    ended = run("serve", folder, "--port", "0", "--language", "한국어")
    assert (2, "") == (ended.code, ended.out)
    assert "'한국어' is not a language such as ko or en." in ended.err


def test_nothing_to_serve(tmp_path: Path) -> None:
    """Exit code 4 where there is no folder, or no book in it."""
    assert run("serve", tmp_path / "nowhere", "--port", 0).code == 4
    assert run("serve", tmp_path, "--port", 0).code == 4


def test_broken_books_are_named(tmp_path: Path) -> None:
    """A book that cannot be read is said once, and the others are served."""
    epub(tmp_path / "good.epub", Sample())
    (tmp_path / "bad.epub").write_bytes(b"no zip")
    with served(tmp_path) as (process, address):
        assert _get(address) == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert said.decode().count("bad.epub: error[book-") == 1


# The password

BASIC = "Basic cmVhZGVyOnNlY3JldC13b3Jk"  # reader:secret-word


def test_a_password_from_the_environment(folder: Path) -> None:
    """PUBLISHER_PASSWORD closes the shelf; it stands in no output and in no list of processes."""
    with served(folder, "--lan", PUBLISHER_PASSWORD="secret-word") as (process, address):
        port = address.rstrip("/").rpartition(":")[2]
        assert _get(f"http://127.0.0.1:{port}/") == 401
        assert _get(f"http://127.0.0.1:{port}/", BASIC) == 200
        assert _get(f"http://127.0.0.1:{port}/opds/", BASIC[:-4]) == 401
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert "secret-word" not in said.decode() + address
    assert "everyone" not in said.decode()
    assert not [option for option in command("serve", "--help") if "--password" == option]


def test_a_password_from_a_file(folder: Path, tmp_path: Path) -> None:
    """The first line of the file, for the name that was given; not of one that others can read."""
    word = tmp_path / "word"
    word.write_text("파도\n둘째 줄\n", "utf-8")
    loose = run("serve", folder, "--port", 0, "--password-file", word)
    assert 3 == loose.code and "others can read" in loose.err and "chmod 600" in loose.err
    word.chmod(0o600)
    with served(folder, "--user", "reader", "--password-file", word) as (_, address):
        assert _get(address, "Basic cmVhZGVyOu2MjOuPhA==") == 200
        assert _get(address) == 401


def test_a_password_from_a_prompt(folder: Path) -> None:
    """--user alone asks twice, on the terminal, without an echo."""
    ours, theirs = terminal()
    process = subprocess.Popen(
        command("serve", folder, "--port", 0, "--user", "reader"), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        said = _until(ours, "Password for reader")
        os.write(ours, b"secret-word\n")
        said += _until(ours, "Repeat")
        os.write(ours, b"secret-word\n")
        said += _until(ours, "Ctrl-C")
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address
        assert (401, 200) == (_get(address[0]), _get(address[0], BASIC))
        assert "secret-word" not in said
        os.write(ours, b"\x03") if os.isatty(ours) else None
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _until(terminal_: int, words: str) -> str:
    got = b""
    end = time.monotonic() + 60
    while words.encode() not in got and time.monotonic() < end:
        ready, _, _ = select.select([terminal_], [], [], 1)
        got += os.read(terminal_, 4096) if ready else b""
    assert words in got.decode("utf-8", "replace"), got
    return got.decode("utf-8", "replace")


@pytest.mark.parametrize("args", [("--user", "reader"), ("--password-file", "nowhere")])
def test_no_password_to_be_had(folder: Path, args: tuple[str, ...]) -> None:
    """Where nobody can be asked, it does not start: never open by mistake."""
    ended = run("serve", folder, "--port", 0, *args, stdin=subprocess.DEVNULL)
    assert (3, "") == (ended.code, ended.out)
    assert "Traceback" not in ended.err


def test_an_empty_password(folder: Path) -> None:
    """An empty variable is a mistake, not a password."""
    ended = run("serve", folder, "--port", 0, env={"PUBLISHER_PASSWORD": ""})
    assert (3, True) == (ended.code, "the password is empty" in ended.err)


def test_the_code_in_the_terminal() -> None:
    """A camera reads the address from the half blocks, light ones on dark as a terminal shows them."""
    zxingcpp = pytest.importorskip("zxingcpp")
    address = "http://192.168.0.7:8080/"
    lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal_code(address)).splitlines()
    halves = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    rows = [[halves[one][half] for one in line] for line in lines for half in (0, 1)]
    picture = Image.new("L", (len(rows[0]), len(rows)))
    picture.putdata([pixel for row in rows for pixel in row])
    large = picture.resize((picture.width * 8, picture.height * 8), Image.Resampling.NEAREST)
    (code,) = zxingcpp.read_barcodes(large)
    assert address == code.text
