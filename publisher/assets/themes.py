"""styles/ -> Theme: where themes are, what they inherit, and how their templates are filled.

A theme is a folder: theme.toml, templates/*.j2, book.css (both formats), epub.css, print.css. No code:
templates run in Jinja2's sandbox, those of a blog with a measure, and what they make goes through
assets/allowed.py. What a theme lacks comes from its parent; the last parent is `base`.
Looked up: the blog's own `styles/` first, then ours.
"""

import os
import posixpath
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

from jinja2 import BaseLoader, FunctionLoader, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import ParserError

from publisher import toml
from publisher.assets import sandbox, theme_files, theme_markup, theme_paper, theme_settings
from publisher.assets.theme_files import SETTINGS, TEMPLATES, ThemeFolder
from publisher.assets.theme_paper import ThemePaper
from publisher.errors import ConfigError, Diagnostic
from publisher.phrase import _
from publisher.storage.keys import key_of

BASE = "base"
# What can be wrong with a template; Python itself is asked too much by hundreds of blocks in blocks.
_FAULTS = (
    TemplateError,
    ParserError,  # nothing that could be a page
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    SyntaxError,
    MemoryError,
)


class Looks(Protocol):
    """How paragraphs are set, as book.toml and the theme have it."""

    @property
    def indent(self) -> str: ...
    @property
    def verse(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Theme:
    """How a book looks."""

    name: str
    folders: tuple[ThemeFolder, ...]  # its own, then its parents', `base` last
    fonts: Mapping[str, tuple[str, ...]]  # role -> font families, the best first
    title: str
    paper: ThemePaper
    line_break: str  # "syllable", "eojeol", "eojeol-first"
    align: str  # "justify" or "start"
    opening: Mapping[str, Any]  # how parts and chapters open: the keys of [opening] in book.toml
    figures: Mapping[str, Any]  # captions of pictures and tables: the keys of [figures] in book.toml
    cover: Mapping[str, str]  # "design" and "palette", where the book asks for none
    palettes: Mapping[str, Mapping[str, str]]  # name -> part of a cover -> "#rrggbb"
    indent: str  # of paragraphs: "all", "after-first", "none"
    verse: str  # where it stands: "start", or "center" by its longest line
    links: str  # where addresses of links are said: "notes", "end", "qr", "plain"
    emoji: str  # in the PDF: "mono", "colour"
    begins: str  # where a chapter does: "page", "recto", "run-on"
    words: Mapping[str, Mapping[str, str]]  # language -> key -> what the book says
    shelf: Mapping[str, Mapping[str, str]]  # language -> key -> what the shelf says
    templates: SandboxedEnvironment

    def __reduce__(self) -> tuple[Any, ...]:
        """Templates cannot be sent to another process: they are loaded there."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        del values["templates"]
        return _again, (values,)

    def words_in(self, language: str) -> Mapping[str, str]:
        """Return the theme's words in a language; English ones where it does not speak it."""
        return self.words.get(language.partition("-")[0]) or self.words["en"]

    def shelf_words_in(self, language: str) -> Mapping[str, str]:
        """Return what pages and feeds of a shelf say, in a language; English where the theme does not speak
        it."""
        return self.shelf.get(language.partition("-")[0]) or self.shelf["en"]

    def day(self, date: date, language: str) -> str:
        """Return a date as the book's language writes it: "2021년 3월 14일"."""
        return self.words_in(language)["date"].format(year=date.year, month=date.month, day=date.day)

    def designs(self) -> list[str]:
        """Return the names of the covers that it can draw: templates/covers/NAME.j2."""
        files = {name for folder in self.folders for name in folder.files}
        found = (re.fullmatch(rf"{TEMPLATES}covers/([^_/][^/]*)\.j2", name) for name in files)
        return sorted(name[1] for name in found if name)

    def ancestor(self) -> "Theme":
        """Return the same with the templates of the last parent alone."""
        folders = self.folders[-1:]
        return replace(self, folders=folders, templates=_environment(folders))

    def shipped(self) -> "Theme":
        """Return the same without the files of the blog's own themes; itself where there are none."""
        folders = tuple(filter(_is_ours, self.folders))
        return (
            self
            if folders == self.folders
            else replace(self, folders=folders, templates=_environment(folders))
        )

    def css(self, *names: str) -> str:
        """Style sheets, in the order of their names, with all of the parents' before them."""
        files = ((folder, name) for folder in reversed(self.folders) for name in names)
        return "\n".join(_sheet(folder, name) for folder, name in files if name in folder.files)

    def faults(self) -> list[Diagnostic]:
        """Name what the blog's own themes hold and no book does: it is taken out of what they make."""
        own = (folder for folder in self.folders if not _is_ours(folder))
        return [fault for folder in own for fault in theme_markup.faults(folder, self.templates)]

    def compile(self) -> None:
        """Read its own templates as they will be filled. Raises ConfigError where one is no template."""
        for name in self.folders[0].files:
            if name.endswith(".j2"):
                try:
                    self.templates.get_template(name.removeprefix(TEMPLATES))
                except _FAULTS as error:
                    where = sandbox.place_of(error, name)
                    raise ConfigError(
                        _("theme {name}: {where}: {error}", name=self.name, where=where, error=error),
                        hint=_("mend the template"),
                    ) from error

    def key(self) -> str:
        """Return a digest of all its files and its parents': what a theme has made is made anew when one of
        them changes. See storage/keys.py."""
        return key_of(*(folder.files for folder in self.folders))

    def fill(self, template: str, **values: object) -> str:
        """Return a template with values in it. Raises ConfigError where the theme is at fault."""
        try:
            if not isinstance(self.templates, sandbox.MeasuredEnvironment):
                return self.templates.get_template(template).render(**values)
            self.templates.start(template)
            return theme_markup.page(template, self.templates.get_template(template).render(**values))
        except _FAULTS as error:
            if isinstance(error, MemoryError) and not isinstance(self.templates, sandbox.MeasuredEnvironment):
                raise  # no fault of a theme of ours
            where = sandbox.place_of(error, template)
            what = _("it calls itself without end") if isinstance(error, RecursionError) else error
            raise ConfigError(
                _("theme {name}: {where}: {what}", name=self.name, where=where, what=what),
                hint=_("mend the template"),
            ) from error


def of_book(look: Looks) -> tuple[str, ...]:
    """Return the style sheets that EPUB and PDF share: what all books have, and what this one's look adds."""
    return "book.css", f"indent-{look.indent}.css", f"verse-{look.verse}.css"


def load_theme(name: str, blog: Path) -> Theme:
    """Return the theme of that name, from the blog's own styles/ or ours. Raises ConfigError."""
    places = (blog / "styles", _ours())
    chain = _chain(name, places)
    merged: dict[str, Any] = {}
    paper: dict[str, Any] = {}
    for folder in reversed(chain):
        table, file = _table(folder), folder.place / SETTINGS
        theme_paper.lay(table.pop("paper", {}), paper)
        theme_paper.check(table.get("theme", {}), file)
        _merge(merged, table, file)
    if fault := theme_settings.fault(merged, _table(chain[-1])):
        raise ConfigError(
            _("theme {name}: {fault}", name=name, fault=fault), hint=_("see styles/base/theme.toml")
        )
    look = theme_paper.USUAL | merged.get("theme", {})
    return Theme(
        name=name,
        title=_title(chain[0]),
        paper=theme_paper.paper(paper, chain[0].place / SETTINGS),
        folders=tuple(chain),
        fonts={role: tuple(families) for role, families in merged["fonts"].items()},
        line_break=look["line_break"],
        align=look["align"],
        indent=look["indent"],
        verse=look["verse"],
        links=look["links"],
        emoji=look["emoji"],
        begins=look["opening"],
        opening=merged["opening"],
        figures=merged["figures"],
        cover=merged["cover"],
        palettes=merged["palettes"],
        words=merged["words"],
        shelf=merged["shelf"],
        templates=_environment(tuple(chain)),
    )


def _title(folder: ThemeFolder) -> str:
    """What a theme calls itself, not its parents."""
    return str(_table(folder).get("theme", {}).get("title", folder.name))


def _again(values: Mapping[str, Any]) -> Theme:
    return Theme(**values, templates=_environment(values["folders"]))


def _merge(into: dict[str, Any], table: Mapping[str, Any], file: Path) -> None:
    """Lay a theme's tables over its parents', key by key. A value keeps the kind its parents gave it."""
    for key, value in table.items():
        known = into.get(key)
        if known is not None and type(known) is not type(value):
            wanted = type(known).__name__
            raise ConfigError(
                _("{file}: {key} must be a {wanted}", file=file, key=key, wanted=wanted),
                hint=_("see styles/base/theme.toml"),
            )
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value, file)
        else:
            into[key] = value


def names(blog: Path) -> list[str]:
    """Return every theme that this blog can use."""
    found = {file.parent.name for place in (blog / "styles", _ours()) for file in place.glob("*/theme.toml")}
    return sorted(found)


def _ours() -> Path:
    """styles/ beside the package in a checkout, inside it in a wheel.

    importlib.resources would find a stale copy in an editable install, so the place is computed.
    """
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "styles"
    return beside if beside.is_dir() else package / "styles"


def _chain(name: str, places: tuple[Path, ...]) -> list[ThemeFolder]:
    """The theme's folder and its parents', `base` last."""
    chain: list[ThemeFolder] = []
    is_last = False
    while not is_last:  # also for a name without a letter, which no theme has
        place = next((place for place in places if os.path.lexists(place / name / SETTINGS)), None)
        if place and place / name in [folder.place for folder in chain]:
            raise ConfigError(
                _("theme {name} is its own parent", name=name), hint=_("a chain of parents ends at base")
            )
        if place is None or Path(name).name != name:
            known = sorted({file.parent.name for place in places for file in place.glob("*/theme.toml")})
            near = get_close_matches(name, known, 1)
            hint = (
                _("did you mean {near}?", near=near[0])
                if near
                else _("there are: {names}", names=", ".join(known))
            )
            raise ConfigError(_("there is no theme {name}", name=name), hint=hint)
        # Ours may be reached through links, as some package managers lay files.
        folder = theme_files.load(place / name, None if place == _ours() else place.parent)
        chain.append(folder)
        look = _table(folder).get("theme", {})
        is_last, name = name == BASE and "parent" not in look, look.get("parent", BASE)
        if not isinstance(name, str):
            raise ConfigError(
                _("{value}: parent must be a name", value=folder.place / SETTINGS), hint=_("such as base")
            )
    return chain


_parsed = lru_cache(maxsize=16)(toml.loads)  # one command asks for the same theme some ten times


def _table(folder: ThemeFolder) -> dict[str, Any]:
    path = folder.place / SETTINGS
    try:
        table = deepcopy(_parsed(folder.text(SETTINGS)))
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            _("{path}: {error}", path=path, error=error), hint=_("see styles/base/theme.toml")
        ) from error
    if stray := next((key for key, value in table.items() if not isinstance(value, dict)), ""):
        raise ConfigError(
            _("{path}: {stray} stands in no table", path=path, stray=stray),
            hint=_("see styles/base/theme.toml"),
        )
    return table


@lru_cache(maxsize=16)
def _environment(chain: tuple[ThemeFolder, ...]) -> SandboxedEnvironment:
    loader: BaseLoader = FunctionLoader(partial(_template, chain))
    return sandbox.environment(loader, ours=all(map(_is_ours, chain)))


def _template(chain: tuple[ThemeFolder, ...], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """What Jinja2 asks for: a template's text, its file, and whether it is still so."""
    path = TEMPLATES + posixpath.normpath(name.lstrip("/"))
    folder = next((folder for folder in chain if path in folder.files), None)
    return (folder.text(path), str(folder.place / path), lambda: True) if folder else None


def _sheet(folder: ThemeFolder, name: str) -> str:
    text = folder.text(name)
    return text if _is_ours(folder) else theme_markup.sheet(text).text


def _is_ours(folder: ThemeFolder) -> bool:
    return folder.place.is_relative_to(_ours())
