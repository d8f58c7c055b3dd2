"""A picture or table that does not fit on what is left of a page lets what is behind it go first.

WeasyPrint 70 has no floats that go to the next page: it leaves the rest of this one white. So a picture that
does not fit changes places with the block behind it, in the tree that is laid out, and again with the next,
until the page is full; two pictures that stand together do so together. It passes no other picture, stays
behind a text that ends in a colon, which speaks of it, and passes a heading no higher than its own; where no
caption says what it shows, only if it does not fit when it is set smaller (see shrinking.py).

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any, SupportsIndex

from publisher.assets.xhtml import HEADINGS, classes
from publisher.writers.pdf.layout.boxes import LineBox, end
from publisher.writers.pdf.layout.grid import grid_of

_WHITE = 0.15  # of a page: as much may stay empty
_SLACK = 0.1  # px
_AHEAD = 12  # blocks that are looked at
_SMALLER, _SMALLEST = 1, 2  # numbers of --shrink-to that count, behind the first
_TOGETHER = 2  # pictures that text goes before: what speaks of more would stand pages before the last one
_MOVED = frozenset(("figure", "table"))
_BOXES = frozenset(("row", "embed", "missing", "turned"))  # <div>s that are moved as they are
_TEXT = frozenset(("p", "ul", "ol", "dl", "blockquote"))
_CODE = frozenset(("pre", "figure"))  # that is not moved
_ENDS = (*".!?…。”’\"'」』)",)  # of sentences
_BY_PLACE = ("text_indent", "margin_top")  # what a paragraph is given for what it stands behind
_AROUND = frozenset(("section", "div", "blockquote", "li", "dd", "details", "aside"))

Layout = Callable[..., Any]


@dataclass(slots=True)
class _Waiting:
    """A picture that lets others go first."""

    picture: Any
    level: str  # the heading that it stands below
    page: int = -1  # on which it did last, from 0
    passed: int = 0  # headings that stand above it now, and stood below


class _Row(list[Any]):
    """The children of a box, which may change places while they are laid out: who goes through the rest of
    them sees it."""

    def __init__(self, children: Sequence[Any]) -> None:
        super().__init__(children)
        self._own = [*children]
        self._place_of = {box: place for place, box in enumerate(children)}
        self._styles = dict[Any, Any]()  # box -> its own

    at = 0  # the one that is laid out
    top = 0.0  # where it begins, or the headings above that stay with it, in px from the top of the page
    waiting: _Waiting | None = None

    def __getitem__(self, key: SupportsIndex | slice) -> Any:
        if isinstance(key, slice) and (key.stop, key.step) == (None, None) and (key.start or 0) >= 0:
            return self._rest(key.start or 0)
        return super().__getitem__(key)

    def _rest(self, start: int) -> Iterator[Any]:
        for at in range(start, len(self)):
            self.at = at
            yield self[at]

    def dress(self, box: Any) -> None:
        """Set a paragraph whose turn it is as others of the row are that stand behind such a block as it does
        now: indented behind text, or not behind a picture."""
        if not _is_plain(box):
            return
        before, own = (row[n - 1].element_tag if n else "" for row, n in self._places(box))
        alike = (one for above, one in pairwise(self._own) if _is_plain(one) and above.element_tag == before)
        like = next(alike, None) if before != own else None
        for one in (box, *(child for child in box.children if isinstance(child, LineBox))):
            one.style = self._styles.setdefault(one, one.style)
            if like:
                wanted = self._styles.get(like, like.style)
                one.style = one.style.copy()
                one.style.update({name: wanted[name] for name in _BY_PLACE})

    def _places(self, box: Any) -> Iterator[tuple[Sequence[Any], int]]:
        """Where it stands, and where it stood."""
        yield self, self.at
        yield self._own, self._place_of[box]


@dataclass(frozen=True, slots=True)
class _Turn:
    """A block of a row that is to be laid out."""

    context: Any
    row: _Row
    place: tuple[float, float]
    foot: float  # of the page
    to: Callable[[Any], Any]  # lays out a block

    def lay_out(self) -> Any:
        """Lay out the block whose turn it is: where that was a picture's, perhaps one behind it."""
        row, notes = self.row, len(self.context.current_page_footnotes)
        block = row[row.at]
        made = self._made(block)
        if self._fits(made) or not _is_moved(block) or len(self.context.current_page_footnotes) != notes:
            return made
        white = self.foot - row.top > _WHITE * (self.context.page_bottom - grid_of(self.context)[0])
        waits = row.waiting if row.waiting and row.waiting.picture is block else None
        is_begun = waits is not None and waits.page == self.context.made
        return self._filled(waits or _waiting(row), made) if is_begun or white else made

    def _fits(self, made: Any) -> bool:
        """Whether it stays, whole or in part: WeasyPrint takes away what reaches beyond the page."""
        return made[0] is not None and (made[1] is not None or end(made[0]) <= self.foot + _SLACK)

    def _made(self, block: Any) -> Any:
        block.position_x, block.position_y = self.place
        return self.to(block)

    def _filled(self, waits: _Waiting, white: Any) -> Any:
        """Lay out what is behind the picture, or it smaller, or leave the page white."""
        behind = _Behind.of(self.row)
        ways: list[Callable[[], Any]] = [
            lambda: self._behind_first(waits, behind),
            lambda: self._smaller(waits, _SMALLER),
        ]
        if behind.headings and not _has_caption(waits.picture):
            ways.reverse()
        ways.append(lambda: self._smaller(waits, _SMALLEST))
        for way in ways:
            if (made := way()) is not None:
                return made
        if waits.passed:  # the headings begin the next page, and the pictures stand before them again
            begin = self.row.at - waits.passed
            self._put(begin, [*behind.pictures, *self.row[begin : self.row.at]])
            self.row.waiting = None
        return white

    def _put(self, begin: int, blocks: Sequence[Any]) -> None:
        """Let blocks of the row change places; what page they were put in order for is noted."""
        row, stop = self.row, begin + len(blocks)
        self.context.__dict__.setdefault("moved", []).append((self.context.made, row, begin, row[begin:stop]))
        row[begin:stop] = blocks
        for *_, state in self.context.page_maker[self.context.made + 1 :]:  # as many blocks are others now
            state["content_changed"] = True

    def _behind_first(self, waits: _Waiting, behind: "_Behind") -> Any:
        row, at = self.row, self.row.at
        if not behind.can_go_first(row[at - 1] if at else None, waits):
            return None
        first = row[at + len(behind.pictures)]
        row.dress(first)
        if (made := self._made(first))[0] is None:
            return None
        self._put(at, [first, *behind.pictures])
        waits.page, waits.passed = self.context.made, waits.passed + 1 if behind.headings else 0
        row.waiting = waits
        return made

    def _smaller(self, waits: _Waiting, far: int) -> Any:
        if waits.passed:
            return None
        self.context.pressed = waits.picture, far
        made = self._made(waits.picture)
        self.context.pressed = None
        return made if self._fits(made) else None


@dataclass(frozen=True, slots=True)
class _Behind:
    """A picture, those that stand together with it, and what follows."""

    pictures: Sequence[Any]
    headings: Sequence[Any]
    texts: Sequence[Any]  # the next two blocks

    @classmethod
    def of(cls, row: _Row) -> "_Behind":
        """Return what there is of the block whose turn it is."""
        rest = row[row.at : row.at + _AHEAD]
        pictures = [*takewhile(_is_moved, rest)]
        headings = [*takewhile(_is_heading, rest[len(pictures) :])]
        begin = len(pictures) + len(headings)
        return cls(pictures, headings, rest[begin : begin + 2])

    def can_go_first(self, above: Any, waits: _Waiting) -> bool:
        """Whether the first block behind the pictures may stand before them, if there is room."""
        if not self.texts or not _is_text(self.texts[0]) or len(self.pictures) > _TOGETHER:
            return False
        if above is not None and _speaks(above):
            return False
        if _leads(*self.texts):
            return False
        is_own = above is not None and _is_heading(above) and not waits.passed
        is_below = all(waits.level <= one.element_tag for one in self.headings)
        goes_on = len(self.texts) > 1  # else the picture would end the chapter, below a heading of others
        return not self.headings or (is_below and goes_on and not is_own)


def filled(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which lays out text in place of a picture that does not fit."""

    def in_turn(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        looked = context.__dict__.setdefault("looked_through", set())
        if box.element_tag in _AROUND and box not in looked:
            looked.add(box)
            if _has_pictures(box):
                box.children = _Row(box.children)
        row = rest[1].children if len(rest) > 5 and hasattr(rest[1], "children") else ()
        if not isinstance(row, _Row) or not (row[row.at] is box or _waits(row, box)):
            return lay_out(context, box, bottom_space, *rest, **named)
        if not row.at or not _is_heading(row[row.at - 1]):
            row.top = box.position_y
        if not rest[0] and row[row.at] is box:
            row.dress(box)
        if rest[0] or rest[2] or not grid_of(context)[1]:
            return lay_out(context, box, bottom_space, *rest, **named)
        margins, foot = [*rest[5]], context.page_bottom - bottom_space

        def to(block: Any) -> Any:
            return lay_out(context, block, bottom_space, *rest[:5], [*margins], *rest[6:], **named)

        return _Turn(context, row, (box.position_x, box.position_y), foot, to).lay_out()

    return in_turn


def put_back(context: Any, page: int) -> None:
    """Give the blocks that changed places on a page, or on those after it, which are all made anew, their
    own ones back."""
    moved = context.__dict__.setdefault("moved", [])
    while moved and moved[-1][0] >= page:
        _, row, begin, blocks = moved.pop()
        row[begin : begin + len(blocks)], row.waiting = blocks, None


def _has_pictures(box: Any) -> bool:
    return "row" not in classes(box.element) and any(map(_is_moved, box.children))


def _is_moved(box: Any) -> bool:
    """Not code: the text around it goes on in it."""
    is_box = box.element_tag == "div" and not _BOXES.isdisjoint(classes(box.element))
    return (box.element_tag in _MOVED or is_box) and box.element.find(".//pre") is None


def _has_caption(box: Any) -> bool:
    return any(box.element.find(f".//{tag}") is not None for tag in ("figcaption", "caption"))


def _is_plain(box: Any) -> bool:
    """Whether it is a paragraph like most."""
    return box.element_tag == "p" and not box.element.get("class")


def _is_heading(box: Any) -> bool:
    return box.element_tag in HEADINGS


def _is_text(box: Any) -> bool:
    return box.element_tag in _TEXT or (box.element_tag in _CODE and not _is_moved(box))


def _speaks(box: Any) -> bool:
    """Whether it speaks of what follows: by a colon, or all in bold, as a heading does."""
    is_heading = "bold-line" in classes(box.element)
    return is_heading or (box.element_tag in _TEXT and _words(box).endswith((":", "：")))


def _leads(box: Any, behind: Any = None) -> bool:
    """Whether it goes on in the block behind it: into a formula, say, in the middle of a sentence."""
    breaks_off = box.element_tag == "p" and not _words(box).endswith(_ENDS)
    return _speaks(box) or (breaks_off and behind is not None and behind.element_tag != "p")


def _words(box: Any) -> str:
    return "".join(box.element.itertext()).rstrip()


def _waiting(row: _Row) -> _Waiting:
    above = (box.element_tag for box in reversed([*row][: row.at]) if _is_heading(box))
    return _Waiting(row[row.at], next(above, "h2"))


def _waits(row: _Row, box: Any) -> bool:
    """Whether a block is the picture that the one whose turn it is goes before: WeasyPrint may ask twice."""
    return row.waiting is not None and row.waiting.picture is box is row[min(row.at + 1, len(row) - 1)]
