"""Which files of the blog a picture's address may mean.

An address is followed as a browser follows it on the blog's site, from the post's page. What stands there is
a file that the site serves at its root, or one in the folder of the post whose page lies above it. A picture
that lies where its writer sees it, beside the post or in the blog's folder, is found too.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from publisher.assets.urls import below_site, is_absolute, joined, normal, web
from publisher.model import Blog, Post, Site
from publisher.passes.chapter_build import PostFolders, RenderContext, page_of
from publisher.passes.pictures import PictureError
from publisher.phrase import _
from publisher.storage.memory import Memory

_RAW = re.compile(
    r"(?:https?:)?//(?:raw\.githubusercontent\.com/(?P<of>[^/]+/[^/]+)"
    r"|github\.com/(?P<there>[^/]+/[^/]+)/(?:raw|(?P<page>blob)))"
    r"/(?:refs/heads/)?[^/]+/(?P<path>[^?#]+)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.S,
)
_LONGEST = 12_288  # letters: no file's path has more than 4,096 bytes, each of which may be escaped (%EA)
_BUNDLE = re.compile(r"(.+)/_?index\.[^/.]+")


def candidates(address: str, post: Post, context: RenderContext) -> tuple[str, ...]:
    """Return the files that an address may mean, below the blog's folder, the likeliest first; none where it
    leads out of the blog, and nothing was fetched from there."""
    # Windows users write \images\a.png, which Markdown parsers turn into %5Cimages%5Ca.png.
    address = re.sub(r"/?(?:\\|%5c)", "/", address, flags=re.I).strip()
    path = below_site(address, context.site.url)
    found: Iterable[str]
    if is_on_the_web(address, context.site):
        fetched = context.fetched.by_address.get(web(address), "")
        found = (*_in_repository(address, context.site.repository), *filter(None, [fetched]))
    else:
        written = re.split(r"[?#]", path if path is not None else address)[0]
        found = _places(written, path is not None, post, context) if len(written) <= _LONGEST else ()
    forms = (posixpath.normpath(form) for place in found for form in (unquote(place), place))
    return tuple(dict.fromkeys(form.lstrip("/") for form in forms if not form.startswith("../")))


def is_on_the_web(address: str, site: Site) -> bool:
    return is_absolute(address) and below_site(address, site.url) is None


def on_the_web(address: str) -> PictureError:
    hint = _("save it in the blog and link to that file, or have --fetch-images do so: a book cannot load it")
    return PictureError("image-remote", _("the picture is on the web: {address}", address=address), hint)


def _in_repository(address: str, repository: str) -> tuple[str, ...]:
    """A file that GitHub serves out of the blog's own repository, whatever the branch; none for others."""
    found = _RAW.fullmatch(address)
    if not found or (found["of"] or found["there"]).lower() != repository.lower():
        return ()
    is_raw = not found["page"] or {"raw=true", "raw=1"} & {*(found["query"] or "").split("&")}
    return (found["path"],) if is_raw else ()


def _places(written: str, from_root: bool, post: Post, context: RenderContext) -> Iterator[str]:
    site = context.site
    served = joined("" if from_root else page_of(post), written)
    # Some write the root-relative address of a picture that lies beside the post.
    beside = _in(post.asset_dirs, written)
    if not from_root:
        yield from beside
        yield f"{post.urls[0]}/{written}"
    yield from _in(site.static_dirs, served)
    yield from _owned(served, context.folders.by_address)
    yield from beside
    yield from _in(site.static_dirs, written)
    yield from _in(site.static_dirs, _below_base(written, site))
    yield written  # as an editor shows it that has the blog's folder open


def _in(folders: Iterable[str], path: str) -> Iterator[str]:
    return (f"{folder}/{path}" for folder in folders if path)


def _below_base(path: str, site: Site) -> str:
    """Without its first folder: a site of unknown address may lie below one, as those of a project do."""
    return "" if site.url else path.lstrip("/").partition("/")[2]


def _owned(served: str, folders: Mapping[str, str]) -> Iterator[str]:
    """In the folders of the posts whose pages lie above that address, the nearest first."""
    page, rest = served.rpartition("/")[::2]
    while page:
        if folder := folders.get(normal(page)):
            yield f"{folder}/{rest}"
        page, _, name = page.rpartition("/")
        rest = f"{name}/{rest}"


def own_folders(blog: Blog, memory: Memory | None = None) -> PostFolders:
    """Return the folder of each post that has one, by its page's address: its files are served beside the
    page. `memory`: for who makes one post after another of the same blog."""
    held = memory.of("folders") if memory else {}
    if held.get("of") is not blog:
        held |= {"of": blog, "found": _own_folders(blog)}
    found: PostFolders = held["found"]
    return found


def _own_folders(blog: Blog) -> PostFolders:
    root = Path(blog.folder)
    folders = {post.urls[0]: _own_folder(post) for post in blog.posts if post.urls}
    return PostFolders({a: folder for a, folder in folders.items() if a and (root / folder).is_dir()})


def _own_folder(post: Post) -> str:
    """Of a page bundle the folder that it is; else the one that has its name."""
    bundle = _BUNDLE.fullmatch(post.path)
    return bundle[1] if bundle else post.path.rpartition(".")[0]
