"""Posts rendered on other machines, which have nothing of the blog: each gets the pictures that it may show.

Which these are is guessed from the post's text. A chapter that has looked for another, or that needs this
machine's own programs, is rendered here: the book is the same, wherever its chapters are made.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from publisher.model import Asset, Chapter, Entry, Post
from publisher.passes import pictures, places
from publisher.passes.chapter_build import Found, RenderContext
from publisher.storage.kept_files import KeptFiles

_AT_ONCE = 8  # posts in a job
_WORD = re.compile(r"[^\s()<>\"'{}|=]+")
_ENDING = re.compile(r"(?<!^)\.(?:png|jpe?g|gif|webp|svg|bmp|avif|ico|tiff?)\b", re.I)
_DRAWN = re.compile(r"mermaid|plantuml|graphviz|\bdot\b", re.I)


@dataclass(frozen=True, slots=True)
class Rendering:
    """Posts to be rendered, and the pictures that they may show."""

    entries: tuple[Entry, ...]
    context: RenderContext
    files: Mapping[str, str]  # of the blog -> its copy in the cache
    placed: Mapping[str, str] = field(default_factory=dict)  # that copy -> the same on a worker

    def paths(self) -> Iterable[str]:
        return self.files.values()

    def moved(self, places: Mapping[str, str]) -> "Rendering":
        return replace(self, placed=places)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chapter, and what it was made with."""

    chapter: Chapter
    looked_for: Mapping[str, Found]  # pictures, by their addresses
    pictures: Mapping[str, bytes]  # by their names


@dataclass(frozen=True, slots=True)
class Batch:
    """What becomes of a Rendering; None for a post that has to be rendered at home."""

    rendered: tuple[Rendered | None, ...]

    def paths(self) -> Iterable[str]:
        return ()

    def moved(self, _: Mapping[str, str]) -> "Batch":
        return self


def renderings(entries: Sequence[Entry], context: RenderContext) -> Iterator[Rendering]:
    """Some posts at a time, with the pictures that their texts name."""
    for start in range(0, len(entries), _AT_ONCE):
        some = tuple(entries[start : start + _AT_ONCE])
        found = (_found(address, entry, context) for entry in some for address in _named(entry.post))
        copies = {
            path: pictures.copied(path, context.folder, context.pictures) for path in dict.fromkeys(found)
        }
        yield Rendering(some, context, {path: copy for path, copy in copies.items() if copy})


def _named(post: Post) -> Iterator[str]:
    for word in _WORD.findall(post.markdown):
        ends = [ending.end() for ending in _ENDING.finditer(word)]
        yield from [word[: ends[-1]]] if ends else ()
    yield from (path for key, path in post.extra if key.startswith("at:") and _ENDING.search(path))
    if post.thumbnail:
        yield post.thumbnail


def _found(address: str, entry: Entry, context: RenderContext) -> str:
    """The blog's file that an address means; "" for none."""
    return pictures.first(str(context.folder), places.candidates(address, entry.post, context))


def render_there(item: Rendering) -> Batch:
    """On a worker: in a folder like the blog's, with the pictures of these posts, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        blog, made = Path(folder).resolve() / "blog", Path(folder).resolve() / "made"
        homes = dict(_laid_out(item, blog))
        shop = replace(item.context, folder=blog, pictures=made, tools=None)
        draws = item.context.tools is not None
        at_home = [draws and _DRAWN.search(entry.post.markdown) for entry in item.entries]
        return Batch(
            tuple(
                None if stays else _rendered(entry, shop, homes)
                for entry, stays in zip(item.entries, at_home, strict=True)
            )
        )


def _laid_out(item: Rendering, blog: Path) -> Iterator[tuple[str, str]]:
    """The pictures in their places below `blog`: path there, path at home."""
    blog.mkdir()
    for home, copy in item.files.items():
        place = blog / Path(home).relative_to(item.context.folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(item.placed[copy], place)
        yield str(place), home


def _rendered(entry: Entry, context: RenderContext, homes: Mapping[str, str]) -> Rendered | None:
    from publisher.render import chapters

    try:
        chapter, looked_for = chapters.made(entry, context)
        made = {asset.name: Path(asset.path).read_bytes() for asset in chapter.assets}
    except Exception:  # noqa: BLE001 - it is rendered at home, where it is said what is wrong
        return None
    found = {
        address: Found(one.places, homes.get(one.path, ""), one.digest) for address, one in looked_for.items()
    }
    return Rendered(chapter, found, made)


def brought_home(made: Rendered | None, context: RenderContext) -> Chapter | None:
    """Return the chapter with its pictures here; None where it was rendered with others than the blog has."""
    if not made:
        return None
    folder = str(context.folder)
    if any(one.path != pictures.first(folder, one.places) for one in made.looked_for.values()):
        return None
    return replace(made.chapter, assets=tuple(_kept(asset, made, context) for asset in made.chapter.assets))


def _kept(asset: Asset, made: Rendered, context: RenderContext) -> Asset:
    """A picture that was proved there, as one that was proved here."""
    kept = KeptFiles(context.pictures)
    return asset._replace(path=str(kept.find(asset.name) or kept.put(asset.name, made.pictures[asset.name])))
