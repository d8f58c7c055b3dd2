"""Pictures of any shape and kind, in all themes and on small paper: whole, in their place, with captions."""

import io
import struct
import zlib
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from publisher.assets.xhtml import fragment, inner
from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.writers.pdf.compose.pictures import as_wide, unboxed
from tests.blogs import CONFIG, hexo, write
from tests.outside.whole import broken_rules

_TEXT = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 5


def _png(width: int, height: int, mode: str = "L", form: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 90).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _deep() -> bytes:
    """16 bits a sample, with see-through pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"".join(
        struct.pack(">HHHH", x * 300, 9, 30000, 65535 if x > 50 else x * 1000) for x in range(200)
    )
    head = struct.pack(">IIBBBBB", 200, 150, 16, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(row * 150))
        + chunk(b"IEND", b"")
    )


_MOVING = [Image.new("L", (120, 90), grey) for grey in (0, 90, 200)]
_ODD = {
    "ten1.png": _png(2000, 200), "one10.png": _png(200, 2000), "dot.png": _png(1, 1),
    "huge.png": _png(10000, 10000, "1"), "cmyk.jpg": _png(800, 600, "CMYK", "JPEG"), "deep.png": _deep(),
    "moving.gif": _png(120, 90, form="GIF", save_all=True, append_images=_MOVING, loop=0),
    "nosize.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 9"><path d="M0 0h3v9H0z"/></svg>',
}  # fmt: skip
_THEMES = ("literature", "essay", "technical", "photo", "large")


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = (f'{_TEXT}\n\n![](/{name} "이것은 {name.partition(".")[0]} 이다")' for name in _ODD)
    text = "---\ntitle: 온갖 그림\ndate: 2024-01-01\n---\n\n" + "\n\n".join(shown)
    folder = hexo(tmp_path_factory.mktemp("odd") / "blog", {"a.md": text}, CONFIG)
    write(folder / "source", _ODD)
    return folder


@pytest.mark.parametrize(
    ("theme", "trim"),
    [
        pytest.param(theme, trim, marks=[] if (theme, trim) == ("base", "A6") else [pytest.mark.wide])
        for theme in ("base", *_THEMES)
        for trim in ("", "A6")
    ],
)
def test_pictures_stay_on_the_page_with_their_captions(
    theme: str, trim: str, blog: Path, tmp_path: Path
) -> None:
    """None overflows its page, and each caption stands right below its picture, on the same page."""
    own = BookToml.model_validate({"theme": {"name": theme}, "pdf": {"trim": trim, "cover": False}})
    report = Report()
    built = build(Config(blog, tmp_path, ("pdf",), own, jobs=1, cache=True, epoch=None), report)
    with pymupdf.open(built.files[0].path) as pdf:
        captions = dict(found for page in pdf for found in _captions(page))
        for page in pdf:
            room = pymupdf.Rect(9, 9, page.rect.x1 - 9, page.rect.y1 - 20)
            assert [] == [box for box in _pictures(page) if box not in room]
    assert {name.partition(".")[0] for name in _ODD} == set(captions)
    assert {name: gap for name, gap in captions.items() if not -1 < gap < 20} == {}
    assert [] == broken_rules(built.files[0].path)
    assert {"image-coarse"} >= {one.code for one in report.diagnostics}


def _pictures(page: pymupdf.Page) -> list[pymupdf.Rect]:
    drawn = [one["rect"] for one in page.get_drawings() if one["rect"].height > 20]
    return [*drawn, *(pymupdf.Rect(one["bbox"]) for one in page.get_image_info())]


def _captions(page: pymupdf.Page) -> list[tuple[str, float]]:
    """Names of pictures, and how far below a picture of the page their captions stand, in points."""
    words = page.get_text("words")
    found = [
        (words[n + 1][4], word[1])
        for n, word in enumerate(words[:-2])
        if word[4].replace("\u2060", "") == "이것은"
    ]
    feet = [box.y1 for box in _pictures(page)]
    return [(name, min((top - foot for foot in feet if foot < top + 1), default=-99)) for name, top in found]


def test_one_picture_in_two_files(tmp_path: Path) -> None:
    """Files of the same pixels, one of them with an alpha channel, are one picture; their chapter keeps its
    look."""
    text = "---\ntitle: 같은 그림\ndate: 2024-01-01\n---\n\n![](/a.png)\n\n**글**\n\n![](/b.png)\n"
    folder = hexo(tmp_path / "blog", {"a.md": text}, CONFIG)
    opaque = Image.new("RGB", (300, 200), "navy")
    for name, picture in (("a.png", opaque), ("b.png", opaque.convert("RGBA"))):
        picture.save(folder / "source" / name)
    own, report = BookToml.model_validate({"pdf": {"cover": False}}), Report()
    built = build(Config(folder, tmp_path / "out", ("pdf",), own, jobs=1, cache=True, epoch=None), report)
    with pymupdf.open(built.files[0].path) as pdf:
        assert 2 == sum(len(page.get_image_info()) for page in pdf)
    assert {"image-coarse"} >= {one.code for one in report.diagnostics}


def test_widths_of_the_post() -> None:
    """A picture takes the part of a line that it has on the blog; an icon keeps its size, a wide one is
    as wide as the line."""
    root = fragment(
        '<p><img width="360"/><img width="20"/><img width="900"/><img/></p><td><img width="300"/></td>'
    )
    as_wide(root)
    assert ["max-width: 50%", "max-width: 20px", None, None, None] == [
        one.get("style") for one in root.iter("img")
    ]


@pytest.mark.parametrize(
    ("expected", "box"),
    [
        (
            "<p>글</p><figure/><p>뒤</p>",
            '<p>글</p><div style="text-align: center"><div>{}</div></div><p>뒤</p>',
        ),
        ("<p>글</p><figure/>뒤", "<p>글</p><div>\n{}</div>뒤"),
        ('<div class="row"><figure/></div>', '<div class="row">{}</div>'),
        ('<div style="width: 3em"><figure/></div>', '<div style="width: 3em">{}</div>'),
        ("<div>글<figure/></div>", "<div>글{}</div>"),
        ("<div><figure/><figure/></div>", "<div>{0}{0}</div>"),
    ],
)
def test_a_box_around_a_picture_alone(expected: str, box: str) -> None:
    """It goes where it does no more than centre the picture, so that text can go before that."""
    root = fragment(box.format("<figure/>"))
    unboxed(root)
    assert expected == inner(root).replace("\n", "")
