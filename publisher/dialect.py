"""The Markdown that a post is written in: its grammar, and how the blog's own engine is set.

What several grammars know stands in `Dialect`; what one alone knows, in the options of that one. Readers make
them, and each grammar reads its own: those of the others are as they come, and mean nothing.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class MarkedOptions:
    """Of marked in Hexo. See https://github.com/hexojs/hexo-renderer-marked#options"""

    generation: str = ""  # of marked, or kramed: "marked 0.3"; "": the newest
    description_lists: bool = True  # a line that starts with a colon describes the one above
    captions: bool = False  # a picture's words stand below it
    only_safe_links: bool = False  # an address that runs code leads nowhere
    hexo_fences: bool = True  # Hexo itself reads fences, to colour them
    fences_apart: bool = False  # below a fence it puts an empty line, as up to Hexo 3


@dataclass(frozen=True, slots=True)
class MarkdownItOptions:
    """Of markdown-it in Hexo: its age, and the plug-ins that it has."""

    early: bool = False  # markdown-it 5: before CommonMark 0.27
    definition_lists: bool = False
    task_lists: bool = False
    footnotes: bool = False


@dataclass(frozen=True, slots=True)
class PandocOptions:
    """Of Pandoc."""

    hexo_fences: bool = False  # Hexo reads fences before Pandoc does, to colour them


@dataclass(frozen=True, slots=True)
class CommonMarkOptions:
    """Of CommonMark: the extensions that are on."""

    tables: bool = True
    strikethrough: bool = True
    task_lists: bool = True
    definition_lists: bool = True


@dataclass(frozen=True, slots=True)
class GoldmarkOptions:
    """Of goldmark in Hugo. See https://gohugo.io/configuration/markup/#goldmark"""

    blackfriday: bool = False  # the site is made by a Hugo before 0.60, which had another parser
    since_128: bool = False  # the site is made by Hugo 0.128 or a later one
    tables: bool = True
    strikethrough: bool = True
    task_lists: bool = True
    definition_lists: bool = True
    insert: bool = False  # ++a++
    mark: bool = False  # ==a==
    superscript: bool = False  # a^2^
    subscript: bool = False  # a~2~
    delete: bool = False  # ~~a~~, where it is not struck
    title_attributes: bool = True  # {#a .b} behind a heading
    block_attributes: bool = False  # {.a} below any block
    alerts: bool = False  # > [!NOTE] is a note
    bare_images: bool = False  # a picture alone in a paragraph stands without it
    joined_lines: Literal["", "simple", "css3draft"] = ""  # how lines of Korean or Chinese are joined
    escaped_space: bool = False  # a backslash before a space lets marks end there, and shows nothing
    www: Literal["https", "http"] = "https"  # what www.example.org is taken to be
    delimiters: tuple[tuple[str, str], ...] = ()  # between which the parser leaves formulas alone


@dataclass(frozen=True, slots=True)
class KramdownOptions:
    """Of kramdown in Jekyll. See https://kramdown.gettalong.org/options.html"""

    block_html: bool = False  # Markdown is read in all HTML blocks
    header_offset: int = 0
    footnote_nr: int = 1  # number of the first note
    math_engine: bool = True  # formulas are left to MathJax; else they stand as they are written
    dollars: bool = False  # which looks for $...$ in the page too
    symbols: tuple[tuple[str, str], ...] = ()  # what is shown for a typographic one: ("hellip", "...")
    symbols_typed: bool = True  # -- and ... become symbols
    paragraph_end: bool = True  # GFM: blocks may begin right under a line of text


@dataclass(frozen=True, slots=True)
class Dialect:
    """A grammar, and what of it the blog's engine has on."""

    grammar: str = "commonmark"  # a name in markdown.GRAMMARS: "hexo", "commonmark", "markdown"
    breaks: bool = False  # a newline in a paragraph is a line break
    smart: bool = False  # "straight" quotes become “curly” ones, -- a dash, ... an ellipsis
    linkify: bool = True  # a bare address becomes a link
    math: bool = False  # $...$ and $$...$$ are formulas
    footnotes: bool = True  # [^1] is a reference, [^1]: a note
    unsafe: bool = True  # raw HTML stays; Hugo drops it unless the site says otherwise
    root: str = ""  # put before addresses of pictures, as Hexo does: "/notes/"
    emoji: bool = False  # :smile: is 😄
    gfm: bool = True  # GitHub's Markdown: kramdown's input as Jekyll sets it, marked's `gfm`
    quotes: str = "“”‘’"  # what straight quotes become: double open and close, single open and close
    tags: str = ""  # a name in shortcodes.DIALECTS, where it is not the grammar's: "liquid"
    tags_off: bool = False  # Hexo's disableNunjucks: braces are text
    marked: MarkedOptions = MarkedOptions()
    markdown_it: MarkdownItOptions = MarkdownItOptions()
    pandoc: PandocOptions = PandocOptions()
    commonmark: CommonMarkOptions = CommonMarkOptions()
    goldmark: GoldmarkOptions = GoldmarkOptions()
    kramdown: KramdownOptions = KramdownOptions()
