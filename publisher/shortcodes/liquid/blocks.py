"""Tags with a text up to their end tag: Jekyll's highlight, those of plug-ins, and any other.

See https://jekyllrb.com/docs/liquid/tags/ and http://octopress.org/docs/blogging/plugins/
"""

import re
from collections.abc import Mapping
from html import escape

from publisher.markdown import PLAIN, CodeOptions, code_options
from publisher.phrase import _
from publisher.shortcodes.liquid.includes import argument
from publisher.shortcodes.liquid.nodes import Call, Write
from publisher.shortcodes.liquid.shapes import image, named_in, picture_in, words_of
from publisher.shortcodes.liquid.source import ANY

_MARKDOWN = re.compile(r"^[ ]{0,3}(?:#{1,6} |[-*+] |>|```|~~~|\d{1,9}\. )|\*\*|\]\(|</?[a-zA-Z]", re.M)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"https?://")


def _highlight(call: Call) -> str:
    """{% highlight language [linenos] [mark_lines="1 3"] %}, written as Jekyll writes it, without colours: on
    lines of its own, so that it ends the list or the quote it stands in."""
    language, _, said = call.markup.strip().partition(" ")
    return _figure(call.inner, escape(language or "text"), options=code_options(said))


def _figure(text: str, language: str, caption: str = "", options: CodeOptions = PLAIN) -> str:
    code = escape(text.strip("\r\n"), quote=False)
    attributes = f'class="language-{language}" data-lang="{language}"{options.attributes()}'
    above = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'\n<figure class="highlight">{above}<pre><code {attributes}>{code}</code></pre></figure>\n'


def _codeblock(call: Call) -> str:
    """Octopress: {% codeblock [title] [lang:language] [url] [words of the link] %}."""
    words = argument(call.markup, call.context).split()
    language = next((word[5:] for word in words if word.startswith("lang:")), "text")
    kept = [word for word in words if ":" not in word or _ADDRESS.match(word)]
    at = next((place for place, word in enumerate(kept) if _ADDRESS.match(word)), len(kept))
    title, linked = escape(" ".join(kept[:at])), escape(" ".join(kept[at + 1 :]) or "link")
    link = f' <a href="{escape(kept[at])}">{linked}</a>' if at < len(kept) else ""
    return _figure(call.inner, escape(language), f"{title}{link}".strip())


def _code(text: str, language: str) -> str:
    code = escape(text.strip("\r\n"), quote=False)
    return f'<pre><code class="language-{language}">{code}</code></pre>'


def _graph(kind: str) -> Write:
    """{% digraph name %}: what stands between the braces of such a graph."""

    def write(call: Call) -> str:
        name = re.sub(r"\W+", "_", call.markup).strip("_")
        return _code(f"{kind} {name} {{\n{call.inner.strip()}\n}}", "dot")

    return write


def _formula(call: Call) -> str:
    """{% katex [display] %}"""
    return f"\n\n$${call.inner.strip()}$$\n\n" if "display" in call.markup else f"$${call.inner.strip()}$$"


def _details(call: Call) -> str:
    summary = escape(argument(call.markup, call.context).strip("\"'"))
    return f"<details><summary>{summary}</summary>\n{call.context.job.to_html(call.inner)}</details>"


def _blockquote(call: Call) -> str:
    """Octopress: {% blockquote [author, source] [url] [title] %}."""
    said = " ".join(word for word in call.markup.split() if not _ADDRESS.match(word))
    source = f"<footer>{escape(said)}</footer>" if said else ""
    return f"\n<blockquote>{call.context.job.to_html(call.inner)}{source}</blockquote>\n"


def _tab(call: Call) -> str:
    """{% tab tabs title %} of jekyll-tabs: a title, and the Markdown below it."""
    _name, _space, title = argument(call.markup, call.context).strip().partition(" ")
    return f"\n<p><strong>{escape(title.strip())}</strong></p>\n\n{call.inner}" if title else call.inner


def _any(call: Call) -> str:
    """A block of a plug-in that we do not have: its text as it stands, as code where it reads like code."""
    name, _space, markup = call.markup.partition(" ")
    code = _reads_like_code(call.inner)
    kept = _("a plug-in's own tag: the text in it is kept")
    hint = _("a plug-in's own tag: the text in it is set as code") if code else kept
    call.context.job.warn("tag-unknown", _("no tag {{% {name} %}} is known", name=name), hint)
    if code:
        return f"\n{_code(call.inner, 'text')}\n"
    shown = picture_in(words_of(markup))
    return (image(shown, named_in(markup)) if shown else "") + call.inner


def _reads_like_code(text: str) -> bool:
    """Lines without a mark of Markdown or a tag of HTML, and with less than half of their letters Hangul."""
    text = text[:_LOOKED_AT]
    several = text.strip().count("\n") > 0
    return (
        several and not _MARKDOWN.search(text) and 2 * len(_HANGUL.findall(text)) < len(_LETTER.findall(text))
    )


_LOOKED_AT = 10_000  # characters of a text
BLOCKS: Mapping[str, Write] = {
    "highlight": _highlight,
    "codeblock": _codeblock,
    "mermaid": lambda call: _code(call.inner, "mermaid"),
    **dict.fromkeys(("plantuml", "uml"), lambda call: _code(call.inner, "plantuml")),
    **dict.fromkeys(("graphviz", "dot"), lambda call: _code(call.inner, "dot")),
    "digraph": _graph("digraph"),
    "graph": _graph("graph"),
    "katex": _formula,
    "tab": _tab,
    **dict.fromkeys(("katexmm", "pullquote", "tabs"), lambda call: call.inner),
    "details": _details,
    "note": lambda call: f'<aside class="note">\n{call.context.job.to_html(call.inner)}</aside>',
    "blockquote": _blockquote,
    ANY: _any,
}
