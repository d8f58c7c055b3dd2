"""The values that pass from step to step, frozen: Blog -> Outline -> Book, and what they are made of.

A type for each stage: no field is `None` for "not yet". All of them can be pickled, for workers, and are
records, for the cache: see storage/records.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Literal, NamedTuple

from publisher.dialect import Dialect
from publisher.errors import Diagnostic, Where
from publisher.phrase import Phrase

Captioned = Literal["figure", "table"]  # a picture or drawing, or a table
Section = tuple[str, ...]  # a place in the tree of parts: ("개발", "파이썬"), outermost first
_PRIVATE = frozenset(("private", "비공개", "비공개글", "비밀글"))  # categories and tags of what is no one's


@dataclass(frozen=True, slots=True)
class InBook:
    """What a post is in the book alone: its front matter says so, or the plan."""

    title: str = ""  # empty: its own
    part: Section = ()  # where it stands; empty: as the book is ordered
    lead: tuple[str, ...] = ()  # paragraphs of plain words below the title
    opening: str = ""  # "page", "recto" or "run-on"; empty: as all chapters
    after: str = ""  # the post behind which it stands, by path or file name
    skip: bool = False  # it is not in the book


@dataclass(frozen=True, slots=True)
class Post:
    """One post, read. What a category path or a date means was decided by the blog's reader."""

    path: str  # below the blog's folder: "source/_posts/가을.md"
    first_line: int  # the line of the file at which `markdown` starts
    title: str
    date: datetime  # aware, in the blog's time zone
    dated: bool  # False: only the file's own time is known, so the post sorts last
    updated: datetime  # aware; the date, where the post does not say
    sections: tuple[Section, ...]  # every category path it stands in, in the post's own order
    series: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]  # empty: the blog's own author
    language: str  # "ko"
    summary: str  # the excerpt that the blog shows in its lists; empty: none
    draft: bool
    hidden_by: str  # "a page of the site, not a post"; empty: it is one that can be in a book
    markdown: str  # NFC, "\n" line ends, as many lines as in the file
    dialect: Dialect
    urls: tuple[str, ...]  # every address by which others link here, as addresses.normal() has it
    asset_dirs: tuple[str, ...]  # folders below the blog's in which its images are looked for, in order
    extra: tuple[tuple[str, str], ...] = ()  # what its engine's tags name: ("include:note.html", "<p>…")
    address: str = ""  # its page below the site's root, as the blog writes it: "2021/가을/"; "": urls[0]
    name: str = ""  # below the folder of posts, without ending: "가을"; a page bundle's is its folder
    thumbnail: str = ""  # address of the picture that stands for the post; empty: none
    book: InBook = InBook()
    private_by: str = ""  # "published: false": how the blog keeps it from readers; empty: it does not

    @property
    def kept_private_by(self) -> str:
        """What keeps it from readers: its front matter, or a category or tag of that name; "" for none."""
        named = {name.casefold() for name in (*chain(*self.sections), *self.tags)} & _PRIVATE
        return self.private_by or (Phrase("in {name}", name=min(named)) if named else "")


Placed = tuple[Section, Post]  # a post in its part


@dataclass(frozen=True, slots=True)
class Site:
    """What the blog says about itself."""

    engine: str  # "hexo"
    title: str
    subtitle: str
    description: str
    authors: tuple[str, ...]
    language: str
    timezone: str  # IANA name
    url: str  # "https://example.org/notes/", with the last slash; empty where unknown
    static_dirs: tuple[str, ...]  # folders that the site serves at its root: ("source",)
    renderer: str = ""  # what makes HTML of its Markdown: "hexo-renderer-marked", "kramdown (GFM)"
    repository: str = ""  # its folder's on GitHub, "user/user.github.io"; empty where unknown


@dataclass(frozen=True, slots=True)
class PartText:
    """What the page of a part says besides its name."""

    lead: tuple[str, ...] = ()  # paragraphs of plain words
    epigraph: tuple[str, ...] = ()  # lines; one that begins with a dash says whose it is


@dataclass(frozen=True, slots=True)
class Blog:
    """All posts of a blog, in no order that means anything."""

    folder: str  # absolute
    site: Site
    posts: tuple[Post, ...]
    parts: Mapping[Section, PartText] = field(default_factory=dict)  # what it says of its categories


_OF_ONE_VOLUME = "subtitle identifier edition rights description isbn price cover collection".split()


@dataclass(frozen=True, slots=True)
class BookMeta:
    """What the title page, the colophon (판권) and the metadata of both files say."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    language: str
    identifier: str  # "urn:uuid:..." or "urn:isbn:..."
    published: date
    modified: datetime  # UTC; from the posts, not from the clock: same input, same bytes
    publisher: str
    edition: str
    rights: str
    description: str
    isbn: str
    price: str
    subjects: tuple[str, ...]
    source: str  # the blog's address
    cover: str  # absolute path of a picture; empty: the theme draws one
    collection: str = ""  # title of the set that the book is a volume of; empty: it stands alone
    position: int = 0  # in that set, from 1

    def steady(self) -> "BookMeta":
        """What stays when posts come and go, the same in all volumes: a chapter shows no more, to be kept."""
        moment = datetime(1970, 1, 1, tzinfo=UTC)
        own: dict[str, Any] = {**dict.fromkeys(_OF_ONE_VOLUME, ""), "title": self.collection or self.title}
        return replace(self, **own, position=0, published=moment.date(), modified=moment, subjects=())


@dataclass(frozen=True, slots=True)
class Entry:
    """A post that has its place in the book."""

    id: str  # ASCII, stable when other posts come and go: names its file in the EPUB
    number: int  # from 1, in book order
    section: Section
    post: Post


@dataclass(frozen=True, slots=True)
class MatterEntry:
    """A page before or behind the posts that somebody has written."""

    kind: str  # "preface": see writers/matter.py
    entry: Entry


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A post that is not in the book, and why."""

    post: Post
    reason: Phrase


@dataclass(frozen=True, slots=True)
class OtherPost:
    """A post of another volume, as links to it need it."""

    address: str  # its page, below the blog's address; empty: it has none
    title: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The book before it is made: what stands where."""

    meta: BookMeta
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    links: Mapping[str, str]  # blog address -> entry id
    elsewhere: Mapping[str, OtherPost] = field(default_factory=dict)  # blog address -> post of another volume
    parts: Mapping[Section, PartText] = field(default_factory=dict)
    matter: tuple[MatterEntry, ...] = ()  # in book order
    terms: tuple[str, ...] = ()  # lines of the list of words for its index
    plan: str = ""  # the plan that orders it; empty: book.toml does


class Heading(NamedTuple):
    """A heading inside a chapter."""

    level: int  # 2 to 6; 1 is the chapter's own title
    id: str
    text: str


class Lead(NamedTuple):
    """A picture with which a text begins, large enough for a page of its own."""

    name: str  # of its asset
    width: int  # pixels
    height: int


class Caption(NamedTuple):
    """The caption of a picture or a table."""

    kind: Captioned
    text: str
    id: str  # of the whole; empty: it has none
    is_numbered: bool  # whether it says a number of its own


class FromWeb(NamedTuple):
    """A picture, or what a post embeds, that is another site's."""

    kind: Literal["picture", "embed"]
    addresses: tuple[str, ...]  # from which it may be had, the best first
    where: Where


class Asset(NamedTuple):
    """A picture as it goes into the books; its bytes lie in a file."""

    name: str  # "img-0f3a....png": by content, ASCII
    media_type: str
    path: str  # absolute path of the file that holds its bytes

    def key(self) -> str:
        """Return its name, which tells its bytes, wherever they lie: see storage/keys.py."""
        return self.name


@dataclass(frozen=True, slots=True)
class Chapter:
    """A post, rendered. `xhtml` is a well-formed fragment that both writers build on.

    In it: pictures are `asset:NAME`, links into the blog are `blog:ADDRESS#FRAGMENT` (the writers
    resolve both), notes stand at the end as `aside role="doc-footnote"`, formulas are MathML.
    """

    id: str
    number: int
    section: Section
    title: str
    date: datetime
    dated: bool
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    thumbnail: str  # "asset:NAME" of the picture at its opening; empty: none
    lead: Lead | None  # None: it begins with none
    xhtml: str
    has_formulas: bool
    rows: int  # lines of text that it is about as long as, on A5: to guess page numbers by
    headings: tuple[Heading, ...]
    anchors: Mapping[str, str]  # fragment as the blog has it -> id in `xhtml`
    captions: tuple[Caption, ...]  # in their order
    assets: tuple[Asset, ...]
    pictures: tuple[tuple[str, Where], ...]  # names of assets, and where in the post each is first shown
    hrefs: tuple[str, ...]  # of its links into the blog, as `xhtml` has them, each once
    outgoing: tuple[tuple[str, Where], ...]  # blog addresses it links to, and from where
    from_web: tuple[FromWeb, ...]
    characters: str  # every character used, once, sorted
    diagnostics: tuple[Diagnostic, ...]
    where: Where  # its post, to name it in a diagnostic
    digest: str  # of all that it holds, but for its place in the book: see render/chapters.py
    address: str = ""  # its page below the site's root: "2021/가을/"; empty: it has none
    foreword: tuple[str, ...] = ()  # paragraphs of plain words below its title
    opening: str = ""  # "page", "recto" or "run-on"; empty: as all chapters

    def key(self) -> str:
        """Return a text that is another where anything that it holds is another: see storage/keys.py."""
        return repr((self.digest, self.number, self.section))


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A page before or behind the posts, rendered."""

    kind: str
    chapter: Chapter


class Mark(NamedTuple):
    """A word of the index where it stands in a chapter."""

    start: int  # in its `xhtml`
    end: int
    id: str
    block: str = ""  # id of the block in which it stands
    at: int = -1  # where in `xhtml` that is to be written; -1: it has it


class IndexEntry(NamedTuple):
    """A line of the index."""

    term: str
    head: str  # under which it stands: "ㄱ", "A", "0–9"
    places: tuple[str, ...]  # ids of marks and of chapters, in book order
    see: str = ""  # the word that it leads to


@dataclass(frozen=True, slots=True)
class Index:
    """찾아보기, and what is marked for it."""

    entries: tuple[IndexEntry, ...] = ()
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)  # chapter's id -> words in it


class ChangedPost(NamedTuple):
    """A post that is not as it was."""

    title: str
    id: str = ""  # of its chapter; empty: it is gone
    places: int = 0  # paragraphs that are new, gone or other ones


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other than in the edition before."""

    since: str = ""  # how that is called: "초판 1쇄"; empty: there is none
    new: tuple[ChangedPost, ...] = ()
    changed: tuple[ChangedPost, ...] = ()
    gone: tuple[ChangedPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All that a writer needs besides the theme and the fonts."""

    meta: BookMeta
    chapters: tuple[Chapter, ...]
    links: Mapping[str, str]  # blog address -> chapter id
    elsewhere: Mapping[str, OtherPost] = field(default_factory=dict)  # blog address -> post of another volume
    parts: Mapping[Section, PartText] = field(default_factory=dict)
    matter: tuple[MatterPage, ...] = ()  # in book order
    terms: tuple[str, ...] = ()  # lines of the list of words for its index
    index: Index = field(default_factory=Index)
    changes: Changes = field(default_factory=Changes)
    slots: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  # see book/slots.py
    box_set: bool = False  # whether it is 합본: its parts are volumes
    spine: tuple[tuple[str, ...], ...] = ()  # its pages in the last edition: see writers/epub/spine.py

    @property
    def texts(self) -> tuple[Chapter, ...]:
        """Its chapters, and the pages before and behind them that somebody has written."""
        return (*self.chapters, *(page.chapter for page in self.matter))

    @property
    def characters(self) -> str:
        """Every character of its chapters and of its parts' names and texts, once, sorted."""
        shown = {text for chapter in self.texts for text in (chapter.characters, *chapter.section)}
        shown |= {entry.term for entry in self.index.entries}
        shown |= {line for part in self.parts.values() for line in (*part.lead, *part.epigraph)}
        return "".join(sorted({*"".join(shown)}))
