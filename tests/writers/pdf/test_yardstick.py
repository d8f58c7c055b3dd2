"""Pages of the bound book look as those of one WeasyPrint document of the same chapters.

Compared at 60 dpi. Masked: the foot of the pages of front matter alone, which are numbered i, ii, … in
the one and 1, 2, … in the other. Heads, numbers and the contents are compared too. Anti-aliasing is
allowed for: a left-hand page is moved by 3 mm when it is bound, which is no whole number of pixels, so
each pixel must lie between the darkest and the lightest of the nine around its place in the other.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from publisher.book.paper import paper_of
from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.writers.job import Begun, Job
from publisher.writers.pdf.layout import whole
from publisher.writers.registry import WRITERS
from tests.books import SAMPLE, SHARED

_DPI = 60
_SHADE = 48  # of 255: what two ways of drawing the same outline differ by
_SPECKS = 2  # pixels of a page, of 170,000, that rounding may draw otherwise: no letter has as few
_POSTS = 30
_PAPER = paper_of("A5")


@dataclass(frozen=True)
class Twice:
    """One book, bound late and laid out whole."""

    bound: bytes
    whole: bytes
    report: Report


def _posts(folder: Path, below: str, into: Path) -> Path | None:
    """A blog with its thirty shortest posts that say more than a word."""
    if not folder.is_dir():
        return None
    shutil.copytree(folder, into, copy_function=shutil.copyfile)
    posts = sorted((path.stat().st_size, path) for path in into.glob(below))
    chosen = [path for size, path in posts if size > 600][:_POSTS]
    for _, path in posts:
        if path not in chosen:
            path.unlink()
    return into


_BLOGS: dict[str, Callable[[Path], Path | None]] = {
    "example": lambda _: SAMPLE,
    "hexo-hangack": partial(_posts, SHARED / "blogs/hexo-hangack", "source/_posts/**/*.md"),
    "jekyll-gigong": partial(_posts, SHARED / "blogs/jekyll-gigong", "_posts/**/*.md"),
    "jekyll-johngrib-sample": partial(_posts, SHARED / "blogs/jekyll-johngrib-sample", "_wiki/**/*.md"),
    "hugo-kkumtree": partial(_posts, SHARED / "blogs/hugo-kkumtree", "content/**/*.md"),
}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=pytest.mark.wide) for name in _BLOGS])
def twice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Twice:
    """Both ways in one build: the second one writes nothing."""
    folder = tmp_path_factory.mktemp(request.param)
    blog = _BLOGS[request.param](folder / "blog")
    if blog is None:
        pytest.skip(f"the blog {request.param} is not on this machine")
    found: list[bytes] = []

    def both(job: Job) -> Begun:
        begun = late(job)

        def written() -> int:
            pages = begun.finish()
            found.extend((job.file.read_bytes(), whole.lay_out(job, _PAPER).laid.pdf))
            return pages

        return Begun(written)

    late, report = WRITERS["pdf"], Report()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WRITERS, "pdf", both)  # type: ignore[arg-type]
        own = BookToml.model_validate({"pdf": {"min_last_lines": 0}})  # which takes more than one layout
        build(Config(blog, folder / "out", ("pdf",), own, jobs=1, cache=True, epoch=None), report)
    return Twice(*found, report)


def test_it_was_bound_late(twice: Twice) -> None:
    """Neither is the other: the book did not fall back to one document."""
    assert "laid-out-whole" not in {one.code for one in twice.report.diagnostics}


def test_pages_look_alike(twice: Twice) -> None:
    """As many pages, and on each the same at the same place."""
    bound, one = pypdfium2.PdfDocument(twice.bound), pypdfium2.PdfDocument(twice.whole)
    try:
        assert len(one) == len(bound)
        assert [] == [number + 1 for number in range(len(one)) if _unlike(bound, one, number)]
    finally:
        bound.close()
        one.close()


def test_outlines_are_alike(twice: Twice) -> None:
    """The same entries on the same levels lead to the same pages, those before and behind the posts too."""
    with pymupdf.open(stream=twice.bound) as bound, pymupdf.open(stream=twice.whole) as one:
        assert one.get_toc() == bound.get_toc()
        assert ["표지", "표제지", "차례", "판권"] == [bound.get_toc()[n][1] for n in (0, 1, 2, -1)]


def _unlike(bound: pypdfium2.PdfDocument, one: pypdfium2.PdfDocument, number: int) -> bool:
    roman = not bound.get_page_label(number).isdigit()
    pictures = [_drawn(pdf[number], masked=roman) for pdf in (bound, one)]
    return max(_outside(*pictures), _outside(*reversed(pictures))) > _SPECKS


def _drawn(page: pypdfium2.PdfPage, *, masked: bool) -> Image.Image:
    """The page in greys, its foot white where it is masked."""
    picture = page.render(scale=_DPI / 72, grayscale=True).to_pil()
    if masked:
        width, height = picture.size
        foot = (0, height - round(_PAPER.bottom * _DPI / 25.4) + 2, width, height)
        ImageDraw.Draw(picture).rectangle(foot, fill=255)
    return picture


def _outside(picture: Image.Image, other: Image.Image) -> int:
    """Pixels that are neither as dark nor as light as any of the nine about their place in the other."""
    lighter = ImageChops.subtract(picture, other.filter(ImageFilter.MaxFilter(3)))
    darker = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), picture)
    return sum(sum(part.histogram()[_SHADE:]) for part in (lighter, darker))
