"""Highlights over a whole book: made by foliate-js in one edition, looked for in the next."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.library import reading
from tests.books import ROOT, SAMPLE, Epub, X, run
from tests.library.node import needs_chromium, needs_node, node
from tests.writers.epub.test_epub import epubcheck

pytestmark = [
    pytest.mark.wide,
    needs_node,
    needs_chromium,
    pytest.mark.skipif(not reading.available(), reason="no foliate-js: make reader"),
]
_HEAD = "---\ntitle: 가운데 새 글\ndate: 2022-09-01\ncategories: [바닷가]\ntags: [파도, 겨울, 방]\n---\n"
_NEW = f"{_HEAD}\n**첫 커피**를 마신다.\n\n파도를 본다.\n"
_OURS = ("nav", "part-", "index", "posts", "changes", "colophon", "cover", "title", "half-title")  # lists


def test_a_month_later(tmp_path: Path, record_property: Callable[[str, int], None]) -> None:
    """A new post in the middle, one of other words, with one more paragraph, with one less, of another title,
    of another file name, one gone, a category of another name: unchanged paragraphs are where they were."""
    blog = tmp_path / "blog"
    shutil.copytree(SAMPLE, blog, ignore=shutil.ignore_patterns("book.editions"))
    old = _exported(blog, tmp_path / "old")
    assert 0 == run("edition", blog, "--publish", "-q").code
    _a_month(blog)
    new = _exported(blog, tmp_path / "new")
    assert [] == epubcheck(new.path, tmp_path / "report.json")
    asked = {
        "reader": str(ROOT / "publisher/library/reader/foliate"),
        "books": [str(old.path), str(new.path)],
    }
    words = _paragraphs(new)
    kept = [
        (before, after)
        for page, before, after in node("highlights.mjs", json.dumps(asked))
        if not page.removeprefix("EPUB/").startswith(_OURS) and _plain(before) in words
    ]
    stayed = sum(before == after for before, after in kept)
    record_property("unchanged paragraphs", len(kept))
    record_property("of these, at the same words", stayed)
    assert len(kept) > 380
    assert stayed / len(kept) >= 0.99


def _exported(blog: Path, out: Path) -> Epub:
    made = run("export", blog, "-o", out, "--format", "epub", "--json")
    assert 0 == made.code, made.err
    return Epub(Path(made.json["files"][0]["path"]))


def _a_month(blog: Path) -> None:
    posts = blog / "source/_posts"
    (posts / "new.md").write_text(_NEW, "utf-8")
    _edit(posts / "leaving.md", lambda some: [*some[:3], some[3] + " 덧붙인 말이다.", *some[4:]])
    _edit(posts / "naming-things.md", lambda some: [*some[:3], "새로 끼워 넣은 문단이다.", *some[3:]])
    _edit(posts / "first-drip.md", lambda some: [*some[:3], *some[4:]])
    _replace(posts / "snow-day.md", "title: ", "title: 새로 지은 이름, ")
    (posts / "night-train.md").rename(posts / "the-night-train.md")
    (posts / "roasting-notes.md").unlink()
    for path in (blog / "book.toml", *posts.glob("*.md")):
        head, line, text = path.read_text("utf-8").partition("\n---\n")
        path.write_text(head.replace("커피", "카페") + line + text, "utf-8")


def _edit(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    head, line, text = path.read_text("utf-8").partition("\n---\n")
    path.write_text(head + line + "\n\n".join(change(text.split("\n\n"))), "utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _paragraphs(book: Epub) -> Counter[str]:
    return Counter(
        _plain("".join(one.itertext()))
        for page in book.pages.values()
        for one in page.iter(X + "p", X + "li")
    )


def _plain(text: str) -> str:
    return " ".join(text.split())
