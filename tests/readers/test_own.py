"""Chapters that are no posts: read where a plan names them, and nothing else is."""

import pytest

from publisher.errors import Report
from publisher.readers.own import own_chapters
from tests.blogs import faults, hexo, read, write

POSTS = {"a.md": "---\ntitle: 글\ndate: 2024-01-01\n---\n본문\n"}


def own(folder, *names, report=None):
    return own_chapters(read(folder), 2.0, report or Report(), names)


def test_a_text_of_ones_own(tmp_path):
    """Its first heading is its title, and stands there alone; its Markdown is the blog's."""
    folder = write(hexo(tmp_path, POSTS), {"책/여는 말.md": "\n# 여는 말 #\n\n본문\n"})
    (found,) = own(folder, "책/여는 말.md").values()
    assert ("여는 말", "\n\n\n본문\n", False) == (found.title, found.markdown, found.dated)
    assert read(folder).posts[0].dialect == found.dialect
    assert ("책", "책/여는 말", "source") == found.asset_dirs


def test_a_page_of_the_blog(tmp_path):
    """Links to its page lead to its chapter."""
    page = "---\ntitle: 소개\ndate: 2020-02-03\n---\n저는\n"
    folder = write(hexo(tmp_path, POSTS), {"source/about/index.md": page})
    (found,) = own(folder, "source/about/index.md").values()
    assert ("소개", True, 2020, "about") == (found.title, found.dated, found.date.year, found.urls[0])


def test_a_page_that_the_reader_knows(tmp_path):
    """Hugo's pages are read as its posts are, and are chapters where they are named."""
    files = {"hugo.toml": 'title = "글"\n', "content/posts/a.md": POSTS["a.md"]}
    folder = write(tmp_path, {**files, "content/about.md": "---\ntitle: 소개\n---\n{{< x >}}\n"})
    (found,) = own(folder, "content/about.md", "content/posts/a.md").values()
    assert ("소개", "") == (found.title, found.hidden_by)


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".secret/a.md",
        "a/.b/c.md",
        "_config.yml",
        "a.png",
        "gone.md",
        "",
        ".",
        "source",
        "a\0.md",
        "x" * 5000 + ".md",
    ],
)
def test_what_is_no_text_for_a_book_is_not_read(tmp_path, name):
    """Whatever a plan names: no settings, no hidden files, no folders."""
    folder = write(
        hexo(tmp_path, POSTS), {".env": "A=1", ".secret/a.md": "x", "a/.b/c.md": "x", "a.png": "x"}
    )
    report = Report()
    assert {} == own(folder, name, report=report)
    assert [] == report.diagnostics


@pytest.mark.parametrize("name", ["../out.md", "/etc/hosts.md", "link.md", "folder/out.md"])
def test_nothing_outside_the_blog_is_read(tmp_path, name):
    """Neither by a path nor by a link."""
    folder = hexo(tmp_path / "blog", POSTS)
    (tmp_path / "out.md").write_text("비밀")
    (folder / "link.md").symlink_to("../out.md")
    (folder / "folder").symlink_to("..")
    report = Report()
    assert {} == own(folder, name, report=report)
    assert faults(report) in ([], [("post-outside", 0)])
