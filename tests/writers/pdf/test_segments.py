"""A book that is bound from the last file is, byte for byte, the book that is bound from its fragments."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from publisher.build import build
from publisher.config.load import Config, load
from publisher.errors import Report
from publisher.writers.pdf import binding
from publisher.writers.pdf.assemble import assemble, segments
from publisher.writers.pdf.assemble.assemble import Assembled
from publisher.writers.pdf.assemble.file import PdfFile
from tests.books import ROOT, post, small_blog

_TEXT = "바다는 오늘도 같은 자리에 있었고 나는 그 앞에서 오래 서 있었다. "
_PICTURE = (ROOT / "examples/blog/source/images/lighthouse.png").read_bytes()


class Shop:
    """A blog of twelve posts on some five segments, a cache, and a book that is made again and again."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(segments, "_FRAGMENTS", 3)
        monkeypatch.setenv("PUBLISHER_CACHE", str(folder / "cache"))
        self._cache = folder / "cache"
        self._blog = small_blog(folder / "blog", {f"{n:02}.md": _post(n) for n in range(1, 13)})
        self._out = folder / "out"
        self.put("source/a.png", _PICTURE)
        self.written: list[Assembled] = []
        real = binding.bind
        monkeypatch.setattr(
            binding, "bind", lambda *given: self.written.append(real(*given)) or self.written[-1]
        )

    def write(self, number: int, text: str) -> None:
        self.put(f"source/_posts/{number:02}.md", text.encode())

    def put(self, name: str, data: bytes) -> None:
        (self._blog / name).write_bytes(data)

    def remove(self, number: int) -> None:
        (self._blog / f"source/_posts/{number:02}.md").unlink()

    def forget(self, kind: str) -> None:
        for folder in self._cache.glob(f"*/{kind}"):
            shutil.rmtree(folder)

    def make(self, *, cached: bool = True) -> bytes:
        settings = load(self._blog / "book.toml", "book.toml", {})
        report = Report()
        build(Config(self._blog, self._out, ("pdf",), settings, 1, cached, None), report)
        assert [] == report.diagnostics
        return self.pdf.read_bytes()

    @property
    def pdf(self) -> Path:
        (pdf,) = self._out.iterdir()
        return pdf

    def make_from_fragments(self) -> bytes:
        self.forget("books")
        return self.make()


def _post(number: int, text: str = _TEXT * 25) -> str:
    return post(f"글 {number}", text)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(tmp_path, monkeypatch)
    shop.make()
    return shop


def _a_post_grows_by_a_page(shop: Shop) -> None:
    shop.write(5, _post(5, _TEXT * 45))


def _a_post_is_new(shop: Shop) -> None:
    shop.write(50, _post(50))


def _a_post_goes(shop: Shop) -> None:
    shop.remove(4)


def _an_early_post_shows_a_picture(shop: Shop) -> None:
    """Which a later one has shown alone."""
    shop.write(2, _post(2, f"{_TEXT}\n\n![](/a.png)"))


def _a_post_links_to_others(shop: Shop) -> None:
    shop.write(3, _post(3, f"{_TEXT}\n\n[둘째](/2024/01/02/02/)\n\n[열째](/2024/01/02/10/)"))


def _a_font_is_new(shop: Shop) -> None:
    shop.write(8, _post(8, f"{_TEXT}\n\n`code` **굵게** ***둘 다***\n\n```python\nprint('안녕')\n```"))


_CHANGES: tuple[Callable[[Shop], None], ...] = (
    _a_post_grows_by_a_page, _a_post_is_new, _a_post_goes, _an_early_post_shows_a_picture,
    _a_post_links_to_others, _a_font_is_new,
)  # fmt: skip


@pytest.mark.wide
def test_any_change(shop: Shop) -> None:
    """Whatever came before it: after each change the book is the one that no last file helped to bind; and
    in the end the one that is made without a cache."""
    shop.write(9, _post(9, f"{_TEXT}\n\n![](/a.png)"))
    changes = [*_CHANGES]
    random.Random(7).shuffle(changes)
    for change in changes:
        shop.make()
        change(shop)
        assert shop.make() == shop.make_from_fragments(), change.__name__
    assert shop.make() == shop.make(cached=False)


def test_what_is_copied(shop: Shop) -> None:
    """Of an edited book only the fragments in the edited post's segment are bound anew, wherever it is."""
    _a_post_grows_by_a_page(shop)
    shop.make()
    first, second = shop.written
    assert len(first.anew) > 12
    assert 0 < len(second.anew) < len(first.anew) / 2
    assert len(first.shares) == len(second.shares)


@pytest.mark.wide
def test_copied_objects_are_not_needed(shop: Shop) -> None:
    """Fragments and pictures that the cache has lost are not made anew where they are copied."""
    shop.write(9, _post(9, f"{_TEXT}\n\n![](/a.png)"))
    shop.make()
    shop.write(1, _post(1, _TEXT * 60))
    shop.forget("fragments")
    shop.forget("images")
    made = shop.make()
    assert made == shop.make(cached=False)


@pytest.mark.wide
def test_what_is_copied_is_in_use(shop: Shop, tmp_path: Path) -> None:
    """What the cache keeps of it does not go first when there is no room."""
    shop.write(9, _post(9, f"{_TEXT}\n\n![](/a.png)"))
    shop.make()
    kept = [path for kind in ("fragments", "images") for path in tmp_path.glob(f"cache/*/{kind}/*/*")]
    for path in kept:
        os.utime(path, (1, 1))
    _a_post_grows_by_a_page(shop)
    shop.make()
    assert len([path for path in kept if path.stat().st_mtime > 1]) > 12


@pytest.mark.wide
def test_lost_bodies_are_made_anew(shop: Shop) -> None:
    """Where nothing can be copied, fragments whose bodies the cache has lost are laid out again."""
    before = shop.pdf.read_bytes()
    shop.forget("fragments")
    assert before == shop.make_from_fragments()


@pytest.mark.wide
@pytest.mark.parametrize("kind", ["file", "parts"])
def test_a_damaged_last_file(kind: str, shop: Shop, tmp_path: Path) -> None:
    """Nothing is copied from it."""
    large = max(tmp_path.glob("cache/*/books/*/*-file"), key=lambda path: path.stat().st_size)
    damaged = large.with_name(large.name.replace("-file", f"-{kind}"))
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 255
    damaged.write_bytes(data)
    _a_post_grows_by_a_page(shop)
    shop.make()
    assert len(shop.written[-1].anew) > 12


@pytest.mark.wide
def test_numbers_of_objects(shop: Shop) -> None:
    """Each segment begins at a multiple of a step; numbers between are free, and qpdf finds nothing wrong."""
    with pikepdf.open(shop.pdf) as pdf:
        nodes = [kid.objgen[0] for kid in pdf.Root.Pages.Kids]
        assert [number % segments.STEP for number in nodes] == [0] * len(nodes)
        assert sum(kid.Count for kid in pdf.Root.Pages.Kids) == len(pdf.pages)
        assert [] == pdf.check_pdf_syntax()


@pytest.mark.wide
def test_numbers_that_move(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a segment outgrows the numbers that were left unused, those behind it are bound anew."""
    monkeypatch.setattr(assemble, "STEP", 32)
    shop.make_from_fragments()
    _a_post_grows_by_a_page(shop)
    assert shop.make() == shop.make_from_fragments()


@pytest.mark.wide
def test_a_copy_in_the_wrong_place(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate finds that what was copied is not where the file's table says: nothing is copied then."""
    real = PdfFile.copy
    monkeypatch.setattr(
        PdfFile, "copy", lambda file, part, note: real(file, part._replace(at=part.at - 5), note)
    )
    _a_post_grows_by_a_page(shop)
    assert shop.make() == shop.make_from_fragments()
    assert 4 == len(shop.written)
