"""What is laid out again: counted in the cache, where every unit that is laid out leaves a fragment."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.books import ROOT, Run, post, run, small_blog

_FILLER = "바다는 오늘도 같은 자리에 있었고 나는 그 앞에서 오래 서 있었다. "


class Shop:
    """A blog, a cache, and a book that is made again and again."""

    def __init__(self, folder: Path, posts: Mapping[str, str]) -> None:
        self._folder = folder
        self._blog = small_blog(folder / "blog", posts)
        self._cache = folder / "cache"
        self._seen: set[Path] = set()
        self.out = folder / "out"

    def write(self, name: str, text: str) -> None:
        (self._blog / "source/_posts" / name).write_text(text, "utf-8")

    def settings(self, toml: str) -> None:
        (self._blog / "book.toml").write_text(toml, "utf-8")

    def put(self, name: str, data: bytes) -> None:
        (self._blog / name).write_bytes(data)

    def prints(self) -> list[Path]:
        return [path for path in self._cache.glob("*/prints/*/*") if path.is_file()]

    def forget_books(self) -> None:
        """Let the next build bind the book anew."""
        for folder in self._cache.glob("*/books"):
            shutil.rmtree(folder)

    def make(self, *options: object) -> tuple[int, bytes]:
        """How many units were laid out, and the PDF."""
        env = {"PUBLISHER_CACHE": str(self._cache)}
        request = ("export", self._blog, "-o", self._folder / "out", "--format", "pdf", "-q")
        made: Run = run(*request, *options, env=env)
        assert (0, "") == (made.code, made.err)
        fragments = {path for path in self._cache.glob("*/fragments/*/*") if path.is_file()}
        new, self._seen = len(fragments - self._seen), fragments
        (book,) = (self._folder / "out").iterdir()
        return new, book.read_bytes()


def _posts() -> dict[str, str]:
    """Ten posts of two pages; the last one links to the second, the fifth to the last."""
    posts = {f"{n:02}.md": post(f"글 {n}", _FILLER * 25) for n in range(1, 11)}
    posts["10.md"] = post("글 10", f"{_FILLER * 25}\n\n[둘째](/2024/01/02/02/)")
    posts["05.md"] = post("글 5", f"{_FILLER * 25}\n\n[열째](/2024/01/02/10/)")
    return posts


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The book made once: cover, title, contents, the part's page, ten chapters, colophon."""
    shop = Shop(tmp_path, _posts())
    new, _ = shop.make()
    assert 15 <= new <= 16  # a number that was guessed with too few digits costs one more
    return shop


@pytest.mark.wide
def test_nothing_changed(shop: Shop) -> None:
    """Nothing is laid out, and the book is the same; with one job, with two, without the cache too."""
    _, book = shop.make()
    assert (0, book) == shop.make("--jobs", 1)
    assert (0, book) == shop.make("--jobs", 2, "--no-cache")
    assert (0, book) == shop.make("--jobs", 1, "--no-cache")


@pytest.mark.wide
def test_a_longer_post(shop: Shop) -> None:
    """A post that grows by pages is laid out, and none behind it; going back costs nothing."""
    _, before = shop.make()
    shop.write("03.md", post("글 3", _FILLER * 60))
    new, after = shop.make()
    assert (1, True) == (new, before != after)
    shop.write("03.md", _posts()["03.md"])
    assert (0, before) == shop.make()


@pytest.mark.wide
def test_digits_that_change(shop: Shop) -> None:
    """Where the number in a link gets another digit, the post with the link is laid out too."""
    shop.write("01.md", post("글 1", _FILLER * 600))  # the second begins behind page 9 now
    new, _ = shop.make()
    assert 2 == new  # not the fifth: its link had two digits, and has them still


@pytest.mark.wide
def test_a_new_post(shop: Shop) -> None:
    """It is laid out with the contents and the part's page, which list it."""
    shop.write("11.md", post("글 11", _FILLER))
    new, _ = shop.make()
    assert 3 == new


@pytest.mark.wide
def test_a_new_title(shop: Shop) -> None:
    """The chapter, the contents and the part's page: nothing else shows it."""
    shop.write("07.md", post("다른 제목", _FILLER * 25))
    new, _ = shop.make()
    assert 3 == new


@pytest.mark.wide
def test_a_damaged_picture(tmp_path: Path) -> None:
    """A picture that the cache has damaged, or lost, is made anew with its posts: the same book."""
    shop = Shop(tmp_path, {"1.md": post("글 1", "![](/a.png)"), "2.md": post("글 2", "글")})
    shop.put("source/a.png", (ROOT / "examples/blog/source/images/lighthouse.png").read_bytes())
    _, before = shop.make()
    kept = set(shop.prints())
    for damage in (lambda path: path.write_bytes(path.read_bytes()[:-9]), Path.unlink):
        for path in kept:
            damage(path)
        shop.forget_books()
        assert (0, before) == shop.make()
        assert kept == set(shop.prints())


@pytest.mark.wide
def test_the_same_book_is_left_as_it_is(shop: Shop) -> None:
    """A book that would be the very same is not written again; one that was tampered with is."""
    (book,) = shop.out.iterdir()
    before, data = book.stat(), book.read_bytes()
    shop.make()
    assert (before.st_ino, before.st_mtime_ns) == (book.stat().st_ino, book.stat().st_mtime_ns)
    book.write_bytes(data[:-1] + b"x")
    assert (0, data) == shop.make()
    assert [book] == list(shop.out.iterdir())


_LOOKS = {
    "line_break": '[theme]\nline_break = "eojeol"\n',
    "align": '[theme]\nalign = "start"\n',
    "theme": '[theme]\nname = "gothic"\n',
    "page_refs": "[pdf]\npage_refs = false\n",
    "links": '[pdf]\nlinks = "notes"\n',
    "opening": '[pdf]\nopening = "run-on"\n',
    "trim": '[pdf]\ntrim = "B6"\n',
    "cover": "[pdf]\ncover = false\n",
}


@pytest.mark.wide
def test_lines_that_break_elsewhere(shop: Shop) -> None:
    """`line_break` is in the key of what is laid out: with a warm cache too, the book changes with it."""
    _, before = shop.make()
    shop.settings(_LOOKS["line_break"])
    new, after = shop.make()
    assert new >= 10
    assert before != after


@pytest.mark.wide
@pytest.mark.parametrize("changed", list(_LOOKS))
def test_another_look(changed: str, shop: Shop) -> None:
    """Each setting of the look changes a book that was made before, to the very book of an empty cache."""
    _, before = shop.make()
    shop.settings(_LOOKS[changed])
    _, after = shop.make()
    assert before != after
    _, cold = shop.make("--no-cache")
    assert cold == after
