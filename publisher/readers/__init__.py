"""Readers: a blog's folder -> Blog. One module an engine; a row in READERS is all that a new one needs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Report, SourceError
from publisher.model import Blog
from publisher.phrase import _, system_says
from publisher.readers.bounds import bounded
from publisher.readers.entities import with_letters
from publisher.readers.files import check_names
from publisher.readers.parse_cache import Readings
from publisher.storage.cache import Cache
from publisher.storage.memory import Memory


@dataclass(frozen=True, slots=True)
class Reader:
    """How to know an engine's blog, and how to read it: by a module that is loaded when it is asked for the
    first time, since a blog is of one engine."""

    name: str
    module: str

    def detect(self, folder: Path) -> bool:
        """Tell whether the folder holds such a blog. Raises OSError."""
        return bool(self._loaded.detect(folder))

    def dialect(self, folder: Path, markdown: MarkdownTable) -> Dialect:
        """Return the Markdown of the site whose settings lie in `folder`."""
        dialect: Dialect = self._loaded.dialect(folder, markdown)
        return dialect

    def read(
        self,
        folder: Path,
        markdown: MarkdownTable,
        largest_post: float,
        readings: Readings,
        report: Report,
        only: str = "",
    ) -> Blog:
        """Return the whole site. `only`: see read_blog."""
        wanted = (only,) if only and self.name == "plain" else ()
        blog: Blog = self._loaded.read(folder, markdown, largest_post, readings, report, *wanted)
        return blog

    @property
    def _loaded(self) -> ModuleType:
        return import_module(self.module)


READERS = (
    Reader("hexo", "publisher.readers.hexo.reader"),
    Reader("jekyll", "publisher.readers.jekyll.reader"),
    Reader("hugo", "publisher.readers.hugo.reader"),
    # Behind those whose posts some write in Obsidian.
    Reader("obsidian", "publisher.readers.obsidian.reader"),
    Reader("plain", "publisher.readers.plain"),  # last: it takes any folder with a Markdown file
)


def read_blog(
    folder: Path,
    markdown: MarkdownTable,
    largest_post: float,
    report: Report,
    cache: Cache | None = None,
    some_are_new: Callable[[], None] = lambda: None,
    only: str = "",
    memory: Memory | None = None,
) -> Blog:
    """Return the blog in `folder`, by the first reader that knows it. Raises SourceError where there is none.

    `only`: path of the one post that is wanted; of a plain folder no other file is then read.

    Files that are in the cache, as they were, are not read; see Readings.
    """
    check_folder(folder)
    check_names(folder, report)
    for reader in READERS:
        if reader.name == markdown.engine or (not markdown.engine and _detected(reader, folder)):
            readings = Readings(cache, folder, some_are_new, memory)
            blog = reader.read(folder, markdown, largest_post, readings, report, only)
            readings.close()
            return replace(blog, posts=tuple(bounded(with_letters(post), report) for post in blog.posts))
    hint = _(
        "Hexo has _config.yml and source/_posts, Jekyll _posts, Hugo hugo.toml and content, "
        "Obsidian .obsidian; any folder with .md files will do"
    )
    raise SourceError(_("{folder} is no blog: not one post in it", folder=folder), hint)


def check_folder(folder: Path) -> None:
    """Raises SourceError where there is no such folder."""
    if not folder.is_dir():
        absent = _("{folder} does not exist", folder=folder)
        what = _("{folder} is a file, not a folder", folder=folder) if folder.exists() else absent
        hint = _("name the folder that holds the blog's _config.yml, or a post (.md)")
        raise SourceError(what, hint=hint)


def home_of(post: Path) -> Path:
    """Return the folder of the blog that a post lies in; its own folder where that is none.

    By engines first: to Jekyll, the source/ of Hexo is a blog too.
    """
    engines = (reader for reader in READERS if reader.name != "plain")
    homes = (folder for engine in engines for folder in post.parents if _detected(engine, folder))
    return next(homes, post.parent)


def _detected(reader: Reader, folder: Path) -> bool:
    try:
        return reader.detect(folder)
    except OSError as error:
        raise SourceError(
            _("cannot read {folder}: {strerror}", folder=folder, strerror=system_says(error)),
            hint=_("check its permissions"),
        ) from error
