"""SMTP: a message handed to a mail server. The only module of ours that opens a connection.

Certificates are verified, always. A password goes only where nobody can listen: through TLS, or to this very
machine. What the server answers is shown without the password, in whatever coding it may echo it, and
without control characters. Nothing is tried twice: a second message is a second book.
See https://www.rfc-editor.org/rfc/rfc5321, https://www.rfc-editor.org/rfc/rfc3207
"""

import base64
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from publisher.errors import ConfigError, SendError
from publisher.mail.account import Account
from publisher.phrase import Phrase, _, system_says

TIMEOUT = 60.0  # seconds of silence
_LOGIN = _("check mail.user and the password; Gmail, Naver and others want an app password, not your own")
_SIZE = _("send a smaller book (publisher export --split), or upload the file in the browser")
_OTHER_PORT = _('check mail.port and mail.security: "tls" on port 465 may be what it wants')
_ANSWER = 300  # characters of the server's words


def deliver(message: EmailMessage, account: Account, to: str, timeout: float = TIMEOUT) -> None:
    """Hand the message over.

    Raises SendError with the cure, ConfigError where a password would go in the open.
    """
    data = message.as_bytes()
    with _explained(account, to), _connected(account, timeout) as server:
        _log_in(server, account)
        _fits(server, len(data), account)
        server.sendmail(account.sender, [to], data)


@contextmanager
def _connected(account: Account, timeout: float) -> Iterator[smtplib.SMTP]:
    """A connection that is as safe as the account says."""
    trusted = _trusted(account)
    name = "[127.0.0.1]"  # our EHLO: a server has no use for this machine's name, nor its address
    if account.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            account.host, account.port, name, timeout=timeout, context=trusted
        )
    else:
        server = smtplib.SMTP(account.host, account.port, name, timeout=timeout)
    try:
        if account.security == "starttls":
            server.starttls(context=trusted)  # raises where the server has none: no way back to plain text
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        # What is wrong with a goodbye is of no use: the mail is on its way, or the fault is known.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _trusted(account: Account) -> ssl.SSLContext:
    """What this machine trusts (SSL_CERT_FILE names another file), and the account's own certificates."""
    context = ssl.create_default_context()
    if account.ca_file:
        try:
            context.load_verify_locations(account.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                _("mail.ca_file: no certificates can be read from {ca_file}", ca_file=account.ca_file)
            ) from error
    return context


def _log_in(server: smtplib.SMTP, account: Account) -> None:
    if not account.user:
        return
    if account.security == "none" and not _is_here(server):
        hint = _('set mail.security to "starttls" or "tls"')
        raise ConfigError(
            _("{host}: a password is not sent over an open connection", host=account.host), hint=hint
        )
    server.login(account.user, account.password)


def _is_here(server: smtplib.SMTP) -> bool:
    """Whether the other end is this machine: what is really connected counts, not its name."""
    if server.sock is None:
        return False
    peer = str(server.sock.getpeername()[0]).partition("%")[0]
    return ipaddress.ip_address(peer).is_loopback


def _fits(server: smtplib.SMTP, size: int, account: Account) -> None:
    """Before a byte is sent: the server's own limit. See https://www.rfc-editor.org/rfc/rfc1870"""
    limit = server.esmtp_features.get("size", "")
    if limit.isascii() and limit.isdigit() and 0 < int(limit) < size:
        message = _(
            "{host} takes {value:.1f} MB; the message has {value2:.1f} MB",
            host=account.host,
            value=int(limit) / 1e6,
            value2=size / 1e6,
        )
        raise SendError(message, _SIZE)


@contextmanager
def _explained(account: Account, to: str) -> Iterator[None]:
    """What went wrong, in words; the original errors hold the server's raw answer, so none is chained."""
    try:
        yield
        return
    except (smtplib.SMTPException, OSError, ValueError) as error:
        fault = _fault(error, account, to)
    raise fault from None


def _fault(error: Exception, account: Account, to: str) -> SendError:
    at = f"{account.host}:{account.port}"
    if isinstance(error, smtplib.SMTPException):
        return _answered(error, account, at, to)
    return _unheard(error, account, at)


def _answered(error: smtplib.SMTPException, account: Account, at: str, to: str) -> SendError:
    """What a mail server's answer means."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return _refused(
                _("{at} refused the login of {user}", at=at, user=account.user), error, account, _LOGIN
            )
        case smtplib.SMTPRecipientsRefused():
            code, said = error.recipients[to]
            return SendError(
                _(
                    "{at} refused the address {to}: {code} {shown}",
                    at=at,
                    to=to,
                    code=code,
                    shown=_shown(said, account),
                ),
                _recipient(code),
            )
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError() if error.smtp_code in (552, 523):
            return _refused(_("{at} finds the message too large", at=at), error, account, _SIZE)
        case smtplib.SMTPSenderRefused():
            hint = _("mail.sender must be an address of this account")
            return _refused(
                _("{at} refused the sender {sender}", at=at, sender=account.sender), error, account, hint
            )
        case smtplib.SMTPServerDisconnected():
            return SendError(_("{at} hung up", at=at), _("check mail.port and mail.security; then try again"))
        case smtplib.SMTPResponseException():
            return _refused(_("{at} refused the message", at=at), error, account, _later(error.smtp_code))
        case _:
            return SendError(
                _("{at} does not offer what is needed: {no_offer}", at=at, no_offer=_no_offer(account)),
                _OTHER_PORT,
            )


def _unheard(error: Exception, account: Account, at: str) -> SendError:
    """Why no mail server has answered."""
    match error:
        case UnicodeEncodeError():
            return SendError(_("name or password have letters that no mail server knows"), _LOGIN)
        case ssl.SSLCertVerificationError():
            hint = _("check mail.host; for a certificate of your own name it in mail.ca_file")
            return SendError(
                _(
                    "the certificate of {at} is not to be trusted: {verify_message}",
                    at=at,
                    verify_message=error.verify_message,
                ),
                hint,
            )
        case ssl.SSLError():
            hint = _('port 465 speaks "tls", port 587 "starttls": check mail.port and mail.security')
            return SendError(_("{at} speaks no TLS that we know", at=at), hint)
        case socket.gaierror():
            return SendError(
                _("there is no mail server {host}", host=account.host), _("check mail.host and the network")
            )
        case TimeoutError():
            return SendError(
                _("{at} does not answer", at=at),
                _("check mail.port and the network; a firewall may be closed"),
            )
        case _:
            return SendError(
                _("cannot reach {at}: {why}", at=at, why=system_says(error)),
                _("check mail.host, mail.port and the network"),
            )


def _refused(what: Phrase, error: smtplib.SMTPResponseException, account: Account, hint: Phrase) -> SendError:
    return SendError(
        _(
            "{what}: {smtp_code} {shown}",
            what=what,
            smtp_code=error.smtp_code,
            shown=_shown(error.smtp_error, account),
        ),
        hint,
    )


def _recipient(code: int) -> Phrase:
    return _("check the address") if code >= 500 else _later(code)


def _later(code: int) -> Phrase:
    return _("try again in some minutes") if code < 500 else _("the server's own words say why")


def _no_offer(account: Account) -> Phrase:
    login = _("a way to log in")
    return _("STARTTLS or a way to log in") if account.security == "starttls" else login


def _shown(said: bytes | str, account: Account) -> str:
    """The server's answer as one short line, without the password in any form that it was sent in."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    for secret in _secrets(account):
        text = text.replace(secret, "[password]")
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()
    return text if len(text) <= _ANSWER else text[:_ANSWER] + "…"


def _secrets(account: Account) -> list[str]:
    """The password as it stands, and as AUTH PLAIN and AUTH LOGIN send it; the longest first."""
    if not account.password:
        return []
    plain = f"\0{account.user}\0{account.password}"
    coded = [base64.b64encode(text.encode()).decode() for text in (plain, account.password)]
    return sorted([account.password, *coded, *(code.rstrip("=") for code in coded)], key=len, reverse=True)
