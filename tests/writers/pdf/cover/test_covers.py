"""Fronts and whole covers, read back by PDFium: no word is cut, and each can be read on what is behind it."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from lxml import etree
from PIL import Image

from publisher.assets.themes import load_theme
from publisher.book.paper import paper_of
from publisher.config.schema import CoverTable
from publisher.errors import ConfigError, Report
from publisher.model import BookMeta
from publisher.writers.pdf import prepress
from publisher.writers.pdf.cover.barcode import bars
from publisher.writers.pdf.cover.design import design_of
from publisher.writers.pdf.cover.front import front_of
from publisher.writers.pdf.cover.pictures import Pictures, pictures_of
from tests.blogs import write
from tests.books import SAMPLE, letters, run
from tests.contrast import below
from tests.covers import BOOKS, DESIGNS, LONG, PHOTO, SHORT, drawn, front, html_of, wrap
from tests.outside.whole import broken_rules
from tests.pages import boxes, outside
from tests.writers.epub.test_epub import epubcheck

THEME = load_theme("base", Path("/nowhere"))
PALETTES = ("", *THEME.palettes, "#7f7f7f")
ALL = ("horizon", *DESIGNS)
_WITH = zxingcpp.EanAddOnSymbol.Require
QUOTE = "파도는 아무것도 묻지 않았다. 나는 그것이 대답이라고 생각했다."
ABOUT = "강릉에서 태어났다. 서울에서 십 년 동안 서버를 돌보다가 돌아와 파도를 재는 기계를 만든다."


def _white() -> bytes:
    """The hardest picture to write on: black and white stripes."""
    out, picture = io.BytesIO(), Image.new("L", (60, 90))
    picture.putdata([255 * (x // 6 % 2) for _ in range(90) for x in range(60)])
    picture.resize((600, 900), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def test_a_picture_of_one_pixel() -> None:
    """The veil begins where the words do, however few pixels a picture has."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1), "#ff0000").save(out, "PNG")
    _assert_readable(front(SHORT, "full", "sea", out.getvalue()))


def _words(pdf: bytes) -> str:
    return letters("".join(box.text for box in boxes(pdf)))


def _assert_readable(pdf: bytes) -> None:
    assert [] == outside(pdf)
    assert [] == list(below(pdf, 4.5))


def test_designs() -> None:
    """Seven, each a template."""
    assert sorted(ALL) == THEME.designs()


@pytest.mark.parametrize(("design", "palette"), list(zip(ALL, PALETTES, strict=False)))
def test_front(design: str, palette: str) -> None:
    """Long title, subtitle, three authors, a series: whole words, all of them, and none below 4.5 : 1."""
    pdf = front(LONG, design, palette, _white())
    _assert_readable(pdf)
    said = _words(pdf)
    for text in (LONG.title, LONG.subtitle, "바닷가 총서 3", "김하늘이나라", "솔바람 책상"):
        assert letters(text) in said


@pytest.mark.wide
@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("design", ALL)
def test_fronts(design: str, palette: str) -> None:
    """Each design in each palette, for books of all kinds, in four papers, on paper and in an EPUB."""
    papers = [paper_of(trim) for trim in ("A5", "A6", "A4", "210x140")]
    for meta, paper, photo in zip(BOOKS, papers, (PHOTO, _white(), b"", PHOTO), strict=True):
        _assert_readable(front(meta, design, palette, photo, paper))
        _assert_readable(front(meta, design, palette, photo, front_of(paper, "epub")))


def _whole(meta: BookMeta, spine: float, table: CoverTable) -> bytes:
    given = Pictures(picture=PHOTO, portrait=PHOTO if table.portrait else b"")
    return wrap(meta, table, given, spine, "바닷가에서 쓴 글. " * 30)


@pytest.mark.parametrize("flap", [0, 70.5])
def test_back_and_flaps(flap: float, tmp_path: Path) -> None:
    """Quote, author and text stand on back or flap; the size is what a printer counts; flaps are as wide as
    asked for."""
    table = CoverTable(design="band", palette="paper", quote=QUOTE, portrait="x", about=ABOUT, flap=flap)
    pdf = _whole(LONG, 14, table)
    _assert_readable(pdf)
    (tmp_path / "cover.pdf").write_bytes(pdf)
    assert prepress.is_wrap(tmp_path / "cover.pdf", paper_of("A5"), 14, flap)
    assert [] == broken_rules(tmp_path / "cover.pdf")
    assert all(letters(text) in _words(pdf) for text in (QUOTE, ABOUT))
    about = next(box for box in boxes(pdf) if "강릉에서" in box.text)
    front_begins = (flap + 148 + 14 + 3) * 72 / 25.4
    assert (about.left > front_begins + 148 * 72 / 25.4) == bool(flap)


def test_barcode_field() -> None:
    """38 × 22 mm of white, on a dark back too."""
    meta = replace(SHORT, isbn="979-11-86710-95-1")
    pdf = _whole(meta, 4, CoverTable(design="type", palette="night"))
    picture = drawn(pdf, round(306 / 25.4 * 254))  # ten pixels to a mm: 2 × 148 + 4 and the bleed
    back = picture.crop((30, 30, 1510, 2130)).point(lambda part: 255 * (part > 250)).convert("L")
    left, top, right, foot = back.point(lambda part: 255 * (part == 255)).getbbox() or (0, 0, 0, 0)
    assert (38, 22) == (round((right - left) / 10), round((foot - top) / 10))


def test_barcode_with_add_on() -> None:
    """The bars on the back say ISBN and 부가기호, read by another program."""
    meta = replace(SHORT, isbn="979-11-86710-95-1 03810")
    picture = drawn(_whole(meta, 4, CoverTable(design="type")), 3000)
    (code,) = zxingcpp.read_barcodes(picture, ean_add_on_symbol=_WITH)
    assert "979118671095103810" == code.text


def test_digits_of_the_add_on() -> None:
    """Each of the ten mixtures of number sets is read as it was written."""
    wanted = [f"9791186710951{last}471{last}" for last in range(10)]
    found = [
        zxingcpp.read_barcodes(_drawn(bars(f"{isbn[:13]} {isbn[13:]}")), ean_add_on_symbol=_WITH)
        for isbn in wanted
    ]
    assert wanted == [code.text for (code,) in found]


def _drawn(svg: bytes) -> Image.Image:
    """Bars as a picture, four pixels to a module."""
    picture = Image.new("L", (800, 160), 255)
    for bar in etree.fromstring(svg):
        x, y, width, height = (4 * int(bar.get(name, 0)) for name in ("x", "y", "width", "height"))
        picture.paste(0, (x + 60, y, x + 60 + width, y + height))
    return picture


def test_number_on_the_spine() -> None:
    """The number in the series stands below the title; the title that says it is enough."""
    of_set = replace(LONG, title="바다", authors=("윤서해",))
    assert "3" in _pieces(of_set)
    assert "바다 3" in _pieces(replace(of_set, authors=("Jane",)))  # the letters lie
    assert "3" not in _pieces(replace(of_set, title="바닷가 총서 3"))


def _pieces(meta: BookMeta) -> list[str]:
    return [box.text.strip() for box in boxes(_whole(meta, 16, CoverTable(design="type")))]


@pytest.mark.wide
@pytest.mark.parametrize("design", ALL)
@pytest.mark.parametrize("palette", PALETTES)
def test_wraps(design: str, palette: str, tmp_path: Path) -> None:
    """Each design in each palette, with flaps and without, with a thick spine and a thin one: PDF/A-2a and
    PDF/UA-1."""
    for meta, spine, flap in zip(BOOKS, (4.0, 14.0, 6.0, 25.0), (0, 90, 45, 0), strict=True):
        more = {"quote": QUOTE, "portrait": "x", "about": ABOUT * (1 if flap else 9)}
        pdf = _whole(meta, spine, CoverTable(design=design, palette=palette, flap=flap, **more))
        _assert_readable(pdf)
        (tmp_path / "cover.pdf").write_bytes(pdf)
        assert [] == broken_rules(tmp_path / "cover.pdf")


def test_a_pattern_is_its_titles() -> None:
    """The same title has the same pattern, another another."""
    one, again, other = (drawn(front(meta, "pattern", "sea"), 200).tobytes() for meta in (SHORT, SHORT, LONG))
    assert one == again != other


def test_a_theme_of_the_blog(tmp_path: Path) -> None:
    """It has a design and colours of its own, and those of its parents go through its measure unchanged."""
    mine = write(
        tmp_path / "styles/mine",
        {
            "theme.toml": '[cover]\ndesign = "own"\npalette = "moss"\n[palettes.moss]\n'
            'ground = "#3d4a2a"\nshade = "#2c371d"\nink = "#f6f3e4"\naccent = "#d9c46b"\n',
            "templates/covers/own.j2": '<div class="front">{% include "_front.j2" %}</div>',
        },
    )
    theme = load_theme("mine", mine.parents[1])
    chosen = design_of(theme, CoverTable(), "")
    assert ("own", "#3d4a2a") == (chosen.name, chosen.palette.ground)
    assert letters(LONG.subtitle) in letters(html_of(theme, LONG, "own", "moss"))
    for design in ALL:
        assert html_of(THEME, LONG, design, "sea", PHOTO) == html_of(theme, LONG, design, "sea", PHOTO)


@pytest.mark.wide
@pytest.mark.parametrize("design", ALL)
def test_the_sample_in_each_design(design: str, tmp_path: Path) -> None:
    """EPUBCheck finds nothing, the cover has 2,560 × 1,600 pixels; a printer's folder has nothing to mend."""
    settings = tmp_path / "book.toml"
    more = f'quote = "{QUOTE}"\nabout = "{ABOUT}"\nflap = 90\nportrait = "source/images/lighthouse.png"\n'
    cover = f'[cover]\ndesign = "{design}"\npicture = "source/images/seascape.jpg"\n{more}'
    settings.write_text(f"{(SAMPLE / 'book.toml').read_text('utf-8')}\n{cover}", "utf-8")
    for store in ("upaper", "purple"):
        done = run(
            "package", SAMPLE, "--for", store, "--config", settings, "-o", tmp_path / store, "--rights-open"
        )
        assert 0 == done.code, done.err
        sharp = "[!] 표지 그림이"  # the sample's pictures are not large enough for paper
        lines = (tmp_path / store / "checklist.txt").read_text("utf-8").splitlines()
        assert [] == [line for line in lines if line.startswith("[!]") and not line.startswith(sharp)]
    assert [] == epubcheck(tmp_path / "upaper/book.epub", tmp_path / "report.json")
    with Image.open(tmp_path / "upaper/cover-front.jpg") as picture:
        assert (1600, 2560) == picture.size
    _assert_readable((tmp_path / "purple/cover.pdf").read_bytes())


@pytest.mark.parametrize("design", ["bandd", "_picture", "../cover", "covers/band", "밴드"])
def test_no_such_design(design: str) -> None:
    """Said with what there is; only designs are names."""
    with pytest.raises(ConfigError, match="no design") as raised:
        design_of(THEME, CoverTable(design=design), "")
    assert "band" in raised.value.hint or "horizon" in raised.value.hint


def test_pictures_that_are_none(tmp_path: Path) -> None:
    """Missing, broken, cut short, outside the blog, no file: each is named, and is not there."""
    blog = tmp_path / "blog"
    (blog / "folder").mkdir(parents=True)
    (blog / "cut.jpg").write_bytes(PHOTO[: len(PHOTO) // 2])
    (blog / "text.png").write_text("no picture")
    (tmp_path / "outside.jpg").write_bytes(PHOTO)
    (blog / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    for name in ("none.jpg", "cut.jpg", "text.png", "../outside.jpg", "link.jpg", "folder", "/etc/passwd"):
        report = Report()
        found = pictures_of("", CoverTable(picture=name, portrait=name), blog, report)
        assert Pictures() == found, name
        codes = [found.code for found in report.diagnostics]
        assert ["cover-missing" if name == "none.jpg" else "cover-unreadable"] * 2 == codes, name
