"""The pages in Chromium: phone to desktop, light and dark, without script, judged by axe; what is in them."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import zxingcpp
from lxml import etree
from PIL import Image

from tests.books import run
from tests.library.conftest import Site
from tests.library.library import Sample, epub, pdf, picture, sample, served
from tests.library.node import needs_chromium, needs_node, node

WIDTHS = [300, 360, 800, 1280]


def _html(path: Path) -> etree._Element:
    root = etree.HTML(path.read_bytes())
    assert root is not None
    return root


@pytest.fixture(scope="module")
def seen(site: Site, address: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What Chromium sees of the kinds of pages."""
    return node("pages.mjs", _asked(_kinds(address), tmp_path_factory.mktemp("down")))


def _kinds(address: str) -> list[str]:
    places = ["index.html", "all/2.html", "authors.html", "new.html", "book/파도-5.html", "book/34.html"]
    return [address + quote(place) for place in places]


def _asked(pages: list[str], folder: Path, *, every: bool = False) -> str:
    asked = {"pages": pages, "widths": WIDTHS, "folder": str(folder), "download": "a[download]", "all": every}
    return json.dumps(asked)


@needs_node
@needs_chromium
def test_axe_finds_nothing(seen: Any) -> None:
    """In light on a phone, and in dark on a desktop."""
    assert 12 == len(seen["violations"])
    assert {} == {where: found for where, found in seen["violations"].items() if found}


@pytest.mark.wide
@needs_node
@needs_chromium
def test_axe_finds_nothing_by_day_and_by_night(site: Site, address: str, tmp_path: Path) -> None:
    """In light and in dark, on a phone and on a desktop."""
    seen: Any = node("pages.mjs", _asked(_kinds(address), tmp_path, every=True))
    assert 24 == len(seen["violations"])
    assert {} == {where: found for where, found in seen["violations"].items() if found}


@needs_node
@needs_chromium
def test_nothing_is_wider_than_the_screen(seen: Any) -> None:
    """From 300 pixels on."""
    assert [] == [(one["address"], one["width"]) for one in seen["looks"] if one["wide"] > one["width"]]
    assert {300} < {one["width"] for one in seen["looks"]}


@needs_node
@needs_chromium
def test_dark_and_light_differ(seen: Any) -> None:
    """The page follows the reader's choice, so its style sheet was loaded under its own policy."""
    colours = {
        scheme: {one["styled"] for one in seen["looks"] if one["scheme"] == scheme}
        for scheme in ("light", "dark")
    }
    assert 1 == len(colours["light"]) == len(colours["dark"])
    assert colours["light"] != colours["dark"]


@needs_node
@needs_chromium
def test_nothing_comes_from_elsewhere(seen: Any, address: str) -> None:
    """No request leaves the site, no picture is broken, the console has nothing to say."""
    outside = [one for one in seen["requests"] if not one.startswith((address, "data:"))]
    assert ([], []) == (outside, seen["complaints"])
    assert [] == [one["broken"] for one in seen["looks"] if one["broken"]]


@needs_node
@needs_chromium
def test_a_book_is_downloaded(seen: Any, site: Site) -> None:
    """A click on the first download gives the file, whole, under its name."""
    digests = {
        file["address"].rpartition("/")[2]: file["sha256"]
        for b in site.summary["books"]
        for file in b["files"]
    }
    assert digests[seen["download"]["name"]] == seen["download"]["sha256"]
    assert "34.epub" == seen["download"]["name"]


@pytest.mark.wide
@needs_node
@needs_chromium
def test_the_sample_book_looks_right_alone(sample: Any, tmp_path: Path) -> None:
    """A shelf of one real book: with its description, no navigation, and axe content."""
    made = run("shelf", sample.out, "-o", tmp_path / "site", "--url", "https://example.net/books/")
    assert made.code == 0, made.err
    with served(tmp_path / "site") as at:
        pages = [at + "index.html", at + quote("book/모래-묻은-키보드.html")]
        seen = node("pages.mjs", _asked(pages, tmp_path))
    assert [] == [found for found in seen["violations"].values() if found]
    assert [] == [one for one in seen["looks"] if one["wide"] > one["width"]]
    assert "모래-묻은-키보드.epub" == seen["download"]["name"]


def test_pages_have_no_script_and_a_policy(site: Site) -> None:
    """Each page forbids everything but the site's own pictures and style sheet."""
    pages = [path for path in site.folder.rglob("*.html") if path.name != "snippet.html"]
    assert len(pages) > 340
    for path in pages:
        root = _html(path)
        assert [] == root.xpath("//script|//*[@style]|//style|//iframe|//@*[starts-with(name(), 'on')]"), path
        (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert str(policy).startswith("default-src 'none'; img-src 'self'; style-src 'self';")


def test_what_a_book_says_is_text(tmp_path: Path) -> None:
    """Tags and quotes in titles, names and descriptions are letters on the page, also in the snippet."""
    evil = '"><script>alert(1)</script>{{ 7 * 7 }}'
    book = Sample(
        title=f"제목 {evil}",
        authors=(evil,),
        subjects=(evil,),
        chapters=(evil,),
        description="<b>굵게</b> 하고 <i>말</i>",
    )
    epub(tmp_path / "in/a.epub", book)
    assert 0 == run("shelf", tmp_path / "in", "-o", tmp_path / "out", "--url", "https://example.net/").code
    for path in (tmp_path / "out").rglob("*.html"):
        assert [] == _html(path).xpath("//script")
        assert "49" not in re.sub(r"&#\d+;|[0-9a-f]{64}|\d+%", "", path.read_text("utf-8")).replace("149", "")
    (page,) = (path for path in (tmp_path / "out/book").glob("*.html"))
    assert book.title == "".join(str(text) for text in _html(page).xpath("//h1//text()"))
    assert "굵게 하고 말" == _html(page).xpath("string(//p[@class='description'])")


def test_a_books_page_says_it_all(tmp_path: Path) -> None:
    """Cover, contents, sizes, days, checksums, which file for which device, links to what is like it."""
    book = sample(5)
    epub(tmp_path / "in/a.epub", book)
    pdf(tmp_path / "in/b.pdf", book, pages=7)
    epub(tmp_path / "in/other.epub", sample(6))
    made = run("shelf", tmp_path / "in", "-o", tmp_path / "out", "--json").json
    (shown,) = (one for one in made["books"] if one["title"] == book.title)
    root = _html(tmp_path / "out" / shown["page"])
    text = " ".join(" ".join(str(part) for part in root.xpath("//main//text()")).split())
    for what in (
        "크레마, 코보",
        "킨들",
        "인쇄",
        "첫째 글",
        "7쪽",
        "2020년 6월 15일",
        "한국어",
        *book.authors,
        *book.subjects,
    ):
        assert what in text, what
    assert all(file["sha256"] in text for file in shown["files"])
    downloads = {str(href) for href in root.xpath("//a[@download]/@href")}
    assert {quote(file["address"].rpartition("/")[2]) for file in shown["files"]} == downloads
    (alt,) = root.xpath("//p[@class='cover']/img/@alt")
    assert f"《{book.title}》 표지" == alt


def test_codes_need_an_address(tmp_path: Path) -> None:
    """With --url a QR code and Open Graph; without it neither, and no half ones."""
    epub(tmp_path / "in/a.epub", Sample(cover=picture(1)))
    assert 0 == run("shelf", tmp_path / "in", "-o", tmp_path / "a", "--url", "https://example.net/책").code
    assert 0 == run("shelf", tmp_path / "in", "-o", tmp_path / "b").code
    with_url, without = (_html(tmp_path / which / "book/작은-책.html") for which in "ab")
    (image,) = with_url.xpath("//meta[@property='og:image']/@content")
    assert "https://example.net/%EC%B1%85/book/%EC%9E%91%EC%9D%80-%EC%B1%85.jpg" == image
    assert 1 == len(with_url.xpath("//svg"))
    assert [] == without.xpath("//svg|//meta[starts-with(@property, 'og:')]|//link[@rel='canonical']")


def test_a_code_can_be_read(tmp_path: Path) -> None:
    """The QR code of a book's page holds that page's address."""
    epub(tmp_path / "in/a.epub", Sample())
    assert 0 == run("shelf", tmp_path / "in", "-o", tmp_path / "a", "--url", "https://example.net/").code
    (svg,) = _html(tmp_path / "a/book/작은-책.html").xpath("//svg")
    size = int(svg.get("viewbox", svg.get("viewBox", "0 0 0 0")).split()[2])
    image = Image.new("L", (size, size), 255)
    row, column = 0.0, 0
    for x, y, run_length in re.findall(
        r"[mM]([\d.-]+) ([\d.-]+)h(\d+)", svg.xpath("string(.//path[@stroke]/@d)")
    ):
        row, column = row + float(y), column + int(float(x))
        for offset in range(int(run_length)):
            image.putpixel((column + offset, int(row)), 0)
        column += int(run_length)
    found = zxingcpp.read_barcodes(image.resize((size * 8, size * 8), Image.Resampling.NEAREST))
    assert [f"https://example.net/{quote('book/작은-책.html')}"] == [one.text for one in found]


def test_a_theme_changes_the_words_and_looks(tmp_path: Path) -> None:
    """A blog's own theme has its say on the pages too."""
    blog = tmp_path / "blog"
    epub(blog / "book/a.epub", Sample())
    theme = blog / "styles/ours"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[shelf.ko]\nshelf_of = "{} 문고"\n', "utf-8")
    (theme / "shelf.css").write_text("body { color: #123456; }", "utf-8")
    made = run("shelf", "-o", "public", "--theme", "ours", cwd=blog)
    assert made.code == 0, made.err
    assert "윤서해 문고" in (blog / "public/index.html").read_text("utf-8")
    assert (blog / "public/shelf.css").read_text("utf-8").endswith("color: #123456; }")
