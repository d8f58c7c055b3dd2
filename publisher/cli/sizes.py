"""How large the books of a plan will be, and how many of their words age: what `plan` shows below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from publisher.assets.themes import load_theme
from publisher.book.aging import aging
from publisher.book.extent import Extent, extent_of
from publisher.book.paper import Paper, paper_of
from publisher.book.settled import settled
from publisher.config.load import Config
from publisher.config.schema import OrderTable
from publisher.errors import Report
from publisher.model import Blog, Outline
from publisher.render.matter import with_matter
from publisher.writers.pdf.cover.printed import Printed, printed


@dataclass(frozen=True, slots=True)
class Size:
    """One book."""

    extent: Extent
    paper: Paper
    printed: Printed
    aging: int  # words


@dataclass(frozen=True, slots=True)
class PlanShown:
    """Books before they are made, as `plan` shows them."""

    blog: Blog
    outlines: tuple[Outline, ...]
    order: OrderTable
    sizes: tuple[Size, ...]
    pages: bool  # whether those of each part and chapter are shown


def sizes(config: Config, blog: Blog, outlines: Sequence[Outline]) -> tuple[Size, ...]:
    """Return how large each will be; nothing of it is laid out."""
    theme = load_theme(config.settings.theme.name, config.source)
    paper = paper_of(config.settings.pdf.trim, theme.paper)
    settings = settled(config.settings, theme)
    words, found = theme.words_in(outlines[0].meta.language), []
    for outline in with_matter(outlines, blog, config, words, Report()):
        extent = extent_of(outline, paper, settings)
        aged = sum(1 for entry in outline.entries for _word in aging(entry.post.markdown))
        found.append(Size(extent, paper, printed(extent.pages, settings), aged))
    return tuple(found)
