"""Posts as their files have them: read, looked at, and written anew with nothing changed but the flaws."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.errors import Report, Where
from publisher.lint.rules import Flaw, Rule, flaws, mended
from publisher.model import Post
from publisher.phrase import _
from publisher.storage.cache import placed_anew
from publisher.storage.opening import read

_LARGEST = 20_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """A post's file, and what is wrong with it."""

    path: str  # as messages show it
    blog: Path
    file: Path  # below it
    data: bytes
    flaws: tuple[Flaw, ...]

    def mended(self) -> bytes:
        """Return its bytes without the flaws: what is not touched stays, line ends and BOM too."""
        return mended(self.data.decode(), self.flaws).encode()

    def kept(self, wanted: Collection[tuple[str, str]]) -> "Looked":
        """Return it with those flaws alone whose path and code are wanted."""
        found = tuple(flaw for flaw in self.flaws if (self.path, flaw.rule.code) in wanted)
        return replace(self, flaws=found)


def look(posts: Iterable[Post], blog: Path, rules: Sequence[Rule]) -> Iterator[Looked]:
    """Yield the posts that have flaws. One whose file is not UTF-8, or is not there, is passed over."""
    for post in posts:
        for file in (blog / unicodedata.normalize(form, post.path) for form in ("NFC", "NFD")):
            with suppress(OSError, UnicodeDecodeError):
                data = read(file, blog, _LARGEST).data
                if found := flaws(data.decode(), post.first_line, rules):
                    yield Looked(post.path, blog, file, data, tuple(found))
                break


def say(looked: Iterable[Looked], report: Report, *, each: bool) -> None:
    """Name the flaws: of each line, or of each post and kind the first, and how many there are."""
    for one in looked:
        by_code: dict[str, list[Flaw]] = {}
        for flaw in one.flaws:
            by_code.setdefault(flaw.rule.code, []).append(flaw)
        for code, found in by_code.items():
            rule, lines = found[0].rule, dict.fromkeys(flaw.line for flaw in found)
            for line in lines if each else [*lines][:1]:
                where, what = Where(one.path, line), rule.what
                if len(found) > 1 and not each:
                    what = _("{what}; {count} times in this post", what=what, count=len(found))
                report.note(code, what, where, rule.hint)


def write(looked: Sequence[Looked]) -> list[Looked]:
    """Write them anew, all or none; return those that somebody else has changed meanwhile, which stay.

    A link within the blog is followed to its file, a file keeps its permissions. Raises OSError.
    """
    same = [one for one in looked if _is_same(one)]
    files = [one.file.resolve() for one in same]
    modes = [file.stat().st_mode for file in files]
    if not same:
        return [*looked]
    with placed_anew(files) as new:
        for file, one in zip(new, same, strict=True):
            file.write_bytes(one.mended())
    for file, mode in zip(files, modes, strict=True):
        file.chmod(mode & 0o7777)
    return [one for one in looked if one not in same]


def _is_same(one: Looked) -> bool:
    try:
        return read(one.file, one.blog, _LARGEST).data == one.data
    except OSError:  # it is gone, or something else has come to its place
        return False
