"""Emphasis that CommonMark leaves open before Korean: `**강조(괄호)**는` shows its asterisks.

By CommonMark's rule a closing mark behind a bracket or quote needs a space or punctuation after it;
Korean particles stand right there. The blog shows the asterisks, so the book does; each place is
reported with its cure, and `fix_emphasis` sets it as its writer meant. So are marks within raw HTML, where
Markdown is not read, and `** 강조 **`, whose marks have spaces within.
See https://spec.commonmark.org/0.31.2/#can-close-strong-emphasis
"""

import re
import unicodedata
from collections.abc import Iterable

from lxml import etree

from publisher.assets.xhtml import SIGNS, Element, each, fill, flat, text_in, unflat
from publisher.passes.chapter_build import ChapterBuild
from publisher.phrase import Phrase, _

# A pair of ** left in text; with spaces inside the marks, around Hangul: 2 ** 3 ** 4 is none.
_PAIR = re.compile(r"(?<!\*)\*\*(?P<inner>[^*\n]+)\*\*(?!\*)")
_HANGUL = re.compile("[가-힣ㄱ-ㆎ]")
_OBJECT = SIGNS[0]
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_CODE = frozenset(("code", "pre", "kbd", "samp"))
# A line that begins raw HTML, which goes on to the next empty line.
_RAW = re.compile(
    r"[ \t]*</?(?:address|article|aside|blockquote|center|details|div|d[dlt]|figcaption|figure|footer|h[1-6]"
    r"|header|li|main|ol|p|section|summary|table|tbody|td|th|thead|tr|ul)\b",
    re.I,
)
# Why a pair is left open -> what is said of it, and the cure.
_OPEN = {
    "spaces": (
        _("{shown} is not bold: spaces stand within its asterisks, and the blog shows them"),
        _("take out these spaces; fix_emphasis in book.toml mends all of them"),
    ),
    "open": (
        _("{shown} is not bold: a letter stands right behind it, and the blog shows the asterisks"),
        _("put a space behind it or write <strong>…</strong>; fix_emphasis in book.toml mends all of them"),
    ),
}
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NEAR = 5_000  # letters before a pair, in which the block that it stands in is looked for


def apply(build: ChapterBuild) -> None:
    if "**" not in text_in(build.root):
        return
    for holder in [build.root, *each(build.root)]:
        if holder.tag in _CODE or any(above.tag in _CODE for above in holder.iterancestors()):
            continue
        text = flat(holder, lambda child: _OBJECT)
        reasons = [(match, _reason(match, holder, build)) for match in _PAIR.finditer(text)]
        left = [(match, reason) for match, reason in reasons if reason]
        if left and build.context.fix_emphasis:
            _embolden(holder, text, [match for match, reason in left])
        else:
            for match, reason in reversed(left):
                _report(match, reason, build)


def _reason(match: re.Match[str], holder: Element, build: ChapterBuild) -> str:
    """Why a pair is left; "" where it is not meant as one."""
    post = build.entry.post
    if (at := _place(match["inner"].split(_OBJECT)[0], post.markdown)) < 0:
        return ""  # in \\*\\*강조\\*\\*는 its writer wants to see them
    inner = match["inner"]
    if inner != inner.strip():
        return "spaces" if _HANGUL.search(inner) else ""
    is_open = bool(_HANGUL.match(match.string, match.end())) and _is_sign(inner[-1])
    if _is_in_html(post.markdown, at) or (post.dialect.grammar == "kramdown" and _is_walled(holder)):
        return "html"
    return "open" if is_open else ""


def _place(words: str, markdown: str) -> int:
    """Where a post has these words behind asterisks; -1: nowhere."""
    found = re.match(r"\w*", words)
    forms = (words, words.translate(_STRAIGHT), found[0] if found else "")
    return next((at for form in forms if (at := markdown.find(f"**{form}")) >= 0), -1)


def _is_in_html(markdown: str, at: int) -> bool:
    """Whether the block around a place in a post begins with a tag."""
    begin = max(at - _NEAR, 0)
    for empty in _EMPTY_LINE.finditer(markdown, begin, at):
        begin = empty.end()
    return bool(_RAW.match(markdown, begin))


def _is_walled(holder: Element) -> bool:
    """Whether an element stands in a block that Markdown does not make: for kramdown, it goes on to its end
    tag, whatever is empty."""
    around = (one for one in (holder, *holder.iterancestors()) if one.getparent() is not None)
    return any(one.tag in ("div", "aside", "section", "details") for one in around)


def _is_sign(letter: str) -> bool:
    """Whether a letter keeps the mark behind it from closing."""
    return letter == _OBJECT or unicodedata.category(letter)[0] in "PS"


def _report(match: re.Match[str], reason: str, build: ChapterBuild) -> None:
    inner = match["inner"].split(_OBJECT)[0]
    shown = match[0].replace(_OBJECT, "…")
    if reason == "html":
        message = _("{shown} is not bold: within HTML no Markdown is read", shown=shown)
        hint = _("write <strong>…</strong> there; fix_emphasis in book.toml mends all of them")
        build.warning("emphasis-html", message, f"**{inner}", hint)
    else:
        what, cure = _OPEN[reason]
        build.warning("emphasis-open", Phrase(what, shown=shown), f"**{inner}", cure)


def _embolden(holder: Element, text: str, matches: Iterable[re.Match[str]]) -> None:
    """Everything between two marks in a <strong>. Only this element's own level is touched."""
    children, position = iter(list(holder)), 0
    made: list[str | Element] = []
    for match in matches:
        made += unflat(text[position : match.start()], children)
        strong = etree.Element("strong")
        fill(strong, unflat(match["inner"], children))
        made.append(strong)
        position = match.end()
    fill(holder, [*made, *unflat(text[position:], children)])
