"""A shelf inside a blog: where the blog's own engine lets files through as they are.

Hexo renders what it can in source/, HTML and JSON too, unless `skip_render` names it; Jekyll copies what has
no front matter; Hugo copies static/. The blog's settings are read and never written.
See https://hexo.io/docs/configuration#Directory, https://jekyllrb.com/docs/static-files/ and
https://gohugo.io/getting-started/directory-structure/#static
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from publisher.errors import Report, SourceError, Where, WriteError
from publisher.phrase import _, system_says
from publisher.readers import READERS, site_file
from publisher.readers.front_matter import flat
from publisher.readers.hexo import reader as hexo
from publisher.readers.hexo.markdown import settings_in
from publisher.readers.hugo import config as hugo_config
from publisher.readers.jekyll import site as jekyll_site
from publisher.storage.cache import write_whole
from publisher.storage.opening import leads_outside, read

_OURS = "generator: publisher shelf"  # in the front matter of a page that we wrote
_LARGEST = 5_000_000  # bytes of a page
_NOWHERE = ("example.com", "example.org", "yoursite.com")  # what a new blog's settings name


@dataclass(frozen=True, slots=True)
class Place:
    """Where a blog takes a shelf in."""

    engine: str
    folder: Path  # of the shelf's files
    url: str  # of the shelf; "" where the blog's settings do not say
    root: str  # the path in that address: "/books/"
    page: Path | None  # a page in the blog's own looks that leads there; None: to be written by hand


def place_in(blog: Path, at: str, report: Report) -> Place:
    """Return the place named `at` ("books") in a blog. Raises SourceError where it is no blog we know."""
    if not blog.is_dir():
        raise SourceError(
            _("{blog} is no folder", blog=blog), hint=_("name the folder that holds the blog's _config.yml")
        )
    engine = next(reader.name for reader in READERS if reader.name == "plain" or reader.detect(blog))
    if engine not in _PLACES:
        hint = _("use -o, and put that folder where the blog's files are copied from")
        raise SourceError(_("{blog} is no Hexo, Jekyll or Hugo blog", blog=blog), hint)
    place = _PLACES[engine](blog, at)
    if leads_outside(place.folder, blog):
        raise WriteError(
            _("{folder} leads out of the blog", folder=place.folder), _("take the link away, or use -o")
        )
    if engine == "hexo":
        _told_to_skip(blog, at, report)
    return place


def _hexo(blog: Path, at: str) -> Place:
    config = settings_in(blog / hexo.CONFIG, blog)
    source = blog / hexo.source_dir_of(config)
    return _place("hexo", source / at, hexo.url_of(config), at, source / f"{at}.md")


def _jekyll(blog: Path, at: str) -> Place:
    config = jekyll_site.load(blog)
    source = jekyll_site.root_of(blog) / jekyll_site.inside(config, "source")
    base = site_file.text(config, "baseurl").strip("/")
    url = site_file.text(config, "url").rstrip("/")
    return _place("jekyll", source / at, f"{url}/{base}".rstrip("/"), at, source / f"{at}.md")


def _hugo(blog: Path, at: str) -> Place:
    config = hugo_config.load(blog)
    static = hugo_config.text(config, "staticdir") or "static"
    # A page of that name would stand where the shelf does: Hugo has no /books.html beside /books/.
    return _place("hugo", blog / static / at, hugo_config.text(config, "baseurl"), at, None)


_PLACES = {"hexo": _hexo, "jekyll": _jekyll, "hugo": _hugo}


def _place(engine: str, folder: Path, site: str, at: str, page: Path | None) -> Place:
    parts = _split(site)
    path = f"/{parts.path.strip('/')}/{at}/".replace("//", "/")
    known = parts.scheme in ("http", "https") and parts.hostname and parts.hostname not in _NOWHERE
    return Place(engine, folder, f"{parts.scheme}://{parts.netloc}{path}" if known else "", path, page)


def _split(site: str) -> SplitResult:
    """The parts of an address; of a placeholder such as http://[주소]/ there are none."""
    try:
        return urlsplit(site)
    except ValueError:
        return urlsplit("")


def _told_to_skip(blog: Path, at: str, report: Report) -> None:
    """Hexo would put its theme around our pages, and parse our JSON."""
    config: Mapping[str, Any] = settings_in(blog / hexo.CONFIG, blog)
    patterns = set(flat(config.get("skip_render")))
    if not patterns & {f"{at}/**", f"{at}/**/*", "**", "**/*"}:
        message = _("Hexo would put its theme around the pages of the shelf")
        listed = ", ".join(json.dumps(one, ensure_ascii=False) for one in (*sorted(patterns), f"{at}/**"))
        report.warning(
            "shelf-rendered",
            message,
            Where(hexo.CONFIG),
            _("write in _config.yml: skip_render: [{listed}]", listed=listed),
        )


def write_page(place: Place, blog: Path, title: str, snippet: bytes, report: Report) -> Path | None:
    """Return the page in the blog's own looks; one that somebody else wrote stays as it is."""
    page = place.page
    if page is None:
        return None
    try:
        there = _there(page, blog)
        if there is not None and _OURS.encode() not in there:
            hint = _("copy what you like from {name}/snippet.html into it", name=place.folder.name)
            report.note("shelf-page-kept", _("this page is not ours and stays"), Where(page.name), hint)
            return None
        data = _page(place, title, snippet.decode()).encode()
        if there != data:
            write_whole(page, data)
    except OSError as error:
        raise WriteError(
            _("cannot write {page}: {strerror}", page=page, strerror=system_says(error)),
            _("check its permissions"),
        ) from error
    return page


def _there(page: Path, blog: Path) -> bytes | None:
    """What a page holds; None where there is none. What cannot be read as a file of the blog is not ours."""
    try:
        return read(page, blog, _LARGEST).data
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _page(place: Place, title: str, snippet: str) -> str:
    """Front matter and HTML. No brace of a book's title is a tag of the blog's engine."""
    front = [f"title: {json.dumps(title, ensure_ascii=False)}", "layout: page", _OURS]
    if place.engine == "jekyll":
        front.append(f"permalink: /{place.folder.name}.html")
    body = snippet.replace("{", "&#123;").replace("}", "&#125;")
    return "\n".join(("---", *front, "---", "", body.strip(), ""))
