"""What a worker gets to lay out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.phrase import NOTHING, Phrase
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.slots import Numbered


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a unit is not laid out as it is."""

    hint: Phrase  # what was wrong, and what to do
    overrun: frozenset[int] = frozenset()  # chapters that took too much: they are set as plain text


@dataclass(frozen=True, slots=True)
class LayoutRequest:
    """All that laying out one unit takes: it can be sent to another process, or another machine."""

    name: str  # as messages call it
    head: str  # HTML before the unit's own
    starts: tuple[str, ...]  # ids at which it begins, or begins anew: a chapter's heads go by them
    sections: tuple[str, ...]  # HTML, one for each
    page_box: str  # of its pages, see Paper.sheet_box(); empty: the theme's
    margin_boxes: str  # name of the theme's page; empty: none
    files: tuple[tuple[str, File], ...]
    context: LayoutContext
    simplifies: bool  # whether it is chapters: see simpler.py
    cut: float  # PDF points at either side of its pages of which one side of the unit shows nothing
    fault: Fault | None = None  # why it is set more simply
    own_theme: bool = False  # whether files of the blog dress it: can its words be read? See overlaid.py
    cure: Phrase = NOTHING  # what to do where its words find no room: see Paper.cure
    gauge: tuple[Numbered, ...] = ()  # of the margin boxes, where it has been measured: see layout.py

    def paths(self) -> tuple[str, ...]:
        """Return the files that it names: fonts and pictures."""
        fonts = [*(path for _, path in self.context.files), *(face.path for face in self.context.fonts.faces)]
        pictures = (file for _, file in self.files if isinstance(file, Path))
        return tuple(dict.fromkeys(str(path) for path in (*fonts, *pictures)))

    def moved(self, places: Mapping[str, str]) -> "LayoutRequest":
        """Return the same with its files in other places: path -> path."""
        files = tuple(
            (address, Path(places[str(file)]) if isinstance(file, Path) else file)
            for address, file in self.files
        )
        return replace(self, files=files, context=self.context.moved(places))
