"""passes/short_cells.py."""

from pathlib import Path

import pytest

from publisher.dialect import Dialect
from tests.chapters import Blog, tree

_LONG = "아침에 강가로 나갔다. 물이 탁했다. 오리가 세 마리 떠 있었다."


@pytest.mark.parametrize(
    ("row", "whole"),
    [
        (f"8월 1일 | {_LONG}", True),
        (f"**8월** 1일 | {_LONG}", True),
        ("8월 1일 | 짧은 글", False),
        (f"8월 1일 | {_LONG} | 오후 세 시 | 둘째 주", False),
        (f"{_LONG} | 8월 1일과 2일과 3일", False),
    ],
)
def test_days_beside_long_text(row: str, whole: bool, tmp_path: Path) -> None:
    """Short cells stay whole where a long one has the room; not where none has, or they are many."""
    heads = " | ".join(["가"] * len(row.split("|")))
    marks = " | ".join(["-"] * len(row.split("|")))
    table = tree(Blog(tmp_path).chapter(f"| {heads} |\n| {marks} |\n| {row} |"))
    text = "".join(table.itertext())
    assert whole == ("8월\xa01일" in text)
    assert row.replace(" ", "").replace("|", "").replace("*", "") in "".join(text.split())


@pytest.mark.parametrize(
    ("bound", "cell"),
    [
        ("8월_1일", " 8월  1일\n"), ("8월_1일", "8월\n<b>1일</b>"), ("8월_1일,_둘", "<b>8월</b>\n  1일,\n둘"),
        ("\n  8월_1일\n", "\n  <p>8월 1일</p>\n"), ("가 나_다", "가 <br>나 다"),
    ],
)  # fmt: skip
def test_spaces_of_html(bound: str, cell: str, tmp_path: Path) -> None:
    """Lines' ends between words are spaces, several are one; at the ends of a line none is put."""
    html = f"<table><tr><td>{cell}</td><td>{_LONG}</td></tr></table>"
    table = tree(Blog(tmp_path).chapter(html, dialect=Dialect("html")))
    assert bound == "".join(next(table.iter("td")).itertext()).replace("\xa0", "_")


def test_code_keeps_its_spaces(tmp_path: Path) -> None:
    """What is copied out of a cell is what was written."""
    table = tree(Blog(tmp_path).chapter(f"| 가 | 나 |\n| - | - |\n| `npm i` 로 | {_LONG} |"))
    assert "npm i로" == "".join(next(table.iter("td")).itertext()).replace("\xa0", "")
