"""WeasyPrint and pydyf: what layout/engine.py, engine_pdf.py, images.py and structure.py assume of them."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from weasyprint.draw import text
from weasyprint.images import RasterImage

from publisher.assets import glyphs
from publisher.assets.fonts import FontSet, find_fonts
from publisher.passes.sanitize import MAX_DEPTH
from publisher.writers.pdf.layout import engine, engine_pdf, images, programs
from publisher.writers.pdf.layout.context import LayoutContext, context
from publisher.writers.pdf.layout.emoji import Unpack, unpacked_once

pytestmark = pytest.mark.contract
CSS = '@page { size: 300px 300px; margin: 10px } body { font-family: "publisher body" }'
WIDTH = 300  # px, of a page
EPOCH = 1_600_000_000
TEXT = "가나다 라마바 the end " * 40
HTML = f"""<html lang="ko"><body>
<h1 id="a">제목 <b>굵게</b></h1>
<p>Some <a href="#b">link</a> and <a href="https://example.org/a%20b">out</a>, <a href="book:가-1">in</a>.</p>
<ul><li>one<li>two<ol><li>three</ol></ul>
<table><tr><th>A<th>B<tr><td>1<td>2</table>
<p><img src="asset:a.png" alt="a"></p>
<p><img src="asset:b.jpg" alt="b" style="image-rendering: pixelated"></p>
<h2 id="b">끝</h2><p>{TEXT}</p></body></html>"""


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG", comment=b"a comment stays")
    return out.getvalue()


@dataclass(frozen=True)
class Drawn:
    """A document as layout.py has it drawn."""

    laid: engine.Laid
    pdf: pikepdf.Pdf
    fonts: FontSet
    pages: list[Any] = field(default_factory=list)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawn]:
    """Text, links, lists, a table, and pictures, on several pages."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = find_fonts({"body": ("Noto Serif CJK KR", "NanumMyeongjo")}, folder, "가")
    on = context(CSS, fonts, folder, EPOCH)
    files = {"asset:a.png": images.stand_in(30, 20, b"7"), "asset:b.jpg": _jpeg()}
    laid = engine.lay_out(HTML, files, on, uncompressed_pdf=True, pdf_tags=True)
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf:
        yield Drawn(laid, pdf, on.fonts, [page.obj for page in pdf.pages])


def test_an_emoji_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bitmap of a font that stands in a text many times is unpacked once, and drawn as if it were not."""
    fish = "\U0001f41f "
    fonts = find_fonts({"body": ("Noto Color Emoji",)}, tmp_path, fish)
    on = context(CSS, fonts, tmp_path, EPOCH)
    names: list[str] = []

    def counted(picture: Image.Image, name: str, file: bytes) -> RasterImage:
        names.append(name)
        return RasterImage(picture, name, file)

    def pdf(make: Unpack) -> bytes:
        monkeypatch.setattr(text, "RasterImage", make)
        return engine.lay_out(f"<p>{fish * 50}</p>", {}, on, pdf_identifier=b"a").pdf

    assert pdf(counted) == pdf(unpacked_once(counted))
    assert 51 == len(names)


def test_a_file_that_cannot_be_read_is_no_broken_picture(tmp_path: Path) -> None:
    """A picture or a font that is gone meanwhile ends the layout: the engine alone goes on without it, and
    what it made was kept."""
    gone = tmp_path / "gone.svg"
    plain = LayoutContext("", (), FontSet(()), EPOCH)
    with pytest.raises(FileNotFoundError):
        engine.rendered('<img src="asset:a.svg">', {"asset:a.svg": gone}, plain)
    css = "@font-face { font-family: a; src: url(font:a) } p { font-family: a }"
    with pytest.raises(FileNotFoundError):
        engine.rendered("<p>가</p>", {}, replace(plain, css=css, files=(("font:a", gone),)))


def test_pages_share_their_resources(drawn: Drawn) -> None:
    """All pages of a document have one dictionary of fonts and pictures."""
    assert 1 < len(drawn.pages) == len(engine_pdf.pages_of(drawn.pdf))


def test_operators_are_those_that_qpdf_reads(drawn: Drawn) -> None:
    """A page cut into operators as we cut it has those that another program finds in it."""
    for page in drawn.pages:
        wanted = [str(one.operator).encode() for one in pikepdf.parse_content_stream(page)]
        assert wanted == [one.split()[-1] for one in engine_pdf.operators(engine_pdf.content_of(page))]


def test_each_run_of_text_has_a_matrix(drawn: Drawn) -> None:
    """A run is BT, its matrix, its font, what it shows, ET: so it can be taken out by itself."""
    for page in drawn.pages:
        found = engine_pdf.operators(engine_pdf.content_of(page))
        names = [one.split()[-1] for one in found]
        for at in (place for place, name in enumerate(names) if name in (b"TJ", b"Tj")):
            begun = names[:at][::-1].index(b"BT")
            assert names[at - begun : at].count(b"Tm") == 1, "a run of text without a matrix of its own"
            assert names[at - begun : at + 2][-1] == b"ET", "two runs of text between BT and ET"


def test_text_is_shown_in_codes(drawn: Drawn) -> None:
    """What pages say is read from hexadecimal codes of two bytes by the fonts' maps to Unicode, all of it."""
    letters = programs.found_in(drawn.pages[0].Resources, drawn.fonts).letters
    said = "".join(engine_pdf.said(engine_pdf.content_of(page), letters) for page in drawn.pages)
    assert "�" not in said
    for wanted in ("제목", "굵게", "link", "three", TEXT):
        assert "".join(wanted.split()) in "".join(said.split())


def test_maps_to_unicode(drawn: Drawn) -> None:
    """A font names its glyphs one by one, each by two bytes: no ranges."""
    for font in drawn.pages[0].Resources.Font.values():
        cmap = font.ToUnicode.read_bytes()
        assert b"beginbfchar" in cmap and b"beginbfrange" not in cmap
        assert b"<0000> <ffff>" in cmap.partition(b"beginbfchar")[0], "codes of another length than two bytes"


def test_fonts_keep_the_ids_of_their_glyphs(drawn: Drawn) -> None:
    """Each font is Identity-H, its glyphs have the ids, shapes and advances of the theme's own file."""
    found = programs.found_in(drawn.pages[0].Resources, drawn.fonts)
    assert len(drawn.pages[0].Resources.Font) == len(found.shared) > 1
    for font in found.shared.values():
        advances = glyphs.advances(font.face, font.letters)
        assert advances == pytest.approx({glyph: found.widths[font.name][glyph] for glyph in advances}, abs=1)


def test_boxes_stand_for_a_face(drawn: Drawn, tmp_path: Path) -> None:
    """Where boxes stand for a face, letters and advances are what they ever were, PDFium sees each word at
    its place, and the program of the face is not in the file."""
    on, html = context(CSS, drawn.fonts, tmp_path, EPOCH), "<p>가나다, <b>Quickly</b></p><pre>if x:</pre>"
    laid = engine.lay_out(html, {}, on, boxes=on.fonts.faces, uncompressed_pdf=True)
    cut = engine.lay_out(html, {}, on, uncompressed_pdf=True)
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf, pikepdf.open(io.BytesIO(cut.pdf)) as other:
        ours = programs.found_in(pdf.pages[0].Resources, on.fonts, laid.boxed)
        theirs = programs.found_in(other.pages[0].Resources, on.fonts)
    assert (theirs.letters, theirs.widths) == (ours.letters, ours.widths)
    assert {font.name: font.face for font in theirs.shared.values()} == laid.boxed
    assert _places_of_words(cut.pdf) == [
        pytest.approx(place, abs=0.02) for place in _places_of_words(laid.pdf)
    ]
    assert not any(Path(face.path).read_bytes() in laid.pdf for face in on.fonts.faces)


def test_no_boxes_for_letters_that_no_face_has(drawn: Drawn, tmp_path: Path) -> None:
    """A font for which the engine makes up glyphs keeps its program, as it stays in its chapter's file."""
    on = context(CSS, drawn.fonts, tmp_path, EPOCH)
    laid = engine.lay_out("<p>가\U0010fffd나</p>", {}, on, boxes=on.fonts.faces, uncompressed_pdf=True)
    with pikepdf.open(io.BytesIO(laid.pdf)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        made_up = {name[1:] for name, font in fonts.items() if font.Encoding != "/Identity-H"}
    assert made_up
    assert made_up.isdisjoint(laid.boxed)


def _places_of_words(pdf: bytes) -> list[tuple[float, ...]]:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return [text.get_rect(index) for index in range(text.count_rects())]


def test_fonts_are_named_by_their_face(drawn: Drawn) -> None:
    """A font's name says family and weight, behind six letters and a plus: where to look first."""
    names = {str(font.BaseFont)[8:] for font in drawn.pages[0].Resources.Font.values()}
    assert {"publisher-body", "publisher-body-Bold"} <= names


def test_jpegs_are_taken_over(drawn: Drawn) -> None:
    """A JPEG's own bytes stand in the PDF, a stand-in's too, whatever the engine calls it."""
    pictures = [thing for thing in drawn.pages[0].Resources.XObject.values() if thing.Subtype == "/Image"]
    datas = {bytes(one.read_raw_bytes()): bool(one.Interpolate) for one in pictures}
    assert {images.stand_in(30, 20, b"7"): True, _jpeg(): False} == datas


def test_links(drawn: Drawn) -> None:
    """A link in the document has a place's name, a string; others have their address as it was written."""
    links = [link for page in drawn.pages for link in page.get("/Annots", ())]
    assert ["b"] == [str(link.Dest) for link in links if "/Dest" in link]
    assert ["https://example.org/a%20b", "book:%EA%B0%80-1"] == [
        str(link.A.URI) for link in links if "/A" in link
    ]
    assert all(isinstance(link.Dest, pikepdf.String) for link in links if "/Dest" in link)
    assert all(len(link.Rect) == 4 for link in links)


def test_places_and_outline(drawn: Drawn) -> None:
    """Pages tell where ids are and what the outline has, from their top left, in CSS px."""
    first, *others = drawn.laid.document.pages
    assert (WIDTH, WIDTH) == (first.width, first.height)
    x, y, *_ = first.anchors["a"]
    assert 10 <= x < WIDTH / 2 and 10 <= y < WIDTH / 2
    assert any("b" in page.anchors for page in others)
    ((level, label, (left, top), _),) = first.bookmarks
    assert (1, "제목 굵게", x, y) == (level, label, left, top)


# Tags


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _elements(element: Any) -> Iterator[Any]:
    yield element
    for kid in _kids(element):
        if not isinstance(kid, int) and "/S" in kid:
            yield from _elements(kid)


def _tags(drawn: Drawn) -> list[Any]:
    (document,) = _kids(drawn.pdf.Root.StructTreeRoot)
    return list(_elements(document))


def test_kids_of_tags(drawn: Drawn) -> None:
    """A kid is an element below this one, marked content of the element's page, or a reference to a link."""
    pages = {page.objgen for page in drawn.pages}
    for element in _tags(drawn):
        for kid in _kids(element):
            if isinstance(kid, int):
                assert element.Pg.objgen in pages, f"{element.S} holds marked content of no page"
            elif "/S" in kid:
                assert kid.P.objgen == element.objgen
            else:
                assert "/OBJR" == kid.Type and "/Link" == kid.Obj.Subtype


def test_all_marked_content_is_tagged_once(drawn: Drawn) -> None:
    """Each number of marked content on a page is a kid of one element: each text is said, and once."""
    for page in drawn.pages:
        operators = engine_pdf.operators(engine_pdf.content_of(page))
        marked = [one for one in operators if one.endswith(b"BDC")]
        numbers = [int(one.split(b"/MCID")[1].split(b">")[0]) for one in marked if b"/MCID" in one]
        held = [
            kid
            for element in _tags(drawn)
            if "/Pg" in element and element.Pg.objgen == page.objgen
            for kid in _kids(element)
            if isinstance(kid, int)
        ]
        assert sorted(numbers) == sorted(held)
        assert len(numbers) == len(set(numbers))


def test_kinds_of_tags(drawn: Drawn) -> None:
    """Headings, paragraphs, links, lists, tables and pictures are tagged as what they are, in their order."""
    kinds = [str(element.S)[1:] for element in _tags(drawn)]
    told = [kind for kind in kinds if kind not in ("Span", "NonStruct", "Div", "TBody")]
    assert ["Document", "H1", "P", "Link", "Link", "Link", "L", "LI", "Lbl", "LBody"] == told[:10]
    assert ["Table", "TR", "TH", "TH", "TR", "TD", "TD"] == told[told.index("Table") :][:7]
    assert ["P", "Figure", "P", "Figure", "H2"] == told[told.index("TD") + 2 :][:5]


def test_what_tags_say(drawn: Drawn) -> None:
    """A picture has its words; a cell of a head has an id, by which other cells name it."""
    tags = _tags(drawn)
    assert ["a", "b"] == [str(one.Alt) for one in tags if one.S == "/Figure"]
    heads = [bytes(one.ID) for one in tags if one.S == "/TH"]
    cells = [bytes(name) for one in tags if one.S == "/TD" for name in one.A.Headers]
    assert 2 == len(set(heads))
    assert heads == cells


# What it says and asks


def test_it_complains_to_its_log(caplog: pytest.LogCaptureFixture) -> None:
    """Faults of a style sheet are told, and so is a letter that no font has, with the word "glyph"."""
    with caplog.at_level(logging.WARNING, "weasyprint"):
        engine.HTML(string="<p style='colour: red'>\U0010fffd</p>").write_pdf()
    colour, letter = (record.getMessage() for record in caplog.records if record.name == "weasyprint")
    assert "colour" in colour and "glyph" not in colour
    assert "glyph" in letter


def test_the_clock_is_not_seen(tmp_path: Path) -> None:
    """A font that is cut down has the time of SOURCE_DATE_EPOCH: two builds of a book are the same."""
    fonts = find_fonts({"body": ("Noto Serif CJK KR", "NanumMyeongjo")}, tmp_path, "가")
    on = context(CSS, fonts, tmp_path, EPOCH)
    files = {"asset:a.png": images.stand_in(30, 20, b"7"), "asset:b.jpg": _jpeg()}
    one, two = (engine.lay_out(HTML, files, on, pdf_identifier=b"x").pdf for _ in range(2))
    assert one == two


def test_there_is_room_for_what_a_post_nests() -> None:
    """Twice as many elements in one another as a post may have are laid out: our own calls around the
    engine's, and its own, do not fill the stack."""
    deep = 2 * MAX_DEPTH
    laid = engine.rendered("<div>가" * deep + "</div>" * deep, {}, LayoutContext("", (), FontSet(()), EPOCH))
    assert 1 < len(laid.places)
