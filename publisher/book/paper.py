"""판형: trim sizes, the margins that go with them, and the lines that stand within."""

from dataclasses import dataclass, replace

from publisher.assets.theme_paper import ThemePaper
from publisher.config.trims import TRIMS, size_of
from publisher.errors import ConfigError
from publisher.phrase import NOTHING, Phrase, _

_MM = 25.4 / 72  # to a point
_LEAST = (30, 40)  # mm of text, in width and height
_FEW_LETTERS, _FEW_LINES = 12, 12  # of a line, of a page: half of what the smallest books have
_CRAMPED = _("the page is too small for its letters: take a larger trim, or smaller letters")
_THIN = 200  # pages of a book that opens flat
_OUTER = 12  # mm that a thick book leaves outside
_SURE = 0.001  # mm below a page's last line: lengths are rounded, and it must not go to the next page
FOOT = 8  # mm below the text that a page laid out alone can give: see endings.py
_PX = 96 / 25.4  # to a millimetre
_MARGIN_BOXES = tuple(
    f"{edge}-{place}"
    for edge, places in {
        "top": ("left-corner", "left", "center", "right", "right-corner"),
        "bottom": ("left-corner", "left", "center", "right", "right-corner"),
        "left": ("top", "middle", "bottom"),
        "right": ("top", "middle", "bottom"),
    }.items()
    for place in places
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A page and its margins, in mm. The inner margin is at the spine: left on a right-hand page.

    `size` and `leading` are those of the body, in pt.
    """

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    size: float
    leading: float
    bleed: float = 0  # of paper around the page, which is cut off

    @property
    def measure(self) -> float:
        """How wide a line is, in mm."""
        return self.width - self.inner - self.outer

    @property
    def lines(self) -> int:
        """How many lines a page has."""
        return int((self.height - self.top - self.bottom) / (self.leading * _MM) + 0.01)

    @property
    def cure(self) -> Phrase:
        """Say what to do where words find no room on it; nothing where it has some: others are at fault."""
        is_cramped = self.measure < _FEW_LETTERS * self.size * _MM or self.lines < _FEW_LINES
        return _CRAMPED if is_cramped else NOTHING

    def bound(self, pages: int) -> "Paper":
        """Return the paper of a book of so many pages: where they open less, the text moves away from the
        spine, a millimetre a hundred pages; it stays as wide, so its lines and pages stay what they are."""
        more = max(0, min((pages - _THIN) // 100, int(self.outer) - _OUTER))
        return replace(self, inner=self.inner + more, outer=self.outer - more)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of the text block in CSS px."""
        width, height = self.width - self.inner - self.outer, self.height - self.top - self.bottom
        return width * _PX, height * _PX

    def css(self) -> str:
        """Return the page boxes, mirrored, and the body. See https://www.w3.org/TR/css-page-3/"""
        top, bottom, inner, outer = (
            f"{side:g}mm" for side in (self.top, self.bottom, self.inner, self.outer)
        )
        # A picture takes no more than three fifths of a page, so that few pages end half empty.
        tallest = (self.height - self.top - self.bottom) * 0.6
        return (
            f"html {{ --page-height: {self.height:g}mm; --page-top: {top}; --page-foot: {bottom}; }}\n"
            f"html {{ font-size: {self.size:g}pt; line-height: {self.leading / self.size:.6g}; }}\n"
            f"figure img, p img, :is(td, th, li, dt, dd, div) img {{ max-height: {tallest:g}mm; }}\n"
            f"@page {{ size: {self.width:g}mm {self.height:g}mm; margin: {top} {outer} {bottom} {inner}; }}\n"
            f"@page :left {{ margin: {top} {inner} {bottom} {outer}; }}\n"
            f"@page :right {{ margin: {top} {outer} {bottom} {inner}; }}\n"
        )

    def sheet_box(self, css: str) -> str:
        """Return the box of pages laid out before their side is known: wide enough for both, margins alike,
        with nothing in the margin boxes that a theme's style sheet fills.

        The text block is where it stands on both sides; what is seen of the page is chosen at binding.
        """
        side = max(self.inner, self.outer)
        width = self.width + abs(self.inner - self.outer)
        foot = min(FOOT, self.bottom)
        box = (
            f"size: {width:g}mm {self.height:g}mm; "
            f"margin: {self.top:g}mm {side:g}mm {self.bottom - foot:g}mm; padding-bottom: {foot:g}mm;"
        )
        filled = css.lower()
        bare = " ".join(f"@{name} {{ content: none }}" for name in _MARGIN_BOXES if f"@{name}" in filled)
        return f"{{ {box} {bare} }}\n"

    @property
    def one_sided(self) -> float:
        """How many mm at the left, and at the right, of such a page are seen on one of its sides only."""
        return abs(self.inner - self.outer)

    def left_of(self, *, recto: bool) -> float:
        """Find where on such a page the seen one begins, in mm from the left."""
        return max(self.inner, self.outer) - (self.inner if recto else self.outer)


def paper_of(trim: str, theme: ThemePaper = ThemePaper()) -> Paper:  # noqa: B008 - frozen
    """Return the paper of a 판형 by name or "WIDTHxHEIGHT" in mm; "": the theme's. Raises ConfigError for any
    other text, and for margins that leave no room.

    Margins grow with the page: on A5 `base` has 20 mm above, 26 below, 26 at the spine, 24 outside.
    """
    width, height = _size(theme.trim, "[paper] trim of the theme")
    outer = width - theme.inner - theme.measure if theme.measure else theme.outer
    text = theme.lines * theme.leading * _MM + _SURE
    foot = height - theme.top - text if theme.lines else theme.foot
    made = Paper(width, height, theme.top, foot, theme.inner, outer, theme.size, theme.leading)
    if trim.strip():
        made = _fitted(made, *_size(trim, "pdf.trim"))
    high = made.height - made.top - made.bottom
    if min(made.top, made.bottom, made.inner, made.outer) < 0 or made.measure < _LEAST[0] or high < _LEAST[1]:
        what = _(
            "[paper] of the theme: its margins leave {measure:g} × {high:g} mm on {width:g} × {height:g}",
            measure=made.measure,
            high=high,
            width=made.width,
            height=made.height,
        )
        raise ConfigError(what, hint=_("a larger trim, or smaller margins"))
    return made


def _fitted(paper: Paper, width: float, height: float) -> Paper:
    """The same on a page of another size: its margins as large a part of it, in whole millimetres."""
    if (width, height) == (paper.width, paper.height):
        return paper
    wide, high = width / paper.width, height / paper.height
    return replace(
        paper, width=width, height=height, top=round(paper.top * high), bottom=round(paper.bottom * high),
        inner=round(paper.inner * wide), outer=round(paper.outer * wide),
    )  # fmt: skip


def _size(trim: str, what: str) -> tuple[float, float]:
    if size := size_of(trim):
        return size
    names = ", ".join(name.upper() if name.isascii() else name for name in TRIMS)
    raise ConfigError(
        _("{what}: {trim!r} is no 판형", what=what, trim=trim),
        hint=_("one of {names}, or millimetres: 140x210", names=names),
    )


A5 = paper_of("")
