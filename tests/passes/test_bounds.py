"""passes/bounds.py: what is larger than any page has use for is set more simply, and nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from publisher.assets.xhtml import fragment, text_in, text_of
from publisher.dialect import Dialect
from publisher.passes import bounds
from publisher.passes.bounds import LONGEST
from tests.chapters import HEXO, Blog


def _codes(made: object) -> list[str]:
    return [one.code for one in made.diagnostics]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "table",
    [
        "|" + "a|" * 100 + "\n|" + "-|" * 100 + "\n" + ("|" + "하|" * 100 + "\n") * 101,
        "<table>" + "<tr><td rowspan=500 colspan=100>하</td></tr>" * 2 + "</table>",
        "<table><tr><td>a<table>"
        + "<tr><td rowspan=500 colspan=100>하</td></tr>"
        + "</table></td></tr></table>",
    ],
    ids=["cells", "spans", "nested"],
)
def test_a_table_without_end_stands_row_by_row(table: str, tmp_path: Path) -> None:
    """Cells, and the places over which they are spread, are counted: over the bound a row is a paragraph."""
    made = Blog(tmp_path).chapter(f"앞\n\n{table}\n\n뒤")
    root = fragment(made.xhtml)
    assert ["table-as-text"] == _codes(made)
    assert root.find(".//table") is None
    assert table.count("하") == text_of(root).count("하")


def test_a_row_keeps_what_is_in_its_cells(tmp_path: Path) -> None:
    """Links and emphasis of a cell stand in its row's paragraph, with a bar between two cells."""
    row = "<tr><td><b>가</b></td><td rowspan=500 colspan=100><a href='https://a.b/'>나</a></td></tr>"
    made = Blog(tmp_path).chapter(f"<table>{row}</table>")
    (paragraph,) = fragment(made.xhtml).iter("p")
    assert ("가 | 나", "https://a.b/") == (text_of(paragraph), paragraph.find(".//a").get("href"))  # type: ignore[union-attr]


@pytest.mark.parametrize("around", ["{}", "- {}", "<div><b>{}</b></div>"])
def test_a_paragraph_without_end_is_parted(around: str, tmp_path: Path) -> None:
    """However its words are marked up, no paragraph is longer than the bound, and each word is there."""
    words = "가나 **다라** [마](https://a.b/) " * 3000
    made = Blog(tmp_path).chapter(around.format(words.strip()))
    root = fragment(made.xhtml)
    assert "paragraph-parted" in _codes(made)
    assert [] == [one for one in map(text_of, root.iter("p")) if len(one) > LONGEST]
    assert 9_000 == len(text_of(root).replace("**", "").split())


def test_one_word_without_end_is_parted(tmp_path: Path) -> None:
    """Where there is no space to part it at, it is parted all the same."""
    made = Blog(tmp_path).chapter("가" * 50_000)
    assert [2000] * 25 == [len(text_of(one)) for one in fragment(made.xhtml).iter("p")]


def test_elements_without_end_run_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind so many elements stand words only, in paragraphs, wherever the post is cut; none is lost, and a
    note that the text has a mark of is still reached."""
    monkeypatch.setattr(bounds, "MOST", 300)
    items = "".join(f"- 낱말{n} **굵게**\n" for n in range(300))
    text = f"앞[^1]\n\n{items}- 끝\n\n```\n코드\n```\n\n[^1]: 주석\n"
    made = Blog(tmp_path).chapter(text, dialect=Dialect("hugo"))
    root = fragment(made.xhtml)
    assert ["words-run-on"] == _codes(made)
    assert 300 < len([*root.iter()]) < 310
    words = text_of(root)
    assert [] == [n for n in range(300) if f"낱말{n} 굵게" not in words]
    assert "끝 ¶ 코드 ¶ 주석" in words


def test_many_elements_with_much_to_say_run_on_sooner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An element counts as 100 characters do: layout takes as long for them."""
    monkeypatch.setattr(bounds, "MOST", 300)
    monkeypatch.setattr(bounds, "_LEAST", 100)
    counts = {}
    for letters in (10, 30, 90):
        made = Blog(tmp_path).chapter(f"- {'가' * letters}\n" * 400)
        assert ["words-run-on"] == _codes(made)
        counts[letters] = len([*fragment(made.xhtml).iter("li")])
    assert {10: 242, 30: 162, 90: 98} == counts


def test_rows_of_a_table_without_end_stand_closely(tmp_path: Path) -> None:
    """Over 20,000 cells no space is spent on what parts them."""
    made = Blog(tmp_path).chapter("| 가 | 나 |\n|---|---|\n" + "| 다 | 라 |\n" * 10_000)
    assert "라 ¶ 다|라 ¶ 다" in text_of(fragment(made.xhtml))


def test_lines_of_code_without_end_run_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind so many lines of a post's code stand words only, wherever the code is cut; none is lost."""
    monkeypatch.setattr(bounds, "MOST_LINES", 30)
    first, last = "".join(f"줄{n}\n\n" for n in range(20)), "".join(f"끝{n}\n" for n in range(5))
    made = Blog(tmp_path).chapter(f"```\n{first}```\n\n사이\n\n```\n{last}```\n")
    root = fragment(made.xhtml)
    (code,) = root.iter("pre")
    assert ["words-run-on"] * 2 == _codes(made)
    assert "\n\n".join(f"줄{n}" for n in range(15)) == text_in(code).strip()
    words = [text_of(one) for one in root.iter("p")]
    rest = " ¶ ".join(f"줄{n}" for n in range(15, 20))
    assert [rest, "사이", " ¶ ".join(f"끝{n}" for n in range(5))] == words


def test_lines_without_end_are_parted(tmp_path: Path) -> None:
    """Lines of a few letters each fill as many pages as their number says: they count for more than these."""
    made = Blog(tmp_path).chapter("가나\n" * 3000)
    assert [] == [one for one in fragment(made.xhtml).iter("p") if len([*one.iter("br")]) > 700]


def test_ordinary_things_stay(tmp_path: Path) -> None:
    """A long paragraph and a large table within the bounds are as they were."""
    table = "|a|b|\n|-|-|\n" + "|c|d|\n" * 1000
    made = Blog(tmp_path).chapter("가 " * (LONGEST // 2 - 10) + "\n\n" + table)
    assert [] == _codes(made)
    assert (1, 1001) == (len([*fragment(made.xhtml).iter("table")]), made.xhtml.count("<tr>"))


def test_a_formula_without_end_is_code(tmp_path: Path) -> None:
    """A formula that no page can show stands as it is written, and is named."""
    made = Blog(tmp_path).chapter("$$" + "x^2+" * 50_000 + "x$$", dialect=replace(HEXO, math=True))
    assert ["math-unreadable", "paragraph-parted"] == _codes(made)
    assert not made.has_formulas


def test_code_without_an_end_is_parted(tmp_path: Path) -> None:
    """A line of code that is a whole program gets ends; lines of ordinary length stay."""
    made = Blog(tmp_path).chapter(f"```\n{'a;' * 5000}\nb c\n```")
    lines = text_in(next(fragment(made.xhtml).iter("pre"))).strip().split("\n")
    assert ["paragraph-parted"] == _codes(made)
    assert ([2000] * 5, ["b c"]) == ([*map(len, lines[:5])], lines[-1:])


def test_a_caption_of_ten_pages(tmp_path: Path) -> None:
    """It stays the caption of its table, in paragraphs."""
    made = Blog(tmp_path).chapter(f"<table><caption>{'가 ' * LONGEST}</caption><tr><td>나</td></tr></table>")
    assert made.xhtml.startswith("<table><caption><p>가 가")
