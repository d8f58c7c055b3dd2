"""What is larger than any page has use for is set more simply, by its size alone: the same on every machine.

Layout takes a multiple of the time for a table, goes through what is left of a paragraph once a page, and
takes for any element, however small, as long as for a line or two. The limits of runtime/limits.py are for
what nobody has thought of.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import dropwhile, islice

from lxml import etree

from publisher.assets.xhtml import Element, classes, each, fill
from publisher.passes.chapter_build import ChapterBuild
from publisher.phrase import Phrase, _

MOST_CELLS = 5_000  # places in the grid of a table: 250 rows of 20
_CELLS = 20_000  # of all tables of a post
LONGEST_FORMULA = 5_000  # characters: to draw one takes the time of its square
_FORMULAS, _EACH = 100_000, 25  # of all formulas of a post, and what each counts beside its characters
MOST = 10_000  # elements of a post: some 250 pages of short paragraphs
_LEAST = 2_000  # elements of a post that has much to say besides
_TAKES = 100  # characters that take as long as an element
MOST_LINES = 10_000  # of code in a post: some 260 pages
LONGEST = 20_000  # characters of a paragraph: ten pages without an end
_LINE = 30  # characters that a <br> counts as: a line of its own
_GONE = "gone"
_BETWEEN = " \u00b6 "  # two blocks, in words that run on
LONGEST_WORD = 2_000  # characters between which no line can end
_IN_WORD = r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"  # Chinese and Japanese lines end anywhere
_LONG_WORD = re.compile(rf"(?<!{_IN_WORD}){_IN_WORD}{{{LONGEST_WORD + 1},}}")
_WIDEST, _HIGHEST = 100, 500  # columns and rows that a cell may span: see structure.py
_BLOCKS = frozenset(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HOLD_PARAGRAPHS = frozenset("div li td th dd blockquote section article aside caption figcaption".split())
_PROSE = _BLOCKS - {"pre", "table", "tbody", "thead", "tfoot", "tr", "ol", "ul", "dl"}


def apply(build: ChapterBuild) -> None:
    _formulas(build)
    _tables(build)
    _elements(build)
    _code(build)
    for code in each(build.root, "pre"):
        if _LONG_WORD.search("".join(code.itertext())):
            what = _(
                "a line of code without an end is parted after {longest_word:,} characters",
                longest_word=LONGEST_WORD,
            )
            _warning("paragraph-parted", what, code, _("part it in the post"), build)
            for part in code.iter():
                part.text = _lines(part.text)
                part.tail = _lines(part.tail) if part is not code else part.tail
    for block in [build.root, *each(build.root)]:
        if block.tag in _PROSE and not _is_formula(block) and any(map(_too_long, _runs(block))):
            what = _("a paragraph of more than {longest:,} characters is parted", longest=LONGEST)
            _warning("paragraph-parted", what, block, _("part it in the post"), build)
            _part(block)


def _formulas(build: ChapterBuild) -> None:
    total = 0
    for formula in filter(_is_formula, each(build.root, "span", "div")):
        total += (count := len(formula.text or "")) + _EACH
        if count > LONGEST_FORMULA or total > _FORMULAS:
            what = _(
                "a formula of {count:,} characters stands as it is written: too long, or one of too many",
                count=count,
            )
            _warning("math-unreadable", what, formula, _("part it in the post"), build)
            formula.attrib.clear()


def _tables(build: ChapterBuild) -> None:
    total = 0
    for table in each(build.root, "table"):
        if table.tag != "table":  # it was in one that is no more
            continue
        total += (count := sum(_places(table)))
        if count > MOST_CELLS or total > _CELLS:
            what = _(
                "a table of {count:,} cells stands as text, row by row: it is too large, or there are many",
                count=count,
            )
            _warning("table-as-text", what, table, _("part it in the post"), build)
            _as_rows(table)


def _elements(build: ChapterBuild) -> None:
    """Put words that run on in the place of what stands behind the first MOST elements, fewer where there
    is much to be said."""
    root, total = build.root, sum(1 for _ in build.root.iter())
    if total <= min(MOST, _LEAST):
        return
    characters = sum(map(len, root.itertext())) + len(_BETWEEN) * total
    most = max(min(MOST, _LEAST), MOST - characters // _TAKES)
    first = next(islice(root.iter(), most, None), None)
    if first is None:
        return
    what = _(
        "of {total:,} elements, what stands behind the first {most:,} is set as words that run on",
        total=total,
        most=most,
    )
    _warning("words-run-on", what, first, _("part the post in several"), build)
    links = (one.get("href", "") for one in islice(root.iter(), most))
    places = {link[1:] for link in links if link[:1] == "#" and link != "#"}
    words = [*_words_from(first, root, places)]
    _cut_off(first, root)
    root.extend(_paragraphs([one for one in words if one != ""]))


def _code(build: ChapterBuild) -> None:
    """Put words that run on in the place of lines of code behind the first MOST_LINES, the empty ones too."""
    room = MOST_LINES
    for code in [*each(build.root, "pre")]:
        lines = "".join(code.itertext()).split("\n")
        if len(lines) > room:
            what = _(
                "of the post's code, what stands behind the first {most:,} lines is set as words that run on",
                most=MOST_LINES,
            )
            _warning("words-run-on", what, code, _("part the post in several"), build)
            _run_on(code, lines, room)
        room = max(0, room - len(lines))


def _run_on(code: Element, lines: Sequence[str], room: int) -> None:
    """Leave so many lines of code, and a paragraph of the others behind them."""
    words = _paragraph([_BETWEEN.join(line for line in lines[room:] if line.strip())])
    words.tail, code.tail = code.tail, None
    code.addnext(words)
    fill(code[0] if len(code) == 1 else code, ["\n".join(lines[:room])])
    if not room and (around := code.getparent()) is not None:
        around.remove(code)


def _words_from(first: Element, root: Element, places: Container[str]) -> Iterator[str | Element]:
    """What an element and all behind it say, with a sign between two blocks; `places`: ids that stay."""
    between = ""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in dropwhile(lambda step: step[1] is not first, walk):
        begins = event == "start"
        if begins and (name := element.get("id", "")) in places:
            yield etree.Element("span", {"id": name})
        if _is_block(element) or element.tag == "br":
            between = _BETWEEN
        said = (element.get("alt") or element.text if begins else element.tail) or ""
        if said.strip():
            said, between = f"{between}{said}", ""
        yield said


def _cut_off(first: Element, root: Element) -> None:
    """Take an element and all behind it out of the tree."""
    for outer in (first, *first.iterancestors()):
        parent = outer.getparent()
        if parent is None or outer is root:
            break
        for one in [*outer.itersiblings()]:
            parent.remove(one)
        outer.tail = None
    parent = first.getparent()
    if parent is not None:
        parent.remove(first)


def _lines(code: str | None) -> str:
    return _LONG_WORD.sub(lambda found: "\n".join(_cut(found[0])) + "\n", code or "")


def _warning(code: str, what: Phrase, element: Element, hint: Phrase, build: ChapterBuild) -> None:
    first = next((text for text in element.itertext() if text.strip()), "").strip()[:40]
    build.warning(code, what, first, hint)


def _places(table: Element) -> Iterator[int]:
    """How many places of the grid each cell takes."""
    for cell in table.iter("td", "th"):
        yield _span(cell, "colspan", _WIDEST) * _span(cell, "rowspan", _HIGHEST)


def _span(cell: Element, name: str, most: int) -> int:
    text = cell.get(name, "")[:6]
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() else 1


def _as_rows(table: Element) -> None:
    """A paragraph for each row, its cells with a bar between them; tables in it go with it."""
    bar = "|" if sum(1 for _cell in each(table, "td", "th")) > _CELLS else " | "  # each sign counts then
    rows = [row for row in each(table, "tr", "caption") if len(row) or row.text]
    for row in rows:
        for cell in [*each(row, "td", "th")]:
            cell.tag, cell.tail = (
                "span" if cell.get("id") else _GONE,
                bar if cell.getnext() is not None else "",
            )
        etree.strip_tags(row, _GONE)
        row.tag, row.tail = "p", None
        row.attrib.clear()
    for part in each(table, "table", "thead", "tbody", "tfoot", "col", "colgroup"):
        part.tag = "div"
    table.tag = "div"


def _is_formula(element: Element) -> bool:
    return "math" in classes(element) and not len(element)


def _is_block(element: Element) -> bool:
    return element.tag in _BLOCKS


def _runs(block: Element) -> Iterator[list[str | Element]]:
    """What stands together as one paragraph: texts, and elements in a line; a block by itself."""
    run: list[str | Element] = [block.text or ""]
    for child in block:
        if _is_block(child):
            yield run
            yield [child]
            run = []
        else:
            run.append(child)
        run.append(child.tail or "")
    yield run


def _too_long(run: Sequence[str | Element]) -> bool:
    count = sum(map(_length, run))
    return count > LONGEST_WORD and count > _room(run)


def _room(run: Sequence[str | Element]) -> int:
    """How long one of its paragraphs may be: shorter where letters may stand on one another without end,
    which takes the time of their square."""
    text = "".join(_text(one) for one in run)
    return LONGEST_WORD if _LONG_WORD.search(text) else LONGEST


def _length(one: str | Element) -> int:
    """How many characters it has, or fills: a line has as many, however few stand in it."""
    text = _text(one)
    return len(text) + _LINE * text.count("\n") if not isinstance(one, str) else len(text)


def _text(one: str | Element) -> str:
    """Its words, and an end of a line for each <br>; none of a block or a formula."""
    if isinstance(one, str):
        return one
    if _is_block(one) or _is_formula(one):
        return ""
    if not len(one):
        return "\n" if one.tag == "br" else one.text or ""
    return "".join(part if isinstance(part, str) else "\n" for part in one.xpath(".//text()|.//br"))


def _part(block: Element) -> None:
    """The block with a paragraph for each LONGEST characters of what stood together in it."""
    content: list[str | Element] = []
    for run in [*_runs(block)]:
        content += _paragraphs(run) if _too_long(run) else run
    fill(block, content)
    if block.tag not in _HOLD_PARAGRAPHS:
        block.tag = "div"


def _paragraphs(run: Sequence[str | Element]) -> Iterator[Element]:
    made: list[str | Element] = []
    room = most = _room(run)
    for piece in _pieces(run, most):
        if _length(piece) > room and made:
            yield _paragraph(made)
            made, room = [], most
        made.append(piece)
        room -= _length(piece)
    yield _paragraph(made)


def _pieces(run: Iterable[str | Element], longest: int) -> Iterator[str | Element]:
    """Its texts word by word; an element that is too long itself as its words."""
    for one in run:
        if isinstance(one, str) or _length(one) > longest:
            yield from _cut(_text(one))
        else:
            yield one


def _cut(text: str) -> Iterator[str]:
    """Pieces no longer than a word may be, between words where there are some."""
    most, start = LONGEST_WORD, 0
    while len(text) - start > most:
        end = text.rfind(" ", start, start + most) + 1 or start + most
        yield text[start:end]
        start = end
    yield text[start:]


def _paragraph(content: list[str | Element]) -> Element:
    made = etree.Element("p")
    fill(made, content)
    return made
