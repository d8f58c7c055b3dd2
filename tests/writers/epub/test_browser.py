"""The EPUB's pages in a real engine, as people meet them: phone and tablet, by day and by night."""

import base64
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from publisher.assets.themes import load_theme
from publisher.library import reading
from publisher.library.server.contents import read_contents
from publisher.library.server.shelves import Contents
from publisher.library.server.watch import Watch
from publisher.library.shelf import ShelfSettings
from tests.books import Epub, Made, X, run
from tests.library.node import needs_chromium, needs_node, node
from tests.library.servers import watched
from tests.screens import WIDTHS, looked_at, rich_blog
from tests.writers.epub.test_epub import epubcheck

pytestmark = [needs_node, needs_chromium]
needs_reader = pytest.mark.skipif(not reading.available(), reason="no foliate-js: make reader")
Look = dict[str, Any]
Looks = dict[str, list[Look]]
_ENOUGH = 100  # of 255: how far the darkest and the lightest point of a picture of lines lie apart
_MATRIX = list(itertools.product(("base", "gothic"), ("mathml", "pictures"), (False, True)))


def _rich(folder: Path, theme: str, math: str, fonts: bool) -> Epub:
    """The hard book, in one of the ways it can be made."""
    name = f"{theme}-{math}-{fonts}"
    settings = f'[theme]\nname = "{theme}"\n[epub]\nmath = "{math}"\nembed_fonts = {str(fonts).lower()}\n'
    blog = rich_blog(folder / f"blog-{name}", settings)
    made = run("export", blog, "--format", "epub")
    assert made.code == 0, made.err
    (path,) = (blog / "book").glob("*.epub")
    return Epub(path)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Epub]:
    """The hard book in both themes."""
    folder = tmp_path_factory.mktemp("hard")
    return {
        "base": _rich(folder, "base", "mathml", False),
        "gothic": _rich(folder, "gothic", "pictures", True),
    }


@pytest.fixture(scope="module")
def seen(sample: Made, hard: dict[str, Epub], tmp_path_factory: pytest.TempPathFactory) -> Looks:
    """What Chromium sees of the sample book on a phone, and of the hard one on the narrowest screen and the
    widest."""
    hard_ones = {name: (book, WIDTHS[::2]) for name, book in hard.items()}
    books = {"sample": (sample.epub, WIDTHS[:1]), **hard_ones}
    return looked_at(books, tmp_path_factory.mktemp("browser"))


def _found(looks: Looks, what: str) -> list[tuple[Any, ...]]:
    return [
        (look["book"], look["page"], look["scheme"], look["width"], look[what])
        for look in looks["seen"]
        if look[what]
    ]


def test_every_page_is_shown(sample: Made, seen: Looks) -> None:
    """Each page of the spine parses, has its style sheet, and shows something."""
    assert set(sample.epub.spine) == {look["page"] for look in seen["seen"] if look["book"] == "sample"}
    for look in seen["seen"]:
        assert (False, 1) == (look["error"], look["styled"]), look["page"]
        assert look["letters"] or look["pictures"], look["page"]


def test_every_picture_is_shown(seen: Looks) -> None:
    """No picture is broken, or too small to be seen."""
    assert sum(look["pictures"] for look in seen["seen"]) > 50
    assert [] == _found(seen, "broken") + _found(seen, "tiny")


def test_nothing_is_outside_the_column(seen: Looks) -> None:
    """No page must be moved sideways, and no letter lies where none can see it: tables, code, formulas, long
    words and addresses wrap, stack, or scroll in a frame of their own."""
    assert [] == _found(seen, "lost")
    assert [] == [(look["page"], look["wide"]) for look in seen["seen"] if look["wide"] > look["width"]]


def test_what_scrolls_is_reached_by_the_keyboard(seen: Looks, hard: dict[str, Epub]) -> None:
    """A frame that shows a part of what it holds takes the focus, and says what it is."""
    assert [] == _found(seen, "locked")
    frames = [frame for page in hard["base"].pages.values() for frame in page.iter() if frame.get("tabindex")]
    assert {"표", "수식"} == {frame.get("aria-label") for frame in frames}
    assert {"group"} == {frame.get("role") for frame in frames}


def test_every_text_can_be_read_by_day_and_by_night(seen: Looks) -> None:
    """Contrast of 4.5 to 1 and more for every text, also where the post has a colour of its own."""
    assert [] == _found(seen, "pale")
    assert all(look["least"] >= 4.5 for look in seen["seen"] if look["letters"])


def test_pictures_of_lines_can_be_told_from_their_ground(seen: Looks) -> None:
    """Formulas as pictures, drawings and see-through pictures: black lines are on white at night too."""
    pale = []
    for shot in seen["pixels"]:
        with Image.open(io.BytesIO(base64.b64decode(shot["png"]))) as picture:
            darkest, lightest = picture.convert("L").getextrema()
        if lightest - darkest < _ENOUGH:
            pale.append((shot["book"], shot["src"], shot["scheme"]))
    assert [] == pale
    assert sum("formula" in shot["src"] for shot in seen["pixels"]) > 5


def test_a_wide_table_is_stacked_and_a_tall_one_is_not_in_a_frame(hard: dict[str, Epub]) -> None:
    """A reading app cannot part a frame between two columns: what is too wide for a phone has the head of its
    column with each value; joined cells, and none with heads over them, are what frames are for."""
    (page,) = (page for page in hard["base"].pages.values() if next(page.iter(X + "table"), None) is not None
               and "표가" in "".join(page.itertext()))  # fmt: skip
    outer = [str(table.getparent().get("class")) for table in page.iter(X + "table")]
    assert ["table", "table stack again", "table stack again", "frame", "frame", "table"] == outer
    cells = [cell for cell in page.iter(X + "td") if cell.get("data-head") == "12월"]
    assert ["맑은 날 10일", "비 온 날 10일"] == ["".join(cell.itertext()) for cell in cells]


@pytest.fixture(scope="module")
def opened(hard: dict[str, Epub], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Looks]]:
    """The reader of `publisher serve`, foliate-js, with a book opened in it."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "hard.epub").write_bytes(hard["gothic"].path.read_bytes())
    theme = load_theme("base", folder)

    def read(moment: datetime) -> Contents:
        return read_contents(folder, ShelfSettings(), theme, moment)

    with watched(Watch(folder, read)) as running:
        (name,) = set(re.findall(r'href="book/([^"]+)\.html"', running.get("/index.html").body.decode()))
        address = f"http://127.0.0.1:{running.port}/read.html?book={name}"
        yield lambda **asked: dict(node("foliate.mjs", json.dumps({"address": address, **asked})))


@needs_reader
def test_nothing_is_lost_in_a_reading_app(opened: Callable[..., Looks], hard: dict[str, Epub]) -> None:
    """In foliate-js, column by column, by night: no row, line or letter outside, none too pale."""
    seen = opened(width=390, schemes=["dark"])["seen"]
    assert hard["gothic"].spine == [look["page"] for look in seen]
    for what in ("lost", "locked", "pale", "broken"):
        assert [] == [(look["page"], look[what]) for look in seen if look[what]]


@pytest.mark.wide
@pytest.mark.parametrize("size", [100, 200])
def test_every_theme_and_setting_on_every_screen(tmp_path: Path, sample: Made, size: int) -> None:
    """Themes, formulas and fonts of all kinds, letters of the app's own size and twice as large."""
    books = {
        f"{theme}-{math}-{fonts}": (_rich(tmp_path, theme, math, fonts), WIDTHS)
        for theme, math, fonts in _MATRIX
    }
    looks = looked_at({**books, "sample": (sample.epub, WIDTHS)}, tmp_path, size)
    for what in ("lost", "locked", "pale", "broken", "tiny"):
        assert [] == _found(looks, what)


@pytest.mark.wide
@pytest.mark.parametrize("theme", ["base", "gothic"])
def test_epubcheck_finds_nothing_in_the_hard_book(hard: dict[str, Epub], theme: str, tmp_path: Path) -> None:
    """Frames, stacked tables and mixed colours are EPUB 3.3."""
    assert [] == epubcheck(hard[theme].path, tmp_path / "report.json")


@needs_reader
@pytest.mark.wide
@pytest.mark.parametrize("width", [360, 768, 1200])
def test_every_width_of_a_reading_app(opened: Callable[..., Looks], width: int) -> None:
    """One column or two, light and dark."""
    seen = opened(width=width, schemes=["light", "dark"])["seen"]
    for what in ("lost", "locked", "pale", "broken"):
        assert [] == [(look["page"], look["scheme"], look[what]) for look in seen if look[what]]
