"""passes/table_heads.py."""

from pathlib import Path

import pytest

from tests.chapters import Blog, tree


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ("<tr><th>가</th><th>나</th></tr><tr><td>다</td><td>라</td></tr>", ["가", "나"]),
        ("<caption>표</caption><tr><th>가</th></tr><tr><th>나</th></tr><tr><td>다</td></tr>", ["가", "나"]),
        ("<tr><th rowspan=2>가</th></tr><tr><th>나</th></tr><tr><td>다</td></tr>", ["가", "나"]),
        ("<tr><th rowspan=3>가</th></tr><tr><th>나</th></tr><tr><td>다</td></tr>", []),
        ("<tr><th>가</th><td>나</td></tr><tr><th>다</th><td>라</td></tr>", []),
        ("<tr><th>가</th></tr><tr><th>나</th></tr>", []),
        ("<thead><tr><th>가</th></tr></thead><tr><th>나</th></tr><tr><td>다</td></tr>", ["가"]),
    ],
)  # fmt: skip
def test_heads(table: str, head: list[str], tmp_path: Path) -> None:
    """Rows of heads alone before others; none whose cells reach out of them, and no table of nothing else."""
    (made,) = tree(Blog(tmp_path).chapter(f"<table>{table}</table>")).iter("table")
    assert head == [cell.text for cell in made.findall("thead/tr/th")]
    assert "".join(made.itertext()).replace("표", "") in ("가나다라", "가나다", "가나")
