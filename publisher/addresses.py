"""Addresses inside a blog, in one normal form, so that two ways to write one are equal."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


def normal(path: str) -> str:
    """The path of an address below the site's root: "/2021/가을/index.html" -> "2021/가을".

    Percent-escapes are decoded, Unicode is NFC, letter case stays (hosts differ on it).
    """
    path = unicodedata.normalize("NFC", unquote(path)).replace("\\", "/").strip("/ ")
    path = re.sub(r"(^|/)index\.html?$", "", path)
    return re.sub(r"\.html?$", "", path).strip("/")


def is_absolute(address: str) -> bool:
    """Whether the address names its own scheme or host: "https://…", "mailto:…", "//host/…"."""
    return bool(_SCHEME.match(address)) or address.startswith("//")


def below_site(address: str, site_url: str) -> str | None:
    """The part of an address below the site's root, or None where it leads elsewhere.

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
        same = bool(site.netloc) and there.netloc.lower() == site.netloc.lower()
        if there.scheme not in ("", "http", "https") or not same or not f"{address}/".startswith(root):
            return None
    if not address.startswith("/"):
        return None
    if (address + "/").startswith(root):
        return address[len(root) - 1 :].lstrip("/")
    return address.lstrip("/")
