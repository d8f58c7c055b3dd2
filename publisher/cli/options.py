"""The options that several commands share, and the settings that they come to."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from publisher.book.leaflet import alone
from publisher.cli.completion import categories_of, tags_of, themes_of
from publisher.cli.console import Console
from publisher.cli.misfits import misfits
from publisher.cli.runner import guarded
from publisher.cli.speech import say
from publisher.config import order, schema
from publisher.config.load import FILE_NAME, PLAN, Config, load
from publisher.errors import ConfigError, Report, WriteError
from publisher.phrase import _
from publisher.readers import home_of
from publisher.readers.files import MARKDOWN, shown_path
from publisher.runtime.machine import processes
from publisher.storage.opening import leads_outside

# Keys of book.toml that have an option, where it is not called as they are.
_OPTIONS = {
    ("book", "authors"): "--author",
    ("content", "categories"): "--category",
    ("content", "tags"): "--tag",
    ("order", "posts"): "--order",
    ("theme", "name"): "--theme",
    ("images", "fetch"): "--fetch-images",
}


class _Day(click.ParamType):  # type: ignore[type-arg]  # click 8.1 takes none
    """A day as it is written everywhere else here."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return it. Raises click.BadParameter for what is not like 2024-05-01."""
        try:
            return date(*map(int, value.split("-")))
        except (ValueError, TypeError, OverflowError):
            self.fail(say("{value!r} is no day such as 2024-05-01.", value=value), param, ctx)


_DAY = _Day()


def _split(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(order.SPLIT, value):
        raise click.BadParameter(say("{value!r} is not year, category, pages:300 or none.", value=value))
    return value


def choices(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return what all commands ask that read a blog: which blog, which posts, in which order."""
    options = (
        click.argument("blog", type=click.Path(path_type=Path), default="."),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help=_("Settings; else book.toml in the blog."),
        ),
        click.option("--title", help=_("Title of the book; else the blog's.")),
        click.option("--author", multiple=True, help=_("Author of the book, repeatable; else the blog's.")),
        click.option(
            "--category",
            multiple=True,
            shell_complete=categories_of,
            help=_("Only posts of this category, repeatable: 개발 or 개발/파이썬."),
        ),
        click.option(
            "--tag", multiple=True, shell_complete=tags_of, help=_("Only posts with this tag, repeatable.")
        ),
        click.option("--since", type=_DAY, help=_("Only posts of this day and later.")),
        click.option("--until", type=_DAY, help=_("Only posts of this day and earlier.")),
        click.option("--drafts", is_flag=True, default=None, help=_("Drafts too.")),
        click.option(
            "--private", is_flag=True, default=None, help=_("Private, hidden and encrypted posts too.")
        ),
        click.option("--by", type=click.Choice(order.BY_CHOICES), help=_("What makes a part of the book.")),
        click.option(
            "--order", type=click.Choice(order.POST_ORDER_CHOICES), help=_("Order of posts in a part.")
        ),
        click.option(
            "--split",
            callback=_split,
            help=_("Several books: one a year, one a category, or pages:300 each."),
        ),
        click.option("--strict", is_flag=True, help=_("Warnings are errors: exit code 1.")),
        click.option("--json", "as_json", is_flag=True, help=_("One JSON object on standard output.")),
        click.option("-q", "--quiet", is_flag=True, help=_("Only errors, and the paths of the books.")),
        click.option("-v", "--verbose", is_flag=True, help=_("Notes too.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def writing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return what the commands ask that write books: where, and in which formats."""
    return _with(
        command,
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help=_("Folder of the books; else book/ in the blog."),
        ),
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(schema.FORMAT_CHOICES),
            help=_("Repeatable; else both."),
        ),
    )


def making(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return what the commands ask that make a book: its look, and who does the work."""
    return _with(
        looking(command),
        click.option(
            "--fetch-images",
            is_flag=True,
            help=_("Fetch pictures of other sites into the blog, once: book-images/ and images.lock."),
        ),
        click.option(
            "--workers", help=_("A Dask scheduler that renders and lays out: tcp://127.0.0.1:8786.")
        ),
    )


def looking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return what the commands ask that show pages."""
    return _with(
        command,
        click.option(
            "--theme",
            shell_complete=themes_of,
            help=_("A theme that `publisher themes` lists, or a folder of the blog's styles/."),
        ),
        click.option("--trim", help=_("판형 of the PDF: A5, 신국판, 140x210; else the theme's.")),
        click.option(
            "--jobs",
            type=click.IntRange(1),
            help=_("Worker processes; else one a core, as far as there is memory."),
        ),
        click.option(
            "--trusted", is_flag=True, help=_("Let worker processes touch all files and the network.")
        ),
        click.option(
            "--no-cache",
            is_flag=True,
            help=_("Use nothing from earlier builds, keep nothing for later ones."),
        ),
    )


def _with(
    command: Callable[..., Any], *options: Callable[[Callable[..., Any]], Callable[..., Any]]
) -> Callable[..., Any]:
    """The command with these options, in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def run_with(blog: Path, options: dict[str, Any], work: Callable[[Config, Report, Console], None]) -> None:
    """The work with its settings: what the commands that read a blog have in common."""
    guarded(
        lambda report, console: work(config_of(blog, options), report, console),
        verbosity=options["verbose"] - options["quiet"],
        as_json=options["as_json"],
        strict=options["strict"],
        voice=options.get("voice"),
    )


def config_of(
    blog: Path, options: dict[str, Any], overlay: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> Config:
    """Return the settings of a command that reads a blog, below those of `overlay`. Raises ConfigError."""
    given, only = options.get("config"), ""
    if blog.is_file() and blog.suffix.lower() in MARKDOWN:
        post, blog = blog.absolute(), home_of(blog.absolute())
        only = shown_path(post, blog)
    path = given or blog / FILE_NAME
    if given and not given.is_file():
        hint = _("without --config the blog's own book.toml is read; `publisher init` writes one")
        raise ConfigError(_("there is no settings file {given}", given=given), hint=hint)
    source, given_here = blog.absolute(), _over(options, overlay)
    named = {(t, key): _OPTIONS.get((t, key), f"--{key}") for t, keys in given_here.items() for key in keys}
    shown, within = str(given or FILE_NAME), None if given else blog
    settings = load(path, shown, given_here, within, named, partial(misfits, source))
    return Config(
        source=source,
        only=only,
        out=_out(source, options),
        formats=options.get("formats") or schema.FORMAT_CHOICES,
        settings=alone(settings, options["title"] or "") if only else settings,
        jobs=options.get("jobs") or processes(),
        workers=options.get("workers") or "",
        trusted=bool(options.get("trusted")),
        cache=not options.get("no_cache"),
        epoch=_epoch(),
        plan=_plan(given, options),
    )


def _plan(given: Path | None, options: dict[str, Any]) -> str:
    """The file that orders the book, beside the settings; "" where the command line orders it."""
    if (options["by"] or options["order"]) and not options.get("write"):
        return ""
    return str(given.absolute().with_suffix(".plan.toml")) if given else PLAN


def _out(source: Path, options: dict[str, Any]) -> Path:
    """The folder that was named; else one in the blog. Raises WriteError where a link of the blog leads it
    elsewhere: only who runs us chooses a place outside."""
    if output := options.get("output"):
        return Path(output).absolute()
    out = source / str(options.get("inside", "book"))
    if "output" in options and leads_outside(out, source):
        raise WriteError(
            _("{out} leads out of the blog", out=out),
            _("take the link away, or name the place: -o {out}", out=out),
        )
    return out


def _over(options: dict[str, Any], overlay: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    given = _overrides(options)
    return given | {table: given.get(table, {}) | dict(own) for table, own in overlay.items()}


def _overrides(options: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The command line in the shape of book.toml; what was not given is not there."""
    tables: dict[str, dict[str, Any]] = {
        "book": {"title": options["title"], "authors": list(options["author"])},
        "content": {
            "categories": list(options["category"]),
            "tags": list(options["tag"]),
            "since": options["since"],
            "until": options["until"],
            "drafts": options["drafts"],
            "private": options["private"],
        },
        "order": {"by": options["by"], "posts": options["order"], "split": options["split"]},
        "theme": {"name": options.get("theme")},
        "pdf": {"trim": options.get("trim")},
        "images": {"fetch": options.get("fetch_images") or None},
    }
    given = {
        table: {k: v for k, v in values.items() if v not in (None, [])} for table, values in tables.items()
    }
    return {table: values for table, values in given.items() if values}


def _epoch() -> int | None:
    """SOURCE_DATE_EPOCH, the only clock that a build looks at. Raises ConfigError for what is no such time.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text and not re.fullmatch(r"\d{1,11}", text, re.A):  # up to the year 5138
        what = _("SOURCE_DATE_EPOCH is no time: {text!r}", text=text[:80])
        raise ConfigError(what, hint=_("seconds since 1970, as in 1735657200"))
    return int(text) if text else None
