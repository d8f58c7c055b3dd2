"""The PDF of whole blogs, read back: pages, contents, outline, running heads, notes, links, fonts."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from lxml import etree

from tests.books import MATH, Made, Page, X, flat, labels, letters, planned

_MM = 72 / 25.4
_BEFORE, _BEHIND = ("표지", "표제지", "차례"), "판권"


@dataclass(frozen=True)
class Opening:
    """What the first page of a part or a chapter must show."""

    title: str
    label: str  # in outline and contents
    identifier: str
    begins: str  # the letters that the page begins with
    section: tuple[str, ...]  # empty for a part page
    is_part: bool


def openings(made: Made) -> list[Opening]:
    """Part pages and chapters in the order of the plan."""
    return list(_openings(made.plan["contents"], (), ""))


def _openings(nodes: list[dict[str, Any]], numbers: tuple[int, ...], waiting: str) -> Iterator[Opening]:
    """`waiting`: titles of parts inside a part, which stand on the page of the chapter they begin with."""
    count = 0
    for node in nodes:
        if "part" in node:
            count += 1
            inner = (*numbers, count)
            if not numbers:
                label = node["part"] if node["part"] == "그 밖의 글" else f"{count}부 {node['part']}"
                yield Opening(node["part"], label, f"part-{count}", letters(label), (), True)
            else:
                waiting += letters(node["part"])
            yield from _openings(node["children"], inner, waiting)
        else:
            section = tuple(node["section"])
            begins = (waiting or letters("".join(section))) + letters(node["title"])
            title = " ".join(node["title"].split())
            yield Opening(title, title, node["id"], begins, section, False)
        waiting = ""


@cache
def first_pages(made_pdf: Any, *wanted: tuple[str, bool]) -> list[int]:
    """The pages that begin with these letters, found one after another, each where the last one was left."""
    found: list[int] = []
    start = 0
    for begins, is_part in wanted:
        number = next(
            (
                p.number
                for p in made_pdf.pages[start:]
                if p.letters.startswith(begins) and bool(p.foot) != is_part
            ),
            0,
        )
        assert number, f"no page begins with {begins}"
        found.append(number)
        start = number
    return found


def starts(made: Made) -> dict[str, int]:
    """The page on which each part and chapter begins, as read from the pages themselves."""
    wanted = openings(made)
    pages = first_pages(made.pdf, *((o.begins, o.is_part) for o in wanted))
    return dict(zip((o.identifier for o in wanted), pages, strict=True))


def contents_pages(made: Made) -> list[Page]:
    """The pages from 차례 to the first part."""
    first = next(page for page in made.pdf.pages if page.rows.startswith("차례"))
    return made.pdf.pages[first.number - 1 : min(starts(made).values()) - 1]


def test_qpdf_finds_nothing(made: Made) -> None:
    """The file is sound."""
    done = subprocess.run(["qpdf", "--check", made.pdf.path], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert "No syntax or stream encoding errors found" in done.stdout


def test_every_font_is_embedded(made: Made) -> None:
    """Each font is in the file, cut down, with a map to Unicode."""
    fonts = made.pdf.fonts
    assert len(fonts) >= 3
    for font in fonts:
        assert ("yes", "yes", "yes") == (font["emb"], font["sub"], font["uni"]), font["name"]


def test_only_fonts_of_the_theme(made: Made) -> None:
    """No font slips in beside those that the theme names; emoji alone keep their font's own name."""
    if any(name.endswith(".svg") for name in made.epub.files):
        pytest.skip("letters in SVG pictures are set in this machine's fonts")
    strangers = {font["name"] for font in made.pdf.fonts if "+publisher-" not in font["name"]}
    assert set() == {name for name in strangers if "Emoji" not in name}


def test_paper(made: Made) -> None:
    """Every page is A5."""
    size = (round(148 * _MM, 1), round(210 * _MM, 1))
    assert {size} == {(round(page.width, 1), round(page.height, 1)) for page in made.pdf.pages}
    assert made.summary["pages"] == len(made.pdf.pages)


def test_information(made: Made) -> None:
    """Title, author and language are the plan's; dates come from the posts."""
    info = made.pdf.file.docinfo
    assert made.plan["title"] == str(info.Title)
    assert ", ".join(made.plan["authors"]) == str(info.Author)
    assert made.plan["language"] == str(made.pdf.file.Root.Lang)
    assert "publisher" == str(info.Creator)


def test_outline_is_the_plan(made: Made) -> None:
    """The outline nests as `plan` prints the book, between cover, title page, contents, and the colophon."""
    book = planned(made.plan["contents"], numbered=True)
    assert [*_BEFORE, *book, _BEHIND] == labels(made.pdf.outline)


def lines(made: Made) -> list[tuple[str, int]]:
    """Every part and chapter as outline and contents name it, with the page on which it begins."""
    begun = starts(made)
    by_id = {opening.identifier: opening for opening in openings(made)}

    def walk(nodes: list[dict[str, Any]], depth: int) -> Iterator[tuple[str, int]]:
        count = 0
        for node in nodes:
            if "part" not in node:
                yield by_id[node["id"]].label, begun[node["id"]]
                continue
            count += 1
            below = list(walk(node["children"], depth + 1))
            # A part inside a part stands on the first page of what it begins with.
            yield (
                (node["part"], below[0][1])
                if depth
                else (by_id[f"part-{count}"].label, begun[f"part-{count}"])
            )
            yield from below

    return list(walk(made.plan["contents"], 0))


def test_outline_leads_to_first_pages(made: Made) -> None:
    """Each entry of the outline opens the page on which its part or chapter begins; the colophon is last."""
    before, book, behind = made.pdf.outline[:3], made.pdf.outline[3:-1], made.pdf.outline[-1]
    assert lines(made) == list(flat(book))
    assert [1, 3, 5] == [page for _, page in before]
    assert (_BEHIND, len(made.pdf.pages)) == behind


def _alone(nodes: list[dict[str, Any]], depth: int = 0) -> Iterator[bool]:
    """Whether each part and chapter is a part in a part that holds one chapter."""
    for node in nodes:
        below = list(_alone(node.get("children", []), depth + 1))
        yield "part" in node and depth > 0 and _is_single(node)
        yield from below


def _is_single(node: dict[str, Any]) -> bool:
    """Whether one chapter is all that a part holds."""
    children = node["children"]
    return len(children) == 1 and ("part" not in children[0] or _is_single(children[0]))


def test_page_numbers_of_the_contents(made: Made) -> None:
    """Every line of the contents ends in the number of the page on which its part or chapter begins; a part
    in a part that holds one chapter stands in the line of that."""
    pages = made.pdf.pages
    rows = zip(_alone(made.plan["contents"]), lines(made), strict=True)
    said = (letters(label) + ("" if alone else pages[page - 1].label) for alone, (label, page) in rows)
    expected = "차례" + "".join(said)
    assert expected == "".join(page.rows for page in contents_pages(made))


def test_contents_link_to_what_they_name(made: Made) -> None:
    """A click on a line of the contents opens the page that the line says."""
    begun = starts(made)
    named = [name for page in contents_pages(made) for name in dict.fromkeys(made.pdf.links(page.number))]
    assert set(begun) <= set(named)  # parts in parts have no page of their own
    for name in begun:
        assert begun[name] == made.pdf.named[name]


def test_every_link_lands(made: Made) -> None:
    """No link inside the book leads to a place that is not there."""
    for page in made.pdf.pages:
        assert set() == set(made.pdf.links(page.number)) - set(made.pdf.named)


def test_links_between_posts(sample: Made) -> None:
    """A link from post to post leads from the one's pages to the other's first page or into it."""
    begun = starts(sample)
    ends = [*sorted(begun.values())[1:], len(sample.pdf.pages)]
    last = {page: end - 1 for page, end in zip(sorted(begun.values()), ends, strict=True)}
    chapters = {entry["id"] for entry in sample.entries}
    count = 0
    for entry in sample.entries:
        pages = range(begun[entry["id"]], last[begun[entry["id"]]] + 1)
        links = {name for page in pages for name in sample.pdf.links(page)}
        for link in sample.epub.chapter(entry["id"]).iter(X + "a"):
            target, _, fragment = link.get("href", "").partition("#")
            if target.removesuffix(".xhtml") not in chapters:
                continue
            count += 1
            identifier = target.removesuffix(".xhtml")
            name = fragment or identifier
            assert name in links
            assert begun[identifier] <= sample.pdf.named[name] <= last[begun[identifier]]
    assert count >= 5


def test_folios(made: Made) -> None:
    """Ordinary pages print their number, the file's own label; cover, title and part pages none."""
    begun = starts(made)
    parts = {begun[o.identifier] for o in openings(made) if o.is_part}
    first, colophon = contents_pages(made)[0].number, len(made.pdf.pages)
    for page in made.pdf.pages:
        plain = page.number < first or page.number in parts or page.number == colophon or not page.words
        assert page.foot == ("" if plain else page.label), page.number


def test_labels(made: Made) -> None:
    """Front matter is numbered i, ii, … from the cover on, the text 1, 2, … from its first page, a recto."""
    first = min(starts(made).values())
    assert 1 == first % 2
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"]
    numbers = roman[: first - 1] + [str(n + 1) for n in range(len(made.pdf.pages) - first + 1)]
    assert numbers == [page.label for page in made.pdf.pages]


def test_running_heads(made: Made) -> None:
    """Left pages carry the part's name, right ones the chapter's; pages on which a chapter begins none."""
    begun = starts(made)
    by_page = {begun[o.identifier]: o for o in openings(made)}
    current: Opening | None = None
    for page in made.pdf.pages[:-1]:
        current = by_page.get(page.number, current)
        if current is None or page.number in by_page or not page.words:
            assert "" == page.head, page.number
            continue
        part = current.section[0] if current.section else made.plan["title"]
        running = current.title if page.number % 2 else part
        assert letters(running) == letters(page.head), page.number


def _block(page: Page) -> tuple[float, float]:
    """Where the text block begins and ends, in mm: 26 mm lie at the spine, 24 outside."""
    return (26, 124) if page.number % 2 else (24, 122)


def test_nothing_crosses_the_margins(made: Made) -> None:
    """No word stands outside the text block: nothing is cut off at the edge or lost in the spine."""
    for page in made.pdf.pages[2:]:
        left, right = _block(page)
        over = [w.text for w in page.words if w.right / _MM > right + 1 or w.left / _MM < left - 1]
        assert [] == over, page.number


def test_margins_are_mirrored(sample: Made) -> None:
    """The text block of left-hand and right-hand pages begins and ends where the margins say."""
    for hand in (sample.pdf.pages[7:-1:2], sample.pdf.pages[8:-1:2]):
        words = [word for page in hand for word in page.body]
        edges = (min(word.left for word in words) / _MM, max(word.right for word in words) / _MM)
        assert _block(hand[0]) == pytest.approx(edges, abs=0.6)


def _notes(made: Made) -> Iterator[tuple[str, str, str]]:
    """Chapter, the letters up to a note's mark with the mark, the letters a note begins with."""
    for entry in made.entries:
        root = etree.fromstring(made.epub.files[f"EPUB/{entry['id']}.xhtml"])
        for note in root.iter(X + "aside"):
            paragraphs = [child for child in note if child.tag == X + "p"]
            if len(paragraphs) != len(note):
                continue  # notes with code or lists stay at the chapter's end
            mark = next(a for a in root.iter(X + "a") if a.get("href") == f"#{note.get('id')}")
            back = next(note.iter(X + "a"))
            begins = letters((back.tail or "") + "".join("".join(p.itertext()) for p in note[1:]))[:12]
            yield entry["id"], letters(_before(mark))[-8:] + (mark.text or ""), begins


def _before(mark: etree._Element) -> str:
    """The text of the mark's paragraph in front of it, from the last formula on: formulas are pictures."""
    block = next(e for e in mark.iterancestors() if e.tag in {X + t for t in ("p", "li", "td", "h2", "h3")})
    text = ""
    for fragment in _fragments(block):
        if fragment is mark:
            break
        if isinstance(fragment, str):
            text += fragment
        elif fragment.tag == MATH:
            text = ""
    return text


def _fragments(element: etree._Element) -> Iterator[str | etree._Element]:
    """Elements and texts in reading order."""
    if element.tag != MATH:
        yield element.text or ""
        for child in element:
            yield child
            yield from _fragments(child)
            yield child.tail or ""


def test_notes_stand_on_the_page_of_their_mark(sample: Made) -> None:
    """The text of a note is at the foot of the page on which its mark stands."""
    begun = starts(sample)
    notes = list(_notes(sample))
    assert len(notes) > 10
    for chapter, mark, note in notes:
        pages = sample.pdf.pages[begun[chapter] - 1 :]
        marked = next((page for page in pages if mark in page.letters), None)
        assert marked, f"{chapter}: no page has {mark}"
        assert note in marked.letters, f"{chapter}: the note of {mark} is not on page {marked.number}"


def test_text_is_free_of_joiners(made: Made) -> None:
    """Korean words are held together on paper, and copied out without the marks that do it."""
    assert set() == set("\u2060\ufeff\u200b\ufffd") & set(made.pdf.text)


def test_hanja_are_korean(sample: Made) -> None:
    """Hanja are drawn with the Korean forms: no Japanese or Chinese face is in the file."""
    names = " ".join(font["name"] for font in sample.pdf.fonts)
    assert not re.search(r"CJK-?(JP|SC|TC|HK)", names)
