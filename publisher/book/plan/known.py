"""What the lines of a plan name: posts of the book, posts left out of it, files of one's own, or nothing."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from publisher.book.named import closest, names_of
from publisher.book.plan.file import Line, Plan
from publisher.errors import Report, Where
from publisher.model import LeftOut, Post
from publisher.phrase import Phrase, _

_HARDLY_ANY = 0.1  # of the lines of a plan: it is another blog's
_GONE = _("the book goes on without it; take the line out, or write the file's new name")
_NOT_ASKED = ("draft", "hidden ({by})")  # reasons to leave a post out that are no choice of posts
_SEARCHED = 20  # gone posts for which one that is called alike is looked for


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A place in a part: a line of the plan, a post, or a line and its post."""

    line: Line | None  # None: the plan does not name the post yet
    post: Post | None  # None: the book has none for the line


class Known:
    """The posts of a blog, by the names that a plan may give them."""

    def __init__(
        self, plan: Plan, posts: Iterable[Post], others: Mapping[str, Post], out: Iterable[LeftOut]
    ) -> None:
        self._where = plan.shown
        self._posts = {_nfc(path): post for path, post in others.items()}
        self._posts |= {post.path: post for post in posts}
        self._out = {left.post.path: left for left in out if left.post.path not in self._posts}
        self._first: dict[str, Line] = {}
        self._gone = 0
        self._told: list[tuple[str, Phrase, Line, Phrase]] = []

    def item(self, line: Line) -> Item:
        """Return the line with its post; without one where the book has none, or has it already."""
        path = self._path(line.chapter.path)
        if not path:
            self._gone += 1
            hint = self._renamed(line.chapter.path) if self._gone <= _SEARCHED else _GONE
            self._warning("plan-gone", _("{path} is not in the blog", path=line.chapter.path), line, hint)
        elif self._is_twice(path, line):
            pass
        elif path in self._out:
            what = _("{path} is not in the book: {reason}", path=path, reason=self._out[path].reason)
            self._warning("plan-left-out", what, line, _("take the line out, or what keeps the post out"))
        else:
            return Item(line, self._posts[path])
        return Item(line, None)

    def dropped(self, line: Line) -> str:
        """Return the path of the post that the plan leaves out by this line; "" where there is none."""
        path = self._path(line.chapter.path)
        return path if path and not self._is_twice(path, line) else ""

    def _is_twice(self, path: str, line: Line) -> bool:
        first = self._first.setdefault(path, line)
        if first is not line:
            what = _("{path} stands in line {line} already", path=path, line=first.line)
            self._warning("plan-twice", what, line, _("keep one of the two; until then, the first counts"))
        return first is not line

    def _path(self, name: str) -> str:
        """The path of the post of that name; "" where there is none. Names copied on macOS are NFD."""
        name = _nfc(name)
        return name if name in self._posts or name in self._out else self._names.get(name, "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_of([*self._posts.values(), *(left.post for left in self._out.values())])

    def _warning(self, code: str, what: Phrase, line: Line, hint: Phrase) -> None:
        self._told.append((code, what, line, hint))

    def is_another_blogs(self) -> bool:
        """Tell whether hardly one of the lines names a post of this blog."""
        return self._gone > 0 and len(self._first) < _HARDLY_ANY * (self._gone + len(self._first))

    def report(self, report: Report) -> None:
        """Say what is wrong with lines."""
        for code, what, line, hint in self._told:
            is_asked = what.values.get("reason", "") and _template(what) not in _NOT_ASKED
            tell = report.note if is_asked else report.warning
            tell(code, what, Where(self._where, line.line), hint)

    def _renamed(self, path: str) -> Phrase:
        """What a file that is gone may be called now."""
        by_name = {PurePosixPath(post).name: post for post in self._names.values()}
        if near := closest(PurePosixPath(path).name, by_name):
            return _("did you mean {near}?", near=by_name[near])
        return _GONE


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _template(what: Phrase) -> str:
    """Of the reason that a sentence gives."""
    reason = what.values["reason"]
    return reason.template if isinstance(reason, Phrase) else ""
