"""The files of an upload folder, each made from the built book. Names are ASCII: stores stumble
over others.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme
from publisher.book.paper import Paper
from publisher.build import Volume
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.library import make
from publisher.library.shelf import ShelfSettings
from publisher.upload import texts
from publisher.upload.stores import Store
from publisher.upload.words import words_in
from publisher.writers.pdf import prepress
from publisher.writers.pdf.cover import spine
from publisher.writers.pdf.cover.pictures import Pictures
from publisher.writers.pdf.cover.spread import wrap_pdf


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a folder is put together, and of what."""

    store: Store
    volume: Volume
    settings: BookToml
    paper: Paper
    theme: Theme
    fonts: FontSet
    cover: bytes  # the front as a JPEG
    folder: Path  # the files of this volume, with their last names
    keep_in: Path
    pictures: Pictures = field(default_factory=Pictures)  # the blogger's own for the cover, as they are

    @property
    def body_pages(self) -> int:
        """Pages of the PDF, made even."""
        pages = max((file.pages for file in self.volume.files), default=0)
        return pages + pages % 2

    @property
    def spine(self) -> float:
        """mm: from book.toml, else from pages and paper."""
        table = self.settings.print
        return table.spine or spine.width(self.body_pages, table.gsm)

    @property
    def back(self) -> str:
        """Text on the back of the cover."""
        return self.settings.print.back or self.volume.book.meta.description

    @property
    def words(self) -> Mapping[str, str]:
        return words_in(self.volume.book.meta.language)

    @property
    def flap(self) -> float:
        """mm of each of the cover's flaps (날개); 0: none."""
        return self.settings.cover.flap

    def path(self, name: str) -> Path:
        return self.folder / name

    def built(self, form: str) -> Path:
        """Return the built file of a format."""
        return next(file.path for file in self.volume.files if file.format == form)

    def names(self) -> list[str]:
        """Of all files, from the folder on: "book.epub", "site/index.html"."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in files)

    def shown(self) -> list[str]:
        """Return files of the folder itself, and folders in it: "book.epub", "site/"."""
        return list(dict.fromkeys(re.sub(r"/.*", "/", name) for name in self.names()))


def _wrap(bench: Bench) -> None:
    meta = bench.volume.book.meta
    made = wrap_pdf(
        meta, bench.pictures, bench.settings.cover, bench.theme, bench.fonts, bench.paper, bench.spine,
        bench.back, bench.keep_in,
    )  # fmt: skip
    bench.path("cover.pdf").write_bytes(made)


def _preview(bench: Bench) -> None:
    prepress.preview(
        bench.path("body.pdf"), bench.path("cover.pdf"), bench.path("preview.pdf"), bench.paper, bench.flap
    )


def _pictures(bench: Bench) -> None:
    """Purple wants about 1000 × 700 and does not say which side is the longer one: both."""
    upright, wide = prepress.preview_pictures(bench.cover, bench.path("cover.pdf"))
    bench.path("preview-700x1000.jpg").write_bytes(upright)
    bench.path("preview-1000x700.jpg").write_bytes(wide)


def _metadata(bench: Bench) -> None:
    pages = bench.body_pages if "pdf" in bench.store.formats else 0
    text = texts.metadata(bench.volume.book, pages, bench.settings.pdf.trim, bench.words)
    bench.path("metadata.txt").write_text(text, "utf-8")


def _notes(bench: Bench) -> None:
    text = texts.notes(bench.volume.book, list(_sums(bench)), bench.words)
    bench.path("notes.txt").write_text(text, "utf-8")


def _sha256(bench: Bench) -> None:
    """As `sha256sum --check` reads it."""
    lines = (f"{digest}  {name}\n" for name, _, digest in _sums(bench))
    bench.path("SHA256SUMS").write_text("".join(lines), "utf-8")


def _sums(bench: Bench) -> Iterator[tuple[str, int, str]]:
    """Name, bytes and SHA-256 of what readers download."""
    for name in bench.names():
        if name.startswith(("book.", "cover-")):
            data = bench.path(name).read_bytes()
            yield name, len(data), hashlib.sha256(data).hexdigest()


def _site(bench: Bench) -> None:
    """The shelf's page for this book, to be put on GitHub Pages."""
    make.to_folder(bench.folder, ShelfSettings("", "", ""), bench.theme, bench.path("site"), Report())


PIECES: Mapping[str, Callable[[Bench], object]] = {
    "body": lambda bench: prepress.even_body(bench.built("pdf"), bench.path("body.pdf")),
    "wrap": _wrap,
    "preview": _preview,
    "front": lambda bench: bench.path("cover-front.jpg").write_bytes(bench.cover),
    "flat": lambda bench: bench.path("cover-flat.jpg").write_bytes(
        prepress.flat_cover(bench.path("cover.pdf"), 2400)
    ),
    "pictures": _pictures,
    "epub": lambda bench: shutil.copyfile(bench.built("epub"), bench.path("book.epub")),
    "pdf": lambda bench: shutil.copyfile(bench.built("pdf"), bench.path("book.pdf")),
    "metadata": _metadata,
    "notes": _notes,
    "sums": _sha256,
    "site": _site,
}
