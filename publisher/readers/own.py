"""Chapters that are no posts: a page of the blog, a text file in its folder. They are read where a plan names
them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from publisher.assets.urls import normal
from publisher.errors import Report, Where
from publisher.model import Blog, Post
from publisher.readers import fields
from publisher.readers.files import MARKDOWN, read_text
from publisher.readers.front_matter import FrontMatter, split

_ENDINGS = MARKDOWN | {".txt"}  # and no other: what a plan names goes into a book
_PAGE = "a page of the site, not a post"
_HEADING = re.compile(r"\A(?P<above>\s*)# +(?P<title>[^\n]{1,500})(?=\n|\Z)")


def own_chapters(blog: Blog, largest: float, report: Report, names: Iterable[str]) -> dict[str, Post]:
    """Return those of these files that are no posts of the blog, by path; `largest` in MB."""
    posts = {post.path: post for post in blog.posts}
    found: dict[str, Post] = {}
    for name in dict.fromkeys(names):
        post = posts.get(name)
        if post and post.hidden_by == _PAGE:
            found[name] = replace(post, hidden_by="")
        elif not post and blog.posts and (made := _chapter(name, blog, largest, report)):
            found[name] = made
    return found


def _chapter(path: str, blog: Blog, largest: float, report: Report) -> Post | None:
    """The file as a post; None where there is none of that name that a book may hold."""
    folder, named = Path(blog.folder), PurePosixPath(path)
    is_hidden = any(part.startswith(".") for part in named.parts)
    if named.suffix.lower() not in _ENDINGS or is_hidden or named.is_absolute():
        return None
    file = folder / path
    if not _is_there(file):
        return None
    text = read_text(file, folder, path, report, largest)
    return None if text is None else _post(file, path, split(text, path, report), blog)


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:  # a name that is too long for any
        return False


def _post(file: Path, path: str, front: FrontMatter, blog: Blog) -> Post:
    zone = fields.zone_of(blog.site.timezone, blog.site.language, Where("."), Report())
    dates = fields.dates_of(front, file, path, zone, Report())
    heading = None if front.text("title") else _HEADING.match(front.body)
    body = _HEADING.sub(r"\g<above>", front.body, count=1) if heading else front.body
    place = path.rpartition("/")[0]
    common = next((post for post in blog.posts if post.dialect.grammar != "html"), blog.posts[0])
    return replace(
        common,
        path=path,
        name=PurePosixPath(path).stem,
        first_line=front.first_line,
        title=heading["title"].rstrip("# ") if heading else fields.title_of(front, path, Report()),
        date=dates.date,
        dated=bool(front.text("date")) and dates.dated,
        updated=dates.updated,
        sections=fields.sections(front.fields.get("categories", front.fields.get("category"))),
        series="",
        tags=front.texts("tags", "tag"),
        authors=front.texts("authors", "author"),
        language=blog.site.language,
        summary="",
        thumbnail=front.text(*fields.THUMBNAIL),
        draft=front.flag("draft") is True,
        hidden_by="",
        private_by=fields.private_by(front),
        markdown=body,
        urls=tuple(dict.fromkeys(_urls(path, front, blog))),
        asset_dirs=(place or ".", path.rpartition(".")[0], *blog.site.static_dirs),
        extra=(),
        address="",
        book=fields.in_book(front, path, Report()),
    )


def _urls(path: str, front: FrontMatter, blog: Blog) -> Iterator[str]:
    """Its page, where the blog serves one, and its file."""
    yield from (normal(one) for one in front.texts("permalink", "url"))
    for folder in blog.site.static_dirs if front.fields else ():
        if folder == "." or path.startswith(f"{folder}/"):
            yield normal(path.removeprefix(f"{folder}/").rpartition(".")[0].removesuffix("index"))
    yield path
