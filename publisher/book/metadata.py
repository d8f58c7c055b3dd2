"""The book's metadata: book.toml over the blog over the posts."""

import os
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from publisher.assets.urls import web
from publisher.config.isbn import add_on, isbn13, read_out
from publisher.config.schema import BookTable
from publisher.errors import Report, Where
from publisher.model import Blog, BookMeta, Entry
from publisher.phrase import _

_SUBJECTS = 8  # stores show no more keywords than this
_SETTINGS = {"hexo": "_config.yml", "jekyll": "_config.yml", "hugo": "[params]"}  # where an author stands


def book_meta(blog: Blog, entries: Sequence[Entry], table: BookTable, report: Report) -> BookMeta:
    """Return what title page, colophon and both files' metadata say; no clock is asked."""
    site = blog.site
    title = table.title or site.title or Path(blog.folder).name
    authors = table.authors or site.authors or _authors(entries)
    if not authors:
        _say_nobody(site.engine, table, report)
    # A file's own time is the day of a checkout: it counts only where nothing else is known.
    posts = [entry.post for entry in entries if entry.post.dated] or [entry.post for entry in entries]
    newest = max(post.date for post in posts)
    modified = max(post.updated for post in posts).astimezone(UTC)
    published = table.published or newest.date()
    _check_add_on(table.isbn, table.where("isbn"), report)
    return BookMeta(
        title=title,
        subtitle=table.subtitle or ("" if table.title else site.subtitle),
        authors=authors,
        language=table.language or site.language,
        identifier=_identifier(table.isbn, site.url, title),
        published=published,
        modified=max(modified, newest.astimezone(UTC)).replace(microsecond=0),
        publisher=table.publisher,
        edition=table.edition,
        rights=table.rights or (f"ⓒ {published.year} {', '.join(authors)}" if authors else ""),
        description=table.description or site.description,
        isbn=table.isbn,
        price=table.price,
        subjects=table.subjects or _common_tags(entries),
        source=web(site.url),
        cover=_cover(blog, table, report),
    )


def _check_add_on(isbn: str, where: Where, report: Report) -> None:
    """Read a 부가기호 out where one of its digits means nothing."""
    if not (code := add_on(isbn)):
        return
    said, fault = read_out(code)
    if fault:
        what = _("부가기호 {code} says {said}: {fault}", code=code, said=said, fault=fault)
        hint = _("compare it with the letter of the ISBN; the book is made with it")
        report.warning("isbn-add-on", what, where, hint)


def _say_nobody(engine: str, table: BookTable, report: Report) -> None:
    """A blog that has settings of its own can name its author in them; notes and plain folders have no place
    for that, and who writes them knows."""
    what, where = _("nobody is named as the author of the book"), table.where("authors")
    hint = _('write authors = ["…"] in [book] of book.toml')
    if engine in _SETTINGS:
        file = _SETTINGS[engine]
        hint = _('write authors = ["…"] in [book] of book.toml, or author: … in {file}', file=file)
        report.warning("author-missing", what, where, hint)
    else:
        report.note("author-missing", what, where, hint)


def _authors(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Everyone who signed a post, in book order."""
    return tuple(dict.fromkeys(author for entry in entries for author in entry.post.authors))


def _identifier(isbn: str, url: str, title: str) -> str:
    """The same book keeps its identifier through all its editions."""
    if digits := isbn13(isbn):
        return f"urn:isbn:{digits}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url}#{title}')}"


def _common_tags(entries: Sequence[Entry]) -> tuple[str, ...]:
    counts = Counter(tag for entry in entries for tag in entry.post.tags)
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag))[:_SUBJECTS])


def _cover(blog: Blog, table: BookTable, report: Report) -> str:
    """The cover picture's absolute path, if it is a file of the blog."""
    if not (name := table.cover):
        return ""
    folder = Path(blog.folder).resolve()
    path = Path(os.path.realpath(folder / name))  # Path.resolve raises where a link leads to itself
    if path.is_relative_to(folder) and path.is_file():
        return str(path)
    hint = _("write its path below the blog's folder; the theme has drawn a cover instead")
    report.warning("cover-missing", _("no cover picture {name}", name=name), table.where("cover"), hint)
    return ""
