"""A chapter that the engine does not set whole, set more simply: one post never costs the book.

The steps of WAYS are tried in their order, each with what the ones before it do.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from lxml import etree
from lxml import html as lxml_html

from publisher.assets.xhtml import Element
from publisher.errors import OVERRUN, LayoutError, Severity
from publisher.phrase import Phrase, _
from publisher.writers.pdf.compose import notes
from publisher.writers.pdf.compose.opening import is_opening
from publisher.writers.pdf.layout.findings import Told
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.proven import Sections
from publisher.writers.pdf.layout.request import Fault, LayoutRequest

Way = Callable[[Element], None]
Made = TypeVar("Made", bound=Fragment | Sections)
_BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
_CODE = "chapter-simplified"
_UNSAID = ("rp", "script", "style", "svg", "template")
# Whatever a theme does to paragraphs, these are seen.
_SEEN = "display: block !important; position: static !important; visibility: visible !important"
_PLAIN = f"{_SEEN}; white-space: pre-wrap"
_KEPT_CLASSES = ("page-number", "page-ref")


def lay_out(request: LayoutRequest, fault: Fault, make: Callable[[LayoutRequest], Made]) -> Made:
    """Return what `make` makes in the first way that it can, with its faults named.

    `fault`: why the request could not be laid out as it is. Raises LayoutError where no way leads to
    something, and OSError.
    """
    # What takes too much takes as much with its notes at its end.
    ways, faulty = (WAYS[_TEXT:], fault.overrun) if fault.overrun else (WAYS, _faulty(request, make))
    code = OVERRUN if fault.overrun else _CODE
    for way in ways:
        sections = [_set(one, way.steps) if n in faulty else one for n, one in enumerate(request.sections)]
        try:
            made = make(replace(request, sections=tuple(sections)))
        except OSError:  # a full disk is no fault of a chapter
            raise
        except Exception:  # noqa: BLE001, S112 - whatever it is, the next way is simpler
            continue
        faults = [_told(request.starts[n], code, way, fault.hint) for n in sorted(faulty)]
        return replace(made, told=(*faults, *made.told))
    raise LayoutError(fault.hint)


def as_plain_text(request: LayoutRequest, hint: Phrase) -> Sections:
    """Return a unit's chapters as text, whatever the engine makes of it. `hint`: why."""
    way = WAYS[_TEXT]
    told = (_told(start, _CODE, way, hint) for start in request.starts)
    return Sections(tuple(_set(one, way.steps) for one in request.sections), tuple(told))


def _told(start: str, code: str, way: "_Way", hint: Phrase) -> Told:
    return Told(start, code, way.says, hint, Severity.ERROR)


def _faulty(request: LayoutRequest, make: Callable[[LayoutRequest], Made]) -> frozenset[int]:
    """The chapters of a run that cannot be laid out alone; all of them where each can."""
    count = range(len(request.sections))
    alone = [replace(request, starts=(request.starts[n],), sections=(request.sections[n],)) for n in count]
    return frozenset(n for n in count if len(count) > 1 and not _works(alone[n], make)) or frozenset(count)


def _works(request: LayoutRequest, make: Callable[[LayoutRequest], Made]) -> bool:
    try:
        make(request)
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, this chapter has it
        return False
    return True


def _set(section: str, steps: Sequence[Way]) -> str:
    """A chapter with its text changed by some steps; its opening stays, and is seen with plain text."""
    root = lxml_html.fragment_fromstring(section)
    body = lxml_html.Element("div")
    for child in [child for child in root if not is_opening(child)]:
        body.append(child)
    for block in root.iter(*_BLOCKS) if as_text in steps else ():
        block.set("style", f"{block.get('style', '')}; {_SEEN}".lstrip("; "))
    root.append(body)
    for step in steps:
        step(body)
    return lxml_html.tostring(root, encoding="unicode", with_tail=False)


def heads_once(body: Element) -> None:
    """Let heads of tables be rows: one is lost where no row has room beside it."""
    for head in body.iter("thead"):
        head.tag = "tbody"


def notes_at_end(body: Element) -> None:
    """Put all notes behind the text."""
    for note in list(body.iterfind(".//span[@class='footnote']")):
        notes.to_end(note, body)


def ends_of_lines(body: Element) -> None:
    """End the lines of code that are boxes by a theme's rules alone: see compose/code_lines.py."""
    for box in body.iterfind(".//pre//span"):
        if box.get("class") in ("goes-on", "lines"):
            box.tail = "\n" + (box.tail or "")


def without_style(body: Element) -> None:
    """Take away what a theme's rules, or a post's own, go by."""
    for element in body.iter(etree.Element):
        kept = [name for name in element.get("class", "").split() if name in _KEPT_CLASSES]
        for name in ("class", "style"):
            element.attrib.pop(name, None)
        if kept:
            element.set("class", " ".join(kept))
    body.set("style", "overflow-wrap: anywhere")


def as_text(body: Element) -> None:
    """Leave a paragraph for each block that has words, and the places that links lead to."""
    paragraphs = [*_paragraphs(body)]
    for child in list(body):
        body.remove(child)
    body.text = None
    for said in paragraphs:
        paragraph = etree.SubElement(body, "p", {"style": _PLAIN})
        for name in said.ids:
            etree.SubElement(paragraph, "span", {"id": name})
        if len(paragraph):
            paragraph[-1].tail = said.text
        else:
            paragraph.text = said.text


def plain_opening(body: Element) -> None:
    """Take its look from what the chapter's opening says beside its title: a tag of a thousand letters."""
    for header in body.xpath("preceding-sibling::*/descendant-or-self::header"):
        for part in header.xpath("*[not(self::h1)]"):
            without_style(part)
            part.set("style", f"{_SEEN}; overflow-wrap: anywhere")


class _Said(NamedTuple):
    """The words of a block, and the ids that stand in it."""

    text: str
    ids: tuple[str, ...]


def _paragraphs(body: Element) -> Iterator[_Said]:
    words: list[str] = []
    ids: list[str] = []
    for kind, said in _words(body):
        if kind == "id":
            ids.append(said)
        elif kind == "text":
            words.append(said)
        elif text := "".join(words).strip():
            yield _Said(text, tuple(ids))
            words, ids = [], []
    if ids or "".join(words).strip():
        yield _Said("".join(words).strip(), tuple(ids))


def _words(body: Element) -> Iterator[tuple[str, str]]:
    """Texts and ids in their order; between blocks an end."""
    code = silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        begins, step = event == "start", 1 if event == "start" else -1
        if element.tag in _BLOCKS or element.tag == "br":
            yield "end", ""
        code += step * (element.tag == "pre")
        silent += step * _is_silent(element)
        if begins and (name := element.get("id")):
            yield "id", name
        said = element.tail if not begins else element.get("alt") if element.tag == "img" else element.text
        if not silent and (begins or element is not body):
            yield "text", _folded(said, code)


def _is_silent(element: Element) -> bool:
    unsaid = element.tag in _UNSAID or not isinstance(element.tag, str)
    return unsaid or not {"page-number", "page-ref"}.isdisjoint(element.get("class", "").split())


def _folded(text: str | None, code: int) -> str:
    return (text or "") if code else " ".join(f"x{text or ''}x".split())[1:-1]


class _Way(NamedTuple):
    """How to set a chapter more simply."""

    says: Phrase  # what the book then shows
    steps: tuple[Way, ...]


WAYS: Sequence[_Way] = (
    _Way(
        _("the chapter could not be set as it is written; in the PDF heads of its tables stand once"),
        (heads_once,),
    ),
    _Way(
        _("the chapter could not be set as it is written; in the PDF its notes stand at its end"),
        (heads_once, notes_at_end),
    ),
    _Way(
        _("the chapter could not be set as it is written; in the PDF it stands without the theme's look"),
        (heads_once, notes_at_end, ends_of_lines, without_style),
    ),
    _Way(
        _("the chapter could not be set as it is written; it stands in the PDF as plain text"),
        (notes_at_end, ends_of_lines, without_style, as_text),
    ),
    _Way(
        _("the chapter could not be set as it is written; in the PDF it and its opening are plain text"),
        (notes_at_end, ends_of_lines, without_style, as_text, plain_opening),
    ),
)
_TEXT = 3  # the first of them that is text alone
