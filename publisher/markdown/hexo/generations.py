"""Where the generations of marked part that read CommonMark: 0.6 to 15. Older ones: early/rules.py."""

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
    # A bullet has a space behind it; an item reaches to the next bullet, rule or definition; two empty lines
    # end a list, and an empty line anywhere in an item spaces it.
    early_lists: bool = False
    tables_end_text: bool = True  # a table needs no empty line above it; in a list item it never does
    underlines_one_line: bool = False  # of a heading that is underlined; in a list item they are more
    brackets_number: bool = True  # 1) starts a list
    strong_outside: bool = False  # ***x*** is emphasis within strong, not the other way round
    spaces_hold: bool = False  # a line of spaces ends no list and no block of HTML
    a_space_goes_on: bool = False  # any space in front keeps text in an item, below an empty line too
    same_indents: bool = False  # an item ends at a bullet that is indented as its own is, no more and no less
    headings_have_text: bool = False  # ## with nothing behind it is text
    spaces_are_plain: bool = False  # a no-break space is a space, and a tab four
    code_is_trimmed: bool = False  # ` a ` is the same as `a`, and indented code loses what its lines share


_FOUR = Marked(
    marks=frozenset("!\"#$%&'()+,-./:;<=>?@[]`{|}~"),
    tags_end_items=False,
    empty_items_end=False,
    quotes_at_once=True,
)
_TWO = replace(_FOUR, early_lists=True, tables_end_text=False, underlines_one_line=True)
GENERATIONS: Mapping[str, Marked] = {
    "": Marked(),
    "marked 4": _FOUR,
    "marked 2": _TWO,
    "marked 1": replace(_TWO, strong_outside=True, spaces_hold=True, a_space_goes_on=True),
    "marked 0.7": replace(
        _TWO,
        marks=frozenset(),
        strong_outside=True,
        brackets_number=False,
        code_is_trimmed=True,
        a_space_goes_on=True,
        same_indents=True,
        headings_have_text=True,
        spaces_are_plain=True,
    ),
}
