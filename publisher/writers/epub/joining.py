"""Pages of the EPUB put into the files in which they stand: where several share one, see spine.py."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import XhtmlPage
from publisher.writers.epub.spine import Spine

# Of a tag: what a post says of links stays as it is said.
_LINK = re.compile(r'(<a\b[^<>]* href=")([^"#:/<>]+)\.xhtml(?:#([^"<>]*))?"')


def joined(made: Sequence[XhtmlPage], spine: Spine, empty: XhtmlPage) -> list[XhtmlPage]:
    """Return pages as they stand in files. `empty`: what stands where one is gone."""
    if not spine.hosts and all(spine.files):
        return [*made]
    found = {page.id: _linked(page, spine) for page in made}
    here = [
        _together([found.pop(page) for page in pages]) if pages else replace(empty, id=name)
        for name, pages in zip(spine.names, spine.files, strict=True)
    ]
    return [*here, *found.values()]


def _linked(page: XhtmlPage, spine: Spine) -> XhtmlPage:
    """A page whose links lead to the files in which others stand now."""
    xhtml = page.xhtml()
    anew = _LINK.sub(partial(_moved, spine=spine), xhtml)
    return page if anew == xhtml else replace(page, packed=Packed.of(anew.encode()))


def _moved(link: re.Match[str], spine: Spine) -> str:
    before, page, place = link[1], link[2], link[3]
    if page not in spine.hosts:
        return link[0]
    return f'{before}{spine.hosts[page]}.xhtml#{place}"' if place else f'{before}{spine.href(page)}"'


def _together(pages: Sequence[XhtmlPage]) -> XhtmlPage:
    """One file of several pages: what the first holds stays where it is."""
    first, *others = pages
    if not others:
        return first
    head, end, tail = first.xhtml().rpartition("</body>")
    xhtml = "".join((head, *map(_inserted, others), end, tail))
    return XhtmlPage(
        first.id,
        Packed.of(xhtml.encode()),
        tuple(dict.fromkeys(chain.from_iterable(page.properties for page in pages))),
        tuple(dict.fromkeys(chain.from_iterable(page.drawings for page in pages))),
    )


def _inserted(page: XhtmlPage) -> str:
    head, _body, rest = page.xhtml().partition("<body")
    inner = rest.partition(">")[2].rpartition("</body>")[0]
    lang = head.partition(' lang="')[2].partition('"')[0]
    around = f'id="at-{page.id}" lang="{lang}" xml:lang="{lang}" style="break-before: page"'
    return f'<div class="joined" {around}>{inner}</div>\n'
