"""Links: into the blog as `blog:ADDRESS#FRAGMENT`, within the post as `#id`, the rest as they are.

Which chapter an address means is decided by the writers, late: so a chapter stays the same when
another post comes or goes.
"""

import posixpath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from publisher.addresses import below_site, is_absolute, normal
from publisher.passes.draft import Draft
from publisher.trees import each

_SCHEMES = ("http", "https", "mailto", "tel", "ftp")
_MARKDOWN = (".md", ".markdown")
_ADDRESS = "%:/?#[]@!$&'()*+,;=~"  # RFC 3986's own signs, beside letters and digits


def apply(draft: Draft) -> None:
    for link in each(draft.root, "a"):
        href = link.attrib.pop("href", "").strip()
        address = _address(href, draft) if href else ""
        if address:
            link.set("href", address)
            target = address[5:].partition("#")[0]
            if address.startswith("blog:") and target not in draft.outgoing:
                # {% post_link NAME %} says the name alone.
                draft.outgoing[target] = draft.where(href.removeprefix("post:"))
        elif not link.get("id"):
            link.tag = "span"


def _address(href: str, draft: Draft) -> str:
    """The link's address in the chapter; "" where it leads nowhere that a book can go."""
    try:
        url = urlsplit(href.replace("\\", "/"))
        _ = url.port  # read for its ValueError: "http://host:99999"
    except ValueError:  # "http://[::1": no address at all
        return ""
    if url.scheme == "post":
        return _into_blog("post:" + unquote(url.path), url.fragment)
    if not url.netloc and not url.path and not url.scheme:
        return "#" + unquote(url.fragment) if url.fragment else ""
    path = below_site(href.split("#")[0].split("?")[0], draft.workshop.site.url)
    if path is None and is_absolute(href):
        return _elsewhere(href, url)
    if path is None:
        path = _relative(unquote(url.path), draft)
    return _into_blog(path if path.endswith(_MARKDOWN) else normal(path), url.fragment)


def _into_blog(path: str, fragment: str) -> str:
    return f"blog:{path}" + (f"#{unquote(fragment)}" if fragment else "")


def _elsewhere(href: str, url: SplitResult) -> str:
    """An address on the web; what no address may hold (spaces, Korean) is escaped."""
    if href.startswith("//"):
        return "https:" + quote(href, safe=_ADDRESS) if url.netloc else ""
    if url.scheme not in _SCHEMES or (url.scheme.startswith("http") and not url.netloc):
        return ""
    return quote(href, safe=_ADDRESS)


def _relative(path: str, draft: Draft) -> str:
    """A relative path: to a file, from the post's own file; to a page, from the post's address."""
    post = draft.entry.post
    if path.endswith(_MARKDOWN):
        base = "" if path.startswith("/") else posixpath.dirname(post.path)
        return posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    # A plain folder has no addresses: there a page is the file itself.
    here = posixpath.dirname(post.path) if post.urls[0] == post.path else post.urls[0]
    return posixpath.normpath(posixpath.join("/", here, path)).lstrip("/")
