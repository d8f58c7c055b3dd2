"""A post that takes too much is set as text and named; the next build, with room, sets it as it is."""

from pathlib import Path

import pytest

from tests.books import Pdf, post, run, small_blog

LONG = "가나다 라마바사 아자차카 타파하. " * 40


@pytest.mark.wide
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_post_that_takes_too_long(jobs: int, tmp_path: Path) -> None:
    """It stands in the book with all its words, the other post as ever; nothing of it is kept for later."""
    posts = {
        "a.md": post("긴 글", f"**{LONG}**\n\n" * 250 + f"긴 글의 끝 {jobs}"),  # none that the cache has
        "b.md": post("바른 글", "여기는 **그대로다**."),
    }
    blog = small_blog(tmp_path / "blog", posts)
    order = ("export", blog, "--jobs", jobs, "--format", "pdf", "--json")
    (blog / "book.toml").write_text("[limits]\nseconds = 2\n", "utf-8")
    made = run(*order)
    (fault,) = made.json["diagnostics"]
    assert (1, "chapter-overrun", "source/_posts/a.md", 6) == (
        made.code, fault["code"], fault["path"], fault["line"],
    )  # fmt: skip
    assert "긴 글의 끝" in Pdf(Path(made.json["files"][0]["path"])).text
    (blog / "book.toml").unlink()
    again = run(*order)
    clean = run(*order, "--no-cache", "-o", tmp_path / "clean")
    assert (0, []) == (again.code, again.json["diagnostics"])
    books = [Path(one.json["files"][0]["path"]).read_bytes() for one in (again, clean)]
    assert books[0] == books[1]
