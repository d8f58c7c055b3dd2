"""passes/code.py."""

import time
from pathlib import Path

from tests.chapters import Blog, tree


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
