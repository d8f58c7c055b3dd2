"""Commands that bring finished books to readers: parse, call, show, exit. No logic."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import click

from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.json_console import JsonLines
from publisher.cli.runner import guarded
from publisher.cli.speech import say
from publisher.errors import Report
from publisher.phrase import _


def _address(_: click.Context, __: click.Parameter, value: str) -> str:
    """An address on the web, percent-encoded, with a slash behind it."""
    if not value:
        return ""
    with suppress(ValueError):  # http://[주소]/
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.netloc and not (parts.query or parts.fragment):
            path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
            return f"{parts.scheme}://{parts.netloc}{path}/"
    raise click.BadParameter(say("{value!r} is not like https://example.org/books/.", value=value))


def _name(_: click.Context, __: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[^\W_][\w-]*", value):
        raise click.BadParameter(
            say("{value!r} is not a name such as books: letters, digits, - and _.", value=value)
        )
    return value


def _language(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
        raise click.BadParameter(say("{value!r} is not a language such as ko or en.", value=value))
    return value


def _looks(command: Callable[..., Any]) -> Callable[..., Any]:
    """What both commands ask of a shelf: its title, language and theme."""
    options = (
        click.option("--title", default="", help=_("Title of the shelf; else by its authors.")),
        click.option(
            "--language",
            default="",
            callback=_language,
            help=_("Language of the pages (ko, en); else that of most books."),
        ),
        click.option(
            "--theme", default="base", help=_("A theme: base, gothic, or a folder in styles/ here.")
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Helped)
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=_("Folder of the site."))
@click.option(
    "--into-blog",
    "blog",
    metavar="BLOG",
    type=click.Path(path_type=Path),
    help=_("In place of -o: a Hexo, Jekyll or Hugo blog that shall carry the site."),
)
@click.option("--at", default="books", callback=_name, help=_("Where in the blog: books, for /books/."))
@click.option(
    "--url", default="", callback=_address, help=_("Where the site will stand: https://example.org/books/.")
)
@_looks
@click.option("--strict", is_flag=True, help=_("Warnings are errors: exit code 1."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
@click.option("-q", "--quiet", is_flag=True, help=_("Only errors, and the path of the site."))
@click.option("-v", "--verbose", is_flag=True, help=_("Notes too."))
def shelf(
    folder: Path | None,
    output: Path | None,
    blog: Path | None,
    at: str,
    title: str,
    url: str,
    language: str,
    theme: str,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make a site of the finished books in DIR (else book/): download pages, OPDS catalogues, a feed."""
    from publisher.assets.themes import load_theme
    from publisher.library import make  # here: no other command needs them
    from publisher.library.shelf import ShelfSettings

    if (output is None) == (blog is None):
        raise click.UsageError(say("Say where the site shall be: -o PUBLIC, or --into-blog BLOG."))
    base = (blog or Path()).absolute()
    books = folder.absolute() if folder else base / "book"

    def work(report: Report, console: Console) -> None:
        look, wishes = load_theme(theme, base), ShelfSettings(title, url, language)
        if output:
            made = make.to_folder(books, wishes, look, output.absolute(), report)
        else:
            made = make.into_blog(books, wishes, look, base, at, report)
        console.shelf(made, report)

    guarded(work, verbosity=verbose - quiet, as_json=as_json, strict=strict)


@click.command(cls=Helped)
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default="book")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, help=_("Port; 0 for any that is free."))
@click.option("--lan", is_flag=True, help=_("For all devices of this network; else for this machine alone."))
@click.option("--host-name", multiple=True, help=_("A name this machine is called by, repeatable: nas.home."))
@click.option("--user", default="", help=_("Ask readers for this name and a password."))
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help=_("A file with the password; else PUBLISHER_PASSWORD or a prompt."),
)
@_looks
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
@click.option("-q", "--quiet", is_flag=True, help=_("Only errors, and the address."))
@click.option("-v", "--verbose", is_flag=True, help=_("Notes too."))
def serve(folder: Path, theme: str, as_json: bool, quiet: bool, verbose: bool, **options: Any) -> None:
    """Lend the books in DIR (by default book/) to e-readers, phones and browsers, until Ctrl-C."""
    from publisher.assets.themes import load_theme
    from publisher.library.server import start  # here: no other command needs a server

    def work(report: Report, console: Console) -> None:
        look = load_theme(theme, Path.cwd())
        asked = start.Asked(folder=folder.absolute(), **options)
        password = start.password(asked, os.environ, console.password)
        started = start.prepare(asked, password, look)
        console.serving(started.address, started.watch.shelf, open_to_all=asked.lan and not password)
        start.run(started, changed=console.reshelved, failed=console.trouble)

    guarded(work, verbosity=verbose - quiet, voice=JsonLines if as_json else None)
