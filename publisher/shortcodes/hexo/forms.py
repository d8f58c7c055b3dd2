"""What Hexo's tag plug-ins stand for in a book: its own, and those that many themes have under one name.

See https://hexo.io/docs/tag-plugins, https://theme-next.js.org/docs/tag-plugins/, Butterfly's and Fluid's
guides. A form is a function of the tag; a row in FORMS is all that a new one needs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from textwrap import dedent

from publisher.markdown import code_block
from publisher.markdown.hexo.fences import hexo_code

ToHtml = Callable[[str], str]
_WEB = re.compile(r"https?://")
# Beside a picture: its thumbnail (Tranquilpeak), options (Stellar).
_ASIDE = re.compile(
    r"(?:width|height|ratio|bg|padding|radius|download|fancybox|group):|\S+\.(?:png|jpe?g|gif|webp|svg|avif)\Z",
    re.I,
)
_OPTION = re.compile(r"(?!https?://)[a-z_-]{1,20}:")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HEIGHT = re.compile(r"(?:height[=:])?(\d{1,4})(?:px)?")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in the post."""

    name: str
    arguments: tuple[str, ...]
    inner: str  # the text up to its end tag; empty for a tag without one
    to_html: ToHtml

    def words(self) -> str:
        return " ".join(self.arguments)

    def parts(self) -> list[str]:
        """Arguments as themes have them, with commas between: {% btn address, text, icon %}"""
        return [part.strip() for part in self.words().split(",")]

    def inner_html(self) -> str:
        return self.to_html(self.inner.strip())


Form = Callable[[Tag], str]


# Hexo's own


def _codeblock(tag: Tag) -> str:
    """{% codeblock [title] [lang:language] [url] [link text] [option:value …] %}"""
    language = next((word[5:] for word in tag.arguments if word.startswith("lang:")), "")
    caption = " ".join(word for word in tag.arguments if not word.startswith("lang:"))
    return hexo_code(tag.inner.strip("\n") + "\n", language, escape(caption, quote=False))


def _include_code(tag: Tag) -> str:
    """{% include_code [title] [lang:language] [from:line] [to:line] path %}; `inner` is the file's text."""
    *words, path = tag.arguments or ("",)
    options = dict(word.split(":", 1) for word in words if re.match(r"(?:lang|from|to):", word))
    first, last = (
        int(n) if re.fullmatch(r"[0-9]{1,6}", n := options.get(key, "")) else 0 for key in ("from", "to")
    )
    lines = tag.inner.rstrip("\n").split("\n")[max(first - 1, 0) : last or None]
    title = " ".join(word for word in words if word.split(":")[0] not in options) or path.rpartition("/")[2]
    language = options.get("lang", path.rpartition(".")[2])
    return hexo_code("\n".join(lines) + "\n", language, escape(title, quote=False)) if tag.inner else ""


def _blockquote(tag: Tag) -> str:
    """{% blockquote [author[, source]] [link] [source_link_title] %}"""
    words = tag.arguments
    place = next((index for index, word in enumerate(words) if index and _WEB.match(word)), 0)
    author, source = " ".join(words[:place] or words), ""
    if place:
        link = words[place]
        title = " ".join(words[place + 1 :]) or _WEB.sub("", link).rstrip("/")
        source = f'<a href="{escape(link)}">{escape(title)}</a>'
    elif "," in author:
        author, title = (part.strip() for part in author.split(",")[:2])
        source = escape(title)
    footer = f"<strong>{escape(author)}</strong>" if author else ""
    footer += f"<cite>{source}</cite>" if source else ""
    footer = f"<footer>{footer}</footer>" if footer else ""
    return f"<blockquote>{tag.inner_html()}{footer}</blockquote>\n"


def _asset_img(tag: Tag) -> str:
    """{% asset_img [class names] slug [width] [height] [title text ["alt text"]] %}, {% img %} alike."""
    words = list(tag.arguments)
    place = next((index for index, word in enumerate(words) if re.search(r"[./]", word)), 0)
    if not words:
        return ""
    address, rest = words[place], [word for word in words[place + 1 :] if not _ASIDE.match(word)]
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
    own = " data-asset" if tag.name == "asset_img" else ""  # the post's own file: see render/bodies.py
    return f'<img{own} src="{escape(address)}" alt="{alt}"{shown}{size}>'


def _inline_image(tag: Tag) -> str:
    """{% inlineImg address [height] %} of Butterfly, {% inlineimage address, height=30px %} of Volantis."""
    address, *sizes = [word.strip(",") for word in tag.arguments] or [""]
    height = next((found[1] for word in sizes if (found := _HEIGHT.fullmatch(word))), "")
    size = f' height="{height}"' if height else ""
    return f'<img src="{escape(address)}" alt=""{size}>' if address else ""


def _asset_link(tag: Tag) -> str:
    """{% asset_link filename [title] [escape] %}: the file itself is not in the book."""
    words = [word for word in tag.arguments if word not in ("true", "false")]
    return escape(" ".join(words[1:]) or words[0]) if words else ""


def _post_link(tag: Tag) -> str:
    """{% post_link filename [title] [escape] %}; without a title the post's own stands there."""
    words = [word for word in tag.arguments if word not in ("true", "false")]
    if not words:
        return ""
    name, title = words[0], " ".join(words[1:])
    slug, _, fragment = re.sub(r"\.md(?=#|$)", "", name).partition("#")
    href = escape(f"post:{slug}" + (f"#{fragment}" if fragment else ""))
    return f'<a href="{href}"' + (f">{escape(title)}</a>" if title else f' class="titled">{escape(slug)}</a>')


def _link(tag: Tag) -> str:
    """{% link text url [external] [title] %}; Stellar has {% link url text [icon:…] %}."""
    words = tag.arguments
    place = next((index for index, word in enumerate(words) if re.match(r"https?://|/", word)), -1)
    if place < 0:
        return escape(tag.words())
    behind = " ".join(word for word in words[1:] if not _OPTION.match(word)) if place == 0 else ""
    said = " ".join(words[:place]).rstrip(",") or behind or words[place]  # Volantis has a comma between
    return f'<a href="{escape(words[place].rstrip(","))}">{escape(said)}</a>'


def _iframe(tag: Tag) -> str:
    return f'<iframe src="{escape(tag.arguments[0])}"></iframe>\n' if tag.arguments else ""


def _frame(address: str, tag: Tag) -> str:
    name = re.sub(r"[^\w-]", "", tag.arguments[0]) if tag.arguments else ""
    return f'<iframe src="{address}{name}"></iframe>\n'


def _page(site: str, tag: Tag) -> str:
    """{% ghcard user/repository %}"""
    name = re.sub(r"[^\w./-]", "", tag.arguments[0]) if tag.arguments else ""
    return f'<iframe src="{site}{name}"></iframe>\n' if name else ""


def _media(tag: Tag) -> str:
    address = tag.parts()[0].split(" ")[0]
    return f'<{tag.name} src="{escape(address)}"></{tag.name}>\n' if address else ""


# Themes'


def keep_inner(tag: Tag) -> str:
    return tag.to_html(tag.inner.strip("\n"))


def in_line(tag: Tag) -> str:
    """What stands in a tag among words, or what one without an end says there: no paragraph of its own."""
    if not tag.inner:
        return escape(said(tag))
    html = tag.inner_html().strip()
    return html[3:-4] if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1 else html


def said(tag: Tag) -> str:
    """The words of a tag among its options. What has no Hangul is the name of an icon, a colour, a file."""
    words = _plain(tag)
    return words if _HANGUL.search(words) else ""


def _plain(tag: Tag) -> str:
    """Arguments without options: {% mark 큰 글 color:green %}"""
    return " ".join(word for word in tag.arguments if not _OPTION.match(word))


def _marked(tag: Tag) -> str:
    return f"<mark>{in_line(tag) if tag.inner else escape(_plain(tag))}</mark>"


def _element(name: str) -> Form:
    return lambda tag: f"<{name}>{escape(tag.words())}</{name}>"


def _behind_colour(words: str) -> str:
    """{% span red, words %}: what stands behind the first comma, others with it."""
    first, _comma, rest = words.partition(",")
    return (rest or first).strip()


def _pulled(tag: Tag) -> str:
    """{% cq %}…{% endcq %}, {% quot words %}"""
    inner = tag.inner_html() if tag.inner else f"<p>{escape(_plain(tag))}</p>\n"
    return f'<blockquote class="pullquote">{inner}</blockquote>\n'


def _poem(tag: Tag) -> str:
    """{% poetry title author:name footer:work %}: Stellar's, line by line."""
    named = dict(word.split(":", 1) for word in tag.arguments if _OPTION.match(word))
    head = f"<p><strong>{escape(_plain(tag))}</strong></p>\n" if _plain(tag) else ""
    foot = ", ".join(escape(named[key]) for key in ("author", "footer") if named.get(key))
    signed = f"<p>— {foot}</p>\n" if foot else ""
    return f'{head}<div class="verse">{tag.inner_html()}</div>\n{signed}'


def _gallery(tag: Tag) -> str:
    """{% gallery %}, {% grouppicture 3-2 %}: pictures beside and below each other."""
    return f'<div class="gallery">{keep_inner(tag)}</div>\n'


def _note(tag: Tag) -> str:
    """{% note [class] [no-icon] [title] %}, {% message color:… title:"…" %}"""
    words = [word for word in tag.arguments if not _LOOKS.match(word)]
    named = next((word[6:] for word in words if word.startswith("title:")), "")
    # The class comes first; none has Hangul. A box of Stellar has none, nor a note without an end.
    has_class = tag.name != "box" and bool(tag.inner) and not _HANGUL.search("".join(words[:1]))
    title = named.strip("\"'") or " ".join(word for word in words[has_class:] if word not in _STYLES)
    head = f"<p><strong>{escape(title)}</strong></p>\n" if title else ""
    return f'<aside class="note">{head}{tag.inner_html()}</aside>\n'


_LOOKS = re.compile(r"(?:color|icon|size|style|open|child):|no-icon\b|fa(?:[bdlrs]?(?:\s|\Z)|-)")
_STYLES = frozenset(
    "simple modern flat disabled done icon default primary success info warning danger".split()
)


def _folded(tag: Tag) -> str:
    """{% hideToggle title,background,color %}, {% fold title %}, {% folding color, title %}"""
    said = " ".join(word for word in tag.arguments if not _LOOKS.match(word))
    title = _behind_colour(said) if tag.name == "folding" else said
    title = said.partition(",")[0] if tag.name in ("hideToggle", "hideBlock") else title
    summary = escape(re.sub(r"^(?:\w+\s+)?@", "", title.strip()))
    if not summary:
        return f'<aside class="note">{tag.inner_html()}</aside>\n' if tag.inner.strip() else ""
    return f"<details><summary>{summary}</summary>\n{tag.inner_html()}</details>\n"


def _split(inner: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first part of tabs and their like, and the title and text of each part."""
    pieces = _PART.split(inner)
    texts = [re.sub(r"<!--\s*end\w+\s*-->", "", text).strip("\n") for text in pieces[2::2]]
    return pieces[0].strip(), list(zip(map(str.strip, pieces[1::2]), texts, strict=True))


_PART = re.compile(r"<!--\s*(?:tab|subtab|timeline|node|folder|panel)\b((?>(?:(?!-->|<!--).)*))-->", re.S)


def _parts(tag: Tag, name: str = "") -> str:
    """Each part under its title; one without is called by `name` and its number."""
    before, parts = _split(tag.inner)
    made = [tag.to_html(before)]
    for number, (title, text) in enumerate(parts, 1):
        title = title.partition("@")[0].strip() or (f"{name} {number}" if name and not title else "")
        made.append(f"<p><strong>{escape(title)}</strong></p>\n" if title else "")
        made.append(tag.to_html(text.strip()))
    return "".join(made)


def _tabs(tag: Tag) -> str:
    """{% tabs name %}<!-- tab title@icon -->…<!-- endtab -->{% endtabs %}"""
    return _parts(tag, tag.parts()[0] if ":" not in tag.words() else "")


def _timeline(tag: Tag) -> str:
    """{% timeline title,color %}<!-- timeline day -->…<!-- endtimeline -->{% endtimeline %}"""
    title = tag.parts()[0] if ":" not in tag.words() else ""
    return (f"<p><strong>{escape(title)}</strong></p>\n" if title else "") + _parts(tag)


def _tabbed_code(tag: Tag) -> str:
    """{% tabbed_codeblock title %}<!-- tab language -->…<!-- endtab -->: Tranquilpeak's."""
    title = " ".join(word for word in tag.arguments if not _WEB.match(word))
    codes = [(language, dedent(text).strip("\n") + "\n") for language, text in _split(tag.inner)[1]]
    return "".join(hexo_code(code, language, escape(title, quote=False)) for language, code in codes)


def _button(tag: Tag) -> str:
    """{% btn address, text, icon, title %}"""
    address, *rest = tag.parts()
    words = escape(rest[0] if rest and rest[0] else address)
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _label(tag: Tag) -> str:
    """{% label class@text %} of NexT and Fluid, {% label text color %} of Butterfly."""
    _, at, behind = tag.words().partition("@")
    words = tag.arguments[:-1] if not at and len(tag.arguments) > 1 else tag.arguments
    return f"<mark>{escape(behind if at else ' '.join(words))}</mark>"


def _checkbox(tag: Tag) -> str:
    """{% checkbox [color] [checked], text %}, also without the comma; {% cb text, checked %}"""
    parts = [part.strip() for part in _OPTIONS.sub(r"\1,", tag.words()).split(",") if part.strip()]
    options = [part for part in parts if _OPTIONS.fullmatch(f"{part} ")]
    on = any(word in ("checked", "true") for part in options for word in part.split())
    return f"{'☑' if on else '☐'} {escape(', '.join(part for part in parts if part not in options))}"


_OPTIONS = re.compile(
    r"^((?:(?:symbol:|color:)?(?:plus|minus|times|checked|red|orange|yellow|green|cyan|blue|purple|gray|true|false"
    r"|inline)\s+)+)"
)


# What plug-ins draw from: name of the tag -> the language of its text.
SOURCES = {
    **{name: name for name in ("mermaid", "plantuml", "graphviz", "dot", "flowchart", "sequence", "echarts")},
    "uml": "plantuml", "puml": "plantuml", "flow": "flowchart", "chart": "json", "chartjs": "json",
}  # fmt: skip


def _source(tag: Tag) -> str:
    """{% plantuml %}: not Markdown, and drawn from a fence as well. {% mermaid graph TD %} has a line."""
    first = f"{tag.words()}\n" if tag.name == "mermaid" and tag.arguments else ""
    return code_block(first + tag.inner.strip("\n") + "\n", SOURCES[tag.name]) if tag.inner.strip() else ""


def _formula(tag: Tag) -> str:
    """{% math %}, {% katex %} and {% mathjax %} of hexo-math."""
    return f'<script type="math/tex; mode=display">{tag.inner.strip()}</script>\n'


def _rows(form: Form, names: str) -> dict[str, Form]:
    return dict.fromkeys(names.split(), form)


FORMS: Mapping[str, Form] = {
    **_rows(lambda tag: tag.inner.strip("\n"), "raw"),
    **_rows(_codeblock, "codeblock code"),
    **_rows(_include_code, "include_code"),
    **_rows(_blockquote, "blockquote quote"),
    **_rows(_pulled, "pullquote centerquote cq quot"),
    **_rows(_poem, "poetry"),
    **_rows(_asset_img, "asset_img img image wide_image"),
    **_rows(_inline_image, "inlineimg inlineImg inlineimage"),
    **_rows(_asset_link, "asset_link"),
    **_rows(_post_link, "post_link"),
    **_rows(_link, "link"),
    **_rows(partial(_frame, "https://www.youtube.com/embed/"), "youtube"),
    **_rows(partial(_frame, "https://vimeo.com/"), "vimeo"),
    **_rows(partial(_frame, "https://gist.github.com/"), "gist"),
    **_rows(partial(_frame, "https://jsfiddle.net/"), "jsfiddle"),
    **_rows(partial(_frame, "https://www.bilibili.com/video/"), "bilibili"),
    **_rows(_iframe, "iframe pdf"),
    **_rows(_media, "video audio"),
    **_rows(lambda tag: "", "more set"),
    **_rows(_note, "note notel subnote message alert callout noteblock tip box"),
    **_rows(_folded, "fold folding foldingview hideToggle hideBlock spoiler collapse details"),
    **_rows(_tabs, "tabs subtabs subsubtabs"),
    **_rows(_timeline, "timeline"),
    **_rows(_parts, "folders"),
    **_rows(_tabbed_code, "tabbed_codeblock"),
    **_rows(_marked, "hl_text mark"),
    **_rows(lambda tag: code_block(f"{_plain(tag)}\n", ""), "copy"),
    **_rows(partial(_page, "https://github.com/"), "ghcard"),
    **_rows(_button, "btn button"),
    **_rows(_label, "label"),
    **_rows(_checkbox, "checkbox cb radio"),
    # Only how the words look; in hideInline there is a button besides.
    **_rows(lambda tag: escape(_behind_colour(tag.words())), "span p"),
    **_rows(lambda tag: escape(tag.words()), "wavy psw"),
    **{name: _element(tag) for name, tag in (("u", "u"), ("emp", "em"), ("del", "del"), ("kbd", "kbd"))},
    **_rows(lambda tag: escape(tag.parts()[0]), "hideInline"),
    **_rows(_source, " ".join(SOURCES)),
    **_rows(_formula, "math katex mathjax"),
    **_rows(_gallery, "grouppicture gp gi gallery inlinegallery swiper"),
    **_rows(keep_inner, "grid galleryGroup gallerygroup flink"),
}
