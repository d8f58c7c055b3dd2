"""Templates of the site's own shortcodes, and the parameters that they may ask for, for Post.extra.

Only what a post names comes with it, so that a change elsewhere makes no other chapter anew.
See https://gohugo.io/templates/shortcode/#directory-structure.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from publisher.errors import Report
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.hugo_config import Config, table, text
from publisher.readers.hugo_folders import folders

_NAME = re.compile(r"\{\{[<%]\s*([\w./-]+)")
_ASKS = re.compile(r"\bParams\b|\bparam\b|[sS]ite\.")
_LARGEST = 0.05  # MB


class Template(NamedTuple):
    """A shortcode's template, and the file it stands in."""

    path: str
    source: str


def templates(folder: Path, config: Config) -> dict[str, Template]:
    """Each shortcode's template by its name: the site's own go before its themes'."""
    found: dict[str, Template] = {}
    for layouts in folders(folder, config, "layouts"):
        for place in (f"{layouts}/shortcodes", f"{layouts}/_shortcodes"):
            for file in posts_below(folder / place, folder, Report(), (".html", ".md")):
                path = shown_path(file, folder)
                source = read_text(file, path, Report(), _LARGEST)
                if source is not None:
                    found.setdefault(path[len(place) + 1 :].rpartition(".")[0], Template(path, source))
    return found


def extra(
    body: str, fields: Mapping[str, Any], config: Config, known: Mapping[str, Template], missing: str
) -> Iterator[tuple[str, str]]:
    """What the shortcodes of this text need: ("shortcode:note", "<div>…"), ("page", "{…}").

    `missing`: the themes that are not there; a post that names what no template is known for says so.
    """
    names = dict.fromkeys(_NAME.findall(body))
    own = {name: known[name] for name in names if name in known}
    for name, template in own.items():
        yield f"shortcode:{name}", template.source
        yield f"template:{name}", template.path
    if "param" in names or any(_ASKS.search(template.source) for template in own.values()):
        yield "page", json.dumps({**fields, **table(fields, "params")}, ensure_ascii=False)
        yield "site", json.dumps(table(config, "params"), ensure_ascii=False)
    if own:
        yield "base", text(config, "baseurl") or "/"
    if missing and len(own) < len(names):
        yield "themes", missing
