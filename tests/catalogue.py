"""The Korean catalogue under test; `python -m tests.catalogue` (make catalogue) brings it up to the code.

Sentences that are new stand in messages.po without a translation, for a person to write; those that are gone
go. messages.mo is made of it. See https://babel.pocoo.org/en/latest/messages.html
"""

import ast
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from publisher.cli.main import main
from tests.books import ROOT

PO = ROOT / "publisher/locale/ko/LC_MESSAGES/messages.po"
MO = PO.with_suffix(".mo")
_OURS = {"_": 1, "Phrase": 1, "say": 1, "say_many": 2}  # name -> how many of its arguments are sentences
_FIELD = re.compile(r"\{[^{}]*\}")
_NEEDS_WORDS = re.compile(r"[^\W\d_]|\0 \0")  # of fields alone: the order of two
# What click says of a command line: it asks the same catalogue.
_OF_CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:", "Options", "Commands", "Show this message and exit.", "Show the version and exit.",
    "Error: {message}", "Try '{command} {option}' for help.", "default: {default}", "Missing argument",
    "Missing option", "Missing parameter", "Missing command.", "No such option {name!r}.",
    "No such command {name!r}.", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "Option {name!r} does not take a value.", "Repeat for confirmation", "Choose from:\n\t{choices}",
    "Error: The two entered values do not match.", "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.", "{name} {filename!r} does not exist.",
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}."),
)  # fmt: skip


def sentences() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Yield what is said, and the file of the package that says it. What is fields and signs alone needs no
    other language."""
    for file in sorted((ROOT / "publisher").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
        for sentence in filter(None, map(_said, calls)):
            if _NEEDS_WORDS.search(_FIELD.sub("\0", "".join(sentence))):
                yield sentence[0] if len(sentence) == 1 else sentence, file.relative_to(ROOT).as_posix()
    yield from ((text, "publisher/cli/") for text in _helps(main))
    yield from ((text, "click") for text in _OF_CLICK)


def _said(call: ast.Call) -> tuple[str, ...]:
    """The sentence, with its plural, that stands in a call of ours: also within an f-string."""
    texts = (
        one.value
        for one in call.args[: _OURS.get(getattr(call.func, "id", ""), 0)]
        if isinstance(one, ast.Constant)
    )
    return tuple(text for text in texts if isinstance(text, str))


def _helps(command: click.Command) -> Iterator[str]:
    """Docstrings of commands: tests are run in English."""
    yield command.help or ""
    for one in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _helps(one)


def catalogue() -> Catalog:
    """Return what is translated, with all that is said now."""
    template = Catalog(project="publisher", charset="utf-8")
    for sentence, file in sentences():
        template.add(sentence, locations=[(file, None)])
    held = stored()
    held.update(template, no_fuzzy_matching=True)
    held.obsolete.clear()
    return held


def stored() -> Catalog:
    """Return what messages.po says."""
    return read_po(io.BytesIO(PO.read_bytes()), locale="ko")


def as_po(held: Catalog) -> bytes:
    """Return it as text: by files and sentences, without a date."""
    made = io.BytesIO()
    write_po(made, held, width=110, omit_header=False, sort_by_file=True, include_lineno=False)
    return re.sub(rb'^"(POT-Creation|PO-Revision)-Date: .*\n', b"", made.getvalue(), flags=re.M)


def as_mo(held: Catalog) -> bytes:
    """Return it as gettext reads it."""
    made = io.BytesIO()
    held.creation_date = held.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(made, held)
    return made.getvalue()


if __name__ == "__main__":
    now = catalogue()
    PO.write_bytes(as_po(now))
    MO.write_bytes(as_mo(stored()))
    print(
        *(f"not translated: {message.id!r}" for message in now if message.id and not message.string), sep="\n"
    )
