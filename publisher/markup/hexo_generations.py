"""Where the generations of marked part that read CommonMark: 0.6 to 15. Older ones: hexo_early_rules.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Marked:
    """A generation's own ways; they are those of marked 15 unless said otherwise."""

    # What counts as punctuation beside a mark of emphasis: Unicode's, symbols too, or no other than these.
    marks: frozenset[str] | None = None
    tags_end_items: bool = True  # a tag at a line's start ends a list item
    empty_items_end: bool = True  # text below a bullet without text is not in its item
    quotes_at_once: bool = False  # lines of a quote are read as one text, lazy ones too
    lone_bullets: bool = True  # a bullet that ends the text is an item
    late_definitions: bool = True  # a link's definition under text in an item stays text


_FOUR = Marked(marks=frozenset("!\"#$%&'()+,-./:;<=>?@[]`{|}~"), tags_end_items=False, empty_items_end=False, quotes_at_once=True)
_TWO = replace(_FOUR, lone_bullets=False, late_definitions=False)
GENERATIONS: Mapping[str, Marked] = {
    "": Marked(),
    "marked 4": _FOUR,
    "marked 2": _TWO,
    "marked 0.7": replace(_TWO, marks=frozenset()),
}
