"""What a template may ask of its shortcode's page and of the shortcodes around it.

See https://gohugo.io/methods/shortcode/, /methods/page/, /methods/resource/ and /methods/page/scratch/.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from publisher.phrase import _
from publisher.shortcodes.hugo.functions import Dictionary, GivenUpError, Html, Table, shown

# What of a text stands for a part of a date: https://pkg.go.dev/time#pkg-constants
_EXAMPLE = re.compile(
    r"_?2006|January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|002|0[1-6]|15|_2|[Z-]07:?00|PM|pm|[1-5]"
)
_MAKE_ANOTHER = ("Resize", "Fit", "Fill", "Crop", "Process", "Filter", "Fingerprint")


def pad() -> Mapping[str, Any]:
    """Return a pad on which templates note what others read: .Scratch, .Store."""
    noted: dict[str, Any] = {}

    def set_(key: Any, value: Any) -> Html:
        noted[shown(key)] = value
        return Html()

    def add(key: Any, value: Any) -> Html:
        before = noted.get(shown(key))
        more = list(value) if isinstance(value, list | tuple) else [value]
        if isinstance(before, list):
            return set_(key, [*before, *more][:1000])
        if before is not None and len(shown(before)) + len(shown(value)) > 100_000:
            raise GivenUpError(_("its texts are too long"))
        return set_(key, value if before is None else before + value)

    def set_in_map(key: Any, name: Any, value: Any) -> Html:
        known = noted.get(shown(key))
        return set_(key, Dictionary({**(known if isinstance(known, dict) else {}), shown(name): value}))

    def values(key: Any) -> list[Any]:
        known = noted.get(shown(key))
        return [known[name] for name in sorted(known)] if isinstance(known, dict) else []

    def delete(key: Any) -> Html:
        noted.pop(shown(key), None)
        return Html()

    return {
        "Set": set_, "Get": lambda key: noted.get(shown(key)), "Add": add, "SetInMap": set_in_map,
        "GetSortedMapValues": values, "Delete": delete,
    }  # fmt: skip


def resources() -> Mapping[str, Any]:
    """Return the files of a page's bundle."""
    return {"Get": lambda name: _resource(shown(name)), "GetMatch": lambda name: _resource(shown(name))}


def moment(date: datetime) -> Mapping[str, Any]:
    """Return a date, which a template writes by Go's example, 2006-01-02 15:04:05."""

    def formatted(form: Any) -> str:
        said = _by_example(date)
        return _EXAMPLE.sub(lambda found: said[found[0]], shown(form))

    return {"Format": formatted, "Year": date.year, "Month": date.month, "Day": date.day, "IsZero": False}


def _by_example(date: datetime) -> Mapping[str, str]:
    """The parts of a date, by what stands for each in Go's example."""
    hour, half, zone = date.hour % 12 or 12, "AM" if date.hour < 12 else "PM", f"{date:%z}"
    parted = f"{zone[:3]}:{zone[3:]}"
    return {
        "2006": f"{date:%Y}", "_2006": f"_{date:%Y}", "06": f"{date:%y}",
        "January": f"{date:%B}", "Jan": f"{date:%b}", "01": f"{date.month:02}", "1": f"{date.month}",
        "Monday": f"{date:%A}", "Mon": f"{date:%a}",
        "002": f"{date:%j}", "02": f"{date.day:02}", "_2": f"{date.day:2}", "2": f"{date.day}",
        "15": f"{date.hour:02}", "03": f"{hour:02}", "3": f"{hour}", "PM": half, "pm": half.lower(),
        "04": f"{date.minute:02}", "4": f"{date.minute}", "05": f"{date.second:02}", "5": f"{date.second}",
        "MST": f"{date:%Z}", "-0700": zone, "-07:00": parted,
        "Z0700": zone if date.utcoffset() else "Z", "Z07:00": parted if date.utcoffset() else "Z",
    }  # fmt: skip


def asset(name: Any) -> Mapping[str, Any] | None:
    """Return a file of the site's assets."""
    return _resource(f"/{shown(name).lstrip('/')}")


def _resource(name: str) -> Mapping[str, Any] | None:
    """A file by its name, whether it is there or not: what is missing is named where the picture stands."""
    if any(sign in name for sign in "*?[{"):
        raise GivenUpError(_("files are looked for by a pattern, {name}", name=name))
    if not name or "//" in name:
        return None
    kind = name.rpartition(".")[2].lower().replace("jpg", "jpeg")
    made: dict[str, Any] = {
        "RelPermalink": name, "Permalink": name, "Name": name, "Title": name, "Params": Table(),
        "Width": None, "Height": None, "Exif": None, "ResourceType": "image",
        "MediaType": {"Type": f"image/{kind}", "MainType": "image", "SubType": kind},
    }  # fmt: skip
    made |= dict.fromkeys(_MAKE_ANOTHER, lambda *how: made)
    return made
