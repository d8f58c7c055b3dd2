"""passes/math.py."""

import time
from pathlib import Path

from publisher.model import Chapter, Dialect
from tests.chapters import Blog, said, tree

MATHML = "{http://www.w3.org/1998/Math/MathML}math"


def _chapter(folder: Path, markdown: str) -> Chapter:
    return Blog(folder).chapter(markdown, dialect=Dialect("hexo", math=True))


def test_alternative_text(tmp_path: Path) -> None:
    """A formula carries its TeX for those who cannot see it."""
    (formula,) = tree(_chapter(tmp_path, r"$\frac{1}{2} < x$")).iter(MATHML)
    assert r"\frac{1}{2} < x" == formula.get("alttext")


def test_display(tmp_path: Path) -> None:
    """$$ is a formula of its own, $ one in the line."""
    got = [formula.get("display") for formula in tree(_chapter(tmp_path, "$a$\n\n$$\nb\n$$\n")).iter(MATHML)]
    assert ["inline", "block"] == got


def test_bad_tex(tmp_path: Path) -> None:
    """TeX that cannot be read stands as it is written, and its line is named."""
    chapter = _chapter(tmp_path, "글\n\n$\\nosuch{1}$")
    assert "\\nosuch{1}" in "".join(tree(chapter).itertext())
    (fault,) = said(chapter)
    assert fault.startswith("source/_posts/가을.md:3: warning[math-unreadable]: no formula: \\nosuch{1} (")


def test_deep_tex(tmp_path: Path) -> None:
    """TeX nested a thousand deep ends in time and leaves the rest of the post alone."""
    start = time.perf_counter()
    chapter = _chapter(tmp_path, "앞\n\n$" + "{" * 1000 + "x" + "}" * 1000 + "$\n\n뒤")
    assert time.perf_counter() - start < 10
    assert "뒤" in "".join(tree(chapter).itertext())
    assert "chapter-failed" not in {fault.code for fault in chapter.diagnostics}
