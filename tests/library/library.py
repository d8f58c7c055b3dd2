"""Shelves under test: small EPUBs and PDFs by the hundred, and a web server for what is made of them."""

import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
AUTHORS = (
    "윤서해",
    "O’Brien & Sons",
    'Kim "Jae" 재',
    "한강",
    "山田 太郎",
    "İpek Ñandú",
    "<b>굵은 이</b>",
    "박민정",
)
TAGS = ("개발", "C++", "C#", "바다 & 바람", "여행", "커피", "Jazz", "jazz", "요리", "걷기/산책", "시")


@dataclass(frozen=True)
class Sample:
    """What a made book says of itself."""

    identifier: str = "urn:uuid:00000000-0000-4000-8000-000000000001"
    title: str = "작은 책"
    subtitle: str = ""
    authors: tuple[str, ...] = ("윤서해",)
    language: str = "ko"
    description: str = "짧은 소개."
    subjects: tuple[str, ...] = ()
    published: str = "2024-05-01"
    modified: str = "2024-06-01T00:00:00Z"
    series: str = ""
    position: str = ""
    chapters: tuple[str, ...] = ("첫째 글", "둘째 글")
    cover: bytes = b""
    extra: Mapping[str, bytes] = field(
        default_factory=dict
    )  # more entries of the zip, or others in their place


def epub(path: Path, book: Sample) -> Path:
    """An EPUB 3 file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/content.opf": package(book).encode(),
        "EPUB/nav.xhtml": _nav(book).encode(),
        **({"EPUB/cover.jpg": book.cover} if book.cover else {}),
        **book.extra,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(zipfile.ZipInfo(name), data)
    return path


def package(book: Sample) -> str:
    """The package document."""
    lines = [
        f'<dc:identifier id="id">{escape(book.identifier)}</dc:identifier>' if book.identifier else "",
        f"<dc:title>{escape(book.title)}</dc:title>" if book.title else "",
        f'<dc:title id="sub">{escape(book.subtitle)}</dc:title>'
        '<meta refines="#sub" property="title-type">subtitle</meta>'
        if book.subtitle
        else "",
        *(f"<dc:creator>{escape(name)}</dc:creator>" for name in book.authors),
        *(f"<dc:subject>{escape(name)}</dc:subject>" for name in book.subjects),
        f"<dc:language>{book.language}</dc:language>",
        f"<dc:description>{escape(book.description)}</dc:description>",
        f"<dc:date>{book.published}</dc:date>" if book.published else "",
        f'<meta property="dcterms:modified">{book.modified}</meta>' if book.modified else "",
        f'<meta property="belongs-to-collection" id="set">{escape(book.series)}</meta>'
        f'<meta refines="#set" property="group-position">{book.position}</meta>'
        if book.series
        else "",
    ]
    cover = '<item id="cover" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>'
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{"".join(lines)}</metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'{cover if book.cover else ""}</manifest><spine><itemref idref="nav"/></spine></package>'
    )


def _nav(book: Sample) -> str:
    items = "".join(f'<li><a href="nav.xhtml">{escape(title)}</a></li>' for title in book.chapters)
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>'
        f'{escape(book.title)}</title></head><body><nav epub:type="toc"><ol>{items}</ol></nav></body></html>'
    )


def pdf(path: Path, book: Sample, pages: int = 3) -> Path:
    """A PDF with XMP, of empty pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(420, 595))
    with made.open_metadata(set_pikepdf_as_editor=False) as xmp:
        said = {
            "dc:title": book.title,
            "dc:creator": list(book.authors),
            "dc:identifier": book.identifier,
            "xmp:ModifyDate": book.modified,
        }
        xmp.update({name: value for name, value in said.items() if value})
    made.save(path, deterministic_id=True)
    return path


@lru_cache(maxsize=64)
def picture(hue: int, size: tuple[int, int] = (240, 360)) -> bytes:
    """A JPEG of one colour."""
    out = io.BytesIO()
    Image.new("HSV", size, (hue * 41 % 256, 110, 140)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def sample(number: int) -> Sample:
    """Book `number` of a large shelf: authors, tags, years and letters of all kinds."""
    return Sample(
        identifier=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        title=("파도 {}", "『{}』 “따옴표” & <꺾쇠>", "{}장: 커피와 book", "The {}th Wave", "{}")[
            number % 5
        ].format(number),
        subtitle="작은 제목" if number % 7 == 0 else "",
        authors=tuple(
            dict.fromkeys((AUTHORS[number % 8], *((AUTHORS[number % 5],) if number % 3 == 0 else ())))
        ),
        language="en" if number % 10 == 3 else "ko",
        description="바다 & 바람. " * (number % 4),
        subjects=tuple(dict.fromkeys((TAGS[number % 11], TAGS[number % 4]))),
        published=f"{2015 + number % 10}-0{1 + number % 9}-1{number % 10}",
        modified=f"2025-01-{1 + number % 28:02}T{number % 24:02}:00:00Z",
        series="바다 삼부작" if number < 4 else "",
        position=str(number) if number < 4 else "",
        cover=picture(number % 12) if number % 6 else b"",
    )


def library(folder: Path, count: int = 300) -> Path:
    """A folder of so many books, every fifth of them with a PDF, some in folders below."""
    for number in range(1, count + 1):
        place = folder / ("" if number % 4 else f"묶음 {number % 3}")
        epub(place / f"책 {number}.epub", sample(number))
        if number % 5 == 0:
            pdf(folder / f"pdf/{number}.pdf", sample(number))
    return folder


class _Handler(SimpleHTTPRequestHandler):
    extensions_map: dict[str, str] = SimpleHTTPRequestHandler.extensions_map | {
        ".epub": "application/epub+zip", ".xml": "application/atom+xml", ".json": "application/opds+json",
    }  # fmt: skip

    def log_message(self, *_: Any) -> None:
        """Tests say what is wrong."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a web server of loopback, as a static host would show it; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: _Handler(*args, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
