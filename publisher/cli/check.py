"""`publisher check`: all that a reader of the book would stumble over."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher import build
from publisher.cli import mending
from publisher.cli.completion import all_codes
from publisher.cli.console import Console
from publisher.cli.formats import VOICES
from publisher.cli.helping import Helped
from publisher.cli.ignoring import choose, known, put_aside
from publisher.cli.json_console import JsonConsole
from publisher.cli.options import choices, run_with
from publisher.cli.speech import say
from publisher.config.load import RIGHTS, Config, load_rights
from publisher.errors import Report
from publisher.model import Outline
from publisher.phrase import _

if TYPE_CHECKING:
    from publisher.privacy.review import Review


@click.command(cls=Helped)
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
