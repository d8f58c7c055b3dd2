"""What `--json` says: values as they go into one JSON object."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from publisher.build import Built, Volume
from publisher.config.schema import OrderTable
from publisher.errors import Diagnostic, PublisherError, Report
from publisher.mail.sent import Sent
from publisher.model import Blog, Book, Entry, Outline, Part, contents
from publisher.storage.cache_folder import Held
from publisher.upload.made import Packaged

if TYPE_CHECKING:  # no other command needs these, which take time to import
    from publisher.cli.doctor import Finding
    from publisher.cli.themes import Shown
    from publisher.library.make import Made
    from publisher.library.server.shelves import Shelf
    from publisher.privacy.review import Review


def diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "severity": str(item.severity),
        "code": item.code,
        "message": item.message,
        "path": item.where.path,
        "line": item.where.line,
        "hint": item.hint,
    }


def doctor(found: "Sequence[Finding]") -> dict[str, Any]:
    return {"findings": [asdict(one) for one in found]}


def themes(found: "Sequence[Shown]", report: Report) -> dict[str, Any]:
    """Return what each theme says of itself."""
    return {
        "themes": [asdict(one) for one in found],
        "diagnostics": [diagnostic(item) for item in report.diagnostics],
    }


def made(built: Built, report: Report, seconds: float) -> dict[str, Any]:
    meta = built.volumes[0].book.meta
    volumes = [_volume(volume) for volume in built.volumes]
    return {
        "title": meta.collection or meta.title,
        "files": [file for volume in volumes for file in volume["files"]],
        "posts": len(built.blog.posts),
        "left_out": len(built.left_out),
        "chapters": sum(volume["chapters"] for volume in volumes),
        "pages": sum(volume["pages"] for volume in volumes),
        "volumes": volumes if meta.collection else [],
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
        "seconds": round(seconds, 2),
    }


def checked(books: Sequence[Book], report: Report) -> dict[str, Any]:
    volumes = [{"title": book.meta.title, "chapters": len(book.chapters)} for book in books]
    return {
        "chapters": sum(len(book.chapters) for book in books),
        "volumes": volumes if books[0].meta.collection else [],
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
    }


def reviewed(books: Sequence[Book], review: "Review", report: Report) -> dict[str, Any]:
    """Return the same with what a book that is sold should not hold; findings are diagnostics."""
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
    return {**checked(books, report), "privacy": {"hosts": hosts, "kept_from_readers": kept}}


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


def shelf(made: "Made", report: Report) -> dict[str, Any]:
    from publisher.library import links

    return {
        "title": made.shelf.title,
        "url": made.shelf.url,
        "folder": str(made.written.folder),
        "page": str(made.page) if made.page else None,
        "books": [
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
        ],
        "written": list(made.written.new),
        "unchanged": len(made.written.unchanged),
        "removed": list(made.written.removed),
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
    }


def plan(blog: Blog, outlines: Sequence[Outline], order: OrderTable, report: Report) -> dict[str, Any]:
    meta = outlines[0].meta
    return {
        "title": meta.collection or meta.title,
        "authors": list(meta.authors),
        "language": meta.language,
        "engine": blog.site.engine,
        "renderer": blog.site.renderer,
        "timezone": blog.site.timezone,
        "order": order.model_dump(mode="json"),
        "contents": [node for outline in outlines for node in _contents(outline)],
        "left_out": [
            {"path": left.post.path, "title": left.post.title, "reason": left.reason}
            for left in outlines[0].left_out
        ],
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
    }


def _contents(outline: Outline) -> list[dict[str, Any]]:
    """The tree of parts; in a volume, if the book is one of several."""
    nodes = [_node(node) for node in contents(outline.entries)]
    meta = outline.meta
    if not meta.collection:
        return nodes
    return [{"volume": meta.title, "identifier": meta.identifier, "children": nodes}]


def _node(node: Part[Entry] | Entry) -> dict[str, Any]:
    if isinstance(node, Part):
        return {"part": node.title, "children": [_node(child) for child in node.children]}
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
    }


def sent(mail: Sent, report: Report) -> dict[str, Any]:
    """Never a password: `Sent` holds none."""
    return {
        "sent": not mail.dry,
        "file": mail.file,
        "bytes": mail.size,
        "message_bytes": mail.message_size,
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "server": mail.server,
        "login": mail.login,
        "message_id": mail.message_id,
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
    }


def packaged(made: Packaged, report: Report) -> dict[str, Any]:
    return {
        "for": made.store.name,
        "folders": [
            {
                "title": folder.title,
                "path": str(folder.path),
                "files": [str(file) for file in folder.files],
                "checked": folder.checked,
                "faults": folder.faults,
                "left": folder.left,
            }
            for folder in made.folders
        ],
        "diagnostics": [diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
    }


def failure(error: PublisherError, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return why nothing was made."""
    return {
        "error": error.message,
        "hint": error.hint,
        "exit_code": error.exit_code,
        "diagnostics": [diagnostic(item) for item in diagnostics],
    }


def cache(held: Held) -> dict[str, Any]:
    """Return where the cache is, how much is in it, how much may be."""
    return {"folder": str(held.folder), "entries": held.entries, "bytes": held.size, "limit": held.limit}


def serving(address: str, shelf: "Shelf") -> dict[str, Any]:
    """Return where the shelf is."""
    found = [diagnostic(item) for item in shelf.found]
    return {"address": address, "opds": f"{address}opds/", "title": shelf.title, "diagnostics": found}
