"""A name and a password before the shelf: HTTP Basic, compared in constant time, guessed only slowly.

Each address that guesses wrong waits, longer each time; others are not kept waiting.
See https://www.rfc-editor.org/rfc/rfc7617
"""

import base64
import binascii
import hmac
import ipaddress
import secrets
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

_FREE = 3  # wrong guesses before the first wait
_LONGEST = 300.0  # seconds to wait at most
_DOUBLED = 10  # times: the longest wait is reached before, and no float holds two to the thousandth
_FORGIVEN = 3600.0  # seconds after which guesses are forgotten
_KEPT = 2048  # addresses that are remembered: memory is bounded


class Verdict(Enum):
    """How an attempt ended."""

    WELCOME = auto()
    UNKNOWN = auto()  # no name, or a wrong one (401)
    WAIT = auto()  # too many wrong ones (429)


@dataclass(slots=True)
class _Guesses:
    wrong: int = 0
    until: float = 0.0  # before this nothing is looked at
    last: float = 0.0


class Gate:
    """Lets in who knows the name and the password; keeps of them only digests under a key of its own."""

    def __init__(self, name: str, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._name, self._password = self._digest(name), self._digest(password)
        self._clock = clock
        self._guesses: OrderedDict[str, _Guesses] = OrderedDict()

    def judge(self, field: str | None, client: str) -> Verdict:
        """Return what an Authorization field is worth, sent from `client`. None: the client has not tried
        yet."""
        who = _network(client)
        if self.wait(client) > 0:
            return Verdict.WAIT
        if field is None:
            return Verdict.UNKNOWN
        if self._right(field):
            self._guesses.pop(who, None)
            return Verdict.WELCOME
        self._note(who)
        return Verdict.UNKNOWN

    def wait(self, client: str) -> float:
        """Seconds for which this client is not listened to."""
        guesses = self._guesses.get(_network(client))
        return max(0.0, guesses.until - self._clock()) if guesses else 0.0

    def _right(self, field: str) -> bool:
        name, password = _credentials(field)
        known = hmac.compare_digest(self._digest(name), self._name)
        right = hmac.compare_digest(self._digest(password), self._password)
        return known & right  # both are always compared: time tells nobody which one was wrong

    def _digest(self, text: str) -> bytes:
        same = unicodedata.normalize("NFC", text).encode(errors="surrogateescape")
        return hmac.digest(self._key, same, "sha256")

    def _note(self, who: str) -> None:
        now = self._clock()
        guesses = self._guesses.pop(who, _Guesses())
        if now - guesses.last > _FORGIVEN:
            guesses = _Guesses()
        guesses.wrong, guesses.last = guesses.wrong + 1, now
        if guesses.wrong >= _FREE:
            guesses.until = now + min(_LONGEST, 2.0 ** min(guesses.wrong - _FREE, _DOUBLED))
        self._guesses[who] = guesses
        while len(self._guesses) > _KEPT:
            self._guesses.popitem(last=False)


def _credentials(field: str) -> tuple[str, str]:
    """Name and password of an Authorization field; both empty where it has none that we know."""
    scheme, _, coded = field.strip().partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        text = base64.b64decode(coded.strip(), validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return "", ""
    name, _, password = text.partition(":")
    return name, password


def _network(client: str) -> str:
    """Whom a guess is counted against: an IPv4 address, or the 64 bits of IPv6 that one household has."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
