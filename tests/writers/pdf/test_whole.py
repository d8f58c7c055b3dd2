"""The book as one document: what cannot be set costs no book there either."""

from pathlib import Path

import pytest

from publisher.build import build
from publisher.config.load import Config, load
from publisher.errors import Report
from publisher.writers.pdf.layout import engine
from tests.books import Pdf, post, small_blog

# What no reader could see: letters that are too small to draw, and a word that leaves the page.
POSTS = {
    "1.md": post("하나", "여기는 **그대로다**."),
    "2.md": post("둘", "<sub>" * 59 + "작은 글씨" + "</sub>" * 59),
    "3.md": post("셋", "<kbd>오른쪽</kbd>"),
}


def _made(folder: Path) -> tuple[Pdf, list[tuple[str, str]]]:
    """The PDF of a theme that cannot be bound late, and the codes of what was said, with their files."""
    blog, report = small_blog(folder / "blog", POSTS), Report()
    (theme := blog / "styles/ours").mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\nparent = "base"\n', "utf-8")
    css = "@page :nth(5) { @bottom-left { padding-top: 1mm } } kbd { position: relative; left: 900px }"
    (theme / "print.css").write_text(css, "utf-8")
    (blog / "book.toml").write_text('[theme]\nname = "ours"\n', "utf-8")
    settings = load(blog / "book.toml", "book.toml", {})
    build(Config(blog, folder / "out", ("pdf",), settings, 1, False, None), report)
    (pdf,) = (folder / "out").glob("*.pdf")
    return Pdf(pdf), sorted((one.where.path.rpartition("/")[2], one.code) for one in report.diagnostics)


def test_a_post_that_cannot_be_set(tmp_path: Path) -> None:
    """Posts whose words the engine loses are plain text, and named; the others stand as they are written."""
    pdf, said = _made(tmp_path)
    assert [
        ("2.md", "chapter-simplified"),
        ("3.md", "chapter-simplified"),
        ("theme ours", "laid-out-whole"),
    ] == said
    for words in ("그대로다", "작은 글씨", "오른쪽"):
        assert words in pdf.text


@pytest.mark.wide
def test_chapters_that_cannot_be_set_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine sets each chapter, but fails at the document of them all, all are plain text."""
    real = engine.lay_out

    def fails(html: str, *rest: object, **options: object) -> object:
        if "<strong>" in html:
            raise RecursionError("maximum recursion depth exceeded")
        return real(html, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lay_out", fails)
    pdf, said = _made(tmp_path)
    assert ["chapter-simplified"] * 3 == [code for name, code in said if name.endswith(".md")]
    assert "그대로다" in pdf.text
