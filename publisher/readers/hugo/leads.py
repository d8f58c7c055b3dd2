"""What a section, or a category, says of itself in its _index.md: the lead of a part.

See https://gohugo.io/content-management/organization/#index-pages-_indexmd
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from publisher.markdown import grammar
from publisher.model import PartText, Section
from publisher.readers.hugo.posts import HugoPage, HugoSettings, part_of

_MOST = 10_000  # characters of a page that are read, as many as book.toml may say of a part
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}")
_TAXONOMIES = ("categories", "category")
_UNSEEN = frozenset(("script", "style"))


def leads(pages: Iterable[HugoPage], settings: HugoSettings, *, several: bool) -> dict[Section, PartText]:
    """Return the words of all _index.md of the blog's own language; `several`: see posts.post_of."""
    first = next(iter(settings.contents))
    own = (page for page in pages if page.place.base == "_index" and page.language in ("", first))
    shown = (page for page in own if page.place.folders and not page.front.flag("draft"))
    return {
        section: text
        for page in shown
        if (text := PartText(tuple(_paragraphs(page, settings))))
        for section in _sections(page, settings, several)
        if text.lead and section
    }


def _sections(page: HugoPage, settings: HugoSettings, several: bool) -> Iterator[Section]:
    """The parts that it may be: a category by its title or its folder, or the folders that posts lie in."""
    folders = page.place.folders
    if folders[0] in _TAXONOMIES:
        yield (folders[-1],)
        yield (page.front.text("title") or folders[-1],)
        return
    yield part_of(folders, settings, several)


def _paragraphs(page: HugoPage, settings: HugoSettings) -> Iterator[str]:
    """Its text without pictures and shortcodes, else its description."""
    reader = _Words()
    reader.feed(grammar(settings.dialect)(_SHORTCODE.sub("", page.front.body[:_MOST])))
    reader.close()
    words = (" ".join(text.split()) for text in "".join(reader.words).split("\n\n"))
    yield from [word for word in words if word] or filter(None, [page.front.text("description")])


class _Words(HTMLParser):
    """The words of HTML, an empty line between its blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "div"):
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data.replace("\n", " "))
