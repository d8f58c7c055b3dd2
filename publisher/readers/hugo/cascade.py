"""What a Hugo page gets from above: `cascade` of its sections and of the site, dates by `frontmatter`.

See https://gohugo.io/content-management/front-matter/#cascade-1 and
https://gohugo.io/configuration/front-matter/.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from publisher.readers.dates import date_in_name
from publisher.readers.front_matter import FrontMatter, flat
from publisher.readers.globs import choices
from publisher.readers.hugo.config import Config, table
from publisher.readers.hugo.posts import HugoPage

_DATES = {"date": ("date", "publishdate", "lastmod"), "lastmod": ("lastmod", "date", "publishdate")}
_ALSO = {"publishdate": ("publishdate", "pubdate", "published"), "lastmod": ("lastmod", "modified")}
_STARS = ("*", "**")
_SIGN = re.compile(r"\*\*|.", re.S)
Rule = tuple[Config, Config]  # whom it is for, and what they get


def with_inherited(pages: list[HugoPage], config: Config) -> list[HugoPage]:
    """Return every page with the fields that its sections give, and with the date and slug that the site
    takes."""
    rules = {
        (page.language, page.place.folders): _rules(page.front.fields.get("cascade"))
        for page in pages
        if page.place.base == "_index"
    }
    site = _rules(config.get("cascade"))
    keys = {name: tuple(_keys(config, name)) for name in _DATES}
    return [replace(page, front=_dated(_given(page, rules, site), page.place.base, keys)) for page in pages]


def _rules(cascade: Any) -> list[Rule]:
    given = cascade if isinstance(cascade, list) else [cascade]
    return [
        ({**table(one, "_target"), **table(one, "target")}, {**one, **table(one, "params")})
        for one in given
        if isinstance(one, dict)
    ]


def _given(
    page: HugoPage, rules: dict[tuple[str, tuple[str, ...]], list[Rule]], site: list[Rule]
) -> FrontMatter:
    """Its own fields go before those of its section, these before those of the sections above."""
    fields = dict(page.front.fields)
    folders = page.place.folders
    above = [rules.get((page.language, folders[:depth]), []) for depth in range(len(folders), -1, -1)]
    for target, more in (rule for of_one in [*above, site] for rule in of_one):
        if _is_meant(page, target):
            fields = {**more, **fields}
    return replace(page.front, fields=fields)


def _is_meant(page: HugoPage, target: Config) -> bool:
    said = {"kind": "page", "path": f"/{page.place.path}", "lang": page.language}
    return all(_matches(value, target.get(key)) for key, value in said.items())


def _matches(value: str, pattern: object) -> bool:
    """Whether a value is one of a glob's: /posts/**, {ko,en}."""
    if not isinstance(pattern, str) or not pattern:
        return True
    return any(_leads(_SIGN.findall(one), value.lower()) for one in choices(pattern.lower()))


def _leads(signs: Sequence[str], value: str) -> bool:
    """Whether signs lead through a value to its end; all ways at once, for a pattern may be hostile."""
    places = _past_stars(signs, {0})
    for letter in value:
        places = _past_stars(
            signs, {at + (signs[at] not in _STARS) for at in places if _fits(signs[at : at + 1], letter)}
        )
    return len(signs) in places


def _past_stars(signs: Sequence[str], places: Iterable[int]) -> set[int]:
    """Add the places behind stars: they may stand for nothing."""
    found = set[int]()
    for at in places:
        found.add(at)
        while at < len(signs) and signs[at] in _STARS:
            at += 1
            found.add(at)
    return found


def _fits(sign: Sequence[str], letter: str) -> bool:
    return sign in (["**"], [letter]) or (sign in (["*"], ["?"]) and letter != "/")


def _keys(config: Config, name: str) -> Iterator[str]:
    """The fields in which this date is looked for, in order."""
    for key in flat(table(config, "frontmatter").get(name, ":default")):
        yield from _DATES[name] if key.lower() == ":default" else (key.lower(),)


def _dated(front: FrontMatter, name: str, keys: dict[str, tuple[str, ...]]) -> FrontMatter:
    found: Config = {}
    for field, places in keys.items():
        for key in places:
            in_name, rest = date_in_name(name, UTC) if key == ":filename" else (None, "")
            said = f"{in_name:%Y-%m-%d}" if in_name else front.text(*_ALSO.get(key, (key,)))
            if said:
                found[field] = said
            if in_name and not front.text("slug"):
                found["slug"] = rest
            if said:
                break
    return replace(front, fields={**front.fields, **found}) if found else front
