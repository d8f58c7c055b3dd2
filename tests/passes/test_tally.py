"""passes/tally.py: nothing of a post is lost in silence."""

from pathlib import Path

import pytest

from publisher.assets.xhtml import each, remove
from publisher.dialect import Dialect
from publisher.passes import order, tally
from publisher.passes.chapter_build import ChapterBuild
from tests.chapters import Blog, said, tree

TEXT = """글[^1] ![그림](없음.png) [곳](https://e.org/a) [집](/)

| 가 | 나 |
|---|---|
| 다[^1] | [라](https://e.org/b) |

[^1]: 주석 [마](mailto:a@b.co)
"""


@pytest.mark.parametrize("grammar", ["hexo", "markdown-it", "hugo", "commonmark", "kramdown", "markdown"])
def test_nothing_is_lost(grammar: str, tmp_path: Path) -> None:
    """Pictures, links, notes and cells of a post are all in its chapter, or named already."""
    chapter = Blog(tmp_path).chapter(TEXT, dialect=Dialect(grammar))
    assert ["image-missing"] == [fault.code for fault in chapter.diagnostics]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://e.org/a">가 <a href="https://e.org/b">나</a></a>',
        '<h1><a href="https://e.org/a">가을</a></h1><p>글</p>',
        "<h2><table><tr><td>가</td></tr></table></h2>",
        '<picture><source srcset="a.png"><img src="b.png"></picture>',
        '<video poster="a.png"></video>',
        '<h2><img src="a.png"></h2>',
        '<details><a href="https://e.org/a">가</a></details>',
        '<div class="footnotes"><ol><li id="a">가</li></ol></div><h2><a href="#a">1</a></h2>',
        "<p><button><a href='https://e.org/a'>가</a></button></p>",
        '<pre><code><a href="https://e.org/a">가</a></code></pre>',
        '<pre><code class="language-python"><img src="a.png"> x = 1</code></pre>',
        '<pre class="mermaid">graph</pre>',
        '<dl><a href="https://e.org/a">가</a></dl>',
        '<ul><img src="a.png"><a href="https://e.org/a">가</a></ul>',
        "<summary><td>가</td></summary>",
    ],
)
def test_no_false_alarm(html: str, tmp_path: Path) -> None:
    """Whatever HTML is made right: what is moved, renamed or unwrapped is there."""
    chapter = Blog(tmp_path).chapter(html, dialect=Dialect("html"))
    assert "content-lost" not in {fault.code for fault in chapter.diagnostics}, said(chapter)


@pytest.mark.parametrize(
    ("shown", "tag"),
    [("pictures of the post that its chapter lacks: 1", "img"), ("cells of tables", "table"), ("links", "a")],
)
def test_lost_is_named(shown: str, tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a pass loses without a word is named."""

    def loses(build: ChapterBuild) -> None:
        for element in each(build.root, tag):
            remove(element)

    passes = list(order.PASSES)
    passes.insert(passes.index(tally.before) + 1, loses)
    monkeypatch.setattr(order, "PASSES", tuple(passes))
    chapter = Blog(tmp_path).chapter(TEXT, dialect=Dialect("commonmark"))
    assert any(shown in line for line in said(chapter) if "warning[content-lost]" in line)
    tree(chapter)
