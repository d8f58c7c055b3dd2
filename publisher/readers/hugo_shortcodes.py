"""Templates of the site's own shortcodes, and the parameters that they may ask for, for Post.extra.

Only what a post names comes with it, so that a change elsewhere makes no other chapter anew.
See https://gohugo.io/templates/shortcode/#directory-structure.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publisher.errors import Report
from publisher.readers.files import posts_below, read_text, shown_path
from publisher.readers.front_matter import flat
from publisher.readers.hugo_config import Config, table, text

_NAME = re.compile(r"\{\{[<%]\s*([\w./-]+)")
_ASKS = re.compile(r"\bParams\b|\bparam\b|[sS]ite\.")
_LARGEST = 0.05  # MB


def templates(folder: Path, config: Config) -> dict[str, str]:
    """Each shortcode's template by its name: the site's own go before its themes'."""
    found: dict[str, str] = {}
    for root in ("", *(f"themes/{theme}/" for theme in flat(config.get("theme")) if ".." not in theme)):
        for place in (f"{root}layouts/shortcodes", f"{root}layouts/_shortcodes"):
            for file in posts_below(folder / place, folder, Report(), (".html",)):
                path = shown_path(file, folder)
                source = read_text(file, path, Report(), _LARGEST)
                if source is not None:
                    found.setdefault(path[len(place) + 1 :].removesuffix(".html"), source)
    return found


def extra(
    body: str, fields: Mapping[str, Any], config: Config, known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What the shortcodes of this text need: ("shortcode:note", "<div>…"), ("page", "{…}")."""
    names = dict.fromkeys(_NAME.findall(body))
    own = {name: known[name] for name in names if name in known}
    yield from ((f"shortcode:{name}", source) for name, source in own.items())
    if "param" in names or any(_ASKS.search(source) for source in own.values()):
        yield "page", json.dumps({**fields, **table(fields, "params")}, ensure_ascii=False)
        yield "site", json.dumps(table(config, "params"), ensure_ascii=False)
    if own:
        yield "base", text(config, "baseurl") or "/"
