"""What `--json` says: one object on standard output, and nothing besides but what went wrong unforeseen."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from publisher.build import Built
from publisher.cli import json_objects
from publisher.cli.console import Console
from publisher.config.schema import OrderTable
from publisher.errors import Diagnostic, PublisherError, Report
from publisher.mail.sent import Sent
from publisher.model import Blog, Book, Outline
from publisher.storage.cache_folder import Held
from publisher.upload.made import Packaged

if TYPE_CHECKING:  # no other command needs these, which take time to import
    from publisher.cli.doctor import Finding
    from publisher.cli.themes import Shown
    from publisher.library.make import Made
    from publisher.library.server.shelves import Shelf
    from publisher.privacy.review import Review


class JsonConsole(Console):
    """One run's voice, for programs."""

    def __init__(self, verbosity: int) -> None:
        super().__init__(verbosity)
        self._live = False

    def diagnostics(self, found: Iterable[Diagnostic]) -> None:
        """They stand in the object."""

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        """Say why nothing was made."""
        self._say(json_objects.failure(error, diagnostics))

    def built(self, built: Built, report: Report) -> None:
        self._say(json_objects.made(built, report, self.seconds()))

    def checked(self, books: Sequence[Book], report: Report) -> None:
        self._say(json_objects.checked(books, report))

    def reviewed(self, books: Sequence[Book], review: "Review", report: Report) -> None:
        self._say(json_objects.reviewed(books, review, report))

    def plan(self, blog: Blog, outlines: Sequence[Outline], order: OrderTable, report: Report) -> None:
        self._say(json_objects.plan(blog, outlines, order, report))

    def cache(self, held: Held) -> None:
        self._say(json_objects.cache(held))

    def doctor(self, found: "Sequence[Finding]") -> None:
        self._say(json_objects.doctor(found))

    def themes(self, found: "Sequence[Shown]", report: Report) -> None:
        self._say(json_objects.themes(found, report))

    def theme(self, one: "Shown", report: Report) -> None:
        self._say(json_objects.themes([one], report))

    def sent(self, sent: Sent, report: Report) -> None:
        self._say(json_objects.sent(sent, report))

    def packaged(self, packaged: Packaged, report: Report) -> None:
        self._say(json_objects.packaged(packaged, report))

    def shelf(self, made: "Made", report: Report) -> None:
        self._say(json_objects.shelf(made, report))

    def serving(self, address: str, shelf: "Shelf", *, open_to_all: bool) -> None:
        """Say it in one line: the server goes on, and whoever reads it waits for its end."""
        self._say(json_objects.serving(address, shelf), indent=None)

    def reshelved(self, shelf: "Shelf") -> None:
        """Say nothing: the object has been said."""

    def _say(self, value: dict[str, Any], indent: int | None = 2) -> None:
        self.text(json.dumps(value, ensure_ascii=False, indent=indent))
