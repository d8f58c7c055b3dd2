"""The book's metadata: book.toml over the blog over the posts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from publisher.book.chosen import arrange
from publisher.book.metadata import book_meta
from publisher.config.schema import BookTable, BookToml
from publisher.errors import Report
from tests.blogs import blog, faults, post, write

POST = post("글", "2021-03-14T09:30")


def meta(*posts, report=None, source=None, **table):
    source = source or blog(*(posts or (POST,)))
    entries = arrange(source, BookToml(), Report()).entries
    return book_meta(source, entries, BookTable.model_validate(table), report or Report())


def test_what_book_toml_leaves_empty_comes_from_the_blog():
    made = meta()
    assert ("봄의 기록", ("김하늘",), "ko") == (made.title, made.authors, made.language)
    assert ("https://example.org/", "ⓒ 2021 김하늘") == (made.source, made.rights)


def test_book_toml_comes_first():
    made = meta(title="가을", authors=["이바다", "박산"], language="en", rights="모두의 것", price="12,000원")
    assert ("가을", ("이바다", "박산"), "en", "모두의 것", "12,000원") == (
        made.title,
        made.authors,
        made.language,
        made.rights,
        made.price,
    )


def test_a_blog_without_title_is_called_after_its_folder():
    source = blog(POST)
    assert "봄" == meta(source=replace(source, site=replace(source.site, title=""))).title


def test_a_blog_without_author_has_those_of_its_posts_once_each():
    source = blog(
        replace(POST, authors=("이바다",)),
        post("나", "2021-03-15", authors=("박산", "이바다")),
    )
    assert ("이바다", "박산") == meta(source=replace(source, site=replace(source.site, authors=()))).authors


def test_a_book_by_nobody_claims_no_rights():
    source = blog(POST)
    assert "" == meta(source=replace(source, site=replace(source.site, authors=()))).rights


def test_the_blogs_subtitle_does_not_stand_under_another_title():
    source = blog(POST)
    source = replace(source, site=replace(source.site, subtitle="둘째 줄"))
    assert ("둘째 줄", "") == (meta(source=source).subtitle, meta(source=source, title="가을").subtitle)


def test_the_day_of_the_newest_post_is_the_day_of_publication():
    made = meta(POST, post("나", "2021-05-05T01:00"))
    assert date(2021, 5, 5) == made.published
    assert datetime(2021, 5, 4, 16, tzinfo=UTC) == made.modified


def test_the_time_of_the_last_change_is_the_newest_update():
    made = meta(replace(POST, updated=datetime(2022, 1, 1, tzinfo=UTC)))
    assert (date(2021, 3, 14), datetime(2022, 1, 1, tzinfo=UTC)) == (made.published, made.modified)


def test_the_time_of_a_checkout_does_not_date_the_book():
    """An undated post has its file's own time, which is another one on every machine."""
    now = datetime(2030, 1, 1, tzinfo=UTC)
    made = meta(POST, replace(post("나"), date=now, updated=now))
    assert (date(2021, 3, 14), 2021) == (made.published, made.modified.year)


def test_a_blog_of_undated_posts_has_a_date_still():
    assert date(2021, 3, 14) == meta(post("글")).published


def test_the_identifier_stays_through_all_editions():
    """It is made of the blog's address and the title."""
    first, second = meta(), meta(post("나", "2022-01-01"), edition="개정판")
    assert first.identifier == second.identifier
    assert first.identifier.startswith("urn:uuid:")
    assert first.identifier != meta(title="가을").identifier


@pytest.mark.parametrize("isbn", ["979-11-86710-95-1", "9791186710951", "979-11-86710-95-1 (03810)"])
def test_an_isbn_is_the_identifier(isbn):
    made = meta(isbn=isbn)
    assert ("urn:isbn:9791186710951", isbn) == (made.identifier, made.isbn)


_READERS = "0 교양, 1 실용, 4 청소년, 5 중·고교 학습참고서, 6 초등 학습참고서, 7 아동, 9 전문"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("03810", None),
        ("95560", None),
        ("28810", f"부가기호 28810 says 혼합 자료·점자, 문학: 2 means nothing there; known are: {_READERS}"),
        ("09320", "부가기호 09320 says 교양, 사회과학: 9 means nothing there; known are: 0 문고본"),
    ],
)
def test_add_on_is_read_out(code, said):
    """A 부가기호 of which a digit means nothing is read out in words, and kept."""
    report = Report()
    made = meta(isbn=f"979-11-86710-95-1 {code}", report=report)
    assert made.isbn.endswith(code)
    found = [one.message for one in report.diagnostics if one.code == "isbn-add-on"]
    assert [said is not None] * len(found) == [one.startswith(said or "") for one in found]
    assert (said is not None) == bool(found)


def test_the_most_used_tags_are_the_subjects():
    posts = [post("가", "2021-03-14", tags=("비", "봄")), post("나", "2021-03-15", tags=("봄", "강"))]
    assert ("봄", "강", "비") == meta(*posts).subjects
    assert ("수필",) == meta(*posts, subjects=["수필"]).subjects


def test_no_more_than_eight_subjects():
    assert 8 == len(meta(post("가", "2021-03-14", tags=tuple("가나다라마바사아자차"))).subjects)


def test_a_cover_is_a_file_of_the_blog(tmp_path):
    report = Report()
    write(tmp_path, {"그림/표지.png": b"png"})
    source = replace(blog(POST), folder=str(tmp_path))
    made = meta(source=source, report=report, cover="그림/표지.png")
    assert (str((tmp_path / "그림/표지.png").resolve()), []) == (made.cover, report.diagnostics)


@pytest.mark.parametrize("name", ["없음.png", "../밖.png", "/etc/hostname", "링크.png", "고리.png", "."])
def test_any_other_cover_is_a_warning(tmp_path, name):
    """None, outside the blog, by a link too, a link to itself, a folder."""
    report = Report()
    write(tmp_path, {"밖.png": b"png", "blog/글.md": "글"})
    (tmp_path / "blog/링크.png").symlink_to("../밖.png")
    (tmp_path / "blog/고리.png").symlink_to("고리.png")
    made = meta(source=replace(blog(POST), folder=str(tmp_path / "blog")), report=report, cover=name)
    assert ("", [("cover-missing", 0)]) == (made.cover, faults(report))
