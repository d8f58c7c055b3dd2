"""passes/short_cells.py."""

from pathlib import Path

import pytest

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


def test_code_keeps_its_spaces(tmp_path: Path) -> None:
    """What is copied out of a cell is what was written."""
    table = tree(Blog(tmp_path).chapter(f"| 가 | 나 |\n| - | - |\n| `npm i` 로 | {_LONG} |"))
    assert "npm i로" == "".join(next(table.iter("td")).itertext()).replace("\xa0", "")
