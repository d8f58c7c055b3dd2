"""kramdown with GFM input, as Jekyll reads its posts: block and span rules of ours.

The rules follow https://kramdown.gettalong.org/syntax.html and https://kramdown.gettalong.org/parser/gfm.html.
Blocks become ElementTree elements, whose spans are read when all is known.
"""

from collections.abc import Callable

from publisher.dialect import Dialect
from publisher.markdown.kramdown import (
    blocks,
    definitions,
    emphasis,
    extensions,
    html_blocks,
    html_spans,
    leaf_spans,
    links,
    lists,
    quotes,
    tables,
)
from publisher.markdown.kramdown.document import Document, Rules
from publisher.markdown.kramdown.finish import finish
from publisher.markdown.kramdown.serialize import serialize
from publisher.markdown.kramdown.tree import Node, Source

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
        "`": (leaf_spans.code,),
        "<": (links.autolink, html_spans.html, leaf_spans.symbol),
        "[": (links.note, links.link),
        "!": (links.link,),
        "{": (leaf_spans.extension,),
        "&": (leaf_spans.entity,),
        "$": (leaf_spans.math,),
        "\\": (leaf_spans.escaped,),
        '"': (quotes.quote,),
        "'": (quotes.quote,),
        "-": (leaf_spans.symbol,),
        ".": (leaf_spans.symbol,),
        ">": (leaf_spans.symbol,),
        " ": (leaf_spans.line_break,),
    },
    raw={"<": (html_spans.html,), "&": (leaf_spans.entity,)},
)


def kramdown(dialect: Dialect) -> Callable[[str], str]:
    """kramdown as Jekyll sets it."""

    def convert(text: str) -> str:
        document, root = Document(dialect, _RULES), Node("div")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        blocks.Reader(document, Source(text), root).run()
        finish(document, root)
        return serialize(root).strip() + "\n"

    return convert
