"""WeasyPrint's boxes, as grid, spacing, parting and their like tell them apart; and what a theme says of them
beyond what WeasyPrint knows: custom properties in its print.css.

Seen with WeasyPrint 70.0. Assumed, and asserted by tests/contracts/test_weasyprint_layout.py:

- What these boxes are. `--a-name` is kept in styles as `__a_name`, its tokens those of tinycss2; `cascaded`
  has what was said of the element itself.
- Blocks in flow are laid out by `layout.block.block_level_layout`, again where they do not fit; <body> too,
  once a page. No margin begins a page but the first and one that is asked for (`forced_break`). Where a block
  ends, and may end; whether the page is empty above it; notes of the page, and marks of notes in a block;
  where a line is its block's last.
- The children of a block are gone through as a slice of `children`, from the one with which it goes on, each
  laid out with the block around it, where `position_x` and `position_y` say.
- A table stands in a wrapper, `is_table_wrapper`, its rows in groups, of which heads and feet are told apart;
  where it goes on is said by their numbers.
- `layout.inline` has `split_inline_box` fill a line up to a place, and say where the next one begins, as
  numbers of children and the byte of a text; `text_align` and `justify_line` widen it, the
  second by the spaces that the `text` of each piece has, which is moved only where it has none;
  `excluded_shapes` are what floats beside it. A line's element is that of its block; its width has the
  indent in it, behind which it is filled.
- `split_first_line`, of `layout.inline` and `layout.preferred`, is given what is left of a text, its style,
  the context and a width, and by name whether it `is_line_start`: then a word may be parted anywhere; it
  returns third at which byte the next line begins, None: there is none. Between two texts,
  `inline.can_break_text` is asked by the last letter of one and the first of the next.
- `preferred.max_content_width` says how wide a block is whose lines end only where they must.
- A page of a document has its boxes in `_page_box`; a picture's `replacement` has its `width` and `height`
  in pixels, a drawing's has not.
- Letters are drawn with the style of their box; a picture has the `max_height` of its style.
- `layout.inline.get_next_linebox` makes a line of a paragraph from where the one before it ended.
- `layout.make_all_pages` makes the pages whose `content_changed` is set in the context's `page_maker`, and
  takes the others from those it is given; each by `page.remake_page`, which returns it and where the next
  one begins, as high as `page.page_height` says.
  Notes and floats that go on to a page are in `footnotes`, `reported_footnotes` and `broken_out_of_flow`.
- `layout.inline.handle_leader` fills a line with copies of a leader's text, which `leader_index` finds in it;
  what is drawn of a text is the `text` of its `pango_layout`.
- `document.layout_document` returns pages one after another; when it has, what is drawn of them asks their
  context for no more than fonts, pictures, tables and dictionaries. The room for notes has its `page`.
- `resolve_percentages(box, containing_block)`, by name in each module that asks for it, sets a box's widths
  and heights, margins, paddings and borders from its style, of which copies are made before it is changed.
  A box in a page's margins is told before whether it `is_generated`; if not, it has no room.
- `StyleFor.set_computed_styles` works out the style of an element, those of its marks after it, which are
  asked for where its `display` is that of a list's item, its `float` `footnote`, or its `position` `note()`.
- Pages that `layout.make_all_pages` has made have two more `children` behind their root, the first with the
  notes at its foot, where there are any. A box is moved by `translate`, with what is in it.
- What is out of the flow is among the `descendants` of a page where `placeholders` are asked for. The middle
  of a text's letters is about that of its box.
- The head of a table `is_header`; each page that the table goes over has it, with one `element`, or none has.
- A row of `page_maker` says where its page begins, as numbers of boxes in boxes; which `break` ends the one
  before, and which `page` of the style sheet it is; and its side. A page can be begun at any such place. The
  boxes of a block have its element, whose own children are those of the HTML.
- A style asks `ComputedStyle.__missing__` once for each property: of the element, by PHYSICAL_FUNCTIONS of
  its name in the flow of text, of the style around it where it is INHERITED, or the initial one.
"""

from collections.abc import Iterator
from typing import Any

from publisher.writers.pdf.layout.libraries import by_file_name

with by_file_name():
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
    from weasyprint.formatting_structure.boxes import (
        BlockBox,
        InlineBox,
        LineBox,
        ReplacedBox,
        TableBox,
        TextBox,
    )
    from weasyprint.layout.leader import leader_index

# Letters that only say where a line may break, or how others are drawn.
UNSEEN = str.maketrans("", "", "\u2060\u2063\ufeff\u200b\u200c\u200d\u00ad")

__all__ = (
    "INHERITED",
    "INITIAL_NOT_COMPUTED",
    "INITIAL_VALUES",
    "PHYSICAL_FUNCTIONS",
    "UNSEEN",
    "BlockBox",
    "Dimension",
    "InlineBox",
    "LineBox",
    "ReplacedBox",
    "TableBox",
    "TextBox",
    "around",
    "at",
    "end",
    "heads_on",
    "leader_index",
    "numbers",
    "own_style",
    "pictures",
    "pictures_on",
    "said",
    "said_numbers",
    "says",
    "shown_ends",
    "texts_on",
)


def said(style: Any, name: str, kind: str) -> Any:
    """Return the value of a property for this very element: it is not handed on to what is in it."""
    value = getattr(style, "cascaded", {}).get(name)
    return next((token.value for token in value[0] if token.type == kind), None) if value else None


def said_numbers(style: Any, name: str) -> list[float]:
    """Return the numbers of a property for this very element."""
    value = getattr(style, "cascaded", {}).get(name)
    return [token.value for token in value[0] if token.type == "number"] if value else []


def own_style(box: Any) -> Any:
    """Return the style of the box's own element: a table stands in a wrapper, which has another. On a page
    where the wrapper has a caption only, it is the wrapper's."""
    table = box.get_wrapped_table() if box.is_table_wrapper else None
    return (table or box).style


def says(box: Any) -> bool:
    """Return whether there are letters in it: the number of a line of code is none."""
    if isinstance(box, TextBox) and "::" not in box.element_tag and box.text.strip(" \t\n\u200b\u2060\ufeff"):
        return True
    return any(says(child) for child in getattr(box, "children", ()))


def numbers(style: Any, name: str) -> list[float]:
    """Return the numbers of a property that is handed on to what is in the element."""
    return [token.value for token in style[name] if token.type == "number"]


def at(root: Any, resume_at: Any) -> Any:
    """Return the box with which the next page begins; None where several go on side by side."""
    box = root
    while resume_at:
        (number, resume_at), *others = resume_at.items()
        if others or number >= len(getattr(box, "children", ())):
            return None
        box = box.children[number]
    return box


def around(box: Any, resume_at: Any) -> tuple[Any, str, str]:
    """Return the text where a line of a box ended, with what is before and behind its end; no text: between
    two boxes, or at the end of all."""
    while resume_at and not isinstance(box, TextBox):
        ((index, resume_at),) = resume_at.items()
        box = box.children[index]
    if not resume_at:
        return None, "", ""
    (place,) = resume_at
    text = box.text.encode()
    return box, text[:place].decode(), text[place:].decode()


def pictures(box: Any) -> Iterator[Any]:
    """Return the boxes of pictures and drawings that stand in a box."""
    if isinstance(box, ReplacedBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from pictures(child)


def pictures_on(page: Any) -> Iterator[Any]:
    """Return those of a page of a document."""
    return pictures(page._page_box)  # noqa: SLF001 - see above


def heads_on(page: Any) -> Iterator[Any]:
    """Return the heads of tables that stand on a page of a document, also where they come again."""
    boxes = page._page_box.descendants()  # noqa: SLF001 - see above
    return (box for box in boxes if getattr(box, "is_header", False))


def texts_on(page: Any) -> Iterator[Any]:
    """Return the texts that stand on a page of a document, also out of the flow, with their
    places and styles."""
    boxes = page._page_box.descendants(placeholders=True)  # noqa: SLF001 - see above
    return (box for box in boxes if isinstance(box, TextBox))


def shown_ends(page: Any) -> Iterator[float]:
    """Return where the lines, pictures and tables of a page end, in px from its top."""
    for box in page.descendants():
        has_place = hasattr(box, "position_y") and hasattr(box, "height")  # a mark of a list may have none
        if has_place and isinstance(box, LineBox | ReplacedBox | TableBox):
            yield end(box)


def end(box: Any) -> float:
    """Return where its border ends, in px from the top of the page."""
    return float(box.border_box_y() + box.border_height())
