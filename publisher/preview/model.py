"""What the page in the browser is told of the book: one JSON object, in the language of who reads it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from publisher.errors import Diagnostic
from publisher.library import reading
from publisher.preview.choices import called, rows
from publisher.preview.desk import Shown
from publisher.preview.drafts import Overlay
from publisher.preview.order import dropped
from publisher.preview.snapshot import Snapshot
from publisher.writers.pdf.cover.printed import printed

Speak = Callable[[str], str]  # a sentence of ours, in the reader's language


def model(shown: Shown, tried: Overlay, folder: Path, speak: Speak) -> bytes:
    """Return all that the page shows besides the pages themselves."""
    snapshot, trouble = shown.snapshot, shown.trouble
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
        "book": snapshot and _book(snapshot, folder, speak),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def news(shown: Shown, speak: Speak) -> str:
    """Return what is new in a line: where one unit is another, or some pages of it, that; else the page asks
    for the whole."""
    said: dict[str, Any] = {"number": shown.number, "working": shown.working}
    snapshot = shown.snapshot
    if snapshot and snapshot.altered >= 0 and not shown.trouble:
        said["altered"], said["since"] = snapshot.altered, shown.since
        said["unit"] = _unit(snapshot, snapshot.altered)
        said["messages"] = [*_messages(snapshot, speak)]
        if newer := snapshot.newer:
            said["newer"] = newer.pages.start, len(newer.pages), newer.token
    return json.dumps(said, ensure_ascii=False)


def _book(snapshot: Snapshot, folder: Path, speak: Speak) -> dict[str, Any]:
    paper = snapshot.paper
    return {
        "title": snapshot.job.book.meta.title,
        "language": snapshot.job.book.meta.language,
        "volumes": snapshot.volumes,
        "volume": snapshot.volume,
        "paper": [paper.width, paper.height],
        "printed": asdict(printed(len(snapshot.spots), snapshot.settings)),
        "plan": snapshot.arranged.outline.plan,
        "plan_file": snapshot.arranged.config.plan,
        "dropped": [(post.path, post.title) for post in dropped(snapshot)],
        "at": snapshot.at,
        "whole": snapshot.whole,
        "waiting": sum(not one.fragment for one in snapshot.units),
        "units": [_unit(snapshot, number) for number in range(len(snapshot.units))],
        "pages": [(spot.fragment, spot.page, spot.label) for spot in snapshot.spots],
        "contents": [(line.id, line.kind, line.level, line.label, page) for line, page in snapshot.lines],
        "settings": [
            (
                one.table,
                one.key,
                speak(one.name),
                now,
                [(value, speak(called(one, value))) for value in known],
            )
            for one, now, known in rows(snapshot.settings, snapshot.job.theme, folder)
        ],
        "screen": reading.available(),
        "messages": [*_messages(snapshot, speak)],
    }


def _unit(snapshot: Snapshot, number: int) -> tuple[str, str, str, str, bool]:
    """Where it begins, its name, what its pages are, what was laid out, and whether messages are about it."""
    one, token = snapshot.units[number], snapshot.tokens[number]
    posts = (snapshot.posts[start] for start in one.unit.inputs.starts if start in snapshot.posts)
    is_said = any(post.path in snapshot.named for post in posts)
    return one.unit.inputs.starts[0], one.unit.inputs.name, token, one.made_of[:16], is_said


def _messages(snapshot: Snapshot, speak: Speak) -> Iterator[dict[str, Any]]:
    """Each with the chapter that it is about; "" where it is about none."""
    chapters = {post.path: chapter for chapter, post in snapshot.posts.items()}
    for one in snapshot.messages:
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
