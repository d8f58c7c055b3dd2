"""What Pandoc's Markdown is read into, and the ways of it that a blog may set."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text; what is in its words is not read yet."""

    # heading, paragraph, plain, code, rule, quote, bullets, numbers, item, html, table, lines, formula,
    # terms, term, meaning
    kind: str
    text: str = ""
    level: int = 0  # of a heading; the number that a list starts with
    inner: tuple["Block", ...] = ()  # of a table: its cells, row by row
    language: str = ""
    aligns: tuple[str, ...] = ()  # of a table's columns
    headed: bool = False  # a table's first row is its head


@dataclass(slots=True)
class Named:
    """What a text defines under a name, wherever it does."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # label -> address, title
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    examples: dict[str, int] = field(default_factory=dict)  # (@label) -> its number
    last_example: int = 0


def label_of(text: str) -> str:
    """Return a label as it is compared: case and the kind of space do not count."""
    return " ".join(text.split()).lower()
