"""A preview from its start to Ctrl-C, without a browser: what the page would be told and shown."""

from pathlib import Path

from tests.books import post, small_blog
from tests.preview.live import preview


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
