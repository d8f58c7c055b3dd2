"""What the page in the browser is told of the book: one JSON object, in the language of who reads it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from publisher.errors import Diagnostic
from publisher.library import reading
from publisher.preview.choices import rows
from publisher.preview.desk import Shown
from publisher.preview.drafts import Overlay
from publisher.preview.edition import Edition
from publisher.writers.pdf.cover.spine import width

Speak = Callable[[str], str]  # a sentence of ours, in the reader's language


def model(shown: Shown, tried: Overlay, folder: Path, speak: Speak) -> bytes:
    """Return all that the page shows besides the pages themselves."""
    edition, trouble = shown.edition, shown.trouble
    said = {
        "number": shown.number,
        "working": shown.working,
        "trouble": trouble
        and {
            "what": speak(trouble.what),
            "hint": speak(trouble.hint),
            "faults": [_message(one, speak) for one in trouble.faults],
        },
        "tried": tried,
        "book": edition and _book(edition, folder, speak),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def news(shown: Shown, speak: Speak) -> str:
    """Return what is new in a line: where one unit is another, that; else the page asks for the whole."""
    said: dict[str, Any] = {"number": shown.number, "working": shown.working}
    edition = shown.edition
    if edition and edition.altered >= 0 and not shown.trouble:
        said["altered"] = edition.altered
        said["unit"] = _unit(edition, edition.altered)
        said["messages"] = [*_messages(edition, speak)]
    return json.dumps(said, ensure_ascii=False)


def _book(edition: Edition, folder: Path, speak: Speak) -> dict[str, Any]:
    paper = edition.paper
    return {
        "title": edition.job.book.meta.title,
        "language": edition.job.book.meta.language,
        "volumes": edition.volumes,
        "volume": edition.volume,
        "paper": [paper.width, paper.height],
        "spine": width(len(edition.spots), edition.settings.print.gsm),
        "at": edition.at,
        "whole": edition.whole,
        "waiting": sum(not one.fragment for one in edition.units),
        "units": [_unit(edition, number) for number in range(len(edition.units))],
        "pages": [(spot.fragment, spot.page, spot.label) for spot in edition.spots],
        "contents": [(line.id, line.kind, line.level, line.label, page) for line, page in edition.lines],
        "settings": [
            (one.table, one.key, speak(one.name), now, known)
            for one, now, known in rows(edition.settings, edition.job.theme, folder)
        ],
        "screen": reading.available(),
        "messages": [*_messages(edition, speak)],
    }


def _unit(edition: Edition, number: int) -> tuple[str, str, str, str]:
    """Where it begins, its name, what its pages are, and what was laid out."""
    one = edition.units[number]
    return one.unit.inputs.starts[0], one.unit.inputs.name, edition.tokens[number], one.made_of[:16]


def _messages(edition: Edition, speak: Speak) -> Iterator[dict[str, Any]]:
    """Each with the chapter that it is about; "" where it is about none."""
    chapters = {post.path: chapter for chapter, post in edition.posts.items()}
    for one in edition.messages:
        yield _message(one, speak) | {"chapter": chapters.get(one.where.path, "")}


def _message(one: Diagnostic, speak: Speak) -> dict[str, Any]:
    return {
        "severity": one.severity.value,
        "code": one.code,
        "what": speak(one.message),
        "hint": speak(one.hint),
        "path": one.where.path,
        "line": one.where.line,
    }
