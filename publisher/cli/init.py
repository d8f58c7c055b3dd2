"""`publisher init`: look at a blog, ask five questions, and write the book.toml to begin with."""

import shlex
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

import click

from publisher import build
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme, names
from publisher.book.named import matches
from publisher.book.paper import paper_of
from publisher.cli import wording
from publisher.cli.console import Console
from publisher.cli.helping import Helped
from publisher.cli.runner import guarded
from publisher.cli.speech import say, spoken
from publisher.cli.starting import Answers, Found, advice, book_toml, shown
from publisher.config import order
from publisher.config.load import FILE_NAME, Config
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, FontError, PublisherError, Report
from publisher.model import Outline
from publisher.phrase import _
from publisher.runtime.machine import write_fails_in_words
from publisher.storage.cache import write_new


@click.command(cls=Helped)
@click.argument("blog", type=click.Path(path_type=Path), default=".")
@click.option("-y", "--yes", is_flag=True, help=_("Ask nothing: the book is made as the blog is."))
def init(blog: Path, yes: bool) -> None:
    """Begin: show what BLOG holds, ask five questions, and write a book.toml with comments."""

    def work(report: Report, console: Console) -> None:
        found = _found(blog, report)
        console.diagnostics(report.diagnostics)
        console.text("\n".join(wording.harmless(" ".join(line.split("\n"))) for line in shown(found)) + "\n")
        asks = not yes and sys.stdin is not None and sys.stdin.isatty()
        text = book_toml(found, _asked(found, console) if asks else Answers())
        _write(blog / FILE_NAME, text, console)
        named = shlex.quote(wording.harmless(str(blog)))
        console.text("\n".join(advice(found.blog.site.engine, named)))

    guarded(work)


def _found(blog: Path, report: Report) -> Found:
    """The blog as it is without settings."""
    source = blog.absolute()
    config = Config(source, source / "book", (), BookToml(), jobs=1, cache=False, epoch=None)
    read, (outline,) = build.plan(config, report)
    wanted = load_theme("base", source).fonts
    try:
        here = {role.name: role.faces[0].family for role in find_fonts(wanted, source, "가").roles}
    except FontError:
        here = {}
    return Found(read, outline, {role: here.get(role, "") for role in wanted})


def _write(path: Path, text: str, console: Console) -> None:
    """Never over one that is there: that is its writer's work. Then it is shown, and exit code 3."""
    try:
        with write_fails_in_words(_("{path}", path=path), _("check its permissions"), path.parent):
            write_new(path, text.encode())
    except PublisherError as error:
        if not isinstance(error.__cause__, FileExistsError):
            raise
        console.text(text)
        what = _("{path} is there already, and stays as it is", path=path)
        hint = _("above is what would have been written: take from it what you like")
        raise ConfigError(what, hint=hint) from error
    console.text(say("written: {path}", path=path))


def _asked(found: Found, console: Console) -> Answers:
    """Five questions; an empty answer leaves it as it is."""
    meta, source = found.outline.meta, Path(found.blog.folder)
    title = console.ask(say("Title"), meta.title, _letters)
    author = ", ".join(meta.authors)
    authors = console.ask(say("Author (several: with commas)"), author, _letters)
    choices = "/".join(order.BY_CHOICES)
    by = console.ask(say("Parts by {choices}", choices=choices), "category", _one_of(order.BY_CHOICES))
    themes = "/".join(names(source))
    look = console.ask(
        say("Theme ({themes}), and a trim size if not its own: essay A5", themes=themes),
        "base",
        lambda said: _look(said, source),
    )
    left = console.ask(
        say("Leave out (posts or categories, with commas)"), "", lambda said: _posts(said, found.outline)
    )
    return Answers(
        title=title if title != meta.title else "",
        authors=_split(authors) if authors != author else (),
        by=by if by != "category" else "",
        theme=look[0] if look[0] != "base" else "",
        trim=look[1],
        exclude=left,
    )


def _split(said: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in said.split(","))))


def _letters(said: str) -> str:
    """What a terminal sends besides letters, such as the keys for arrows, is no part of a name."""
    return "".join(letter for letter in said if letter.isprintable()).strip()


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def chosen(said: str) -> str:
        if said not in choices:
            raise click.BadParameter(_nearest(said, choices))
        return said

    return chosen


def _nearest(said: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(said, known, 1)
    no = say("there is no {name}", name=repr(said))
    return f"{no}; {say('did you mean {near}?', near=near[0])}" if near else no


def _look(said: str, source: Path) -> tuple[str, str]:
    """ "essay 신국판": the theme, and a trim size; both are tried."""
    name, _space, trim = said.strip().partition(" ")
    try:
        paper_of(trim.strip(), load_theme(name, source).paper)
    except PublisherError as error:
        raise click.BadParameter("; ".join(filter(None, map(spoken, (error.message, error.hint))))) from error
    return name, trim.strip()


def _posts(said: str, outline: Outline) -> tuple[str, ...]:
    """The paths of what is named: posts by path or file name, or all posts of a category."""
    found: dict[str, None] = {}
    for name in _split(said):
        posts = [entry.post for entry in outline.entries]
        named = [p.path for p in posts if name in (p.path, p.name, p.path.rpartition("/")[2])]
        named = named or [p.path for p in posts if any(matches(one, name) for one in p.sections)]
        if not named:
            known = {"/".join(one) for p in posts for one in p.sections} | {p.name for p in posts}
            raise click.BadParameter(_nearest(name, tuple(sorted(known))))
        found |= dict.fromkeys(named)
    return tuple(found)
