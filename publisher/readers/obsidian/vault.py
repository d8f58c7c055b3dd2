"""A vault's own settings, and which file a name in a link means.

See https://help.obsidian.md/configuration-folder and https://help.obsidian.md/links: a name is looked for in
the whole vault, in any letter case; of several files the one beside the note is meant, else the least deep.
"""

import json
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publisher.markdown.obsidian.wiki import folded
from publisher.readers.files import small_text

FOLDER = ".obsidian"
_LARGEST = 1.0  # MB of a file of settings


@dataclass(frozen=True, slots=True)
class Settings:
    """What a vault's settings say that a book needs."""

    breaks: bool  # a newline in a paragraph is a line break
    attachments: str  # folder below the vault's, "./" in front: below each note's; "" = the vault's own
    templates: tuple[str, ...]  # folders whose notes are no notes


def settings(vault: Path) -> Settings:
    """Return the vault's settings; what cannot be read is as Obsidian has it at first."""
    app = _table(vault, "app.json")
    templates = (
        _text(_table(vault, "templates.json"), "folder"),
        _text(_table(vault, "plugins/templater-obsidian/data.json"), "templates_folder"),
    )
    return Settings(
        breaks=app.get("strictLineBreaks") is not True,
        attachments=_text(app, "attachmentFolderPath"),
        templates=tuple(folder for folder in templates if folder),
    )


def _table(vault: Path, name: str) -> Mapping[str, Any]:
    try:
        loaded = json.loads(small_text(vault / FOLDER / name, vault, _LARGEST) or "{}")
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return value.strip().strip("/") if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of a vault, by what links call them."""

    by_path: Mapping[str, str]  # folded -> path below the vault: "여행/가을.md"
    by_name: Mapping[str, tuple[str, ...]]  # folded last name -> paths, the least deep first
    by_alias: Mapping[str, str]

    @classmethod
    def of(cls, paths: Iterable[str], aliases: Iterable[tuple[str, str]]) -> "Index":
        """`aliases` are names and the notes that call themselves so; the first of equals has it."""
        by_path, by_name = dict[str, str](), dict[str, list[str]]()
        for path in sorted(paths, key=lambda path: (path.count("/"), path)):
            by_path.setdefault(folded(path), path)
            by_name.setdefault(folded(path).rpartition("/")[2], []).append(path)
        by_alias = {folded(name): path for name, path in reversed([*aliases])}
        return cls(by_path, {name: tuple(found) for name, found in by_name.items()}, by_alias)

    def find(self, name: str, source: str) -> str:
        """Return the file that a name means in a note; "" for none. Nothing outside the vault is one."""
        wanted, here = folded(name.replace("\\", "/")), folded(posixpath.dirname(source))
        if wanted.startswith(("./", "../")):
            wanted = posixpath.normpath(posixpath.join(here, wanted))
        wanted = wanted.strip("/")
        forms = (f"{wanted}.md", wanted)
        found = (self._find(form, here) for form in forms if wanted)
        return next(filter(None, found), "") or self.by_alias.get(wanted, "")

    def _find(self, form: str, here: str) -> str:
        for path in (form, posixpath.normpath(posixpath.join(here, form))):
            if path in self.by_path:
                return self.by_path[path]
        several = self.by_name.get(form.rpartition("/")[2], ())
        return next((path for path in several if f"/{folded(path)}".endswith(f"/{form}")), "")
