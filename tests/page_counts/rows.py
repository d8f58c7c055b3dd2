"""The rows of the count: each a share of faults, with the places where they are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, quantiles

from tests.page_counts.book import GRID, Block, Book, Chapter
from tests.page_counts.eojeol import Break, Breaks, breaks, syllables
from tests.page_counts.lines import Box, Line
from tests.page_counts.paragraphs import Paragraph, paragraphs, picture_above, picture_below

_FINE = 0.1  # points: the same as GRID for those who look closely
_LOOSE = 0.5  # em of a word space
_TRACKED = 0.02  # em of 자간
_FEW = 3  # lines of code
_WIDE = 20  # em of the ground of a block of code; that of a word in a line is narrower
_MM = 25.4 / 72


@dataclass(frozen=True)
class Fault:
    page: int  # of the file, from 1
    line: float  # its baseline, points from the top; 0 for a whole page
    words: str


@dataclass(frozen=True)
class Row:
    """What is counted: `key` is its name for `--show`, `value` None where it cannot be known."""

    key: str
    name: str
    unit: str
    value: float | None
    of: int = 0  # how many there are: lines, pages, paragraphs
    faults: tuple[Fault, ...] = field(default=(), repr=False)

    @property
    def is_share(self) -> bool:
        """Whether it is of faults among a hundred."""
        return "%" in self.unit or "100" in self.unit


@dataclass(frozen=True)
class Count:
    """What all rows are counted from."""

    book: Book
    paragraphs: tuple[Paragraph, ...]
    breaks: Breaks

    @property
    def justified(self) -> Iterator[Line]:
        """Lines that are stretched: no paragraph's last, and with a space."""
        lines = (line for one in self.paragraphs for line in one.lines[:-1])
        return (line for line in lines if self.book.justified and line.spaces and self.book.at_edge(line))


def rows(book: Book) -> tuple[Row, ...]:
    found = paragraphs(book)
    count = Count(book, found, breaks(found))
    return tuple(row for table in TABLE for row in table(count))


def _share(key: str, name: str, unit: str, of: int, faults: Iterable[Fault]) -> Row:
    """A row of faults among a hundred."""
    faults = tuple(faults)
    return Row(key, name, unit, 100 * len(faults) / of if of else None, of, faults)


def _at(line: Line, more: str = "") -> Fault:
    return Fault(line.page, line.baseline, f"{line.text}{more}")


def _grid(count: Count) -> Iterator[Row]:
    book = count.book
    for key, far in (("grid", GRID), ("grid-fine", _FINE)):
        faults = (_at(one, f"  [{book.off(one):.2f} pt]") for one in book.lines if book.off(one) > far)
        yield _share(key, f"body lines off the grid by {far} pt", "%", len(book.lines), faults)
    spreads = [(left, right) for left, right in pairwise(book.pages) if _face(left, right)]
    parted = ((left, line) for left, right in spreads if (line := _parted(left, right, book.leading)))
    faults = (_at(line) for _, line in parted)
    yield _share("facing", "facing pages whose baselines part", "%", len(spreads), faults)


def _face(left: Block, right: Block) -> bool:
    return bool(left.number % 2 == 0 and right.number == left.number + 1 and left.body and right.body)


def _parted(left: Block, right: Block, leading: float) -> Line | None:
    """The first line beside which the facing page has one that is less than half a line away, but off."""
    for line in left.body:
        for other in right.body:
            off = abs(line.baseline - other.baseline)
            if GRID < off < leading / 2:
                return line
    return None


def _white(count: Count) -> Iterator[Row]:
    book = count.book
    inside = [page for chapter in book.chapters for page in _inside(chapter)]
    white = [(page, max(0.0, book.foot - page.depth) / book.height) for page in inside]
    for share in (15, 33):
        faults = (
            Fault(page.number, page.depth, f"{100 * of:.0f} % white")
            for page, of in white
            if of > share / 100
        )
        yield _share(
            f"white-{share}", f"inside pages over {share} % white", "/100 pages", len(book.pages), faults
        )


def _inside(chapter: Chapter) -> Sequence[Block]:
    """All but the last; where nobody says what chapters are, all but the book's last."""
    return chapter.pages[:-1]


def _last_pages(count: Count) -> Iterator[Row]:
    book = count.book
    lasts = [one.pages[-1] for one in book.chapters if one.ends and len(one.pages) > 1]
    known = any(one.ends for one in book.chapters)
    for least in (3, 5):
        faults = [
            Fault(page.number, 0.0, " / ".join(line.text for line in page.lines))
            for page in lasts
            if _filled(page, book) < least
        ]
        row = _share(
            f"last-{least}", f"last pages under {least} lines", "/100 pages", len(book.pages), faults
        )
        yield row if known else Row(row.key, row.name, row.unit, None)


def _filled(page: Block, book: Book) -> int:
    """How many lines a page has; a picture has as many as its height."""
    pictures = sum(
        int((one.bottom - one.top) / book.leading) for one in page.pictures if not _is_ground(one, page)
    )
    return len({round(line.baseline) for line in page.lines}) + pictures


def _is_ground(box: tuple[float, float, float, float], page: Block) -> bool:
    """Whether text stands on a drawing: the ground of code, a frame."""
    left, top, right, bottom = box
    return any(top < one.baseline < bottom and one.left < right and left < one.right for one in page.lines)


def _alone(count: Count) -> Iterator[Row]:
    book = count.book
    page_of = {page.number: page for page in book.pages}
    widows, orphans = [], []
    for one in (one for one in count.paragraphs if one.lines[0].page != one.lines[-1].page):
        first, second, before, last = one.lines[0], one.lines[1], one.lines[-2], one.lines[-1]
        if before.page < last.page and not one.goes_on and not picture_above(page_of[last.page], last, book):
            widows.append(_at(last))
        if (
            first.page < second.page
            and not one.follows
            and not picture_below(page_of[first.page], first, book)
        ):
            orphans.append(_at(first))
    pages = len(book.pages)
    yield _share("widows", "widows: a last line at a page's head", "/100 pages", pages, widows)
    yield _share("orphans", "orphans: a first line at a page's foot", "/100 pages", pages, orphans)
    headings = (line for chapter in book.chapters for line in _headings_at_foot(chapter, book))
    yield _share("headings", "headings at a page's foot", "/100 pages", pages, (_at(one) for one in headings))


def _headings_at_foot(chapter: Chapter, book: Book) -> Iterator[Line]:
    for page in chapter.pages[:-1]:
        if (
            page.lines
            and _is_heading(page.lines[-1], page, book)
            and not picture_below(page, page.lines[-1], book)
        ):
            yield page.lines[-1]


def _is_heading(line: Line, page: Block, book: Book) -> bool:
    """Larger than the body, or of its size and bold; not in the midst of bold text, nor a sentence."""
    size = line.style.size / book.body.size
    other = line not in page.body and not line.style.monospaced and not line.beside
    is_bold = size > 0.98 and line.style.bold and not line.text.endswith(".")
    return other and syllables(line.text) > 0 and (size > 1.03 or is_bold)


def _code(count: Count) -> Iterator[Row]:
    """Code goes on from the page before where its ground is open above: no room between edge and letters."""
    pages = [page for page in count.book.pages if page.lines]
    turns = [(one, other) for one, other in pairwise(pages) if other.number == one.number + 1]
    grounds = [(_ground(one, -1), _ground(other, 0)) for one, other in turns]
    parted = [
        [_on(page, ground) for page, ground in zip(turn, both, strict=True) if ground]
        for turn, both in zip(turns, grounds, strict=True)
        if all(both) and _is_open(turn[1].lines[0], both[1])
    ]
    faults = (_at(part[0]) for parts in parted for part in parts if len({x.baseline for x in part}) < _FEW)
    name = f"parts of code blocks under {_FEW} lines"
    yield _share("code-parts", name, "/100 pages", len(count.book.pages), faults)


def _ground(page: Block, at: int) -> Box | None:
    """The ground of the code of which a line of a page is one."""
    line = page.lines[at]
    around = [one for one in page.pictures if one.top < line.baseline < one.bottom and one.left < line.left]
    wide = [one for one in around if one.right - one.left > _WIDE * line.style.size]
    return next((one for one in wide if any(line.style.monospaced for line in _on(page, one))), None)


def _on(page: Block, ground: Box) -> list[Line]:
    return [one for one in page.lines if ground.top < one.baseline < ground.bottom]


def _is_open(line: Line, ground: Box | None) -> bool:
    return ground is not None and line.baseline - line.style.size - ground.top < 0.8 * line.style.size


def _last_lines(count: Count) -> Iterator[Row]:
    long = [one for one in count.paragraphs if len(one.lines) > 1]
    for number, word in ((1, "one syllable"), (2, "two syllables")):
        short = (one.lines[-2:] for one in long if syllables(one.lines[-1].text) == number)
        faults = (_at(last, f"  [after: {before.text}]") for before, last in short)
        yield _share(f"syllables-{number}", f"last lines of {word}", "/100 paragraphs", len(long), faults)


def _spaces(count: Count) -> Iterator[Row]:
    lines = list(count.justified)
    faults = (_at(one, f"  [{_space(one):.2f} em]") for one in lines if _space(one) > _LOOSE)
    yield _share("loose", f"justified lines with a word space over {_LOOSE} em", "%", len(lines), faults)
    spaces = [space for line in lines for space in line.spaces]
    yield Row("space", "word space, mean", "em", fmean(spaces) if spaces else None, len(spaces))
    most = quantiles(spaces, n=20)[-1] if len(spaces) > 1 else None
    yield Row("space-95", "word space, 95th percentile", "em", most, len(spaces))
    body = [line for one in count.paragraphs for line in one.lines]
    tracked = (
        _at(one, f"  [{one.tracking:+.3f} em]") for one in body if abs(one.tracking) > _TRACKED + 0.002
    )
    yield _share("tracking", f"lines with letter space beyond ± {_TRACKED} em", "%", len(body), tracked)


def _space(line: Line) -> float:
    """The word space of a line; what stands on another ground has more beside it."""
    return sorted(line.spaces)[(len(line.spaces) - 1) // 2]


def _eojeols(count: Count) -> Iterator[Row]:
    found = count.breaks
    within = [one for one in found.all if one.within]
    thrown = [one for one in within if syllables(one.right) == 1]
    unsure = [one for one in found.all if one.within is None]
    lone = _parts(found.lone())
    yield _share("lone", "breaks in an eojeol that leave one syllable", "%", len(within), lone)
    yield _share("thrown", "… on the next line", "%", len(within), _parts(thrown))
    yield _share("thrown-of-all", "… on the next line, of all line ends", "%", len(found.all), _parts(thrown))
    yield _share("within", "line ends within an eojeol", "%", len(found.all), _parts(within))
    yield _share("unsure", "line ends that are not sure", "%", len(found.all), _parts(unsure))
    yield Row("known", "of those that are sure, right", "%", 100 * found.right if found.right else None)


def _parts(breaks: Iterable[Break]) -> Iterator[Fault]:
    return (_at(one.line, f" | {one.right}") for one in breaks)


def _measures(count: Count) -> Iterator[Row]:
    book = count.book
    full = [len(line.text) for line in book.lines if book.inset(line) < 0.1 and book.at_edge(line)]
    even, odd = book.sides
    page = book.file.pages[book.pages[0].number - 1] if book.pages else book.file.pages[0]
    size = book.body.size
    yield Row("measure", "measure", "mm", (odd.right - odd.left) * _MM)
    yield Row(
        "characters", "characters a full line, spaces too", "", fmean(full) if full else None, len(full)
    )
    yield Row("lines", "lines a page", "", round((book.foot - book.top) / book.leading) + 1)
    yield Row("size", "body size", "pt", size)
    yield Row("leading", "leading", "pt", book.leading)
    yield Row("top", "margin above", "mm", (book.top - 0.88 * size) * _MM)
    yield Row("foot", "margin below", "mm", (page.height - book.foot - 0.12 * size) * _MM)
    yield Row("inner", "margin at the spine", "mm", (odd.left + page.width - even.right) / 2 * _MM)
    yield Row("outer", "margin outside", "mm", (even.left + page.width - odd.right) / 2 * _MM)
    yield Row("pages", "body pages, and of the file", "", len(book.pages), len(book.file.pages))


TABLE: tuple[Callable[[Count], Iterator[Row]], ...] = (
    _grid,
    _white,
    _last_pages,
    _alone,
    _code,
    _last_lines,
    _spaces,
    _eojeols,
    _measures,
)
