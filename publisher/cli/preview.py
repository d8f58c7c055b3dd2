"""Commands that show the book, or make it, again and again while it is written."""

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any

import click

from publisher import build
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.ignoring import put_aside
from publisher.cli.json_console import JsonLines
from publisher.cli.options import choices, config_of, looking, making, run_with, writing
from publisher.cli.speech import is_korean, spoken
from publisher.config.load import FILE_NAME, Config
from publisher.errors import ConfigError, Diagnostic, PublisherError, Report
from publisher.model import Post
from publisher.phrase import _
from publisher.readers import READERS, check_folder
from publisher.readers.files import MARKDOWN, shown_path
from publisher.runtime.machine import write_fails_in_words
from publisher.storage import cache_folder


@click.command(cls=Helped)
@choices
@click.option("--port", type=click.IntRange(0, 65535), default=0, help=_("Port; else any that is free."))
@click.option("--open/--no-open", "opens", default=True, help=_("Open the browser, or only say the address."))
@click.option(
    "--editor",
    metavar="COMMAND",
    default="",
    help=_("What opens a post at a line: code -g {file}:{line}; else $VISUAL, $EDITOR, or vscode: links."),
)
@looking
def preview(blog: Path, port: int, opens: bool, editor: str, **options: Any) -> None:
    """Show the book of BLOG live in the browser, until Ctrl-C; with a POST, at that post."""
    from publisher.cli.planning import rearrange_plan, write_plan  # here: no other command needs these
    from publisher.config.change import change
    from publisher.library.server import run as runs
    from publisher.preview import run
    from publisher.preview.drafts import Overlay, Wish
    from publisher.preview.editor import command_of
    from publisher.preview.guard import new_secret
    from publisher.preview.lent import Lent

    folder, post = _place(blog)

    def load(overlay: Overlay) -> Config:
        return config_of(folder, options, overlay)

    def save(overlay: Overlay) -> str:
        given = options["config"]
        file = given or folder / FILE_NAME
        with write_fails_in_words(_("{path}", path=file), _("check its permissions"), file.parent):
            change(file, str(given or FILE_NAME), overlay, None if given else folder)
        return str(given or FILE_NAME)

    def work(config: Config, _report: Report, console: Console) -> None:
        check_folder(config.source)
        listening, secret = runs.listen(port, lan=False), new_secret()
        address = f"{runs.address(listening)}{secret}/"
        console.previewing(address)
        if opens and _has_browser(os.environ):
            click.launch(address)
        lent = Lent(
            load, save, write_plan, rearrange_plan, _sift, spoken, "ko" if is_korean() else "en",
            console.trouble, command_of(editor, os.environ),
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # Ctrl-C is the usual end
            run.run(Wish(post), listening, secret, lent)

    run_with(folder, options | _in_lines(options), work)


@click.command(cls=Helped)
@choices
@writing
@making
def watch(blog: Path, **options: Any) -> None:
    """Make the book of BLOG, and make it again whenever a file of it changes, until Ctrl-C."""
    from publisher.preview.watching import told  # here: no other command needs it

    def work(config: Config, _report: Report, console: Console) -> None:
        check_folder(config.source)
        with suppress(KeyboardInterrupt):  # Ctrl-C is the usual end
            changed = told(config.source, [config.out, cache_folder.folder()])
            said = _build(lambda: config, console)
            console.watching()
            while changed.get():
                said = _build(lambda: config_of(blog, options), console, said)

    run_with(blog, options | _in_lines(options), work)


def _in_lines(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"voice": JsonLines} if options["as_json"] else {}


def _has_browser(environ: Mapping[str, str]) -> bool:
    """Whether one can have a window: else programs for the terminal are looked for, and each is complained
    of."""
    return not sys.platform.startswith("linux") or any(environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))


def _build(
    settings: Callable[[], Config], console: Console, known: Collection[Diagnostic] = ()
) -> Collection[Diagnostic]:
    """One build of many: what it cannot make is said, and the next one may. What is `known` is not said
    again; return what is then."""
    report, own = Report(), type(console)(console.verbosity)
    own.known = known
    try:
        config = settings()
        built = build.build(config, report, own.progress())
        put_aside(report, config.settings.check.ignore, built.blog.posts)
        own.built(built, report)
    except PublisherError as error:
        faults = error.faults if isinstance(error, ConfigError) else ()
        own.failure(error, (*report.diagnostics, *faults))
        return known
    return report.diagnostics


def _sift(config: Config, posts: Sequence[Post], report: Report) -> None:
    put_aside(report, config.settings.check.ignore, posts)


def _place(given: Path) -> tuple[Path, str]:
    """The blog's folder, and the file of a post in it; "" where that was not given."""
    if not (given.is_file() and given.suffix.lower() in MARKDOWN):
        return given, ""
    file = given.absolute()
    engines = [reader for reader in READERS if reader.name != "plain"]

    def is_blog(folder: Path) -> bool:
        return (folder / FILE_NAME).is_file() or any(reader.detect(folder) for reader in engines)

    above = [*dropwhile(lambda folder: not is_blog(folder), file.parents)]
    blogs = [*takewhile(is_blog, above)]  # source/ of a Hexo blog looks like a Jekyll blog
    folder = blogs[-1] if blogs else file.parent
    return folder, shown_path(file, folder)
