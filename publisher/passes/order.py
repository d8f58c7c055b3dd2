"""The order of the passes is this list."""

from collections.abc import Callable

from publisher.passes import (
    anchors,
    code,
    diagrams,
    embeds,
    emoji,
    emphasis,
    headings,
    images,
    links,
    math,
    notes,
    sources,
    structure,
)
from publisher.passes.draft import Draft

PASSES: tuple[Callable[[Draft], None], ...] = (
    sources.apply,  # first: every picture is an <img> then
    embeds.apply,  # soon: what it puts in place of frames is ordinary HTML
    structure.apply,
    emphasis.apply,
    emoji.apply,
    images.apply,
    headings.apply,
    links.apply,
    math.apply,
    diagrams.apply,  # before code, which diagrams are that nothing can draw
    code.apply,
    notes.apply,
    anchors.apply,  # last: all ids are there
)


def run(draft: Draft) -> None:
    for apply in PASSES:
        apply(draft)
