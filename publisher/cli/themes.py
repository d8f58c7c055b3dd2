"""`publisher themes`: which there are, what one is like, a copy to change, and what is wrong with one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from publisher.assets import theme_copy
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import Theme, load_theme, names
from publisher.book.paper import paper_of
from publisher.cli.completion import themes_of
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.errors import ConfigError, FontError, Report, Where
from publisher.phrase import _


@dataclass(frozen=True, slots=True)
class Shown:
    """What a theme says of itself."""

    name: str
    title: str
    paper: str  # "46판 128 × 188 mm"
    text: str  # "86 mm × 21 lines"
    body: str  # "Noto Serif CJK KR 10/17.5 pt"
    parents: tuple[str, ...]
    settings: Mapping[str, str]  # of [theme], by their keys
    fonts: Mapping[str, tuple[str, ...]]  # role -> families, the best first
    files: tuple[str, ...]  # its own


@click.command(cls=Helped)
@click.argument("blog", type=click.Path(path_type=Path), default=".")
@click.option(
    "--show",
    metavar="NAME",
    shell_complete=themes_of,
    help=_("All that one of them says, and the files that it has."),
)
@click.option(
    "--copy",
    nargs=2,
    metavar="NAME NEW",
    help=_("Copy one into the blog's styles/, under a new name, to change."),
)
@click.option(
    "--check",
    metavar="NAME",
    shell_complete=themes_of,
    help=_("Look for what is wrong with one, and make no book."),
)
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
def themes(blog: Path, show: str, copy: tuple[str, str] | None, check: str, as_json: bool) -> None:
    """List the themes that BLOG can use: ours, and those of its styles/; show, copy or check one."""
    folder = blog.absolute()

    def work(report: Report, console: Console) -> None:
        if copy:
            console.text(str(theme_copy.copied(load_theme(copy[0], folder), folder, copy[1])))
        if check:
            theme = load_theme(check, folder)
            theme.compile()
            paper_of("", theme.paper)
            report.extend(theme.faults())
        if show or check:
            console.theme(shown(load_theme(show or check, folder), folder), report)
        elif not copy:
            console.themes([*_all(folder, report)], report)

    guarded(work, as_json=as_json)


def _all(blog: Path, report: Report) -> Iterator[Shown]:
    """Every theme that can be loaded; the others are named."""
    for name in names(blog):
        try:
            yield shown(load_theme(name, blog), blog)
        except ConfigError as error:
            report.error("config-value", error.message, Where(f"styles/{name}"), error.hint)


def shown(theme: Theme, blog: Path) -> Shown:
    """Return what is to be said of a theme. Raises ConfigError where its paper is none."""
    paper = paper_of("", theme.paper)
    trim = theme.paper.trim
    size = f"{paper.width:g} × {paper.height:g} mm"
    settings = {
        "line_break": theme.line_break,
        "align": theme.align,
        "indent": theme.indent,
        "verse": theme.verse,
        "opening": theme.begins,
        "links": theme.links,
    }
    return Shown(
        theme.name,
        theme.title,
        size if trim[0].isdigit() and "x" in trim else f"{trim} {size}",
        f"{paper.measure:g} mm × {paper.lines} lines",
        f"{_body(theme, blog)} {paper.size:g}/{paper.leading:g} pt",
        tuple(folder.name for folder in theme.folders[1:]),
        settings,
        theme.fonts,
        tuple(sorted(theme.folders[0].files)),
    )


def _body(theme: Theme, blog: Path) -> str:
    """The family that it is set in on this machine; the one that it would be best set in where none is."""
    wanted = theme.fonts["body"]
    try:
        roles = find_fonts({"body": wanted}, blog, "가").roles
    except FontError:
        return wanted[0]
    return next((role.faces[0].family for role in roles if role.faces), wanted[0])
