"""Every XHTML page of the EPUB in spine order; chapters' pages are made by the workers.

A chapter's page is kept, deflated, from build to build: it is made anew when the chapter, a place that it
links to, the theme or what the book says of itself has changed.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from publisher.book.crossrefs import Targets
from publisher.errors import PublisherError
from publisher.model import Part, contents, walk
from publisher.storage.keys import key_of
from publisher.storage.sharded import ShardedStore
from publisher.writers.epub.archive import Packed
from publisher.writers.epub.page import PageInputs, PageSetting, XhtmlPage, chapter_page, plain_page
from publisher.writers.job import Job

COVER_IMAGE = "images/cover.jpg"
_WORTH_IT = 100  # pages: what it takes to send as many, and a second process to start


class Chapters:
    """The chapters whose pages are asked for."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._setting = PageSetting(job.theme, job.book.meta.steady(), _draws(job))
        targets = Targets(job.book)
        self._asked = [PageInputs(chapter, targets.of(chapter)) for chapter in job.book.chapters]
        common = key_of(self._setting)
        self.keys = [key_of(common, one) for one in self._asked]

    def begin(self) -> tuple[Callable[[], list[XhtmlPage]], bool]:
        """Let workers make the pages that are new, where these are not few. What returns all pages of the
        book: cover, title page, contents, parts and chapters, colophon; whether few are new."""
        chapters, few = self._made()
        return partial(_pages, self._job, chapters), few

    def _made(self) -> tuple[Iterator[XhtmlPage], bool]:
        """The page of every chapter; from the cache where nothing that it is made of has changed."""
        job, setting = self._job, self._setting
        pack = ShardedStore(job.cache("pages"), job.book.meta.identifier)
        rows = list(zip(self._asked, self.keys, strict=True))
        # Drawings are not kept: they are drawn where they are wanted.
        kept = [None if one.is_drawn(setting) else pack.get(one.chapter.id, key) for one, key in rows]
        missing = [one for one, data in zip(self._asked, kept, strict=True) if data is None]
        make = partial(chapter_page, setting=setting)
        few = len(missing) < _WORTH_IT
        made = job.executor.each(make, missing, worth=not few, chunk=20)

        def told() -> Iterator[XhtmlPage]:
            for (one, key), data in zip(rows, kept, strict=True):
                if data is not None:
                    yield XhtmlPage(one.chapter.id, Packed.from_bytes(data), one.properties(setting))
                    continue
                page = next(made)
                if not one.is_drawn(setting) and not page.fault:
                    pack.put(one.chapter.id, key, page.packed.to_bytes())
                yield page
            pack.close()

        return told(), few


def with_plain(made: list[XhtmlPage], faults: Mapping[str, PublisherError], job: Job) -> list[XhtmlPage]:
    """The same pages; those of chapters that have a fault with their words alone."""
    setting, targets = PageSetting(job.theme, job.book.meta.steady(), _draws(job)), Targets(job.book)
    plain = {
        chapter.id: plain_page(PageInputs(chapter, targets.of(chapter)), setting, faults[chapter.id])
        for chapter in job.book.chapters
        if chapter.id in faults
    }
    return [plain.get(page.id, page) for page in made]


def _pages(job: Job, chapters: Iterator[XhtmlPage]) -> list[XhtmlPage]:
    setting = PageSetting(job.theme, job.book.meta, _draws(job))
    words = job.theme.words_in(job.book.meta.language)
    tree = contents(job.book.chapters)
    made = {page.id: page for page in chapters}
    return [
        _page(setting, "cover", "cover", words["cover"], image=COVER_IMAGE),
        _page(setting, "title", "title", job.book.meta.title),
        _page(setting, "nav", "nav", words["contents"], ("nav",), tree=tree),
        *(
            _page(setting, node.id, "part", node.title, part=node)
            if isinstance(node, Part)
            else made[node.id]
            for node in walk(tree)
        ),
        _page(setting, "colophon", "colophon", words["colophon"]),
    ]


def _page(
    setting: PageSetting,
    name: str,
    template: str,
    title: str,
    properties: tuple[str, ...] = (),
    **values: object,
) -> XhtmlPage:
    xhtml = setting.filled(template, title, setting.meta.language, **values)
    return XhtmlPage(name, Packed.of(xhtml.encode()), properties)


def _draws(job: Job) -> bool:
    return job.settings.epub.math == "pictures"
