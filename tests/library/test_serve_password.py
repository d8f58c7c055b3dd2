"""A name and a password: who has them gets in, who guesses waits, and nobody else does."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.library.server.password import Gate, Verdict
from tests.library.servers import Running, resource, running

NAME, PASSWORD = "서해", "파도 소리 & 모래: 7"


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


RIGHT = basic(NAME, PASSWORD)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(NAME, PASSWORD, clock)


@pytest.fixture
def server(tmp_path: Path, gate: Gate) -> Iterator[Running]:
    resources = {"index.html": resource(b"page", "html"), "opds/index.xml": resource(b"<feed/>", "a/b")}
    with running(tmp_path, resources, gate=gate) as run:
        yield run


def test_who_knows_gets_in(server: Running) -> None:
    """The right name and password open everything, in the spelling that macOS types too."""
    nfd = basic(
        "\u1109\u1165\u1112\u1162",
        "\u1111\u1161\u1103\u1169 \u1109\u1169\u1105\u1175 & \u1106\u1169\u1105\u1162: 7",
    )
    for field in (RIGHT, RIGHT.replace("Basic", "basic"), nfd):
        assert server.get("/", Authorization=field).body == b"page"


def test_a_password_of_any_bytes(clock: Clock) -> None:
    """A password that is no UTF-8, as a variable of the system may hold it, opens with the same bytes."""
    gate = Gate(NAME, os.fsdecode(b"\xff7"), clock)
    words = f"{NAME}:".encode()
    fields = [f"Basic {base64.b64encode(words + end).decode()}" for end in (b"\xff7", b"7", b"\xfe7")]
    judged = [gate.judge(field, "192.0.2.1") for field in fields]
    assert [Verdict.WELCOME, Verdict.UNKNOWN, Verdict.UNKNOWN] == judged


@pytest.mark.parametrize("place", ["/", "/opds/", "/nowhere", "/../x", "/opds/search.xml?query=a"])
def test_who_does_not_know_sees_nothing(server: Running, place: str) -> None:
    """401 everywhere: it cannot even be seen what is there; and how to ask is told."""
    reply = server.get(place)
    assert (401, 'Basic realm="publisher", charset="UTF-8"') == (
        reply.status,
        reply.fields["www-authenticate"],
    )
    assert server.get(place, "HEAD").status == 401
    assert server.get(place, "POST").status == 401


@pytest.mark.parametrize(
    "field",
    [
        basic(NAME, "wrong"),
        basic("wrong", PASSWORD),
        basic(NAME, ""),
        basic("", ""),
        basic(NAME, PASSWORD + "\0"),
        "Basic",
        "Basic !!!!",
        "Basic " + base64.b64encode(b"\xff\xfe:x").decode(),
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Bearer x",
        "Digest username=x",
        "Basic " + "QQ==" * 3000,
    ],
)
def test_what_is_not_right_is_wrong(server: Running, field: str) -> None:
    """Wrong, empty, broken and strange fields are one and the same to us."""
    assert server.get("/", Authorization=field).status == 401


def test_catalogue_clients_are_told_how(server: Running) -> None:
    """An OPDS Authentication Document, by address or by what the client takes."""
    for place, accept in (("/opds/", "*/*"), ("/", "application/opds+json")):
        reply = server.get(place, Accept=accept)
        assert reply.fields["content-type"] == "application/opds-authentication+json"
        document = json.loads(reply.body)
        assert document["id"] == f"http://127.0.0.1:{server.port}/opds/"
        assert document["title"] == "책꽂이"
        (flow,) = document["authentication"]
        assert flow["type"] == "http://opds-spec.org/auth/basic"
        assert {"login", "password"} == set(flow["labels"])


def test_guessing_is_slow(server: Running, clock: Clock) -> None:
    """After three wrong ones each costs twice the time of the one before; the right one waits too."""
    waits = []
    for _ in range(3):
        assert server.get("/", Authorization=basic(NAME, "guess")).status == 401
    for _ in range(5):
        reply = server.get("/", Authorization=RIGHT)
        assert reply.status == 429
        waits.append(int(reply.fields["retry-after"]))
        clock.now += waits[-1]
        assert server.get("/", Authorization=basic(NAME, "guess")).status == 401
    assert [1, 2, 4, 8, 16] == waits
    clock.now += 32
    assert server.get("/", Authorization=RIGHT).status == 200
    assert server.get("/", Authorization=basic(NAME, "guess")).status == 401, "and all is forgotten"


def test_nobody_waits_for_another(gate: Gate) -> None:
    """One who guesses does not keep others out; of IPv6, a household counts as one."""
    for _ in range(10):
        gate.judge(basic(NAME, "guess"), "192.168.0.66")
        gate.judge(basic(NAME, "guess"), "2001:db8::1")
    assert gate.judge(RIGHT, "192.168.0.66") is Verdict.WAIT
    assert gate.judge(RIGHT, "192.168.0.7") is Verdict.WELCOME
    assert gate.judge(RIGHT, "2001:db8::ffff") is Verdict.WAIT
    assert gate.judge(RIGHT, "2001:db8:0:1::1") is Verdict.WELCOME
    assert gate.judge(RIGHT, "::ffff:192.168.0.66") is Verdict.WAIT


def test_asking_without_a_password_is_no_guess(gate: Gate) -> None:
    """Browsers ask first without one; so does every picture of a page."""
    for _ in range(50):
        assert gate.judge(None, "192.168.0.7") is Verdict.UNKNOWN
    assert gate.judge(RIGHT, "192.168.0.7") is Verdict.WELCOME


def test_waits_have_an_end(gate: Gate, clock: Clock) -> None:
    """At most five minutes; after an hour of peace all is forgotten."""
    for _ in range(60):
        gate.judge(basic(NAME, "guess"), "192.168.0.7")
        clock.now += gate.wait("192.168.0.7")
    gate.judge(basic(NAME, "guess"), "192.168.0.7")
    assert gate.wait("192.168.0.7") == 300
    clock.now += 3601
    gate.judge(basic(NAME, "guess"), "192.168.0.7")
    assert gate.wait("192.168.0.7") == 0


def test_who_guesses_for_days_waits(gate: Gate, clock: Clock) -> None:
    """The thousandth wrong guess is counted as the first ones are."""
    for _ in range(1100):
        clock.now += gate.wait("192.168.0.7")
        gate.judge(basic(NAME, "guess"), "192.168.0.7")
    assert 300 == gate.wait("192.168.0.7")


def test_memory_of_guesses_is_bounded(gate: Gate) -> None:
    """A crowd of addresses does not fill the memory."""
    for number in range(5000):
        gate.judge(basic(NAME, "guess"), f"10.{number >> 8}.{number & 255}.1")
    assert len(gate._guesses) <= 2048


def test_neither_is_kept(gate: Gate) -> None:
    """Name and password are in no attribute: a dump of the memory's objects shows digests."""
    held = repr({name: getattr(gate, name) for name in vars(gate)})
    assert NAME not in held
    assert PASSWORD not in held
