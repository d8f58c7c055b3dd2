"""One bit of the cache is another: the next build makes the bytes of a cold one, and says nothing of it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml, Format
from publisher.errors import Report
from tests.books import post, small_blog

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
_IN_EPUB = "posts chapters pictures pictures/seals covers pages proofs books".split()
_IN_PDF = "fragments outlines images extents gauges press".split()
_FONTS = ["fonts", "fonts/seals", "fonts/parts"]
Made = tuple[dict[str, bytes], list[str]]  # files by their names, and what was said


@dataclass
class Desk:
    """A blog and the cache of its last build."""

    at: Path
    patch: pytest.MonkeyPatch
    formats: tuple[Format, ...]
    cold: Made = field(init=False)

    def __post_init__(self) -> None:
        pictures = "![](/a.svg)\n\n![](/b.png)\n\n"
        texts = {f"{n}.md": post(f"글 {n}", pictures + "글월", date=f"2024-01-0{n}") for n in (1, 2)}
        small_blog(self.at / "blog", texts)
        (self.at / "blog/source/a.svg").write_text(_SVG)
        shutil.copy(Path(__file__).parents[1] / "torture/cover.png", self.at / "blog/source/b.png")
        self.made("cache")
        (self.at / "blog/source/_posts/1.md").write_text(post("글 1", pictures + "새글"), "utf-8")
        for fonts in (self.at / "cache").glob("v-*/fonts"):  # which take two seconds to cut
            shutil.copytree(
                fonts, self.at / "cold" / fonts.relative_to(self.at / "cache"), copy_function=_copied
            )
        self.cold = self.made("cold")

    def made(self, cache: str) -> Made:
        self.patch.setenv("PUBLISHER_CACHE", str(self.at / cache))
        report, out = Report(), self.at / f"out-{cache}"
        config = Config(
            self.at / "blog", out, self.formats, BookToml(), jobs=1, workers="", cache=True, epoch=None
        )
        build(config, report)
        return {path.name: path.read_bytes() for path in out.iterdir()}, [*map(str, report.diagnostics)]

    def flipped(self, *kinds: str) -> Made:
        """What is made with a bit flipped in the midst of each entry of these kinds."""
        shutil.rmtree(self.at / "flipped", ignore_errors=True)
        shutil.rmtree(self.at / "out-flipped", ignore_errors=True)
        copy = shutil.copy2 if {*kinds} & {*_FONTS} else _copied
        shutil.copytree(self.at / "cache", self.at / "flipped", copy_function=copy)
        for kind in kinds:
            files = [*_entries(self.at / "flipped", kind)]
            assert files, kind
            for path in files:
                _flip(path)
        return self.made("flipped")


def _copied(source: str, target: str) -> None:
    os.link(source, target) if source.endswith(".otf") else shutil.copy2(source, target)


def _entries(cache: Path, kind: str) -> Iterator[Path]:
    for folder in cache.glob(f"v-*/{kind}"):
        yield from (path for path in folder.iterdir() if path.is_file())
        yield from (path for path in folder.glob("??/*") if path.is_file())


def _flip(path: Path) -> None:
    before, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def epub(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path_factory.mktemp("epub"), patch, ("epub",))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path_factory.mktemp("both"), patch, ("epub", "pdf"))


@pytest.mark.parametrize("kind", _IN_EPUB)
def test_epub(kind: str, epub: Desk) -> None:
    """Each kind of entry that an EPUB is made with."""
    assert epub.cold == epub.flipped(kind)


@pytest.mark.wide
def test_all_at_once(both: Desk) -> None:
    """All kinds together, those of the PDF too, but for fonts; and no kind is left out here."""
    assert both.cold == both.flipped(*_IN_EPUB, *_IN_PDF)
    kinds = {path.name for path in (both.at / "cache").glob("v-*/*")}
    assert {kind.split("/")[0] for kind in (*_IN_EPUB, *_IN_PDF, *_FONTS)} == kinds


@pytest.mark.wide
@pytest.mark.parametrize("kind", [*_IN_EPUB, *_IN_PDF, *_FONTS])
def test_pdf(kind: str, both: Desk) -> None:
    """Each kind of entry that a PDF is made with."""
    assert both.cold == both.flipped(kind)
