"""Commands that bring finished books to readers: parse, call, show, exit. No logic."""

import os
from pathlib import Path
from typing import Any

import click

from publisher.console import Console
from publisher.errors import Report
from publisher.guard import guarded

COMMANDS: list[click.Command] = []


def _command(function: click.Command) -> click.Command:
    """A command of ours; cli.py adds all of them to the group."""
    COMMANDS.append(function)
    return function


@_command
@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), default="book")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder of the site.")
@click.option("--title", default="", help="Title of the shelf; else by its authors.")
@click.option("--url", default="", help="Where the site will stand: https://example.org/books/.")
@click.option("--language", default="", help="Language of the pages (ko, en); else that of most books.")
@click.option("--theme", default="base", help="A theme: base, gothic, or a folder in styles/ here.")
@click.option("--strict", is_flag=True, help="Warnings are errors: exit code 1.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors, and the path of the site.")
@click.option("-v", "--verbose", is_flag=True, help="Notes too.")
def shelf(
    folder: Path,
    output: Path,
    title: str,
    url: str,
    language: str,
    theme: str,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Make a site of the finished books in DIR (by default book/): download pages, OPDS catalogues, feeds."""
    from publisher.shelf import static  # here: no other command needs the shelf
    from publisher.shelf.books import read_shelf
    from publisher.shelf.catalog import ShelfSettings, catalog
    from publisher.shelf.website import website
    from publisher.themes import load_theme

    def work(report: Report, console: Console) -> None:
        look = load_theme(theme, Path.cwd())
        made = catalog(read_shelf(folder.absolute(), look, report), ShelfSettings(title, url, language), look)
        console.shelf(made, static.write(website(made, look), output.absolute()), report)

    guarded(work, verbosity=verbose - quiet, as_json=as_json, strict=strict)


@_command
@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), default="book")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, help="Port; 0 for any that is free.")
@click.option("--lan", is_flag=True, help="For all devices of this network; else for this machine alone.")
@click.option("--host-name", multiple=True, help="A name this machine is called by, repeatable: nas.home.")
@click.option("--user", default="", help="Ask readers for this name and a password.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="A file with the password; else PUBLISHER_PASSWORD or a prompt.",
)
@click.option("--title", default="", help="Title of the shelf; else by its authors.")
@click.option("--language", default="", help="Language of the pages (ko, en); else that of most books.")
@click.option("--theme", default="base", help="A theme: base, gothic, or a folder in styles/ here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors, and the address.")
def serve(folder: Path, theme: str, as_json: bool, quiet: bool, **options: Any) -> None:
    """Lend the books in DIR (by default book/) to e-readers, phones and browsers, until Ctrl-C."""
    from publisher.shelf.server import start  # here: no other command needs a server
    from publisher.themes import load_theme

    def work(report: Report, console: Console) -> None:
        look = load_theme(theme, Path.cwd())
        asked = start.Asked(folder=folder.absolute(), **options)
        password = start.password(asked, os.environ, console.password)
        started = start.prepare(asked, password, look)
        console.serving(started.address, started.watch.shelf, open_to_all=asked.lan and not password)
        start.run(started, changed=console.reshelved, failed=console.trouble)

    guarded(work, verbosity=-quiet, as_json=as_json)
