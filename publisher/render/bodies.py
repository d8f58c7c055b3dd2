"""Each post's body as its blog shows it, before the book's passes: how we read a post, to look at."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

from publisher.config.schema import MarkdownTable
from publisher.errors import Report, SourceError, WriteError
from publisher.markdown import grammar
from publisher.model import Post
from publisher.phrase import _, system_says
from publisher.readers import READERS, read_blog
from publisher.readers.files import MARKDOWN, read_text
from publisher.render.chapters import body
from publisher.storage.cache import swept, write_whole

_LINK = re.compile(
    r'<a href="post:(?P<name>[^"#]*)(?P<fragment>#[^"]*)?"(?:>|(?P<words> class="titled">[^<]*</a>))'
)
_ASSET = re.compile(r'<img data-asset src="(?![a-z]+:|/)([^"]*)"')
_LARGEST = 50.0  # MB; nothing is laid out here


def write_bodies(folder: Path, engine: str | None, output: Path, report: Report) -> int:
    """Write NAME.html for each post of a blog, or each bare body in a folder; how many they were.

    NAME is the path below the posts' folder without ending, "/" written "__".
    """
    bodies = _bare(folder, engine, report) if engine else _of_blog(folder, report)
    try:
        with swept(output):
            for name, html in bodies.items():
                write_whole(output / f"{name.replace('/', '__')}.html", html.encode())
    except OSError as error:
        hint = _("choose another folder with -o")
        raise WriteError(
            _("cannot write to {output}: {strerror}", output=output, strerror=system_says(error)), hint
        ) from error
    return len(bodies)


def _of_blog(folder: Path, report: Report) -> dict[str, str]:
    made = {}
    blog = read_blog(folder, MarkdownTable(), _LARGEST, report)
    posts = {url: post for post in reversed(blog.posts) for url in post.urls}
    root = urlsplit(blog.site.url).path or "/"
    for post in blog.posts:
        # Formulas are drawn in the reader's browser: the page itself holds their TeX.
        html, faults = body(replace(post, dialect=replace(post.dialect, math=False)))
        made[post.name] = _addressed(html, post, posts, root)
        report.extend(faults)
    return made


def _addressed(html: str, post: Post, posts: Mapping[str, Post], root: str) -> str:
    """The addresses that a book leaves open until it is whole, as the blog's pages have them."""

    def link(found: re.Match[str]) -> str:
        name, fragment = unescape(found["name"]), found["fragment"] or ""
        other = posts.get(f"post:{name}")
        if other is None:  # Hexo's own words
            missing = f'<a href="#">Post not found: {found["name"]}</a>'
            return missing if found["words"] else found[0]
        href = f'<a href="{escape(_page(other, root))}{fragment}">'
        return href + (f"{escape(other.title)}</a>" if found["words"] else "")

    html = _LINK.sub(link, html)
    return _ASSET.sub(lambda found: f'<img src="{escape(_page(post, root))}{found[1]}"', html)


def _page(post: Post, root: str) -> str:
    return root + (post.address or f"{post.urls[0]}/")


def _bare(folder: Path, engine: str, report: Report) -> dict[str, str]:
    """Bodies without front matter, in the grammar of an engine, set as the configuration beside them says."""
    if not folder.is_dir():
        raise SourceError(_("{folder} is no folder", folder=folder))
    reader = next(reader for reader in READERS if reader.name == engine)
    to_html = grammar(replace(reader.dialect(folder, MarkdownTable()), math=False))
    files = sorted(path for path in folder.iterdir() if path.suffix in MARKDOWN and not path.is_dir())
    texts = {path.stem: read_text(path, folder, path.name, report, _LARGEST, cleaned=False) for path in files}
    return {name: to_html(text) for name, text in texts.items() if text is not None}
