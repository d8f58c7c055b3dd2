"""Parameters of a Hugo page and of its site, which the reader put into Post.extra as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from publisher.model import Post
from publisher.shortcodes.hugo.functions import Table


def parameter(post: Post, name: str) -> str:
    """Return a parameter of the page, else of the site; "" where neither has it, or it is a list or table."""
    values = dict(post.extra)
    for whose in ("page", "site"):
        found: Any = table(values, whose)
        for key in name.lower().split("."):
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str | bool):
            return str(found).lower() if isinstance(found, bool) else found
    return ""


def table(values: Mapping[str, str], name: str) -> Table:
    """Return the parameters of the page, or of the site."""
    found = typed(json.loads(values.get(name, "{}")))
    return found if isinstance(found, Table) else Table()


def typed(value: Any) -> Any:
    """Return a value with its truths: the reader has texts only."""
    if isinstance(value, dict):
        return Table({key: typed(item) for key, item in value.items()})
    if isinstance(value, list):
        return [typed(item) for item in value]
    return {"true": True, "false": False}.get(value, value)
