"""What a post's Liquid names, looked up in the site: its includes, addresses, values and data.

Only what is named comes with the post (Post.extra), so that a change elsewhere makes no other chapter
stale. Nothing outside the blog's folder is read.
"""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from publisher.errors import Report
from publisher.model import Post
from publisher.readers import site_file
from publisher.readers.files import MARKDOWN, posts_below, read_text, shown_path
from publisher.readers.front_matter import FrontMatter, split
from publisher.readers.jekyll import addresses, data, named
from publisher.readers.jekyll.data import is_there, typed
from publisher.readers.jekyll.site import JekyllSettings

_PAGES = MARKDOWN | {".html", ".htm"}
_MOST_INCLUDES = 200
_LARGEST = 0.3  # MB of an include or a data file
_LARGEST_VALUES = 1_000_000  # characters of the site's values that a post may name


@dataclass(frozen=True, slots=True)
class JekyllPost:
    """A post with what only its reader knows."""

    post: Post
    front: FrontMatter
    link: str  # its address below the site's root: "/2021/03/14/봄비.html"
    categories: tuple[str, ...]
    collection: str


@dataclass(slots=True)
class _Library:
    """What has been looked up, once a blog."""

    folder: Path
    chosen: JekyllSettings
    written: list[JekyllPost]
    report: Report
    links: dict[str, str]  # name or path -> address
    newest: Mapping[str, list[JekyllPost]]  # of each collection, as the site lists it
    places: Mapping[str, int]  # of posts, by path, in those lists
    words: frozenset[str]  # by which front matter calls anything
    includes: dict[Path, str | None] = field(default_factory=dict)
    sites: dict[tuple[object, ...], str] = field(default_factory=dict)  # the site's values, by what is asked


def with_values(
    folder: Path, written: list[JekyllPost], chosen: JekyllSettings, report: Report
) -> tuple[Post, ...]:
    """Return the posts, each with what its Liquid names."""
    newest = _newest(written)
    places = {item.post.path: place for items in newest.values() for place, item in enumerate(items)}
    words = frozenset(str(key) for item in written for key in item.front.fields)
    library = _Library(folder, chosen, written, report, _links(written, chosen), newest, places, words)
    return tuple(_with_values(item, library) for item in written)


def _with_values(item: JekyllPost, library: _Library) -> Post:
    post = item.post
    if not post.dialect.tags or ("{{" not in post.markdown and "{%" not in post.markdown):
        return post
    found = tuple(_includes(post, library))
    whole = "\n".join((post.markdown, *(text for _key, _path, text in found)))
    chosen = library.chosen
    values = {
        **{key: text for key, _path, text in found},
        **{f"path:{key}": path for key, path, _text in found},
        **_addresses(whole, library),
        "baseurl": chosen.base,
        "url": site_file.text(chosen.config, "url").rstrip("/"),
        "now": f"{post.date:%Y-%m-%d %H:%M:%S %z}",
        "site": _of_site(whole, library),
        "page": _json(_page(item, named.page_values(whole) | _galleries(item), library)),
    }
    return replace(post, extra=tuple(values.items()))


# Includes


def _includes(post: Post, library: _Library) -> Iterator[tuple[str, str, str]]:
    """ "include:name", its file and its text, for all that the post includes and that those include."""
    theirs = library.folder / library.chosen.below / library.chosen.includes_dir
    here = library.folder / Path(post.path).parent
    wanted, seen = _named(post.markdown, here, theirs, library), set()
    while wanted:
        key, path = wanted.pop()
        if key in seen:
            continue
        seen.add(key)
        text = _text(path, library)
        if text is not None:
            yield key, shown_path(path, library.folder), text
            wanted += _named(text, path.parent, theirs, library)


def _named(text: str, here: Path, theirs: Path, library: _Library) -> list[tuple[str, Path]]:
    if "{%" not in text:
        return []
    names = named.includes(text)
    if any("{{" in name for name in names):  # which one is known only when it is run
        files = posts_below(theirs, library.folder, Report(), ("",))
        names += [path.relative_to(theirs).as_posix() for path in islice(files, _MOST_INCLUDES)]
    found = [(f"include:{name}", theirs / name) for name in names]
    found += [(f"include_relative:{name}", here / name) for name in named.relatives(text)]
    return [(key, path) for key, path in found if ".." not in path.parts]  # as Jekyll: nothing above


def _text(path: Path, library: _Library) -> str | None:
    """A file's text, where it lies in the blog."""
    if path not in library.includes:
        library.includes[path] = None
        if os.path.lexists(path) and not is_there(path, folder=True):
            shown = shown_path(path, library.folder)
            library.includes[path] = read_text(path, library.folder, shown, library.report, _LARGEST)
    return library.includes[path]


# Addresses


def _links(written: Iterable[JekyllPost], chosen: JekyllSettings) -> dict[str, str]:
    """Every name by which {% post_url %} and {% link %} know a post -> its address."""
    links: dict[str, str] = {}
    for item in written:
        path, stem = item.post.path.removeprefix(chosen.below), item.post.name.rpartition("/")[2]
        for name in (path, path.removeprefix(chosen.collections_dir), item.post.name, stem):
            links.setdefault(name, item.link)
    return links


def _addresses(whole: str, library: _Library) -> dict[str, str]:
    found = {}
    for name in named.addresses(whole):
        address = (
            library.links.get(name)
            or library.links.get(name.strip("/"))
            or library.links.get(name.rpartition("/")[2])
        )
        address = address or _of_file(name.strip("/"), library)
        if address is not None:
            found[f"url:{name}"] = address
    return found


def _of_file(path: str, library: _Library) -> str | None:
    """The address of a file that is no post: a page where it has front matter, else the file itself."""
    file = library.chosen.source / path
    if ".." in path or not is_there(file):
        return None
    text = _text(file, library) if file.suffix.lower() in _PAGES else None
    if text is None or not text.startswith("---"):
        return f"/{path}"
    own = split(text, path, Report()).text("permalink")
    return addresses.page(path, own, library.chosen.permalink)


# Values


def _of_site(whole: str, library: _Library) -> str:
    """The site's values that a text names; made once for all posts that ask for the same."""
    names = named.site_values(whole)
    lists = names & {"posts", *library.chosen.collections}
    words = library.words & {*re.findall(r"[\w-]+", whole)} if lists else frozenset[str]()
    asked = frozenset(names), words, tuple(named.data(whole)) if "data" in names else ()
    if asked not in library.sites:
        values, long = _site(*asked, library), {"posts", "tags", "categories", *library.chosen.collections}
        few = {name: value for name, value in values.items() if name not in long}
        library.sites[asked] = _json(values, otherwise=_json(few))
    return library.sites[asked]


def _site(
    names: Collection[str], words: Collection[str], paths: Iterable[str], library: _Library
) -> dict[str, Any]:
    """The site's values of these names; in lists of posts, the fields of these `words`."""
    values: dict[str, Any] = {name: typed(library.chosen.config.get(name)) for name in sorted(names)}
    values = {name: value for name, value in values.items() if value is not None}
    if "time" in names and library.written:  # no clock: the day of the newest post
        values["time"] = f"{max(item.post.date for item in library.written):%Y-%m-%d %H:%M:%S %z}"
    if "data" in names:
        read = partial(_text, library=library)
        values["data"] = data.data(paths, library.chosen.source / "_data", read)
    for name in sorted({*names} & {"posts", *library.chosen.collections}):
        values[name] = [_listed(item, words) for item in library.newest.get(name, ())]
    for name, of in (("tags", lambda item: item.post.tags), ("categories", lambda item: item.categories)):
        if name in names:
            values[name] = _grouped(library, of)
    return values


def _newest(written: Iterable[JekyllPost]) -> dict[str, list[JekyllPost]]:
    """Posts of each collection as the site lists them."""
    shown = [one for one in written if not (one.post.draft or one.post.hidden_by or one.post.private_by)]
    found: dict[str, list[JekyllPost]] = {}
    for item in sorted(shown, key=lambda item: (-item.post.date.timestamp(), item.post.path)):
        found.setdefault(item.collection, []).append(item)
    return found


def _listed(item: JekyllPost, words: Collection[str]) -> dict[str, Any]:
    """A post in a list of posts: of its own fields, those that the text may mean."""
    own = {key: typed(value) for key, value in item.front.fields.items() if key in words}
    return {**_said(item), **own, **_summary(item)}


def _summary(item: JekyllPost) -> dict[str, Any]:
    post = item.post
    return {
        "title": post.title,
        "url": item.link,
        "id": re.sub(r"\.html$", "", item.link),
        "date": f"{post.date:%Y-%m-%d %H:%M:%S %z}",
        "path": post.path,
        "slug": re.sub(r"^\d+-\d+-\d+-", "", post.name.rpartition("/")[2]),
        "tags": list(post.tags),
        "categories": list(item.categories),
    }


def _said(item: JekyllPost) -> dict[str, Any]:
    """What a post says of itself where its front matter does not name it so."""
    return {"description": item.post.summary, "excerpt": item.post.summary}


def _grouped(library: _Library, of: Any) -> dict[str, list[dict[str, Any]]]:
    """Posts by name: the names as the oldest posts bring them, in each the newest post first."""
    posts = library.newest.get("posts", [])
    groups: dict[str, list[dict[str, Any]]] = {name: [] for item in reversed(posts) for name in of(item)}
    for item in posts:
        for name in of(item):
            groups[name].append({**_said(item), **_summary(item)})
    return groups


def _galleries(item: JekyllPost) -> set[str]:
    """The lists of pictures in front matter, which an include of the theme shows without naming them."""
    if not named.includes(item.post.markdown):
        return set()
    lists = {key: value for key, value in item.front.fields.items() if isinstance(value, list)}
    return {key for key, value in lists.items() if any("image_path" in entry for entry in value)}


def _page(item: JekyllPost, names: set[str], library: _Library) -> dict[str, Any]:
    """The page's values of these names."""
    own = {key: typed(value) for key, value in item.front.fields.items()}
    whole = {
        **_said(item),
        **own,
        **_summary(item),
        **(_beside(item, library) if names & {"next", "previous"} else {}),
        "collection": item.collection,
        "layout": own.get("layout"),
        "ext": Path(item.post.path).suffix,
    }
    return {name: whole.get(name) for name in sorted(names)}


def _beside(item: JekyllPost, library: _Library) -> dict[str, Any]:
    """The posts before and after one."""
    others, place = library.newest.get(item.collection, []), library.places.get(item.post.path)
    if place is None:
        return {}
    found = {"next": others[max(place - 1, 0) : place], "previous": others[place + 1 : place + 2]}
    return {name: _summary(posts[0]) if posts else None for name, posts in found.items()}


def _json(value: Any, otherwise: str = "{}") -> str:
    """The values as a text; another one where they are too many."""
    made, size = [], 0
    for piece in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
        made.append(piece)
        size += len(piece)
        if size > _LARGEST_VALUES:
            return otherwise
    return "".join(made)
