"""Help that fits a terminal of 80 × 24: commands in the order of use, options by what they are for, examples.

Where the options of a command do not fit with a sentence each, they are shown without; `publisher help` with
the name of a command shows all of it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

from publisher.cli.speech import say, spoken
from publisher.cli.wording import cut
from publisher.phrase import Phrase, _

WIDTH, HEIGHT = 80, 24
_NAMES = 26  # columns of the names of options; a longer one has a line of its own
_GROUPS: tuple[tuple[Phrase, frozenset[str]], ...] = (
    (_("What goes in"), frozenset((
        "category tag since until drafts private title author config engine privacy fetch_images"
    ).split())),
    (_("Order"), frozenset(("by", "order", "split"))),
    (_("Look"), frozenset(("theme", "trim", "language"))),
    (_("Output"), frozenset((
        "output formats form store rights_open blog at url port lan host_name user password_file opens "
        "editor publish diff"
    ).split())),
    (_("Work"), frozenset(("jobs", "workers", "trusted", "no_cache", "fix", "yes"))),
)  # fmt: skip
_FEW = 15  # letters that say too little by themselves: "Begin"
_REST = _("Messages")
_PLAIN = _("Options")
_COMMANDS = (
    "init plan preview watch export check explain themes fonts doctor serve shelf package send edition "
    "cache body completion"
).split()
_HIDDEN = ("help", "version")
EXAMPLES = {
    "": ("publisher init", "publisher export ~/my-blog"),
    "init": ("publisher init", "publisher init ~/my-blog --yes"),
    "plan": ("publisher plan", "publisher plan ~/my-blog --by year --split year"),
    "preview": ("publisher preview", "publisher preview source/_posts/first.md"),
    "watch": ("publisher watch", "publisher watch ~/my-blog"),
    "export": ("publisher export ~/my-blog", "publisher export --category 여행 --theme essay"),
    "check": ("publisher check", "publisher check --select 'image-*'"),
    "explain": ("publisher explain image-missing", "publisher explain"),
    "themes": ("publisher themes --show essay", "publisher themes --copy essay ours"),
    "fonts": ("publisher fonts", "publisher fonts --theme gothic"),
    "doctor": ("publisher doctor", "publisher doctor --json"),
    "serve": ("publisher serve", "publisher serve book --lan --user me"),
    "shelf": ("publisher shelf -o public", "publisher shelf --into-blog ~/my-blog"),
    "package": ("publisher package --for bookk", "publisher package ~/my-blog --for github"),
    "edition": ("publisher edition --publish", "publisher edition --diff 1 2"),
    "send": ("publisher send book/a.epub --to me@kindle.com", "publisher send a.pdf --to a@b.org --dry-run"),
    "cache": ("publisher cache", "publisher cache --clear"),
    "body": ("publisher body ~/my-blog -o bodies", "publisher body posts --as hexo -o bodies"),
    "completion": ("publisher completion", "publisher completion zsh --show"),
    "help": ("publisher help export", "publisher help --man man"),
    "version": ("publisher version", "publisher --version"),
}


class Helped(click.Command):
    """A command whose help is grouped, and fits."""

    def get_help(self, ctx: click.Context) -> str:
        """Return it with a sentence for each option where that fits, else without these."""
        whole = self.whole_help(ctx)
        return whole if whole.count("\n") < HEIGHT else "\n".join(_brief(self, ctx))

    def whole_help(self, ctx: click.Context) -> str:
        """Return all of it, however long."""
        return "\n".join(_whole(self, ctx))


class Commands(click.Group):
    """All commands, in the order of use."""

    command_class = Helped

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names that help shows."""
        known = [name for name in _COMMANDS if name in self.commands]
        return known + sorted(self.commands.keys() - {*known, *_HIDDEN})

    def get_help(self, ctx: click.Context) -> str:
        """Return each command in a line."""
        rows = [(f"  {name}", first_sentence(self.commands[name])) for name in self.list_commands(ctx)]
        column = 2 + max(columns(name) for name, _text in rows)
        lines = [f"{name:<{column}}{cut(text, WIDTH - column - 1)}" for name, text in rows]
        more = _table([("publisher help COMMAND", say("How it is used."))])
        return "\n".join([*_head(self, ctx), *lines, *more])

    def whole_help(self, ctx: click.Context) -> str:
        """Return the same: it is short."""
        return self.get_help(ctx)


def grouped(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, list[click.Option]]]:
    """Yield the options of a command by what they are for; where they are few, all together."""
    options = [one for one in command.get_params(ctx) if isinstance(one, click.Option) and not one.hidden]
    groups = [(spoken(title), [one for one in options if one.name in names]) for title, names in _GROUPS]
    some = [one for _title, found in groups for one in found]
    rest = [one for one in options if one not in some]
    if len(options) <= len(_GROUPS) + 2:
        groups, rest = [], options
    yield from (group for group in groups if group[1])
    yield spoken(_REST if groups else _PLAIN), rest


def record(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """Return how an option is written, and what it does."""
    names, text = option.get_help_record(ctx) or ("", "")
    return names, text


def first_sentence(command: click.Command) -> str:
    """Return what a command does, without the details."""
    text = " ".join((command.help or "").split()).partition("; ")[0].partition(". ")[0]
    head = text.partition(": ")[0]
    return (head if len(head) > _FEW else text).rstrip(".") + "."


def columns(text: str) -> int:
    """Return how wide a text is on a terminal: a Korean letter takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(words: Iterable[str], width: int) -> list[str]:
    """Return words in lines of at most so many columns."""
    lines = [""]
    for word in words:
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _head(command: click.Command, ctx: click.Context) -> list[str]:
    text = " ".join((command.help or "").split())
    return [ctx.get_usage(), "", *(f"  {line}" for line in wrapped(text.split(), WIDTH - 3)), ""]


def _whole(command: click.Command, ctx: click.Context) -> Iterator[str]:
    yield from _head(command, ctx)
    for title, options in grouped(command, ctx):
        yield f"{title}:"
        yield from _table([record(one, ctx) for one in options])
        yield ""
    yield from _examples(command)


def _brief(command: click.Command, ctx: click.Context) -> Iterator[str]:
    yield from _head(command, ctx)
    groups = [*grouped(command, ctx)]
    column = 2 + max(columns(title) for title, _options in groups)
    for title, options in groups:
        lines = wrapped([" " + _short(one, ctx) for one in options], WIDTH - column - 1)
        for number, line in enumerate(lines):
            yield _padded("" if number else title, column) + line.strip()
    yield ""
    yield from _examples(command)
    yield ""
    yield say("What each option does: {command}", command=f"publisher help {command.name}")


def _short(option: click.Option, ctx: click.Context) -> str:
    """The name that is read best, and what kind of value it takes."""
    return record(option, ctx)[0].split(", ")[-1].replace(" INTEGER RANGE", " N").replace(" TEXT", " …")


def _examples(command: click.Command) -> Iterator[str]:
    if lines := EXAMPLES.get(command.name or ""):
        yield f"{say('Examples')}:"
        yield from (f"  {line}" for line in lines)


def _table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names on the left, what they do on the right."""
    column = min(_NAMES, 4 + max(columns(name) for name, _text in rows))
    for name, text in rows:
        first, *others = wrapped(text.split(), WIDTH - column - 1)
        if columns(name) + 4 > column:
            yield f"  {name}"
            others, first = [first, *others], ""
        if first:
            yield _padded(f"  {name}", column) + first
        yield from (" " * column + line for line in others)


def _padded(text: str, column: int) -> str:
    return text + " " * (column - columns(text))
