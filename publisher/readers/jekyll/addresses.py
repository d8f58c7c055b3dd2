"""A Jekyll post's address. See https://jekyllrb.com/docs/permalinks/"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_COLLECTION = "/:collection/:path:output_ext"
_VARIABLE = re.compile(r":([a-z_]+)")
_NOT_IN_TITLE = re.compile(r"[^\w.~!$&'()+,;=@]+")
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class PostAddress:
    """What of a post stands in its address."""

    collection: str  # "posts", "wiki"
    path: str  # below the collection's folder, without ending: "vim/registers"
    slug: str  # the file's name without date and ending, or what the front matter says
    categories: tuple[str, ...]
    date: datetime


def permalink(template: str, place: PostAddress) -> str:
    """Where a post stands below the site's root: "/2021/03/14/봄비.html"."""
    if place.collection == "posts":
        template = _STYLES.get(template, template) or _STYLES["date"]
    elif template in _STYLES:
        template = "/:collection/:path/" if template == "pretty" else _COLLECTION
    values = _values(place)
    filled = _VARIABLE.sub(lambda name: _value(name[1], values), template or _COLLECTION)
    return re.sub(r"/{2,}", "/", "/" + filled)


def page(path: str, own: str, template: str) -> str:
    """Where a page stands that is no post. `path` below the source, `own` the permalink it asks for."""
    if own:
        return "/" + own.lstrip("/")
    place, _, stem = path.rpartition(".")[0].rpartition("/")
    folder = f"/{place}/" if place else "/"
    if stem == "index":
        return folder
    plain = template in _STYLES and template != "pretty"
    ending = ".html" if plain else "/" if template == "pretty" or template.endswith("/") else ""
    return f"{folder}{stem}{ending}"


def _value(name: str, values: Mapping[str, str]) -> str:
    """A variable's value; ":title_x" is :title and "_x"."""
    known = next((key for key in sorted(values, key=len, reverse=True) if name.startswith(key)), "")
    return values[known] + name[len(known) :] if known else f":{name}"


def _values(place: PostAddress) -> dict[str, str]:
    date, week = place.date, place.date.isocalendar()
    day = _DAYS[date.weekday()]
    return {
        "collection": place.collection, "path": place.path, "output_ext": ".html",
        "name": _NOT_IN_SLUG.sub("-", place.path.rpartition("/")[2]).strip("-").lower(),
        "title": _NOT_IN_TITLE.sub("-", place.slug).strip("-"),
        "slug": _NOT_IN_SLUG.sub("-", place.slug).strip("-").lower(),
        "categories": "/".join(dict.fromkeys(name.lower() for name in place.categories)),
        "slugified_categories": "/".join(
            dict.fromkeys(_NOT_IN_SLUG.sub("-", name).strip("-").lower() for name in place.categories)
        ),
        "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}",
        "hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}",
        "short_year": f"{date:%y}", "i_month": str(date.month), "i_day": str(date.day),
        "y_day": f"{date:%j}", "week": f"{week.week:02}",
        "w_year": str(week.year), "w_day": str(week.weekday),
        "short_day": day[:3], "long_day": day,
        "short_month": _MONTHS[date.month - 1][:3], "long_month": _MONTHS[date.month - 1],
    }  # fmt: skip
