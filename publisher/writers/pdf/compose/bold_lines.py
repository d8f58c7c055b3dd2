"""A short paragraph of nothing but bold words is a heading that its post did not mark as one: no page ends
with it."""

from collections.abc import Iterator

from publisher.assets.xhtml import Element

_CLASS = "bold-line"
_MOST = 60  # letters
_BOLD = frozenset(("strong", "b"))


def mark(root: Element) -> None:
    """Give those their class before which no other stands, and behind which something does."""
    for line in [*_bold(root)]:
        line.set("class", f"{line.get('class', '')} {_CLASS}".strip())


def _bold(root: Element) -> Iterator[Element]:
    for line in root.iter("p"):
        behind = line.getnext()
        if behind is not None and _is_bold(line) and not _is_bold(behind):
            yield line


def _is_bold(line: Element) -> bool:
    is_alone = line.tag == "p" and len(line) == 1 and line[0].tag in _BOLD
    if not is_alone or (line.text or "").strip() or (line[0].tail or "").strip():
        return False
    return 0 < len("".join(line.itertext())) <= _MOST
