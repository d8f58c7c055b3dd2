"""A Hugo site's folder -> its posts."""

from pathlib import Path

import pytest

from publisher.errors import Report
from publisher.model import Blog
from publisher.readers import hugo, read_blog
from publisher.readers.hugo_front import split
from publisher.readers.hugo_pages import expand, place_of, urlized
from publisher.settings import MarkdownTable


def site(folder: Path, files: dict[str, str]) -> tuple[Blog, Report]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    report = Report()
    return read_blog(folder, MarkdownTable(), 2.0, report), report


PAGE = "---\ntitle: 글\ndate: 2024-05-06T07:08:09+09:00\n---\n본문\n"


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("hugo.toml", 'title = "숲"\n[params]\nauthor = "나"'),
        ("config.yaml", "title: 숲\nparams:\n  author:\n    name: 나"),
        ("config/_default/hugo.json", '{"title": "숲", "params": {"author": "나"}}'),
    ],
)
def test_settings_in_each_language(tmp_path: Path, name: str, config: str) -> None:
    """TOML, YAML and JSON say the same."""
    blog, report = site(tmp_path, {name: config, "content/posts/a.md": PAGE})
    assert (blog.site.engine, blog.site.title, blog.site.authors) == ("hugo", "숲", ("나",))
    assert not report.diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 글\ntags: [a, b]\nDraft: true\n---\n본문",
        '+++\ntitle = "글"\ntags = ["a", "b"]\ndraft = true\n+++\n본문',
        '{"title": "글",\n "tags": ["a", "b"], "draft": true}\n본문',
    ],
)
def test_front_matter_in_each_language(text: str) -> None:
    """The same values, the text behind them, and its line."""
    report = Report()
    front = split(text, "a.md", report)
    assert (front.text("title"), front.texts("tags"), front.flag("draft")) == ("글", ("a", "b"), True)
    assert front.body == "본문"
    assert text.count("\n") + 1 == front.first_line
    assert not report.diagnostics


def test_broken_toml_costs_one_key() -> None:
    """What can be read is read, and the line is named."""
    report = Report()
    front = split('+++\ntitle = "글"\nbad = 가나\n+++\n본문', "a.md", report)
    assert (front.text("title"), front.body) == ("글", "본문")
    (fault,) = report.diagnostics
    assert fault.where.line == 3


def test_bundles_sections_and_pages(tmp_path: Path) -> None:
    """A bundle has its folder's name; its other files, lists and pages beside the sections are no posts."""
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": 'baseURL = "https://e.org/n/"',
            "content/posts/가을/index.md": PAGE,
            "content/posts/가을/more.md": "x",
            "content/posts/_index.md": PAGE,
            "content/wiki/b/c.md": PAGE,
            "content/about.md": "---\ntitle: 소개\n---\n나",
        },
    )
    posts = {post.name: post for post in blog.posts}
    assert {"가을", "wiki/b/c", "about"} == set(posts)
    assert posts["가을"].asset_dirs[0] == "content/posts/가을"
    assert not posts["가을"].hidden_by
    assert posts["about"].hidden_by


def test_languages(tmp_path: Path) -> None:
    """Each page once, in the default language where it is there."""
    config = 'defaultContentLanguage = "ko"\n[languages.en]\nweight = 1\n[languages.ko]\nweight = 2\n'
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": config,
            "content/posts/a.ko.md": PAGE,
            "content/posts/a.en.md": PAGE,
            "content/posts/b.en.md": PAGE,
        },
    )
    assert sorted((post.name, post.language) for post in blog.posts) == [("a", "ko"), ("b", "en")]


def test_content_folder_a_language(tmp_path: Path) -> None:
    """content/ko and content/en hold the same pages."""
    folders = "  ko: {contentDir: content/ko}\n  en: {contentDir: content/en}"
    config = f"defaultContentLanguage: ko\nlanguages:\n{folders}"
    blog, _ = site(
        tmp_path,
        {
            "hugo.yaml": config,
            "content/ko/posts/a.md": PAGE,
            "content/en/posts/a.md": PAGE,
        },
    )
    (post,) = blog.posts
    assert post.path == "content/ko/posts/a.md"


def test_addresses(tmp_path: Path) -> None:
    """permalinks first, then where Hugo would put it, its aliases and its names."""
    page = "---\ntitle: 글\nslug: Geul\ndate: 2024-05-06\naliases: [/old/]\ncategories: [나무, 숲]\n---\n"
    blog, _ = site(
        tmp_path, {"hugo.toml": '[permalinks]\nposts = "/:year/:01/:slug/"', "content/posts/a.md": page}
    )
    (post,) = blog.posts
    assert post.urls[0] == "2024/05/geul"
    assert {"posts/geul", "old", "post:a", "post:posts/a"} <= set(post.urls)
    assert post.sections == (("나무",), ("숲",))


def test_settings_of_the_parser(tmp_path: Path) -> None:
    """The site's switches become the post's dialect."""
    config = """enableEmoji = true
[markup.goldmark.renderer]
unsafe = true
hardWraps = true
[markup.goldmark.extensions]
table = false
[markup.goldmark.extensions.typographer]
disable = true
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [["$$", "$$"]]
inline = [['\\(', '\\)']]
"""
    (tmp_path / "hugo.toml").write_text(config)
    dialect = hugo.dialect(tmp_path, MarkdownTable())
    assert (dialect.unsafe, dialect.breaks, dialect.smart, dialect.emoji) == (True, True, False, True)
    assert dialect.switches == ("-table",)
    assert dialect.delimiters == (("$$", "$$"), ("\\(", "\\)"))


def test_patterns() -> None:
    """Tokens by name and in Go's reference time."""
    from datetime import datetime

    place = place_of("post/dev/가을/index.md", {})
    assert (place.base, place.bundle) == ("가을", True)
    date = datetime(2024, 5, 6)
    assert expand("/:2006/:01/:02/:contentbasename", place, "", "제목", date) == "/2024/05/06/가을"
    assert expand("/:sections/:slug/", place, "", "제목", date) == "/post/dev/제목/"
    assert expand(":sections[1:]/:monthname", place, "", "제목", date) == "dev/may"
    assert urlized("봄 비, C++") == "봄-비-c++"
