"""What Hugo's shortcodes stand for in a book: its own, and those that many themes have under one name.

See https://gohugo.io/shortcodes/. A form is a function of the shortcode; a row in FORMS is all that
a new one needs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from html import escape, unescape

from publisher.markdown import code_block, code_options
from publisher.shortcodes.hugo.shortcode import Shortcode
from publisher.shortcodes.hugo.values import parameter

Form = Callable[[Shortcode], str]
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)\Z", re.I)
_TAGS = re.compile(r"<[^<>]*>")


def _figure(code: Shortcode) -> str:
    """https://gohugo.io/shortcodes/figure/, and the image forms of themes."""
    address = code.get("src", "url", "image", "file", "path", at=0)
    if not address:
        return code.inner_html()
    words = code.get("caption", "title", at=-1)
    title = code.get("title")
    alt = code.get("alt", at=1) or _TAGS.sub("", unescape(code.line(words)) if words else "").strip()
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


def picture(code: Shortcode) -> str:
    """The picture that an argument of a shortcode names, whatever that one is called; "" if none does."""
    named = [(key, value) for key, value in code.named.items() if _IMAGE.search(value)]
    words = [word for word in code.words if _IMAGE.search(word)]
    address = words[0] if words else named[0][1] if named else ""
    made = _figure(replace(code, words=(), named={**code.named, "src": address})) if address else ""
    return made if "<figcaption>" in made else made.removeprefix("<figure>").removesuffix("</figure>\n")


def _linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _highlight(code: Shortcode) -> str:
    said = " ".join([code.get("options", at=1), *(f'{name}="{value}"' for name, value in code.named.items())])
    language = code.get("lang", "language", "type", at=0)
    return code_block(code.inner.strip("\n") + "\n", language, options=code_options(said))


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
        target = word if word.startswith(("http://", "https://")) else address.format(id=word)
        title = code.get("title", "label")
        said = f' title="{escape(title)}"' if title else ""
        return f'<iframe src="{escape(target)}"{said}></iframe>\n'

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
    summary = code.get("summary", "title", "label", "name", "text", at=0)
    if not summary and code.name == "accordion":  # around items that are details themselves
        return code.inner_html()
    body = _blocks(code)
    if not summary and body.lstrip().startswith("<summary>"):  # its inner text has one
        return f"<details>{body}</details>\n"
    if not summary:
        return f'<aside class="note">{body}</aside>\n' if body else ""
    return f"<details><summary>{code.line(summary)}</summary>\n{body}</details>\n"


def _blocks(code: Shortcode) -> str:
    return code.to_html(code.inner.strip("\n")) if code.inner.strip() else ""


def _note(code: Shortcode) -> str:
    """A box: themes' notice, alert, admonition… The first word is its kind, a title stands on top."""
    title = code.get("title", "header", "heading", at=1)
    head = f"<p><strong>{code.line(title)}</strong></p>\n" if title else ""
    body = _blocks(code) or code.to_html(code.get("text", "content", "msg"))
    return f'<aside class="note">{head}{body}</aside>\n' if head or body else ""


def _tab(code: Shortcode) -> str:
    """A tab, named by itself or by the tabs around it: {{< tabs items="가,나" >}}, {{< tabs 가 나 >}}."""
    name = code.get("name", "title", "header", "label", "tabname", at=0)
    if not name and code.place.parent:
        outer = code.place.parent
        names = (
            [part.strip() for part in outer.get("items").split(",")] if outer.get("items") else outer.words
        )
        name = names[code.place.ordinal] if code.place.ordinal < len(names) else ""
    if (language := _language(code)) is not None:
        head = f"<p><strong>{code.line(name)}</strong></p>\n" if name else ""
        return head + code_block(code.inner.strip("\n") + "\n", language)
    below = [words for key in ("badge", "subheader") if (words := code.get(key))]
    names = [f"<strong>{code.line(name)}</strong>"] * bool(name) + [code.line(words) for words in below]
    return (f"<p>{' '.join(names)}</p>\n" if names else "") + _blocks(code)


def _language(code: Shortcode) -> str | None:
    """Of a tab that holds code, the code's language: https://www.docsy.dev/docs/adding-content/shortcodes/#tabpane"""
    outer = code.place.parent
    around = outer if outer is not None and outer.name == "tabpane" else None
    said = code.get("lang", "codelang") or (around.get("lang") if around else "")
    is_text = "true" in (code.get("text"), around.get("text") if around else "")
    return said if (said or around) and not is_text else None


def _card(code: Shortcode) -> str:
    """A box that leads elsewhere, or holds some text."""
    title = code.get("title", "header", "name")
    head = _linked(code.line(title), code.get("link", "href", "url")) if title else ""
    said = [code.line(text) for text in (code.get("subtitle", "subheader"), code.get("footer")) if text]
    words = "".join(f"<p>{part}</p>\n" for part in ([f"<strong>{head}</strong>"] if head else []) + said)
    return f'<aside class="note">{words}{_blocks(code)}</aside>\n' if words or code.inner.strip() else ""


def _columns(code: Shortcode) -> str:
    """Columns, which <---> parts, one below the other."""
    return code.to_html(re.sub(r"^[ \t]*<-+>[ \t]*$", "", code.inner, flags=re.M).strip("\n"))


def _quote(code: Shortcode) -> str:
    author, work = code.get("author", "by", "cite"), code.get("source", "title")
    sign = ", ".join(escape(part) for part in (author, work) if part)
    footer = f"<footer>— {_linked(sign, code.get('link', 'url'))}</footer>" if sign else ""
    return f"<blockquote>{_blocks(code)}{footer}</blockquote>\n"


def _drawing(language: str) -> Form:
    return lambda code: code_block(code.inner.strip("\n") + "\n", language)


def _math(code: Shortcode) -> str:
    """A formula; alone and empty, it asks the page to draw the formulas in its text."""
    tex = code.inner.strip() or " ".join(code.words)
    if not tex:
        return ""
    display = "\n" in code.inner.strip() or "display" in code.words or tex.startswith("$$")
    tag = "div" if display else "span"
    return f'<{tag} class="math">{escape(tex, quote=False)}</{tag}>'


def _link(code: Shortcode) -> str:
    address = code.get("href", "url", "link", "relref", at=0)
    said = code.get("text", "content", "title", at=1)
    words = code.line(code.inner) if code.inner.strip() else escape(said)
    if not words and address.startswith("/"):  # a page of the blog: its title stands there
        return f'<a href="{escape(address)}" class="titled">{escape(address)}</a>'
    return _linked(words or escape(address), address)


def _pictures(code: Shortcode) -> str:
    """Pictures side by side: those in its inner text, or those named in images="{가.png,나.png}"."""
    names = code.get("images", "image", "files").strip("{} ").split(",")
    named = [name.strip() for name in names if name.strip()]
    if code.inner.strip() or any("*" in name for name in named):
        return f'<div class="gallery">{code.inner_html()}</div>\n' if code.inner.strip() else ""
    pictures = "".join(f'<img src="{escape(name)}" alt="">\n' for name in named)
    return f'<div class="gallery">{pictures}</div>\n' if pictures else ""


def _media(tag: str, code: Shortcode) -> str:
    address = code.get("src", "url", "file", "mp4", at=0)
    return f'<{tag} src="{escape(address)}"></{tag}>\n' if address else ""


def _aligned(code: Shortcode) -> str:
    """{{< center >}}, {{< right >}}: where the words stand in the line."""
    return f'<div style="text-align: {code.name.lower()}">{code.inner_html()}</div>\n'


def _sidenote(code: Shortcode) -> str:
    """A note in the margin, of which passes/notes.py makes one at the foot: {{< sidenote "말" >}}주{{< … >}},
    {{< sidenote "주" >}}."""
    if code.inner.strip():
        said, words = escape(code.get("title", "label", at=0)), code.line(code.inner)
    else:
        said, words = "", escape(code.get("text", "content", at=len(code.words) - 1))
    return f'{said}<span class="sidenote">{words}</span>' if words else said


def _wrapped(tag: str, code: Shortcode) -> str:
    words = code.line(code.inner) if code.inner.strip() else escape(code.get("text", at=0))
    return f"<{tag}>{words}</{tag}>"


def _param(code: Shortcode) -> str:
    """https://gohugo.io/shortcodes/param/: of the page's own values, those that a book knows."""
    post = code.post
    values = {"title": post.title, "description": post.summary, "date": f"{post.date:%Y-%m-%d}",
              "series": post.series, "lastmod": f"{post.updated:%Y-%m-%d}"}  # fmt: skip
    name = code.get("name", at=0)
    return escape(parameter(post, name) or values.get(name.lower(), ""))


def _qr(code: Shortcode) -> str:
    """The text or address that the square stands for: readers of a book can type it."""
    text = code.inner.strip() or code.get("text", at=0)
    return f"<p>{_linked(escape(text), text if text.startswith('http') else '')}</p>\n" if text else ""


# They are no words of the page: nothing is told when they are left out.
NOTHING = frozenset(
    "toc comment icon fa fa-icon fontawesome hidden clear ad ads adsense adfit coupang".split()
)
_BY_FORM: Mapping[Form, str] = {
    _figure: "figure image img imgproc picture photo img-responsive imgcap lazyimg",
    _highlight: "highlight code codeblock",
    _ref: "ref relref",
    _gist: "gist",
    _tweet: "tweet twitter twitter_simple x x_simple",
    _details: "details expand collapse spoiler accordion fold foldable detail toggle accordion-item"
    " accordionitem",
    _note: "notice alert note callout admonition hint tip info warning danger important caution message"
    " success error box infobox blockalert panel",
    _tab: "tab tabitem tab-item timelineitem",
    _card: "card",
    _columns: "columns column",
    _quote: "quote blockquote pullquote center-quote",
    _drawing("mermaid"): "mermaid",
    _drawing("plantuml"): "plantuml",
    _drawing("text"): "diagram goat chart echarts",
    _math: "math katex latex mathjax",
    _link: "link button btn article pdf embed-pdf linkcard link-card blogcard blog-card bookmark linkpreview"
    " link-preview ogp ogcard opengraph",
    partial(_media, "video"): "video",
    partial(_media, "audio"): "audio music",
    partial(_wrapped, "kbd"): "kbd",
    partial(_wrapped, "mark"): "mark hl keyword",
    partial(_wrapped, "span"): "badge color colored text style",
    partial(_wrapped, "u"): "u underline",
    partial(_wrapped, "sub"): "sub",
    partial(_wrapped, "sup"): "sup",
    _param: "param",
    _aligned: "center right",
    _sidenote: "sidenote marginnote margin-note",
    Shortcode.inner_html: "tabs tabpane tabgroup steps step cards left align ltr rtl"
    " lead rawmd md markdown div section block row col timeline typeit keywordlist",
    _pictures: "gallery carousel slider swiper",
    (lambda code: code.inner): "rawhtml raw html unsafe unsafe_html raw_html",
    _qr: "qr",
    (lambda code: f"<{code.name}>"): "br hr",
    (lambda code: ""): " ".join(NOTHING),
    _page("https://github.com/{id}", "repo"): "github",
    _page("https://gitlab.com/{id}", "repo"): "gitlab",
    _page("https://www.youtube.com/watch?v={id}"): "youtube youtube-lite youtubelite yt",
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
    "ref relref gist tweet twitter x youtube vimeo instagram param toc icon fa asciinema br hr".split()
)
