"""writers/pdf/layout/engine_pdf.py: pages, maps and tags read by PDF's rules; what is unknown is no guess."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from publisher.errors import LayoutError
from publisher.writers.pdf.layout import engine_pdf
from publisher.writers.pdf.layout.fragment import Font, packed
from publisher.writers.pdf.layout.structure import Thinned

CONTENT = b"""q 1 0 0 -1 0 10 cm
/Span
<</MCID 0 /Lang (Tj ko \\) Q)>>
BDC BT 1 0 0 1 5 5 Tm /AB 12 Tf [<0041>-20<00420043>] TJ ET EMC
/Artifact BMC <</X true>> /Pl gs EMC Q"""


def test_operators_however_they_are_spaced() -> None:
    """Each operator stands with its operands, on one line or several; words in strings are none."""
    found = engine_pdf.operators(CONTENT)
    names = [b"q", b"cm", b"BDC", b"BT", b"Tm", b"Tf", b"TJ", b"ET", b"EMC", b"BMC", b"gs", b"EMC", b"Q"]
    assert names == [one.split()[-1] for one in found]
    assert b" ".join(CONTENT.split()) == b" ".join(b" ".join(found).split())
    assert not {b"BDC", b"EMC", b"BMC"} & {one.split()[-1] for one in engine_pdf.untagged(found)}
    assert [((0x41,), 0.0), ((), -20.0), ((0x42, 0x43), 0.0)] == list(engine_pdf.glyphs_of(found[6]))


def test_text_in_letters_is_not_guessed() -> None:
    """Where text is no codes, the book is laid out as one document."""
    with pytest.raises(LayoutError):
        list(engine_pdf.glyphs_of(b"[(AB)] TJ"))


def test_widths_of_ranges() -> None:
    """A width may be told for each of some glyphs, or for all from one to another."""
    row = Array([3, Array([500, 250.5]), 7, 8, 100])
    assert {3: 500, 4: 250.5, 7: 100, 8: 100} == engine_pdf.widths_of(row)


def test_pages_with_resources_of_their_own_are_not_guessed() -> None:
    """Pages of one document share what they show."""
    pdf = pikepdf.new()
    for _ in range(2):
        page = pdf.add_blank_page()
        page.obj.Resources = pdf.make_indirect(Dictionary())
    with pytest.raises(LayoutError):
        engine_pdf.pages_of(pdf)


def test_an_unknown_kid_of_a_tag_is_not_guessed() -> None:
    """A tag holds text of its page, links, and tags: with anything else the tree would lose something."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    odd = Dictionary(Type=Name.MCR, Pg=page, MCID=0)
    pdf.Root.StructTreeRoot = Dictionary(K=Array([pdf.make_indirect(Dictionary(S=Name.P, Pg=page, K=odd))]))
    with pytest.raises(LayoutError):
        Thinned(pdf, [page], "a")


def test_a_font_of_no_letters() -> None:
    """A title of nothing but marks of direction has a font whose glyphs stand for no letter."""
    cmap = b"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    font = Font("A", "a", b"/A", b"", *packed({}))
    assert {} == engine_pdf.names_of(cmap + b"endcmap") == font.letters
    for odd in (
        b"",
        cmap + b"1 beginbfrange\n<0001> <0002> <0041>\nendbfrange",
        cmap + b"1 beginbfchar\n<a>\nendbfchar",
    ):
        with pytest.raises(LayoutError):
            engine_pdf.names_of(odd)
