"""`publisher completion`: what a shell offers behind the TAB key, and the values that a blog has.

Each TAB asks `publisher` itself, by click: https://click.palletsprojects.com/en/stable/shell-completion/
"""

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from publisher.assets.themes import names
from publisher.book.named import categories, tags
from publisher.cli.console import Console
from publisher.cli.explain import codes
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.cli.speech import say
from publisher.config.schema import MarkdownTable
from publisher.errors import PublisherError, Report, SourceError
from publisher.model import Post
from publisher.phrase import _
from publisher.readers import read_blog
from publisher.runtime.machine import write_fails_in_words
from publisher.storage import cache_folder
from publisher.storage.cache import Cache

Offer = Callable[[click.Context, click.Parameter, str], list[str]]
_PROGRAM, _VARIABLE = "publisher", "_PUBLISHER_COMPLETE"
_PLACES = {  # where each shell looks by itself, below a user's own folder
    "bash": ".local/share/bash-completion/completions/publisher",
    "zsh": ".zfunc/_publisher",
    "fish": ".config/fish/completions/publisher.fish",
}
_SHELLS = tuple(_PLACES)


@click.command(cls=Helped)
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.option("--show", is_flag=True, help=_("Write the script to standard output, and no file."))
def completion(shell: str | None, show: bool) -> None:
    """Let the TAB key complete publisher's commands in SHELL, by default yours: bash, zsh or fish."""

    def work(_report: Report, console: Console) -> None:
        name = shell or _own_shell()
        script = _script(name)
        if show:
            console.text(script)
            return
        place = Path.home() / _PLACES[name]
        with write_fails_in_words(_("{path}", path=place), _("check its permissions"), place.parent):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(script, "utf-8")
        console.text(say("written: {path}", path=place))
        console.text(_next(name))

    guarded(work)


def _own_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        what = _("what shell this is cannot be told")
        raise SourceError(what, _("name it: publisher completion {shells}", shells="|".join(_SHELLS)))
    return name


def _script(shell: str) -> str:
    made = get_completion_class(shell)
    assert made  # noqa: S101 - click has these three
    return made(click.Command(_PROGRAM), {}, _PROGRAM, _VARIABLE).source()


def _next(shell: str) -> str:
    if shell == "zsh":
        return say(
            "write into ~/.zshrc, once: {line}", line="fpath+=~/.zfunc; autoload -Uz compinit; compinit"
        )
    return say("it works in the next {shell} that you open", shell=shell)


# What a blog has


def offer(known: Callable[[Path], Iterable[str]]) -> Offer:
    """Return what click asks at the TAB key. A blog that cannot be read offers nothing."""

    def complete(ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        blog = Path(ctx.params.get("blog") or ".")
        with contextlib.suppress(PublisherError, OSError):
            return [name for name in known(blog) if name.startswith(begun)]
        return []

    return complete


def _posts(blog: Path) -> tuple[Post, ...]:
    with cache_folder.opened() as kept:
        return read_blog(blog.absolute(), MarkdownTable(), 2.0, Report(), Cache(kept / "posts")).posts


def _most_used(counted: Counter[str]) -> list[str]:
    return [name for name, _count in counted.most_common()]


themes_of = offer(lambda blog: names(blog.absolute()))
categories_of = offer(lambda blog: _most_used(categories(_posts(blog))))
tags_of = offer(lambda blog: _most_used(tags(_posts(blog))))
all_codes = offer(lambda _blog: codes())
