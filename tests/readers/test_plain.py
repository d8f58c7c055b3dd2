"""A plain folder of Markdown files -> posts."""

import time
from datetime import datetime

import pytest

from publisher.dialect import Dialect
from publisher.errors import Report
from tests.blogs import SEOUL, faults, read, write

HEAD = "---\ntitle: 봄비\ndate: 2021-03-14 09:30:00 +0900\n"


def only(folder, text, name="글.md", report=None):
    (post,) = read(write(folder, {name: text}), report).posts
    return post


def test_any_folder_with_a_markdown_file_is_a_blog(tmp_path):
    report = Report()
    folder = write(tmp_path / "나의_글-모음", {"글.md": HEAD + "---\n본문\n"})
    blog = read(folder, report)
    assert ("plain", "나의 글 모음", "ko", "Asia/Seoul", "") == (
        blog.site.engine,
        blog.site.title,
        blog.site.language,
        blog.site.timezone,
        blog.site.url,
    )
    assert [] == report.diagnostics


def test_a_configuration_without_posts_is_a_plain_folder(tmp_path):
    """Jekyll has a _config.yml too."""
    assert "plain" == read(write(tmp_path, {"_config.yml": "title: 봄\n", "글.md": "글"})).site.engine


def test_a_file_without_front_matter_is_a_post(tmp_path):
    report = Report()
    post = only(tmp_path, "# 봄비\n\n본문\n", "2021-03-14-a.md", report)
    assert ("봄비", datetime(2021, 3, 14, tzinfo=SEOUL), 1) == (post.title, post.date, post.first_line)
    assert {("title-missing", 1), ("date-missing", 1)} == set(faults(report))


def test_folders_are_categories(tmp_path):
    assert (("개발", "파이썬"),) == only(tmp_path, HEAD + "---\n", "개발/파이썬/글.md").sections


def test_categories_of_the_front_matter_come_before_folders(tmp_path):
    assert (("일기",),) == only(tmp_path, HEAD + "categories: 일기\n---\n", "개발/글.md").sections


@pytest.mark.parametrize("line", ["categories:", "categories: []", "category: ''"])
def test_an_empty_category_is_none(tmp_path, line):
    assert () == only(tmp_path, f"{HEAD}{line}\n---\n").sections


@pytest.mark.parametrize("name", ["README.md", "LICENSE.md", "개발/readme.md", "CHANGELOG.md"])
def test_a_readme_speaks_of_the_folder_and_is_no_post(tmp_path, name):
    (post,) = read(write(tmp_path, {name: "# 안내\n", "글.md": HEAD + "---\n"})).posts
    assert "글.md" == post.path


def test_a_readme_with_front_matter_is_a_post(tmp_path):
    assert "README.md" == only(tmp_path, HEAD + "---\n", "README.md").path


def test_an_index_without_title_is_called_after_its_folder(tmp_path):
    assert "봄 나들이" == only(tmp_path, "본문\n", "2021-03-14-봄-나들이/index.md").title


def test_drafts_are_drafts(tmp_path):
    assert only(tmp_path, HEAD + "draft: true\n---\n").draft


def test_a_folder_without_hangul_is_english(tmp_path):
    site = read(write(tmp_path / "notes", {"a.md": "# Rain\n"})).site
    assert ("en", "UTC") == (site.language, site.timezone)


def test_the_dialect_is_commonmark_with_formulas(tmp_path):
    assert Dialect("commonmark", math=True) == only(tmp_path, HEAD + "---\n").dialect


def test_file_and_aliases_are_addresses_of_a_post(tmp_path):
    post = only(tmp_path, HEAD + "aliases: /옛/글/\n---\n", "개발/글.md")
    assert ("개발/글.md", "개발/글", "옛/글", "post:글", "post:봄비") == post.urls


def test_pictures_lie_beside_the_file(tmp_path):
    assert ("개발", "개발/글", ".") == only(tmp_path, HEAD + "---\n", "개발/글.md").asset_dirs


def test_a_posts_own_language(tmp_path):
    assert "en" == only(tmp_path, HEAD + "lang: en\n---\n").language


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("```\n# 코드\n```\n# 제목\n", "제목"),
        ("````\n```\n# 코드\n````\n# 제목\n", "제목"),
        ("~~~ a\n# 코드\n```\n~~~\n# 제목\n", "제목"),
        ("```한 줄```\n# 제목\n", "제목"),
        ("```\n# 코드\n```\n", "글"),
        ("```\n# 제목\n", "제목"),
    ],
)
def test_a_heading_in_a_fence_is_no_title(tmp_path, text, title):
    """A fence ends at one of its kind that says nothing; one without an end hides nothing."""
    assert title == only(tmp_path, text).title


def test_a_title_is_looked_for_in_a_time_that_grows_with_the_post(tmp_path):
    """Fences that open without end were each looked through to the post's end."""
    start = time.process_time()
    assert "글" == only(tmp_path, "``` a\n" * 100_000).title
    assert time.process_time() - start < 5
