"""kramdown with GFM input, as Jekyll reads its posts: block and span rules of ours inside Python-Markdown.

The rules follow https://kramdown.gettalong.org/syntax.html and https://kramdown.gettalong.org/parser/gfm.html.
Blocks become ElementTree elements, which Python-Markdown hands to the treeprocessor for the spans.
"""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from publisher.markdown.kramdown import (
    blocks,
    definitions,
    emphasis,
    extensions,
    html_blocks,
    html_spans,
    links,
    lists,
    marks,
    quotes,
    tables,
)
from publisher.markdown.kramdown.document import Document, Rules
from publisher.markdown.kramdown.finish import finish
from publisher.markdown.kramdown.serialize import serialize
from publisher.markdown.kramdown.tree import Node, Source
from publisher.model import Dialect

_RULES = Rules(
    blocks=(
        blocks.blank,
        blocks.code,
        blocks.fence,
        blocks.quote,
        blocks.atx,
        blocks.rule_line,
        lists.lists,
        definitions.definition_list,
        html_blocks.html,
        blocks.setext,
        extensions.math,
        tables.table,
        definitions.note,
        definitions.link,
        definitions.abbreviation,
        extensions.extension,
        blocks.marker,
        blocks.paragraph,
    ),
    spans={
        "*": (emphasis.emphasis,),
        "_": (emphasis.emphasis,),
        "~": (emphasis.strike,),
        "`": (marks.code,),
        "<": (
            links.autolink,
            html_spans.html,
            marks.symbol,
        ),
        "[": (
            links.note,
            links.link,
        ),
        "!": (links.link,),
        "{": (marks.extension,),
        "&": (marks.entity,),
        "$": (marks.math,),
        "\\": (marks.escaped,),
        '"': (quotes.quote,),
        "'": (quotes.quote,),
        "-": (marks.symbol,),
        ".": (marks.symbol,),
        ">": (marks.symbol,),
        " ": (marks.line_break,),
    },
    raw={"<": (html_spans.html,), "&": (marks.entity,)},
)


class _Blocks(BlockParser):
    """kramdown's block rules in the place of Python-Markdown's."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self.dialect = dialect
        self.document = Document(dialect, _RULES)

    def parseDocument(self, lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802
        self.document = Document(self.dialect, _RULES)
        root = Node("div")
        blocks.Reader(self.document, Source("\n".join(lines)), root).run()
        return ElementTree(root)


class _Spans(Treeprocessor):
    """kramdown's span rules, and what is settled at the end."""

    def run(self, root: Element) -> None:
        assert isinstance(self.md.parser, _Blocks) and isinstance(root, Node)  # noqa: S101
        finish(self.md.parser.document, root)


def kramdown(dialect: Dialect) -> Callable[[str], str]:
    """kramdown as Jekyll sets it."""
    md = Markdown()
    md.preprocessors = Registry()
    md.treeprocessors = Registry()
    md.postprocessors = Registry()
    md.parser = _Blocks(md, dialect)
    md.treeprocessors.register(_Spans(md), "kramdown", 10)
    md.serializer = serialize

    def convert(text: str) -> str:
        return md.convert(text.replace("\r\n", "\n").replace("\r", "\n")) + "\n"

    return convert
