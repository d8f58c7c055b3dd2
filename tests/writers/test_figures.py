"""Numbers of captions, lists of figures, and what is printed without colour: read back from the files."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.writers.pdf.layout import ink
from tests.blogs import CONFIG, hexo, write
from tests.books import Epub, X, text_of
from tests.outside.whole import broken_rules

_POST = "---\ntitle: {}\ndate: {}\n---\n\n{}\n"
_TEXT = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 5
_TABLE = "<table><caption>값과 뜻</caption><tr><th>이름</th></tr><tr><td>가</td></tr></table>"
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80"><defs><linearGradient id="g">
<stop offset="0" stop-color="red"/><stop offset="1" stop-color="#00f"/></linearGradient></defs>
<rect width="300" height="80" fill="url(#g)"/>
<circle cx="40" cy="40" r="20" fill="lime" opacity=".7"/></svg>"""
_POSTS = {
    "a.md": _POST.format(
        "바다", "2024-01-01", f'{_TEXT}\n\n![](/a.jpg "새벽의 바다")\n\n{_TABLE}\n\n![](/a.png)'
    ),
    "b.md": _POST.format("빈 글", "2024-01-02", _TEXT),
    "c.md": _POST.format(
        "산",
        "2024-01-03",
        f'![](/a.svg "흐르는 색")\n\n![](/p.png "그림 7. 제 번호")\n\n![](/clear.png "비치는 것")\n\n'
        f'{_TEXT} 😀 <span style="color: oklch(0.6 0.2 30)">빨강</span> <b style="color: green">초록</b>',
    ),
}


def _picture(form: str, mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> bytes:
    out = io.BytesIO()
    bands = [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256), 90)]
    picture = Image.merge("RGB", bands).resize(size)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(size))
    (picture.quantize(16) if mode == "P" else picture).save(out, form)
    return out.getvalue()


Make = Callable[..., Path]
_said: dict[Path, list[str]] = {}


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The folder of the book in some settings; each is made once."""
    folder = tmp_path_factory.mktemp("figures")
    blog = hexo(folder / "blog", _POSTS, CONFIG)
    files = {
        "a.jpg": _picture("JPEG", size=(1600, 1200)), "a.png": _picture("PNG"), "p.png": _picture("PNG", "P"),
        "clear.png": _picture("PNG", "RGBA"), "a.svg": _DRAWING,
    }  # fmt: skip
    write(blog / "source", files)
    made: dict[str, Path] = {}

    def one(**settings: dict[str, object]) -> Path:
        name = repr(settings)
        if name not in made:
            made[name], report = folder / f"out-{len(made)}", Report()
            own = BookToml.model_validate(settings)
            build(Config(blog, made[name], ("epub", "pdf"), own, jobs=1, cache=True, epoch=None), report)
            _said[made[name]] = [str(one) for one in report.diagnostics]
        return made[name]

    return one


@pytest.fixture(scope="module")
def numbered(make: Make) -> Path:
    """A book whose figures and tables are numbered by chapter, and listed."""
    return make(figures={"numbers": "chapter", "lists": True})


def _pdf(folder: Path) -> pymupdf.Document:
    return pymupdf.open(next(folder.glob("*.pdf")))


def _lines(page: pymupdf.Page) -> list[str]:
    rows: dict[int, list[str]] = {}
    for *_, y, _, word, _, _, _ in (
        (w[0], w[2], w[3], 0, w[4], 0, 0, 0) for w in page.get_text("words", sort=True)
    ):
        rows.setdefault(round(y), []).append(word.replace("\u2060", ""))
    return [" ".join(words) for words in rows.values()]


class TestNumbers:
    """그림 3-2."""

    def test_epub(self, numbered: Path) -> None:
        """Numbered by chapter; a caption with a number of its own keeps it, a chapter without any counts."""
        pages = Epub(next(numbered.glob("*.epub"))).pages.values()
        captions = [text_of(one) for page in pages for one in page.iter(X + "figcaption", X + "caption")]
        assert [
            "그림 1-1 새벽의 바다",
            "표 1-1 값과 뜻",
            "그림 3-1 흐르는 색",
            "그림 7. 제 번호",
            "그림 3-2 비치는 것",
        ] == captions

    def test_a_caption_on_lines_of_its_own(self, tmp_path: Path) -> None:
        """Its number costs a caption that begins with a line's end nothing, nor its chapter its looks."""
        figure = '<figure><img src="/a.png">\n<figcaption>\n  새벽의 바다\n</figcaption></figure>'
        blog = hexo(tmp_path / "blog", {"a.md": _POST.format("바다", "2024-01-01", figure)}, CONFIG)
        write(blog / "source", {"a.png": _picture("PNG")})
        own, report = BookToml.model_validate({"figures": {"numbers": "book"}}), Report()
        build(Config(blog, tmp_path, ("epub", "pdf"), own, jobs=1, cache=False, epoch=None), report)
        assert "chapter-simplified" not in {one.code for one in report.diagnostics}
        pages = Epub(next(tmp_path.glob("*.epub"))).pages.values()
        assert ["그림 1 새벽의 바다"] == [
            " ".join(text_of(one).split()) for page in pages for one in page.iter(X + "figcaption")
        ]

    def test_through_the_book(self, make: Make) -> None:
        """그림 1, 그림 2."""
        pages = _pdf(make(figures={"numbers": "book"}))
        text = " ".join("".join(page.get_text() for page in pages).replace("\u2060", "").split())
        for caption in (
            "그림 1 새벽의 바다",
            "표 1 값과 뜻",
            "그림 2 흐르는 색",
            "그림 7. 제 번호",
            "그림 3 비치는 것",
        ):
            assert caption in text
        assert "그림 차례" not in text

    def test_list_of_the_epub(self, numbered: Path) -> None:
        """A list in the navigation for figures and for tables: each line leads to the figure."""
        epub = Epub(next(numbered.glob("*.epub")))
        lists = {
            nav.get("{http://www.idpf.org/2007/ops}type"): nav
            for nav in epub.pages["EPUB/nav.xhtml"].iter(X + "nav")
        }
        assert ["표 1-1 값과 뜻"] == [text_of(link) for link in lists["lot"].iter(X + "a")]
        for link in lists["loi"].iter(X + "a"):
            name, _, fragment = link.get("href", "").partition(".xhtml#")
            (figure,) = (one for one in epub.chapter(name).iter(X + "figure") if one.get("id") == fragment)
            assert text_of(figure) == text_of(link)

    def test_list_of_the_pdf(self, numbered: Path) -> None:
        """Each line has the page on which the figure is."""
        pdf = _pdf(numbered)
        (listed,) = (page for page in pdf if page.get_text().replace("\u2060", "").startswith("그림 차례"))
        (first,) = (n for n, page in enumerate(pdf) if page.get_label() == "1")
        lines = [
            line.rsplit(" ", 1) for line in _lines(listed) if line.startswith("그림 ") and "차례" not in line
        ]
        assert 4 == len(lines)
        assert ["차례", "그림 차례"] == [title for _, title, _ in pdf.get_toc()[2:4]]
        for said, number in lines:
            caption = said.rstrip(" .")
            assert caption in " ".join(_lines(pdf[first + int(number) - 1])), number

    def test_tags(self, numbered: Path) -> None:
        """Every caption is one for a screen reader; PDF/UA-1 holds."""
        with pikepdf.open(next(numbered.glob("*.pdf"))) as pdf:
            kinds = [
                str(one.get("/S"))
                for one in pdf.objects
                if isinstance(one, pikepdf.Dictionary) and "/S" in one
            ]
        assert 5 == kinds.count("/Caption")
        assert [] == broken_rules(next(numbered.glob("*.pdf")))


class TestInk:
    """What is printed without colour."""

    def _chroma(self, pdf: Path) -> list[tuple[int, int]]:
        """How far apart red, green and blue are at most, on each page, drawn by two programs."""
        ours, theirs = pymupdf.open(pdf), pypdfium2.PdfDocument(pdf)
        drawn = [
            (
                np.frombuffer((one := page.get_pixmap(dpi=50)).samples, np.uint8).reshape(one.h, one.w, 3),
                np.asarray(other.render(scale=50 / 72).to_pil().convert("RGB")),
            )
            for page, other in zip(ours, theirs, strict=True)
        ]
        theirs.close()
        return [tuple(int(np.ptp(one.astype(int), axis=2).max()) for one in both) for both in drawn]  # type: ignore[misc]

    def test_grey(self, make: Make) -> None:
        """[pdf] ink: no pixel of any page has a colour: text, drawings, gradients, pictures of each kind."""
        (pdf,) = make(pdf={"ink": "grey", "cover": False}).glob("*.pdf")
        assert 1 >= max(map(max, self._chroma(pdf)))  # an alpha is rounded
        assert [] == broken_rules(pdf)

    @pytest.mark.wide
    def test_emoji_in_one_colour(self, make: Make, numbered: Path) -> None:
        """In a book of colours an emoji is grey, unless [pdf] emoji asks for its own."""
        sizes = []
        for folder in (numbered, make(pdf={"emoji": "colour"})):
            with pikepdf.open(next(folder.glob("*.pdf"))) as pdf:
                found = [
                    one
                    for one in pdf.objects
                    if isinstance(one, pikepdf.Stream) and one.get("/Height") == 128
                ]
                sizes.append([str(one.ColorSpace) for one in found if "/SMask" in one])
        assert [["/DeviceGray"], ["/DeviceRGB"]] == sizes

    @pytest.mark.parametrize(
        ("drawn", "grey"),
        [
            (b"1 0 0 rg", b"0.3 g"),
            (b"0 1 0 RG 0 0 m", b"0.59 G\n0 0 m"),
            (b"0 0 0 1 k", b"0 g"),
            (b"/lab-d65 cs 50 9 9 scn", b"0.5 g"),
            (b"/Pattern cs /p0 scn", b"/Pattern cs\n/p0 scn"),
            (b"<00200020> Tj 0 0 1 rg", b"<00200020> Tj\n0.11 g"),
        ],
    )
    def test_operators(self, drawn: bytes, grey: bytes) -> None:
        """Colours of each kind as levels of grey; all else as it is."""
        assert grey == ink.grey(drawn)


def test_coarse_pictures(numbered: Path) -> None:
    """One message for the book, at the worst picture's line; what has dots enough is not in it."""
    (said,) = (one for one in _said[numbered] if "image-coarse" in one)
    assert said.startswith(
        "source/_posts/a.md:12: note[image-coarse]: pictures printed with under 200 dots per inch: 3"
    )
