"""Addresses: those inside a blog in one normal form, so that two ways to write one are equal; those on the
web as RFC 3986 has them.
"""

import posixpath
import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote, urlsplit

MARKDOWN = (".md", ".markdown")
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_AT_HOST = re.compile(
    r"(?P<scheme>https?|ftp):[/\\]{2}(?:(?P<user>[^/\\?#]*)@)?(?P<host>\[[^]/\\?#@]*\]|[^]\[/\\?#@:]*)"
    r"(?P<port>:\d{0,5})?(?P<path>(?:[/\\][^?#]*)?)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.I | re.S,
)
_BY_NAME = re.compile(r"(?P<scheme>mailto|tel):(?P<name>[^?#]+)(?P<query>\?[^#]*)?", re.I | re.S)
_EDGES = "".join(map(chr, range(33)))  # what browsers take off both ends: spaces and control characters
_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.I | re.A)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.I | re.A)
_LONGEST = 254  # letters of a host's name, the dot that may end it too
_UNKNOWN = frozenset(("Cn", "Co", "Cs"))  # kinds of characters that no name has
_LETTERS = re.compile(r"(?:%[89A-F][0-9A-F])+", re.I)  # escapes of what is beyond ASCII
_ASCII_HOST = re.compile(r"\A[a-z][a-z0-9+.-]*://[\w.-]++(?=[/?#:,;)\]]|\Z)(?![^/?#]*@)", re.I | re.A)
# A part of a host's name in letters that are not taken for those of another script: Latin as Western Europe
# has it, with Hangul or alone; or Hanja and Kana without Latin, in which ノ is like a slash.
_PLAIN_LABEL = re.compile("[-0-9A-Z_a-zß-öø-ÿ가-힣]*|[-0-9ぁ-ヿ々一-鿿가-힣]*")
_UNSEEN = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0", *map(chr, range(0xFE00, 0xFE10))}
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH, _QUERY = "%/:@!$&'()*+,;=", "%/?:@!$&'()*+,;="  # what may stand there beside letters and digits


def normal(path: str) -> str:
    """Return the path of an address below the site's root: "/2021/가을/index.html" -> "2021/가을".

    Percent-escapes are decoded, Unicode is NFC, letter case stays (hosts differ on it).
    """
    path = unicodedata.normalize("NFC", unquote(path)).replace("\\", "/").strip("/ ")
    path = re.sub(r"(^|/)index\.html?$", "", path)
    return re.sub(r"\.html?$", "", path).strip("/")


def key(address: str) -> str:
    """By what a link is looked up: a page by its normal form, without its query; a file by its own path."""
    return address if is_file(address) else normal(address.partition("?")[0])


def slug(text: str) -> str:
    """Return a heading's fragment, as Hexo and GitHub make it: "1. 들어가며 (서문)" -> "1-들어가며-서문"."""
    return re.sub(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+", "-", text).strip("-")


def is_file(address: str) -> bool:
    """Tell whether a link names a file or a post, which the blog's own site has no page for."""
    return address.startswith("post:") or address.endswith(MARKDOWN)


def readable(path: str) -> str:
    """Return the path in letters as they are read; what would end it stays escaped: "%EA%B0%80%3F" ->
    "가%3F"."""
    try:
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:  # of another encoding than UTF-8
        return path
    return plain.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def is_absolute(address: str) -> bool:
    """Tell whether the address names its own scheme or host: "https://…", "mailto:…", "//host/…"."""
    return bool(_SCHEME.match(address)) or address.startswith("//")


def _known_as(url: SplitResult) -> str:
    """A host by one name: without www, a usual port, its letters as DNS has them."""
    name = re.sub(r"^www\.|:(?:80|443)?$", "", url.netloc.lower())
    return _host(name) or name


def joined(page: str, relative: str) -> str:
    """Find where a relative address leads from a page below the site's root: ("2021/a/", "../b") ->
    "2021/b"."""
    path = posixpath.normpath(posixpath.join("/", page.rpartition("/")[0], relative)).lstrip("/")
    is_folder = path and (not relative or relative.endswith(("/", "/.", "/..")) or relative in (".", ".."))
    return f"{path}/" if is_folder else path


def below_site(address: str, site_url: str) -> str | None:
    """Return the part of an address below the site's root, or None where it leads elsewhere.

    Absolute addresses count when host and root are the site's, with http or https or neither;
    root-relative ones always: "/images/a.png" is written for "/notes/images/a.png" too, which
    themes and engines make of it.
    """
    try:
        site, there = urlsplit(site_url), urlsplit(address)
    except ValueError:  # "http://[1", as placeholders in examples have it
        return None
    root = site.path.rstrip("/") + "/"
    if is_absolute(address):
        address = there.path or "/"
        same = bool(site.netloc) and _known_as(there) == _known_as(site)
        if there.scheme not in ("", "http", "https") or not same or not f"{address}/".startswith(root):
            return None
    if not address.startswith("/"):
        return None
    if (address + "/").startswith(root):
        return address[len(root) - 1 :].lstrip("/")
    return address.lstrip("/")


def web(address: str) -> str:
    """Return an address on the web as RFC 3986 has it; "" where it is none, or leads to a program.

    What can be mended is: "http://한글.org/가 나" -> "http://xn--bj0bj06e.org/%EA%B0%80%20%EB%82%98".
    """
    address = re.sub(r"[\t\n\r]", "", address.strip(_EDGES))
    address = f"https:{address}" if re.match(r"[/\\]{2}", address) else address
    if named := _BY_NAME.fullmatch(address):
        return f"{named['scheme'].lower()}:{escaped(named['name'])}{escaped(named['query'] or '', _QUERY)}"
    found = _AT_HOST.fullmatch(address)
    host = _host(found["host"]) if found else ""
    port = found["port"] or "" if found else ""
    if not found or not host or int(port[1:] or 0) > 65535:
        return ""
    user = quote(_STRAY.sub("%25", found["user"]), safe="%:!$&'()*+,;=") + "@" if found["user"] else ""
    path = escaped(found["path"].replace("\\", "/"))
    rest = "".join(
        part[:1] + escaped(part[1:], _QUERY) for part in (found["query"], found["fragment"]) if part
    )
    return f"{found['scheme'].lower()}://{user}{host}{port.rstrip(':')}{path}{rest}"


def shown(address: str) -> str:
    """Return an address on the web in letters as people read them; it still leads there:
    "https://xn--bj0bj06e.org/%EA%B0%80%3Fx" -> "https://한글.org/가%3Fx".

    Escaped stays what could make it look like another address: letters that are not seen or that turn the
    order of others, and hosts in letters that look like those of other scripts: "https://xn--80ak6aa92e.com".
    See https://www.unicode.org/reports/tr39/
    """
    letters = _LETTERS.sub(lambda found: _read(found[0]), address)
    return _ASCII_HOST.sub(lambda found: _read_host(found[0]), letters)


def _read(escapes: str) -> str:
    """The letters behind %EC%98%A4; as it was where they are none, or none that are seen."""
    try:
        text = bytes.fromhex(escapes.replace("%", "")).decode()
    except UnicodeDecodeError:
        return escapes
    return text if text.isprintable() and not _UNSEEN.intersection(text) and not _turns(text) else escapes


def _turns(text: str) -> bool:
    """Whether letters of it are read from the right, and so change places with their neighbours."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)


def _read_host(start: str) -> str:
    """The start of an address, "https://xn--bj0bj06e.org", in letters that make the same host."""
    scheme, _, host = start.partition("://")
    try:
        text = host.encode("ascii").decode("idna") if len(host) <= _LONGEST else host
    except UnicodeError:
        return start
    safe = all(map(_PLAIN_LABEL.fullmatch, text.split(".")))
    return f"{scheme}://{text}" if safe and _host(text) == _host(host) else start


def escaped(text: str, safe: str = _PATH) -> str:
    """Return a part of an address, what may not stand in it escaped: "100% 가" -> "100%25%20%EA%B0%80"."""
    return quote(_STRAY.sub("%25", text), safe=safe, errors="replace")


def _host(name: str) -> str:
    """A host's name in ASCII, or its number; "" for none: "[주소]", "<호스트>", "1.2.3.400"."""
    try:
        if name.startswith("["):
            return f"[{IPv6Address(name[1:-1])}]"
        name = unquote(name)
        if len(name) > _LONGEST or _UNKNOWN & {*map(unicodedata.category, name)}:
            return ""
        host = name.encode("idna").decode()
        labels = host.removesuffix(".").split(".")
        if _NUMBER.fullmatch(labels[-1]):
            return str(IPv4Address(host))
    except (UnicodeError, AddressValueError):
        return ""
    return host.lower() if all(map(_LABEL.fullmatch, labels)) else ""
