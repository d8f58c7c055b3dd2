"""A folder of files -> books: what belongs together, and what comes from strangers."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from publisher.assets.themes import load_theme
from publisher.errors import Report, SourceError
from publisher.library.about import BookError
from publisher.library.apart import Apart
from publisher.library.books import Earlier, ShelfBook, read_shelf
from publisher.runtime.isolation import holds_here
from publisher.runtime.limits import Limits
from publisher.storage import stamp
from tests.books import run
from tests.library import harmful
from tests.library.library import Sample, epub, package, pdf, picture

ID = "urn:uuid:00000000-0000-4000-8000-00000000000{}"


def _read(folder: Path) -> tuple[tuple[ShelfBook, ...], list[str]]:
    """The books, and the codes of what was said."""
    report = Report()
    books = read_shelf(folder, load_theme("base", folder), report)
    return books, [item.code for item in report.diagnostics]


def test_the_sample_book(sample: object) -> None:
    """What export wrote is read back: one book of two files, series, contents and days right."""
    ((book,), said) = _read(sample.out)  # type: ignore[attr-defined]
    assert [] == said
    assert ["epub", "pdf"] == [file.form for file in book.files]
    assert ("모래 묻은 키보드", "강릉에서 쓴 개발 일지 2021–2024") == (book.title, book.subtitle)
    assert (("윤서해",), "ko", "솔바람 책상") == (book.authors, book.language, book.publisher)
    assert (date(2024, 12, 20), True) == (book.published, book.modified.tzinfo is UTC)
    assert {"바닷가": 0, "사원증을 반납하던 날": 1} == {one.title: one.depth for one in book.contents[:2]}
    assert book.files[1].pages > 50


def test_only_new_files_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads a folder again asks nothing of files that are as they were, but of one that was written
    anew, if as large as before; and a file that is gone is known no more."""
    read, real, known = list[str](), Apart.made, Earlier()
    monkeypatch.setattr(
        Apart, "made", lambda apart, make, path: (read.append(path.name), real(apart, make, path))[1]
    )
    monkeypatch.setattr(stamp, "_SOON", 0)

    def again() -> tuple[list[str], list[str]]:
        read.clear()
        books = read_shelf(tmp_path, load_theme("base", tmp_path), Report(), known)
        return [book.title for book in books], sorted(read)

    for title in ("하나", "둘둘"):
        epub(tmp_path / f"{title}.epub", Sample(title=title, identifier=""))
    (tmp_path / "bad.epub").write_bytes(b"x")
    assert (["둘둘", "하나"], ["bad.epub", "둘둘.epub", "하나.epub"]) == again()
    assert (["둘둘", "하나"], ["bad.epub"]) == again()
    with monkeypatch.context() as young:  # written again in the same moment, it might have the same stamp
        young.setattr(stamp, "_SOON", 10**15)
        known.clear()
        assert 2 * [(["둘둘", "하나"], ["bad.epub", "둘둘.epub", "하나.epub"])] == [again(), again()]
    again()
    epub(tmp_path / "둘둘.epub", Sample(title="셋셋", identifier=""))
    assert (["셋셋", "하나"], ["bad.epub", "둘둘.epub"]) == again()
    (tmp_path / "하나.epub").unlink()
    assert (["셋셋"], ["bad.epub"]) == again()
    assert ["둘둘.epub"] == [path.name for path, _ in known]


def test_formats_of_one_book_are_together(tmp_path: Path) -> None:
    """By identifier, else by title and authors, else by the file's name."""
    book = Sample(identifier=ID.format(1), title="하나")
    epub(tmp_path / "하나.epub", book)
    pdf(tmp_path / "sub/uno.pdf", Sample(identifier=ID.format(1), title="Uno", authors=()))
    epub(tmp_path / "둘.epub", Sample(identifier=ID.format(2), title="둘"))
    pdf(tmp_path / "two.pdf", Sample(identifier="", title="둘"))
    epub(tmp_path / "셋.epub", Sample(identifier=ID.format(3), title="셋이라는 책"))
    pdf(tmp_path / "셋.pdf", Sample(identifier="", title="", authors=()))
    pdf(tmp_path / "넷.pdf", Sample(identifier=ID.format(4), title="넷"))
    books, said = _read(tmp_path)
    assert [] == said
    found = {book.title: [file.form for file in book.files] for book in books if len(book.files) > 1}
    assert {"하나": ["epub", "pdf"], "둘": ["epub", "pdf"], "셋이라는 책": ["epub", "pdf"]} == found
    assert 4 == len(books)


def test_an_older_edition_is_named(tmp_path: Path) -> None:
    """Of two files of one book the newer is shown."""
    for name, month in (("a", "06"), ("b", "07"), ("c", "05")):
        epub(tmp_path / f"{name}.epub", Sample(modified=f"2024-{month}-01T00:00:00Z"))
    ((book,), said) = _read(tmp_path)
    assert (["book-twice"] * 2, "b.epub") == (said, book.files[0].path.name)
    assert datetime(2024, 7, 1, tzinfo=UTC) == book.modified


def test_a_book_that_says_nothing_has_the_name_of_its_file(tmp_path: Path) -> None:
    """Two of one name in two folders are two books, with addresses of their own."""
    bare = Sample(identifier="", title="", authors=(), published="", modified="", description="")
    epub(tmp_path / "a/여름.epub", bare)
    pdf(tmp_path / "b/여름.pdf", bare)
    books, said = _read(tmp_path)
    assert ([], ["여름", "여름"]) == (said, [book.title for book in books])
    assert 2 == len({book.identifier for book in books}) == len({book.name for book in books})
    assert all(book.identifier.startswith("urn:uuid:") for book in books)


def test_copies_are_one_book(tmp_path: Path) -> None:
    """Files with the same bytes are shown once, also where nothing in them says which book they are."""
    for name in "abc":
        epub(tmp_path / f"{name}.epub", Sample(identifier="", title="여름", authors=()))
    assert [("여름", 1)] == [(book.title, len(book.files)) for book in _read(tmp_path)[0]]


def test_names_of_books_stay(tmp_path: Path) -> None:
    """A book's address and identifier do not hang on what else is on the shelf."""
    epub(tmp_path / "b.epub", Sample(identifier=ID.format(5), title="같은 제목"))
    before = {book.identifier: book.name for book in _read(tmp_path)[0]}
    epub(tmp_path / "a.epub", Sample(identifier=ID.format(7), title="같은 제목", authors=("다른 이",)))
    after = {book.identifier: book.name for book in _read(tmp_path)[0]}
    assert before.items() < after.items()
    assert 2 == len({name.casefold() for name in after.values()})


def test_identifiers_and_languages_are_set_right(tmp_path: Path) -> None:
    """A bare ISBN is a URN, another identifier becomes one; a language that is no tag is none."""
    for number, (identifier, language) in enumerate(
        (("978-89-364-3412-0", "ko_KR"), ("calibre 12", "Korean"), ("https://blog.test/책", "en"))
    ):
        epub(tmp_path / f"{number}.epub", Sample(identifier=identifier, title=str(number), language=language))
    books, said = _read(tmp_path)
    assert ([], ["ko-KR", "", "en"]) == (said, [book.language for book in books])
    assert ("urn:isbn:9788936434120", "9788936434120") == (books[0].identifier, books[0].isbn)
    assert all(book.identifier.startswith("urn:uuid:") for book in books[1:])


def test_the_longest_names_fit(tmp_path: Path) -> None:
    """A title of 300 letters makes a file name of 255 bytes at most; the page is written."""
    epub(tmp_path / "in/a.kepub.epub", Sample(title="긴" * 300))
    made = run("shelf", tmp_path / "in", "-o", tmp_path / "out", "--json")
    assert made.code == 0, made.err
    assert all(len(name.encode()) <= 255 for _, _, names in os.walk(tmp_path / "out") for name in names)


def test_kepub_is_a_format_of_its_own(tmp_path: Path) -> None:
    """Beside the EPUB of the same book."""
    epub(tmp_path / "a.epub", Sample())
    epub(tmp_path / "a.kepub.epub", Sample())
    ((book,), said) = _read(tmp_path)
    assert ([], ["epub", "kepub"]) == (said, [file.form for file in book.files])


def test_epub_2_and_calibre_are_understood(tmp_path: Path) -> None:
    """Cover by meta name, contents by NCX, series as calibre writes it, roles of creators."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="2.0"'
        ' unique-identifier="x"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>옛 책</dc:title>"
        '<dc:creator opf:role="trl">옮긴이</dc:creator><dc:creator opf:role="aut">쓴 이</dc:creator>'
        '<dc:identifier id="y">1</dc:identifier><dc:identifier id="x">urn:isbn:9788936434120</dc:identifier>'
        "<dc:date>1999</dc:date><dc:description>&lt;p&gt;굵게&lt;/p&gt; &amp;amp; 길게</dc:description>"
        '<meta name="cover" content="c"/><meta name="calibre:series" content="연작"/>'
        '<meta name="calibre:series_index" content="2.5"/></metadata><manifest>'
        '<item id="c" href="%ED%91%9C%EC%A7%80.jpg" media-type="image/jpeg"/>'
        '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest></package>'
    )
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>1부</text></navLabel>'
        "<navPoint><navLabel><text>하나</text></navLabel></navPoint></navPoint></navMap></ncx>"
    )
    extra = {"EPUB/content.opf": opf.encode(), "EPUB/toc.ncx": ncx.encode(), "EPUB/표지.jpg": picture(3)}
    epub(tmp_path / "a.epub", Sample(extra=extra))
    ((book,), said) = _read(tmp_path)
    assert [] == said
    assert (("쓴 이",), "9788936434120", "연작", 2.5) == (book.authors, book.isbn, book.series, book.position)
    assert ("굵게 & 길게", date(1999, 1, 1)) == (book.description, book.published)
    assert [("1부", 0), ("하나", 1)] == [(one.title, one.depth) for one in book.contents]
    assert (240, 360) == (book.cover.full.width, book.cover.full.height)


@pytest.mark.parametrize(
    ("title", "wide"),
    [("짧다", False), ("가" * 400, True), ("", False), ("A long title in English " * 9, True)],
)
def test_a_book_without_cover_gets_one(tmp_path: Path, title: str, wide: bool) -> None:
    """With its title on it: another title, another picture; the same book, the same bytes."""
    epub(tmp_path / "a.epub", Sample(title=title or "이름"))
    first, again = _read(tmp_path)[0][0].cover, _read(tmp_path)[0][0].cover
    assert first.full.data == again.full.data
    image = Image.open(io.BytesIO(first.full.data))
    assert ("JPEG", (800, 1200)) == (image.format, image.size)
    assert len(image.convert("L").getcolors(256) or ()) > 20, "letters have soft edges"


def test_a_pdf_alone_shows_its_first_page(sample: object, tmp_path: Path) -> None:
    """Its cover is the page; an empty page, and one that the engine cannot draw, is none."""
    (path,) = sample.out.glob("*.pdf")  # type: ignore[attr-defined]
    (tmp_path / "a.pdf").write_bytes(path.read_bytes())
    pdf(tmp_path / "b.pdf", Sample(title="빈 쪽"))
    epub(tmp_path / "c.epub", Sample(identifier=ID.format(3), title="빈 쪽 아님", authors=("남",)))
    books, said = _read(tmp_path)
    assert [] == said
    covers = {book.title: Image.open(io.BytesIO(book.cover.full.data)).convert("RGB") for book in books}
    page = covers["모래 묻은 키보드"]
    assert abs(page.width / page.height - 148 / 210) < 0.01, "A5, as the page is"
    assert page.getpixel((5, 5))[2] > page.getpixel((5, 5))[1], "the violet of the sample's cover"  # type: ignore[index]
    assert (800, 1200) == covers["빈 쪽"].size == covers["빈 쪽 아님"].size


_MODULES = Path(__file__).parents[1]  # which what reads a book in these tests is made of


@pytest.mark.parametrize("act", harmful.ACTS)
@pytest.mark.skipif(not all(astuple(holds_here())), reason="this system isolates no processes")
def test_a_book_that_takes_over_its_reader(act: Callable[[Path], object], tmp_path: Path) -> None:
    """What reads a book may touch no file but the books, change none, ask no network, and take so much
    memory; the next book is read all the same."""
    book, other = tmp_path / "a.pdf", tmp_path / "other.txt"
    book.write_bytes(b"a book")
    other.write_bytes(b"not yours")
    with Apart([book, _MODULES]) as apart:
        with pytest.raises((BookError, OSError)):
            apart.made(act, book)
        assert 6 == apart.made(harmful.length, book)
    assert (b"not yours", b"a book") == (other.read_bytes(), book.read_bytes())


@pytest.mark.wide
def test_a_book_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; the next one is read all the same."""
    monkeypatch.setattr("publisher.library.apart._LIMITS", Limits(seconds=1))
    with Apart([_MODULES]) as apart:
        with pytest.raises(BookError, match="more than 1 seconds"):
            apart.made(harmful.takes_time, tmp_path / "a.pdf")
        assert 0 == apart.made(harmful.length, Path(os.devnull))


# From strangers


def _bomb() -> bytes:
    """A package document of 100 MB, in 100 KB."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join([*(press.compress(b" " * (1 << 20)) for _ in range(100)), press.flush()])


def _zip_bomb(path: Path) -> None:
    """Its header says that it is small."""
    epub(path, Sample())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("EPUB/x", b"")
    data, bomb = path.read_bytes(), _bomb()
    with zipfile.ZipFile(path) as made:
        info = made.getinfo("EPUB/content.opf")
    local = (
        struct.pack("<4s5HIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(bomb), 100 << 20, 16, 0)
        + b"EPUB/content.opf"
    )
    end = data.rindex(b"PK\x05\x06")
    central = struct.unpack_from("<I", data, end + 16)[0]
    directory = bytearray(data[central:end])
    at = directory.index(b"EPUB/content.opf") - 46
    struct.pack_into("<III", directory, at + 16, 0, len(bomb), 100 << 20)
    struct.pack_into("<I", directory, at + 42, central)
    record = bytearray(data[end:])
    struct.pack_into("<II", record, 12, len(directory), central + len(local) + len(bomb))
    assert info.file_size < 1 << 20
    path.write_bytes(data[:central] + local + bomb + bytes(directory) + bytes(record))


def _entities(path: Path) -> None:
    """A billion laughs."""
    declared = '<!DOCTYPE package [<!ENTITY l0 "haha">'
    declared += "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared += "]>"
    opf = package(Sample(title="TITLE")).replace("TITLE", "제목&l9;")
    epub(path, Sample(extra={"EPUB/content.opf": (declared + opf).encode()}))


def _external(path: Path) -> None:
    """A file of the machine as part of the title."""
    declared = '<!DOCTYPE package SYSTEM "file:///etc/hosts" [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    opf = package(Sample(title="TITLE")).replace("TITLE", "제목&file;")
    epub(path, Sample(extra={"EPUB/content.opf": (declared + opf).encode()}))


def _many_titles(path: Path) -> None:
    """As many titles as words about them: to look through all of these for each took minutes."""
    more = '<dc:title id="a">제목</dc:title><meta refines="#b" property="title-type">main</meta>' * 30_000
    opf = package(Sample()).replace("</metadata>", f"{more}</metadata>")
    epub(path, Sample(extra={"EPUB/content.opf": opf.encode()}))


def _huge_cover(path: Path) -> None:
    """A PNG that says it is 60,000 by 60,000 pixels."""
    head = struct.pack(">II5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    epub(
        path,
        Sample(
            cover=b"\x89PNG\r\n\x1a\n"
            + chunk
            + struct.pack(">I", 0)
            + b"IDAT"
            + struct.pack(">I", zlib.crc32(b"IDAT"))
        ),
    )


def _locked(path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    made.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def _xmp_bomb(path: Path) -> None:
    """Metadata of 100 MB in 100 KB; its title is not worth that."""
    made = pikepdf.new()
    made.add_blank_page()
    press = zlib.compressobj(9)
    data = b"".join([*(press.compress(b" " * (1 << 20)) for _ in range(100)), press.flush()])
    made.Root.Metadata = pikepdf.Stream(
        made, data, Type=pikepdf.Name.Metadata, Filter=pikepdf.Name.FlateDecode
    )
    made.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _ring(path: Path) -> None:
    """An outline whose entries follow each other in a ring."""
    made = pikepdf.new()
    made.add_blank_page()
    one, two = (made.make_indirect(pikepdf.Dictionary(Title=pikepdf.String(name))) for name in "ab")
    one.Next, two.Next, one.First, one.Last = two, one, two, two
    made.Root.Outlines = made.make_indirect(pikepdf.Dictionary(First=one, Last=two, Count=2))
    made.save(path)


def _endless_outline(path: Path) -> None:
    """As many entries that follow each other as took minutes, and as open the next one: 60,000."""
    made = pikepdf.new()
    made.add_blank_page()
    entries = [made.make_indirect(pikepdf.Dictionary(Title=pikepdf.String("가"))) for _ in range(60_000)]
    for one, other in pairwise(entries):
        one.Next = one.First = other
    made.Root.Outlines = made.make_indirect(pikepdf.Dictionary(First=entries[0], Last=entries[-1]))
    made.save(path)


def _with(extra: dict[str, bytes]) -> Callable[[Path], Path]:
    """An EPUB with these entries in the place of good ones."""
    return lambda path: epub(path, Sample(extra=extra))


def _lzma(path: Path) -> None:
    """Damaged, in a way of packing that no EPUB may have and whose errors are its own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("META-INF/container.xml", "<a/>" * 50)
    data = path.read_bytes()
    start = 30 + len("META-INF/container.xml") + 9  # of LZMA's own head
    path.write_bytes(data[:start] + b"\xff" * 8 + data[start + 8 :])


STRANGERS = {
    "not-a-zip.epub": (lambda path: path.write_bytes(b"hello"), "book-unreadable"),
    "empty.epub": (lambda path: path.write_bytes(b""), "book-unreadable"),
    "bomb.epub": (_zip_bomb, "book-unreadable"),
    "lzma.epub": (_lzma, "book-unreadable"),
    "no-package.epub": (_with({"META-INF/container.xml": b"<a/>"}), "book-unreadable"),
    "no-xml.epub": (_with({"EPUB/content.opf": b"<package"}), "book-unreadable"),
    "deep.epub": (_with({"EPUB/content.opf": b"<a>" * 100_000}), "book-unreadable"),
    "cut.epub": (lambda path: path.write_bytes(epub(path, Sample()).read_bytes()[:-200]), "book-unreadable"),
    "entities.epub": (_entities, "book-unreadable"),
    "external.epub": (_external, None),
    "cover.epub": (_huge_cover, "cover-unreadable"),
    "broken-cover.epub": (lambda path: epub(path, Sample(cover=picture(2)[:900])), "cover-unreadable"),
    "svg-cover.epub": (lambda path: epub(path, Sample(cover=b"<svg onload='x'/>")), "cover-unreadable"),
    "bad-nav.epub": (_with({"EPUB/nav.xhtml": b"<html><nav>&nope;<ol><li>"}), None),
    "not.pdf": (lambda path: path.write_bytes(b"%PDF-1.7 nothing"), "book-unreadable"),
    "locked.pdf": (_locked, "book-locked"),
    "xmp.pdf": (_xmp_bomb, None),
    "ring.pdf": (_ring, None),
    "outline.pdf": (_endless_outline, None),
    "loop.epub": (lambda path: path.symlink_to(path), "book-unreadable"),
    "pipe.epub": (os.mkfifo, "book-unreadable"),
    "titles.epub": (_many_titles, None),
    "gone.epub": (lambda path: path.symlink_to("nowhere.epub"), "book-unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS)
def test_a_strangers_file_harms_no_other(tmp_path: Path, name: str) -> None:
    """It is named, or shown without what is wrong with it; the good book beside it is on the shelf."""
    make, code = STRANGERS[name]
    make(tmp_path / name)  # type: ignore[operator]
    epub(tmp_path / "좋은 책.epub", Sample(identifier=ID.format(9), title="좋은 책", authors=("남",)))
    books, said = _read(tmp_path)
    assert "좋은 책" in [book.title for book in books]
    assert ([code] if code else []) == said
    shown = code in (None, "cover-unreadable")
    assert (2 if shown else 1) == len(books)
    assert not any("root:" in book.title or "ha" * 1000 in book.title for book in books)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A file behind a link is named and left out, a folder behind one passed over; a link within is fine."""
    outside, shelf = tmp_path / "outside", tmp_path / "shelf"
    epub(outside / "secret.epub", Sample(identifier=ID.format(8), title="비밀"))
    epub(shelf / "a.epub", Sample())
    (shelf / "b.epub").symlink_to(outside / "secret.epub")
    (shelf / "folder").symlink_to(outside)
    (shelf / "pdf").mkdir()
    (shelf / "pdf/c.kepub.epub").symlink_to("../a.epub")
    books, said = _read(shelf)
    assert (["작은 책"], ["book-outside"]) == ([book.title for book in books], said)


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    """Are read, and shown as an old Windows meant them."""
    raw = os.fsencode(tmp_path) + b"/" + "한글.epub".encode("cp949")
    epub(tmp_path / "a.epub", Sample(title="", identifier="", authors=()))
    os.rename(os.fsencode(tmp_path / "a.epub"), raw)  # noqa: PTH104
    ((book,), said) = _read(tmp_path)
    assert ([], "한글") == (said, book.title)
    assert 0 == run("shelf", tmp_path, "-o", tmp_path / "out").code


def test_no_book_no_shelf(tmp_path: Path) -> None:
    """An empty folder, a file, nothing at all: exit code 4."""
    with pytest.raises(SourceError, match="no book"):
        _read(tmp_path)
    assert 4 == run("shelf", tmp_path, "-o", tmp_path / "out").code
    assert 4 == run("shelf", tmp_path / "nowhere", "-o", tmp_path / "out").code
    assert not (tmp_path / "out").exists()
