"""{% include %}: a file of _includes/ or beside the post, which the reader put into Post.extra.

See https://jekyllrb.com/docs/includes/
"""

import re
from collections.abc import Mapping
from functools import lru_cache, partial

from liquid.exceptions import LiquidError

from publisher.errors import Severity
from publisher.phrase import Phrase, _
from publisher.shortcodes.liquid.engine import Context, Engine, Job, Parsed, parse
from publisher.shortcodes.liquid.library import FilteredExpression, expression
from publisher.shortcodes.liquid.nodes import Call
from publisher.shortcodes.liquid.shapes import by_parameters, parameters, shape

# What themes put around the words of a post.
_NO_WORDS = re.compile(
    r"(?:[\w-]+/)?(?:toc|comments?|share|social|sidebar|ads?|adsense|breadcrumbs?)(?:\.html)?"
)


def include(call: Call) -> str:
    """{% include file.html name="value" other=variable %}; {% include_cached %} and _relative alike."""
    job = call.context.job
    name, rest = _file(call)
    given = _parameters(rest, call.context)
    key = "include_relative" if call.name == "include_relative" else "include"
    source = job.values.get(f"{key}:{name}")
    if source is None:
        page = call.context.globals.get("page")
        listed = page if isinstance(page, Mapping) else {}
        shown = by_parameters(name, given, listed, partial(_words, job))
        if name not in job.missing:
            severity = Severity.NOTE if shown or _NO_WORDS.fullmatch(name) else Severity.WARNING
            job.warn("include-missing", _("no include {name}", name=name), _what_to_do(key, shown), severity)
        job.missing.add(name)
        return shown
    job.count_include()
    path = job.values.get(f"path:{key}:{name}", name)
    parsed = _template(call.context.env, source, path)
    job.faults.update(dict.fromkeys(parsed.faults))
    buffer = call.context.get_buffer()
    with call.context.within(parsed), call.context.extend({"include": given}):
        for node in parsed.nodes:
            node.render(call.context, buffer)
    return buffer.getvalue()


@lru_cache(maxsize=256)
def _template(engine: Engine, source: str, path: str) -> Parsed:
    return parse(engine, source, path, 1, shape)


def _words(job: Job, markdown: str) -> str:
    """Markdown that is no paragraph of its own, as a theme's caption is."""
    html = job.to_html(markdown).strip() if markdown else ""
    alone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
    return html[3:-4] if alone else html


def _file(call: Call) -> tuple[str, str]:
    """The file's name, in which variables may stand, and the parameters behind it."""
    match = re.match(r"((?:\{\{.*?\}\}|[^\s{])+)\s*(.*)", call.markup, re.S)
    if match is None:
        return "", ""
    return argument(match[1], call.context).strip("\"'"), match[2]


def argument(markup: str, context: Context) -> str:
    """Return a tag's argument with the {{ variables }} in it."""
    if "{{" not in markup:
        return markup
    buffer, parsed = context.get_buffer(), _template(context.env, markup, context.job.where.path)
    with context.within(parsed):
        for node in parsed.nodes:
            node.render(context, buffer)
    return buffer.getvalue()


def _parameters(markup: str, context: Context) -> dict[str, object]:
    """name="text", name='text', name=variable. See https://jekyllrb.com/docs/includes/"""
    found: dict[str, object] = {}
    for name, double, single, bare in parameters(markup):
        found[name] = _variable(bare, context) if bare else re.sub(r"\\(.)", r"\1", double or single)
    return found


def _variable(markup: str, context: Context) -> object:
    try:
        return expression(FilteredExpression.parse, context.env, markup).evaluate(context)
    except LiquidError:
        return ""


def _what_to_do(key: str, shown: str) -> Phrase:
    if shown:
        return _("it is a theme's: the picture, film or words that its parameters name are shown")
    if key == "include_relative":
        return _("it is looked for beside the post")
    return _("a theme's include is not in the blog's folder; put a file of that name into _includes/")
