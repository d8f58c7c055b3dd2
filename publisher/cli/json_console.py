"""What `--json` says: one object on standard output, and nothing besides but what went wrong unforeseen."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from publisher.book.length.extent import Extent
from publisher.book.tree import Part, contents
from publisher.build import Built, Volume
from publisher.cli import wording
from publisher.cli.console import Console
from publisher.errors import Diagnostic, PublisherError, Report
from publisher.mail.sent import Sent
from publisher.model import Book, Entry, Outline
from publisher.storage.cache_folder import Held
from publisher.upload.made import Packaged

if TYPE_CHECKING:  # no other command needs these, which take time to import
    from publisher.cli.doctor import Finding
    from publisher.cli.fonts import Used
    from publisher.cli.planning import WrittenPlan
    from publisher.cli.sizes import PlanShown, Size
    from publisher.cli.themes import Shown
    from publisher.library.make import Made
    from publisher.library.server.shelves import Shelf
    from publisher.privacy.review import Review


class JsonConsole(Console):
    """One run's voice, for programs."""

    _indent: int | None = 2

    def __init__(self, verbosity: int) -> None:
        super().__init__(verbosity)
        self._live = False

    def diagnostics(self, found: Iterable[Diagnostic], *, all_of_them: bool = False) -> None:
        """They stand in the object."""

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        """Say why nothing was made."""
        said = {"error": error.message, "hint": error.hint, "exit_code": error.exit_code}
        self._say(said | {"diagnostics": list(map(_diagnostic, diagnostics))})

    def built(self, built: Built, report: Report) -> None:
        meta = built.volumes[0].book.meta
        volumes = [_volume(volume) for volume in built.volumes]
        self._say(
            {
                "title": meta.collection or meta.title,
                "files": [file for volume in volumes for file in volume["files"]],
                "posts": len(built.blog.posts),
                "left_out": len(built.left_out),
                "chapters": sum(volume["chapters"] for volume in volumes),
                "pages": sum(volume["pages"] for volume in volumes),
                "volumes": volumes if meta.collection else [],
                **_found(report),
                "seconds": round(self.seconds(), 2),
            }
        )

    def checked(self, books: Sequence[Book], report: Report) -> None:
        self._say(_looked_at(books, report))

    def reviewed(self, books: Sequence[Book], review: "Review", report: Report) -> None:
        """Say the same with what a book that is sold should not hold; findings are diagnostics."""
        hosts = [
            {
                "host": row.host,
                "pictures": row.pictures,
                "embeds": row.embeds,
                "open": row.open,
                "permission": row.permission or None,
                "places": [{"path": where.path, "line": where.line} for where in row.places],
            }
            for row in review.hosts
        ]
        kept = [{"path": post.where.path, "by": post.by, "in_book": post.in_book} for post in review.kept]
        self._say(_looked_at(books, report) | {"privacy": {"hosts": hosts, "kept_from_readers": kept}})

    def plan(self, found: "PlanShown", report: Report) -> None:
        first, site = found.outlines[0], found.blog.site
        books = zip(found.outlines, found.sizes, strict=True)
        self._say(
            {
                "title": first.meta.collection or first.meta.title,
                "authors": list(first.meta.authors),
                "language": first.meta.language,
                "engine": site.engine,
                "renderer": site.renderer,
                "timezone": site.timezone,
                "order": found.order.model_dump(mode="json"),
                "plan": first.plan or None,
                "contents": [node for outline, size in books for node in _contents(outline, size.extent)],
                "sizes": [_size(size) for size in found.sizes],
                "left_out": [
                    {"path": left.post.path, "title": left.post.title, "reason": left.reason}
                    for left in first.left_out
                ],
                **_found(report),
            }
        )

    def plan_written(self, plan: "WrittenPlan", report: Report) -> None:
        self._say({"plan": asdict(plan) | {"path": str(plan.path)}, **_found(report)})

    def cache(self, held: Held) -> None:
        place = {"folder": str(held.folder), "entries": held.entries}
        self._say(place | {"bytes": held.size, "limit": held.limit})

    def doctor(self, found: "Sequence[Finding]") -> None:
        self._say({"findings": list(map(asdict, found))})

    def themes(self, found: "Sequence[Shown]", report: Report) -> None:
        """Say what each theme says of itself."""
        self._say({"themes": list(map(asdict, found)), **_found(report)})

    def theme(self, one: "Shown", report: Report) -> None:
        self.themes([one], report)

    def fonts(self, found: "Sequence[Used]", report: Report) -> None:
        self._say({"fonts": list(map(asdict, found)), **_found(report)})

    def sent(self, sent: Sent, report: Report) -> None:
        """Never a password: `Sent` holds none."""
        self._say(
            {
                "sent": not sent.dry,
                "file": sent.file,
                "bytes": sent.size,
                "message_bytes": sent.message_size,
                "from": sent.sender,
                "to": sent.to,
                "subject": sent.subject,
                "server": sent.server,
                "login": sent.login,
                "message_id": sent.message_id,
                **_found(report),
            }
        )

    def packaged(self, packaged: Packaged, report: Report) -> None:
        folders = [
            {
                "title": folder.title,
                "path": str(folder.path),
                "files": list(map(str, folder.files)),
                "checked": folder.checked,
                "faults": folder.faults,
                "left": folder.left,
            }
            for folder in packaged.folders
        ]
        self._say({"for": packaged.store.name, "folders": folders, **_found(report)})

    def shelf(self, made: "Made", report: Report) -> None:
        from publisher.library import links

        books = [
            {
                "title": book.title,
                "identifier": book.identifier,
                "page": links.of_book(book, "html"),
                "files": [
                    {
                        "format": file.form,
                        "address": links.of_file(book, file),
                        "bytes": file.size,
                        "sha256": file.digest,
                    }
                    for file in book.files
                ],
            }
            for book in made.shelf.books
        ]
        self._say(
            {
                "title": made.shelf.title,
                "url": made.shelf.url,
                "folder": str(made.written.folder),
                "page": str(made.page) if made.page else None,
                "books": books,
                "written": list(made.written.new),
                "unchanged": len(made.written.unchanged),
                "removed": list(made.written.removed),
                **_found(report),
            }
        )

    def serving(self, address: str, shelf: "Shelf", *, open_to_all: bool) -> None:
        """Say where it is, and what was wrong in the folder."""
        found = list(map(_diagnostic, shelf.found))
        said = {"address": address, "opds": f"{address}opds/", "title": shelf.title, "diagnostics": found}
        self._say(said)

    def previewing(self, address: str) -> None:
        """Say where it is."""
        self._say({"address": address})

    def watching(self) -> None:
        """Say nothing: whoever reads it waits for the next object."""

    def reshelved(self, shelf: "Shelf") -> None:
        """Say nothing: the object has been said."""

    def _say(self, value: dict[str, Any]) -> None:
        self.text(wording.escaped(json.dumps(value, ensure_ascii=False, indent=self._indent)))


class JsonLines(JsonConsole):
    """The voice of a command that goes on: an object a line, whoever reads it waits for a line's end."""

    _indent = None


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "severity": str(item.severity),
        "code": item.code,
        "message": item.message,
        "path": item.where.path,
        "line": item.where.line,
        "hint": item.hint,
    }


def _found(report: Report) -> dict[str, Any]:
    ignored = [_diagnostic(one.item) | {"reason": one.reason} for one in dict.fromkeys(report.ignored)]
    found = list(map(_diagnostic, dict.fromkeys(report.diagnostics)))
    return {"diagnostics": found, **({"ignored": ignored} if ignored else {})}


def _looked_at(books: Sequence[Book], report: Report) -> dict[str, Any]:
    volumes = [{"title": book.meta.title, "chapters": len(book.chapters)} for book in books]
    return {
        "chapters": sum(len(book.chapters) for book in books),
        "volumes": volumes if books[0].meta.collection else [],
        **_found(report),
    }


def _volume(volume: Volume) -> dict[str, Any]:
    return {
        "title": volume.book.meta.title,
        "identifier": volume.book.meta.identifier,
        "files": [
            {"format": file.format, "path": str(file.path), "bytes": file.size, "pages": file.pages or None}
            for file in volume.files
        ],
        "chapters": len(volume.book.chapters),
        "pages": max((file.pages for file in volume.files), default=0),
    }


def _contents(outline: Outline, extent: Extent) -> list[dict[str, Any]]:
    """The tree of parts; in a volume, if the book is one of several."""
    nodes = [_node(node, extent) for node in contents(outline.entries)]
    meta = outline.meta
    if not meta.collection:
        return nodes
    return [{"volume": meta.title, "identifier": meta.identifier, "children": nodes}]


def _size(size: "Size") -> dict[str, Any]:
    """How large a book will be, about: mm, 200자 원고지."""
    extent, paper = size.extent, size.paper
    made = {"pages": extent.pages, "width": paper.width, "height": paper.height, "sheets": extent.sheets}
    return made | {
        "spine": size.printed.spine,
        "cost": size.printed.cost,
        "manuscript": round(extent.manuscript),
        "aging_words": size.aging,
        "savings": [one._asdict() for one in size.savings],
    }


def _node(node: Part[Entry] | Entry, extent: Extent) -> dict[str, Any]:
    pages = extent.pages_of(node)
    if isinstance(node, Part):
        children = [_node(child, extent) for child in node.children]
        return {"part": node.title, "pages": pages, "children": children}
    post = node.post
    return {
        "number": node.number,
        "id": node.id,
        "title": post.title,
        "date": post.date.isoformat() if post.dated else None,
        "path": post.path,
        "section": list(node.section),
        "categories": [list(section) for section in post.sections],
        "tags": list(post.tags),
        "summary": post.summary,
        "pages": pages,
    }
