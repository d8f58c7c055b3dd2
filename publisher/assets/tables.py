"""What is asked of any table: its own rows, which of them are heads, and how many places a cell takes."""

from collections.abc import Iterator

from publisher.assets.xhtml import Element


def rows_of(table: Element) -> Iterator[Element]:
    """Return its own rows: none of a table in one of its cells."""
    return (row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table)


def in_head(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def is_head(row: Element) -> bool:
    """Tell whether it says what stands below it."""
    return in_head(row) or (len(row) > 0 and all(cell.tag == "th" for cell in row))


def span(cell: Element, name: str) -> int:
    """Tell how many columns or rows a cell takes: at most as many as HTML allows."""
    text = cell.get(name, "1").strip()
    return min(1000, max(1, int(text))) if text.isdecimal() and len(text) < 6 else 1
