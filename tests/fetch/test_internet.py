"""fetch/internet.py, fetch/connection.py: only public hosts are reached, by the address that was checked."""

import ssl
from ipaddress import ip_address

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from publisher.fetch.download import download
from publisher.fetch.internet import FetchError, Internet, is_public
from tests.fetch.hosts import PNG, answer, internet, redirect, serving

TRUSTED = httpx.create_ssl_context()
NOT_PUBLIC = """
    127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254 169.254.170.2
    100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1
    ::1 :: ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1
    2002:7f00:1:: 2002:808:808:: 2001::1 2001:0:53aa:64c:0:fbff:80ff:fffe 2001:10::1 2001:20::1 2001:db8::1
    3fff::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 100::1 5f00::1 4000::1
""".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public(address: str) -> None:
    """Loopback, private, link-local, metadata, multicast, reserved; IPv4 in IPv6 in each of its forms."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", "8.8.8.8 172.32.0.1 211.249.220.24 2606:4700::1111 2001:4860:4860::8888".split()
)
def test_what_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses())
def test_python_agrees(address: object) -> None:
    """Nothing is public here that Python's own table knows as not global."""
    known = ip_address(str(address))
    assert not is_public(known) or (known.is_global and not known.is_multicast)


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 0x7f.1 0x7f000001 2130706433 017700000001 127.1 0 localhost localhost. [::1] "
    "[::ffff:127.0.0.1] １２７.０.０.１ ⑫7.1 [fe80::1%25lo] 0x7f.0.0.0x1 127.0.0.1.".split(),
)
def test_odd_spellings_of_this_machine(host: str) -> None:
    """However an address spells it, this machine is not asked: its own resolver says what is meant."""
    with serving(a_png=answer()) as here:
        with pytest.raises(FetchError):
            download(f"http://{host}:{here.port}/a.png", Internet(seconds=3, pause=0), TRUSTED)
        assert [] == here.asked


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/a.png", "http://inside.lan/a", "http://[::1]:{port}/a.png"]
)
def test_a_redirect_leads_to_no_other_place(to: str) -> None:
    """Each step is resolved and checked anew."""
    names = {
        "out.test": ["127.0.0.1"],
        "127.0.0.1": ["127.0.0.1"],
        "inside.lan": ["10.0.0.1"],
        "::1": ["::1"],
    }
    reached: list[str] = []

    def may_reach(address: object) -> bool:  # only the first step may
        reached.append(str(address))
        return len(reached) == 1

    with serving(a_png=answer()) as here:
        here.answers["/out"] = [redirect(to.format(port=here.port))]
        net = internet(resolve=lambda host, port: names[host], may_reach=may_reach)
        with pytest.raises(FetchError, match="is no public host"):
            download(here.url("/out", "out.test"), net, TRUSTED)
        assert ["/out"] == here.asked


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://e.test/a",
        "gopher://e.test/",
        "data:image/png;base64,aa",
        "http://user:secret@pictures.test/a.png",
        "http://",
        "http://[",
        "//",
        "\x01",
    ],
)
def test_a_redirect_is_http(to: str) -> None:
    with serving() as here:
        here.answers["/out"] = [redirect(to)]
        with pytest.raises(FetchError):
            download(here.url("/out"), internet(redirects=2), TRUSTED)


def test_an_answer_that_changes() -> None:
    """DNS rebinding: the address that was checked is the one that is connected to; the name is asked once a
    connection, so a second answer has nobody to mislead."""
    asked: list[str] = []

    def rebound(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with serving(a_png=answer()) as here:
        assert PNG == download(here.url("/a.png"), internet(resolve=rebound), TRUSTED).data
    assert ["pictures.test"] == asked


def test_one_address_among_others() -> None:
    """A name with a public address and one of this network's is not asked at all."""
    net = Internet(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FetchError, match=r"pictures\.test is no public host \(10\.0\.0\.1\)"):
        download("http://pictures.test/a.png", net, TRUSTED)


def test_a_name_that_nobody_knows() -> None:
    """And a resolver that never answers is waited for no longer than for a picture."""
    with pytest.raises(FetchError, match="there is no host"):
        download("http://nobody.test/", internet(resolve=lambda host, port: []), TRUSTED)


def test_https_proves_the_name() -> None:
    """A host is who its certificate says, whatever address was checked: this name, of an authority that is
    trusted; it is not believed otherwise, nor where it speaks no TLS."""
    authority, trusted = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trusted)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("pictures.test").configure_cert(own)
    with serving(own, a_png=answer()) as here:
        address = here.url("/a.png").replace("http:", "https:")
        assert PNG == download(address, internet(), trusted).data
        for unproven, trusts in ((address, TRUSTED), (address.replace("pictures", "others"), trusted)):
            with pytest.raises(FetchError, match="no connection"):
                download(unproven, internet(), trusts)
    with serving(a_png=answer()) as here, pytest.raises(FetchError, match="no connection"):
        download(here.url("/a.png").replace("http:", "https:"), internet(), trusted)


@pytest.mark.parametrize(
    "address", ["ftp://e.test/a.png", "mailto:a@e.test", "http://", "javascript:1", "", "http://u:p@e.test/"]
)
def test_other_schemes(address: str) -> None:
    with pytest.raises(FetchError):
        download(address, internet(), TRUSTED)
