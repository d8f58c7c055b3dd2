"""The order of the passes is this list."""

from collections.abc import Callable

from publisher.passes import (
    alerts,
    anchors,
    attributions,
    bounds,
    code,
    diagrams,
    embeds,
    emoji,
    emphasis,
    gaps,
    headings,
    hidden,
    images,
    links,
    math,
    note_headings,
    notes,
    picture_captions,
    picture_lines,
    short_cells,
    sources,
    structure,
    table_grid,
    table_heads,
    table_parts,
    tally,
    tracking,
    verse,
)
from publisher.passes.chapter_build import ChapterBuild

PASSES: tuple[Callable[[ChapterBuild], None], ...] = (
    hidden.apply,  # first: what no reader of the blog sees is no part of the post
    tracking.apply,
    sources.apply,  # soon: every picture is an <img> then
    bounds.apply,  # before anything is counted
    tally.before,
    embeds.apply,  # soon: what it puts in place of frames is ordinary HTML
    alerts.apply,  # before quotations and boxes are set right
    structure.apply,
    gaps.apply,  # when it is settled what stands in paragraphs
    table_parts.apply,  # before it is asked what is head, and where its places are
    table_heads.apply,
    table_grid.apply,
    emphasis.apply,
    emoji.apply,
    picture_captions.apply,  # before they are parted
    picture_lines.apply,
    images.apply,  # which makes figures of what stands alone
    headings.apply,
    links.apply,
    short_cells.apply,
    math.apply,
    diagrams.apply,  # before code, which diagrams are that nothing can draw
    code.apply,
    attributions.apply,  # before verse, of which they are no line
    verse.apply,
    notes.apply,
    note_headings.apply,  # when notes stand where they do in the book
    anchors.apply,  # behind all that makes ids
    tally.after,
)


def run(build: ChapterBuild) -> None:
    for apply in PASSES:
        apply(build)
