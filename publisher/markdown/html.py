"""HTML that every grammar writes in the same way."""

import re
from html import escape
from typing import TYPE_CHECKING

from publisher.markdown.code_options import PLAIN, CodeOptions

if TYPE_CHECKING:  # readers of blogs that need no parser of it import this
    from markdown_it.token import Token

OMITTED = "<!-- raw HTML omitted -->"


def code_block(code: str, language: str = "", caption: str = "", options: CodeOptions = PLAIN) -> str:
    """Code as HTML, the language in a class as HTML 5 recommends. "js:app.js" names the file too."""
    words, _, file = language.partition("{")[0].partition(":")
    name = re.sub(r"[^\w+#.-]", "", words)
    attributes = (f' class="language-{escape(name)}"' if name else "") + options.attributes()
    block = f"<pre><code{attributes}>{escape(code, quote=False)}</code></pre>\n"
    title = caption or options.title or file.removeprefix("title=").strip("\"'")
    if not title:
        return block
    return f'<figure class="code"><figcaption>{escape(title)}</figcaption>{block}</figure>\n'


def omitted(html: "Token") -> str:
    """Return what stands for raw HTML where a blog drops it: in a line, or as a block."""
    return OMITTED + "\n" * (html.type == "html_block")
