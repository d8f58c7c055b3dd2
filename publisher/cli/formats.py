"""What `publisher check` says to other programs: SARIF 2.1.0, and annotations of GitHub Actions."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from publisher import __version__
from publisher.cli import wording
from publisher.cli.console import Console
from publisher.cli.explain import codes
from publisher.cli.json_console import JsonConsole
from publisher.cli.speech import spoken
from publisher.errors import Diagnostic, Ignored, PublisherError, Report, Severity, Where
from publisher.model import Book

if TYPE_CHECKING:
    from publisher.privacy.review import Review

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class SarifConsole(JsonConsole):
    """One SARIF log on standard output, in English."""

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        """Say why nothing could be looked at: SARIF has a place for that."""
        told = {"level": "error", "message": {"text": _text(error.message, error.hint)}}
        run = {
            "executionSuccessful": False,
            "exitCode": error.exit_code,
            "toolExecutionNotifications": [told],
        }
        self._say(sarif(diagnostics, (), run))

    def checked(self, books: Sequence[Book], report: Report) -> None:
        self._say(sarif(report.diagnostics, report.ignored, {"executionSuccessful": True}))

    def reviewed(self, books: Sequence[Book], review: "Review", report: Report) -> None:
        self.checked(books, report)


class GithubConsole(Console):
    """A line for each message, which GitHub shows at the line of the post.

    See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """

    def failure(self, error: PublisherError, diagnostics: Iterable[Diagnostic]) -> None:
        self._annotated(diagnostics)
        self.text(f"::error::{_data(_text(spoken(error.message), spoken(error.hint)))}")

    def checked(self, books: Sequence[Book], report: Report) -> None:
        self._annotated(report.diagnostics)

    def reviewed(self, books: Sequence[Book], review: "Review", report: Report) -> None:
        self.checked(books, report)

    def _annotated(self, found: Iterable[Diagnostic]) -> None:
        for item in dict.fromkeys(found):
            self.text(annotation(item))


def annotation(item: Diagnostic) -> str:
    """Return a diagnostic as a workflow command. No text of a post ends it, or begins another."""
    line = f",line={item.where.line}" if item.where.line else ""
    place = f"file={_property(item.where.path)}{line},title={_property(item.code)}"
    return f"::{_COMMANDS[item.severity]} {place}::{_data(_text(spoken(item.message), spoken(item.hint)))}"


def _text(message: str, hint: str) -> str:
    return f"{message}\n{hint}" if hint else message


def _data(text: str) -> str:
    return wording.harmless(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(found: Iterable[Diagnostic], ignored: Iterable[Ignored], run: dict[str, Any]) -> dict[str, Any]:
    """Return the log. See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""
    results = [_result(item) for item in dict.fromkeys(found)]
    results += [_result(one.item) | {"suppressions": [_suppression(one)]} for one in dict.fromkeys(ignored)]
    titles = codes()
    used = sorted({str(result["ruleId"]) for result in results})
    rules = [{"id": code, "shortDescription": {"text": titles.get(code, code)}} for code in used]
    for result in results:
        result["ruleIndex"] = used.index(result["ruleId"])
    driver = {"name": "publisher", "version": __version__, "rules": rules}
    one = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [run],
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [one]}


def _result(item: Diagnostic) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(item.where)}
    if item.where.line:
        place["region"] = {"startLine": item.where.line}
    return {
        "ruleId": item.code,
        "level": str(item.severity),
        "message": {"text": _text(item.message, item.hint)},
        "locations": [{"physicalLocation": place}],
    }


def _artifact(where: Where) -> dict[str, str]:
    """A file of the blog by its path there; one of the machine by its address."""
    uri = quote(where.path.encode("utf-8", "surrogatepass"))
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _suppression(one: Ignored) -> dict[str, str]:
    return {"kind": "inSource" if one.in_post else "external", "justification": one.reason}


VOICES = {"text": Console, "json": JsonConsole, "sarif": SarifConsole, "github": GithubConsole}
