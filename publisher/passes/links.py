"""Links: into the blog as `blog:ADDRESS#FRAGMENT`, within the post as `#id`, the rest as they are.

Which chapter an address means is decided by the writers, late: so a chapter stays the same when
another post comes or goes.
"""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from publisher.assets.urls import MARKDOWN, below_site, is_absolute, is_file, joined, key, readable, web
from publisher.assets.xhtml import each
from publisher.model import Post
from publisher.passes.chapter_build import ChapterBuild, page_of
from publisher.passes.words import unlinked
from publisher.phrase import _

_LONGEST = 100  # letters of an address that are shown
_LOST = _("mend the address; the words stay, the link is gone")
_HREF = re.compile(r"<a\b[^<>]*?\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)


def apply(build: ChapterBuild) -> None:
    for link in each(build.root, "a"):
        href = link.attrib.pop("href", "").strip()
        address = address_of(href, build)
        if address:
            link.set("href", address)
            target = key(address[5:].partition("#")[0])
            if address.startswith("blog:") and target not in build.outgoing:
                # {% post_link NAME %} says the name alone.
                build.outgoing[target] = build.where(href.removeprefix("post:"))
        elif not link.get("id"):
            unlinked(link)


def report_lost(html: str, build: ChapterBuild) -> None:
    """Name each link that leads nowhere a book can go. `html` is as the post's writer made it: what cleans it
    takes out such addresses, so that nothing later sees them."""
    for href in dict.fromkeys(_hrefs(html)):
        if href.startswith("#") or all(address_of(form, build) for form in _forms(href)):
            continue
        plain = unquote(href)
        shown = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
        what = (
            _("no address that a book can lead to: {shown}", shown=shown)
            if href
            else _("a link without an address")
        )
        build.warning("link-invalid", what, href or "]()", _LOST)


def _hrefs(html: str) -> Iterator[str]:
    """Addresses of links; not those that stand there as they are, in which nothing is lost."""
    for found in _HREF.finditer(html):
        href = unescape(found[1] or found[2] or found[3] or "").strip()
        begin = html.find(">", found.end()) + 1
        words = unescape(html[begin : html.find("<", begin)]).strip() if begin else ""
        if not (href and words.rstrip("/") == unquote(href).rstrip("/")):
            yield href


def _forms(href: str) -> tuple[str, str]:
    """As XML has it, which reads a line's end there as a space, and as browsers do, which drop it."""
    return re.sub(r"[\t\n\r]", " ", href), re.sub(r"[\t\n\r]", "", href)


def address_of(href: str, build: ChapterBuild) -> str:
    """Return the link's address in the chapter; "" where it leads nowhere that a book can go."""
    if not href:
        return ""
    try:
        url = urlsplit(href.replace("\\", "/"))
    except ValueError:  # "http://[::1": no address at all
        return ""
    if url.scheme == "post":
        return _into_blog("post:" + unquote(url.path), "", url.fragment)
    if not url.netloc and not url.path and not url.scheme:
        return "#" + unquote(url.fragment) if url.fragment else ""
    path = below_site(href.split("#")[0].split("?")[0], build.context.site.url)
    if path is None and is_absolute(href):
        return web(href)
    if path is None:
        path = _relative(url.path, build.entry.post)
    return _into_blog(readable(path), url.query, url.fragment)


def _into_blog(path: str, query: str, fragment: str) -> str:
    """As the post has it: on the web a page may be found by just these letters."""
    query = f"?{query}" if query and not is_file(path) else ""
    return f"blog:{path}{query}" + (f"#{unquote(fragment)}" if fragment else "")


def _relative(path: str, post: Post) -> str:
    """A relative path: to a file, from the post's own file; to a page, from the post's address."""
    if not path.endswith(MARKDOWN):
        return joined(page_of(post), path)
    base = "" if path.startswith("/") else posixpath.dirname(post.path)
    return posixpath.normpath(posixpath.join(base, path.lstrip("/")))
