"""A chapter as its words alone, where its page cannot be made: paragraphs, code, and the places in it that
others link to. By patterns and not by a tree, since it may be the tree that nothing can be made of."""

import re
from collections.abc import Iterator
from html import escape, unescape

_CODE = re.compile(r"(<pre[ >].*?(?:</pre>|\Z))", re.S)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h\d"
    r"|header|hr|li|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?:[ /][^<>]*)?>"
)
_BREAK = re.compile(r"<br[ /][^<>]*>")
_PICTURE = re.compile(r'<img(?=[^<>]* alt="([^"<>]*)")[^<>]*>')
# What words stand for a formula, and for ruby: 漢字(한자), whether the post has brackets of its own or not.
_SAID = (
    (re.compile(r'<math(?=[^<>]* alttext="([^"<>]*)").*?(?:</math>|\Z)', re.S), r"\1"),
    (re.compile(r"<rp(?: [^<>]*[^/<>])?>.*?(?:</rp>|\Z)", re.S), ""),
    (re.compile(r"<rt(?: [^<>]*[^/<>])?>"), "("),
    (re.compile(r"</rt>"), ")"),
)
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'<[^<>]* id="([^"<>]+)"')


def body(xhtml: str, picture: str) -> str:
    """Return a fragment for its page. `picture`: what one is called."""
    ids = dict.fromkeys(map(unescape, _ID.findall(xhtml)))
    places = "".join(f'<span id="{escape(place)}"></span>' for place in ids)
    for pattern, said in (*_SAID, (_PICTURE, rf"[{picture}: \1]")):
        xhtml = pattern.sub(said, xhtml)
    return (f"<p>{places}</p>\n" if places else "") + "\n".join(_blocks(xhtml))


def _blocks(xhtml: str) -> Iterator[str]:
    for piece in _CODE.split(xhtml):
        if _CODE.fullmatch(piece):
            code = _words(_BREAK.sub("\n", piece))
            yield f"<pre>{code}</pre>"
        else:
            yield from (f"<p>{words}</p>" for words in map(_words, _BLOCK.split(piece)) if words.strip())


def _words(xhtml: str) -> str:
    return escape(unescape(_TAG.sub("", xhtml)), quote=False)
