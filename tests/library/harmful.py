"""What a book does that has taken over what reads it: imported by a process that is confined."""

import os
import socket
from pathlib import Path


def reads(path: Path) -> bytes:
    return (path.parent / "other.txt").read_bytes()


def writes(path: Path) -> int:
    return (path.parent / "other.txt").write_bytes(b"mine")


def writes_the_book(path: Path) -> int:
    return path.write_bytes(b"mine")


def asks_the_network(_: Path) -> str:
    return str(socket.socket())


def takes_memory(_: Path) -> int:
    return len(bytearray(1_500_000_000))


def dies(_: Path) -> None:
    os._exit(0)


def takes_time(_: Path) -> None:
    while True:
        pass


def length(path: Path) -> int:
    return len(path.read_bytes())


ACTS = (reads, writes, writes_the_book, asks_the_network, takes_memory, dies)
