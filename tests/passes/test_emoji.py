"""passes/emoji.py."""

import json
from pathlib import Path

import pytest

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect
from publisher.errors import Report
from publisher.readers import read_blog
from tests.books import small_blog
from tests.chapters import Blog, tree


def _text(folder: Path, markdown: str, dialect: Dialect) -> str:
    return "".join(tree(Blog(folder).chapter(markdown, dialect=dialect)).itertext()).strip()


@pytest.mark.parametrize(
    ("expected", "markdown"),
    [
        ("😄 가", ":smile: 가"), ("👍", ":+1:"), (":nosuch😄", ":nosuch:smile:"), ("10:30:45", "10:30:45"),
        (":smile:", "`:smile:`"), (":smile:", "    :smile:"), ("가 😄 나❤️다", "가 *:smile:* 나:heart:다"),
        (":smile:", "<pre>:smile:</pre>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("grammar", ["hexo", "kramdown"])
def test_names(expected: str, markdown: str, grammar: str, tmp_path: Path) -> None:
    """Known names become signs, but not in code."""
    assert expected == _text(tmp_path, markdown, Dialect(grammar, emoji=True))


def test_switch(tmp_path: Path) -> None:
    """Without the plug-in a name is a name."""
    assert ":smile:" == _text(tmp_path, ":smile:", Dialect("hexo"))


def test_names_escaped_in_hugo(tmp_path: Path) -> None:
    """Hugo replaces names before it reads Markdown: a backslash saves none."""
    assert "😄 \\😄" == _text(tmp_path, r":smile: \:smile:", Dialect("hugo", emoji=True))


@pytest.mark.parametrize("plug_in", ["hexo-filter-github-emojis", "hexo-filter-emoji"])
def test_hexo(plug_in: str, tmp_path: Path) -> None:
    """A Hexo blog has them where its package.json asks for the filter."""
    folder = small_blog(tmp_path / "blog", {"a.md": "---\ntitle: 가\n---\n글\n"})
    assert not _dialect(folder).emoji
    (folder / "package.json").write_text(json.dumps({"dependencies": {plug_in: "1"}}), "utf-8")
    assert _dialect(folder).emoji


def _dialect(folder: Path) -> Dialect:
    (post,) = read_blog(folder, MarkdownTable(), 2.0, Report()).posts
    return post.dialect
