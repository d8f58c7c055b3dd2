"""What Hugo's shortcodes stand for in a book: its own, and those that many themes have under one name.

See https://gohugo.io/shortcodes/. A form is a function of the shortcode; a row in FORMS is all that
a new one needs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from publisher.dialects.hugo_page import pad
from publisher.dialects.hugo_values import parameter
from publisher.markup import code_block
from publisher.model import Post

_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>\s*\Z", re.S)


class Bare(str):
    """An argument without quotes: to a template, true, false and numbers are what they say."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shortcode stands among the others, and the pads on which their templates note things."""

    ordinal: int = 0  # in its parent, or on the page
    parent: "Shortcode | None" = None
    scratch: Mapping[str, Any] = field(default_factory=pad)
    of_page: Mapping[str, Any] = field(default_factory=pad)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it stands in the post."""

    name: str
    words: tuple[str, ...]  # arguments without a name
    named: Mapping[str, str]  # arguments with one, in lower case
    inner: str
    to_html: Callable[[str], str]
    post: Post
    place: Place = field(default_factory=Place)

    def get(self, *names: str, at: int = -1) -> str:
        """The first of these arguments that is there, else the one at this place."""
        found = next((self.named[name] for name in names if self.named.get(name)), "")
        return found or (self.words[at] if 0 <= at < len(self.words) else "")

    def inner_html(self) -> str:
        """Its inner text as HTML; a few words on one line are no paragraph."""
        return self.line(self.inner) if "\n" not in self.inner else self.to_html(self.inner.strip("\n"))

    def line(self, markdown: str) -> str:
        """Words with Markdown in them, without a paragraph around them."""
        return unwrapped(self.to_html(markdown.strip()))


def unwrapped(html: str) -> str:
    """HTML that is one paragraph without its tags, as Hugo's markdownify gives it."""
    match = _PARAGRAPH.match(html)
    return match[1] if match else html


Form = Callable[[Shortcode], str]


def _figure(code: Shortcode) -> str:
    """https://gohugo.io/shortcodes/figure/, and the image forms of themes."""
    address = code.get("src", "url", "image", "file", "path", at=0)
    if not address:
        return code.inner_html()
    words = code.get("caption", "title", at=-1)
    title = code.get("title")
    alt = code.get("alt", at=1) or words
    size = "".join(f' {key}="{escape(code.get(key))}"' for key in ("width", "height") if code.get(key))
    image = f'<img src="{escape(address)}" alt="{escape(alt)}"{size}>'
    if code.name == "figure" and (link := code.get("link")):
        image = f'<a href="{escape(link)}">{image}</a>'
    said = [code.line(code.get("caption"))] if code.get("caption") else []
    if attr := code.get("attr"):
        said.append(_linked(code.line(attr), code.get("attrlink")))
    if code.inner.strip():
        said.append(code.inner_html())
    head = f"<h4>{escape(title)}</h4>" if title else ""
    text = f"<p>{' '.join(said)}</p>" if said else ""
    shown = f"<figcaption>{head}{text}</figcaption>" if head or text else ""
    return f"<figure>{image}{shown}</figure>\n"


def _linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _highlight(code: Shortcode) -> str:
    return code_block(code.inner.strip("\n") + "\n", code.get("lang", "language", "type", at=0))


def _ref(code: Shortcode) -> str:
    """The address of a page: ref and relref, with path= or a word."""
    path, _, fragment = code.get("path", at=0).partition("#")
    if not path:
        return f"#{escape(fragment)}"
    path = re.sub(r"(?:/?_?index)?\.(?:[a-z]{2}\.)?(?:md|markdown)\Z", "", path.strip().strip("/"))
    path = re.sub(r"\A(?:\.\.?/)+", "", path).rstrip("/")
    return escape(f"post:{path}" + (f"#{fragment}" if fragment else ""))


def _page(address: str, *names: str) -> Form:
    """A page elsewhere, shown as a card: {id} in the address is the shortcode's argument."""

    def write(code: Shortcode) -> str:
        word = code.get("id", *names, at=0)
        if not word:
            return ""
        target = word if word.startswith(("http://", "https://")) else address.format(id=escape(word))
        return f'<iframe src="{escape(target, quote=True)}"></iframe>\n'

    return write


def _gist(code: Shortcode) -> str:
    parts = "/".join(part for part in (code.get("user", at=0), code.get("id", at=1)) if part)
    return f'<iframe src="https://gist.github.com/{escape(parts)}"></iframe>\n'


def _tweet(code: Shortcode) -> str:
    user, number = code.get("user", at=0), code.get("id", at=1)
    if not number:
        user, number = "i/web", user
    if not number:
        return ""
    return f'<iframe src="https://x.com/{escape(user)}/status/{escape(number)}"></iframe>\n'


def _details(code: Shortcode) -> str:
    """https://gohugo.io/shortcodes/details/, and themes' expand, collapse, spoiler."""
    summary = code.get("summary", "title", "label", "name", at=0) or "…"
    return f"<details><summary>{code.line(summary)}</summary>\n{_blocks(code)}</details>\n"


def _blocks(code: Shortcode) -> str:
    return code.to_html(code.inner.strip("\n")) if code.inner.strip() else ""


def _note(code: Shortcode) -> str:
    """A box: themes' notice, alert, admonition… The first word is its kind, a title stands on top."""
    title = code.get("title", "header", "heading", at=1)
    head = f"<p><strong>{code.line(title)}</strong></p>\n" if title else ""
    body = _blocks(code) or code.to_html(code.get("text", "content", "msg"))
    return f'<aside class="note">{head}{body}</aside>\n' if head or body else ""


def _tab(code: Shortcode) -> str:
    name = code.get("name", "title", "header", "label", "tabname", at=0)
    return (f"<p><strong>{code.line(name)}</strong></p>\n" if name else "") + _blocks(code)


def _quote(code: Shortcode) -> str:
    author, work = code.get("author", "by", "cite"), code.get("source", "title")
    sign = ", ".join(escape(part) for part in (author, work) if part)
    footer = f"<footer>— {_linked(sign, code.get('link', 'url'))}</footer>" if sign else ""
    return f"<blockquote>{_blocks(code)}{footer}</blockquote>\n"


def _drawing(language: str) -> Form:
    def write(code: Shortcode) -> str:
        return code_block(code.inner.strip("\n") + "\n", language)

    return write


def _math(code: Shortcode) -> str:
    tex = code.inner.strip() or " ".join(code.words)
    display = "\n" in code.inner.strip() or "display" in code.words or tex.startswith("$$")
    tag = "div" if display else "span"
    return f'<{tag} class="math">{escape(tex, quote=False)}</{tag}>'


def _link(code: Shortcode) -> str:
    address = code.get("href", "url", "link", "relref", at=0)
    said = code.get("text", "title", "content", at=1)
    words = code.line(code.inner) if code.inner.strip() else escape(said)
    return _linked(words or escape(address), address)


def _media(tag: str) -> Form:
    def write(code: Shortcode) -> str:
        return f'<{tag} src="{escape(code.get("src", "url", "file", "mp4", at=0))}"></{tag}>\n'

    return write


def _wrapped(tag: str) -> Form:
    def write(code: Shortcode) -> str:
        words = code.line(code.inner) if code.inner.strip() else escape(code.get("text", at=0))
        return f"<{tag}>{words}</{tag}>"

    return write


def _param(code: Shortcode) -> str:
    """https://gohugo.io/shortcodes/param/: of the page's own values, those that a book knows."""
    post = code.post
    values = {"title": post.title, "description": post.summary, "date": f"{post.date:%Y-%m-%d}",
              "series": post.series, "lastmod": f"{post.updated:%Y-%m-%d}"}  # fmt: skip
    name = code.get("name", at=0)
    return escape(parameter(post, name) or values.get(name.lower(), ""))


def _inner(code: Shortcode) -> str:
    return code.inner_html()


def _as_it_is(code: Shortcode) -> str:
    return code.inner


def _qr(code: Shortcode) -> str:
    """The text or address that the square stands for: readers of a book can type it."""
    text = code.inner.strip() or code.get("text", at=0)
    return f"<p>{_linked(escape(text), text if text.startswith('http') else '')}</p>\n" if text else ""


def _nothing(code: Shortcode) -> str:
    return ""


_BY_FORM: Mapping[Form, str] = {
    _figure: "figure image img imgproc picture photo img-responsive imgcap lazyimg",
    _highlight: "highlight code codeblock",
    _ref: "ref relref",
    _gist: "gist",
    _tweet: "tweet twitter twitter_simple x x_simple",
    _details: "details expand collapse spoiler accordion fold foldable detail toggle accordion-item",
    _note: "notice alert note callout admonition hint tip info warning danger important caution message"
    " success error box infobox blockalert panel",
    _tab: "tab tabitem tab-item",
    _quote: "quote blockquote pullquote",
    _drawing("mermaid"): "mermaid",
    _drawing("plantuml"): "plantuml",
    _drawing("text"): "diagram goat",
    _math: "math katex latex mathjax",
    _link: "link button btn",
    _media("video"): "video",
    _media("audio"): "audio",
    _wrapped("kbd"): "kbd",
    _wrapped("mark"): "mark hl",
    _wrapped("sub"): "sub",
    _wrapped("sup"): "sup",
    _param: "param",
    _inner: "tabs tabpane tabgroup columns column steps step cards card gallery center left right align"
    " lead rawmd md markdown div section block row col timeline",
    _as_it_is: "rawhtml raw html unsafe unsafe_html raw_html",
    _qr: "qr",
    _nothing: "toc comment br hr icon fa fontawesome hidden clear ads adsense",
    _page("https://www.youtube.com/watch?v={id}"): "youtube youtube-lite yt",
    _page("https://vimeo.com/{id}"): "vimeo vimeo_simple",
    _page("https://www.instagram.com/p/{id}/"): "instagram instagram_simple",
    _page("https://www.bilibili.com/video/{id}", "bvid"): "bilibili",
    _page("https://asciinema.org/a/{id}"): "asciinema",
    _page("https://speakerdeck.com/player/{id}"): "speakerdeck",
    _page("{id}", "src", "url"): "iframe embed",
}
FORMS: Mapping[str, Form] = {name: form for form, names in _BY_FORM.items() for name in names.split()}
# These never have an end: what stands between two of them is not their inner text.
SINGLE = frozenset(
    "ref relref gist tweet twitter x youtube vimeo instagram param toc icon fa asciinema".split()
)
