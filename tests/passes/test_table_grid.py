"""passes/table_grid.py."""

from pathlib import Path

import pytest

from tests.chapters import Blog, tree


def _spans(table: str, folder: Path) -> list[list[str]]:
    """For each row the cells: what they say, and for how many columns and rows."""
    (made,) = tree(Blog(folder).chapter(f"<table>{table}</table>")).iter("table")
    return [
        [f"{cell.text or '-'}{cell.get('colspan', 1)}{cell.get('rowspan', 1)}" for cell in row]
        for row in made.iter("tr")
    ]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("<tr><td>가<td>나</tr><tr><td>다</tr>", [["가11", "나11"], ["다11", "-11"]]),
        ("<tr><td>가<td>나<td>다</tr><tr><td>라</tr>", [["가11", "나11", "다11"], ["라11", "-21"]]),
        ("<tr><th>가</tr><tr><td>나<td>다</tr>", [["가21"], ["나11", "다11"]]),
        ("<tr><td rowspan=9>가<td>나</tr><tr><td>다</tr>", [["가12", "나11"], ["다11"]]),
        ("<thead><tr><th rowspan=2>가</thead><tr><td>다</tr>", [["가11"], ["다11"]]),
        ("<tr><td>가<td>나<td rowspan=2>다</tr><tr><td>라</tr>", [["가11", "나11", "다12"], ["라11", "-11"]]),
        ("<tr><td>가<td rowspan=2>나</tr><tr><td colspan=2>다</tr>", [["가11", "나12"], ["다11"]]),
    ],
)  # fmt: skip
def test_each_place_has_a_cell(table: str, cells: list[list[str]], tmp_path: Path) -> None:
    """Short rows are filled, heads widened, and what reaches too far is cut."""
    assert cells == _spans(table, tmp_path)


def test_what_no_page_shows_stays(tmp_path: Path) -> None:
    """Rows of more columns than any page has are left alone."""
    wide = "<tr>" + "<td colspan=100>가" * 3 + "</tr>"
    assert [1, 3] == sorted(len(row) for row in _spans(wide + "<tr><td>나</tr>", tmp_path))
