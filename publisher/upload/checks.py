"""What can be proved of an upload folder: read back from its files, not remembered from making them."""

import shlex
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from publisher.config.isbn import isbn13
from publisher.config.trims import TRIMS
from publisher.upload.pieces import Bench
from publisher.writers.epub.spine import Spine
from publisher.writers.pdf import prepress
from publisher.writers.pdf.cover import spread
from publisher.writers.pdf.cover.back import back_of
from publisher.writers.pdf.cover.design import fitting
from publisher.writers.pdf.cover.spine import NARROWEST
from publisher.writers.pdf.layout.findings import LEAST

_LISTED = 10  # pages with coarse pictures
RIGHT, FAULT, LOOK = "[v]", "[!]", "[?]"
_COVER_WIDTH = 1000  # pixels that stores ask for at least


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: what was found, and the figures that its words are filled with."""

    mark: str
    key: str  # of words
    values: Mapping[str, Any]

    def text(self, words: Mapping[str, str]) -> str:
        return words[self.key].format(**self.values)


def checked(bench: Bench) -> list[Item]:
    """Return the store's checks, in its order."""
    values = figures(bench)
    return [item for name in bench.store.checks for item in _CHECKS[name](bench, values)]


def person(bench: Bench, words: Mapping[str, str]) -> list[str]:
    """Return what is left to do, in the store's order, with the figures of this book."""
    values = figures(bench)
    named = (f"{name}_set" if name == "do_wings" and bench.flap else name for name in bench.store.person)
    return [words[name].format(**values) for name in named]


def figures(bench: Bench) -> dict[str, Any]:
    """Return what words are filled with."""
    meta = bench.volume.book.meta
    return {
        "store": bench.store.title.partition(" (")[0],
        "title": meta.title,
        "quoted_title": shlex.quote(meta.title),
        "pages": bench.body_pages,
        "gsm": bench.settings.print.gsm,
        "spine": bench.spine,
        "width": bench.paper.width,
        "height": bench.paper.height,
        "bleed": spread.BLEED,
        "flap": bench.flap,
        "wrap_width": round(2 * bench.paper.width + bench.spine + 2 * bench.flap, 1),
        "trim": bench.settings.pdf.trim,
        "trims": ", ".join(name.upper() if name.isascii() else name for name in bench.store.trims),
        "price": meta.price or "-",
        "assets": " ".join(name for name in bench.names() if name.startswith(("book.", "cover-", "SHA"))),
    }


def _size(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    seen = prepress.seen(bench.path("body.pdf"), bench.paper)
    yield Item(RIGHT, "size", values) if seen.right_size else Item(FAULT, "size_bad", values)


def _even(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    seen = prepress.seen(bench.path("body.pdf"), bench.paper)
    yield Item(FAULT if seen.pages % 2 else RIGHT, "even", values | {"pages": seen.pages})


def _fonts(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    loose = prepress.seen(bench.path("body.pdf"), bench.paper).loose_fonts
    loose += prepress.seen(bench.path("cover.pdf"), bench.paper).loose_fonts
    values = values | {"fonts": ", ".join(loose)}
    yield Item(FAULT, "fonts_bad", values) if loose else Item(RIGHT, "fonts", values)


def _wrap(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    right = prepress.is_wrap(bench.path("cover.pdf"), bench.paper, bench.spine, bench.flap)
    yield (
        Item(RIGHT, "wrap_flaps" if bench.flap else "wrap", values)
        if right
        else Item(FAULT, "wrap_bad", values)
    )


def _spine(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    yield Item(RIGHT, "spine_given" if bench.settings.print.spine else "spine_counted", values)
    if bench.spine < NARROWEST:
        yield Item(LOOK, "spine_thin", values)


def _back(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    words = back_of(bench.back, bench.settings.cover, bench.paper, fitting(bench.fonts, bench.paper))
    yield Item(RIGHT, "back", values) if words.whole else Item(FAULT, "back_bad", values)


def _resolution(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    dpi = prepress.resolution(bench.path("cover.pdf"))
    width, height = spread.pixels_wanted(bench.paper)
    values = values | {"dpi": dpi, "needed_width": width, "needed_height": height}
    if not dpi:
        yield Item(RIGHT, "resolution_none", values)
    else:
        yield (
            Item(RIGHT, "resolution", values) if dpi >= spread.DPI else Item(FAULT, "resolution_bad", values)
        )


def _pictures(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    found = prepress.coarse(bench.path("body.pdf"))
    worst = sorted(found, key=lambda page: (found[page], page))[:_LISTED]
    listed = ", ".join(f"{page} ({found[page]})" for page in sorted(worst))
    values = values | {"count": len(found), "listed": listed, "least": LEAST}
    yield Item(LOOK, "pictures_bad", values) if found else Item(RIGHT, "pictures", values)


def _trim(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    size = (bench.paper.width, bench.paper.height)
    offered = size in [TRIMS[name] for name in bench.store.trims]
    yield Item(RIGHT, "trim", values) if offered else Item(FAULT, "trim_bad", values)


def _isbn(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    isbn = bench.volume.book.meta.isbn
    right = bool(isbn13(isbn))  # config/schema.py takes no other
    yield Item(RIGHT, "isbn", values | {"isbn": isbn}) if right else Item(LOOK, "isbn_none", values)


def _description(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    letters = len(bench.volume.book.meta.description)
    values = values | {"letters": letters}
    yield Item(RIGHT, "description", values) if letters else Item(FAULT, "description_bad", values)


def _names(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    yield Item(RIGHT if all(name.isascii() for name in bench.shown()) else FAULT, "names", values)


def _preview(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    pages = prepress.seen(bench.path("preview.pdf"), bench.paper).pages
    yield Item(RIGHT if pages == bench.body_pages + 3 else FAULT, "preview", values)


def _gate(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    """That the copy is whole: what stands in its pages was proven when it was built, by epub/verify.py."""
    wanted = {f"EPUB/{name}.xhtml" for name in Spine.of(bench.volume.book, bench.settings).names}
    with zipfile.ZipFile(bench.path("book.epub")) as archive:
        names = archive.namelist()
        whole = names[:1] == ["mimetype"] and archive.testzip() is None and wanted <= set(names)
    values = values | {"chapters": len(bench.volume.book.chapters)}
    yield Item(RIGHT, "gate", values) if whole else Item(FAULT, "gate_bad", values)


def _inner_names(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    with zipfile.ZipFile(bench.path("book.epub")) as archive:
        strange = [name for name in archive.namelist() if not name.isascii() or " " in name]
    values = values | {"names": ", ".join(strange)}
    yield Item(FAULT, "inner_names_bad", values) if strange else Item(RIGHT, "inner_names", values)


def _cover_size(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    width, height = prepress.pixels(bench.path("cover-front.jpg").read_bytes())
    values = values | {"cover_width": width, "cover_height": height}
    yield Item(RIGHT, "cover_size", values) if width > _COVER_WIDTH else Item(FAULT, "cover_size_bad", values)


def _colophon(bench: Bench, values: dict[str, Any]) -> Iterator[Item]:
    meta = bench.volume.book.meta
    held = {"author": ", ".join(meta.authors), "publisher": meta.publisher, "price_label": meta.price}
    missing = [bench.words[key] for key, text in held.items() if not text]
    values = values | {
        "authors": held["author"],
        "publisher": meta.publisher,
        "published": f"{meta.published}",
    }
    if missing:
        yield Item(LOOK, "colophon_bad", values | {"missing": ", ".join(missing)})
    else:
        yield Item(RIGHT, "colophon", values)


_CHECKS: Mapping[str, Callable[[Bench, dict[str, Any]], Iterator[Item]]] = {
    "size": _size,
    "even": _even,
    "fonts": _fonts,
    "wrap": _wrap,
    "spine": _spine,
    "back": _back,
    "resolution": _resolution,
    "pictures": _pictures,
    "trim": _trim,
    "isbn": _isbn,
    "description": _description,
    "names": _names,
    "preview": _preview,
    "gate": _gate,
    "inner_names": _inner_names,
    "cover_size": _cover_size,
    "colophon": _colophon,
}
