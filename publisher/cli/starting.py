"""What `publisher init` found in a blog, and the book.toml that begins with it. Nothing here prints.

Each line of that file is what holds anyway, behind a `#`; only what was answered otherwise stands open. So a
file that nobody has touched makes the book that no file makes, also when the blog goes on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from publisher import collation
from publisher.cli.speech import say
from publisher.model import Blog, Outline, Section
from publisher.passes.places import is_on_the_web
from publisher.toml import quoted

# How far a mark is looked for its end is bounded: a post of a stranger may open thousands of them.
_PICTURE = re.compile(
    r"(?:!\[[^\]\n]{0,99}\]\(|<img\b[^>]{0,99}?\bsrc=[\"']?)\s{0,9}<?([^\s)\"'>]{1,2000})", re.I
)
_LISTED = 40  # categories that the file shows
_GIT = ("book/", "upload/", "book.plan.toml.bak")
_JEKYLL = (*_GIT, "book.toml", "book.plan.toml", "book-images/", "images.lock", "rights.toml")
_OF_JEKYLL_3 = ("Gemfile", "Gemfile.lock", "node_modules/", "vendor/")  # a list of one's own replaces these


@dataclass(frozen=True, slots=True)
class Found:
    """A blog, and the book that it makes as it is."""

    blog: Blog
    outline: Outline
    fonts: Mapping[str, str]  # role -> family on this machine; empty: none


@dataclass(frozen=True, slots=True)
class Answers:
    """What the book shall be; what is empty is as it was found."""

    title: str = ""
    authors: tuple[str, ...] = ()
    by: str = ""
    theme: str = ""
    trim: str = ""
    exclude: tuple[str, ...] = ()  # paths of posts


def shown(found: Found) -> Iterator[str]:
    """Yield what was found, a line each."""
    site, entries = found.blog.site, found.outline.entries
    yield f"{found.outline.meta.title}  ({', '.join(filter(None, (site.engine, site.renderer)))})"
    left = len(found.outline.left_out)
    out = ", " + say("{count} left out", count=left) if left else ""
    yield say("posts: {count}", count=len(entries)) + out
    dated = sorted(entry.post.date for entry in entries if entry.post.dated)
    if dated:
        yield say("days: {first} to {last}", first=f"{dated[0]:%Y-%m-%d}", last=f"{dated[-1]:%Y-%m-%d}")
    counts = categories(found.outline)
    yield say("categories: {count}", count=len(counts))
    yield from ("  " * len(path) + f"{path[-1]}  ({count})" for path, count in counts.items())
    yield say("authors: {names}", names=", ".join(found.outline.meta.authors) or "?")
    languages = Counter(entry.post.language for entry in entries)
    yield say("languages: {names}", names=", ".join(f"{name} ({n})" for name, n in languages.most_common()))
    yield _pictures(found)
    named = ", ".join(f"{role}: {family or say('no')}" for role, family in found.fonts.items())
    yield say("fonts here: {names}", names=named)


def categories(outline: Outline) -> dict[Section, int]:
    """Count the posts of each category and of those in it, in the order of a tree."""
    counts = Counter(
        path
        for entry in outline.entries
        for path in {
            section[:depth] for section in entry.post.sections for depth in range(1, len(section) + 1)
        }
    )
    return {path: counts[path] for path in sorted(counts, key=lambda path: [*map(collation.key, path)])}


def _pictures(found: Found) -> str:
    site, posts = found.blog.site, [entry.post for entry in found.outline.entries]
    addresses = [address for post in posts for address in _PICTURE.findall(post.markdown)]
    remote = sum(is_on_the_web(address, site) for address in addresses)
    if not remote:
        return say("pictures: {count}", count=len(addresses))
    return say(
        "pictures: {count}, {remote} on other sites (`--fetch-images` fetches them once)",
        count=len(addresses),
        remote=remote,
    )


def book_toml(found: Found, answers: Answers) -> str:
    """Return the text of book.toml."""
    meta, site, counts = found.outline.meta, found.blog.site, categories(found.outline)
    names = [quoted("/".join(path)) for path in counts]
    most = [f"#   {name}  {count}" for name, count in zip(names, counts.values(), strict=True)][:_LISTED]
    listing = [f"# {say('The categories of this blog:')}", *most, *["#   …"][: len(counts) - _LISTED > 0]]
    parts = [quoted(path[0]) for path in counts if len(path) == 1][:_LISTED]
    lines = [
        f"# {say('Settings of the book; all others stand in docs/manual/en/settings.md.')}",
        f"# {say('What stands behind # does not count: it is as the blog says, or an example.')}",
        "\n[book]",
        _line("title", meta.title, answers.title),
        _line("subtitle", site.subtitle),
        _line("authors", meta.authors or (say("your name"),), answers.authors, _no_author(found)),
        _line("cover", "cover.jpg", remark=say("a picture of the blog; else the theme draws one")),
        "\n[content]",
        *(listing if counts else ()),
        _raw("categories", f"[{', '.join(names[:3])}]", remark=say("only posts of these")),
        _line("drafts", value=True, remark=say("drafts too")),
        _line("exclude", ("a-post",), answers.exclude, say("posts to leave out: path or file name")),
        "\n[order]",
        _line("by", "category", answers.by, "category, year, month, tag, series, flat"),
        _raw("parts", f"[{', '.join(parts)}]", remark=say("their order; else by the first post's date")),
        _line("posts", "date", remark="date, date-desc, title"),
        _line("split", "none", remark=say("several books: year, category, pages:300")),
        "\n[theme]",
        _line("name", "base", answers.theme, say("`publisher themes` lists all")),
        "\n[pdf]",
        _line("trim", "A5", answers.trim, say("A5, 신국판, 46판, 140x210; else the theme's")),
        "\n[images]",
        _line("fetch", value=True, remark=say("fetch pictures of other sites into the blog, once")),
    ]
    return "\n".join(filter(None, lines)) + "\n"


def _no_author(found: Found) -> str:
    return "" if found.outline.meta.authors else say("the blog names nobody: write who, without the #")


def _line(key: str, value: object, given: object = (), remark: str = "") -> str:
    """A key with what was answered, open, else with what holds or an example, behind a `#`."""
    return _raw(key, _value(given or value), remark, is_open=bool(given))


def _raw(key: str, value: str, remark: str = "", *, is_open: bool = False) -> str:
    said = f"{'' if is_open else '# '}{key} = {value}"
    return f"{said}  # {remark}" if remark else said


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else f"[{', '.join(map(quoted, _texts(value)))}]"


def _texts(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


def advice(engine: str, blog: str) -> Iterator[str]:
    """Yield what else to do: lines that keep the book out of the blog, targets of make, the next command."""
    yield "\n" + say("For .gitignore:") + "\n"
    yield from (f"    {name}" for name in _GIT)
    yield from _unpublished(engine)
    yield "\n" + say("For a Makefile:") + "\n"
    for target, command in (("book", "export"), ("book-plan", "plan"), ("book-check", "check")):
        yield f"    .PHONY: {target}\n    {target}:\n    \tpublisher {command} ."
    yield "\n" + say("Next: {command}", command=f"publisher plan {blog}".removesuffix(" ."))


def _unpublished(engine: str) -> Iterator[str]:
    """How the blog's own program is kept from publishing the book."""
    if engine == "jekyll":
        yield "\n" + say("For _config.yml, or Jekyll publishes the book:") + "\n\n    exclude:"
        yield from (f"      - {name}" for name in (*_JEKYLL, *_OF_JEKYLL_3))
    elif engine == "obsidian":
        yield "\n" + say("In Obsidian: Settings > Files and links > Excluded files: book/")
    elif engine in ("hexo", "hugo"):
        folder = {"hexo": "source/", "hugo": "content/"}[engine]
        yield "\n" + say("The blog does not publish book/: its pages come from {folder}.", folder=folder)
