"""passes/code.py."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from publisher.passes.chapter_build import RenderContext
from tests.chapters import Blog, said, tree


@dataclass(frozen=True)
class _Numbered(Blog):
    """A blog whose book.toml says which code has numbers."""

    which: str = "post"

    @property
    def context(self) -> RenderContext:
        return replace(super().context, line_numbers=self.which)


def _code(blog: Blog, markdown: str) -> str:
    (code,) = tree(blog.chapter(markdown)).iter("code")
    return "".join(code.itertext())


def test_every_line_stays(tmp_path: Path) -> None:
    """Colours change no character of the code, and its first empty lines stay."""
    source = "\n\ndef f():\n    return '가'  # <&>\n\n"
    assert source == _code(Blog(tmp_path), f"```python\n{source}```\n")


def test_same_in_a_tag(tmp_path: Path) -> None:
    """{% codeblock %} keeps the indentation of its lines, less what all share, as Hexo strips it."""
    assert "  x\ny\n" == _code(Blog(tmp_path), "{% codeblock %}\n    x\n  y\n{% endcodeblock %}\n")


@pytest.mark.parametrize(
    ("which", "numbers"),
    [("post", [["7", "8"], [], []]), ("all", [["7", "8"], ["1", "2"], []]), ("none", [[], [], []])],
)
def test_which_have_numbers(which: str, numbers: list[list[str]], tmp_path: Path) -> None:
    """Code that asks for them; all of two lines and more; none. Marks stay as they are."""
    post = "{% codeblock first_line:7 mark:8 %}\na\nb\n{% endcodeblock %}\n\n```\na\nb\n```\n\n```\na\n```\n"
    root = tree(_Numbered(tmp_path, which=which).chapter(post))
    assert numbers == [
        [one.get("data-line") for one in block.iter() if one.get("data-line")] for block in root.iter("pre")
    ]
    assert ["b\n"] == ["".join(one.itertext()) for one in root.iter("mark")]


def test_lines_that_a_post_makes_up(tmp_path: Path) -> None:
    """Numbers and marks in a post's own HTML are numbers, or nothing."""
    html = '<pre><code data-first-line="{}" data-marked-lines="{}">a\nb</code></pre>'
    made = Blog(tmp_path).chapter(html.format("x", "5-999999,-,3-1,2") + "\n\n" + html.format("9999999", ""))
    assert ["b\n"] == ["".join(one.itertext()) for one in tree(made).iter("mark")]
    assert "data-" not in made.xhtml


def test_a_chapter_of_numbers(tmp_path: Path) -> None:
    """Beyond 5,000 lines of a chapter, lines have no elements of their own; all stay."""
    code = "{% codeblock line_number:true %}\n" + "x\n" * 2000 + "{% endcodeblock %}\n\n"
    made = Blog(tmp_path).chapter(code * 3)
    assert (4000, 6000) == (made.xhtml.count("data-line"), "".join(tree(made).itertext()).count("x"))


def test_large_block(tmp_path: Path) -> None:
    """200 KB of code take well under a second: beyond a limit they are not coloured."""
    source = "x = '가나다라'  # 마바사\n" * 8000
    start = time.perf_counter()
    assert source == _code(Blog(tmp_path), f"```python\n{source}```\n")
    assert time.perf_counter() - start < 2


def test_coloured_block_at_the_limit(tmp_path: Path) -> None:
    """29,000 characters of code are coloured, in a few seconds at most."""
    source = "def f(a): return 'x'\n" * 1400
    start = time.perf_counter()
    chapter = Blog(tmp_path).chapter(f"```python\n{source}```\n")
    assert time.perf_counter() - start < 10
    assert '<span class="k">def' in chapter.xhtml


def test_many_blocks_that_nothing_closes(tmp_path: Path) -> None:
    """However many blocks a post has, and however hard they are for a lexer: their text stays, in time."""
    block = "```rust\n" + 'r#"' * 9000 + "\n```\n\n"
    start = time.perf_counter()
    chapter = Blog(tmp_path).chapter(block * 30)
    assert time.perf_counter() - start < 30
    said = "".join(tree(chapter).itertext()).replace("\n", "")  # lines without an end are parted
    assert 30 * 9000 == said.count('r#"')


def test_a_fence_that_ends_no_code(tmp_path: Path) -> None:
    """Hexo goes on to the next fence where two spaces stand behind one: that is told."""
    chapter = Blog(tmp_path).chapter("```js\na\n```  \n\n글\n\n```js\nb\n```\n")
    (fault,) = said(chapter)
    assert "source/_posts/가을.md:3: warning[fence-open]: spaces behind ```: it ends no code" == fault
    assert "글" in "".join(tree(chapter).find(".//pre").itertext())
