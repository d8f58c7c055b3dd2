"""Addresses of links on paper: in notes, in lists, as QR codes; and the pages of links to other posts."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.assets.xhtml import Element, fragment, inner, text_of
from publisher.writers.pdf.compose import addresses, notes, page_refs, qr
from publisher.writers.pdf.compose.link_notes import LinkNotes
from publisher.writers.pdf.layout import engine
from tests.books import Pdf, post, run, small_blog
from tests.outside.whole import broken_rules, cut_words, unsound

_TO = '<a href="{0}">{1}</a>'
_WORDS = {
    "addresses": "주소",
    "qr_code": "{name:으로/로} 가는 QR 코드",
    "page_ref": "({}쪽)",
    "post_ref": "(‹{title}› {page}쪽)",
    "post_note": "‹{title}› {page}쪽",
}
_NOTE = (
    '<aside class="footnote" role="doc-footnote" id="c-n1"><p>'
    '<a class="back" role="doc-backlink" href="#c-r1">1</a> {}</p></aside>'
)
_MARK = '<sup><a class="noteref" role="doc-noteref" href="#c-n1" id="c-r1">1</a></sup>'


def _noted(xhtml: str) -> Element:
    """A chapter with notes that say its addresses."""
    root = fragment(xhtml)
    linked = LinkNotes(root, "c")
    linked.say_addresses()
    linked.number()
    return root


def _said(root: Element) -> list[str]:
    return [text_of(note) for note in root.iter("aside")]


@pytest.mark.parametrize(
    ("shown", "href"),
    [
        ("https://한글.org/가/나?b=다", "https://xn--bj0bj06e.org/%EA%B0%80/%EB%82%98?b=%EB%8B%A4"),
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),
        ("https://e.org/%E2%80%AEgpj.exe", "https://e.org/%E2%80%AEgpj.exe"),
        ("https://e.org/%25zz%EA", "https://e.org/%25zz%EA"),
        ("hello@example.org", "mailto:hello@example.org?subject=%EA%B0%80"),
        ("+82-33-640-0114", "tel:+82-33-640-0114"),
        ("ftp://e.org/pub/", "ftp://e.org/pub/"),
        ("https://e.org/" + "a" * 186 + "…", "https://e.org/" + "a" * 5000),
    ],
)
def test_what_is_shown(shown: str, href: str) -> None:
    """Letters as people read them, a very long address cut; the link leads to the exact one."""
    root = _noted("<p>" + _TO.format(href, "말") + "</p>")
    (address,) = root.iterfind(".//a[@class='address']")
    assert (shown, href) == (address.text, address.get("href"))


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("https://e.org/", "https://e.org"), ("https://www.e.org/a/", "e.org/a"), ("http://e.org/", "http://E.org"),
        ("https://e.org/%EA%B0%80", "https://e.org/가"), ("https://e.org/%EA%B0%80", "https://e.org/%EA%B0%80"),
        ("https://e.org/", "이곳(https://e.org/)"[2:]), ("https://e.org/", "누리집 https://e.org"),
        ("mailto:a@e.org", "a@e.org"), ("tel:+82-33-640-0114", "033-640-0114"),
        ("#c-h1", "아래로"), ("book:d", "앞 글"),
    ],
)  # fmt: skip
def test_words_that_are_the_address(href: str, words: str) -> None:
    """They have no note, nor has a link within the book."""
    assert [] == _said(_noted("<p>" + _TO.format(href, words) + "</p>"))


def test_words_that_are_another_address() -> None:
    """The true one is said."""
    root = _noted("<p>" + _TO.format("https://evil.org/", "https://bank.org/") + "</p>")
    assert ["1 https://evil.org/"] == _said(root)


def test_one_note_for_an_address() -> None:
    """The second mark leads to the note of the first, with its number; words and particles stay around it."""
    root = _noted(f"<p>{_TO.format('https://e.org/', '가')}를 {_TO.format('https://e.org/', '나')}도</p>")
    notes.to_foot(root)
    assert ["1"] == [one.get("data-number") for one in root.iter("span") if one.get("class") == "footnote"]
    assert re.search(r"</span></span></span>를 .*나</a><sup><a [^>]*>1</a></sup>도", inner(root))


def test_one_row_of_numbers() -> None:
    """Notes of the post and of links are numbered in the order of their marks, also those at the end."""
    links = [_TO.format(f"https://e.org/{n}", f"말{n}") for n in range(3)]
    root = _noted(
        f"<h2>{links[0]}</h2><p>글{_MARK} {links[1]}</p><table><tr><td>{links[2]}</td></tr></table>"
        f'<section class="notes">{_NOTE.format("본디 주")}</section>'
    )
    assert ["1 https://e.org/0", "2 본디 주", "3 https://e.org/1", "4 https://e.org/2"] == _said(root)
    assert ["1", "2", "3", "4"] == [mark.text for mark in root.iter("a") if mark.get("class") == "noteref"]


def test_a_link_in_a_note() -> None:
    """A note has no notes: the address stands in it."""
    note = _NOTE.format(f"{_TO.format('https://e.org/', '표')}를 보라")
    root = _noted(f'<p>글{_MARK}</p><section class="notes">{note}</section>')
    assert ["1 표(https://e.org/)를 보라"] == _said(root)


@pytest.mark.parametrize(
    ("count", "xhtml"),
    [
        (1, '<figure><a href="https://e.org/1"><img/></a><figcaption>글</figcaption></figure>'),
        (0, '<figure><a href="https://e.org/a.JPG"><img/></a><figcaption>가</figcaption></figure>'),
        (0, '<p><a href="https://e.org/1"><img/></a></p>'),
        (0, '<pre><code>x <a href="https://e.org/1">y</a></code></pre>'),
        (0, '<p><a href="https://e.org/v"><b>동영상</b> <span class="address">e.org/v</span></a></p>'),
        (1, '<p><strong><a href="https://e.org/1">굵게</a></strong></p>'),
        (0, '<p><a href="mailto:a@e.org">mailto:a@e.org</a></p>'),
        (0, '<p><a href="https://e.org/1"></a></p>'),
    ],
)  # fmt: skip
def test_where_marks_stand(count: int, xhtml: str) -> None:
    """In the caption of a linked picture, but not where that is its own file; nowhere in code."""
    assert count == len(_said(_noted(xhtml)))


def test_many_links() -> None:
    """500 links of a chapter have 500 notes in their order; `end` has a list of them."""
    text = "".join(f"<p>{_TO.format(f'https://e.org/{n}', '말')}</p>" for n in range(500))
    root = _noted(text)
    notes.to_foot(root)
    assert [str(n + 1) for n in range(500)] == [
        one.get("data-number") for one in root.iter("span") if one.get("class") == "footnote"
    ]
    listed = fragment(text)
    assert {} == addresses.at_end(listed, "c", _WORDS, coded=False)
    assert 500 == len(listed.findall("section/ol/li"))


def test_list_at_the_end() -> None:
    """Each address once, with what it is called; marks lead to its line."""
    links = (("https://e.org/1", "하나"), ("https://e.org/2", "https://e.org/2"), ("https://e.org/1", "다시"))
    root = fragment("<p>" + " ".join(_TO.format(*link) for link in links) + "</p>")
    addresses.at_end(root, "c", _WORDS, coded=False)
    assert ["하나[1] https://e.org/2 다시[1]", "주소[1] 하나 https://e.org/1"] == [
        text_of(one) for one in root
    ]
    assert {"#c-l1"} == {mark.get("href") for mark in root.iterfind(".//sup/a")}


@pytest.mark.parametrize(
    ("expected", "title", "words"),
    [
        ("앞 글(‹바다› 00쪽)을", "바다", "앞 글"), ("바다(00쪽)을", "바다", "바다"),
        ("‘바 다’(00쪽)을", "바다", "‘바 다’"),
        ("앞 글(‹{title} %s› 00쪽)을", "{title} %s", "앞 글"),
        ("앞 글(‹바다› 00쪽)을", "\u202e바다\u2067", "앞 글"),
        (f"앞 글(‹{'파' * 60}…› 00쪽)을", "파" * 1000, "앞 글"),
    ],
)  # fmt: skip
def test_page_of_another_post(expected: str, title: str, words: str) -> None:
    """The title and the page behind the words; the page alone where the words are the title."""
    root = fragment(f"<p>{_TO.format('book:d', words)}을</p>")
    page_refs.say(root[0][0], title, page_refs.Number("", "field:d", "00"), _WORDS, None)
    assert expected == text_of(root)


@pytest.mark.parametrize("form", ["({}쪽, {})", "{{}} {}", "쪽", "{:02}"])
def test_words_of_a_theme(form: str) -> None:
    """Whatever a theme says, the number stands there once."""
    root = fragment(f"<p>{_TO.format('book:d', '바다')}</p>")
    page_refs.say(root[0][0], "바다", page_refs.Number("", "field:d", "00"), {"page_ref": form}, None)
    assert ["00"] == [number.text for number in root.iterfind(".//a[@class='page-number']")]


def test_note_for_another_post() -> None:
    """With notes, both stand in one, the same for each link to that post; in a note they stand in it."""
    link = _TO.format("book:d", "앞 글")
    root = fragment(f'<p>{link}, {link}{_MARK}</p><section class="notes">{_NOTE.format(link)}</section>')
    linked = LinkNotes(root, "c")
    for one in list(root.iter("a")):
        if one.get("href") == "book:d":
            page_refs.say(one, "바다", page_refs.Number("", "field:d", "00"), _WORDS, linked)
    linked.number()
    assert ["1 ‹바다› 00쪽", "2 앞 글(‹바다› 00쪽)"] == _said(root)


def test_no_code_for_too_long_an_address() -> None:
    """It stands in the list all the same."""
    root = fragment("<p>" + _TO.format("https://e.org/" + "a" * 1000, "말") + "</p>")
    assert {} == addresses.at_end(root, "c", _WORDS, coded=True)
    assert ["[1]"] == [one.get("data-number") for one in root.iterfind("section/div/div")]


_CODED = ("https://e.org/%ED%95%9C%EA%B8%80?q=1", "mailto:a@e.org", "https://e.org/" + "b" * 900)


def _seen(page: pymupdf.Page) -> Image.Image:
    drawn = page.get_pixmap(dpi=300)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def _pictures(pdf: Path) -> Iterator[Image.Image]:
    """The first page at 300 dpi, as MuPDF and as PDFium draw it."""
    with pymupdf.open(pdf) as file:
        yield _seen(file[0])
    yield pypdfium2.PdfDocument(pdf)[0].render(scale=300 / 72).to_pil()


def test_codes_can_be_read(tmp_path: Path) -> None:
    """Two renderers draw codes from which a third program reads the exact addresses."""
    codes = [code for one in _CODED if (code := qr.drawn(one))]
    assert len(_CODED) == len(codes) and codes[0].edge < codes[2].edge
    drawings: Mapping[str, bytes] = {code.address: code.svg for code in codes}
    pictures = "".join(f'<img src="{c.address}" alt="" style="width: {c.edge}mm"><br>' for c in codes)
    fonts = find_fonts(load_theme("base", tmp_path).fonts, tmp_path, "가")
    pdf = tmp_path / "codes.pdf"
    pdf.write_bytes(engine.draw(pictures, fonts, tmp_path, drawings))
    for picture in _pictures(pdf):
        assert {*_CODED} == {code.text for code in zxingcpp.read_barcodes(picture)}


_TEXT = """[해양조사원](https://sea.go.kr/%EA%B0%80)과
[다시](https://sea.go.kr/%EA%B0%80)[^1], [뒤](/2024/01/02/b/).

## [문서](https://docs.example.org/a)

| 표 |
|---|
| [칸](https://e.org/2) |

- [첫째](mailto:a@e.org)

[^1]: [주](https://e.org/3)
"""


def test_a_long_word_beside_a_code(tmp_path: Path) -> None:
    """It is parted there, and does not go below the code."""
    text = "[가](https://openfontlicenseandothers.org/) [나](https://e.org/)"
    blog = small_blog(tmp_path / "blog", {"a.md": post("글", text)})
    (blog / "book.toml").write_text('[pdf]\nlinks = "qr"\ntrim = "A6"\n', "utf-8")
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    with pymupdf.open(path) as file:
        (page,) = (page for page in file if "openfont" in page.get_text())
        lines = {word[4]: word[1] for word in reversed(page.get_text("words"))}
    first, second = lines["[1]"], next(y for word, y in lines.items() if word.startswith("openfont"))
    assert 3.5 * 7.8 * 1.4 > second - first > 0


_LED_TO = {
    "https://sea.go.kr/%EA%B0%80", "https://docs.example.org/a", "https://e.org/2", "https://e.org/3",
    "mailto:a@e.org",
}  # fmt: skip


@pytest.mark.wide
@pytest.mark.parametrize("theme", ["literature", "essay", "technical", "photo", "large"])
@pytest.mark.parametrize("how", ["notes", "end", "qr", "plain"])
def test_book(how: str, theme: str, tmp_path: Path) -> None:
    """Each way in each theme: all links lead to their exact addresses, no word is cut, PDF/A and PDF/UA hold,
    so each link says aloud where it leads, and codes are read."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("가", _TEXT), "b.md": post("나")})
    (blog / "book.toml").write_text(f'[theme]\nname = "{theme}"\n[pdf]\nlinks = "{how}"\n', "utf-8")
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--strict")
    assert made.code == 0, made.err
    (path,) = (tmp_path / "out").glob("*.pdf")
    assert ["", [], []] == [unsound(path), cut_words(path), broken_rules(path)]
    with pymupdf.open(path) as file:
        found = {link["uri"] for page in file for link in page.get_links() if "uri" in link}
        pictures = [_seen(page) for page in file]
    read = {code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)}
    assert _LED_TO == found - {"https://example.org/"}
    assert (_LED_TO if how == "qr" else set()) == read
    assert (how != "plain") == ("https://sea.go.kr/가" in Pdf(path).text.replace("\n", ""))
