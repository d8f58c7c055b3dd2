"""Hexo's tag plug-ins: {% name arguments %} and, for some, text up to {% endname %}.

See https://hexo.io/docs/tag-plugins. Code is left alone. An unknown tag keeps its inner text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from shlex import split as shell_words
from urllib.parse import quote

from publisher.dialects.insert import Insert, marker
from publisher.errors import Diagnostic, Severity, Where
from publisher.markup import code_block
from publisher.model import Post

# Possessive, and no "{%" inside: a post full of tags that never close takes linear time.
_TAG = re.compile(r"\{%-?\s*+(?P<name>\w++)(?=[\s%-])(?P<arguments>(?:(?!-?%\}|\{%).)*+)-?%\}", re.S)
_CODE = re.compile(
    # A fence, in lists and quotes too; `(?=…$)`: back-quotes that close on their line are a span.
    r"^[ \t]*+(?:>[ \t]*+|(?:[-*+]|\d{1,9}[.)])[ \t]++)*+(?P<fence>`{3,}+(?=[^`\n]*$)|~{3,}+)[^\n]*\n"
    r".*?(?:^[ \t>]*+(?P=fence)[`~]*+[ \t]*+$|\Z)"
    r"|(?<!`)(?P<ticks>`++)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    re.M | re.S,
)
_OPAQUE = frozenset(("raw", "codeblock", "code"))  # no tag stands inside these
_INLINE = frozenset("post_link link asset_link asset_img img image".split())
_ADDRESSES = {"asset_path": "", "post_path": "post:"}
_DEEPEST = 8  # tags inside tags; deeper ones stay as they are written
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
    key: str  # the post's digest is part of its markers: no post can hold one of its own
    inserts: list[Insert] = field(default_factory=list)


def translate(post: Post, to_html: ToHtml) -> tuple[str, tuple[Insert, ...]]:
    """The post's text with a marker for each tag, and what the markers stand for."""
    if "{%" not in post.markdown:
        return post.markdown, ()
    scan = _Scan(post, to_html, sha256(post.markdown.encode()).hexdigest()[:12])
    text = _outside_code(post.markdown, post.first_line, scan)
    return text, tuple(scan.inserts)


def _outside_code(text: str, line: int, scan: _Scan, depth: int = 0) -> str:
    """`text`, whose first line is `line`, with every tag that is not in code replaced; as many lines."""
    made, position = [], 0
    for first, last in _outermost(text):
        line += text.count("\n", position, first.start())
        inner = text[first.end() : last.start()] if last else ""
        end = (last or first).end()
        source = text[first.start() : end]
        if first["name"] not in _OPAQUE and "{%" in inner and depth < _DEEPEST:
            inner = _outside_code(inner, line + first[0].count("\n"), scan, depth + 1)
        tag = Tag(first["name"], _arguments(first["arguments"]), inner)
        made += [
            text[position : first.start()],
            _take_out(tag, source, line, scan),
            "\n" * source.count("\n"),
        ]
        line += source.count("\n")
        position = end
    return "".join(made) + text[position:]


def _outermost(text: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The tags that stand in no other tag, each with its end tag where it has one."""
    tags = list(_tags(text))
    opened: dict[str, list[int]] = {}  # name -> tags of that name that wait for their end
    ends: dict[int, re.Match[str]] = {}
    for index, tag in enumerate(tags):
        waiting = opened.get(tag["name"].removeprefix("end")) if tag["name"].startswith("end") else None
        if waiting:
            ends[waiting.pop()] = tag
        else:
            opened.setdefault(tag["name"], []).append(index)
    position = 0
    for index, tag in enumerate(tags):
        if tag.start() >= position:
            yield tag, ends.get(index)
            position = ends.get(index, tag).end()


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Tags and end tags in the order of the text; code and the inside of {% raw %} are passed over."""
    position = 0
    endless: set[str] = set()
    code, tag = _CODE.search(text), _TAG.search(text)
    while tag:
        if code and code.start() < tag.start():
            position = code.end()
        else:
            yield tag
            position = tag.end()
            name = tag["name"]
            if name in _OPAQUE and name not in endless:
                end = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(text, position)
                position = end.start() if end else position
                endless |= {name} if end is None else set()
        if code and code.start() < position:
            code = _CODE.search(text, position)
        if tag.start() < position:
            tag = _TAG.search(text, position)


def _take_out(tag: Tag, source: str, line: int, scan: _Scan) -> str:
    """What stands in the Markdown for a tag: an address as it is, a marker for anything else."""
    if tag.name in _ADDRESSES:
        return _ADDRESSES[tag.name] + quote(tag.arguments[0], safe="/#") if tag.arguments else ""
    write = _TAGS.get(tag.name)
    faults: tuple[Diagnostic, ...] = ()
    if write is None:
        faults = (_unknown(tag, Where(scan.post.path, line)),)
        write = _keep_inner
    mark = marker(scan.key, len(scan.inserts), inline=tag.name in _INLINE)
    scan.inserts.append(Insert(mark, write(tag, scan.to_html), source, faults))
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
        return tuple(shell_words(text.replace("\\", "\\\\"), comments=False))
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
    words = tag.arguments
    place = next((index for index, word in enumerate(words) if re.match(r"https?://", word)), len(words))
    link, title = "".join(words[place : place + 1]), escape(" ".join(words[place + 1 :]))
    author, _, source = (escape(part.strip()) for part in " ".join(words[:place]).partition(","))
    source = title or source
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
    # Both in quotes inside quotes, or all of it is the title, as in Hexo's own tag.
    text = " ".join(rest)
    quoted = [found[1] for found in re.findall(r"([\"'])(.*?)\1", text)] if text[:1] in ("'", '"') else []
    title, alt = (escape(words) for words in (*quoted, *quoted, text, text)[:2])
    shown = f' title="{title}"' if title else ""
    return f'<img src="{escape(address)}" alt="{alt}"{shown}{size}>'


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
    "asset_link": _asset_link,
    "post_link": _post_link,
    "link": _link,
    "youtube": _video("https://www.youtube.com/embed/"),
    "vimeo": _video("https://vimeo.com/"),
    "gist": _video("https://gist.github.com/"),
    "jsfiddle": _video("https://jsfiddle.net/"),
    "iframe": _iframe,
    "pdf": _iframe,
    "more": _nothing,
}
