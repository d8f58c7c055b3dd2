"""passes/emphasis.py: asterisks that are left in the text, and why."""

from pathlib import Path

import pytest

from publisher.dialect import Dialect
from tests.chapters import HEXO, Blog


@pytest.mark.parametrize(
    ("expected", "markdown", "dialect"),
    [
        ("emphasis-open", '**"따옴표"**는', HEXO),
        ("emphasis-open", "글 ** 굵게 ** 글", HEXO),
        ("emphasis-open", "글 **굵게 ** 글", HEXO),
        ("", "2 ** 3 ** 4", HEXO),
        ("emphasis-html", "<div>\n**상자** 안의 글\n</div>", HEXO),
        ("emphasis-html", '**앞** 글\n\n<p>여기 **"굵게"**라는</p>', HEXO),
        ("emphasis-html", "<div>\n\n가 **나** 다\n\n</div>", Dialect("kramdown")),
        ("", "\\*\\*강조\\*\\* <p>가</p>", HEXO),
        ("", '<div markdown="1">\n**나** 다\n</div>', Dialect("kramdown")),
    ],
)
def test_why_it_is_left(expected: str, markdown: str, dialect: Dialect, tmp_path: Path) -> None:
    """Within HTML the reason is the HTML, whatever stands behind the asterisks."""
    chapter = Blog(tmp_path).chapter(markdown, dialect=dialect)
    assert ([expected] if expected else []) == [one.code for one in chapter.diagnostics]
