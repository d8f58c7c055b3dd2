"""Ids: unique in the whole book, ASCII; links within the post follow them."""

from publisher.assets.xhtml import each
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.words import unlinked
from publisher.phrase import _


def apply(build: ChapterBuild) -> None:
    ours = f"{build.entry.id}-"
    seen: set[str] = set()
    for number, element in enumerate(each(build.root), 1):
        old = element.get("id")
        if old is None:
            continue
        new = old if old.startswith(ours) else f"{ours}a{number}"
        if not old or new in seen or (old in build.anchors and build.anchors[old] != new):
            del element.attrib["id"]
            continue
        seen.add(new)
        build.anchors.setdefault(old, new)
        element.set("id", new)
    _follow(build, seen)


def _follow(build: ChapterBuild, ids: set[str]) -> None:
    for link in each(build.root, "a"):
        href = link.get("href", "")
        if not href.startswith("#"):
            continue
        fragment = href[1:]
        target = fragment if fragment in ids else build.anchors.get(fragment)
        if target:
            link.set("href", f"#{target}")
            continue
        if fragment.lower() != "top":  # a page's own beginning, whatever its ids; a book has no such page
            hint = _("name a heading of the post; the words stay, the link is gone")
            build.warning("link-missing", _("no place {href} in the post", href=href), href, hint)
        del link.attrib["href"]
        if not link.get("id"):
            unlinked(link)
