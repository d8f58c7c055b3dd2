"""theme_paper.py, and the paper that a theme's settings make."""

from pathlib import Path
from typing import get_args

import pytest

from publisher.assets.theme_paper import CHOICES, ThemePaper
from publisher.assets.themes import load_theme, names
from publisher.book.paper import paper_of
from publisher.config.schema import PdfTable, ThemeTable
from publisher.errors import ConfigError

_NEW = {
    "literature": ("46판", 128, 188, 86, 21, 10, 17.5),
    "essay": ("130x200", 130, 200, 84, 20, 10, 18.5),
    "technical": ("신국판", 152, 225, 112, 30, 9.2, 16),
    "photo": ("B5", 182, 257, 145, 37, 9.5, 16.5),
    "large": ("신국판", 152, 225, 110, 21, 14, 24),
}


def _own(blog: Path, toml: str, name: str = "내것") -> None:
    (blog / "styles" / name).mkdir(parents=True)
    (blog / "styles" / name / "theme.toml").write_text(toml, "utf-8")


@pytest.mark.parametrize("name", _NEW)
def test_papers(name: str, tmp_path: Path) -> None:
    """Each of the five themes has the page, the measure, the lines and the letters that it is named for."""
    theme = load_theme(name, tmp_path)
    paper = paper_of("", theme.paper)
    made = (theme.paper.trim, paper.width, paper.height, paper.measure, paper.lines)
    assert _NEW[name] == (*made, paper.size, paper.leading)


@pytest.mark.parametrize("name", ["base", *_NEW])
@pytest.mark.parametrize("trim", ["", "A6", "A5", "B5", "A4"])
def test_foot(name: str, trim: str, tmp_path: Path) -> None:
    """On any paper the lower margin is a quarter higher than the upper one, and the text keeps its share."""
    theme = load_theme(name, tmp_path).paper
    own, paper = paper_of("", theme), paper_of(trim, theme)
    assert 1.25 * paper.top <= paper.bottom + 0.5
    assert own.measure / own.width == pytest.approx(paper.measure / paper.width, abs=0.02)


def test_measure_of_a5() -> None:
    """A line of `base` on A5 is 98 mm wide."""
    assert 98 == paper_of("A5").measure


def test_thick_books() -> None:
    """A thick book opens less: its text leaves the spine, a mm a hundred pages, and stays as wide.

    Outside at least 12 mm are left.
    """
    paper = paper_of("A5")
    for pages, more in ((0, 0), (200, 0), (299, 0), (300, 1), (700, 5), (90_000, 12)):
        bound = paper.bound(pages)
        assert (26 + more, 24 - more, 98) == (bound.inner, bound.outer, bound.measure)


def test_every_choice_is_one_of_book_toml() -> None:
    """Theme and book.toml know the same words."""
    tables = {"opening": PdfTable, "links": PdfTable, "emoji": PdfTable}
    for key, known in CHOICES.items():
        said = get_args(tables.get(key, ThemeTable).model_fields[key].annotation)
        assert ("", *known) == said


def test_shipped_themes_hold_no_fault(tmp_path: Path) -> None:
    """All that we ship can be loaded, read and laid on its paper."""
    for name in names(tmp_path):
        theme = load_theme(name, tmp_path)
        theme.compile()
        assert [] == theme.faults()


def test_lines_take_the_place_of_the_foot(tmp_path: Path) -> None:
    """Who says how many lines there are, or how wide they are, says no longer what a parent's margin is."""
    _own(tmp_path, "[paper]\nlines = 20\nmeasure = 90\n")
    paper = paper_of("", load_theme("내것", tmp_path).paper)
    assert (20, 90, 20, 26) == (paper.lines, paper.measure, paper.top, paper.inner)
    _own(tmp_path, '[theme]\nparent = "literature"\n[paper]\nfoot = 30\nouter = 20\n', "다른것")
    assert ThemePaper("46판", 22, 30, 23, 20, 0, 0, 10, 17.5) == load_theme("다른것", tmp_path).paper


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[paper]\ntop = '3cm'", "top"), ("[paper]\ntop = -1", "top"), ("[paper]\ntop = nan", "top"),
        ("[paper]\nsize = 0", "size"), ("[paper]\nleading = inf", "leading"), ("[paper]\nfoo = 1", "foo"),
        ("[paper]\ntop = true", "top"), ("[paper]\ntrim = 5", "trim"), ("[paper]\ntrim = 'A7'", "A7"),
        ("[paper]\ninner = 140", "leave"), ("[paper]\nlines = 500", "leave"),
        ("[paper]\nmeasure = 500", "leave"),
        ("[theme]\nline_break = 'word'", "line_break"), ("[theme]\nindent = 2", "indent"),
        ("[theme]\nlinks = 'none'", "links"),
        ("[theme]\nopening = 'verso'", "opening"), ("[theme]\nalign = ['start']", "align"),
        ("paper = 1", "paper"),
    ],
)  # fmt: skip
def test_no_paper(toml: str, said: str, tmp_path: Path) -> None:
    """What no page, no length and no choice is, is an error that names it."""
    _own(tmp_path, toml)
    with pytest.raises(ConfigError, match=said):
        paper_of("", load_theme("내것", tmp_path).paper)
