"""passes/alerts.py: boxes that are named by their kind."""

from pathlib import Path

import pytest

from publisher.dialect import Dialect
from tests.chapters import HEXO, Blog

_HUGO = Dialect("hugo")
_BOX = '<aside class="note"><p><strong>참고</strong></p><p>가</p></aside>'


@pytest.mark.parametrize(
    ("expected", "markdown", "dialect"),
    [
        (_BOX, "> [!NOTE]\n> 가", HEXO),
        (_BOX, "> [!note]\n>\n> 가", Dialect("kramdown")),
        (_BOX, "> [!NOTE]\n> 가", Dialect("commonmark")),
        (_BOX, "> [!NOTE]\n> 가", _HUGO),
        ("<blockquote><p>[!NOTE] 라고 쓴다</p></blockquote>", "> [!NOTE] 라고 쓴다", HEXO),
        ("<blockquote><p>[!노트]<br/>가</p></blockquote>", "> [!노트]\n> 가", HEXO),
    ],
)
def test_github(expected: str, markdown: str, dialect: Dialect, tmp_path: Path) -> None:
    """GitHub's alerts are boxes in the book's language, whether the blog's engine knows them or not."""
    assert expected == Blog(tmp_path).chapter(markdown, dialect=dialect).xhtml.replace("\n", "")
