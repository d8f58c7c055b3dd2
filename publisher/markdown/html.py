"""HTML that every grammar writes in the same way."""

import re
from html import escape

from markdown_it.token import Token

OMITTED = "<!-- raw HTML omitted -->"


def code_block(code: str, language: str = "", caption: str = "") -> str:
    """Code as HTML, the language in a class as HTML 5 recommends."""
    name = re.sub(r"[^\w+#.-]", "", language.partition("{")[0].partition(":")[0])
    attribute = f' class="language-{escape(name)}"' if name else ""
    block = f"<pre><code{attribute}>{escape(code, quote=False)}</code></pre>\n"
    # The first newline inside <pre> is HTML's to drop; the code's own must stay.
    block = block.replace("<pre><code>\n", "<pre><code>\n\n") if code.startswith("\n") else block
    if not caption:
        return block
    return f'<figure class="code"><figcaption>{escape(caption)}</figcaption>{block}</figure>\n'


def omitted(html: Token) -> str:
    """Return what stands for raw HTML where a blog drops it: in a line, or as a block."""
    return OMITTED + "\n" * (html.type == "html_block")
