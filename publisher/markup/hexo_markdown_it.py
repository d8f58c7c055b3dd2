"""Hexo's Markdown where a blog has hexo-renderer-markdown-it: markdown-it itself, behind Hexo's own fences.

See https://github.com/hexojs/hexo-renderer-markdown-it#options.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from publisher.markup.commonmark import formula
from publisher.markup.hexo_fences import Fences
from publisher.markup.hexo_links import image_root
from publisher.model import Dialect

PLUGINS = {"deflist": deflist_plugin, "task-lists": tasklists_plugin, "footnote": footnote_plugin}


def hexo_markdown_it(dialect: Dialect) -> Callable[[str], str]:
    made = MarkdownIt(
        "js-default",
        {
            "html": dialect.unsafe,
            "breaks": dialect.breaks,
            "linkify": dialect.linkify,
            "typographer": dialect.smart,
            "quotes": dialect.quotes,
            # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
            "maxNesting": 60,
        },
    )
    for name in dialect.switches:
        made.use(PLUGINS[name])
    if dialect.math:
        made.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=formula)
    if dialect.root:
        made.core.ruler.push("image_root", image_root(dialect.root))

    def to_html(text: str) -> str:
        fences = Fences()
        html: str = made.render(fences.taken_out(text))
        return fences.put_back(html)

    return to_html
