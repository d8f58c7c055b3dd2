"""What may be reached of the internet: public hosts alone, by the addresses that their names have now.

A post is a stranger's: http://169.254.169.254/, or a name that means 127.0.0.1, would have this machine ask
its own services, its network's or its cloud's for secrets. So each name is resolved here, every address that
it has is judged, and connection.py connects to one of these and asks for no name again. Odd spellings
(0x7f.1, 2130706433, 017700000001) are names like others: what counts is the address that they come to.
Sources: https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
"""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from publisher.phrase import Phrase, _

Address = IPv4Address | IPv6Address

_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            # Of IPv6, what within 2000::/3 is no public host: Teredo and others, documentation, 6to4.
            *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        ),
    )
)
# All else of IPv6 is no public host, or an IPv4 address in other clothes: ::ffff:127.0.0.1, 64:ff9b::7f00:1.
_GLOBAL = ip_network("2000::/3")


class FetchError(Exception):
    """Why a picture cannot be had, as the end of a sentence, and the cure. `passing`: soon it may be had."""

    def __init__(self, what: Phrase, hint: Phrase, *, passing: bool = False) -> None:
        super().__init__(what)
        self.what, self.hint, self.passing = what, hint, passing


def is_public(address: Address) -> bool:
    """Tell whether anyone on the internet may ask there."""
    if address.version == 6 and address not in _GLOBAL:
        return False
    return not any(address in network for network in _SPECIAL if network.version == address.version)


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that a name has now, as this machine's resolver gives them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Internet:
    """What may be reached, and the bounds of each picture and of all. Only tests give another."""

    may_reach: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[str]] = resolved
    seconds: float = 30  # for a picture, from its name to its last byte, each redirect included
    largest: int = 30_000_000  # bytes of a picture
    altogether: int = 2_000_000_000  # bytes of all
    most: int = 5_000  # pictures in a build
    patience: float = 1_800  # seconds for all of them
    redirects: int = 5
    pause: float = 1.0  # seconds before a second try

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Return the addresses to connect to, each checked. Raises FetchError.

        One that may not be reached among others bars the host: no honest name has both.
        """
        found = _within(seconds, lambda: self.resolve(host, port))
        if not found:
            raise FetchError(_("there is no host {host}", host=host), _("mend the address"), passing=True)
        for one in found:
            # A zone (fe80::1%eth0) is only there for link-local addresses.
            if "%" in one or not self.may_reach(ip_address(one)):
                hint = _("a picture of a book comes from the public internet: save it in the blog")
                raise FetchError(_("{host} is no public host ({one})", host=host, one=one), hint)
        return found


PUBLIC = Internet()


def _within(seconds: float, ask: Callable[[], list[str]]) -> list[str]:
    """What a resolver says in time: it knows no limit of its own, so it is left behind when it has none."""
    found: list[str] = []

    def work() -> None:
        try:
            found.extend(ask())
        except (OSError, UnicodeError):
            found.clear()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    return list(found)
