"""Settings written into book.toml by a program: its comments and its order stay. See https://tomlkit.readthedocs.io"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import TOMLKitError

from publisher.config.load import text_of
from publisher.config.schema import BookToml
from publisher.errors import ConfigError
from publisher.phrase import _
from publisher.storage.cache import write_whole
from publisher.storage.opening import leads_outside


def change(path: Path, shown: str, changes: Mapping[str, Mapping[str, Any]], blog: Path | None) -> None:
    """Write settings into a file, which need not be there; "" takes a key out, so that the theme's holds.

    `changes` has the file's shape; `shown` and `blog`: see load(). Raises ConfigError where the file would be
    none that can be used, or a link (also one to nothing yet) leads out of the blog, OSError where it cannot
    be written.
    """
    if blog and leads_outside(path, blog):
        hint = _("put the file itself there")
        raise ConfigError(_("{shown} leads out of the blog: nothing is written", shown=shown), hint=hint)
    text = changed(text_of(path, shown, blog), shown, changes)
    write_whole(path.resolve(), text.encode())


def changed(text: str, shown: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of a file with other settings. Raises ConfigError where it could not be used then."""
    try:
        document = tomlkit.parse(text)
        for name, values in changes.items():
            _lay(document, name, values)
        after = tomlkit.dumps(document)
        BookToml.model_validate(tomllib.loads(after))
    except (TOMLKitError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        hint = _("write it by hand; `publisher plan` says what is wrong with the file")
        raise ConfigError(_("{shown} cannot be changed", shown=shown), hint=hint) from error
    return after


def _lay(document: tomlkit.TOMLDocument, name: str, values: Mapping[str, Any]) -> None:
    if name not in document:
        document[name] = tomlkit.table()
    table: Any = document[name]
    for key, value in values.items():
        if value == "":
            table.pop(key, None)
        else:
            table[key] = value
    if not table:
        document.pop(name)


def with_key(value: str, key: str, said: str) -> str:
    """Return an inline table of TOML, `{ … }`, in which a key says something else; "" takes it out."""
    document = tomlkit.parse(f"x = {value}")
    table: Any = document["x"]
    if said:
        table[key] = said
    else:
        table.pop(key, None)
    return tomlkit.dumps(document).removeprefix("x = ").strip()
