"""The command line: parse, call, show, exit. No logic.

Exit codes: 0 made; 1 made, with errors (with --strict: or warnings); 2 wrong command line; 3 settings;
4 no blog or nothing in it; 5 cannot write; 6 no font; 7 not the whole book; 8 not sent; 9 open rights;
10 a library does not load; 130 Ctrl-C, 143 SIGTERM, 129 SIGHUP.
See errors.py.
"""

from pathlib import Path
from typing import Any

import click

from publisher import __version__, build
from publisher.cli.console import Console
from publisher.cli.helping import Commands, Helped
from publisher.cli.ignoring import put_aside
from publisher.cli.loading import Loaded
from publisher.cli.options import choices, making, run_with, writing
from publisher.cli.runner import guarded
from publisher.cli.speech import speak
from publisher.config.load import Config
from publisher.errors import Report
from publisher.phrase import _
from publisher.readers import READERS
from publisher.runtime.machine import write_fails_in_words
from publisher.storage import cache_folder

_ENGINES = tuple(reader.name for reader in READERS)
_MODULES = {  # what stands elsewhere
    **{name: f"publisher.cli.{name}" for name in (
        "init", "plan", "preview", "check", "edition", "doctor", "themes", "fonts", "explain", "completion",
    )},
    "watch": "publisher.cli.preview",
    "shelf": "publisher.cli.library",
    "serve": "publisher.cli.library",
    "send": "publisher.cli.delivery",
    "package": "publisher.cli.delivery",
}  # fmt: skip


@click.group(
    cls=Commands, commands=Loaded(_MODULES), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Turn a blog into a book: Markdown posts in, a Korean-set EPUB and PDF out."""


@main.command()
@choices
@writing
@making
def export(blog: Path, **options: Any) -> None:
    """Make the book of BLOG (a folder, by default this one): <title>.epub and <title>.pdf."""

    def work(config: Config, report: Report, console: Console) -> None:
        built = build.build(config, report, console.progress())
        put_aside(report, config.settings.check.ignore, built.blog.posts)
        console.built(built, report)

    run_with(blog, options, work)


@main.command()
@click.argument("blog", type=click.Path(path_type=Path), default=".")
@click.option(
    "--as", "engine", type=click.Choice(_ENGINES), help=_("BLOG holds bare bodies, of this engine.")
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help=_("Folder of the HTML files.")
)
def body(blog: Path, engine: str | None, output: Path) -> None:
    """Write each post's body as the blog itself shows it, one NAME.html a post: how we read it."""
    from publisher.render.bodies import write_bodies  # here: no other command needs the parsers at once

    def work(report: Report, console: Console) -> None:
        count = write_bodies(blog.absolute(), engine, output, report)
        console.diagnostics(report.diagnostics)
        console.text(f"{output}: {count} bodies")

    guarded(work)


@main.command()
@click.option("--clear", is_flag=True, help=_("Empty it."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output."))
def cache(clear: bool, as_json: bool) -> None:
    """Show where the cache is and how much it holds: what earlier builds have left for later ones."""

    def work(_: Report, console: Console) -> None:
        if clear:
            cache_folder.clear()
        console.cache(cache_folder.held())

    guarded(work, as_json=as_json)


@main.command("help")
@click.argument("command", required=False, default="")
@click.option(
    "--man",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=_("Write manual pages (man) to DIR."),
)
@click.pass_context
def help_of(context: click.Context, command: str, folder: Path | None) -> None:
    """Show what publisher can do, or how COMMAND is used: each option in a sentence."""
    above = context.parent or context
    name, found, _rest = main.resolve_command(above, [command]) if command else (None, main, [])
    shown = found or main
    within = click.Context(shown, parent=above, info_name=name) if command else above

    def work(_report: Report, console: Console) -> None:
        if not folder:
            console.text(shown.whole_help(within) if isinstance(shown, Helped) else shown.get_help(within))
            return
        with write_fails_in_words(_("{path}", path=folder), _("check its permissions"), folder):
            from publisher.cli import manpages  # here: no other command writes them

            console.text("\n".join(map(str, manpages.write(main, folder))))

    guarded(work)


@main.command()
def version() -> None:
    """Show the version."""
    guarded(lambda _report, console: console.text(f"publisher {__version__}"))


speak(main)
