"""What is known only when all is read: spans, header names, footnotes' numbers, abbreviations, contents."""

import re
from xml.etree.ElementTree import Element

from publisher.markdown.kramdown import abbreviations, attributes
from publisher.markdown.kramdown.document import Document
from publisher.markdown.kramdown.leaf_spans import formula
from publisher.markdown.kramdown.patterns import SPACES
from publisher.markdown.kramdown.spans import Spans, put
from publisher.markdown.kramdown.tree import NOTE, NOTHING, RAW, Node

_NOT_IN_NAME = re.compile(r"[^\w\- ]")
_NOT_IN_OWN_NAME = re.compile(r"^[^a-z]+|[^a-z0-9 -]")
_BACK = "\u21a9"


def finish(document: Document, root: Node) -> None:
    """Turn what the blocks left into what is shown."""
    _names(document)
    _read(document, root)
    _notes(document, root)
    if document.abbreviations:
        abbreviations.expand(root, document.abbreviations)
    _contents(root)


def _read(document: Document, root: Node) -> None:
    """Read the spans of a tree; attribute lists may have been defined below their use.

    Notes are read as HTML elements are: GFM's line breaks are none there.
    """
    in_html = {node for group in root.iter("#group") for node in group.iter()}
    for node in root.iter():
        assert isinstance(node, Node)  # noqa: S101
        _spans(document, node, ("<",) if root.tag == NOTE or node in in_html else ())
        for name in node.reference.split() if node.tag != "#cite" else ():
            attributes.give(node.attrib, document.attributes.get(name, {}))


def _spans(document: Document, node: Node, within: tuple[str, ...]) -> None:
    if node.tag == "#math":
        made = formula(node.text or "", "div", document)
        node.tag, node.text = made.tag, made.text
        node.attrib.update(made.attrib)
    elif node.source is not None:
        source, node.source = node.source, None
        marked = node.plain and node.followed and document.dialect.gfm and not document.dialect.breaks
        source = source.rstrip(SPACES) if node.tag == "p" else source
        ends = len(source) - len(source.rstrip("\\")) if marked and node.tag == "p" else 0
        # Above another block of its item, one backslash at the end of a text is nothing, two break the line.
        items, _ = Spans(document, source[: len(source) - (ends and 2 - ends % 2)], within).read()
        put(node, [*items, Node("br")] if ends and ends % 2 == 0 else items)


def _names(document: Document) -> None:
    """Names of headers, as GFM gives them."""
    seen: dict[str, int] = {}
    for _, node in document.headers:
        if node.get("id"):
            continue
        text = (node.source or "").lower()
        name = _NOT_IN_NAME.sub("", text) if document.dialect.gfm else _NOT_IN_OWN_NAME.sub("", text)
        name = name.replace(" ", "-") or "section"
        count = seen.get(name, -1) + 1
        seen[name] = count
        node.set("id", f"{name}-{count}" if count else name)


def _notes(document: Document, root: Node) -> None:
    """Number the footnotes by their first reference, and set them at the end."""
    _cite(document, root)
    if not document.cited:
        return
    listing = Node("ol")
    for name in document.cited:  # grows while notes refer to notes
        note = document.notes[name]
        _read(document, note)
        _cite(document, note)
        item = listing.add("li", attributes={"id": f"fn:{name}"})
        item.extend(list(note))
    for name, entry in zip(document.cited, listing, strict=True):
        assert isinstance(entry, Node)  # noqa: S101
        _back(entry, name, document.citations[name])
    box = root.add("div", attributes={"class": "footnotes", "role": "doc-endnotes"})
    box.append(listing)


def _cite(document: Document, root: Node) -> None:
    for node in root.iter("#cite"):
        name = node.reference  # type: ignore[attr-defined]
        if name not in document.citations:
            document.numbers[name] = len(document.cited)
            document.cited.append(name)
        count = document.citations[name] = document.citations.get(name, 0) + 1
        node.tag = "sup"
        node.set("id", f"fnref:{name}" + (f":{count - 1}" if count > 1 else ""))
        anchor = node.add("a", attributes={"href": f"#fn:{name}", "class": "footnote"})  # type: ignore[attr-defined]
        anchor.text = str(document.numbers[name] + document.options.footnote_nr)


def _back(item: Node, name: str, count: int) -> None:
    """The links back to the references, in the last paragraph."""
    last = item.last()
    last = last if last is not None and last.tag == "p" else item.add("p")
    for index in range(count):
        target = f"#fnref:{name}" + (f":{index}" if index else "")
        anchor = last.add("a", attributes={"href": target, "class": "reversefootnote"})
        anchor.text = _BACK
        if index:
            anchor.add("sup").text = str(index + 1)


def _contents(root: Node) -> None:
    """`{:toc}` on a list, the first that has it: the book has a table of contents of its own. What is left of
    it, a heading for it or a fold around it, goes too."""
    above = {child: parent for parent in root.iter() for child in parent}
    for listed in root.iter():
        if listed.tag in ("ul", "ol") and "toc" in listed.reference.split():  # type: ignore[attr-defined]
            parent = above[listed]
            place = [*parent].index(listed)
            parent.remove(listed)
            if parent.get("#html") == "details":
                _drop_empty_fold(above[parent], parent)
            else:
                _drop_heading(parent, place)
            return


def _drop_empty_fold(outer: Element, fold: Element) -> None:
    """A fold of which nothing but its title is left."""
    texts = "".join(node.text or "" for node in fold if node.tag == RAW)
    if all(node.tag in (RAW, *NOTHING) for node in fold) and not texts.rpartition("</summary>")[2].strip():
        at = [*outer].index(fold)
        outer[at - 1 : at + 2] = []  # with its tags


def _drop_heading(parent: Element, place: int) -> None:
    """The heading of what stood at that place, as Just the Docs writes one."""
    before = next((node for node in reversed(parent[:place]) if node.tag not in NOTHING), None)
    if before is not None and re.fullmatch("h[1-6]", before.tag):
        words = (before.text or "").strip().lower()
        if "text-delta" in before.get("class", "").split() or words in _HEADINGS:
            parent.remove(before)


_HEADINGS = frozenset(("table of contents", "contents", "toc", "목차", "차례"))
