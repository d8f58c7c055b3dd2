"""passes/hidden.py: what the blog's page hides is not printed."""

from pathlib import Path

import pytest

from tests.chapters import Blog, said


@pytest.mark.parametrize(
    "how",
    [
        "hidden",
        'hidden="until-found"',
        'style="display:none"',
        "style='DISPLAY : None !important; color: red'",
        'style="color:red;visibility:hidden"',
        'style="display:\\6eone"',
        "style='/**/visibility:collapse'",
        'aria-hidden="true"',
    ],
)
def test_hidden_text_is_left_out(how: str, tmp_path: Path) -> None:
    """However a post hides a part of itself, the part is not in its chapter, and the report names it."""
    chapter = Blog(tmp_path).chapter(f"봄\n\n<p>앞 <span {how}>몰래 <b>적은</b> 말</span> 뒤</p>")
    assert "<p>봄</p>\n<p>앞  뒤</p>" == chapter.xhtml.strip()
    what = "what the blog's page hides is left out: 몰래 적은 말"
    assert ["source/_posts/가을.md:3: note[text-hidden]: " + what] == said(chapter)


def test_hidden_pictures_and_blocks_are_left_out(tmp_path: Path) -> None:
    """A picture that only shows up where the post is shared; a block with more hidden blocks in it."""
    chapter = Blog(tmp_path).chapter(
        '<img src="/a.png" style="display:none">\n\n<div hidden><p hidden>비밀</p>말</div>\n\n봄'
    )
    assert ("비밀" in chapter.xhtml, "img" in chapter.xhtml, "봄" in chapter.xhtml) == (False, False, True)
    assert 2 == len([line for line in said(chapter) if "text-hidden" in line]) == len(said(chapter))


@pytest.mark.parametrize(
    "pictures",
    [
        '<img class="light" src="a.png"> <img class="dark" src="b.png">',
        '<img src="b.png#gh-dark-mode-only"> <img src="a.png#gh-light-mode-only">',
    ],
)
def test_a_picture_for_the_dark(pictures: str, tmp_path: Path) -> None:
    """Of two pictures, one for each mode of a screen, the one for the day is in the book."""
    chapter = Blog(tmp_path).chapter(f"{pictures}\n\n봄")
    assert ["text-hidden", "image-missing"] == [one.code for one in chapter.diagnostics]
    assert "no picture a.png" in said(chapter)[1]


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<p style="display:block;color:red">봄</p>', '<p style="color:red">봄</p>'),
        ('<p style="display:inline-block">봄</p>', "<p>봄</p>"),
        ('<p aria-hidden="false">봄</p>', "<p>봄</p>"),
        ('<p><b aria-hidden="true">봄</b></p>', "<p><b>봄</b></p>"),
    ],
)
def test_what_is_shown_stays(html: str, made: str, tmp_path: Path) -> None:
    """No attribute that is about hiding stays; what is aria-hidden stays where there is nothing else."""
    chapter = Blog(tmp_path).chapter(html)
    assert (made, []) == (chapter.xhtml.strip(), said(chapter))


def test_a_head_in_which_nothing_stands(tmp_path: Path) -> None:
    """Markdown has no table without a head: one that is empty is none, and nobody need be told; one cell of
    it that says something keeps it."""
    empty = Blog(tmp_path / "empty").chapter("| | |\n|---|---|\n| 봄 | 여름 |\n")
    assert ("<th" in empty.xhtml, empty.xhtml.count("<tr>"), "여름" in empty.xhtml) == (False, 1, True)
    assert [] == said(empty)
    kept = Blog(tmp_path / "kept").chapter("| | 철 |\n|---|---|\n| 봄 | 여름 |\n")
    assert "<th>철</th>" in kept.xhtml and "<th/>" in kept.xhtml
