"""What the early engines are told apart by, and what a text is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PHRASING = frozenset(
    "a em strong small s cite q dfn abbr data time code var samp kbd sub sup i b u mark ruby rt rp bdi bdo"
    " span br wbr ins del img font".split()
)  # elements that stand in words: their tags start no block


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the early engines part."""

    closed_up: bool  # "#제목" is a heading
    underlined_first: bool  # what stands over "---" is a heading, be it a list or a rule
    joined: bool  # a quote takes all lines to an empty one, and the next quote too; a definition ends text
    html_inline: bool  # Markdown is read inside blocks of HTML, and tags are tags by HTML's own rules
    dedents: bool  # code loses the indentation that all its lines share
    tasks: bool  # [ ] is a box
    starts: bool  # a list that begins with 3 shows 3
    math: bool  # $$ … $$ is a formula
    notes: bool  # [^1] is a note
    hosts: bool  # www.example.org and me@example.org are links, and addresses have ASCII hosts
    short_code: bool  # of back-quotes that nothing closes some may hold code themselves
    word_marks: bool  # _ opens emphasis behind no ASCII letter, and around three letters at least
    escapes: str  # what a backslash takes its meaning from
    dashes: tuple[str, str]  # what "---" and "--" become, in this order


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text; what is in its words is not read yet."""

    kind: str  # heading, paragraph, text, space, code, rule, quote, list, item, html, table, formula, note
    text: str = ""
    level: int = 0  # of a heading; the number that a list starts with, -1: it has none
    inner: tuple["Block", ...] = ()
    flag: bool = False  # an item is loose; HTML stays as it is written
    language: str = ""  # of code; a note's label
    rows: tuple[tuple[str, ...], ...] = ()  # of a table: head, alignments, and its body


@dataclass(slots=True)
class Named:
    """What a text defines under a name, wherever it does."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # label -> address, title
    notes: dict[str, str] | None = None  # label -> text; None: no plug-in of the blog knows notes
    numbers: dict[str, int] = field(default_factory=dict)  # label of a note -> its number, by first reference


SIGNS = r"\`*{}[]()#+-.!_>~|"
MARKED = Rules(
    closed_up=False,
    underlined_first=False,
    joined=False,
    html_inline=True,
    dedents=True,
    tasks=True,
    starts=True,
    math=False,
    notes=False,
    hosts=True,
    short_code=True,
    word_marks=True,
    escapes=SIGNS,
    dashes=("—", "–"),
)
KRAMED = Rules(
    closed_up=True,
    underlined_first=True,
    joined=True,
    html_inline=False,
    dedents=False,
    tasks=False,
    starts=False,
    math=True,
    notes=True,
    hosts=False,
    short_code=False,
    word_marks=False,
    escapes=SIGNS + "$",
    dashes=("—-", "—"),
)
EARLY: Mapping[str, Rules] = {"marked 0.3": MARKED, "kramed": KRAMED}
