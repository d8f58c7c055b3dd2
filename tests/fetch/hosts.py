"""A host on this machine that gives pictures, and every kind of trouble; and an internet that ends at it."""

import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

from PIL import Image

from publisher.fetch.internet import Internet, is_public

HERE = ip_address("127.0.0.1")


def picture(colour: str = "red", form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, form)
    return out.getvalue()


PNG = picture()


def answer(body: bytes = PNG, status: str = "200 OK", **headers: str) -> bytes:
    """An answer as it goes over the wire."""
    given = {"Content-Type": "image/png", "Content-Length": str(len(body)), "Connection": "close"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def redirect(to: str) -> bytes:
    return answer(b"", "302 Found", Location=to)


@dataclass
class Host:
    """Answers by path; each a list whose last answer stays. A pause stands before a piece of several."""

    port: int = 0
    answers: dict[str, list[bytes | list[bytes]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    pause: float = 0.05
    tls: ssl.SSLContext | None = None
    door: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "pictures.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        with (
            suppress(OSError),
            plain,
            self.tls.wrap_socket(plain, server_side=True) if self.tls else plain as connection,
        ):
            path = connection.recv(65536).decode("latin-1").split(" ")[1]
            with self.door:
                self.asked.append(path)
                self.at_once += 1
                self.most_at_once = max(self.at_once, self.most_at_once)
                given = self.answers.get(path, [answer(b"", "404 Not Found")])
                data = given.pop(0) if len(given) > 1 else given[0]
            pieces = [data] if isinstance(data, bytes) else data
            for piece in pieces[:-1]:
                connection.sendall(piece)
                time.sleep(self.pause)
            if not isinstance(data, bytes):
                time.sleep(self.pause)
            with self.door:  # before the end, which whoever asks may hear of sooner
                self.at_once -= 1
            connection.sendall(pieces[-1])


@contextmanager
def serving(
    tls: ssl.SSLContext | None = None, **answers: bytes | list[bytes | list[bytes]]
) -> Iterator[Host]:
    """A host that has these answers: `a_png=…` for "/a.png"."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        host = Host(listening.getsockname()[1], tls=tls)
        for name, given in answers.items():
            path = "/" + name.replace("_", ".")
            host.answers[path] = [given] if isinstance(given, bytes) else given
        threading.Thread(target=host.serve, args=(listening,), daemon=True).start()
        yield host
        listening.shutdown(socket.SHUT_RDWR)


def internet(**changes: object) -> Internet:
    """One in which *.test is here, may be reached, and all else is as ever."""

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host.endswith(".test") else []

    values = {"may_reach": lambda ip: ip == HERE or is_public(ip), "resolve": resolve, "pause": 0.0}
    return Internet(**{**values, **changes})  # type: ignore[arg-type]
