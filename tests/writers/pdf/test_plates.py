"""The picture with which a post begins, on the left-hand page beside its opening, in the files of a book."""

import io
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from PIL import Image

from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.writers.pdf.assemble.pagination import UnitPages, paginate
from tests.blogs import CONFIG, hexo, write
from tests.outside.whole import broken_rules

_POST = "---\ntitle: {}\ndate: {}\n---\n\n{}\n"
_TEXT = "바람이 불고 파도가 높은 날에는 도서관에서 글을 쓴다. " * 4
_POSTS = {
    "a.md": _POST.format("바다", "2024-01-01", f'![](/wide.jpg "새벽의 바다")\n\n{_TEXT}'),
    "b.md": _POST.format("작은 그림", "2024-01-02", f"![](/small.jpg)\n\n{_TEXT}"),
    "c.md": _POST.format("산", "2024-01-03", f"![](/tall.jpg)\n\n{_TEXT}"),
    "d.md": _POST.format("주", "2024-01-04", f'<figure><img src="/wide.jpg"><figcaption><a href="#a">글</a>'
                         f'</figcaption></figure>\n\n<p id="a">{_TEXT}</p>'),
    "e.md": _POST.format("긴 설명", "2024-01-05", f'![](/wide.jpg "{_TEXT * 2}")\n\n{_TEXT}'),
}  # fmt: skip
_MM = 72 / 25.4
_RED = (200, 30, 30)


def _jpeg(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), _RED).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of the theme `photo`, as a printer wants it."""
    folder = tmp_path_factory.mktemp("plates")
    blog = hexo(folder / "blog", _POSTS, CONFIG)
    pictures = {"wide.jpg": _jpeg(1500, 1000), "tall.jpg": _jpeg(1200, 1600), "small.jpg": _jpeg(900, 600)}
    write(blog / "source", pictures)
    own = BookToml.model_validate({"theme": {"name": "photo"}, "pdf": {"bleed": 3, "cover": False}})
    built = build(Config(blog, folder / "out", ("pdf",), own, jobs=1, cache=True, epoch=None), Report())
    return built.files[0].path


def _opened(pdf: pymupdf.Document, title: str) -> int:
    """The page on which a chapter opens, from 1."""
    return next(page for _, name, page in pdf.get_toc() if name == title)


def _red(page: pymupdf.Page) -> tuple[float, float, float, float]:
    """What is red of the paper: left, top, right, foot in mm from its edge."""
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(50.8 / 72, 50.8 / 72))  # two pixels to a millimetre
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    box = picture.split()[1].point(lambda green: 255 if green < 90 else 0).getbbox()
    return tuple(side / 2 for side in box or (0, 0, 0, 0))  # type: ignore[return-value]


@pytest.mark.parametrize(("title", "foot"), [("바다", 188 * 2 / 3), ("산", 263)])
def test_to_the_edges(pdf: Path, title: str, foot: float) -> None:
    """It covers the paper that is cut off, too: above and at both sides, and below where it is nearly as high
    as the page; the opening stands on the right beside it, without it."""
    with pymupdf.open(pdf) as file:
        opening = _opened(file, title)
        assert opening % 2 == 1
        assert (0, 0, 188, foot) == pytest.approx(_red(file[opening - 2]), abs=1)
        assert [] == file[opening - 1].get_images() or (0, 0, 0, 0) == _red(file[opening - 1])
        said = file[opening - 2].get_text().replace("\u2060", "").split("\n")
        assert (["새벽의 바다"] if title == "바다" else []) == [line for line in said if line.strip()]


@pytest.mark.parametrize("title", ["작은 그림", "주", "긴 설명"])
def test_others_stay_in_the_text(pdf: Path, title: str) -> None:
    """A small picture, and one whose caption has a link, or is long."""
    with pymupdf.open(pdf) as file:
        left, top, right, foot = _red(file[_opened(file, title) - 1])
        assert (left > 10, top > 50, foot - top > 20, right < 180) == (True,) * 4


def test_boxes(pdf: Path) -> None:
    """Every page says where it is cut, with 3 mm of paper around; the file is accessible."""
    with pikepdf.open(pdf) as file:
        for page in file.pages:
            trim, bleed = ([float(side) for side in box] for box in (page.obj.TrimBox, page.obj.BleedBox))
            assert bleed == [float(side) for side in page.mediabox]
            assert (182, 257) == pytest.approx(
                ((trim[2] - trim[0]) / _MM, (trim[3] - trim[1]) / _MM), abs=0.1
            )
            apart = [(one - other) / _MM for one, other in zip(bleed, trim, strict=True)]
            assert [-3, -3, 3, 3] == pytest.approx(apart, abs=0.01)
    assert [] == broken_rules(pdf)


def test_left_hand_pages() -> None:
    """A plate stands on the left; one that begins the text follows the contents."""
    book = [UnitPages(3, True, True), UnitPages(1, False, True, verso=True), UnitPages(2, False, False),
            UnitPages(1, False, False, verso=True), UnitPages(1, False, False)]  # fmt: skip
    spots = paginate(book)
    assert ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5"] == [spot.label for spot in spots]
    assert [0, 0, 0, 1, 2, 2, -1, 3, 4] == [spot.fragment for spot in spots]
