"""A preview from its start to Ctrl-C, without a browser: what the page would be told and shown."""

from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.books import post, run, small_blog
from tests.preview.live import Live, preview


def test_a_book_of_several_portions_is_shown_whole(tmp_path: Path) -> None:
    """Chapters come in portions, a saved one is made anew, and Ctrl-C ends it quietly."""
    posts = {f"p{number}.md": post(f"글 {number}", date=f"2024-01-{number:02}") for number in range(1, 16)}
    blog = small_blog(tmp_path / "blog", posts)
    with preview(blog, "--no-cache") as live:
        book = live.model(lambda said: bool(said["book"]) and said["book"]["whole"])["book"]
        assert {"글 1", "글 15"} <= {title for unit in book["units"] for title in unit}
        token = book["units"][-1][2]
        for said in (
            {"page": 0.0},
            {"page": [0]},
            {"page": 0, "y": {}},
            {"page": 10**400},
            {"token": [token]},
        ):
            assert {} == live.post("source", **{"token": token, "y": 0.5, **said})
        for opened in ({"path": ["a"]}, {"path": {}}, {"path": "book.toml", "line": -1}, {"path": None}):
            assert {} == live.post("open", **{"line": 1, **opened})
        assert b" 421 " in live.raw(b"OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert b" 404 " in live.raw(b"OPTIONS * HTTP/1.1\r\nHost: " + live.host + b"\r\n\r\n")
        before = live.model()["number"]
        (blog / "source/_posts/p9.md").write_text(post("새 글", date="2024-01-09"), "utf-8")
        after = live.model(lambda said: said["number"] > before and "새 글" in str(said["book"]["units"]))
        assert after["trouble"] is None


PLAN = """# 나의 차례
[[part]]
title = "바다"
posts = [
    "source/_posts/a.md",  # 첫 글
    "source/_posts/b.md",
]
"""


@pytest.mark.wide
def test_chapters_are_arranged_and_messages_stand_beside_their_lines(tmp_path: Path) -> None:
    """The plan is written with its comments; the price follows the settings; what cannot be done is not."""
    far = "\n\n".join(["물결이 밀려왔다가 밀려간다. " * 12] * 6)
    text = f"{far}\n\n여기까지 왔다.\n\n![](none.png)\n"
    posts = {"a.md": post("하나", text), "b.md": post("둘"), "c.md": post("셋")}
    blog = small_blog(tmp_path / "blog", posts)
    plan = blog / "book.plan.toml"
    plan.write_text(PLAN, "utf-8")
    (blog / "book.toml").write_text("[print]\ncost_page = 10\ncost_copy = 1000\n", "utf-8")
    with preview(blog, "--no-cache") as live:
        first, (one, two, _three) = _book(live, "하나 둘 셋")
        pages = len(first["pages"]) - 2
        cost = 1000 + 10 * (pages + pages % 2)
        assert {"spine": round(pages * 80 * 0.0006, 1), "cost": cost} == first["printed"]
        token = next(unit[2] for unit in first["units"] if unit[0] == one and unit[4])
        (mark,) = live.post("beside", token=token)
        last = max(page for unit, page, _label in first["pages"] if first["units"][unit][0] == one)
        assert ("source/_posts/a.md", last, True) == (mark["path"], mark["page"], 0 < mark["y"] < 1)
        assert {} == live.post("plan", act="move", chapter=one, beside=two, behind=True)
        _moved, (_two, _one, three) = _book(live, "둘 하나 셋")
        assert {} == live.post("plan", act="rename", chapter=three, title=" 세 번째\n")
        _renamed, (_two, one, three) = _book(live, "둘 하나 세 번째")
        assert {} == live.post("plan", act="drop", chapter=one)
        dropped, _chapters = _book(live, "둘 세 번째")
        assert [["source/_posts/a.md", "하나"]] == dropped["dropped"]
        text = plan.read_text("utf-8")
        for said in ({"act": "move"}, {"act": "rename", "title": 3}, {"act": "x"}):
            with pytest.raises(HTTPError) as raised:
                live.post("plan", chapter=three, **said)
            raised.value.close()
        assert "fault" in live.post("plan", act="drop", chapter="../x")
    assert text == plan.read_text("utf-8")
    assert '# 나의 차례\n[[part]]\ntitle = "바다"\nposts = [\n    "source/_posts/b.md",\n' in text
    assert '[drop]\nposts = [\n    "source/_posts/a.md",  # 첫 글\n]' in text


def _book(live: Live, titles: str) -> tuple[Any, list[str]]:
    """The book once it is whole and has these chapters, and their ids."""

    def chapters(said: Any) -> dict[str, str]:
        return {label: name for name, kind, _n, label, _p in said["book"]["contents"] if kind == "chapter"}

    def is_so(said: Any) -> bool:
        return bool(said["book"]) and said["book"]["whole"] and titles == " ".join(chapters(said))

    said = live.model(is_so)
    return said["book"], [*chapters(said).values()]


@pytest.mark.parametrize("command", ["preview", "watch"])
def test_a_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    """It is said at once, as `export` says it, and no browser is opened."""
    done = run(command, tmp_path / "none")
    assert (4, "") == (done.code, done.out)
    assert f"error: {tmp_path / 'none'} does not exist\n" in done.err


def test_a_folder_without_posts(tmp_path: Path) -> None:
    """A preview that has nothing to show ends, and says why; it used to go on in silence."""
    done = run("preview", tmp_path, "--no-open")
    assert 4 == done.code
    assert "is no blog: not one post in it" in done.err
