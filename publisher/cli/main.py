"""The command line: parse, call, show, exit. No logic.

Exit codes: 0 made; 1 made, with errors (with --strict: or warnings); 2 wrong command line; 3 settings;
4 no blog or nothing in it; 5 cannot write; 6 no font; 7 not the whole book; 8 not sent; 9 open rights;
10 a library does not load; 130 Ctrl-C, 143 SIGTERM, 129 SIGHUP.
See errors.py.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher import __version__, build
from publisher.book.aging import report_aging
from publisher.cli import manpages
from publisher.cli.completion import all_codes, completion
from publisher.cli.console import Console
from publisher.cli.delivery import package, send
from publisher.cli.doctor import doctor
from publisher.cli.edition import edition
from publisher.cli.explain import explain
from publisher.cli.fonts import fonts
from publisher.cli.formats import VOICES
from publisher.cli.helping import Commands, Helped
from publisher.cli.ignoring import choose, known, put_aside
from publisher.cli.init import init
from publisher.cli.json_console import JsonConsole
from publisher.cli.library import serve, shelf
from publisher.cli.options import choices, making, run_with, writing
from publisher.cli.planning import write_plan
from publisher.cli.preview import preview, watch
from publisher.cli.runner import guarded
from publisher.cli.sizes import PlanShown, sizes
from publisher.cli.speech import say, speak
from publisher.cli.themes import themes
from publisher.config.load import RIGHTS, Config, load_rights
from publisher.errors import Report
from publisher.model import Outline
from publisher.phrase import _
from publisher.readers import READERS
from publisher.runtime.machine import write_fails_in_words
from publisher.storage import cache_folder
from publisher.storage.cache import Cache

if TYPE_CHECKING:
    from publisher.privacy.review import Review

_ENGINES = tuple(reader.name for reader in READERS)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
@choices
@click.option("--write", is_flag=True, help=_("Write book.plan.toml, to be edited; or what is new into it."))
@click.option("--pages", is_flag=True, help=_("About how many pages each part and chapter has."))
@click.option(
    "--words", is_flag=True, help=_("Words that age in a book, with their lines: 오늘, 이 블로그, 댓글.")
)
def plan(blog: Path, write: bool, pages: bool, words: bool, **options: Any) -> None:
    """Show the book before it is made: parts, chapters, and the posts that are left out and why."""

    def work(config: Config, report: Report, console: Console) -> None:
        with cache_folder.opened(cut=False) as folder:
            posts, lengths = (Cache(folder / kind) for kind in (build.POSTS, "lengths"))
            blog_read, outlines = build.plan(config, report, posts)
            large = () if write else sizes(config, blog_read, outlines, lengths)
        if words:
            report_aging((entry.post for outline in outlines for entry in outline.entries), report)
        put_aside(report, config.settings.check.ignore, blog_read.posts)
        if write:
            console.plan_written(write_plan(config, blog_read), report)
        else:
            console.plan(PlanShown(blog_read, outlines, config.settings.order, large, pages), report)

    run_with(blog, options | {"verbose": options["verbose"] or words}, work)


@main.command()
@choices
@click.option(
    "--privacy", is_flag=True, help=_("Look for what should not be sold too: people's data, others' rights.")
)
@click.option(
    "--format",
    "form",
    type=click.Choice([*VOICES]),
    default="text",
    help=_("For people, or for programs: GitHub shows messages at their lines."),
)
@click.option(
    "--select",
    multiple=True,
    callback=known,
    shell_complete=all_codes,
    help=_("Only messages of this code, repeatable: image-*."),
)
@click.option(
    "--ignore",
    multiple=True,
    callback=known,
    shell_complete=all_codes,
    help=_("No messages of this code, repeatable."),
)
@click.option(
    "--fix", is_flag=True, help=_("Mend what is safe to mend (typo-*), shown as a diff, when you say so.")
)
@click.option("-y", "--yes", is_flag=True, help=_("With --fix: write it without a question."))
def check(
    blog: Path,
    privacy: bool,
    form: str,
    select: Sequence[str],
    ignore: Sequence[str],
    fix: bool,
    yes: bool,
    **options: Any,
) -> None:
    """Look for everything that a reader of the book would stumble over, and make no book."""
    if fix and (options["as_json"] or form != "text"):
        raise click.UsageError(say("--fix speaks to people: it goes with --format text alone."))

    def work(config: Config, report: Report, console: Console) -> None:
        from publisher.cli import mending  # here: no other command looks into posts

        checked = build.check(config, report, console.progress())
        posts = [entry.post for outline in checked.outlines for entry in outline.entries]
        flawed = mending.look(posts, config.source, select, report)
        found = privately(config, checked, report) if privacy else None
        sift(config, checked.outlines, report)
        if found:
            console.reviewed(checked.books, found, report)
        else:
            console.checked(checked.books, report)
        if fix:
            mending.mend(flawed, report, console, yes=yes)

    def privately(config: Config, checked: build.Checked, report: Report) -> "Review":
        from publisher.privacy.review import review  # here: nothing else needs it

        allowed = load_rights(config.source / RIGHTS, RIGHTS, config.source)
        return review(checked.outlines, checked.books, allowed, report)

    def sift(config: Config, outlines: Sequence[Outline], report: Report) -> None:
        posts = (entry.post for outline in outlines for entry in outline.entries)
        put_aside(report, config.settings.check.ignore, posts)
        choose(report, select, ignore)

    voice = JsonConsole if options["as_json"] else VOICES[form]
    run_with(blog, options | {"verbose": not options["quiet"], "voice": voice}, work)


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
            console.text("\n".join(map(str, manpages.write(main, folder))))

    guarded(work)


@main.command()
def version() -> None:
    """Show the version."""
    guarded(lambda _report, console: console.text(f"publisher {__version__}"))


for _command in (
    init, preview, watch, shelf, serve, send, package, edition, doctor, themes, fonts, explain, completion,
):  # fmt: skip
    main.add_command(_command)
speak(main)
