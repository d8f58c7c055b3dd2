"""What a post holds beside words, counted before the passes and after them: none of it is lost in silence.

A picture that is not there, a link that leads nowhere: the pass that finds it names it. What is fewer here
without a word is a fault of ours.
"""

from collections.abc import Iterator

from publisher.assets.xhtml import Element, classes, each
from publisher.passes.chapter_build import ChapterBuild, Tally
from publisher.passes.links import address_of
from publisher.passes.notes import listed
from publisher.phrase import _

_WORDS_ONLY = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "code", "summary", "dt")  # no table there
_HINT = _("please report this; its words are in the book")


def before(build: ChapterBuild) -> None:
    """Count what the post holds."""
    build.tally = Tally(
        pictures=sum(1 for _ in build.root.iter("img")),
        notes=sum(1 for _ in _marks(build.root)),
        cells=sum(next(cell.iterancestors(*_WORDS_ONLY), None) is None for cell in _cells(build.root)),
        links=frozenset(_led_to(build)),
    )


def after(build: ChapterBuild) -> None:
    """Name what the chapter has no longer."""
    root = build.root
    kept = frozenset(link.get("href", "") for link in root.iter("a"))
    lost = {
        _("pictures"): build.tally.pictures - sum(1 for _ in _shown(root)),
        _("notes"): build.tally.notes - sum("noteref" in classes(link) for link in root.iter("a")),
        _("cells of tables"): build.tally.cells - sum(1 for _ in _cells(root)),
        _("links"): len(build.tally.links - kept),
    }
    for kind, count in lost.items():
        if count > 0:
            needle = min(build.tally.links - kept, default="") if kind == "links" else ""
            build.warning(
                "content-lost",
                _("{kind} of the post that its chapter lacks: {count}", kind=kind, count=count),
                needle,
                _HINT,
            )


def _cells(root: Element) -> Iterator[Element]:
    return root.iter("td", "th")


def _marks(root: Element) -> Iterator[Element]:
    notes = {f"#{note.get('id')}" for note in listed(root)}
    return (link for link in root.iter("a") if link.get("href") in notes)


def _led_to(build: ChapterBuild) -> Iterator[str]:
    for link in build.root.iter("a"):
        address = address_of(link.get("href", "").strip(), build)
        if address and not address.startswith("#"):
            yield address


def _shown(root: Element) -> Iterator[Element]:
    """Pictures, and the places of those that are not there; drawings are none of the post's."""
    drawings = (image for figure in each(root, "figure") if "diagram" in classes(figure) for image in figure)
    drawn = set(drawings)
    for element in root.iter("img", "div", "span"):
        if (element.tag == "img" and element not in drawn) or "missing" in classes(element):
            yield element
