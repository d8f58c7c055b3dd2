"""Settings that would make a book of fewer sheets, and how many fewer. Pure."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from publisher.assets.theme_paper import ThemePaper
from publisher.book.length.extent import Extent, extent_of
from publisher.book.length.markdown import Measure
from publisher.book.paper import Paper, paper_of
from publisher.config.schema import BookToml
from publisher.config.trims import TRIMS
from publisher.model import Outline, Post

_CLOSER = {"recto": "page", "page": "run-on"}  # openings of chapters, and what takes less room
_WORTH_IT, _LEAST = 0.04, 2  # of the sheets, which an estimate can tell; and sheets


class Saving(NamedTuple):
    """A setting that saves."""

    key: str  # "pdf.opening"
    value: str
    sheets: int


def savings(
    outline: Outline,
    now: Extent,
    paper: ThemePaper,
    settings: BookToml,
    measured: Callable[[Post, Paper], Measure],
) -> tuple[Saving, ...]:
    """Return what would save sheets worth naming, of chapters' openings and the next larger trim."""

    def sheets(pdf: dict[str, str]) -> int:
        own = settings.model_copy(update={"pdf": settings.pdf.model_copy(update=pdf)})
        return extent_of(outline, paper_of(own.pdf.trim, paper), own, measured).sheets

    tried = {("opening", name) for name in _closer(settings.pdf.opening)}
    tried |= {("trim", name) for name in _larger(paper_of(settings.pdf.trim, paper))}
    found = [Saving(f"pdf.{key}", value, now.sheets - sheets({key: value})) for key, value in sorted(tried)]
    return tuple(one for one in found if one.sheets >= max(_LEAST, _WORTH_IT * now.sheets))


def _closer(opening: str) -> Iterator[str]:
    while opening := _CLOSER.get(opening, ""):
        yield opening


def _larger(paper: Paper) -> list[str]:
    """The next of the usual trims."""
    sizes = {
        name.upper(): width * height
        for name, (width, height) in TRIMS.items()
        if width >= paper.width and height >= paper.height and width * height > paper.width * paper.height
    }
    return sorted(sizes, key=lambda name: sizes[name])[:1]
