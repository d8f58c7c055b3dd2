"""A Hexo blog -> posts."""

import os
import shutil
import time
import unicodedata
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.config.schema import MarkdownTable
from publisher.dialect import Dialect, MarkdownItOptions, MarkedOptions
from publisher.errors import ConfigError, Report, Severity, SourceError
from publisher.markdown import grammar
from publisher.readers import read_blog
from publisher.render.chapters import body
from tests.blogs import CONFIG, SEOUL, faults, hexo, read, write

HEAD = "---\ntitle: 봄비\ndate: 2021-03-14 09:30:00\n"


def only(folder, text, name="봄비.md", config=CONFIG, report=None):
    """The only post of a blog."""
    (post,) = read(hexo(folder, {name: text}, config), report).posts
    return post


def link(folder, pattern, text=HEAD + "---\n", name="봄비.md", more=""):
    """The address that a permalink pattern gives to a post."""
    return only(folder, text, name, f"{CONFIG}permalink: {pattern}\n{more}").urls[0]


def test_a_post_as_it_is_in_the_wild(tmp_path):
    report = Report()
    post = only(
        tmp_path,
        HEAD
        + "updated: 2021-03-15 10:00:00 +0900\ncategories: [일기, 봄]\ntags:\n- 봄\n- 비\n"
        + "excerpt: 봄비 오는 날\nauthor: 이바다\nseries: 봄날\nlang: ko-KR\nlayout: post\n---\n"
        + "봄비가 내린다.\n",
        report=report,
    )
    assert [] == report.diagnostics
    assert ("source/_posts/봄비.md", 15, "봄비가 내린다.\n") == (post.path, post.first_line, post.markdown)
    assert ("봄비", datetime(2021, 3, 14, 9, 30, tzinfo=SEOUL), True) == (post.title, post.date, post.dated)
    assert datetime(2021, 3, 15, 10, tzinfo=SEOUL) == post.updated
    assert ((("일기", "봄"),), ("봄", "비")) == (post.sections, post.tags)
    assert ("봄비 오는 날", ("이바다",), "봄날", "ko") == (
        post.summary,
        post.authors,
        post.series,
        post.language,
    )
    assert (False, "") == (post.draft, post.private_by)
    assert ("source/_posts/봄비", "source/_posts", "source") == post.asset_dirs
    assert {"2021/03/14/봄비", "source/_posts/봄비.md", "post:봄비"} == set(post.urls)


def test_what_the_site_says_of_itself(tmp_path):
    config = CONFIG + "subtitle: 둘째 줄\ndescription: 설명\nroot: /notes/\n"
    site = read(hexo(tmp_path, {}, config)).site
    assert ("hexo", "봄의 기록", "둘째 줄", "설명") == (
        site.engine,
        site.title,
        site.subtitle,
        site.description,
    )
    assert (("김하늘",), "ko", "Asia/Seoul") == (site.authors, site.language, site.timezone)
    assert ("https://example.org/notes/", ("source",)) == (site.url, site.static_dirs)


@pytest.mark.parametrize(
    ("config", "url"),
    [
        ("url: https://a.org/notes\nroot: /notes/", "https://a.org/notes/"),
        ("url: https://a.org", "https://a.org/"),
        ("url: 'http://[주소]/'", ""),
        ("title: 글", ""),
    ],
)
def test_the_address_of_the_site(tmp_path, config, url):
    assert url == read(hexo(tmp_path, {}, config)).site.url


def test_a_configuration_of_nothing_will_do(tmp_path):
    """Korean and Seoul are taken; the book's title comes later."""
    site = read(hexo(tmp_path, {"봄비.md": HEAD + "---\n"}, "")).site
    assert ("", "ko", "Asia/Seoul", ()) == (site.title, site.language, site.timezone, site.authors)


@pytest.mark.parametrize(
    ("name", "language"),
    [("ko-KR", "ko"), ("kr", "ko"), ("default", "ko"), ("en", "en"), ("zh_TW", "zh-TW"), ("[en, ko]", "en")],
)
def test_the_language_as_browsers_know_it(tmp_path, name, language):
    assert language == read(hexo(tmp_path, {}, f"language: {name}\n")).site.language


def test_a_blog_not_in_korean_without_time_zone_is_in_utc(tmp_path):
    """Never in the time zone of this machine."""
    assert "UTC" == read(hexo(tmp_path, {}, "language: en\n")).site.timezone


def test_an_unknown_time_zone_is_a_warning(tmp_path):
    report = Report()
    blog = read(hexo(tmp_path, {}, "timezone: Asia/Seuol\n"), report)
    assert ("Asia/Seoul", [("timezone", 0)]) == (blog.site.timezone, faults(report))


def test_dates_are_in_the_time_zone_of_the_blog(tmp_path):
    post = only(tmp_path, HEAD + "---\n", config="timezone: America/New_York\n")
    assert "2021-03-14T09:30:00-04:00" == post.date.isoformat()


@pytest.mark.parametrize(
    ("text", "title", "source"),
    [
        ("본문\n\n## 첫 **제목** ##\n", "첫 제목", "its first heading"),
        ("# C#\n", "C#", "its first heading"),
        ("# [봄](/a/) 비 {#id}\n", "봄 비", "its first heading"),
        ("```sh\n# 주석\n```\n# 제목\n", "제목", "its first heading"),
        ("본문\n", "봄비 내리는 날", "its file name"),
        ("#해시태그\n", "봄비 내리는 날", "its file name"),
    ],
)
def test_a_missing_title_is_the_first_heading_or_the_file_name(tmp_path, text, title, source):
    report = Report()
    post = only(
        tmp_path, f"---\ndate: 2021-03-14\n---\n{text}", "2021-03-14-봄비_내리는-날.md", report=report
    )
    (fault,) = report.diagnostics
    assert title == post.title
    assert ("title-missing", 1) == (fault.code, fault.where.line)
    assert source in fault.message


def test_an_endless_heading_is_found_quickly(tmp_path):
    start = time.perf_counter()
    post = only(tmp_path, "~" * 5000 + "\n# 가 " + " " * 5000 + "나\n" + "다\n" * 5000)
    assert "가" == post.title
    assert time.perf_counter() - start < 5


def test_a_missing_date_is_taken_from_the_file_name(tmp_path):
    report = Report()
    post = only(tmp_path, "---\ntitle: 봄비\n---\n", "2021-03-14-봄비.md", report=report)
    assert (datetime(2021, 3, 14, tzinfo=SEOUL), True) == (post.date, post.dated)
    assert [("date-missing", 1)] == faults(report)


def test_else_it_is_the_files_own_time_and_the_post_is_undated(tmp_path):
    report = Report()
    folder = hexo(tmp_path, {"봄비.md": "---\ntitle: 봄비\n---\n"})
    os.utime(folder / "source/_posts/봄비.md", (1_600_000_000, 1_600_000_000))
    (post,) = read(folder, report).posts
    assert (1_600_000_000, False) == (post.date.timestamp(), post.dated)
    assert [("date-missing", 1)] == faults(report)


def test_an_unreadable_date_is_named_with_its_line(tmp_path):
    report = Report()
    post = only(tmp_path, "---\ntitle: 봄비\ndate: {{ date }}\n---\n", "2021-03-14-a.md", report=report)
    assert datetime(2021, 3, 14, tzinfo=SEOUL) == post.date
    codes = faults(report)
    assert ("date-unreadable", 3) in codes


def test_an_unreadable_update_leaves_the_date(tmp_path):
    report = Report()
    post = only(tmp_path, HEAD + "updated: 어제\n---\n", report=report)
    assert post.date == post.updated
    assert [("date-unreadable", 4)] == faults(report)


def test_broken_yaml_in_one_post_leaves_the_rest_of_the_blog(tmp_path):
    report = Report()
    posts = {"가.md": "---\ntitle: 가: 나: 다\ndate: 2021-03-14\n---\n본문\n", "나.md": HEAD + "---\n"}
    first, second = read(hexo(tmp_path, posts), report).posts
    assert ("가: 나: 다", "봄비") == (first.title, second.title)
    assert [("front-matter-yaml", 2)] == faults(report)


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "---\n본문\n").encode("utf-8-sig"),
        (HEAD + "---\n본문\n").replace("\n", "\r\n").encode(),
        (HEAD + "---\n본문\n").encode("cp949"),
        unicodedata.normalize("NFD", HEAD + "---\n본문\n").encode(),
        (HEAD + "---\n본문\n").encode("utf-16"),
    ],
    ids=["bom", "crlf", "cp949", "nfd", "utf-16"],
)
def test_a_post_is_the_same_however_it_was_saved(tmp_path, data):
    post = only(tmp_path, data)
    assert ("봄비", "본문\n", 5) == (post.title, post.markdown, post.first_line)
    assert datetime(2021, 3, 14, 9, 30, tzinfo=SEOUL) == post.date


def test_an_nfd_file_name_gives_an_nfc_post(tmp_path):
    post = only(tmp_path, HEAD + "---\n", unicodedata.normalize("NFD", "봄비.md"))
    assert "source/_posts/봄비.md" == post.path
    assert "2021/03/14/봄비" == post.urls[0]


def test_drafts_are_read_as_drafts(tmp_path):
    folder = write(hexo(tmp_path, {"봄비.md": HEAD + "---\n"}), {"source/_drafts/초고.md": HEAD + "---\n"})
    post, draft = read(folder).posts
    assert [("source/_posts/봄비.md", False), ("source/_drafts/초고.md", True)] == [
        (post.path, post.draft),
        (draft.path, draft.draft),
    ]


@pytest.mark.parametrize("value", ["false", "False", "FALSE", "0", "'false'"])
def test_what_hexo_does_not_publish(tmp_path, value):
    assert "published: false" == only(tmp_path, HEAD + f"published: {value}\n---\n").private_by


@pytest.mark.parametrize("value", ["true", "no", "No", "off", "n", "null", "", "1", "어제"])
def test_what_hexo_publishes(tmp_path, value):
    """As Hexo 3 to 8 do: `no` is a word in YAML 1.2."""
    assert "" == only(tmp_path, HEAD + f"published: {value}\n---\n").private_by
    assert "hidden: true" == only(tmp_path, HEAD + f"published: {value}\nhidden: true\n---\n").private_by


def test_a_hidden_post_is_read_with_the_reason(tmp_path):
    assert "published: false" == only(tmp_path, HEAD + "published: false\n---\n").private_by
    assert "password" == only(tmp_path, HEAD + "password: 1234\n---\n").private_by


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (":year/:month/:day/:title/", "2021/03/14/봄비"),
        (":year/:i_month/:i_day/:title.html", "2021/3/14/봄비"),
        ("posts/:title/index.html", "posts/봄비"),
        (":hour/:minute/:second/:name", "09/30/00/봄비"),
        (":category/:title/", "uncategorized/봄비"),
        (":post_title/", "봄비"),
        (":abbrlink/", ":abbrlink"),
    ],
)
def test_permalink_patterns(tmp_path, pattern, expected):
    """See https://hexo.io/docs/permalinks."""
    assert expected == link(tmp_path, pattern)


def test_the_category_in_a_permalink_is_its_first_path_as_the_map_has_it(tmp_path):
    text = HEAD + "categories: [[개발, 파이썬], [일기]]\n---\n"
    more = "category_map:\n  개발: dev\n"
    assert "dev/파이썬/봄비" == link(tmp_path, ":category/:title/", text, more=more)


def test_plugins_take_variables_from_the_front_matter(tmp_path):
    assert "p/a1b2" == link(tmp_path, "p/:abbrlink/", HEAD + "abbrlink: a1b2\n---\n")


def test_a_permalink_of_its_own_comes_before_the_pattern(tmp_path):
    text = HEAD + "permalink: /봄/%EB%B9%84.html\n---\n"
    assert "봄/비" == link(tmp_path, ":year/:title/", text)


def test_new_post_name_is_taken_off_the_title(tmp_path):
    more = "new_post_name: :year-:month-:day-:title.md\n"
    assert "2021/봄비" == link(tmp_path, ":year/:title/", name="2021-03-14-봄비.md", more=more)


def test_a_file_that_new_post_name_does_not_fit_keeps_its_name(tmp_path):
    more = "new_post_name: :year-:month-:day-:title.md\n"
    assert "2021/봄비" == link(tmp_path, ":year/:title/", name="봄비.md", more=more)


def test_a_post_in_a_folder_has_the_folder_in_its_title(tmp_path):
    """Hexo's :title is the path below _posts, :name its last part."""
    assert "일기/봄비" == link(tmp_path, ":title/", name="일기/봄비.md")
    assert "봄비" == link(tmp_path, ":name/", name="일기/봄비.md")


def test_aliases_and_names_lead_to_the_post(tmp_path):
    post = only(tmp_path, HEAD + "aliases: [/옛/봄비.html]\n---\n", "일기/spring.md")
    assert {"옛/봄비", "post:일기/spring", "post:spring", "post:봄비"} <= set(post.urls)


def test_pictures_are_looked_for_in_the_asset_folder_of_the_post_first(tmp_path):
    """post_asset_folder: a folder beside the post that bears its name."""
    post = only(tmp_path, HEAD + "---\n", "일기/봄비.md", CONFIG + "post_asset_folder: true\n")
    assert ("source/_posts/일기/봄비", "source/_posts/일기", "source") == post.asset_dirs


def test_a_source_folder_of_another_name(tmp_path):
    folder = write(tmp_path, {"_config.yml": "source_dir: 원고\n", "원고/_posts/봄비.md": HEAD + "---\n"})
    (post,) = read(folder).posts
    assert ("원고/_posts/봄비.md", "원고") == (post.path, post.asset_dirs[-1])


@pytest.mark.parametrize("name", ["../밖", "/etc/.."])
def test_a_source_folder_outside_the_blog_is_refused(tmp_path, name):
    with pytest.raises(ConfigError, match="outside the blog"):
        read(hexo(tmp_path, {}, f"source_dir: {name}\n"))


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("", Dialect("hexo", breaks=True, smart=True, linkify=True, root="/", footnotes=False)),
        ("marked:\n  breaks: false\n", Dialect("hexo", breaks=False, smart=True, root="/", footnotes=False)),
        (
            "marked:\n  smartypants: false\n  autolink: false\n",
            Dialect("hexo", True, False, False, root="/", footnotes=False),
        ),
        ("math:\n  enable: true\n", Dialect("hexo", True, True, math=True, root="/", footnotes=False)),
        ("marked: 아니\n", Dialect("hexo", True, True, root="/", footnotes=False)),
    ],
)
def test_the_dialect_is_as_the_renderer_of_the_blog_is_set(tmp_path, config, expected):
    assert expected == only(tmp_path, HEAD + "---\n", config=config).dialect


def test_book_toml_decides_over_the_blog(tmp_path):
    table = MarkdownTable(grammar="commonmark", breaks=False, smart=False, math=True)
    (post,) = read_blog(hexo(tmp_path, {"봄비.md": HEAD + "---\n"}), table, 2.0, Report()).posts
    assert Dialect("commonmark", False, False, math=True, footnotes=False) == post.dialect


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("", {"가.md", "나.markdown", "라.html", "글/다.md", "글/가/그림.md"}),
        ("post_asset_folder: true", {"가.md", "글/다.md", "글/가/그림.md"}),
        ("skip_render: _posts/글/**", {"가.md", "나.markdown", "라.html"}),
        ("skip_render: ['_posts/{가,나}.m*', '*.md']", {"라.html", "글/다.md", "글/가/그림.md"}),
        ("skip_render: _posts/*.md", {"나.markdown", "라.html", "글/다.md", "글/가/그림.md"}),
        ("ignore: ['**/가/**', 나.markdown]", {"가.md", "나.markdown", "라.html", "글/다.md"}),
        ("exclude: '**/다.md'", {"가.md", "나.markdown", "라.html", "글/다.md", "글/가/그림.md"}),
        ("include: ['_posts/_밑.md']", {"가.md", "나.markdown", "라.html", "글/다.md", "글/가/그림.md"}),
    ],
)  # fmt: skip
def test_which_files_are_posts(tmp_path, config, expected):
    """As Hexo 8 takes them: nothing that starts with "_", and what the settings name."""
    names = [
        "가.md",
        "나.markdown",
        "라.html",
        "글/다.md",
        "글/가/그림.md",
        "_밑.md",
        "_밑/마.md",
        ".숨은.md",
        "바.txt",
    ]
    folder = hexo(tmp_path, dict.fromkeys(names, HEAD + "---\n글\n"), f"{CONFIG}{config}\n")
    assert {f"source/_posts/{name}" for name in expected} == {post.path for post in read(folder).posts}


def test_a_post_of_html_is_not_read_as_markdown(tmp_path):
    """And a page without front matter is none: a figure, or what another program has made."""
    posts = {"글.html": HEAD + "---\n<p>*가*</p>\n", "그림.html": "<html><body>도표</body></html>\n"}
    (post,) = read(hexo(tmp_path, posts)).posts
    assert ("html", "hexo") == (post.dialect.grammar, post.dialect.tags)


def test_what_a_permalink_says_where_a_post_does_not(tmp_path):
    more = "permalink_defaults:\n  lang: ko\n"
    assert "ko/봄비" == link(tmp_path, ":lang/:title/", more=more)
    assert "en/봄비" == link(tmp_path, ":lang/:title/", HEAD + "lang: en\n---\n", more=more)


def test_a_post_may_ask_for_formulas(tmp_path):
    assert only(tmp_path, HEAD + "mathjax: true\n---\n").dialect.math


@pytest.mark.parametrize(
    ("packages", "math"),
    [
        ('{"dependencies": {"hexo-filter-mathjax": "^1"}}', True),
        ('{"dependencies": {"hexo": "^7"}}', False),
        ('{"dependencies": [1]}', False),
        ("[]", False),
        ("{", False),
    ],
)
def test_a_plugin_for_formulas_is_seen(tmp_path, packages, math):
    folder = write(hexo(tmp_path, {"봄비.md": HEAD + "---\n"}), {"package.json": packages})
    (post,) = read(folder).posts
    assert math == post.dialect.math


def test_a_tab_in_the_configuration_is_two_spaces(tmp_path):
    """As Hexo reads it: YAML itself refuses a tab there."""
    config = "title: 봄\t비\nlanguage: ko\nmarked:\n\tbreaks: false\n  smartypants: false\n"
    post = only(tmp_path, HEAD + "---\n", config=config)
    assert (False, False) == (post.dialect.breaks, post.dialect.smart)
    assert "봄\t비" == read(tmp_path).site.title


def test_broken_settings_are_an_error_with_their_line(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read(hexo(tmp_path, {}, "title: 봄\nmarked:\n  breaks: [\n"))
    (fault,) = caught.value.faults
    assert ("blog-config", "_config.yml:4") == (fault.code, str(fault.where))
    assert 3 == caught.value.exit_code


def test_broken_settings_of_the_theme_are_named_by_their_file(tmp_path):
    files = {"_config.landscape.yml": "math:\n  enable: [\n"}
    with pytest.raises(ConfigError) as caught:
        read(write(hexo(tmp_path, {}), files))
    (fault,) = caught.value.faults
    assert "_config.landscape.yml:3" == str(fault.where)


@pytest.mark.parametrize(
    "config", [b"title: \xba\xbd\n", "a: [", "a: " + "[" * 50_000, "a: &a [*a]", "a: *b"]
)
def test_a_configuration_that_cannot_be_read_is_an_error(tmp_path, config):
    write(tmp_path, {"_config.yml": config, "source/_posts/글.md": ""})
    with pytest.raises(ConfigError):
        read(tmp_path)


@pytest.mark.parametrize(
    "config", ["- 가\n- 나\n", "글", "title: [가, 나]\nurl: {a: b}\nmarked: [x]\n", "42"]
)
def test_a_configuration_of_another_shape_is_survived(tmp_path, config):
    assert "봄비" == only(tmp_path, HEAD + "---\n", config=config).title


def test_a_post_too_large_is_an_error_and_the_rest_is_read(tmp_path):
    report = Report()
    posts = {"가.md": b"x" * 5_000_000, "나.md": HEAD + "---\n"}
    (post,) = read(hexo(tmp_path, posts), report).posts
    assert "봄비" == post.title
    assert [("post-too-large", 0)] == faults(report)
    assert 1 == report.count(Severity.ERROR)


def test_a_name_in_cp949_gives_a_post_that_can_be_written(tmp_path):
    """No half characters in path or title."""
    try:
        post = only(tmp_path, "---\ndate: 2021-03-14\n---\n", os.fsdecode("봄비.md".encode("cp949")))
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    assert ("source/_posts/봄비.md", "봄비") == (post.path, post.title)


def test_a_blog_without_posts_is_a_blog(tmp_path):
    assert () == read(hexo(tmp_path, {})).posts


def test_posts_come_in_the_order_of_their_paths(tmp_path):
    posts = dict.fromkeys(("나.md", "a.md", "가.md"), HEAD + "---\n")
    assert ["a.md", "가.md", "나.md"] == [Path(post.path).name for post in read(hexo(tmp_path, posts)).posts]


@pytest.mark.parametrize("name", ["없음", "글.md"])
def test_a_blog_must_be_a_folder(tmp_path, name):
    write(tmp_path, {"글.md": "글"})
    with pytest.raises(SourceError) as caught:
        read(tmp_path / name)
    assert 4 == caught.value.exit_code
    assert caught.value.hint


def test_a_folder_without_a_post_is_no_blog(tmp_path):
    with pytest.raises(SourceError, match="is no blog"):
        read(write(tmp_path, {"a.txt": "", ".git/a.md": ""}))


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """One blog's folder for all examples."""
    folder = hexo(tmp_path_factory.mktemp("ground"), {})
    yield folder
    shutil.rmtree(folder)


YAML = st.text(st.sampled_from("-:\n \t[]{}'\"#&*!|>%@가a1,"), max_size=60).map(str.encode)
KEYS = st.sampled_from(
    [b"title", b"date", b"updated", b"categories", b"tags", b"lang", b"permalink", b"published", b"mathjax"]
)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.lists(st.tuples(KEYS, YAML | st.binary(max_size=20)), max_size=5))
def test_any_bytes_are_a_post(ground, content):
    """Nothing in a post's file stops the reader."""
    if isinstance(content, list):
        content = (
            b"---\n"
            + b"".join(key + b": " + value + b"\n" for key, value in content)
            + b"---\n\xea\xb8\x80\n"
        )
    write(ground, {"source/_posts/글.md": content})
    (post,) = read(ground).posts
    assert post.title
    assert post.date.tzinfo


@pytest.mark.parametrize(("wish", "on"), [("^3.4.1", False), ("^4.0.0", True), ("*", True)])
def test_what_markdown_it_does_where_the_blog_says_nothing(tmp_path, wish, on):
    """Up to hexo-renderer-markdown-it 3 nothing is on but what `markdown: render:` switches on."""
    package = f'{{"dependencies": {{"hexo-renderer-markdown-it": "{wish}"}}}}'
    (tmp_path / "package.json").write_text(package)
    dialect = only(tmp_path, HEAD + "---\n", config="markdown:\n  render:\n    linkify: true\n").dialect
    assert (on, on, on, True) == (dialect.unsafe, dialect.breaks, dialect.smart, dialect.linkify)
    assert on is not dialect.markdown_it.early


def test_a_blog_of_markdown_it_is_read_as_that_renderer_is_set(tmp_path):
    """hexo-renderer-markdown-it has its own settings under `markdown:`."""
    (tmp_path / "package.json").write_text('{"dependencies": {"hexo-renderer-markdown-it": "^7.0.0"}}')
    config = "markdown:\n  render:\n    breaks: false\n  plugins:\n  - name: markdown-it-footnote\n"
    dialect = only(tmp_path, HEAD + "---\n", config=config).dialect
    assert ("markdown-it", False, True) == (dialect.grammar, dialect.breaks, dialect.smart)
    assert MarkdownItOptions(footnotes=True) == dialect.markdown_it


@pytest.mark.parametrize(
    ("wish", "arguments", "expected"),
    [
        ("^0.5.0", "", ("pandoc", False, True, False)),
        ("^0.4.0", "", ("pandoc", False, False, False)),
        ("*", "", ("pandoc", False, True, False)),
        ("^0.4.0", "[-f, markdown, -t, html]", ("pandoc", False, True, False)),
        ("^0.5.0", "[-f, markdown-smart+hard_line_breaks]", ("pandoc", True, False, False)),
        ("^0.5.0", "[--from=markdown+autolink_bare_uris]", ("pandoc", False, True, True)),
        ("^0.5.0", "['-f', 'gfm']", ("commonmark", False, False, True)),
        ("^0.5.0", "{a: 1}", ("pandoc", False, True, False)),
    ],
)
def test_a_blog_of_pandoc_is_read_as_its_arguments_say(tmp_path, wish, arguments, expected):
    """hexo-renderer-pandoc hands `pandoc: args:` to the program: its format names the extensions."""
    (tmp_path / "package.json").write_text(f'{{"dependencies": {{"hexo-renderer-pandoc": "{wish}"}}}}')
    dialect = only(tmp_path, HEAD + "---\n", config=f"pandoc:\n  args: {arguments}\n").dialect
    assert expected == (dialect.grammar, dialect.breaks, dialect.smart, dialect.linkify)
    assert ("hexo", True) == (dialect.tags, dialect.math)


@pytest.mark.parametrize(
    ("setting", "field", "value"),
    [
        ("gfm: false", "gfm", False),
        ("quotes: '«»“”'", "quotes", "«»“”"),
        ("quotes: '«»'", "quotes", "“”‘’"),
        ("prependRoot: false", "root", ""),
        ("descriptionLists: false", "marked", MarkedOptions(description_lists=False)),
        ("figcaption: true", "marked", MarkedOptions(captions=True)),
        ("sanitizeUrl: true", "marked", MarkedOptions(only_safe_links=True)),
        ("disableNunjucks: true", "tags_off", True),
    ],
)
def test_settings_of_marked(tmp_path, setting, field, value):
    """What stands under `marked:` decides how posts are read."""
    assert value == getattr(only(tmp_path, HEAD + "---\n", config=f"marked:\n  {setting}\n").dialect, field)


def test_a_post_without_tags(tmp_path):
    """disableNunjucks: true leaves braces as they are."""
    assert only(tmp_path, HEAD + "disableNunjucks: true\n---\n").dialect.tags_off


@pytest.mark.parametrize("plugin", ["hexo-renderer-marked", "hexo-renderer-markdown-it"])
def test_any_renderer_reads_a_post_without_tags(tmp_path, plugin):
    """disableNunjucks is Hexo's own: no renderer of Markdown is asked what it means."""
    (tmp_path / "package.json").write_text(f'{{"dependencies": {{"{plugin}": "*"}}}}')
    post = only(tmp_path, HEAD + "disableNunjucks: true\n---\n{% raw %}\n")
    assert "<p>{% raw %}</p>" == body(post)[0].strip()


@pytest.mark.parametrize("name", ["markdown-it", "pandoc", "hugo", "kramdown", "commonmark", "markdown"])
def test_another_grammar_goes_by_its_own_options(tmp_path, name):
    """What marked is told means nothing to the grammar that book.toml names instead."""
    config = "marked: {figcaption: true, sanitizeUrl: true}\nsyntax_highlighter: false\n"
    folder = hexo(tmp_path, {"봄비.md": HEAD + "---\n"}, config)
    blog = read_blog(folder, MarkdownTable(grammar=name), 2.0, Report())
    assert "<p>글</p>" == grammar(blog.posts[0].dialect)("글").strip()


@pytest.mark.parametrize(
    ("config", "highlights"),
    [("", True), ("highlight:\n  enable: false\n", True), ("syntax_highlighter: prismjs\n", True),
     ('syntax_highlighter: ""\n', False), ("syntax_highlighter:\n", False),
     ("syntax_highlighter: false\n", False)],
)  # fmt: skip
def test_fences_are_hexos_own_where_it_colours_code(tmp_path, config, highlights):
    """Without a highlighter marked reads them; the old `highlight: enable: false` alone changes nothing."""
    folder = write(tmp_path, {"_config.yml": config, "source/_posts/글.md": "글"})
    (post,) = read(folder).posts
    assert highlights == post.dialect.marked.hexo_fences


def test_posts_that_are_encrypted_by_their_tag(tmp_path):
    """hexo-blog-encrypt locks the posts of a tag; one with an empty password of its own is open."""
    config = CONFIG + "encrypt:\n  tags:\n  - {name: 일기장, password: p}\n  - 잘못\n"
    posts = {"가.md": "tags: [일기장]\n", "나.md": "tags: [일기장]\npassword:\n", "다.md": "tags: [봄]\n"}
    blog = read(hexo(tmp_path, {name: f"{HEAD}{lines}---\n글\n" for name, lines in posts.items()}, config))
    by_name = {post.name: post.private_by for post in blog.posts}
    assert {"가": "encrypted by its tag 일기장", "나": "", "다": ""} == by_name
