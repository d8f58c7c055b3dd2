"""Liquid, which Jekyll runs over a post before its Markdown is read.

The library is python-liquid; Jekyll's own tags and filters are in tags.py, blocks.py and filters.py. What
a tag writes stands in the text where the tag stood, as in Jekyll, folded to the lines that the post has
(shortcodes/lines.py). See https://jekyllrb.com/docs/liquid/
"""

import json
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from publisher.errors import Where
from publisher.model import Post
from publisher.shortcodes.lines import ROOT, fold, without_marks
from publisher.shortcodes.liquid import filters, tags
from publisher.shortcodes.liquid.engine import Context, Engine, Job, Parsed, context_for, parse, run
from publisher.shortcodes.liquid.library import ContentNode
from publisher.shortcodes.liquid.shapes import shape
from publisher.shortcodes.placeholder import Insert, marker

_BLOCKS = ("capture", "case", "for", "if", "ifchanged", "tablerow", "unless")
_JEKYLL = {"environment": "production", "version": "4.3.1"}  # as a blog is put on the web
_SINGLES = ("assign", "break", "continue", "cycle", "decrement", "increment")


def translate(post: Post, to_html: Callable[[str], str]) -> tuple[str, tuple[Insert, ...]]:
    """Return the post's text with its Liquid run, and the faults as an insert that stands nowhere."""
    text = without_marks(post.markdown)
    if "{{" not in text and "{%" not in text:
        return text, ()
    job = Job(dict(post.extra), to_html, Where(post.path, post.first_line))
    parsed = parse(engine(), text, post.path, post.first_line, shape)
    job.faults.update(dict.fromkeys(parsed.faults))
    variables = {"site": _table(job, "site"), "page": _table(job, "page"), "jekyll": _JEKYLL}
    made = _run(parsed, context_for(engine(), job, variables, parsed.weight), post)
    return made, (
        Insert(marker("liquid", 0, inline=False), "", diagnostics=tuple(job.faults)),
    ) if job.faults else ()


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return the library with Jekyll's tags and filters, and without what reads files or Jekyll does not
    know."""
    made = Engine()
    for name in ("include", "render", "liquid", "doc", "echo", "#"):
        made.tags.pop(name, None)
    made.blocks = {name: f"end{name}" for name in _BLOCKS}
    made.singles = set(_SINGLES)
    tags.register(made)
    filters.register(made)
    return made


def _table(job: Job, name: str) -> object:
    return json.loads(job.values.get(name, "{}"))


def _run(parsed: Parsed, context: Context, post: Post) -> str:
    """The text that the nodes write, each node with as many lines as its source."""
    text, nodes = parsed.text, parsed.nodes
    starts = [0, *(node.token.start_index for node in nodes[1:]), len(text)] if nodes else [0, len(text)]
    made, line = [] if nodes else [fold("", text.count("\n"))], post.first_line
    for node, (start, end) in zip(nodes, pairwise(starts), strict=False):
        lines = text.count("\n", start, end)
        context.job.where = Where(post.path, line)
        made.append(fold(node.text if isinstance(node, ContentNode) else run(node, context), lines))
        line += lines
    base = context.job.values.get("baseurl", "")
    whole = "".join(made)
    # Jekyll 3 left the site's path to the writer, Jekyll 4 adds it: where both did, once is meant.
    return whole.replace(f"{base}{ROOT}{base}/", f"{base}/").replace(ROOT, "")
