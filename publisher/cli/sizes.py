"""How large the books of a plan will be, and how many of their words age: what `plan` shows below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from publisher.assets.themes import load_theme
from publisher.book.aging import aging
from publisher.book.length.extent import Extent, extent_of
from publisher.book.length.markdown import Measure, Text, text_of
from publisher.book.length.savings import Saving, savings
from publisher.book.paper import Paper, paper_of
from publisher.book.settled import settled
from publisher.config.load import Config
from publisher.config.order import OrderTable
from publisher.errors import Report
from publisher.fetch import lock
from publisher.model import Blog, Outline, Post
from publisher.passes.chapter_build import Fetched, RenderContext
from publisher.passes.places import candidates, is_on_the_web, own_folders
from publisher.render.matter import with_matter
from publisher.storage.cache import Cache, NoCache
from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded
from publisher.writers.pdf.cover.printed import Printed, printed


@dataclass(frozen=True, slots=True)
class Size:
    """One book."""

    extent: Extent
    paper: Paper
    printed: Printed
    aging: int  # words
    savings: tuple[Saving, ...]  # settings by which it would have fewer sheets


@dataclass(frozen=True, slots=True)
class PlanShown:
    """Books before they are made, as `plan` shows them."""

    blog: Blog
    outlines: tuple[Outline, ...]
    order: OrderTable
    sizes: tuple[Size, ...]
    pages: bool  # whether those of each part and chapter are shown


def sizes(
    config: Config, blog: Blog, outlines: Sequence[Outline], cache: Cache | None = None
) -> tuple[Size, ...]:
    """Return how large each will be; nothing of it is laid out. `cache`: of what is known of posts."""
    theme = load_theme(config.settings.theme.name, config.source)
    paper = paper_of(config.settings.pdf.trim, theme.paper)
    settings = settled(config.settings, theme)
    words, found = theme.words_in(outlines[0].meta.language), []
    posts = _Posts(cache or NoCache(), key_of(config.source), _pictures(config, blog))
    for outline in with_matter(outlines, blog, config, words, Report()):
        extent = extent_of(outline, paper, settings, posts.measured)
        aged = sum(posts.of(entry.post).aging for entry in outline.entries)
        saved = savings(outline, extent, theme.paper, settings, posts.measured)
        found.append(Size(extent, paper, printed(extent.pages, settings), aged, saved))
    posts.keep()
    return tuple(found)


class _Looked(NamedTuple):
    """What came of a look at one post."""

    text: Text
    aging: int  # words


class _Posts:
    """What is known of posts, by their words: each is looked at once, in this plan or an earlier one."""

    def __init__(self, cache: Cache, key: str, shown: Callable[[Post, str], bool]) -> None:
        self._cache, self._key, self._shown = cache, key, shown
        self._kept = decoded(cache.get(key), dict[str, _Looked]) or {}
        self._now: dict[str, _Looked] = {}
        self._keys: dict[int, str] = {}
        self._missing: dict[int, int] = {}
        self._measures: dict[tuple[int, float], Measure] = {}

    def of(self, post: Post) -> _Looked:
        """Return what is known of a post."""
        words = _Words(post.markdown, post.dialect.breaks)
        key = self._keys.get(id(post)) or self._keys.setdefault(id(post), key_of(words))
        if key not in self._now:
            self._now[key] = self._kept.get(key) or words.looked()
        return self._now[key]

    def measured(self, post: Post, paper: Paper) -> Measure:
        """Return how long it is on some paper."""
        key = (id(post), paper.measure / paper.size)
        if key not in self._measures:
            text = self.of(post).text
            if id(post) not in self._missing:
                self._missing[id(post)] = sum(not self._shown(post, address) for address in text.pictures)
            self._measures[key] = text.on(paper, self._missing[id(post)])
        return self._measures[key]

    def keep(self) -> None:
        """Keep what these books ask for."""
        if self._now.keys() != self._kept.keys():
            self._cache.put(self._key, encoded(self._now))


def _pictures(config: Config, blog: Blog) -> Callable[[Post, str], bool]:
    """What tells whether the book shows a picture of a post, by its address."""
    root, fetched = Path(blog.folder), Fetched(lock.there(config.source, lock.read(config.source)))
    context = RenderContext(root, blog.site, {}, root, False, folders=own_folders(blog), fetched=fetched)

    def shown(post: Post, address: str) -> bool:
        if not address or (config.settings.images.fetch and is_on_the_web(address, blog.site)):
            return True
        return any((root / file).is_file() for file in candidates(address, post, context))

    return shown


@dataclass(frozen=True, slots=True)
class _Words:
    """All that is looked at of a post."""

    markdown: str
    breaks: bool  # lines end where they do in the file

    def looked(self) -> _Looked:
        text = text_of(self.markdown, breaks=self.breaks)
        return _Looked(text, sum(1 for _word in aging(self.markdown)))
