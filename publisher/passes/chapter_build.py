"""A chapter while it is being made: what every pass gets, reads and changes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from publisher.assets.diagrams import Tool
from publisher.assets.xhtml import Element
from publisher.errors import Diagnostic, Severity, Where
from publisher.model import Asset, Entry, FromWeb, Heading, Lead, Post, Site
from publisher.phrase import NOTHING, Phrase
from publisher.storage.stamp import Stamp

_MOST_PLACES = 3000  # in one post; to look for each takes a look through its text


class Found(NamedTuple):
    """What a picture's address means."""

    places: tuple[str, ...]  # below the blog's folder, in the order in which they were looked at
    path: str  # of the first file that is there; "" = none
    digest: str = ""  # of its bytes: see pictures.digest_of(); "" = not read
    stamp: Stamp | None = None  # when it was read; None = it must be read to know that it is the same


@dataclass(frozen=True, slots=True)
class PostFolders:
    """The folders of posts, by the addresses of their pages: see places.own_folders()."""

    by_address: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """Return the same for all: a post that comes or goes makes no chapter anew. What a chapter has looked
        up in it is kept with the chapter, and looked up again: see render/pipeline.py."""
        return ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files of pictures that were fetched from the web, below the blog's folder: see publisher/fetch/."""

    by_address: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> str:
        """Return the same for all, as PostFolders does: a picture that comes makes only its chapters anew."""
        return ""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What chapters share while they are rendered: with its Entry, all that a chapter is made of."""

    folder: Path  # the blog's, absolute and resolved: nothing outside it is read
    site: Site
    words: Mapping[str, str]  # the theme's words in the book's language: "video" -> "동영상"
    pictures: Path  # where converted pictures are kept
    thumbnails: bool  # whether chapters open with their post's own picture
    tools: tuple[Tool, ...] | None = None  # programs that draw diagrams; None: diagrams stay code
    alt_captions: bool = False  # whether a picture's alternative text is its caption, where it has no other
    fix_emphasis: bool = False  # **강조(괄호)**는 is set bold, though the blog shows its asterisks
    line_numbers: str = "post"  # which code has them: where its "post" says so, "all", "none"
    folders: PostFolders = field(default_factory=PostFolders)
    fetched: Fetched = field(default_factory=Fetched)


def page_of(post: Post) -> str:
    """Return the address of a post's page below the site's root: "2021/가을/", "2021/가을.html"; in a plain
    folder, which has no addresses, the file itself."""
    return post.address or (post.path if post.urls[0] == post.path else f"{post.urls[0]}/")


class Tally(NamedTuple):
    """What is in a chapter's tree beside words."""

    pictures: int = 0
    notes: int = 0  # marks of them in the text
    cells: int = 0  # of tables
    links: frozenset[str] = frozenset()  # their addresses; not of those within the post


@dataclass(slots=True)
class ChapterBuild:
    """One chapter's tree and what the passes have learnt of it. Lives inside render.make_chapter only."""

    root: Element
    entry: Entry
    context: RenderContext
    headings: list[Heading] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)  # fragment in the blog -> id in the book
    thumbnail: str = ""  # "asset:NAME"
    lead: Lead | None = None
    assets: dict[str, Asset] = field(default_factory=dict)  # by name
    pictures: dict[str, Where] = field(default_factory=dict)  # name of an asset -> where it is first shown
    outgoing: dict[str, Where] = field(default_factory=dict)  # blog address linked to -> where
    looked_for: dict[str, Found] = field(default_factory=dict)  # by the picture's address
    from_web: list[FromWeb] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)  # of what the post holds
    asked: int = 0  # how often a place in the post was looked for

    def where(self, needle: str = "") -> Where:
        """Return the line of the post's file on which `needle` first stands; 0 where it is not found.

        Parsers escape addresses and put roots before them, and make quotes curly: what is not in the
        text as it is may be there unescaped, by its last name, or by its longest word.
        """
        post = self.entry.post
        self.asked += 1
        if self.asked > _MOST_PLACES:
            return Where(post.path)
        text = post.markdown.casefold() if needle.startswith("<") else post.markdown
        plain = unquote(needle)
        forms = (
            needle,
            plain,
            re.split(r"[/\\]", plain)[-1],
            max(re.findall(r"\w+", plain), key=len, default=""),
        )
        found = next((place for form in forms if form and (place := text.find(form)) >= 0), -1)
        line = post.first_line + text.count("\n", 0, found) if found >= 0 else 0
        return Where(post.path, line)

    def warning(self, code: str, message: Phrase, needle: str, hint: Phrase = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(Severity.WARNING, code, message, self.where(needle), hint))

    def note(self, code: str, message: Phrase, needle: str, hint: Phrase = NOTHING) -> None:
        self.diagnostics.append(Diagnostic(Severity.NOTE, code, message, self.where(needle), hint))
