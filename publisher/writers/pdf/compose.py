"""The book as one HTML page and its style sheet, for the layout engine."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from publisher import crossrefs
from publisher.model import Book, Chapter, Part, contents, walk
from publisher.themes import Theme
from publisher.trees import fragment, inner
from publisher.writers.drawings import Drawings
from publisher.writers.job import Job
from publisher.writers.pdf import joiners, notes, tables
from publisher.writers.pdf.paper import Paper

COVER = "asset:cover.jpg"


@dataclass(frozen=True, slots=True)
class Composed:
    """What the engine lays out, and the files that it may ask for."""

    html: str
    css: str
    drawings: dict[str, bytes]  # "drawing:….svg" -> SVG


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents."""

    kind: str  # "part" or "chapter"
    id: str
    label: str
    depth: int  # of a part from 1; of a chapter, the parts around it


@dataclass(frozen=True, slots=True)
class PartPage:
    """A part of the book opens with a page of its own."""

    part: Part[Chapter]
    label: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A chapter, with the parts inside a part that begin with it: they share its first page."""

    chapter: Chapter
    subparts: tuple[Part[Chapter], ...]
    heading: Markup  # attributes of the chapter's title: its level in the outline, the running heads
    html: Markup
    part: None = None


def compose(job: Job, paper: Paper) -> Composed:
    book, theme = job.book, job.theme
    words = theme.words_in(book.meta.language)
    drawings = Drawings()
    line_break = job.settings.theme.line_break or theme.line_break
    html = theme.fill(
        "print/book.j2",
        meta=book.meta,
        words=words,
        day=lambda date: theme.day(date, book.meta.language),
        paper=paper,
        pictures="asset:",
        opening=job.settings.pdf.opening,
        cover=COVER if job.settings.pdf.cover else "",
        contents=_contents(book, theme),
        pieces=list(_pieces(book, theme, line_break, drawings)),
    )
    return Composed(html, _css(job, paper), drawings.files)


def _css(job: Job, paper: Paper) -> str:
    """Paper, theme, and what book.toml says of its look; the last word counts."""
    align = job.settings.theme.align or job.theme.align
    chosen = f".chapter-body {{ text-align: {'justify' if align == 'justify' else 'left'}; }}\n"
    return "\n".join((paper.css(), chosen, job.theme.css("book.css"), job.theme.css("print.css")))


def _contents(book: Book, theme: Theme) -> list[Line]:
    return [_line(node, book, theme) for node in walk(contents(book.chapters))]


def _line(node: Part[Chapter] | Chapter, book: Book, theme: Theme) -> Line:
    if isinstance(node, Part):
        return Line("part", node.id, _part_label(node, book, theme), node.depth)
    return Line("chapter", node.id, node.title, len(node.section))


def _part_label(part: Part[Chapter], book: Book, theme: Theme) -> str:
    """ "2부 커피" for a part of the book, its bare name for a part in a part."""
    if part.depth > 1:
        return part.title
    return f"{theme.words_in(book.meta.language)['part'].format(part.numbers[0])}  {part.title}"


def _pieces(book: Book, theme: Theme, line_break: str, drawings: Drawings) -> Iterator[PartPage | Opening]:
    """Part pages and chapters in reading order."""
    waiting: list[Part[Chapter]] = []
    for node in walk(contents(book.chapters)):
        if not isinstance(node, Part):
            yield _opening(node, tuple(waiting), book, line_break, drawings)
            waiting = []
        elif node.depth == 1:
            yield PartPage(node, _part_label(node, book, theme))
        else:
            waiting.append(node)


def _opening(
    chapter: Chapter, subparts: tuple[Part[Chapter], ...], book: Book, line_break: str, drawings: Drawings
) -> Opening:
    level = min(6, len(chapter.section) + 1)
    running = chapter.section[0] if chapter.section else book.meta.title
    attributes = Markup(' class="level-{}" data-label="{}" data-part="{}"')
    heading = attributes.format(level, chapter.title, running)
    html = Markup(_body(chapter, book, line_break, drawings))  # noqa: S704 - serialised from a sanitized tree
    return Opening(chapter, subparts, heading, html)


def _body(chapter: Chapter, book: Book, line_break: str, drawings: Drawings) -> str:
    """The chapter's tree after the passes that only paper needs, as HTML."""
    root = fragment(chapter.xhtml)
    crossrefs.resolve(root, book, lambda chapter_id, anchor: f"#{anchor or chapter_id}")
    notes.to_foot(root)
    tables.mark_long_words(root)
    drawings.replace_formulas(root)
    joiners.apply(root, everywhere=line_break == "eojeol")
    return inner(root, "html")
