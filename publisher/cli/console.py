"""How things look on a terminal and in a pipe. The only module that prints.

Results go to standard output; progress and diagnostics to standard error. Progress shows only on a
terminal. Colour follows NO_COLOR (https://no-color.org) and what click knows of the terminal.
"""

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from publisher.book.tree import contents
from publisher.build import Built, Progress
from publisher.cli import groups, wording
from publisher.cli.afterwards import next_steps
from publisher.cli.progress import Line
from publisher.cli.speech import say, say_many, spoken
from publisher.errors import Diagnostic, PublisherError, Report, Severity, WriteError
from publisher.mail.sent import Sent
from publisher.model import Book
from publisher.phrase import Phrase, _, system_says
from publisher.storage.cache_folder import Held
from publisher.upload.made import CHECKLIST, Packaged

if TYPE_CHECKING:  # no other command needs these, which take time to import
    from publisher.cli.doctor import Finding
    from publisher.cli.fonts import Used
    from publisher.cli.planning import WrittenPlan
    from publisher.cli.sizes import PlanShown
    from publisher.cli.themes import Shown
    from publisher.library.make import Made
    from publisher.library.server.shelves import Shelf
    from publisher.privacy.review import Review

T = TypeVar("T")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Console:
    """One run's voice, for people; json_console.py has the one for programs. `verbosity`: -1 quiet (errors
    only), 0 usual, 1 notes too."""

    def __init__(self, verbosity: int) -> None:
        self.verbosity = verbosity
        self.known: Collection[Diagnostic] = ()  # that has been said, and is not said again
        self.started = time.monotonic()
        self._stage, self._begun = "", 0.0
        self._live = sys.stderr.isatty() and verbosity >= 0
        self._line = Line(self._draw, self._wipe)
        if os.environ.get("NO_COLOR"):
            click.get_current_context().color = False

    def progress(self) -> Progress:
        """Return a line that is written over and over; silent in a pipe."""
        return Progress(step=self._step)

    def clear(self) -> None:
        """Take the line of progress away."""
        self._line.clear()

    def _wipe(self) -> None:
        click.echo("\r" + " " * _width() + "\r", nl=False, err=True)

    def _draw(self, text: str) -> None:
        line = f"[{self.seconds():5.1f} s] {wording.cut(text, _width() - 11)}"
        click.echo("\r" + " " * _width() + "\r" + line, nl=False, err=True)

    def diagnostics(self, found: Iterable[Diagnostic], *, all_of_them: bool = False) -> None:
        """Each once, in the order of files and lines; where they are many, of each kind the first."""
        self.clear()
        wanted = [item for item in found if self._wanted(item.severity) and item not in self.known]
        for group in (groups.whole if all_of_them or self.verbosity > 0 else groups.few)(wanted):
            self._group(group)

    def _group(self, group: groups.Group) -> None:
        for item in group.shown:
            label = click.style(
                f"{_severity(item.severity)}[{item.code}]", fg=_COLOURS[item.severity], bold=True
            )
            where, message = wording.harmless(str(item.where)), wording.harmless(spoken(item.message))
            last = item is group.shown[-1]
            more = f"  ({wording.more(group.more)})" if last and group.more else ""
            click.echo(f"{where}: {label}: {message}{more}", err=True)
            if item.hint and group.hint and last:
                self._hint(wording.harmless(spoken(item.hint)))

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        """Show why nothing was made."""
        self.clear()
        self.diagnostics(diagnostics)
        self.trouble(error.message)
        if error.hint:
            self._hint(spoken(error.hint))

    def stopped(self) -> None:
        """Ctrl-C."""
        self.clear()
        click.echo(say("stopped; every file in the output folder is whole"), err=True)

    def built(self, built: Built, report: Report) -> None:
        """Show what was made: a summary on standard error, the paths on standard output, and on a terminal
        what to do with them."""
        self.diagnostics(report.diagnostics)
        if self.verbosity >= 0:
            click.echo(wording.summary(built, report, self.seconds()), err=True)
        for file in built.files:
            _shown(f"{file.path}" + (f"  ({wording.size(file)})" if self.verbosity >= 0 else ""))
        for line in next_steps(built) if self._live and sys.stdout.isatty() else ():
            click.echo(f"  {wording.harmless(line)}", err=True)

    def checked(self, books: Sequence[Book], report: Report) -> None:
        """All that was found, notes too, and how much was looked at."""
        self.diagnostics(report.diagnostics, all_of_them=True)
        posts = sum(len(book.chapters) for book in books)
        volumes = " " + say("in {count} volumes", count=len(books)) if books[0].meta.collection else ""
        looked = say("{posts} looked at", posts=wording.posts(posts) + volumes)
        _shown(f"{looked}; {wording.faults(report)}")

    def reviewed(self, books: Sequence[Book], review: "Review", report: Report) -> None:
        """The same, and below it a table of what is other people's, and of what the blog keeps to itself."""
        self.checked(books, report)
        for line in wording.review(review):
            _shown(line)

    def plan(self, found: "PlanShown", report: Report) -> None:
        """Show parts, chapters and what is left out; how large the books will be."""
        self.diagnostics(report.diagnostics)
        first, site = found.outlines[0], found.blog.site
        authors = ", ".join(first.meta.authors) or "?"
        title = first.meta.collection or first.meta.title
        _shown(f"{title} — {authors}  ({site.engine}, {site.renderer}, {site.timezone})")
        ordered = say("Ordered by {plan}.", plan=first.plan)
        _shown(ordered if first.plan else wording.order(found.order))
        for outline, size in zip(found.outlines, found.sizes, strict=True):
            if outline.meta.collection:
                _shown(f"\n{outline.meta.title}  ({wording.posts(len(outline.entries))})")
            indent = "  " if outline.meta.collection else ""
            for line in wording.tree(contents(outline.entries), indent, size.extent if found.pages else None):
                _shown(line)
            _shown()
            for line in wording.size_of_book(size):
                _shown(f"{indent}{line}")
        if first.left_out:
            _shown("\n" + say("Not in the book ({count}):", count=len(first.left_out)))
        for left in first.left_out:
            _shown(f"  {left.post.path}: {spoken(left.reason)}")

    def plan_written(self, plan: "WrittenPlan", report: Report) -> None:
        """Show what has come into the plan: as a difference, where it was there."""
        self.diagnostics(report.diagnostics)
        for line in plan.difference:
            _shown(line)
        _shown(wording.plan_written(plan))

    def cache(self, held: Held) -> None:
        """Show where it is, how much is in it, how much may be."""
        size, most = held.size / 1e6, held.limit / 1e6
        said = say(
            "{count:,} files, {size:.1f} MB of at most {most:,.0f} MB",
            count=held.entries,
            size=size,
            most=most,
        )
        _shown(f"{held.folder}: {said}")

    def doctor(self, found: "Sequence[Finding]") -> None:
        """Show what was looked for, a line each."""
        for one in found:
            line = f"{spoken(one.about)}: {spoken(one.name)}: {spoken(one.found) or say('no')}"
            _shown(line + (f"  ({spoken(one.hint)})" if one.hint and not one.found else ""))

    def themes(self, found: "Sequence[Shown]", report: Report) -> None:
        """Show each in a line."""
        self.diagnostics(report.diagnostics)
        for one in found:
            _shown(f"{one.name}: {one.title}: {one.paper}, {one.text}, {one.body}")

    def theme(self, one: "Shown", report: Report) -> None:
        """Show all that one says."""
        self.themes([one], report)
        _shown("  " + say("parents: {names}", names=", ".join(one.parents) or say("none")))
        for key, value in one.settings.items():
            _shown(f"  {key} = {value}")
        for role, families in one.fonts.items():
            _shown(f"  {role}: {', '.join(families)}")
        _shown("  " + say("files: {names}", names=", ".join(one.files)))

    def fonts(self, found: "Sequence[Used]", report: Report) -> None:
        """Show each role: its font, how many letters of each script it has, its licence, better fonts."""
        self.diagnostics(report.diagnostics)
        for one in found:
            _shown(f"{one.role}: {one.family or say('no')}")
            for line in wording.fonts(one):
                _shown(f"  {line}")

    def sent(self, sent: Sent, report: Report) -> None:
        """The mail that went out; of a dry run the whole head of it."""
        self.diagnostics(report.diagnostics)
        size = say("{size:.1f} MB, as mail {mail:.1f} MB", size=sent.size / 1e6, mail=sent.message_size / 1e6)
        if not sent.dry:
            _shown(
                say("{file} sent to {to}", file=sent.file, to=sent.to)
                + (f"  ({size})" if self.verbosity >= 0 else "")
            )
            return
        lines = {
            say("From"): sent.sender,
            say("To"): sent.to,
            say("Subject"): sent.subject,
            say("File"): f"{sent.file}  ({size})",
            say("Server"): sent.server,
            say("Login"): sent.login or say("none"),
        }
        _shown("\n".join(f"{name + ':':<9}{text}" for name, text in lines.items()))
        click.echo(say("dry run: nothing was sent"), err=True)

    def packaged(self, packaged: Packaged, report: Report) -> None:
        """The files of each folder, and how much of its list is left."""
        self.diagnostics(report.diagnostics)
        for folder in packaged.folders:
            for file in folder.files:
                _shown(str(file))
            if self.verbosity >= 0:
                mended = ", " + say("{count} to mend", count=folder.faults) if folder.faults else ""
                done = say("{count} things checked", count=folder.checked) + mended
                left = say("{count} left to do", count=folder.left)
                see = say("see {file}", file=folder.path / CHECKLIST)
                click.echo(f"{folder.title}: {done}; {left}: {see}", err=True)

    def shelf(self, made: "Made", report: Report) -> None:
        """Show where the site is, on standard output; what is in it and what changed, on standard error."""
        self.diagnostics(report.diagnostics)
        shelf, written = made.shelf, made.written
        _shown(f"{written.folder / 'index.html'}")
        if made.page:
            _shown(f"{made.page}")
        if self.verbosity >= 0:
            books = say_many("{count} book", "{count} books", len(shelf.books))
            new, unchanged = len(written.new), len(written.unchanged)
            changed = say("{new} files written, {unchanged} as they were", new=new, unchanged=unchanged)
            removed = ", " + say("{count} removed", count=len(written.removed)) if written.removed else ""
            click.echo(f"{shelf.title}: {books}; {changed}{removed}; {wording.faults(report)}", err=True)

    def password(self, user: str) -> str:
        """Asked twice, and not shown; empty where there is nobody to ask."""
        if not sys.stdin.isatty():
            return ""
        return str(
            click.prompt(
                say("Password for {user}", user=user), hide_input=True, confirmation_prompt=True, err=True
            )
        )

    def agrees(self, question: str) -> bool:
        """Ask; where there is nobody to ask, the answer is no."""
        self.clear()
        if sys.stdin is None or not sys.stdin.isatty():
            return False
        try:
            return click.confirm(question, err=True)
        except click.Abort as stopped:
            raise KeyboardInterrupt from stopped

    def ask(self, question: str, default: str, read: Callable[[str], T]) -> T:
        """Ask until `read` can use the answer; it raises click.BadParameter where it cannot."""
        try:
            answer: T = click.prompt(
                question,
                default,
                show_default=bool(default),
                value_proc=lambda said: read(wording.harmless(said)),
                err=True,
            )
        except click.Abort as stopped:
            raise KeyboardInterrupt from stopped
        return answer

    def serving(self, address: str, shelf: "Shelf", *, open_to_all: bool) -> None:
        """Show where the shelf is, on standard output; the rest, and a code for phones, where someone
        looks."""
        self.diagnostics(shelf.found)
        _shown(address)
        if self.verbosity < 0:
            return
        if sys.stdout.isatty() and "//127." not in address:
            from publisher.library.terminal import terminal_code  # here: no other command draws a code

            printed(terminal_code(address))
        said = say("for e-readers (OPDS) {address}; Ctrl-C ends it", address=f"{address}opds/")
        click.echo(f"{shelf.title}: {said}", err=True)
        if open_to_all:
            self._hint(say("everyone on this network can read it; --user NAME asks for a password"))

    def previewing(self, address: str) -> None:
        """Show where the preview is, on standard output."""
        _shown(address)
        if self.verbosity >= 0:
            click.echo(say("the book is shown there as it is written; Ctrl-C ends it"), err=True)

    def watching(self) -> None:
        """A book is made, and it is waited for the next save."""
        if self.verbosity >= 0:
            click.echo(say("it is made again when a file changes; Ctrl-C ends it"), err=True)

    def reshelved(self, shelf: "Shelf") -> None:
        """The folder has changed."""
        self.diagnostics(shelf.found)
        if self.verbosity >= 0:
            click.echo(f"{shelf.title}: {say('read again')}", err=True)

    def trouble(self, what: str) -> None:
        """Something failed, and the server goes on."""
        click.echo(f"{click.style(_severity(Severity.ERROR), fg='red', bold=True)}: {spoken(what)}", err=True)

    def _hint(self, text: str) -> None:
        click.echo(f"  {say('hint')}: {text}", err=True)

    def text(self, text: str) -> None:
        """Show lines of ours, and what a stranger has called his things in them; tabs stay."""
        printed("\t".join(map(wording.harmless, text.split("\t"))))

    def _wanted(self, severity: Severity) -> bool:
        return severity is Severity.ERROR or (
            self.verbosity >= 1 if severity is Severity.NOTE else self.verbosity >= 0
        )

    def _step(self, what: Phrase, item: str = "", *, done: int = 0, of: int = 0, pages: int = 0) -> None:
        """The stage; in a long one how far it is, pages so far, time left, and what is at hand."""
        if not self._live:
            return
        if what != self._stage:
            self._stage, self._begun = what, time.monotonic()
        facts = [say("{what} {done:,} of {of:,}", what=what, done=done, of=of) if of else spoken(what)]
        facts += [wording.pages(pages)] if pages else []
        facts += wording.time_left(time.monotonic() - self._begun, done, of)
        text = ", ".join(facts) + (f": {item}" if item else "")
        self._line.show(text)

    def seconds(self) -> float:
        """Return how long the run has taken so far."""
        return time.monotonic() - self.started


def _severity(severity: Severity) -> str:
    return {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.NOTE: say("note")}[
        severity
    ]


def _width() -> int:
    """Columns of the terminal, but for the last: a line that fills it would wrap."""
    return shutil.get_terminal_size((61, 1)).columns - 1


def _shown(text: str = "") -> None:
    printed(wording.harmless(text))


def printed(text: str) -> None:
    """Write lines to standard output. Raises WriteError where that is full, not where its reader has gone."""
    try:
        click.echo(text)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        what = _("cannot write {path}: {strerror}", path=_("standard output"), strerror=system_says(error))
        raise WriteError(what) from error
