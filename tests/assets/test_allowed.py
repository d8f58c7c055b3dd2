"""allowed.py."""

import pytest
from lxml import etree

from publisher.assets import allowed
from publisher.assets.allowed import DRAWING, EPUB, PAPER, Medium

SPACES = (
    f'xmlns="{allowed.XHTML}" xmlns:s="{allowed.SVG}" xmlns:m="{allowed.MATHML}" xmlns:epub="{allowed.OPS}" '
    'xmlns:x="http://www.w3.org/1999/xlink"'
)
OUT: tuple[tuple[Medium, str, str], ...] = (
    (EPUB, "<script>x</script>", "<script>"),
    (EPUB, "<p onclick='x'/>", "onclick"),
    (EPUB, "<a href='javascript:x'/>", "href=javascript:x"),
    (EPUB, "<a href='java&#9;script:x'/>", "href=java\tscript:x"),
    (EPUB, "<a href=' \\\\e.org'/>", "href= \\\\e.org"),
    (EPUB, "<a href='file:///etc/passwd'/>", "href=file:///etc/passwd"),
    (EPUB, "<img src='https://e.org/a.png'/>", "src=https://e.org/a.png"),
    (EPUB, "<img src='data:image/png;base64,AA'/>", "src=data:image/png;base64,AA"),
    (EPUB, "<link rel='prefetch' href='a'/>", "rel=prefetch"),
    (EPUB, "<meta http-equiv='refresh'/>", "http-equiv"),
    (EPUB, "<form action='x'><p/></form>", "<form>"),
    (EPUB, "<m:mtext href='https://e.org'/>", "href"),
    (EPUB, "<m:annotation-xml/>", "<annotation-xml>"),
    (EPUB, "<s:foreignObject/>", "<foreignObject>"),
    (EPUB, "<s:image x:href='https://e.org'/>", "href=https://e.org"),
    (EPUB, "<y xmlns='urn:y'/>", "<y>"),
    (EPUB, "<?php x?>", "an instruction"),
    (EPUB, "<style>@import 'x';</style>", "@import"),
    (DRAWING, "<s:a href='https://e.org'/>", "href=https://e.org"),
    (DRAWING, "<s:image href='data:text/html;base64,AA'/>", "href=data:text/html;base64,AA"),
    (DRAWING, "<s:set attributeName='href'/>", "attributeName=href"),
    (PAPER, "<a href='tel:1'/>", "href=tel:1"),
    (PAPER, "<a href='a.html'/>", "href=a.html"),
)


@pytest.mark.parametrize(("medium", "markup", "what"), OUT)
def test_what_no_book_holds(medium: Medium, markup: str, what: str) -> None:
    """It is found, named and taken out; then nothing is found."""
    root = etree.fromstring(f"<div {SPACES}>가{markup}나</div>")
    assert what == allowed.outside(root, medium)
    assert what in [stray.what for stray in allowed.clean(root, medium)]
    assert "" == allowed.outside(root, medium)
    assert "가나" == "".join(root.itertext()).replace("x", "")


def test_unknown_elements_leave_their_words() -> None:
    """Of what runs nothing stays; of any other the words, and what is good in them."""
    root = etree.fromstring(f"<div {SPACES}><blink>가<b>나</b><script>x</script>다</blink>라</div>")
    allowed.clean(root, EPUB)
    assert "가<b>나</b>다라" in etree.tostring(root, encoding="unicode").replace(f" {SPACES}", "")


GOOD = (
    "<p class='a' aria-label='f(x)' data-head='url(x)' title='expression(x)' epub:type='note'>가</p>",
    "<a href='https://e.org/(a)'/><a href='#a'/><a href='c1.xhtml#a'/><a href='tel:1'/>",
    "<img src='images/a.png' alt='a(b'/>",
    "<m:math alttext='\\frac(1)' display='block'><m:mi mathvariant='bold'>x</m:mi></m:math>",
    "<s:svg viewBox='0 0 1 1'><s:rect transform='rotate(45)' fill='url(#a)'/><s:use x:href='#b'/></s:svg>",
    "<td style='text-align: right; color: color-mix(in srgb, currentColor 60%, red)'/><!-- 가 -->",
)


@pytest.mark.parametrize("markup", GOOD)
def test_what_is_good_stays(markup: str) -> None:
    """Nothing is found, and nothing is changed."""
    root = etree.fromstring(f"<div {SPACES}>{markup}</div>")
    before = etree.tostring(root)
    assert ("", ()) == (allowed.outside(root, EPUB), allowed.clean(root, EPUB))
    assert before == etree.tostring(root)


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html SYSTEM 'x'>",
        "<!DOCTYPE html [<!ENTITY a 'b'>]>",
        "<!DOCTYPE html [<!ATTLIST p onclick CDATA 'x'>]>",
        "<?xml-stylesheet href='x'?>",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!-- --><?x?>",
        "<!--" * 30_000,
    ],
)
def test_what_stands_before_a_document(start: str) -> None:
    """A DTD, an instruction or another encoding is no plain beginning."""
    assert not allowed.begins_plainly(f"{start}<html/>".encode())
    assert allowed.begins_plainly(
        b"<?xml version='1.0' encoding='utf-8'?>\n<!-- a -->\n<!DOCTYPE html>\n<html/>"
    )
