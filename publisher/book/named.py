"""What names in book.toml mean: a post, a category; and what there is, where they mean nothing. Pure."""

import fnmatch
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from publisher.config.schema import ContentTable
from publisher.errors import Report
from publisher.model import LeftOut, Post, Section
from publisher.phrase import NOTHING, Phrase, _, listed

_SHOWN = 10  # of what there is; a blog can have thousands of tags


def matches(section: Section, name: str) -> bool:
    """Tell whether a category path lies under `name`: one name anywhere in it, or a path from its start."""
    wanted = path_of(name)
    return name in section or (bool(wanted) and section[: len(wanted)] == wanted)


def path_of(name: str) -> Section:
    """Return a category path as it is written by hand: "개발 / 파이썬" -> ("개발", "파이썬")."""
    return tuple(part.strip() for part in name.split("/") if part.strip())


def means(name: str, post: Post) -> bool:
    """Tell whether a name by hand is this post's: its path, with or without ending, or its file name.

    `*` is any letters and `?` one; brackets are themselves, as many Korean titles have them.
    """
    return _is_one(unicodedata.normalize("NFC", name), _called(post))


def absent(names: Iterable[str], posts: Iterable[Post]) -> list[str]:
    """Return the names that are no post's."""
    known = {one for post in posts for one in _called(post)}
    return [name for name in names if not _is_one(unicodedata.normalize("NFC", name), known)]


def placing(names: Iterable[str]) -> Callable[[Post], int]:
    """Return what tells a post's place: that of the first name that is its, behind all where none is."""
    known = [unicodedata.normalize("NFC", name) for name in names]
    places = {name: place for place, name in reversed([*enumerate(known)])}
    wild = [(place, name) for place, name in enumerate(known) if _is_wild(name)]

    def place_of(post: Post) -> int:
        called = _called(post)
        own = min((places[one] for one in called if one in places), default=len(known))
        return next((place for place, name in wild if place < own and _is_one(name, called)), own)

    return place_of


def _called(post: Post) -> set[str]:
    path = PurePosixPath(post.path)
    return {post.path, str(path.with_suffix("")), path.name, path.stem, post.name}


def _is_wild(name: str) -> bool:
    return "*" in name or "?" in name


def _is_one(name: str, names: Collection[str]) -> bool:
    if name in names or not _is_wild(name):
        return name in names
    return any(fnmatch.fnmatchcase(one, name.replace("[", "[[]")) for one in names)


def names_of(posts: Iterable[Post]) -> dict[str, str]:
    """Return what a person may call posts, name -> path: paths, with or without ending, and the file names
    that one post alone has."""
    paths = {post.path: post.path for post in posts}
    others = [
        (name, path)
        for path in paths
        for name in {path.rpartition(".")[0], PurePosixPath(path).name, PurePosixPath(path).stem}
    ]
    counts = Counter(name for name, _path in others)
    return {name: path for name, path in others if counts[name] == 1} | paths


def check_choice(posts: Sequence[Post], content: ContentTable, report: Report) -> None:
    """Warn of a category, a tag or a post asked for, or left out, that the blog does not have."""
    sections = [section for post in posts for section in post.sections]
    for name in content.categories:
        if not any(matches(section, name) for section in sections):
            _absent(content, "categories", name, categories(posts), report)
    for name in content.tags:
        if not any(name in post.tags for post in posts):
            _absent(content, "tags", name, tags(posts), report)
    for name in absent(content.exclude, posts) if content.exclude else ():
        names = Counter(post.name or PurePosixPath(post.path).stem for post in posts)
        _absent(content, "exclude", name, names, report)


def _absent(content: ContentTable, key: str, name: str, there: Counter[str], report: Report) -> None:
    near = closest(name, there)
    known = _("there is: {names}", names=most_used(there)) if there else _("no post has any")
    hint = _("did you mean {near}?", near=near) if near else known
    what = _("{key}: there is no {name}", key=f"content.{key}", name=name)
    report.warning("content-unknown", what, content.where(key), hint)


def closest(name: str, known: Iterable[str]) -> str:
    """Return what is spelled most like it; "" where nothing is.

    Letter by letter (NFD): one syllable is half of many a Korean name.
    """
    spelled = {unicodedata.normalize("NFD", other): other for other in known}
    near = get_close_matches(unicodedata.normalize("NFD", name), spelled, 1)
    return spelled[near[0]] if near else ""


def categories(posts: Iterable[Post]) -> Counter[str]:
    """Count the posts of each category, by its path: "개발/파이썬"."""
    return Counter("/".join(section) for post in posts for section in {*post.sections})


def tags(posts: Iterable[Post]) -> Counter[str]:
    """Count the posts of each tag."""
    return Counter(tag for post in posts for tag in {*post.tags})


def most_used(there: Counter[str]) -> str:
    """Return names with their counts, the most used first: "개발 (12), 여행 (3), …"; "-" where none is."""
    first = sorted(there.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{name} ({count})" for name, count in first[:_SHOWN]]
    return ", ".join([*shown, *["…"] * (len(first) > _SHOWN)])


def no_day(asked: ContentTable) -> Phrase:
    """Say that no day can be both since and until; NOTHING where some can."""
    if asked.since is None or asked.until is None or asked.since <= asked.until:
        return NOTHING
    return _("since {since} is later than until {until}: no day is in between",
             since=asked.since, until=asked.until)  # fmt: skip


def cures(left_out: Collection[LeftOut], asked: ContentTable) -> Phrase:
    """Say what takes posts in where none is left: what there is of that which was asked for."""
    found = tuple(
        _cures([left.post for left in left_out], {left.reason.template for left in left_out}, asked)
    )
    return listed(found, "; ") if found else _("ask for fewer conditions, or write a post")


def _cures(posts: list[Post], reasons: set[str], asked: ContentTable) -> Iterator[Phrase]:
    if "draft" in reasons:
        yield _("`--drafts` takes drafts in")
    if any(post.kept_private_by for post in posts) and not asked.private:
        yield _("`--private` takes in what is hidden")
    if "other category" in reasons and any(post.sections for post in posts):
        yield _("categories: {names}", names=most_used(categories(posts)))
    if "other tags" in reasons and any(post.tags for post in posts):
        yield _("tags: {names}", names=most_used(tags(posts)))
    days = sorted(post.date.date() for post in posts if post.dated)
    if days and {"before {day}", "after {day}"} & reasons:
        yield _("the posts are of {first} to {last}", first=days[0], last=days[-1])
