"""A Hugo site's folder -> its posts."""

import json
import re
import time
from pathlib import Path

import pytest

from publisher.config.schema import MarkdownTable
from publisher.dialect import GoldmarkOptions
from publisher.errors import ConfigError, Report
from publisher.model import Blog
from publisher.readers import read_blog
from publisher.readers.hugo import cascade, reader
from publisher.readers.hugo.front import split
from publisher.readers.hugo.pages import expand, place_of, urlized
from publisher.shortcodes.hugo.values import parameter


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


def test_a_bundle_in_a_language_that_the_site_does_not_name(tmp_path: Path) -> None:
    """index.ko.md is its folder's page also where the settings have no languages: it was left out, unsaid."""
    blog, _ = site(tmp_path, {"hugo.toml": 'languageCode = "ko"', "content/posts/가을/index.ko.md": PAGE})
    (post,) = blog.posts
    assert ("가을", ("content/posts/가을",)) == (post.name, post.asset_dirs[:1])


def test_emoji_in_titles(tmp_path: Path) -> None:
    """A name of an emoji in a title is that, where the site has it on."""
    page = PAGE.replace("title: 글", "title: 첫 글 :tada:")
    for on, title in (("true", "첫 글 🎉"), ("false", "첫 글 :tada:")):
        files = {"hugo.toml": f"enableEmoji = {on}\n", "content/posts/a.md": page}
        blog, _ = site(tmp_path, files)
        assert [title] == [post.title for post in blog.posts]


def test_a_file_for_each_language(tmp_path: Path) -> None:
    """config/_default/languages.ko.toml, as Blowfish and Congo have it: title, author, folder and words."""
    korean = 'title = "강가"\ncontentDir = "content/ko"\n[params.author]\nname = "서다온"\n'
    files = {
        "config/_default/hugo.toml": 'defaultContentLanguage = "ko"\n',
        "config/_default/languages.ko.toml": korean,
        "config/_default/languages.en.toml": 'title = "River"\ncontentDir = "content/en"\n',
        "config/_default/params.ko.toml": 'subtitle = "기록"\n',
        "content/ko/posts/a.md": PAGE.replace("본문", "{{< param subtitle >}}"),
        "content/en/posts/a.md": PAGE,
        "content/en/posts/b.md": PAGE,
    }
    blog, _ = site(tmp_path, files)
    assert ("강가", "기록", ("서다온",)) == (blog.site.title, blog.site.subtitle, blog.site.authors)
    posts = {post.path: post for post in blog.posts}
    assert {"content/en/posts/b.md", "content/ko/posts/a.md"} == set(posts)
    assert "기록" == parameter(posts["content/ko/posts/a.md"], "subtitle")


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


@pytest.mark.parametrize("name", ["./", ".", "../others", "/etc"])
def test_the_content_has_a_folder_of_its_own(tmp_path: Path, name: str) -> None:
    """The blog's own folder is none, as in Hugo: templates lie in it too."""
    with pytest.raises(ConfigError, match=re.escape(f"contentDir: {name} is no folder inside the blog's")):
        site(tmp_path, {"hugo.toml": f'contentDir = "{name}"\n', "content/a.md": PAGE})


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
    dialect = reader.dialect(tmp_path, MarkdownTable())
    assert (dialect.unsafe, dialect.breaks, dialect.smart, dialect.emoji) == (True, True, False, True)
    delimiters = (("$$", "$$"), ("\\(", "\\)"))
    assert dialect.goldmark == GoldmarkOptions(since_128=False, tables=False, delimiters=delimiters)


def test_patterns() -> None:
    """Tokens by name and in Go's reference time."""
    from datetime import datetime

    place = place_of("post/dev/가을/index.md", {})
    assert (place.base, place.bundle) == ("가을", True)
    date = datetime(2024, 5, 6)
    assert expand("/:2006/:01/:02/:contentbasename", place, "", "제목", date) == "/2024/05/06/가을"
    assert "/24/5/6/가을" == expand("/:06/:1/:2/:contentbasename", place, "", "제목", date)
    assert expand("/:sections/:slug/", place, "", "제목", date) == "/post/dev/제목/"
    assert expand(":sections[1:]/:monthname", place, "", "제목", date) == "dev/may"
    assert urlized("봄 비, C++") == "봄-비-c++"


def test_names_in_addresses() -> None:
    """A token has no plus sign, a name has; hyphens that are there stay."""
    from datetime import datetime

    place = place_of("post/a.md", {})
    assert (
        expand("/:title/", place, "", "Hello, World! C++ & Go", datetime(2024, 5, 6)) == "/hello-world-c-go/"
    )
    assert urlized("a--b - c 50% 할인") == "a--b-c-50-할인"


@pytest.mark.parametrize(
    ("config", "name", "front", "day", "address"),
    [
        ("", "a.md", "publishDate: 2024-05-06", "2024-05-06", "posts/a"),
        ("", "a.md", "lastmod: 2024-05-06", "2024-05-06", "posts/a"),
        ('date = [":filename", ":default"]', "2024-05-06-a.md", "date: 2020-01-01", "2024-05-06", "posts/a"),
        ('date = [":filename", ":default"]', "2024-05-06-a/index.md", "x: y", "2024-05-06", "posts/a"),
        (
            'date = ["created", "date"]',
            "a.md",
            "created: 2024-05-06\ndate: 2020-01-01",
            "2024-05-06",
            "posts/a",
        ),
    ],
)
def test_dates(tmp_path: Path, config: str, name: str, front: str, day: str, address: str) -> None:
    """Which field is a page's date, the site may say; one that its name gives is not in its address."""
    page = f"---\ntitle: 글\n{front}\n---\n본문\n"
    blog, report = site(tmp_path, {"hugo.toml": f"[frontmatter]\n{config}\n", f"content/posts/{name}": page})
    (post,) = blog.posts
    assert (f"{post.date:%Y-%m-%d}", post.urls[0]) == (day, address)
    assert not report.diagnostics


@pytest.mark.parametrize(
    ("meant", "path", "pattern"),
    [
        (True, "/posts/a", "/posts/**"), (False, "/posts", "/posts/**"), (False, "/posts/a/b", "/posts/*"),
        (True, "/a/b", "/{a,x}/**"), (True, "/x", "/?"), (False, "//", "/?"), (True, "/Posts/a", "**A"),
        (False, "/" + "a" * 1000, "/" + "*a" * 99 + "b"), (False, "/" + "a/" * 500, "**a" * 99 + "b"),
    ],
)  # fmt: skip
def test_whom_a_cascade_is_for(meant: bool, path: str, pattern: str) -> None:
    """Stars stay within a folder, two of them do not; however many there are, a path is read once."""
    assert meant == cascade._matches(path, pattern)


def test_cascade(tmp_path: Path) -> None:
    """A section's pages have what its _index.md gives them, the nearest first, their own before all."""
    home = "---\ntitle: 집\ncascade:\n- _target: {path: /posts/**}\n  tags: [먼]\n  series: [길]\n---\n"
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": '[[cascade]]\nauthor = "나"\n',
            "content/_index.md": home,
            "content/posts/_index.md": "---\ntitle: 글\ncascade:\n  tags: [가까운]\n  draft: true\n---\n",
            "content/posts/a.md": PAGE,
            "content/posts/b.md": PAGE.replace("date:", "tags: [제]\ndraft: false\ndate:"),
            "content/wiki/c.md": PAGE,
        },
    )
    posts = {post.name: post for post in blog.posts}
    assert (posts["a"].tags, posts["a"].draft, posts["a"].series) == (("가까운",), True, "길")
    assert (posts["b"].tags, posts["b"].draft, posts["b"].authors) == (("제",), False, ("나",))
    assert (posts["wiki/c"].tags, posts["wiki/c"].series) == ((), "")


def test_what_parts_say(tmp_path: Path) -> None:
    """The text of a section's or a category's _index.md, else its description, is the lead of the part."""
    text = "# 머리\n\n{{< toc >}}\n첫 **말**\n이어서\n\n- 둘째"
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": 'title = "숲"',
            "content/posts/_index.md": "---\ntitle: 글\n---\n모두의 말",
            "content/posts/dev/_index.md": f"---\ntitle: 개발\n---\n{text}",
            "content/posts/dev/a.md": PAGE,
            "content/posts/no/_index.md": "---\ntitle: 아직\ndraft: true\n---\n숨긴 말",
            "content/categories/trip/_index.md": "---\ntitle: 여행\ndescription: 떠난 글\n---\n",
        },
    )
    trip = ("떠난 글",)
    assert {("개발",): ("머리", "첫 말 이어서", "둘째"), ("여행",): trip, ("trip",): trip} == {
        section: text.lead for section, text in blog.parts.items()
    }


@pytest.mark.parametrize(
    ("path", "sections"),
    [("post/a", ()), ("posts/나무/a", (("나무",),)), ("일기/a", (("일기",),)), ("blog/a", (("바닷가",),))],
)
def test_a_section_that_says_nothing_is_no_part(
    tmp_path: Path, path: str, sections: tuple[tuple[str, ...], ...]
) -> None:
    """Posts of content/post stand with those without a category, unless its _index.md names them."""
    named = {"content/blog/_index.md": "---\ntitle: 바닷가\n---\n", "content/wiki/b.md": PAGE}
    blog, _ = site(tmp_path, {"hugo.toml": "", f"content/{path}.md": PAGE, **named})
    assert sections == next(post.sections for post in blog.posts if post.path == f"content/{path}.md")


def test_sections_have_an_index(tmp_path: Path) -> None:
    """A folder without _index.md is no section in :sections."""
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": '[permalinks]\nwiki = "/:sections/:filename"',
            "content/wiki/a/_index.md": PAGE,
            "content/wiki/a/b/c.md": PAGE,
        },
    )
    assert ["wiki/a/c"] == [post.urls[0] for post in blog.posts]


def test_other_formats(tmp_path: Path) -> None:
    """A page in HTML is a post when it has front matter; Org and its like are named."""
    blog, report = site(
        tmp_path,
        {
            "hugo.toml": "",
            "content/posts/a.html": PAGE.replace("본문", "<p>*가*</p>"),
            "content/posts/b.html": "<p>나</p>",
            "content/posts/c.org": "#+title: 다\n",
        },
    )
    (post,) = blog.posts
    assert (post.name, post.dialect.grammar, post.dialect.tags) == ("a", "html", "hugo")
    assert [("post-format", "content/posts/c.org")] == [(f.code, f.where.path) for f in report.diagnostics]


@pytest.mark.parametrize(
    ("files", "unsafe"),
    [
        ({"config/production/markup.toml": "[goldmark.renderer]\nunsafe = true"}, True),
        ({"hugo.yaml": "markup: {goldmark: {renderer: {unsafe: yes}}}"}, True),
        ({"hugo.yaml": "markup: {goldmark: {renderer: {unsafe: off}}}"}, False),
        ({"hugo.toml": "[languages.ko.markup.goldmark.renderer]\nunsafe = true"}, True),
        (
            {
                "hugo.toml": 'defaultContentLanguage = "ko"\n[languages.ko]\nweight = 2\n'
                "[languages.en.markup.goldmark.renderer]\nunsafe = true"
            },
            False,
        ),
    ],
)
def test_where_settings_stand(tmp_path: Path, files: dict[str, str], unsafe: bool) -> None:
    """Settings for production count, a language's own too; YAML's yes is true."""
    site(tmp_path, {"hugo.toml": "", **files} if "hugo.yaml" not in files else files)
    assert reader.dialect(tmp_path, MarkdownTable()).unsafe is unsafe


def test_templates_of_shortcodes(tmp_path: Path) -> None:
    """A post brings the templates that it names, the site's own before the theme's, and what they ask for."""
    blog, _ = site(
        tmp_path / "blog",
        {
            "hugo.toml": 'theme = "t"\nbaseURL = "https://e.org/"\n[params]\ncity = "강릉"\n',
            "layouts/shortcodes/note.html": "{{ .Site.Params.city }}",
            "layouts/shortcodes/other.html": "x",
            "themes/t/layouts/shortcodes/note.html": "theirs",
            "themes/t/layouts/shortcodes/in/box.html": "box",
            "content/posts/a.md": PAGE + "{{< note >}}{{% in/box %}}\n",
            "content/posts/b.md": PAGE + "{{ .Site }}\n",
        },
    )
    a, b = blog.posts
    known = dict(a.extra)
    assert (known["shortcode:note"], known["shortcode:in/box"]) == ("{{ .Site.Params.city }}", "box")
    assert ("강릉" in known["site"], known["base"]) == (True, "https://e.org/")
    assert "shortcode:other" not in known
    assert b.extra == ()


def test_templates_outside_the_blog(tmp_path: Path) -> None:
    """A link out of the blog is no template."""
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "blog/layouts/shortcodes").mkdir(parents=True)
    (tmp_path / "blog/layouts/shortcodes/a.html").symlink_to(tmp_path / "secret.html")
    blog, _ = site(tmp_path / "blog", {"hugo.toml": "", "content/posts/a.md": PAGE + "{{< a >}}"})
    assert blog.posts[0].extra == ()


@pytest.mark.parametrize(
    ("files", "renderer", "newer"),
    [
        ({}, "goldmark (no version is named: the newest)", True),
        ({"netlify.toml": 'HUGO_VERSION = "0.111.3"\n'}, "Hugo 0.111 in netlify.toml", False),
        ({"netlify.toml": 'HUGO_VERSION = "0.128.0"\n'}, "Hugo 0.128 in netlify.toml", True),
        ({".github/workflows/hugo.yml": "    hugo-version: '0.93.2'\n"}, "Hugo 0.93 in .github/", False),
        ({".github/workflows/hugo.yml": "env:\n  HUGO_VERSION: 0.147.9\n"}, "Hugo 0.147 in .github/", True),
        ({".github/workflows/hugo.yml": "    hugo-version: latest\n"}, "the newest Hugo in .github/", True),
        ({"vercel.json": '{"env": {"HUGO_VERSION": "0.120.4"}}'}, "Hugo 0.120 in vercel.json", False),
        ({"package.json": '{"dependencies": {"hugo-bin": "^0.100.0"}}'}, "Hugo 0.100 in package.json", False),
        ({".tool-versions": "nodejs 20.1.0\nhugo extended_0.119.0\n"}, "Hugo 0.119 in .tool-versions", False),
        ({".hvm": "v0.121.0/extended\n"}, "Hugo 0.121 in .hvm", False),
        ({".github/workflows/a.yml": "uses: peaceiris/actions-hugo@v2.6\n"}, "no version is named", True),
        ({"Dockerfile": "FROM hugomods/hugo:exts-0.134.3\n"}, "Hugo 0.134 in Dockerfile", True),
        ({"Dockerfile": "FROM klakegg/hugo:0.93.2-ext-alpine\n"}, "Hugo 0.93 in Dockerfile", False),
        ({"go.mod": "go 1.19\nrequire github.com/gohugoio/hugo v0.111.3\n"}, "in go.mod", False),
        ({"go.mod": "module e.org/blog\n\ngo 1.19\n"}, "no version is named", True),
        ({"hugo.toml": '[module.hugoVersion]\nmin = "0.111.0"\n'}, "Hugo 0.111 in hugo.toml", False),
        (
            {"hugo.toml": '[module.hugoVersion]\nmin = "0.41"\nmax = "0.150.0"\n'},
            "Hugo 0.150 in hugo.toml",
            True,
        ),
        ({"themes/t/netlify.toml": 'HUGO_VERSION = "0.80.0"'}, "no version is named", True),
    ],
)  # fmt: skip
def test_the_version_that_the_site_names(
    tmp_path: Path, files: dict[str, str], renderer: str, newer: bool
) -> None:
    """Its workflow, host, tools or settings say which Hugo makes it; else the newest does."""
    blog, _ = site(tmp_path, {"hugo.toml": "", "content/posts/a.md": PAGE, **files})
    assert renderer in blog.site.renderer
    assert blog.posts[0].dialect.goldmark.since_128 is newer


def test_no_version_is_read_outside_the_blog(tmp_path: Path) -> None:
    """A link out of the blog names none."""
    (tmp_path / "theirs.toml").write_text('HUGO_VERSION = "0.80.0"')
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog/netlify.toml").symlink_to(tmp_path / "theirs.toml")
    blog, _ = site(tmp_path / "blog", {"hugo.toml": "", "content/posts/a.md": PAGE})
    assert "no version is named" in blog.site.renderer


def test_bodies_without_a_version(tmp_path: Path) -> None:
    """Bare bodies are read as Hugo 0.111 shows them, where nothing beside them names another."""
    (tmp_path / "hugo.toml").write_text("")
    assert not reader.dialect(tmp_path, MarkdownTable()).goldmark.since_128
    (tmp_path / "netlify.toml").write_text('HUGO_VERSION = "0.150.0"')
    assert reader.dialect(tmp_path, MarkdownTable()).goldmark.since_128


def test_templates_wherever_they_lie(tmp_path: Path) -> None:
    """In themes, several and nested, in layouts of newer Hugo, in modules made local, and in mounts."""
    config = """theme = ["one", "two"]
[[module.imports]]
path = "e.org/three/v2"
[[module.mounts]]
source = "mine"
target = "layouts"
"""
    places = {
        "a": "mine/shortcodes/a.html", "b": "mine/_shortcodes/b.html",
        "c": "themes/one/layouts/shortcodes/c.html",
        "d": "themes/two/layouts/_shortcodes/d.html", "e": "_vendor/e.org/three/v2/layouts/shortcodes/e.html",
        "f": "_vendor/e.org/four/layouts/shortcodes/f.html",
    }  # fmt: skip
    text = PAGE + "".join(f"{{{{< {name} >}}}}\n" for name in places)
    modules = "# e.org/three/v2 v2.0.1\n# e.org/four v1.0.0\n"
    files = {"hugo.toml": config, "_vendor/modules.txt": modules, "content/posts/a.md": text}
    blog, _ = site(tmp_path, {**files, **dict.fromkeys(places.values(), "x")})
    known = dict(blog.posts[0].extra)
    assert {name: known[f"template:{name}"] for name in places} == places
    assert "themes" not in known


def test_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A submodule that was not fetched leaves an empty folder."""
    (tmp_path / "themes/t").mkdir(parents=True)
    blog, _ = site(tmp_path, {"hugo.toml": 'theme = "t"', "content/posts/a.md": PAGE + "{{< box >}}"})
    assert ("themes", "t") in blog.posts[0].extra


def test_where_pictures_lie(tmp_path: Path) -> None:
    """Folders served at the root, mounted ones and a theme's too, and what they hold at a post's address."""
    config = """staticDir = ["static", "more"]
theme = "t"
[[module.mounts]]
source = "pics"
target = "assets"
[[module.mounts]]
source = "../out"
target = "static"
"""
    files = {"hugo.toml": config, "themes/t/static/a.png": "", "content/posts/a.md": PAGE}
    blog, _ = site(tmp_path, files)
    assert blog.site.static_dirs[:4] == ("static", "more", "themes/t/static", "pics")
    assert not any(".." in place for place in blog.site.static_dirs)
    assert blog.posts[0].asset_dirs[:4] == (
        "content/posts",
        "content/posts/a",
        "static/posts/a",
        "more/posts/a",
    )


def test_a_content_folder_that_is_mounted(tmp_path: Path) -> None:
    """A mount may give each language its folder."""
    config = """defaultContentLanguage = "ko"
[languages.ko]
[languages.en]
[[module.mounts]]
source = "글"
target = "content"
lang = "ko"
[[module.mounts]]
source = "words"
target = "content"
lang = "en"
"""
    files = {"hugo.toml": config, "글/posts/a.md": PAGE, "words/posts/a.md": PAGE, "words/posts/b.md": PAGE}
    blog, _ = site(tmp_path, files)
    assert sorted(post.path for post in blog.posts) == ["words/posts/b.md", "글/posts/a.md"]


def test_what_templates_ask_for(tmp_path: Path) -> None:
    """The partials that a template calls, those that they call, and i18n's words in the site's language."""
    blog, _ = site(
        tmp_path,
        {
            "hugo.toml": 'theme = "t"\ndefaultContentLanguage = "ko"\n',
            "layouts/shortcodes/a.html": '{{ partial "x/one.html" . }}{{ T "note" }}',
            "layouts/partials/x/one.html": '{{ partialCached "two" . }}{{ partial "x/one" . }}',
            "themes/t/layouts/_partials/two.html": "two",
            "layouts/partials/other.html": "other",
            "i18n/ko.toml": '[note]\nother = "메모"\n',
            "themes/t/i18n/ko.yaml": "- id: note\n  translation: 쪽지\n- id: tip\n  translation: 팁\n",
            "themes/t/i18n/en.yaml": "note: Note\n",
            "content/posts/a.md": PAGE + "{{< a >}}\n",
        },
    )
    known = dict(blog.posts[0].extra)
    assert (known["partial:two"], "partial:x/one" in known, "partial:other" in known) == ("two", True, False)
    assert json.loads(known["words"]) == {"note": "메모", "tip": "팁"}


@pytest.mark.parametrize(
    ("files", "alerts"),
    [
        ({}, False),
        ({"layouts/_default/_markup/render-blockquote.html": '{{ if eq .Type "alert" }}x{{ end }}'}, True),
        ({"layouts/_markup/render-blockquote-alert.html": "{{ .AlertType }}"}, True),
        ({"layouts/_markup/render-blockquote.html": "<blockquote>{{ .Text }}</blockquote>"}, False),
        ({"hugo.toml": 'theme = "away"'}, True),
        ({"hugo.toml": 'theme = "away"', "netlify.toml": "HUGO_VERSION = 0.120"}, False),
        ({"hugo.toml": 'theme = "t"', "themes/t/layouts/single.html": ""}, False),
    ],
)
def test_templates_that_make_notes(tmp_path: Path, files: dict[str, str], alerts: bool) -> None:
    """> [!NOTE] is a note where the site or its theme has a template for it, or a theme is not there."""
    blog, _ = site(tmp_path, {"hugo.toml": "", "content/posts/a.md": PAGE, **files})
    assert blog.posts[0].dialect.goldmark.alerts is alerts


def test_extras_of_the_parser(tmp_path: Path) -> None:
    """Marks that a site turns on; to a Hugo from before them they mean nothing."""
    config = """[markup.goldmark.extensions.extras.mark]
enable = true
[markup.goldmark.extensions.extras.superscript]
enable = true
[markup.goldmark.extensions.cjk]
enable = true
eastAsianLineBreaks = true
"""
    (tmp_path / "hugo.toml").write_text(config)
    (tmp_path / "netlify.toml").write_text("HUGO_VERSION = 0.126")
    options = reader.dialect(tmp_path, MarkdownTable()).goldmark
    assert options == GoldmarkOptions(mark=True, superscript=True, joined_lines="simple")
    (tmp_path / "netlify.toml").write_text("HUGO_VERSION = 0.125")
    assert reader.dialect(tmp_path, MarkdownTable()).goldmark == GoldmarkOptions(joined_lines="simple")


@pytest.mark.parametrize(
    ("files", "renderer"),
    [
        ({"netlify.toml": "HUGO_VERSION = 0.55.6"}, "blackfriday (Hugo 0.55 in netlify.toml)"),
        ({"netlify.toml": "HUGO_VERSION = 0.60"}, "goldmark (Hugo 0.60 in netlify.toml)"),
        ({"hugo.toml": '[markup]\ndefaultMarkdownHandler = "blackfriday"'}, "blackfriday (no version"),
        ({"hugo.toml": '[module.hugoVersion]\nmin = "0.41"'}, "goldmark (Hugo 0.41 in hugo.toml)"),
    ],
)
def test_blackfriday(tmp_path: Path, files: dict[str, str], renderer: str) -> None:
    """Hugo before 0.60 reads Markdown by it, which drops no HTML; the writer is told how far we follow."""
    blog, report = site(tmp_path, {"hugo.toml": "", "content/posts/a.md": PAGE, **files})
    assert blog.site.renderer.startswith(renderer)
    is_it = renderer.startswith("blackfriday")
    assert [fault.code for fault in report.diagnostics] == ["renderer-other"] * is_it
    assert blog.posts[0].dialect.unsafe is is_it


@pytest.mark.parametrize(
    ("config", "page", "math"),
    [
        ("", "", False),
        ("[params]\nmath = true", "", True),
        ("[params.page.math]\nenable = true", "", True),
        ("[params.article]\nmath = true", "", True),
        ("[params]\nenableMathJax = true", "", True),
        ("[params.math]\nenable = false", "", False),
        ("", "useMath: yes\n", True),
        ("", "math: {enable: true}\n", True),
        ("", "libraries: [katex]\n", True),
        ("", "params: {math: true}\n", True),
        ("", "---\n{{< katex >}}\n", True),
        ("", "---\n{{< katex >}}x{{< /katex >}}\n", True),
        ("", "---\n{{< math2 >}}\n", False),
        ("", "---\n곧 \\\\(a=b\\\\)이다.\n", True),
        ("", "---\n\\begin{aligned}\na&=b\n\\end{aligned}\n", True),
        ("", "---\n`\\\\(a\\\\)`는 $1와\n```sh\nsed 's/\\\\(a\\\\)//'\n```\n", False),
    ],
)
def test_who_asks_for_formulas(tmp_path: Path, config: str, page: str, math: bool) -> None:
    """The theme's settings, the page's front matter, or a shortcode in its text."""
    text = PAGE.replace("title:", page + "title:") if not page.startswith("---") else PAGE + page[4:]
    blog, _ = site(tmp_path, {"hugo.toml": config, "content/posts/a.md": text})
    assert blog.posts[0].dialect.math is math


@pytest.mark.parametrize(
    "front",
    ["cover: 가.png", "cover: {image: 가.png, relative: true}", "image: 가.png", "featuredImage: 가.png"],
)
def test_the_picture_of_a_post(tmp_path: Path, front: str) -> None:
    """Each theme calls it by another name."""
    files = {"hugo.toml": "", "content/posts/a.md": PAGE.replace("title:", front + "\ntitle:")}
    assert site(tmp_path, files)[0].posts[0].thumbnail == "가.png"


@pytest.mark.parametrize(
    "config",
    [
        "theme: [1, {a: b}, ../x, /etc, '']",
        "theme: " + "x" * 300,
        "theme: " + "a/" * 3000,
        "module: {imports: x, mounts: [1, {source: ../a, target: layouts}, {source: a}]}",
        "module: {hugoVersion: {min: [0.1], max: {a: 1}}}",
        "module: 3",
        "staticDir: [../a, /etc, {a: b}, x]",
        "layoutDir: ../..\nthemesDir: ../..\ntheme: etc",
        "markup: {goldmark: {extensions: {extras: [1], cjk: 3}}}",
        "params: {page: 3, article: [x], math: [1, 2]}",
    ],
)
def test_settings_that_make_no_sense_cost_nothing(tmp_path: Path, config: str) -> None:
    """The post is read, whatever stands where a folder, a theme or a version is named."""
    (tmp_path / ".tool-versions").mkdir()
    (tmp_path / "go.mod").symlink_to("go.mod")
    files = {"hugo.yaml": config, "netlify.toml": "\0", "content/posts/a.md": PAGE + "{{< a >}}\n"}
    blog, _ = site(tmp_path, files)
    assert [post.name for post in blog.posts] == ["a"]
    assert not any(".." in place for place in (*blog.site.static_dirs, *blog.posts[0].asset_dirs))


def test_lines_of_front_matter() -> None:
    """A page's own keys stand where they first stand, not in a table below; they are found in one pass."""
    own = split('+++\ntitle = "글"\ndate = "x"\n[params]\ndate = "y"\n+++\n', "a.md", Report())
    assert {"title": 2, "date": 3} == own.lines
    many = "".join(f"k{number} = 1\n" for number in range(60_000))
    start = time.process_time()
    assert 60_001 == split(f"+++\n{many}+++\n", "a.md", Report()).lines["k59999"]
    assert time.process_time() - start < 10


@pytest.mark.parametrize("depth", range(100, 3000, 100))
def test_braces_in_braces(depth: int) -> None:
    """JSON that is nested too deeply costs a page its front matter, and no page."""
    report = Report()
    front = split(f'{{"title": "글", "x": {"[" * depth}{"]" * depth}}}\n본문\n', "a.md", report)
    assert ("글", []) == (front.text("title"), report.diagnostics) or (
        ["front-matter-json"] == [fault.code for fault in report.diagnostics]
    )


def test_a_weight_that_is_no_number(tmp_path: Path) -> None:
    """It counts as none; it was a traceback."""
    settings = '[languages.ko]\nweight = "²"\n[languages.en]\nweight = 2\n'
    found, _ = site(tmp_path, {"hugo.toml": settings, "content/posts/a.md": PAGE})
    assert ["글"] == [post.title for post in found.posts]
