"""epub/claims.py and epub/edition.py: what the package says of the book is counted from the book."""

import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from publisher.cli.main import main
from publisher.model import Asset
from publisher.writers.epub.claims import _moves
from tests.books import OPF, Epub, post, small_blog
from tests.render.test_render import PNG

PICTURE = "![바다 위로 해가 뜬다](/a.{})"


def _gif(frames: int) -> bytes:
    out = io.BytesIO()
    first, *rest = (Image.new("RGB", (8, 8), (80 * number, 0, 0)) for number in range(frames))
    first.save(out, "GIF", save_all=True, append_images=rest)
    return out.getvalue()


def _png(frames: int, **about: bytes) -> bytes:
    out = io.BytesIO()
    first, *rest = (Image.new("RGB", (8, 8), (80 * number, 0, 0)) for number in range(frames))
    first.save(out, "PNG", save_all=True, append_images=rest, **about)
    return out.getvalue()


STILL, MOVING = _gif(1), _gif(3)
PROFILE = random.Random(1).randbytes(9000)  # which no deflating makes short
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9">{}</rect></svg>'
)


def _made(folder: Path, text: str, settings: str = "", **files: bytes) -> Epub:
    """The EPUB of one post, with files of `source/` by their endings."""
    blog = small_blog(folder / "blog", {"a.md": post("글", text)})
    for ending, data in files.items():
        (blog / f"source/a.{ending}").write_bytes(data)
    return _exported(blog, settings)


def _exported(blog: Path, settings: str = "", **env: str) -> Epub:
    """In this process, with a cover of the blog's own: to draw one, WeasyPrint is imported, which changes
    Pillow for all of it."""
    (blog / "cover.png").write_bytes(PNG)
    toml = f'[book]\ncover = "cover.png"\n[markdown]\nmath = true\n{settings}'
    (blog / "book.toml").write_text(toml, "utf-8")
    made = CliRunner().invoke(main, ["export", str(blog), "--format", "epub", "--jobs", "1"], env=env)
    assert made.exit_code == 0, made.output
    return Epub(blog / "book/작은-블로그.epub")


def _says(book: Epub, name: str) -> list[str]:
    return [
        meta.text or "" for meta in book.opf.iter(OPF + "meta") if meta.get("property") == f"schema:{name}"
    ]


def test_a_book_without_pictures_claims_none(tmp_path: Path) -> None:
    """It is read as text alone, and no picture of it has a text."""
    book = _made(tmp_path, "글뿐이다.")
    assert ["textual"] == _says(book, "accessMode") == _says(book, "accessModeSufficient")
    assert not {"alternativeText", "MathML", "describedMath"} & set(_says(book, "accessibilityFeature"))
    assert ["none"] == _says(book, "accessibilityHazard")


def test_a_book_whose_pictures_are_all_described_says_so(tmp_path: Path) -> None:
    """Then its text is enough."""
    book = _made(tmp_path, PICTURE.format("gif") + " $a$", gif=STILL)
    assert ["textual", "visual"] == _says(book, "accessMode")
    assert ["textual", "textual,visual"] == _says(book, "accessModeSufficient")
    assert {"alternativeText", "MathML"} <= set(_says(book, "accessibilityFeature"))
    assert ["none"] == _says(book, "accessibilityHazard")


@pytest.mark.parametrize("alt", ["", "a.gif", "image", "IMG_2031.jpeg", "스크린샷-3"])
def test_a_picture_without_a_text_of_its_own_is_counted(tmp_path: Path, alt: str) -> None:
    """A file's name is no description. The summary says how many there are, and text alone is not enough."""
    book = _made(tmp_path, f"{PICTURE.format('gif')}\n\n![{alt}](/a.gif)", gif=STILL)
    assert "alternativeText" not in _says(book, "accessibilityFeature")
    assert ["textual,visual"] == _says(book, "accessModeSufficient")
    (summary,) = _says(book, "accessibilitySummary")
    assert summary.endswith("설명이 없는 그림이 1개 있습니다.")


def test_formulas_as_pictures_are_pictures_that_are_described(tmp_path: Path) -> None:
    """By their TeX; there is no MathML then."""
    book = _made(tmp_path, "$a^2$", '[epub]\nmath = "pictures"\n')
    assert ["textual", "visual"] == _says(book, "accessMode")
    assert {"alternativeText", "describedMath"} <= set(_says(book, "accessibilityFeature"))
    assert "MathML" not in _says(book, "accessibilityFeature")


@pytest.mark.parametrize(
    ("ending", "data", "hazard"),
    [
        ("gif", MOVING, "unknown"),
        ("svg", SVG.format('<animate attributeName="x" values="0;9" dur="1s"/>').encode(), "unknown"),
        ("svg", SVG.format("<title>네모</title>").encode(), "none"),
    ],
)
def test_what_moves_may_be_a_hazard(tmp_path: Path, ending: str, data: bytes, hazard: str) -> None:
    """Nobody has tried what it does to those who look at it."""
    assert [hazard] == _says(_made(tmp_path, PICTURE.format(ending), **{ending: data}), "accessibilityHazard")


@pytest.mark.parametrize(
    ("data", "moves"),
    [
        (_png(3), True),
        (_png(3, icc_profile=PROFILE), True),
        (_png(1, icc_profile=b"acTL" + PROFILE), False),
        (_png(3)[:20], False),
    ],
)
def test_a_png_says_before_its_pixels_that_it_moves(tmp_path: Path, data: bytes, moves: bool) -> None:
    """However long its colour profile is; a word inside a chunk says nothing."""
    (tmp_path / "a.png").write_bytes(data)
    asset = Asset("img-1.png", "image/png", str(tmp_path / "a.png"))
    assert moves == _moves(asset)


def _moment(book: Epub) -> datetime:
    (found,) = (meta for meta in book.opf.iter(OPF + "meta") if meta.get("property") == "dcterms:modified")
    return datetime.strptime(found.text or "", "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def test_an_edited_word_makes_another_edition(tmp_path: Path) -> None:
    """A reading app that has the last one sees that this is not it, though no post has another date."""
    newest = datetime(2024, 1, 1, 15, tzinfo=UTC)  # midnight in Seoul
    moments = [_moment(_made(tmp_path / str(number), f"글 {number}.")) for number in range(4)]
    assert 4 == len(set(moments))
    assert all(newest < moment < newest + timedelta(days=1) for moment in moments)
    assert moments[0] == _moment(_made(tmp_path / "again", "글 0."))


def test_a_post_of_another_day_makes_a_later_edition(tmp_path: Path) -> None:
    """However the digests fall."""
    for number in range(3):
        blog = small_blog(tmp_path / str(number), {"a.md": post("가", f"글 {number}")})
        moments = []
        for day in ("2024-01-02", "2024-01-03", "2024-01-04"):
            (blog / "source/_posts/b.md").write_text(post("나", date=day), "utf-8")
            moments.append(_moment(_exported(blog)))
        assert moments == sorted(moments)


def test_no_edition_is_later_than_source_date_epoch(tmp_path: Path) -> None:
    """Neither by the posts' dates nor by what is added to them."""
    blog = small_blog(tmp_path / "blog")
    newest = datetime(2024, 1, 1, 15, tzinfo=UTC)
    for epoch in (newest, newest + timedelta(seconds=1), datetime(2023, 1, 1, tzinfo=UTC)):
        assert _moment(_exported(blog, SOURCE_DATE_EPOCH=str(int(epoch.timestamp())))) <= epoch
