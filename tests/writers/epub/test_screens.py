"""writers/epub/screens.py: tables on a screen, as HTML; test_browser.py looks at them in a browser."""

import pytest

from publisher.assets.xhtml import Element, fragment, text_of
from publisher.writers.epub import screens

_HEADS = "".join(f"<th>머리칸{n}</th>" for n in range(9))
_CELL = '<td style="{}">긴값긴값</td>'


def _fitted(html: str) -> Element:
    root = fragment(html)
    screens.fit(root, {})
    return root


@pytest.mark.parametrize(
    ("caption", "cell", "is_outside"),
    [("달마다 거둔 것의 무게", "4", True), ("달", "4", False), ("무게와 값", "사월 초순", False)],
)
def test_a_caption_that_is_wider_than_its_table(caption: str, cell: str, is_outside: bool) -> None:
    """It is that of a figure around the table: in it, it would be as narrow."""
    html = f'<table id="t">\n<caption>{caption}</caption>\n<tr><td>{cell}</td></tr></table>'
    root = _fitted(html)
    (table,) = root.iter("table")
    (said,) = root.iter("figcaption" if is_outside else "caption")
    assert (caption, "t") == (text_of(said), table.get("id"))
    assert said.getparent() is (table.getparent() if is_outside else table)
    assert "".join(fragment(html).itertext()) == "".join(root.itertext())


@pytest.mark.parametrize(
    ("style", "name", "left"),
    [
        ("text-align:right", "to-right", None),
        ("color: red; text-align: center", "to-center", "red"),
        ("text-align: left", "", "text-align: left"),
    ],
)
def test_cells_of_a_stacked_table(style: str, name: str, left: str | None) -> None:
    """They stand at the left, and where the style sheet makes columns of them again as the post has them."""
    (*_, cell) = _fitted(f"<table><tr>{_HEADS}</tr><tr>{_CELL.format(style) * 9}</tr></table>").iter("td")
    assert name == cell.get("class", "")
    assert (cell.get("style") is None) == (left is None)
    assert (left or "") in cell.get("style", "")
    assert "right" not in cell.get("style", "")


def test_cells_of_a_table_that_fits() -> None:
    """They stand where the post has them."""
    (cell,) = _fitted(f"<table><tr>{_CELL.format('text-align:right')}</tr></table>").iter("td")
    assert "text-align:right" == cell.get("style")
