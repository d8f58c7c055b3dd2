"""What one text defines, and the settings it is read with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from publisher.dialect import Dialect, KramdownOptions
from publisher.markdown.kramdown.attributes import Attributes
from publisher.markdown.kramdown.tree import Node

if TYPE_CHECKING:
    from publisher.markdown.kramdown.blocks import Reader
    from publisher.markdown.kramdown.spans import Spans

DEEPEST = 40  # lists, quotes and HTML below this depth are plain text: a post is untrusted
_MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the grammar; the first that fits takes the text."""

    blocks: "Sequence[Callable[[Reader], bool]]"
    spans: "Mapping[str, Sequence[Callable[[Spans], bool]]]"  # by the character that a mark begins with
    raw: "Mapping[str, Sequence[Callable[[Spans], bool]]]"  # in what HTML leaves as it stands


@dataclass
class Document:
    """Definitions, found while the blocks are read, and used when the spans are."""

    dialect: Dialect
    rules: Rules
    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # address and title
    abbreviations: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Attributes] = field(default_factory=dict)
    notes: dict[str, Node] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)  # notes, in the order of their first reference
    numbers: dict[str, int] = field(default_factory=dict)  # where each stands there
    citations: dict[str, int] = field(default_factory=dict)  # how often each is referred to
    options: KramdownOptions = field(init=False)  # the site's, then those of {::options … /}
    headers: list[tuple[int, Node]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.options = self.dialect.kramdown

    @property
    def early(self) -> bool:
        """True where blocks may begin right under a line of text (GFM's quirk paragraph_end)."""
        return self.dialect.gfm and self.options.paragraph_end

    def take_options(self, said: Mapping[str, str]) -> None:
        """Follow what a text says in {::options … /}; names that are unknown mean nothing."""
        options = self.options
        self.options = replace(
            options,
            block_html=said.get("parse_block_html", str(options.block_html).lower()) == "true",
            header_offset=_number(said.get("header_offset", ""), options.header_offset),
            footnote_nr=_number(said.get("footnote_nr", ""), options.footnote_nr),
            math_engine=options.math_engine and "math_engine" not in said,
        )


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else default
