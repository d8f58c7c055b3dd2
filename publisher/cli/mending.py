"""`publisher check --fix`: what is safe to mend, shown as a diff; written when one says so, never unasked."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from publisher.cli import wording
from publisher.cli.console import Console
from publisher.cli.speech import say, say_many
from publisher.errors import Report
from publisher.lint import files
from publisher.lint.files import Looked
from publisher.lint.rules import RULES
from publisher.model import Post
from publisher.phrase import _
from publisher.runtime.machine import write_fails_in_words


def look(posts: Iterable[Post], blog: Path, select: Collection[str], report: Report) -> list[Looked]:
    """Return the posts that have flaws, and name these. Matters of taste are looked for where one asks."""
    asked = [rule for rule in RULES if any(fnmatchcase(rule.code, pattern) for pattern in select)]
    rules = asked or [rule for rule in RULES if not rule.taste]
    found = [*files.look(posts, blog, rules)]
    files.say(found, report, each=bool(asked))
    return found


def mend(found: Iterable[Looked], report: Report, console: Console, *, yes: bool) -> None:
    """Show what would change of the flaws that the report still names, ask, and write it."""
    named = {(item.where.path, item.code) for item in report.diagnostics}
    looked = [one for one in (each.kept(named) for each in found) if one.flaws]
    if not looked:
        console.text(say("nothing that can be mended"))
        return
    for one in looked:
        console.text("\n".join(_diff(one)))
    question = say_many("Write {count} file?", "Write {count} files?", len(looked))
    if not (yes or console.agrees(question)):
        console.text(say("nothing is written; --yes writes it without a question"))
        return
    _write(looked, console)


def _write(looked: Sequence[Looked], console: Console) -> None:
    with write_fails_in_words(_("the posts"), _("check their permissions"), looked[0].file.parent):
        changed = files.write(looked)
    for one in changed:
        console.trouble(_("{path} was changed meanwhile, and stays as it is", path=one.path))
    written = len(looked) - len(changed)
    console.text(say_many("{count} file written", "{count} files written", written))


def _diff(one: Looked) -> Iterator[str]:
    """Lines of a unified diff, with what a terminal would obey made visible."""
    old, new = (data.decode().split("\n") for data in (one.data, one.mended()))
    for line in difflib.unified_diff(old, new, one.path, one.path, n=0, lineterm=""):
        yield wording.harmless(line.rstrip("\r"))
