"""book.toml as values: each table and key, its default, and what it means in a line.

The docstring under a key is its documentation: README is tested against it.
"""

import ast
import inspect
import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from publisher.config.isbn import isbn13
from publisher.config.matter import ColophonTable, IndexTable, MatterTable
from publisher.config.order import OrderTable
from publisher.config.table import Names, Table
from publisher.config.trims import known_trim

Format = Literal["epub", "pdf"]
FORMAT_CHOICES: tuple[Format, ...] = get_args(Format)


class TitlePage(Table):
    """What a book says of itself, a volume too."""

    title: str = ""
    """Title of the book; else the blog's."""
    subtitle: str = ""
    """Subtitle; else the blog's."""
    authors: Names = ()
    """지은이, in order; else the blog's author."""
    published: date | None = None
    """펴낸날; else the day of the newest post."""
    edition: str = ""
    """판과 쇄: `초판 1쇄`."""
    rights: str = ""
    """Copyright line of the colophon; else ⓒ, year and authors."""
    description: str = ""
    """A paragraph about the book, for stores and e-readers; else the blog's description."""
    isbn: str = ""
    """ISBN-13, with its 부가기호 if it has one (`979-11-86710-95-1 03810`): the identifier of the files."""
    price: str = ""
    """값, as it stands in the colophon."""
    subjects: Names = ()
    """Keywords for stores; else the most used tags."""
    cover: str = ""
    """A picture for the cover, below the blog's folder; else the theme draws one."""

    @field_validator("authors", "subjects")
    @classmethod
    def _written(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Without those that nobody has written, authors = [""]: an EPUB with one is not valid."""
        return tuple(name for name in names if name.strip())

    @field_validator("isbn")
    @classmethod
    def _checked(cls, isbn: str) -> str:
        if isbn.strip() and not isbn13(isbn):
            raise PydanticCustomError("isbn", "an ISBN-13 whose last digit agrees with the others")
        return isbn


class BookTable(TitlePage):
    """What stands on the title page and in the colophon; what is empty comes from the blog."""

    language: str = ""
    """Language of the book (`ko`, `en`); else the blog's."""
    publisher: str = ""
    """펴낸곳."""

    @field_validator("language")
    @classmethod
    def _tag(cls, language: str) -> str:
        """As EPUB and browsers know it: "ko_KR" is ko-KR. See https://www.rfc-editor.org/rfc/rfc5646"""
        tag = language.strip().replace("_", "-")
        if tag and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
            raise PydanticCustomError("language", "a language, such as ko or en")
        return tag


class ContentTable(Table):
    """Which posts go into the book."""

    categories: Names = ()
    """Only posts of these categories: a name, or a path such as `개발/파이썬`."""
    tags: Names = ()
    """Only posts with one of these tags."""
    since: date | None = None
    """Only posts of this day and later."""
    until: date | None = None
    """Only posts of this day and earlier."""
    drafts: bool = False
    """Drafts too."""
    private: bool = False
    """Posts too that the blog keeps from readers: private, hidden, encrypted, with a password."""
    exclude: Names = ()
    """Posts to leave out, by path or file name without ending; `*` is any letters, `?` one."""
    largest_post: float = Field(default=2.0, strict=False, gt=0)
    """Megabytes of Markdown above which a post is left out, as a guard against accidents."""


class CheckTable(Table):
    """Which messages are not wanted."""

    ignore: dict[str, str] = Field(default={}, max_length=200)
    """Codes of messages, and why each is as it should be: `{"image-remote" = "logos of a shop"}`; `*` stands
    for any letters."""


class VolumeTable(TitlePage):
    """One of several books, made of the posts that `[content]` takes; what is empty comes from `[book]`.

    A post stands in the first volume that asks for it.
    """

    categories: Names = ()
    """Only posts of these categories: a name, or a path such as `개발/파이썬`."""
    tags: Names = ()
    """Only posts with one of these tags."""
    since: date | None = None
    """Only posts of this day and later."""
    until: date | None = None
    """Only posts of this day and earlier."""


class PartTable(Table):
    """The page of a part, which is named in the table's head: `[parts."여행"]`, `[parts."개발/파이썬"]`."""

    lead: str = Field(default="", max_length=10_000)
    """Some words on the part, below its name; an empty line parts paragraphs. Else what the blog says of its
    category (`_index.md` of Hugo)."""
    epigraph: str = Field(default="", max_length=10_000)
    """A quotation above them, line by line; a line that begins with a dash says whose it is."""


class MarkdownTable(Table):
    """How posts are read, where the blog's own settings do not say it right."""

    engine: Literal["", "obsidian", "plain"] = ""
    """A folder is notes of `obsidian`, or `plain` Markdown; else what it looks like."""
    grammar: Literal[
        "", "hexo", "markdown-it", "pandoc", "hugo", "kramdown", "obsidian", "commonmark", "markdown"
    ] = ""
    """`hexo`, `hugo`, `kramdown` (Jekyll), `obsidian`, `commonmark`, or `markdown` (Python-Markdown: Pelican,
    MkDocs)."""
    breaks: bool | None = None
    """A newline inside a paragraph is a line break."""
    smart: bool | None = None
    """Straight quotes become curly, `--` a dash, `...` an ellipsis."""
    fix_emphasis: bool = False
    """`**강조(괄호)**는` is set bold, where CommonMark and so the blog show the asterisks."""
    math: bool | None = None
    """`$…$` and `$$…$$` are formulas."""
    diagrams: Literal["draw", "code"] = "draw"
    """Fences `mermaid`, `plantuml`, `dot` are drawn where this machine has the program, or stay `code`."""


class CodeTable(Table):
    """Blocks of code."""

    line_numbers: Literal["post", "all", "none"] = "post"
    """Which have numbers: where the `post` wants them (`linenos`), `all` of two lines and more, `none`."""


class ImagesTable(Table):
    """Pictures that posts show from other sites."""

    fetch: bool = False
    """Fetch them into the blog (`book-images/`, `images.lock`), once; nothing else is fetched."""


class ThemeTable(Table):
    """How the book looks."""

    name: str = "base"
    """A theme: one that `publisher themes` lists, or a folder of the blog's own `styles/`."""
    line_break: Literal["", "syllable", "eojeol", "eojeol-first"] = ""
    """Where Korean lines break: between syllables (글자), words (어절), or words but for long ones
    (`eojeol-first`); else as the theme has it."""
    thumbnails: bool = False
    """A post's `thumbnail` or `cover` picture stands at the chapter's opening."""
    align: Literal["", "justify", "start"] = ""
    """Both edges straight, or only the left one; else as the theme has it."""
    indent: Literal["", "all", "after-first", "none"] = ""
    """Paragraphs with an indent: `all`, those `after-first`, or `none`, which stand apart; else as the theme
    has it."""
    verse: Literal["", "start", "center"] = ""
    """Verse at the `start` of lines, or in the `center` by its longest one; else as the theme has it."""


class OpeningTable(Table):
    """How parts and chapters open; what is empty is as the theme has it."""

    drop: Literal["", "none", "quarter", "third"] = ""
    """How far down the page of the PDF a chapter's title stands: a `quarter`, a `third`, or `none`."""
    date: bool | None = None
    """The day of the post."""
    category: bool | None = None
    """The parts that the chapter stands in."""
    tags: Annotated[int, Field(ge=0, le=100)] | None = None
    """How many of its tags, at most; `0` for none."""
    address: bool | None = None
    """Its address on the web."""
    picture: Literal["", "none", "verso"] = ""
    """PDF: `verso` has the picture with which a post begins on the left-hand page beside its opening, to the
    edges; `none` leaves it in the text."""
    numbers: Literal["", "none", "제1장", "1장", "1", "I"] = ""
    """Numbers of chapters: `제1장`, `1장`, `1`, `I`, or `none`."""
    part_numbers: Literal["", "none", "제1부", "1부", "1", "I"] = ""
    """Numbers of parts: `제1부`, `1부`, `1`, `I`, or `none`; 그 밖의 글 has none."""


class FiguresTable(Table):
    """Captions of pictures and tables; what is empty is as the theme has it."""

    alt_captions: bool | None = None
    """A picture's alternative text is its caption where it has neither a caption nor a title."""
    numbers: Literal["", "none", "chapter", "book"] = ""
    """What has a caption is numbered by `chapter` (그림 3-2), through the `book` (그림 12), or `none` is."""
    lists: bool | None = None
    """그림 차례 and 표 차례 behind the contents."""


class CoverTable(Table):
    """How the cover looks, where it is not a finished picture (`cover` of `[book]`)."""

    design: str = ""
    """A design of the theme: `horizon`, `type`, `rule`, `band`, `full`, `pattern`, `label`; else its own."""
    palette: str = ""
    """Colours of the theme by name, or a colour (`#204060`) that others go with; else the book's own."""
    picture: str = ""
    """A picture for `band`, `full` and `label`, below the blog's folder; else a pattern stands there."""
    quote: str = ""
    """A sentence for the back, set large."""
    portrait: str = ""
    """A picture of the author, below the blog's folder: on the front flap, else on the back."""
    about: str = ""
    """지은이 소개, beside the portrait."""
    flap: float = Field(default=0, strict=False, ge=0, le=150)
    """Width of the flaps (날개) of the printed cover in mm; 0: none."""


class PdfTable(Table):
    """The PDF alone."""

    trim: Annotated[str, AfterValidator(known_trim)] = ""
    """판형, else the theme's: by name (`A5` = 국판, `B6` = 46판, `신국판`, `B5` = 46배판, `A4`, `A6`, …) or
    in mm: `140x210`."""
    opening: Literal["", "page", "recto", "run-on"] = ""
    """Chapters open on a new `page`, a right-hand one (`recto`), or where the last one ends (`run-on`); else
    as the theme has it."""
    page_refs: bool = True
    """A link to another post says its title and page: `(‹바다› 37쪽)`."""
    links: Literal["", "notes", "end", "qr", "plain"] = ""
    """Addresses of links on words: in `notes`, as a list at the chapter's `end`, there as `qr` codes, or not
    (`plain`); else as the theme has it."""
    min_last_lines: Annotated[int, Field(ge=0, le=20)] = 5
    """Lines that the last page of a chapter has at least, where others of it can end earlier for that."""
    ink: Literal["colour", "grey"] = "colour"
    """`grey`: pages without any colour, pictures too, for a printer of black alone; not the cover."""
    emoji: Literal["", "mono", "colour"] = ""
    """Emoji in one colour (`mono`) or in all of theirs; else as the theme has it."""
    bleed: float = Field(default=0, strict=False, ge=0, le=20)
    """Paper around each page (도련) in mm, as a printer asks for, with TrimBox and BleedBox; `0`: none."""
    cover: bool = True
    """The cover as first page; `false` for a printer, who wants it as a file of its own."""


class EpubTable(Table):
    """The EPUB alone."""

    embed_fonts: bool = False
    """Carry the theme's fonts, cut down to the letters of the book."""
    math: Literal["mathml", "pictures"] = "mathml"
    """Formulas as `mathml`, or as `pictures` for reading systems that know none, such as Kindle's."""


class PrintTable(Table):
    """The printed book: what `publisher package` makes of it."""

    gsm: float = Field(default=80, strict=False, ge=30, le=400)
    """Weight of the paper in g/㎡: the spine is as wide as pages × gsm × 0.0006 mm."""
    spine: float = Field(default=0, strict=False, ge=0, le=100)
    """Width of the spine (책등) in mm, where the printer's own figure is another; 0: computed."""
    back: str = ""
    """Text on the back of the cover; else the description."""
    cost_page: float = Field(default=0, strict=False, ge=0, le=10_000)
    """What the printer takes for a page, in won: `plan` and the preview say what a copy costs, about."""
    cost_copy: float = Field(default=0, strict=False, ge=0, le=1_000_000)
    """What it takes for a copy besides (cover, binding), in won."""


class LimitsTable(Table):
    """What one post may take, in each stage, before it is set more simply: the last guard."""

    seconds: float = Field(default=60, strict=False, gt=0, le=1e6)
    """Seconds of the processor for one post; over it, the post stands in the book as plain text."""
    memory: float = Field(default=1000, strict=False, ge=50, le=1e6)
    """Megabytes for one post, where other processes work; over it, the same."""


class BookToml(Table):
    """The whole file."""

    book: BookTable = BookTable()
    content: ContentTable = ContentTable()
    order: OrderTable = OrderTable()
    parts: dict[str, PartTable] = Field(default={})
    markdown: MarkdownTable = MarkdownTable()
    code: CodeTable = CodeTable()
    images: ImagesTable = ImagesTable()
    theme: ThemeTable = ThemeTable()
    opening: OpeningTable = OpeningTable()
    figures: FiguresTable = FiguresTable()
    matter: MatterTable = MatterTable()
    index: IndexTable = IndexTable()
    colophon: ColophonTable = ColophonTable()
    cover: CoverTable = CoverTable()
    pdf: PdfTable = PdfTable()
    epub: EpubTable = EpubTable()
    print: PrintTable = PrintTable()
    limits: LimitsTable = LimitsTable()
    check: CheckTable = CheckTable()
    volume: Annotated[tuple[VolumeTable, ...], Field(strict=False)] = ()


class MailTable(Table):
    """How `publisher send` reaches a mail server. Its own file: book.toml is public, passwords are not."""

    model_config = ConfigDict(str_strip_whitespace=False)  # a password may begin with a blank
    host: str = ""
    """The mail server: `smtp.example.org`."""
    port: int = Field(default=0, ge=0, le=65535)
    """Its port; else 465 for `tls`, 587 for `starttls`, 25 for `none`."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`starttls`, `tls` from the first byte, or `none`: only without a password, or on this machine."""
    user: str = ""
    """Name to log in with; empty: no login."""
    password: SecretStr = SecretStr("")
    """The password, in a file that only you can read; better PUBLISHER_SMTP_PASSWORD or a file of its own."""
    password_file: str = ""
    """A file whose first line is the password, that only you can read; `~` is your home."""
    sender: str = ""
    """Your address, the one that Amazon knows; else `user`."""
    ca_file: str = ""
    """Certificates to trust besides the machine's, as PEM: for a server with a certificate of its own."""


class MailToml(Table):
    """mail.toml, the whole file."""

    mail: MailTable = MailTable()


def tables() -> dict[str, type[Table]]:
    """Return the tables of book.toml by name; of `parts` and `volume` there can be several."""
    several: dict[str, type[Table]] = {"parts": PartTable, "volume": VolumeTable}
    single = {name: one.annotation for name, one in BookToml.model_fields.items() if name not in several}
    return {**single, **several}  # type: ignore[dict-item]


def keys() -> list[tuple[str, str, str]]:
    """Return every key of book.toml and mail.toml: table, key, what it means. README is tested against it."""
    holders: dict[str, type[Table]] = {**tables(), "mail": MailTable}
    return [
        (table, name, meaning)
        for table, holder in holders.items()
        for name, meaning in _meanings(holder).items()
    ]


def _meanings(holder: type[Table]) -> dict[str, str]:
    """The docstring under each key, "" where there is none: read when they are asked for, since to look
    for them takes a fortieth of a second, and no build asks."""
    from textwrap import dedent

    found = dict.fromkeys(holder.model_fields, "")
    for one in reversed(holder.__mro__[: holder.__mro__.index(Table)]):
        (written,) = ast.parse(dedent(inspect.getsource(one))).body
        for key, below in pairwise(getattr(written, "body", ())):
            match key, below:
                case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str() as meaning)):
                    found[name] = inspect.cleandoc(meaning)
    return found
