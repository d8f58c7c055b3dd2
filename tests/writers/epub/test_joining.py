"""Pages that share a file of the EPUB: links follow them, words do not."""

from publisher.writers.epub.archive import Packed
from publisher.writers.epub.joining import joined
from publisher.writers.epub.page import XhtmlPage
from publisher.writers.epub.spine import Spine

_SAYS = '<p><code>&lt;a href="nav.xhtml"&gt;</code> title="href="nav.xhtml"</p>'
_SPINE = Spine((("title", "nav"), ("a",)), {"nav": "title"})


def _page(name: str, body: str) -> XhtmlPage:
    html = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="ko"><body>{body}</body></html>'
    return XhtmlPage(name, Packed.of(html.encode()))


def test_links_follow_and_words_stay() -> None:
    """A link to a page leads to the file that it shares; what a post says of links is said as before."""
    links = '<a class="x" href="nav.xhtml">차례</a><a href="nav.xhtml#b">둘</a>'
    pages = [_page("title", ""), _page("nav", "<p>차례</p>"), _page("a", _SAYS + links)]
    *_, made = joined(pages, _SPINE, _page("", ""))
    moved = '<a class="x" href="title.xhtml#at-nav">차례</a><a href="title.xhtml#b">둘</a>'
    assert pages[2].xhtml().replace(links, moved) == made.xhtml()
