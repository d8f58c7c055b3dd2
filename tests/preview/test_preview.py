"""The preview as its writer meets it: pages of the book, new after each save, and nobody else's business."""

import io
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pypdfium2
import pytest
from PIL import Image

from tests.books import command, post, small_blog
from tests.library.node import needs_chromium, needs_node
from tests.preview.live import Live, preview

pytestmark = [pytest.mark.wide, needs_node, needs_chromium]
SEA = "바다는 오늘도 푸르다. 파도가 밀려왔다가 다시 밀려간다."


def _text(*more: str) -> str:
    return "\n\n".join((SEA, *more)) + "\n"


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    posts = {
        "sea.md": post("바다", _text("![없음](none.png)"), date="2024-01-01"),
        "hill.md": post("언덕", _text(), date="2024-02-01"),
    }
    return small_blog(tmp_path_factory.mktemp("preview") / "blog", posts)


@pytest.fixture(scope="module")
def live(blog: Path) -> Iterator[Live]:
    with preview(blog, "--editor", "true {file}:{line}") as started:
        yield started


def _until_it_rests(news: Iterator[Any], before: int) -> Iterator[Any]:
    """What the page is told from an edit to its end."""
    for said in news:
        yield said
        if not said["working"] and said["number"] > before:
            return


def _unit(model: Any, name: str) -> tuple[str, str]:
    """Token of a unit's pages, and what was laid out."""
    return next((token, made) for _start, own, token, made, _said in model["book"]["units"] if own == name)


def _page(live: Live, token: str, width: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(live.get(f"page/{token}/0/{width}.png")))


def test_a_saved_post_is_shown_anew(live: Live, blog: Path) -> None:
    """Its pages are others, those of other posts the same; contents and messages say what is in the book; a
    post that cannot be read costs nothing else."""
    before = live.model(
        lambda said: said["book"] and said["book"]["whole"] and len(said["book"]["pages"]) > 6
    )
    assert ["바다", "언덕"] == [
        label for _id, kind, _n, label, _p in before["book"]["contents"] if kind == "chapter"
    ]
    (message,) = before["book"]["messages"]
    assert ("image-missing", "source/_posts/sea.md", 9) == (message["code"], message["path"], message["line"])
    assert message["chapter"] == before["book"]["units"][-3][0]
    file = blog / "source/_posts/hill.md"
    file.write_text(post("언덕", _text("새 문단."), date="2024-02-01"), "utf-8")
    after = live.model(lambda said: _unit(said, "언덕") != _unit(before, "언덕"))
    assert _unit(before, "바다") == _unit(after, "바다")
    old, new = (_page(live, _unit(said, "언덕")[0]) for said in (before, after))
    assert ((300, 426), True) == (new.size, old.tobytes() != new.tobytes())
    answer = live.post("source", token=_unit(after, "언덕")[0], page=0, y=_line_of(new))
    assert ("source/_posts/hill.md", "") == (answer["path"], answer["link"])
    assert 7 == answer["line"]


def test_the_short_way_shows_what_the_long_way_shows(live: Live, blog: Path) -> None:
    """An edited chapter is shown before the rest of the blog is looked at, and, from the second edit on, some
    of its pages before all; then the rest shows nothing new."""
    live.model(lambda said: said["book"] and said["book"]["whole"])
    with live.news() as news:
        before = next(news)["number"]
        newer = []
        for turn in range(3):
            text = _text(*(f"고친 문단 {n}." for n in range(turn + 1)))
            (blog / "source/_posts/hill.md").write_text(post("언덕", text, date="2024-02-01"), "utf-8")
            said = [*_until_it_rests(news, before)]
            assert {True} == {"altered" in one for one in said if one["number"] > before}
            newer.append(any("newer" in one for one in said))
            before = said[-1]["number"]
    assert [True, True] == newer[1:]


def test_pages_that_come_first_can_be_drawn(live: Live, blog: Path) -> None:
    """Also where the chapter grows, or loses, several pages by the edit."""
    texts = [_text(*[SEA * 3] * count) for count in (50, 51, 90, 40, 41)]
    before = live.model(lambda said: said["book"] and said["book"]["whole"])["number"]
    counts = []
    with live.news() as news:
        for text in texts:
            (blog / "source/_posts/hill.md").write_text(post("언덕", text, date="2024-02-01"), "utf-8")
            for said in _until_it_rests(news, before):
                _first, count, token = said.get("newer", (0, 0, ""))
                sizes = {
                    Image.open(io.BytesIO(live.get(f"page/{token}/{n}/90.png"))).size for n in range(count)
                }
                counts += [count] if sizes == {(90, 128)} else []
                before = said["number"]
    assert len(counts) >= len(texts) - 1
    assert all(counts)


def test_pages_come_first_in_a_book_with_an_index(tmp_path: Path) -> None:
    """An edit of a chapter may change the pages of the index: these follow."""
    blog = small_blog(tmp_path / "blog", {"sea.md": post("바다", _text(*[SEA] * 60), date="2024-01-01")})
    (blog / "book.toml").write_text('[matter]\nindex = true\n[index]\nterms = ["파도"]\n', "utf-8")
    with preview(blog) as live, ExitStack() as until:
        before = live.model(lambda said: bool(said["book"]) and said["book"]["whole"])["number"]
        news, found = until.enter_context(live.news()), list[Any]()
        for text in ("새 글.", "또 새 글."):
            texts = _text(*[SEA] * 50, text, *[SEA] * 10)
            (blog / "source/_posts/sea.md").write_text(post("바다", texts, date="2024-01-01"), "utf-8")
            found = [*_until_it_rests(news, before)]
            before = found[-1]["number"]
        assert any("newer" in said for said in found)
        assert any("altered" not in said for said in found)


def test_at_last_it_shows_what_is_exported(live: Live, blog: Path, tmp_path: Path) -> None:
    """Every page, after edits of which parts were shown first: a build from nothing makes the same."""
    book = live.model(lambda said: said["book"] and said["book"]["whole"])["book"]
    words = command("export", blog, "--format", "pdf", "--no-cache", "-o", tmp_path)
    subprocess.run(words, check=True, capture_output=True)
    with pypdfium2.PdfDocument(next(tmp_path.glob("*.pdf"))) as pdf:
        assert len(pdf) == len(book["pages"]) > 8
        for made, (unit, page, _label) in zip(pdf, book["pages"], strict=True):
            if unit >= 0:
                shown = Image.open(io.BytesIO(live.get(f"page/{book['units'][unit][2]}/{page}/300.png")))
                exported = made.render(scale=300 / made.get_width()).to_pil()
                assert exported.convert("RGB").tobytes() == shown.convert("RGB").tobytes()


def test_a_post_that_comes_and_goes(live: Live, blog: Path) -> None:
    """It is in the contents, at its place, and then it is not; a title that is another is so everywhere."""

    def titles(said: Any) -> list[str]:
        return [label for _id, kind, _level, label, _page in said["book"]["contents"] if kind == "chapter"]

    file = blog / "source/_posts/river.md"
    file.write_text(post("강", date="2024-01-15"), "utf-8")
    live.model(lambda said: titles(said) == ["바다", "강", "언덕"])
    file.write_text(post("큰 강", date="2024-01-15"), "utf-8")
    live.model(lambda said: titles(said) == ["바다", "큰 강", "언덕"])
    file.unlink()
    live.model(lambda said: titles(said) == ["바다", "언덕"])


def _line_of(page: Image.Image) -> float:
    """Where the first line of the text is: the third dark band from the head, in parts of the height."""
    grey = page.convert("L")
    rows = [grey.crop((40, y, 260, y + 1)).getextrema()[0] < 160 for y in range(page.height)]
    begins = [y for y in range(1, page.height) if rows[y] and not rows[y - 1]]
    return (begins[3] + 2) / page.height


@pytest.mark.parametrize("name", ["page/0/0/300.png", "page/x/9/9.png", "nothing.js", "../model", "read.htm"])
def test_what_is_not_there(live: Live, name: str) -> None:
    """404, whatever is asked for."""
    with pytest.raises(HTTPError) as raised:
        live.get(name)
    with raised.value as answer:
        assert 404 == answer.code


# In a real browser: what it gives for each act stands in tests/node/preview.mjs


def test_in_the_browser(live: Live, blog: Path) -> None:
    """The page in view stays in view, what is new flashes; nothing is asked elsewhere, nothing complains."""
    live.model(lambda said: said["book"] and said["book"]["whole"])
    file = blog / "source/_posts/hill.md"
    text = post("언덕", _text("브라우저에서 본 문단."), date="2024-02-01")
    seen = live.browser(
        ["wait"],
        ["click", "#lines li:last-child a"],
        ["rest", 500],
        ["value", "#number"],
        ["save", str(file), text],
        ["see", "document.querySelectorAll('.flash').length"],
        ["value", "#number"],
        ["text", "#lines [aria-current] span:first-child"],
        ["press", "m"],
        ["text", ".message p:first-child"],
    )
    assert ([], [live.address.split("/", 3)[2]]) == (
        seen["complaints"],
        [one.split("/")[2] for one in seen["requests"]],
    )
    *_acts, page, _saved, flashes, still, chapter, _pressed, messages = seen["gave"]
    assert (page, ["언덕"]) == (still, chapter)
    assert flashes == 1
    assert "none.png" in messages[0]


@pytest.mark.parametrize("asked", [{"width": 1200}, {"width": 300}, {"width": 1200, "dark": True}])
def test_everyone_can_use_it(live: Live, asked: dict[str, Any]) -> None:
    """By axe's rules, with every panel open in turn, wide, on 300 pixels and in the dark; nothing is wider
    than the window."""
    live.model(lambda said: said["book"] and said["book"]["whole"])
    acts = [act for key in "cmer" for act in (["press", key], ["rest", 400], ["axe"], ["press", key])]
    wide = ["see", "document.documentElement.scrollWidth"]
    seen = live.browser(["wait"], *acts, wide, **asked)
    assert [[], [], [], []] == [found for found in seen["gave"] if isinstance(found, list)]
    assert seen["gave"][-1] <= asked["width"]
    assert [] == seen["complaints"]


def test_by_keyboard_alone(live: Live) -> None:
    """Every page can be reached, and its post opened, without a mouse."""
    live.model(lambda said: said["book"] and said["book"]["whole"])
    seen = live.browser(
        ["wait"], ["press", "End"], ["rest", 300], ["value", "#number"], ["press", "Home"], ["rest", 300],
        ["value", "#number"], ["press", "g"], ["type", "#number", "2"], ["press", "Enter"], ["rest", 500],
        ["see", "document.activeElement.getAttribute('aria-label')"], ["press", "Enter"], ["rest", 500],
        ["text", "#toast"],
    )  # fmt: skip
    assert ("i", "Page 2: 바다 · messages: 1", ["source/_posts/sea.md:7"]) == (
        seen["gave"][6], seen["gave"][11], seen["gave"][14],
    )  # fmt: skip


def test_settings_are_tried_out_and_written(live: Live, blog: Path) -> None:
    """The pages change at once, the file not before one says so; its comments stay."""
    (blog / "book.toml").write_text('# mine\n[book]\ntitle = "나의 책" # own\n', "utf-8")
    live.model(lambda said: said["book"] and said["book"]["title"] == "나의 책")
    tried = live.browser(["wait"], ["press", "e"], ["choose", "[name='pdf.trim']", "A6"], ["rest", 200])
    assert [] == tried["complaints"]
    model = live.model(lambda said: said["book"]["paper"] == [105, 148])
    assert {"pdf": {"trim": "A6"}} == model["tried"]
    assert "A6" not in (blog / "book.toml").read_text("utf-8")
    live.browser(["wait"], ["press", "e"], ["click", "#write"], ["rest", 500])
    assert live.model(lambda said: not said["tried"])["book"]["paper"] == [105, 148]
    text = (blog / "book.toml").read_text("utf-8")
    assert '# mine\n[book]\ntitle = "나의 책" # own\n\n[pdf]\ntrim = "A6"\n' == text


def test_a_mistake_is_said_and_the_book_stays(live: Live, blog: Path) -> None:
    """Of the settings, with file and line; the pages stay as they were until it is mended."""
    whole = (blog / "book.toml").read_text("utf-8") if (blog / "book.toml").exists() else ""
    (blog / "book.toml").write_text(whole + "[theme]\nnmae = 3\n", "utf-8")
    model = live.model(lambda said: said["trouble"])
    assert "did you mean name?" == model["trouble"]["faults"][0]["hint"]
    assert model["book"]["pages"]
    seen = live.browser(["rest", 1000], ["text", "#trouble .message p"])
    assert "theme.nmae" in seen["gave"][1][0]
    (blog / "book.toml").write_text(whole, "utf-8")
    live.model(lambda said: not said["trouble"])


def test_it_speaks_korean(blog: Path) -> None:
    """Where its writer does; and with a post, it begins at that post."""
    with preview(blog / "source/_posts/hill.md", "--lang", "ko") as live:
        live.model(lambda said: said["book"] and said["book"]["whole"])
        seen = live.browser(
            ["wait"], ["text", "#state"], ["text", "#tab-list"], ["text", "#lines [aria-current]"]
        )
    assert [["최신"], ["차례"]] == seen["gave"][1:3]
    assert seen["gave"][3][0].startswith("언덕")


def test_memory_stays_what_it_was(tmp_path: Path) -> None:
    """What forty saves leave behind is given back: it was a megabyte in five."""
    posts = {f"{number}.md": post(f"글 {number}", _text(*[SEA * 5] * 6)) for number in range(6)}
    blog = small_blog(tmp_path / "blog", posts)
    with preview(blog) as live:
        number = live.model(lambda said: bool(said["book"]) and said["book"]["whole"])["number"]
        held = []
        for turn in range(60):
            text = post(f"글 {turn % 6}", _text(*[SEA * 5] * 6, f"새 문단 {turn}."))
            (blog / f"source/_posts/{turn % 6}.md").write_text(text, "utf-8")
            number = live.model(lambda said, than=number: said["number"] > than)["number"]
            held.append(live.memory())
    assert held[-1] - held[19] < 3
