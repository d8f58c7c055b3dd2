"""HTML of the blocks that Pandoc's Markdown has."""

import re
from collections.abc import Iterable
from html import escape

from publisher.markdown.html import code_block
from publisher.markdown.pandoc.inline import Words
from publisher.markdown.pandoc.rules import Block

_BOX = re.compile(r"\[([ xX])\] +(?=\S)")
_LOWEST = 6  # HTML has no lower heading
_INPUT = '<input class="task-list-item-checkbox"{} disabled="disabled" type="checkbox">'


def written(tree: Iterable[Block], words: Words) -> str:
    return "".join(_block(block, words) for block in tree)


def notes(words: Words) -> str:
    """Return the notes that the text refers to, at its end: one a reference."""
    words.noted = True
    made = "".join(f'<li id="fn{n}">{written(note, words)}</li>\n' for n, note in enumerate(words.notes, 1))
    return f'<section class="footnotes"><ol>\n{made}</ol></section>\n' if made else ""


def _block(block: Block, words: Words) -> str:
    match block.kind:
        case "heading":
            tag = f"h{block.level}" if block.level <= _LOWEST else "p"
            return f"<{tag}>{words.html(block.text)}</{tag}>\n"
        case "paragraph":
            return _figure(block, words) or f"<p>{words.html(block.text)}</p>\n"
        case "plain":
            return _figure(block, words) or words.html(block.text) + "\n"
        case "code":
            return code_block(block.text + "\n", block.language)
        case "rule":
            return "<hr>\n"
        case "quote":
            return f"<blockquote>\n{written(block.inner, words)}</blockquote>\n"
        case "bullets" | "numbers":
            return _list(block, words)
        case "html":
            return block.text + "\n"
        case "table":
            return _table(block, words)
        case "lines":
            lines = "<br>\n".join(map(words.html, block.text.split("\n")))
            return f'<div class="line-block">{lines}</div>\n'
        case "formula":
            return f'<div class="math">{escape(block.text, quote=False)}</div>\n'
        case "terms":
            return f"<dl>\n{written(block.inner, words)}</dl>\n"
        case "term":
            return f"<dt>{words.html(block.text)}</dt>\n"
        case _:
            return f"<dd>\n{written(block.inner, words)}</dd>\n"


def _figure(block: Block, words: Words) -> str:
    """A picture that stands alone has its words below it."""
    picture, caption = words.figure(block.text) or ("", "")
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>\n" if picture else ""


def _list(block: Block, words: Words) -> str:
    tag = "ul" if block.kind == "bullets" else "ol"
    start = f' start="{block.level}"' if tag == "ol" and block.level != 1 else ""
    items = "".join(_item(item.inner, words) for item in block.inner)
    return f"<{tag}{start}>\n{items}</{tag}>\n"


def _item(inner: tuple[Block, ...], words: Words) -> str:
    """An item; [ ] in front of its text is a box."""
    first = inner[0] if inner else Block("plain")
    box = _BOX.match(first.text) if first.kind in ("plain", "paragraph") else None
    if box is None:
        html = written(inner, words).strip("\n")
        return f"<li>{html}</li>\n"
    shown = _INPUT.format(' checked="checked"' if box[1] != " " else "") + words.html(first.text[box.end() :])
    shown = f"<p>{shown}</p>" if first.kind == "paragraph" else shown
    return f'<li class="task-list-item">{shown}\n{written(inner[1:], words)}</li>\n'


def _table(block: Block, words: Words) -> str:
    width = len(block.aligns)
    cells = [written(cell.inner, words).strip("\n") for cell in block.inner]
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    caption = f"<caption>{words.html(block.text)}</caption>\n" if block.text else ""
    head = f"<thead>\n{_row(rows[0], 'th', block.aligns)}</thead>\n" if block.headed else ""
    body = "".join(_row(row, "td", block.aligns) for row in rows[block.headed :])
    return f"<table>\n{caption}{head}<tbody>\n{body}</tbody>\n</table>\n"


def _row(cells: list[str], tag: str, aligns: tuple[str, ...]) -> str:
    styles = [f' style="text-align:{align}"' if align else "" for align in aligns]
    pairs = zip(cells, styles, strict=True)
    return "<tr>" + "".join(f"<{tag}{style}>{cell}</{tag}>" for cell, style in pairs) + "</tr>\n"
