"""tests/scan.py finds what it looks for: what it cannot find, a clean book does not prove."""

import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests.scan import outside_the_list, pdf_outside_the_list

SPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:s="http://www.w3.org/2000/svg"'
BODIES = (
    "<script/>",
    '<p onclick="x"/>',
    "<iframe/>",
    "<s:iframe/>",
    '<a href="javascript:x"/>',
    '<a href="java&#10;script:x"/>',
    '<img src="//e.org/a.png"/>',
    '<img src="gone.png"/>',
    '<img src="data:text/html,x"/>',
    "<style>@import 'x'</style>",
    '<p style="color: url(//e.org)"/>',
    '<p style="color: \\75rl(//e.org)"/>',
    "<style>p { color: image-set('a' 1x) }</style>",
    '<p style="behavior: x"/>',
    '<s:rect fill="url(//e.org)"/>',
    '<s:set attributeName="href" to="x"/>',
    "<x/>",
    "<?php x?>",
    '<link rel="prefetch" href="a.xhtml"/>',
    '<meta http-equiv="refresh"/>',
    '<x xmlns="urn:x"/>',
    "&x;",
    "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='x'/%3E\"/>",
)


@pytest.mark.parametrize("body", BODIES)
def test_finds_in_an_epub(body: str, tmp_path: Path) -> None:
    """Each is named; the page without it is good."""
    head = "<!DOCTYPE html [<!ENTITY x 'y'>]>" if body == "&x;" else ""
    for text, count in ((body, 1), ("<p>가</p>", 0)):
        with zipfile.ZipFile(tmp_path / "a.epub", "w") as file:
            file.writestr("EPUB/a.xhtml", f"{head if count else ''}<html {SPACES}><body>{text}</body></html>")
        assert bool(count) == bool(outside_the_list(tmp_path / "a.epub"))


@pytest.mark.parametrize("name", ["a.js", "a.html", "../a.xhtml", "images/a.exe"])
def test_finds_files(name: str, tmp_path: Path) -> None:
    """Kinds of files that no book has, and names that lead out of it."""
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as file:
        file.writestr(name, "<html xmlns='http://www.w3.org/1999/xhtml'/>")
    assert outside_the_list(tmp_path / "a.epub")


def _action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(kind), **more)


ACTIONS = (
    _action("/JavaScript", JS="x"),
    _action("/Launch", F="x"),
    _action("/GoToR", F="x"),
    _action("/SubmitForm"),
    _action("/URI", URI="file:///etc/passwd"),
    _action("/URI", URI="javascript:x"),
    _action("/URI", URI="https://e.org", Next=_action("/JavaScript", JS="x")),
)


@pytest.mark.parametrize("place", ["link", "open", "page"])
@pytest.mark.parametrize("action", ACTIONS, ids=range(len(ACTIONS)))
def test_finds_in_a_pdf(place: str, action: pikepdf.Dictionary, tmp_path: Path) -> None:
    """Actions behind links, pages and the opening of the book; a link to the web is good."""
    good = _action("/URI", URI="https://e.org/")
    for one, found in ((action, True), (good, False)):
        pdf = pikepdf.new()
        page = pdf.add_blank_page().obj
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=good
        )
        page.Annots = [link]
        if place == "link" or not found:
            link.A = one
        elif place == "open":
            pdf.Root.OpenAction = one
        else:
            page.AA = pikepdf.Dictionary(O=one)
        pdf.save(tmp_path / "a.pdf")
        assert found == bool(pdf_outside_the_list(tmp_path / "a.pdf"))
