"""HTML of the blocks that marked 0.3 and kramed find."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from publisher.markdown.hexo.early.inline import Words
from publisher.markdown.hexo.early.rules import Block
from publisher.markdown.hexo.fences import dedented
from publisher.markdown.html import code_block

_BOX = '<input class="task-list-item-checkbox"{} disabled="disabled" type="checkbox"> '


def written(tree: Iterable[Block], words: Words) -> str:
    """Return the HTML of a text: lines of text that stand together are one paragraph."""
    return "".join(f"<p>{html}</p>\n" if is_text else html for is_text, html in _pieces(tree, words))


def notes(words: Words) -> str:
    """Return the notes that the text refers to, at its end; one may refer to another."""
    texts, made = words.named.notes or {}, ""
    done: set[str] = set()
    while waiting := [label for label in words.named.numbers if label not in done]:
        for label in waiting:
            number = words.named.numbers[label]
            made += f'<li id="fn{number}"><p>{words.html(texts[label])}</p></li>\n'
        done.update(waiting)
    return f'<section class="footnotes"><ol>\n{made}</ol></section>\n' if made else ""


def _pieces(tree: Iterable[Block], words: Words) -> Iterator[tuple[bool, str]]:
    for is_text, group in groupby(tree, lambda block: block.kind == "text"):
        if is_text:
            yield True, words.html("\n".join(block.text for block in group))
        else:
            yield from ((False, _block(block, words)) for block in group)


def _block(block: Block, words: Words) -> str:
    match block.kind:
        case "heading":
            return f"<h{block.level}>{words.html(block.text)}</h{block.level}>\n"
        case "paragraph":
            return f"<p>{words.html(block.text)}</p>\n"
        case "code":
            code = dedented(block.text) if words.rules.dedents else block.text
            return code_block(code + "\n", block.language)
        case "rule":
            return "<hr>\n"
        case "quote":
            return f"<blockquote>\n{written(block.inner, words)}</blockquote>\n"
        case "list":
            return _list(block, words)
        case "html":
            return (block.text if block.flag else words.html(block.text)) + "\n"
        case "table":
            return _table(block, words)
        case "formula":
            return f'<script type="math/tex; mode=display">{block.text}</script>'
        case "note":
            return _note(block, words)
        case _:
            return ""


def _list(block: Block, words: Words) -> str:
    ordered = block.level >= 0
    tag = "ol" if ordered else "ul"
    start = f' start="{block.level}"' if ordered and block.level != 1 and words.rules.starts else ""
    return f"<{tag}{start}>\n{''.join(_item(item, words) for item in block.inner)}</{tag}>\n"


def _item(item: Block, words: Words) -> str:
    if item.flag:
        return f"<li>{written(item.inner, words)}</li>\n"
    html = "".join(html for _, html in _pieces(item.inner, words))
    if words.rules.tasks and html.lstrip()[:4] in ("[ ] ", "[x] "):
        box = _BOX.format(' checked="checked"' if html.lstrip()[1] == "x" else "")
        return f'<li class="task-list-item">{box}{html.lstrip()[4:]}</li>\n'
    return f"<li>{html}</li>\n"


def _table(block: Block, words: Words) -> str:
    head, rules, *body = block.rows
    made = [f"<table>\n<thead>\n{_row(head, 'th', rules, words)}</thead>\n"]
    made += ["<tbody>\n", *(_row(row, "td", rules, words) for row in body), "</tbody>\n"] if body else []
    return "".join(made) + "</table>\n"


def _row(cells: Iterable[str], tag: str, rules: tuple[str, ...], words: Words) -> str:
    sides = [_side(rule) for rule in rules]
    made = "".join(
        f"<{tag}{side}>{words.html(cell)}</{tag}>\n"
        for cell, side in zip(cells, (*sides, *[""] * 1000), strict=False)
    )
    return f"<tr>\n{made}</tr>\n"


def _side(rule: str) -> str:
    sides = {(True, False): "left", (False, True): "right", (True, True): "center"}
    side = sides.get((rule.startswith(":"), rule.endswith(":")))
    return f' style="text-align:{side}"' if side else ""


def _note(block: Block, words: Words) -> str:
    label = escape(block.language)
    text = words.html(block.text)
    back = f'<a href="#reffn_{label}"> &#8617;</a>'
    return f'<blockquote id="fn_{label}">\n<sup>{label}</sup>. {text}{back}\n</blockquote>\n'
