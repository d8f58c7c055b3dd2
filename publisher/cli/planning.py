"""`publisher plan --write`: book.plan.toml as a file, which a person edits and publisher only adds to."""

from dataclasses import dataclass
from difflib import unified_diff
from functools import partial
from pathlib import Path

from publisher.book.chosen import Chosen, Planned, choose, planned
from publisher.book.plan.merge import Merged
from publisher.book.plan.rearrange import Change, rearranged
from publisher.book.plan.write import Words, fresh, updated, without_memory
from publisher.cli.speech import say
from publisher.config.load import Config
from publisher.errors import ConfigError, Report
from publisher.model import Blog
from publisher.phrase import _
from publisher.readers.own import own_chapters
from publisher.runtime.machine import write_fails_in_words
from publisher.storage.cache import placed_anew, write_new
from publisher.storage.opening import read

_LAST = ".bak"  # what a plan was before, beside it


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """What has been written."""

    path: Path
    posts: int  # in the book
    is_new: bool  # whether there was none before
    added: tuple[str, ...]  # paths of posts that it did not name
    taken_out: tuple[str, ...]  # of those whose lines somebody has deleted
    difference: tuple[str, ...]  # lines as `diff -u` has them


def write_plan(config: Config, blog: Blog) -> WrittenPlan:
    """Write the plan of a book, or what is new into the one that is there. Raises ConfigError where that
    cannot be read, or is another blog's: it stays as it is."""
    if config.only:
        hint = _("name the blog's folder: its plan is of all posts")
        raise ConfigError(_("a leaflet of one post has no plan"), hint=hint)
    path = config.source / config.plan
    chosen, given, found = _chosen(config, blog)
    if not given and not found.diagnostics and not path.is_symlink():
        return _begun(path, chosen)
    return _continued(path, _merged(path, chosen, given, found))


def rearrange_plan(config: Config, blog: Blog, change: Change) -> None:
    """Write one change of a chapter into the plan that orders a book. Raises ConfigError where that cannot be
    read or written into, LookupError where it has no such chapter."""
    path = config.source / config.plan
    merged = _merged(path, *_chosen(config, blog))
    text = rearranged(merged, change, _words())
    if text != merged.plan.text:
        _replace(path, merged.plan.text, text)


def _chosen(config: Config, blog: Blog) -> tuple[Chosen, Planned | None, Report]:
    """The book as it is, the plan on the disk, and what is wrong with that."""
    found = Report()
    own = partial(own_chapters, blog, config.settings.content.largest_post, Report())
    given = planned(config.source / config.plan, config.source, own, found)
    return choose(blog, config.settings, found, given), given, found


def _merged(path: Path, chosen: Chosen, given: Planned | None, found: Report) -> Merged:
    if not given or not given.plan.is_whole or not chosen.merged:
        what = _("{path} cannot be used as it is: nothing is written", path=path.name)
        hint = _("mend what is named, or take the file away: then a new one is written")
        raise ConfigError(what, found.diagnostics, hint)
    return chosen.merged


def _begun(path: Path, chosen: Chosen) -> WrittenPlan:
    with write_fails_in_words(_("{path}", path=path), _("check its permissions"), path.parent):
        write_new(path, fresh(chosen.placed, _words()).encode())
    paths = tuple(post.path for post in chosen.posts)
    return WrittenPlan(path, len(paths), is_new=True, added=paths, taken_out=(), difference=())


def _continued(path: Path, merged: Merged) -> WrittenPlan:
    before, text = merged.plan.text, updated(merged, _words())
    if text != before:
        _replace(path, before, text)
    old, new = (without_memory(one).splitlines() for one in (before, text))
    lines = unified_diff(old, new, path.name + _LAST, path.name, lineterm="", n=1)
    added, taken_out = (tuple(post.path for post in posts) for posts in (merged.new, merged.taken_out))
    return WrittenPlan(path, len(merged.placed), False, added, taken_out, tuple(lines))


def _replace(path: Path, before: str, text: str) -> None:
    """Put the new text in its place and the one before beside it, both or none, line ends as they were.
    Raises ConfigError where somebody has changed it meanwhile."""
    data = read(path, None, float("inf")).data
    ends = "\r\n" if b"\r\n" in data else "\n"
    if data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n") != before:
        what = _("{path} was changed while it was read: nothing is written", path=path.name)
        raise ConfigError(what, hint=_("run it again"))
    mark = "\ufeff" if data.startswith("\ufeff".encode()) else ""
    last = path.with_name(path.name + _LAST)
    with (
        write_fails_in_words(_("{path}", path=path), _("check its permissions"), path.parent),
        placed_anew((last, path)) as (kept, new),
    ):
        kept.write_bytes(data)
        new.write_bytes((mark + text.replace("\n", ends)).encode())


def _words() -> Words:
    return Words(
        head=say(
            "The order of the book. A line that is moved moves its chapter; a line deleted leaves it out.\n"
            "`publisher plan --write` adds what is new, and changes nothing that is written here.\n"
            'A chapter can have something of its own: { path = "a.md", title = "…", opening = "recto" }'
        ),
        dropped=say("Not in the book. To take one in again, move its line into a part."),
        memory=say("What publisher has shown already, so that a line that you take out stays out."),
    )
