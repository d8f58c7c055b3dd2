"""`publisher package`: what a store gets, measured in the files themselves, by programs other than ours."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.books import ROOT, Run, post, run, small_blog

MM = 72 / 25.4
BOOK = """[book]
title = "모래와 파도"
subtitle = "바닷가에서"
authors = ["지은이"]
publisher = "솔바람"
isbn = "979-11-86710-95-1"
price = "12,000원"
description = "바닷가에서 쓴 글."
"""


@dataclass(frozen=True)
class Package:
    """An upload folder."""

    run: Run
    folder: Path

    @property
    def checklist(self) -> list[str]:
        return (self.folder / "checklist.txt").read_text("utf-8").splitlines()

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def blog_of(folder: Path, settings: str = BOOK, chapters: int = 2) -> Path:
    posts = {f"{number}.md": post(f"글 {number}", "파도가 친다.") for number in range(chapters)}
    blog = small_blog(folder, posts)
    (blog / "book.toml").write_text(settings, "utf-8")
    return blog


def packaged(blog: Path, store: str, out: Path, *args: str) -> Package:
    return Package(run("package", blog, "--for", store, "-o", out, *args), out)


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blog_of(tmp_path_factory.mktemp("package") / "blog")


@pytest.fixture(scope="module")
def purple(blog: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    made = packaged(blog, "purple", tmp_path_factory.mktemp("purple"))
    assert 0 == made.run.code, made.run.err
    return made


def box(page: pikepdf.Page, name: str) -> list[float]:
    """In mm."""
    return [float(side) / MM for side in page.obj[name]]


def text_of(pdf: Path, page: int) -> str:
    """What poppler reads on a page."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext")
    order = ["pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-"]
    return subprocess.run(order, capture_output=True, check=True).stdout.decode()


@pytest.mark.wide
def test_files_of_a_printer(purple: Package) -> None:
    """Body, cover, preview and its pictures, metadata and the list: ASCII names, each on standard output."""
    names = ["body.pdf", "checklist.txt", "cover-flat.jpg", "cover-front.jpg", "cover.pdf", "metadata.txt",
             "preview-1000x700.jpg", "preview-700x1000.jpg", "preview.pdf"]  # fmt: skip
    assert names == purple.names()
    assert [str(purple.folder / name) for name in names] == purple.run.out.splitlines()
    assert "things checked" in purple.run.err and "left to do" in purple.run.err


def test_body(purple: Package) -> None:
    """No cover in it, an even number of pages, all of the paper's size, with a TrimBox."""
    with pikepdf.open(purple.folder / "body.pdf") as pdf:
        assert 0 == len(pdf.pages) % 2
        for page in pdf.pages:
            left, foot, right, top = box(page, "/TrimBox")
            assert (right - left, top - foot) == pytest.approx((148, 210), abs=0.1)
            assert box(page, "/TrimBox") == box(page, "/MediaBox")
    assert "모래와 파도" in text_of(purple.folder / "body.pdf", 1)  # the title page, not the cover
    assert "솔바람" not in text_of(purple.folder / "body.pdf", 2)


def test_a_body_of_odd_pages_gets_one_more(tmp_path: Path) -> None:
    """Proven on both kinds: an odd body grows by an empty page, an even one stays as it is."""
    from publisher.writers.pdf.prepress import even_body

    for count in (1, 2, 3):
        source, target = tmp_path / f"{count}.pdf", tmp_path / f"{count}-even.pdf"
        with pikepdf.new() as pdf:
            for _ in range(count):
                pdf.add_blank_page(page_size=(148 * MM, 210 * MM))
            pdf.save(source)
        even_body(source, target)
        with pikepdf.open(target) as pdf:
            assert count + count % 2 == len(pdf.pages)
            assert box(pdf.pages[-1], "/MediaBox")[2:] == pytest.approx([148, 210], abs=0.1)


def test_cover_of_a_printer(purple: Package) -> None:
    """One page: two covers and the spine between the TrimBox's sides, 3 mm of bleed around."""
    with pikepdf.open(purple.folder / "body.pdf") as body, pikepdf.open(purple.folder / "cover.pdf") as cover:
        (page,) = cover.pages
        spine = round(len(body.pages) * 80 * 0.0006, 1)
        left, foot, right, top = box(page, "/TrimBox")
        assert (right - left, top - foot) == pytest.approx((2 * 148 + spine, 210), abs=0.1)
        outer = [left - 3, foot - 3, right + 3, top + 3]
        assert outer == pytest.approx(box(page, "/BleedBox"), abs=0.05)
        assert outer == pytest.approx(box(page, "/MediaBox"), abs=0.05)


@pytest.mark.parametrize("name", ["body.pdf", "cover.pdf", "preview.pdf"])
def test_fonts_are_embedded(purple: Package, name: str) -> None:
    """pdffonts finds no font that is only named, and qpdf nothing to complain of."""
    if not shutil.which("pdffonts"):
        pytest.skip("no pdffonts")
    order = ["pdffonts", str(purple.folder / name)]
    rows = subprocess.run(order, capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert rows and all(re.search(r" yes (yes|no) +(yes|no) ", row) for row in rows), rows
    if shutil.which("qpdf"):
        subprocess.run(["qpdf", "--check", str(purple.folder / name)], capture_output=True, check=True)


def test_the_bleed_is_coloured(purple: Package, tmp_path: Path) -> None:
    """Colour reaches the edge of the sheet on all sides: no white line after a cut that is a little off."""
    if not shutil.which("pdftoppm"):
        pytest.skip("no pdftoppm")
    order = [
        "pdftoppm",
        "-r",
        "100",
        "-png",
        "-singlefile",
        str(purple.folder / "cover.pdf"),
        str(tmp_path / "c"),
    ]
    subprocess.run(order, check=True)
    with Image.open(tmp_path / "c.png") as picture:
        width, height = picture.size
        for x, y in ((2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3), (width // 2, 2)):
            assert max(picture.convert("RGB").getpixel((x, y))) < 200  # type: ignore[type-var]


def test_no_transparency(purple: Package) -> None:
    """The printed cover has opaque colours only: a printer's machine has nothing to flatten."""
    with pikepdf.open(purple.folder / "cover.pdf") as pdf:
        states = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/ca" in thing]
        masks = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/SMask" in thing]
        groups = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Group" in thing]
        inline = [state for page in pdf.pages for state in page.Resources.get("/ExtGState", {}).values()]
    assert all(float(state.get("/ca", 1)) == 1 for state in (*states, *inline))
    assert not masks and not groups


def test_order_of_the_preview(purple: Package) -> None:
    """앞표지–빈쪽–본문 전체–뒤표지, and page labels stay with their pages."""
    preview = purple.folder / "preview.pdf"
    with pikepdf.open(purple.folder / "body.pdf") as body, pikepdf.open(preview) as pdf:
        assert len(body.pages) + 3 == len(pdf.pages)
        assert [page.label for page in body.pages] == [page.label for page in pdf.pages][2:-1]
        last = len(pdf.pages)
        assert all(
            box(page, "/MediaBox")[2] - box(page, "/MediaBox")[0] == pytest.approx(148, abs=0.1)
            for page in pdf.pages
        )
    assert "모래와 파도" in text_of(preview, 1) and "바닷가에서 쓴 글." not in text_of(preview, 1)
    assert "" == text_of(preview, 2).strip()
    assert text_of(purple.folder / "body.pdf", 1) == text_of(preview, 3)
    assert "바닷가에서 쓴 글." in text_of(preview, last) and "12,000원" in text_of(preview, last)


def test_pictures_of_the_cover(purple: Package) -> None:
    """JPEG, RGB, in the sizes that stores ask for."""
    sizes = {"preview-700x1000.jpg": (700, 1000), "preview-1000x700.jpg": (1000, 700)}
    for path in purple.folder.glob("*.jpg"):
        with Image.open(path) as picture:
            assert ("JPEG", "RGB") == (picture.format, picture.mode)
            assert sizes.get(path.name, picture.size) == picture.size
    with Image.open(purple.folder / "cover-front.jpg") as picture:
        assert picture.width >= 1600


def test_checklist(purple: Package) -> None:
    """Korean for a Korean book; what was checked with its result, what a person must do with an empty box."""
    lines = purple.checklist
    assert "■ 교보문고 퍼플에 올리기: 모래와 파도" == lines[0]
    assert any(line.startswith("[v] 판형 A5") for line in lines)
    assert any(line.startswith("[v] ISBN 979-11-86710-95-1") for line in lines)
    assert any(line.startswith("[?] 책등") and "5 mm보다 얇아서" in line for line in lines)
    assert not any(line.startswith("[!]") for line in lines)
    left = [line for line in lines if line.startswith("[ ] ")]
    assert any("AI" in line for line in left) and sum("확인하세요" in line for line in left) > 5
    assert not any("{" in line for line in lines)


def test_metadata(purple: Package) -> None:
    """서지정보 as stores ask for it, with the contents."""
    text = (purple.folder / "metadata.txt").read_text("utf-8")
    for line in ("제목: 모래와 파도", "부제: 바닷가에서", "지은이: 지은이", "펴낸곳: 솔바람", "값: 12,000원",
                 "ISBN: 979-11-86710-95-1", "판형: A5", "바닷가에서 쓴 글."):  # fmt: skip
        assert line in text.splitlines()
    assert re.search(r"^쪽수: \d+쪽$", text, re.M)
    assert "  글 0" in text.splitlines()


@pytest.mark.wide
def test_same_input_same_bytes(blog: Path, purple: Package, tmp_path: Path) -> None:
    """Every file again, byte for byte, without the cache too."""
    again = packaged(blog, "purple", tmp_path / "again", "--no-cache", "-q")
    assert purple.names() == again.names()
    for name in purple.names():
        assert (purple.folder / name).read_bytes() == (again.folder / name).read_bytes(), name


@pytest.mark.wide
def test_thick_book(tmp_path: Path) -> None:
    """A spine wide enough says title, author and publisher; the printer's own width goes before ours."""
    made = packaged(blog_of(tmp_path / "blog", BOOK + "[print]\nspine = 14.5\n"), "bookk", tmp_path / "out")
    assert 0 == made.run.code, made.run.err
    with pikepdf.open(made.folder / "cover.pdf") as pdf:
        left, _, right, _ = box(pdf.pages[0], "/TrimBox")
    assert right - left == pytest.approx(2 * 148 + 14.5, abs=0.1)
    words = "".join(text_of(made.folder / "cover.pdf", 1).split())
    # On the front, and on the spine letter under letter, where poppler reads them one by one.
    assert [2, 2, 2] == [words.count(letter) for letter in ("래", "솔바람", "지은이")]
    assert any("책등 14.5 mm (book.toml" in line for line in made.checklist)


@pytest.mark.wide
def test_trims_that_a_store_lacks(blog: Path, tmp_path: Path) -> None:
    """A warning, a line to mend in the list; the folder is made all the same."""
    blog = blog_of(tmp_path / "blog", BOOK + '[pdf]\ntrim = "신국판"\n')
    made = packaged(blog, "bookk", tmp_path / "out")
    assert 0 == made.run.code
    assert "bookk: warning[package-check]: trim 신국판 is not known to be offered by 부크크" in made.run.err
    assert any(line.startswith("[!] 판형 신국판") for line in made.checklist)
    assert 1 == packaged(blog, "bookk", tmp_path / "out", "--strict").run.code
    assert not any(line.startswith("[!]") for line in packaged(blog, "purple", tmp_path / "p").checklist)


@pytest.mark.wide
def test_cover_picture_too_small_for_print(tmp_path: Path) -> None:
    """Below 300 dpi at the trim size with its bleed: said, with the size that it should have."""
    blog = blog_of(tmp_path / "blog", BOOK + 'cover = "cover.png"\n')
    for size, right in (((600, 900), False), ((1784, 2552), True)):
        Image.new("RGB", size, "#204060").save(blog / "cover.png")
        made = packaged(blog, "bookk", tmp_path / "out")
        assert right != ("package-check" in made.run.err)
    assert any("표지 그림 300 dpi" in line for line in made.checklist)
    words = text_of(made.folder / "cover.pdf", 1)
    assert "바닷가에서 쓴 글." in words and "모래와 파도" not in words  # the picture is the front


@pytest.mark.wide
def test_theme_with_a_cover_of_its_own(tmp_path: Path) -> None:
    """Its printed cover would be another: a warning asks for wrap.j2."""
    blog = blog_of(tmp_path / "blog")
    templates = blog / "styles/ours/templates"
    templates.mkdir(parents=True)
    (templates.parent / "theme.toml").write_text('[theme]\ntitle = "우리"\nparent = "base"\n')
    shutil.copy(ROOT / "styles/base/templates/cover.j2", templates)
    assert "warning[package-wrap]" in packaged(blog, "bookk", tmp_path / "a", "--theme", "ours").run.err
    shutil.copy(ROOT / "styles/base/templates/wrap.j2", templates)
    assert "package-wrap" not in packaged(blog, "bookk", tmp_path / "a", "--theme", "ours").run.err


def test_upaper(blog: Path, tmp_path: Path) -> None:
    """EPUB, cover and metadata; no Korean name inside the EPUB."""
    made = packaged(blog, "upaper", tmp_path)
    assert (0, ["book.epub", "checklist.txt", "cover-front.jpg", "metadata.txt"]) == (
        made.run.code,
        made.names(),
    )
    with zipfile.ZipFile(made.folder / "book.epub") as archive:
        assert all(name.isascii() and " " not in name for name in archive.namelist())
    assert any(line.startswith("[v] 판권이 EPUB 끝에 있음") for line in made.checklist)


def test_the_epub_of_a_later_edition_is_whole(tmp_path: Path) -> None:
    """A post that has come since the last edition stands in the file of another one: nothing is missing."""
    blog = blog_of(tmp_path / "blog")
    assert 0 == run("edition", blog, "--publish").code
    text = post("사이 글", "새 파도가 친다.")
    (blog / "source/_posts/0b.md").write_text(text, "utf-8")
    made = packaged(blog, "upaper", tmp_path / "upload")
    with zipfile.ZipFile(made.folder / "book.epub") as archive:
        assert any(b'class="joined"' in archive.read(name) for name in archive.namelist())
    assert not [line for line in made.checklist if line.startswith("[!]")]


def test_checks_see_faults(purple: Package, tmp_path: Path) -> None:
    """Each check is made on the files: what is spoiled in them is a fault in the list."""
    from publisher.upload import checks

    bench = _bench(purple, tmp_path)
    assert not [item for item in checks.checked(bench) if item.mark == checks.FAULT]
    _spoil(bench.folder / "body.pdf", lambda pdf: pdf.add_blank_page(page_size=(100, 100)))
    _spoil(bench.folder / "cover.pdf", lambda pdf: pdf.pages[0].obj.__setitem__("/TrimBox", [0, 0, 99, 99]))
    _spoil(bench.folder / "cover.pdf", _name_a_font)
    (bench.folder / "본문.pdf").write_bytes(b"")
    found = [item.key for item in checks.checked(bench) if item.mark == checks.FAULT]
    assert ["size_bad", "even", "fonts_bad", "wrap_bad", "names"] == found


def _name_a_font(pdf: pikepdf.Pdf) -> None:
    """A font that every reader should have, and a printer's machine may not."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    pdf.pages[0].Resources.Font["/Loose"] = pdf.make_indirect(font)


def _spoil(path: Path, change: Callable[[pikepdf.Pdf], object]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


def _bench(made: Package, folder: Path) -> Any:
    """The bench that a folder was made on, with a copy of its files."""
    from publisher.assets.fonts import FontSet
    from publisher.assets.themes import load_theme
    from publisher.book.paper import paper_of
    from publisher.build import Finished, Volume
    from publisher.config.schema import BookToml
    from publisher.model import Book, BookMeta
    from publisher.upload.pieces import Bench
    from publisher.upload.stores import store_of

    shutil.copytree(made.folder, folder, dirs_exist_ok=True)
    (folder / "checklist.txt").unlink()
    with pikepdf.open(folder / "body.pdf") as pdf:
        pages = len(pdf.pages)
    now = datetime(2024, 1, 1, tzinfo=UTC)
    isbn = "979-11-86710-95-1"
    meta = BookMeta(
        "모래와 파도",
        "",
        ("지은이",),
        "ko",
        "urn:x",
        now.date(),
        now,
        "솔바람",
        "",
        "",
        "글.",
        isbn,
        "",
        (),
        "",
        "",
    )
    volume = Volume(Book(meta, (), {}), (Finished("pdf", folder / "body.pdf", pages, 1),))
    theme = load_theme("base", folder)
    return Bench(
        store_of("purple"), volume, BookToml(), paper_of("A5"), theme, FontSet(()), b"", folder, folder
    )


def test_github(blog: Path, tmp_path: Path) -> None:
    """Release assets with sums that `sha256sum --check` would take, and notes."""
    made = packaged(blog, "github", tmp_path, "--json")
    assert 0 == made.run.code
    (folder,) = json.loads(made.run.out)["folders"]
    files = {Path(file).relative_to(made.folder).as_posix() for file in folder["files"]}
    assert set(made.names()) == {name.partition("/")[0] for name in files}
    sums = dict(reversed(line.split("  ")) for line in (made.folder / "SHA256SUMS").read_text().splitlines())
    assert {"book.epub", "book.pdf", "cover-front.jpg"} == set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == digest
        assert digest in (made.folder / "notes.txt").read_text("utf-8")
    site = made.folder / "site"
    assert (site / "index.html").is_file() and (site / "opds/index.xml").is_file()
    (book,) = site.rglob("*.epub")
    assert book.read_bytes() == (made.folder / "book.epub").read_bytes()
    assert any("gh release create" in line and "SHA256SUMS" in line for line in made.checklist)


def test_volumes(tmp_path: Path) -> None:
    """A folder for each of several books."""
    blog = small_blog(tmp_path / "blog", {"a.md": post("가"), "b.md": post("나", date="2023-05-01")})
    made = packaged(blog, "upaper", tmp_path / "out", "--split", "year")
    assert 0 == made.run.code, made.run.err
    assert ["1", "2"] == made.names()
    titles = {
        line for name in "12" for line in (tmp_path / "out" / name / "metadata.txt").read_text().splitlines()
    }
    assert {"제목: 작은 블로그: 2023년", "제목: 작은 블로그: 2024년"} <= titles


def test_nothing_is_replaced_when_it_goes_wrong(blog: Path, tmp_path: Path) -> None:
    """A folder that cannot be written stays as it was: exit code 5."""
    (tmp_path / "cover.pdf").mkdir()
    (tmp_path / "body.pdf").write_bytes(b"old")
    made = packaged(blog, "bookk", tmp_path)
    assert 5 == made.run.code
    assert b"old" == (tmp_path / "body.pdf").read_bytes()
    assert ["body.pdf", "cover.pdf"] == made.names()


@pytest.mark.wide
def test_default_folder(tmp_path: Path) -> None:
    """Without -o: upload/STORE in the blog; its texts are no posts of the next book."""
    blog = tmp_path / "notes"
    blog.mkdir()
    (blog / "a.md").write_text("# 가\n\n글.\n", "utf-8")
    for _ in range(2):
        made = run("package", "--for", "upaper", cwd=blog)
        assert 0 == made.code, made.err
    assert (blog / "upload/upaper/book.epub").is_file()
    assert 1 == len(run("plan", "--json", cwd=blog).json["contents"])


@pytest.mark.parametrize("letters", [0, 40, 600, 900, 5000])
@pytest.mark.parametrize("trim", ["A5", "B6", "A4"])
def test_text_of_the_back(letters: int, trim: str) -> None:
    """However long, it stays above price and barcode: smaller type, then cut with "…"."""
    from publisher.book.paper import paper_of
    from publisher.writers.pdf.cover.back import blurb_of

    paper, text = paper_of(trim), ("바닷가에서 쓴 글이다. " * 1000)[:letters]
    blurb = blurb_of(text, paper)
    shown = " ".join(blurb.paragraphs)
    assert blurb.whole == (not shown.endswith("…")) and (letters < 5000) >= (not blurb.whole) - (
        letters > 600
    )
    lines = len(shown) * 0.83 * blurb.size / MM / (paper.width * 0.76)
    assert lines * blurb.size * 1.85 / MM < paper.height * 0.66


# Spines


@pytest.mark.parametrize(
    ("title", "wide", "way"),
    [
        ("모래와 파도", 4.9, "none"),
        ("모래와 파도", 5.0, "standing"),
        ("모래와 파도", 30, "standing"),
        ("TypeScript 3년", 10, "lying"),
        ("아무도 묻지 않은 아주 오래된 질문에 대하여 천천히 대답하는 사람들의 이야기", 8, "lying"),
    ],
)
def test_ways_of_a_spine(title: str, wide: float, way: str) -> None:
    """Korean letters stand, others lie, long titles lie, thin spines carry none; all within the width."""
    from publisher.writers.pdf.cover.spine import spine_of

    spine = spine_of(title, "지은이", "솔바람", wide, 210)
    assert way == spine.way
    assert way == "none" or (spine.title == title and 6.5 <= spine.size <= 19 and spine.size / MM <= wide - 2)


def test_a_title_too_long_for_its_spine() -> None:
    """It ends in "…" rather than in the author's name."""
    from publisher.writers.pdf.cover.spine import spine_of

    spine = spine_of("길고 긴 제목 " * 20, "지은이", "솔바람", 8, 188)
    assert spine.title.endswith("…")
    letters = len(spine.title.replace(" ", ""))
    assert (letters + 0.6 * spine.title.count(" ")) * spine.size / MM < 188 * 0.66


def test_width_of_a_spine() -> None:
    """100 pages of 80 g make 4.8 mm."""
    from publisher.writers.pdf.cover.spine import width

    assert (4.8, 15.0) == (width(100, 80), width(250, 100))


def test_other_commands_do_not_wait_for_it() -> None:
    """What packages and sends is loaded when that is asked for, and not with its command line."""
    ours = "[name for name in sys.modules if name.startswith('publisher.')]"
    code = f"import sys, publisher.cli.main, publisher.cli.delivery; print({ours})"
    order = [sys.executable, "-c", code]
    loaded = subprocess.run(
        order, capture_output=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    names = loaded.stdout.decode()
    assert "'publisher.cli.delivery'" in names
    for late in ("mail.delivery", "mail.send", "upload.package", "upload.pieces", "writers.pdf.wrap"):
        assert f"'publisher.{late}'" not in names
