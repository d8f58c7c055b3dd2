"""What one text defines, and the settings it is read with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.markdown.kramdown.attributes import Attributes
from publisher.markdown.kramdown.tree import Node
from publisher.model import Dialect

if TYPE_CHECKING:
    from publisher.markdown.kramdown.blocks import Reader
    from publisher.markdown.kramdown.spans import Spans

DEEPEST = 40  # lists, quotes and HTML below this depth are plain text: a post is untrusted


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
    citations: dict[str, int] = field(default_factory=dict)  # how often each is referred to
    options: dict[str, str] = field(default_factory=dict)  # the site's, then {::options … /}
    headers: list[tuple[int, Node]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = (switch.partition("=") for switch in self.dialect.switches)
        self.options.update((name, value) for name, equals, value in pairs if equals)

    @property
    def early(self) -> bool:
        """True where blocks may begin right under a line of text (GFM's quirk paragraph_end)."""
        return self.dialect.gfm and self.options.get("paragraph_end") != "none"

    def number(self, name: str, default: int) -> int:
        """Return an option that is a number."""
        text = self.options.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 6 else default
