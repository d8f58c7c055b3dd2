"""Ids: unique in the whole book, ASCII; links within the post follow them."""

from publisher.assets.xhtml import each
from publisher.passes.draft import Draft


def apply(draft: Draft) -> None:
    ours = f"{draft.entry.id}-"
    seen: set[str] = set()
    for number, element in enumerate(each(draft.root), 1):
        old = element.get("id")
        if old is None:
            continue
        new = old if old.startswith(ours) else f"{ours}a{number}"
        if not old or new in seen or (old in draft.anchors and draft.anchors[old] != new):
            del element.attrib["id"]
            continue
        seen.add(new)
        draft.anchors.setdefault(old, new)
        element.set("id", new)
    _follow(draft, seen)


def _follow(draft: Draft, ids: set[str]) -> None:
    for link in each(draft.root, "a"):
        href = link.get("href", "")
        if not href.startswith("#"):
            continue
        fragment = href[1:]
        target = fragment if fragment in ids else draft.anchors.get(fragment)
        if target:
            link.set("href", f"#{target}")
            continue
        hint = "name a heading of the post; the words stay, the link is gone"
        draft.warning("link-missing", f"no place {href} in the post", href, hint)
        del link.attrib["href"]
        if not link.get("id"):
            link.tag = "span"
