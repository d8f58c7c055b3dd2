"""Chapters are arranged, volumes and prices looked at in a real browser: with a mouse, or without one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.books import post, run, small_blog
from tests.library.node import needs_chromium, needs_node
from tests.preview.live import Live, preview

pytestmark = [pytest.mark.wide, needs_node, needs_chromium]
FAR = "\n\n".join(["물결이 밀려왔다가 밀려간다. " * 12] * 6)


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two parts, whose plan has a comment; a message at the foot of a chapter."""
    texts = {"a": "하나", "b": "둘", "c": "셋", "d": "넷"}
    posts = {f"{name}.md": post(title, FAR, f"2024-01-0{n}", "바다" if n < 3 else "산")
             for n, (name, title) in enumerate(texts.items(), 1)}  # fmt: skip
    posts["a.md"] += "\n\n![](none.png)\n"
    blog = small_blog(tmp_path_factory.mktemp("arranging") / "blog", posts)
    (blog / "book.toml").write_text("[print]\ncost_page = 10\ncost_copy = 1000\n", "utf-8")
    assert 0 == run("plan", blog, "--write").code
    plan = blog / "book.plan.toml"
    plan.write_text("# 나의 책\n" + plan.read_text("utf-8"), "utf-8")
    return blog


@pytest.fixture(scope="module")
def live(blog: Path) -> Iterator[Live]:
    with preview(blog) as started:
        yield started


def _wait_for(live: Live, titles: str) -> Any:
    def is_so(said: Any) -> bool:
        found = (line[3] for line in said["book"]["contents"] if line[1] == "chapter")
        return bool(said["book"]["whole"]) and titles == " ".join(found)

    return live.model(lambda said: bool(said["book"]) and is_so(said))


def test_a_message_stands_beside_its_line(live: Live) -> None:
    """A dot on that page, which says so to who cannot see it; in the list it comes first."""
    said = _wait_for(live, "하나 둘 셋 넷")
    place = next(
        n for n, (unit, _p, _l) in enumerate(said["book"]["pages"]) if said["book"]["units"][unit][4]
    )
    seen = live.browser(
        ["wait"], ["see", f"document.querySelectorAll('.page')[{place + 1}].scrollIntoView()"],
        ["rest", 1500],
        ["see", "document.querySelector('.mark').closest('.page').getAttribute('aria-label')"],
        ["press", "m"], ["text", "#beside h3"], ["text", "#beside .where a:last-child"],
    )  # fmt: skip
    label = said["book"]["pages"][place + 1][2]
    assert f"Page {label}: 하나 · messages: 1" == seen["gave"][3]
    assert [["On these pages"], [f"Page {label}"]] == seen["gave"][5:]


def test_by_keyboard_alone(live: Live, blog: Path) -> None:
    """The button that was pressed keeps the focus, where its chapter has gone; what was done is said."""
    _wait_for(live, "하나 둘 셋 넷")
    down = "#lines li:nth-child(2) [data-act^='down ']"
    here = ["see", "document.activeElement.getAttribute('aria-label')"]
    seen = live.browser(
        ["wait"], ["focus", "#arrange"], ["press", "Enter"], ["focus", down], ["press", "Enter"],
        ["rest", 2500], here, ["text", "#toast"], ["press", "Enter"], ["rest", 2500], here,
    )  # fmt: skip
    assert ["Down: 하나", ["“하나” moved"], None, None, "Down: 하나"] == seen["gave"][6:]
    assert [] == seen["complaints"]
    _wait_for(live, "둘 하나 셋 넷")
    assert (blog / "book.plan.toml").read_text("utf-8").startswith("# 나의 책\n")


def test_a_plan_is_written_where_there_is_none(tmp_path: Path) -> None:
    """The one that `plan --write` writes, by a button; then chapters can be arranged."""
    posts = {f"{name}.md": post(name, FAR, f"2024-01-0{n}") for n, name in enumerate("abc", 1)}
    blog = small_blog(tmp_path / "blog", posts)
    with preview(blog) as live:
        live.model(lambda said: bool(said["book"]) and said["book"]["whole"])
        seen = live.browser(
            ["wait"], ["click", "#arrange"], ["text", "#arranged"], ["text", ".tools"], ["axe"],
            ["focus", "#write-plan"], ["press", "Enter"], ["rest", 3000],
            ["see", "document.activeElement.id"], ["see", "document.querySelectorAll('.tools').length"],
        )  # fmt: skip
    written = (blog / "book.plan.toml").read_text("utf-8")
    (blog / "book.plan.toml").unlink()
    assert 0 == run("plan", blog, "--write").code
    assert (blog / "book.plan.toml").read_text("utf-8") == written
    offered = (
        "Chapters are arranged in book.plan.toml. There is none yet: it is written with the order as it is."
    )
    assert [[offered], [], []] == seen["gave"][2:5]
    assert ["arrange", 3] == seen["gave"][8:]
    assert [] == seen["complaints"]


def test_with_the_mouse(live: Live) -> None:
    """A chapter is dragged behind another one, called something else, left out, and taken in again."""
    before = _wait_for(live, "둘 하나 셋 넷")["book"]["contents"]
    ids = {title: name for name, _kind, _n, title, _p in before}
    row = {title: n for n, (_name, _kind, _n, title, _p) in enumerate(before, 1)}
    live.browser(
        ["wait"], ["click", "#arrange"], ["rest", 300],
        ["drag", f"#lines li:nth-child({row['넷']}) a", f"#lines li:nth-child({row['둘']}) .tools", 4],
        ["rest", 1500],
    )  # fmt: skip
    _wait_for(live, "둘 넷 하나 셋")
    seen = live.browser(
        ["wait"], ["click", "#arrange"], ["click", f"[data-act='rename {ids['셋']}']"],
        ["type", "#lines input", " 번째"], ["press", "Enter"], ["rest", 2500], ["text", "#toast"],
        ["click", f"[data-act='drop {ids['하나']}']"], ["rest", 2500], ["text", "#out li span"],
    )  # fmt: skip
    assert (["“ 번째” renamed"], ["하나"]) == (seen["gave"][6], seen["gave"][9])
    _wait_for(live, "둘 넷 번째")
    seen = live.browser(["wait"], ["click", "#arrange"], ["click", "#out button"], ["rest", 1500])
    assert [] == seen["complaints"]
    _wait_for(live, "둘 넷 번째 하나")


@pytest.mark.parametrize("asked", [{"width": 1200}, {"width": 300}, {"width": 1200, "dark": True}])
def test_everyone_can_arrange(live: Live, asked: dict[str, Any]) -> None:
    """By axe's rules; nothing is wider than the window."""
    live.model(lambda said: bool(said["book"]) and said["book"]["whole"])
    opens = [["press", "c"]] if asked["width"] < 1000 else []
    wide = ["see", "document.documentElement.scrollWidth"]
    seen = live.browser(["wait"], *opens, ["click", "#arrange"], ["rest", 400], ["axe"], wide, **asked)
    assert [[], asked["width"]] == seen["gave"][-2:]
    assert [] == seen["complaints"]


def test_what_a_setting_does(live: Live) -> None:
    """Pages, spine and the price of a copy, and how much more or less they are."""
    live.model(lambda said: bool(said["book"]) and said["book"]["whole"])
    live.browser(["wait"], ["press", "e"], ["choose", "[name='pdf.trim']", "A6"], ["rest", 500])
    live.model(lambda said: said["book"]["paper"] == [105, 148])
    acts: list[list[Any]] = [["wait"], ["press", "e"], ["choose", "[name='pdf.trim']", ""], ["rest", 6000]]
    text = live.browser(*acts, ["text", "#cost"])["gave"][-1][0]
    assert all(word in text for word in ("pages (−", "mm", "won a copy (−")), text
    live.browser(["wait"], ["press", "e"], ["click", "#forget"], ["rest", 500])


def test_a_volume_is_chosen(tmp_path: Path) -> None:
    """By its title; a book of one volume has nothing to choose."""
    posts = {
        f"{n}.md": post(title, category=part)
        for n, (title, part) in enumerate([("파도", "바다"), ("언덕", "산")])
    }
    blog = small_blog(tmp_path / "blog", posts)
    volumes = '[[volume]]\ntitle = "바다 책"\ncategories = ["바다"]\n[[volume]]\ntitle = "산 책"\n'
    (blog / "book.toml").write_text(volumes, "utf-8")
    with preview(blog) as live:
        live.model(lambda said: bool(said["book"]) and said["book"]["whole"])
        seen = live.browser(
            ["wait"], ["text", "#volume option"], ["choose", "#volume", "1"], ["rest", 4000],
            ["text", "#lines .chapter span:first-child"], ["text", "#title"],
        )  # fmt: skip
    assert ["1. 바다 책", "2. 산 책"] == seen["gave"][1]
    assert [["언덕"], ["산 책"]] == seen["gave"][4:]
