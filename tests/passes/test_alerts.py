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


@pytest.mark.parametrize(
    ("expected", "html"),
    [
        (
            '<aside class="note"><p><strong>주의</strong></p><div>글</div></aside>',
            '<div class="notice notice-warning"><div class="notice-title">주의</div>'
            '<div class="notice-body">글</div></div>',
        ),
        (
            '<aside class="note"><p><strong>팁</strong></p><p>글</p></aside>',
            '<div class="admonition tip"><p class="admonition-title">Tip</p><p>글</p></div>',
        ),
        (
            '<aside class="note"><p><strong>어느 <em>말</em></strong></p><p>글</p></aside>',
            '<div class="callout"><p class="callout-title">어느 <em>말</em></p><p>글</p></div>',
        ),
        (
            '<aside class="note"><p><strong>알림</strong></p><div>글</div></aside>',
            '<article class="message is-info"><div class="message-header"><p>알림</p></div>'
            '<div class="message-body">글</div></article>',
        ),
        (
            '<aside class="note"><p><strong>이름</strong></p><p>글</p></aside>',
            '<blockquote class="note-title"><p>이름</p><p>글</p></blockquote>',
        ),
    ],
)
def test_parts_of_a_box(expected: str, html: str, tmp_path: Path) -> None:
    """The parts that a theme gives a box are no boxes in it; its title is in bold, in the book's language."""
    assert expected == Blog(tmp_path).chapter(html).xhtml.replace("\n", "")
