"""A chapter as its words alone, where its page cannot be made: paragraphs, code, and the places in it that
others link to. By patterns and not by a tree, since it may be the tree that nothing can be made of."""

import re
from collections.abc import Iterator
from html import escape, unescape

_CODE = re.compile(r"(<pre[ >].*?</pre>)", re.S)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|footer|h\d|header"
    r"|hr|li|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?:[ /][^>]*)?>"
)
_FORMULA = re.compile(r'<math[^>]* alttext="([^"]*)".*?</math>', re.S)
_PICTURE = re.compile(r'<img[^>]* alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'<[^>]* id="([^"]+)"')


def body(xhtml: str, picture: str) -> str:
    """A fragment for its page. `picture`: what one is called."""
    ids = dict.fromkeys(map(unescape, _ID.findall(xhtml)))
    places = "".join(f'<span id="{escape(place)}"></span>' for place in ids)
    told = _PICTURE.sub(rf"[{picture}: \1]", _FORMULA.sub(r"\1", xhtml))
    return (f"<p>{places}</p>\n" if places else "") + "\n".join(_blocks(told))


def _blocks(xhtml: str) -> Iterator[str]:
    for piece in _CODE.split(xhtml):
        if _CODE.fullmatch(piece):
            yield f"<pre>{_words(piece)}</pre>"
        else:
            yield from (f"<p>{words}</p>" for words in map(_words, _BLOCK.split(piece)) if words.strip())


def _words(xhtml: str) -> str:
    return escape(unescape(_TAG.sub("", xhtml)), quote=False)
