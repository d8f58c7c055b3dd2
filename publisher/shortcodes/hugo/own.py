"""The site's and its theme's own shortcodes: their templates, which the reader put into Post.extra, run.

See https://gohugo.io/templates/shortcode/ for what a template may ask of its shortcode.
"""

import json
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from publisher.markdown import grammar
from publisher.model import Post
from publisher.phrase import _
from publisher.shortcodes.hugo.functions import GivenUpError, Html, Table, shown
from publisher.shortcodes.hugo.page import asset, moment, resources
from publisher.shortcodes.hugo.patterns import Searches, parsed_address
from publisher.shortcodes.hugo.run import run
from publisher.shortcodes.hugo.shortcode import Bare, Shortcode, unwrapped
from publisher.shortcodes.hugo.values import table, typed

# The first line of a template that is run as before Hugo 0.55.
_FIRST_VERSION = re.compile(r"\s*\{\{-?\s*\$_hugo_config\s*:=\s*`[^`]*\"version\"\s*:\s*1\b")
_NUMBER = re.compile(r"-?\d{1,15}")
__all__ = ["GivenUpError", "has_own", "own", "template_path", "with_template", "writes_html"]


def has_own(post: Post, name: str) -> bool:
    return any(key == f"shortcode:{name}" for key, _ in post.extra)


def template_path(post: Post, name: str) -> str:
    """Return the file that its template stands in, below the blog's folder."""
    return dict(post.extra).get(f"template:{name}", "its template")


def with_template(post: Post, name: str, source: str) -> Post:
    """Return the post as if the site had this template for the shortcode."""
    return replace(post, extra=(*post.extra, (f"shortcode:{name}", source)))


def writes_html(post: Post, name: str) -> bool:
    """Tell whether even {{% name %}} stands for HTML, and its inner text is Markdown by itself.

    A template says so with `$_hugo_config`: https://gohugo.io/content-management/shortcodes/#notation
    """
    return bool(_FIRST_VERSION.match(dict(post.extra).get(f"shortcode:{name}", "")))


def own(code: Shortcode) -> str:
    """Return what the shortcode's own template writes. Raises GivenUpError where that is beyond us."""
    values = dict(code.post.extra)
    partials = {
        key.removeprefix("partial:"): source for key, source in values.items() if key.startswith("partial:")
    }
    return run(values[f"shortcode:{code.name}"], _root(code, values), _functions(code, values), partials)


def _root(code: Shortcode, values: Mapping[str, str]) -> Mapping[str, Any]:
    named = Table({key: _argument(value) for key, value in code.named.items()})

    def get(key: Any) -> Any:
        if isinstance(key, int):
            return _argument(code.words[key]) if key < len(code.words) else ""
        return named.get(shown(key).lower(), "")

    page = _page(code, values)
    return {
        "Get": get, "Inner": Html(code.inner), "InnerDeindent": Html(textwrap.dedent(code.inner)),
        "Params": named if named else [_argument(word) for word in code.words],
        "IsNamedParams": bool(named), "Name": code.name, "Ordinal": code.place.ordinal,
        "Parent": _root(code.place.parent, values) if code.place.parent else None,
        "Scratch": code.place.scratch, "Store": code.place.scratch, "Page": page, "Site": page["Site"],
    }  # fmt: skip


def _argument(value: str) -> Any:
    return (int(value) if _NUMBER.fullmatch(value) else typed(value)) if isinstance(value, Bare) else value


def _page(code: Shortcode, values: Mapping[str, str]) -> Mapping[str, Any]:
    post, base = code.post, values.get("base", "/")
    place = post.urls[0].strip("/") if post.urls else ""
    site = {"Params": table(values, "site"), "BaseURL": base}
    return {
        "Params": table(values, "page"), "Title": post.title, "Description": post.summary, "Site": site,
        "RelPermalink": f"/{place}/", "Permalink": f"{base.rstrip('/')}/{place}/",
        "RenderString": lambda *given: _rendered(code, *given), "Resources": resources(),
        "Date": moment(post.date), "PublishDate": moment(post.date), "Lastmod": moment(post.updated),
        "Scratch": code.place.of_page, "Store": code.place.of_page,
    }  # fmt: skip


def _functions(code: Shortcode, values: Mapping[str, str]) -> Mapping[str, Callable[..., Any] | Any]:
    page = _page(code, values)
    base = values.get("base", "/").rstrip("/")

    known = json.loads(values.get("words", "{}"))
    searches = Searches()

    def words(key: Any, *about: Any) -> str:
        word = str(known.get(shown(key).lower(), ""))
        if "{{" in word:
            raise GivenUpError(_("i18n {key}", key=key))
        return word

    def rooted(address: Any, before: str = "") -> str:
        text = shown(address)
        return text if "//" in text else f"{before}/{text.lstrip('/')}"

    return {
        "markdownify": lambda value: _rendered(code, value), "site": page["Site"],
        "findRE": searches.find, "replaceRE": searches.replaced, "urls.Parse": parsed_address,
        "i18n": words, "T": words, "dateFormat": lambda form, date: date["Format"](form),
        "resources.Get": asset, "resources.GetMatch": asset,
        "relURL": rooted, "relLangURL": rooted,
        "absURL": lambda address: rooted(address, base), "absLangURL": lambda address: rooted(address, base),
    }  # fmt: skip


def _rendered(code: Shortcode, *given: Any) -> Html:
    """Markdown inside a template, by the page's own settings; one paragraph comes without its tags."""
    to_html = grammar(replace(code.post.dialect, grammar="hugo", tags=""))
    block = isinstance(given[0], dict) and given[0].get("display") == "block"
    html = to_html(shown(given[-1]))
    return Html(html if block else unwrapped(html))
