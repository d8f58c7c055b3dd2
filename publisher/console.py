"""How things look on a terminal and in a pipe. The only module that prints.

Results go to standard output; progress and diagnostics to standard error. Progress shows only on a
terminal. Colour follows NO_COLOR (https://no-color.org) and what click knows of the terminal.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

import click

from publisher.build import Built, Finished, Progress, Volume
from publisher.errors import Diagnostic, PublisherError, Report, Severity
from publisher.model import Blog, Chapter, Entry, Outline, Part, contents
from publisher.settings import OrderTable
from publisher.store import Held

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDTH = 60  # of a progress line


class Console:
    """One run's voice. `verbosity`: -1 quiet (errors only), 0 usual, 1 notes too."""

    def __init__(self, verbosity: int, *, as_json: bool) -> None:
        self.verbosity = verbosity
        self.as_json = as_json
        self.started = time.monotonic()
        self._live = sys.stderr.isatty() and verbosity >= 0 and not as_json
        if os.environ.get("NO_COLOR"):
            click.get_current_context().color = False

    def progress(self) -> Progress:
        """A line that is written over and over; silent in a pipe."""
        return Progress(step=self._step, chapter=self._chapter)

    def clear(self) -> None:
        if self._live:
            click.echo("\r" + " " * _WIDTH + "\r", nl=False, err=True)

    def diagnostics(self, found: Iterable[Diagnostic]) -> None:
        """Each once, in the order of files and lines."""
        self.clear()
        shown = sorted(dict.fromkeys(found), key=lambda item: (item.where, item.code, item.message))
        for item in shown:
            if not self.as_json and self._wanted(item.severity):
                label = click.style(f"{item.severity}[{item.code}]", fg=_COLOURS[item.severity], bold=True)
                click.echo(f"{item.where}: {label}: {item.message}", err=True)
                if item.hint:
                    click.echo(f"  hint: {item.hint}", err=True)

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        """Why nothing was made."""
        self.clear()
        if self.as_json:
            found = [_diagnostic(item) for item in diagnostics]
            body = {
                "error": error.message,
                "hint": error.hint,
                "exit_code": error.exit_code,
                "diagnostics": found,
            }
            click.echo(json.dumps(body, ensure_ascii=False, indent=2))
            return
        self.diagnostics(diagnostics)
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error.message}", err=True)
        if error.hint:
            click.echo(f"  hint: {error.hint}", err=True)

    def stopped(self) -> None:
        """Ctrl-C."""
        self.clear()
        click.echo("stopped; every file in the output folder is whole", err=True)

    def built(self, built: Built, report: Report) -> None:
        """What was made: the paths on standard output, a summary on standard error."""
        if self.as_json:
            click.echo(json.dumps(_built(built, report, self._seconds()), ensure_ascii=False, indent=2))
            return
        self.diagnostics(report.diagnostics)
        for file in built.files:
            click.echo(f"{file.path}" + (f"  ({_size(file)})" if self.verbosity >= 0 else ""))
        if self.verbosity >= 0:
            click.echo(_summary(built, report, self._seconds()), err=True)

    def checked(self, chapters: int, report: Report) -> None:
        """All that was found, notes too, and how much was looked at."""
        if self.as_json:
            found = [_diagnostic(item) for item in dict.fromkeys(report.diagnostics)]
            click.echo(json.dumps({"chapters": chapters, "diagnostics": found}, ensure_ascii=False, indent=2))
            return
        self.diagnostics(report.diagnostics)
        click.echo(f"{chapters} posts looked at; {_faults(report)}")

    def plan(self, blog: Blog, outlines: Sequence[Outline], order: OrderTable, report: Report) -> None:
        if self.as_json:
            click.echo(json.dumps(_plan(blog, outlines, order, report), ensure_ascii=False, indent=2))
            return
        self.diagnostics(report.diagnostics)
        meta, site = outlines[0].meta, blog.site
        authors = ", ".join(meta.authors) or "?"
        title = meta.collection or meta.title
        click.echo(f"{title} — {authors}  ({site.engine}, {site.renderer}, {site.timezone})")
        click.echo(_order(order))
        for outline in outlines:
            if outline.meta.collection:
                click.echo(f"\n{outline.meta.title}  ({_posts(len(outline.entries))})")
            _tree(contents(outline.entries), "  " if outline.meta.collection else "")
        left_out = outlines[0].left_out
        if left_out:
            click.echo(f"\nNot in the book ({len(left_out)}):")
        for left in left_out:
            click.echo(f"  {left.post.path}: {left.reason}")

    def cache(self, held: Held) -> None:
        """Where it is, how much is in it, how much may be."""
        if self.as_json:
            shown = {"folder": str(held.folder), "entries": held.entries}
            click.echo(json.dumps({**shown, "bytes": held.size, "limit": held.limit}, indent=2))
            return
        sizes = f"{held.size / 1e6:.1f} MB of at most {held.limit / 1e6:,.0f} MB"
        click.echo(f"{held.folder}: {held.entries:,} files, {sizes}")

    def text(self, text: str) -> None:
        click.echo(text)

    def _wanted(self, severity: Severity) -> bool:
        return severity is Severity.ERROR or (
            self.verbosity >= 1 if severity is Severity.NOTE else self.verbosity >= 0
        )

    def _step(self, what: str) -> None:
        self._line(what)

    def _chapter(self, chapter: Chapter, of: int) -> None:
        self._line(f"chapter {chapter.number} of {of}: {chapter.title}")

    def _line(self, text: str) -> None:
        if self._live:
            cut = text if len(text) < _WIDTH - 12 else text[: _WIDTH - 13] + "…"
            self.clear()
            click.echo(f"[{self._seconds():5.1f} s] {cut}", nl=False, err=True)

    def _seconds(self) -> float:
        return time.monotonic() - self.started


def _size(file: Finished) -> str:
    megabytes = f"{file.size / 1e6:.1f} MB"
    return f"{file.pages} pages, {megabytes}" if file.pages else megabytes


def _summary(built: Built, report: Report, seconds: float) -> str:
    left = len(built.left_out)
    pieces = [_posts(sum(len(volume.book.chapters) for volume in built.volumes))]
    pieces += [f"in {len(built.volumes)} volumes"] if built.volumes[0].book.meta.collection else []
    pieces += [f"{left} left out"] if left else []
    return f"{', '.join(pieces)}; {_faults(report)}; {seconds:.1f} s"


def _posts(count: int) -> str:
    return f"{count} post{'s' * (count != 1)}"


def _faults(report: Report) -> str:
    """ "2 warnings, 1 note"."""
    counted = [f"{report.count(s)} {s}{'s' * (report.count(s) != 1)}" for s in Severity if report.count(s)]
    return ", ".join(counted) or "nothing to mend"


def _tree(nodes: Sequence[Part[Entry] | Entry], indent: str) -> None:
    for node in nodes:
        if isinstance(node, Part):
            click.echo(f"{indent}{node.title}")
            _tree(node.children, indent + "  ")
        else:
            click.echo(f"{indent}{_entry_line(node)}")


def _order(order: OrderTable) -> str:
    """How the book is ordered, in a sentence."""
    if order.by == "flat":
        return f"No parts; posts by {_names(order.posts)}."
    several = (
        f" A post in several stands in the {order.prefer}."
        if isinstance(order.prefer, str)
        else (f" A post in several stands in the first of: {_names(order.prefer)}; else in its first.")
    )
    parts = f"Parts by {order.by}, ordered by {_names(order.parts)}; posts by {_names(order.posts)}."
    return parts + (several if order.by in ("category", "tag") else "")


def _names(order: str | tuple[str, ...]) -> str:
    return order if isinstance(order, str) else ", ".join(order)


def _entry_line(entry: Entry) -> str:
    """Number, date, title, file; and for a post in several categories, why it stands where it does."""
    post = entry.post
    date = f"{post.date:%Y-%m-%d}" if post.dated else "undated   "
    others = [" > ".join(section) for section in post.sections if section != entry.section]
    also = f"  (also in {'; '.join(others)})" if others and entry.section in post.sections else ""
    return f"{entry.number:>3}  {date}  {post.title}  [{post.path}]{also}"


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "severity": str(item.severity),
        "code": item.code,
        "message": item.message,
        "path": item.where.path,
        "line": item.where.line,
        "hint": item.hint,
    }


def _built(built: Built, report: Report, seconds: float) -> dict[str, Any]:
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
        "diagnostics": [_diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
        "seconds": round(seconds, 2),
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


def _plan(blog: Blog, outlines: Sequence[Outline], order: OrderTable, report: Report) -> dict[str, Any]:
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
        "diagnostics": [_diagnostic(item) for item in dict.fromkeys(report.diagnostics)],
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
