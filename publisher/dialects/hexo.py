"""Hexo's tag plug-ins: {% name arguments %} and, for some, text up to {% endname %}.

See https://hexo.io/docs/tag-plugins. Code is left alone. An unknown tag keeps its inner text.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from publisher.dialects.insert import Insert, marker
from publisher.errors import Diagnostic, Severity, Where
from publisher.markup import code_block
from publisher.model import Post

_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<arguments>(?:\s(?:(?!%\}).)*?)?)\s*-?%\}", re.S)
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    re.M | re.S,
)
_MORE = re.compile(r"<!--\s*more\s*-->", re.I)
ToHtml = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in the post."""

    name: str
    arguments: tuple[str, ...]
    inner: str  # the text up to its end tag; empty for a tag without one


@dataclass(slots=True)
class _Scan:
    """The text while tags are taken out of it."""

    post: Post
    to_html: ToHtml
    inserts: list[Insert] = field(default_factory=list)


def translate(post: Post, to_html: ToHtml) -> tuple[str, tuple[Insert, ...]]:
    """The post's text with a marker for each tag, and what the markers stand for."""
    if "{%" not in post.markdown and "<!--" not in post.markdown:
        return post.markdown, ()
    scan = _Scan(post, to_html)
    text = _MORE.sub("", _outside_code(post.markdown, scan))
    return text, tuple(scan.inserts)


def _outside_code(text: str, scan: _Scan) -> str:
    """`text` with every tag that is not in code replaced, as many lines as before."""
    made, position = [], 0
    for start, end in _tag_spans(text):
        match = _TAG.match(text, start)
        if start < position or match is None:
            continue
        source = text[start:end]
        line = scan.post.first_line + text.count("\n", 0, start)
        made += [text[position:start], _take_out(match, source, line, scan), "\n" * source.count("\n")]
        position = end
    return "".join(made) + text[position:]


def _tag_spans(text: str) -> list[tuple[int, int]]:
    """Where tags stand, each with its end tag where it has one; code is passed over."""
    code = [match.span() for match in _CODE.finditer(text)]
    spans: list[tuple[int, int]] = []
    position = 0
    while match := _TAG.search(text, position):
        hiding = next((end for start, end in code if start <= match.start() < end), 0)
        if hiding:
            position = hiding
            continue
        end_tag = re.compile(rf"\{{%-?\s*end{match['name']}\s*-?%\}}").search(text, match.end())
        closed = end_tag is not None and match["name"] not in _SINGLE
        position = end_tag.end() if closed and end_tag else match.end()
        spans.append((match.start(), position))
    return spans


def _take_out(match: re.Match[str], source: str, line: int, scan: _Scan) -> str:
    inner = source[match.end() - match.start() : source.rindex("{%")] if source.count("{%") > 1 else ""
    tag = Tag(match["name"], _arguments(match["arguments"]), inner)
    write = _TAGS.get(tag.name)
    faults: tuple[Diagnostic, ...] = ()
    if write is None:
        faults = (_unknown(tag, Where(scan.post.path, line)),)
        write = _keep_inner
    mark = marker(len(scan.inserts))
    scan.inserts.append(Insert(mark, write(tag, scan.to_html), faults))
    return mark


def _unknown(tag: Tag, where: Where) -> Diagnostic:
    hint = (
        "a theme's or plug-in's own tag: its inner text is kept"
        if tag.inner
        else "it is left out of the book"
    )
    return Diagnostic(Severity.WARNING, "tag-unknown", f"no tag {{% {tag.name} %}} is known", where, hint)


def _arguments(text: str) -> tuple[str, ...]:
    """Words, quotes respected and taken off."""
    try:
        return tuple(shlex.split(text.replace("\\", "\\\\"), comments=False))
    except ValueError:  # an apostrophe that closes nothing
        return tuple(text.split())


def _keep_inner(tag: Tag, to_html: ToHtml) -> str:
    return to_html(tag.inner.strip("\n"))


def _raw(tag: Tag, to_html: ToHtml) -> str:
    return tag.inner.strip("\n")


def _codeblock(tag: Tag, to_html: ToHtml) -> str:
    """{% codeblock [title] [lang:language] [url] [link text] [option:value …] %}"""
    language = next((word[5:] for word in tag.arguments if word.startswith("lang:")), "")
    words = [word for word in tag.arguments if not re.match(r"\w+:(?!//)", word)]
    caption = " ".join(word for word in words if not re.match(r"https?://", word))
    return code_block(tag.inner.strip("\n") + "\n", language, caption)


def _blockquote(tag: Tag, to_html: ToHtml) -> str:
    """{% blockquote [author[, source]] [link] [source_link_title] %}"""
    link = next((word for word in tag.arguments if re.match(r"https?://", word)), "")
    words = " ".join(word for word in tag.arguments if word != link)
    author, _, source = (escape(part.strip()) for part in words.partition(","))
    work = f"<cite>{source}</cite>" if source else ""
    work = f'<a href="{escape(link)}">{work or author}</a>' if link else work
    signed = author if not (link and not source) else ""
    sign = ", ".join(part for part in (signed, work) if part)
    footer = f"<footer>— {sign}</footer>" if sign else ""
    return f"<blockquote>{to_html(tag.inner.strip())}{footer}</blockquote>\n"


def _pullquote(tag: Tag, to_html: ToHtml) -> str:
    return f'<blockquote class="pullquote">{to_html(tag.inner.strip())}</blockquote>\n'


def _note(tag: Tag, to_html: ToHtml) -> str:
    """{% note [class] [title] %}, of NexT, Butterfly, Fluid and others."""
    return f'<aside class="note">{to_html(tag.inner.strip())}</aside>\n'


def _asset_img(tag: Tag, to_html: ToHtml) -> str:
    """{% asset_img [class names] slug [width] [height] [title text ["alt text"]] %}, {% img %} alike."""
    words = list(tag.arguments)
    place = next((index for index, word in enumerate(words) if re.search(r"[./]", word)), 0)
    if not words:
        return ""
    address, rest = words[place], words[place + 1 :]
    sizes: list[str] = []
    while rest and re.fullmatch(r"\d+|auto", rest[0]) and len(sizes) < 2:
        sizes.append(rest.pop(0))
    named = zip(("width", "height"), sizes, strict=False)
    size = "".join(f' {name}="{value}"' for name, value in named if value != "auto")
    title = escape(rest[0]) if rest else ""
    alt = escape(rest[1]) if len(rest) > 1 else title
    shown = f' title="{title}"' if title else ""
    return f'<img src="{escape(address)}" alt="{alt}"{shown}{size}>'


def _asset_path(tag: Tag, to_html: ToHtml) -> str:
    return escape(tag.arguments[0]) if tag.arguments else ""


def _asset_link(tag: Tag, to_html: ToHtml) -> str:
    """{% asset_link filename [title] [escape] %}: the file itself is not in the book."""
    words = [word for word in tag.arguments if word not in ("true", "false")]
    return escape(" ".join(words[1:]) or words[0]) if words else ""


def _post_link(tag: Tag, to_html: ToHtml) -> str:
    """{% post_link filename [title] [escape] %}; without a title the post's own stands there."""
    words = [word for word in tag.arguments if word not in ("true", "false")]
    if not words:
        return ""
    name, title = words[0], " ".join(words[1:])
    slug, _, fragment = re.sub(r"\.md(?=#|$)", "", name).partition("#")
    href = escape(f"post:{slug}" + (f"#{fragment}" if fragment else ""))
    return f'<a href="{href}"' + (f">{escape(title)}</a>" if title else f' class="titled">{escape(slug)}</a>')


def _link(tag: Tag, to_html: ToHtml) -> str:
    """{% link text url [external] [title] %}"""
    words = tag.arguments
    place = next((index for index, word in enumerate(words) if re.match(r"https?://|/", word)), -1)
    if place < 0:
        return escape(" ".join(words))
    return f'<a href="{escape(words[place])}">{escape(" ".join(words[:place]) or words[place])}</a>'


def _video(address: str) -> Callable[[Tag, ToHtml], str]:
    def write(tag: Tag, to_html: ToHtml) -> str:
        name = re.sub(r"[^\w-]", "", tag.arguments[0]) if tag.arguments else ""
        return f'<iframe src="{address}{name}"></iframe>\n'

    return write


def _iframe(tag: Tag, to_html: ToHtml) -> str:
    return f'<iframe src="{escape(tag.arguments[0])}"></iframe>\n' if tag.arguments else ""


def _nothing(tag: Tag, to_html: ToHtml) -> str:
    return ""


_SINGLE = frozenset(
    "asset_img asset_path asset_link img image post_link post_path link youtube vimeo iframe gist jsfiddle"
    " more pdf include_code".split()
)
_TAGS: Mapping[str, Callable[[Tag, ToHtml], str]] = {
    "raw": _raw,
    "codeblock": _codeblock,
    "code": _codeblock,
    "blockquote": _blockquote,
    "quote": _blockquote,
    "pullquote": _pullquote,
    "centerquote": _pullquote,
    "note": _note,
    "asset_img": _asset_img,
    "img": _asset_img,
    "image": _asset_img,
    "asset_path": _asset_path,
    "asset_link": _asset_link,
    "post_link": _post_link,
    "post_path": _asset_path,
    "link": _link,
    "youtube": _video("https://www.youtube.com/watch?v="),
    "vimeo": _video("https://vimeo.com/"),
    "gist": _video("https://gist.github.com/"),
    "jsfiddle": _video("https://jsfiddle.net/"),
    "iframe": _iframe,
    "pdf": _iframe,
    "more": _nothing,
}
