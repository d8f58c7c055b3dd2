"""A real SMTP server on loopback, with AUTH, STARTTLS and TLS, and a certificate made for the test."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "haru@example.org", 'pa"ss-wOrd 77 &%'


@dataclass
class Postbox:
    """The server's side: what it was told, and what it answers."""

    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # "RCPT" -> "550 no such user"
    port: int = 0
    ca_file: str = ""

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.mails.append(bytes(envelope.content or b""))
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticated(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        refusal = self.answers.get("AUTH", "535 5.7.8 no")
        return AuthResult(success=right, handled=False, message=None if right else refusal)


class _Secure(Controller):
    """Its own probe, by which it sees that it runs, would not shake hands over TLS."""

    def _trigger_server(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((self.hostname, self.port)) as plain,
            context.wrap_socket(plain) as safe,
        ):
            safe.recv(100)


@contextmanager
def postbox(
    folder: Path, *, starttls: bool = True, tls: bool = False, limit: int = 100_000_000, **answers: str
) -> Iterator[Postbox]:
    """A server that runs while the block does. `answers`: what it says to RCPT, DATA, AUTH."""
    box = Postbox(answers=answers)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    box.ca_file = str(folder / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    options: dict[str, Any] = {"ssl_context": context} if tls else {}
    if starttls and not tls:
        options |= {"tls_context": context, "require_starttls": True}
    controller = (_Secure if tls else Controller)(
        box, hostname="127.0.0.1", port=_free_port(), authenticator=box.authenticated,
        auth_require_tls=starttls and not tls, data_size_limit=limit, **options,
    )  # fmt: skip
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
