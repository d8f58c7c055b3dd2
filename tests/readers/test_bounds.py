"""readers/bounds.py: names without an end."""

from pathlib import Path

import pytest

from publisher.config.schema import MarkdownTable
from publisher.errors import Report
from publisher.readers import read_blog
from tests.books import post, small_blog

LONG = "가" * 200_000


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (f"title: {LONG}", "title"),
        (f"title: a\ntags: [{LONG}]", "tags"),
        (f"title: a\nauthor: {LONG}", "authors"),
        (f"title: a\ncategories: [[a, {LONG}]]", "sections"),
        (f"title: a\ndescription: {LONG}", "summary"),
        (f"title: a\nbook: {{lead: {LONG}, title: {LONG}, part: {LONG}}}", "book"),
        ("title: a\ntags: [" + ",".join(f"t{n}" for n in range(9999)) + "]", "tags"),
    ],
)
def test_names_without_an_end_are_cut_and_named(line: str, field: str, tmp_path: Path) -> None:
    """Whatever a post's front matter says on many pages of a book has an end, and the post is named."""
    blog, report = small_blog(tmp_path, {"a.md": f"---\n{line}\ndate: 2024-01-02\n---\n\n글\n"}), Report()
    (read,) = read_blog(blog, MarkdownTable(), 2.0, report).posts
    found = [(one.code, one.where.path, one.message.split(":")[0]) for one in report.diagnostics]
    assert [("field-cut", "source/_posts/a.md", field)] == found
    assert len(str(getattr(read, field))) < 45_000


def test_names_of_any_book_stay(tmp_path: Path) -> None:
    """A title of a thousand letters is a title."""
    blog, report = small_blog(tmp_path, {"a.md": post("가" * 1000)}), Report()
    (read,) = read_blog(blog, MarkdownTable(), 2.0, report).posts
    assert ("가" * 1000, []) == (read.title, report.diagnostics)
