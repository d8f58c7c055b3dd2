"""Templates of the site's own shortcodes, and the partials and parameters that they ask for, for Post.extra.

Only what a post names comes with it, so that a change elsewhere makes no other chapter anew.
See https://gohugo.io/templates/shortcode/#directory-structure.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from publisher.errors import Report
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.hugo.config import Config, table, text
from publisher.readers.hugo.folders import folders, missing_themes
from publisher.readers.hugo.words import words

_NAME = re.compile(r"\{\{[<%]\s*([\w./-]+)")
_ASKS = re.compile(r"\bParams\b|\bparam\b|[sS]ite\.")
_WORD = re.compile(r"\b(?:i18n|T)\b")
_PARTIAL = re.compile(r"\bpartial(?:Cached)?[ \t]+\"([^\"]{1,200})\"")
_LARGEST = 0.05  # MB


class Template(NamedTuple):
    """A shortcode's template, and the file it stands in."""

    path: str
    source: str


class Templates(NamedTuple):
    """What a site and its themes have for shortcodes, by name."""

    shortcodes: Mapping[str, Template]
    partials: Mapping[str, Template]
    words: Mapping[str, str]  # what i18n knows
    missing: str  # themes that are named and not there: "PaperMod, Congo"


def templates(folder: Path, config: Config, language: str) -> Templates:
    shortcodes, partials = (_of_kind(kind, folder, config) for kind in ("shortcodes", "partials"))
    missing = ", ".join(missing_themes(folder, config))
    return Templates(shortcodes, partials, words(folder, config, language), missing)


def _of_kind(kind: str, folder: Path, config: Config) -> dict[str, Template]:
    """Each template of this kind by its name: the site's own go before its themes'."""
    found: dict[str, Template] = {}
    for layouts in folders(folder, config, "layouts"):
        for place in (f"{layouts}/{kind}", f"{layouts}/_{kind}"):
            for file in posts_below(folder / place, folder, Report(), (".html", ".md")):
                path = shown_path(file, folder)
                source = read_text(file, folder, path, Report(), _LARGEST)
                if source is not None:
                    found.setdefault(path[len(place) + 1 :].rpartition(".")[0], Template(path, source))
    return found


def extra(
    body: str, fields: Mapping[str, Any], config: Config, known: Templates
) -> Iterator[tuple[str, str]]:
    """Yield what the shortcodes of this text need: ("shortcode:note", "<div>…"), ("page", "{…}")."""
    names = dict.fromkeys(_NAME.findall(body))
    own = {name: known.shortcodes[name] for name in names if name in known.shortcodes}
    for name, template in own.items():
        yield f"shortcode:{name}", template.source
        yield f"template:{name}", template.path
    called = dict(_called(own.values(), known.partials))
    yield from ((f"partial:{name}", template.source) for name, template in called.items())
    sources = [template.source for template in (*own.values(), *called.values())]
    if any(_WORD.search(source) for source in sources):
        yield "words", json.dumps(known.words, ensure_ascii=False)
    if "param" in names or any(_ASKS.search(source) for source in sources):
        yield "page", json.dumps({**fields, **table(fields, "params")}, ensure_ascii=False)
        yield "site", json.dumps(table(config, "params"), ensure_ascii=False)
    if own:
        yield "base", text(config, "baseurl") or "/"
    if known.missing and len(own) < len(names):
        yield "themes", known.missing


def _called(by: Iterable[Template], partials: Mapping[str, Template]) -> Iterator[tuple[str, Template]]:
    """The partials that these templates call, and those call in turn."""
    seen: set[str] = set()
    waiting = list(by)
    while waiting:
        for name in _PARTIAL.findall(waiting.pop().source):
            name = name.removesuffix(".html").strip("/")
            if name in partials and name not in seen:
                seen.add(name)
                waiting.append(partials[name])
                yield name, partials[name]
