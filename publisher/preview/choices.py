"""Settings that can be tried out beside the pages: which, and what each can be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from publisher.assets.themes import Theme, names
from publisher.config.schema import BookToml, tables
from publisher.config.trims import TRIMS
from publisher.phrase import Phrase, _


@dataclass(frozen=True, slots=True)
class Choice:
    """A key of book.toml, and how it is called."""

    table: str
    key: str
    name: Phrase


CHOICES = (
    Choice("theme", "name", _("Theme")),
    Choice("pdf", "trim", _("Paper (판형)")),
    Choice("pdf", "opening", _("Where chapters begin")),
    Choice("opening", "drop", _("How far down they begin")),
    Choice("opening", "numbers", _("Numbers of chapters")),
    Choice("theme", "line_break", _("Where lines break")),
    Choice("theme", "align", _("Edge of lines")),
    Choice("theme", "indent", _("Indents")),
    Choice("pdf", "links", _("Addresses of links")),
    Choice("pdf", "ink", _("Ink")),
    Choice("print", "gsm", _("Weight of the paper (g/㎡)")),
    Choice("print", "cost_page", _("The printer's price of a page (won)")),
    Choice("print", "cost_copy", _("… and of a copy besides (won)")),
    Choice("cover", "design", _("Cover")),
    Choice("cover", "palette", _("Colours of the cover")),
)
# What values are called beside the pages.
_CALLED: Mapping[str, Phrase] = {
    "page": _("a new page"),
    "recto": _("a right-hand page"),
    "run-on": _("where the one before ends"),
    "none": _("none"),
    "quarter": _("a quarter of the page"),
    "third": _("a third of the page"),
    "syllable": _("between letters (글자)"),
    "eojeol": _("between words (어절)"),
    "eojeol-first": _("between words, but for long ones"),
    "justify": _("both straight"),
    "start": _("the right one ragged"),
    "all": _("all paragraphs"),
    "after-first": _("all but the first"),
    "notes": _("footnotes"),
    "end": _("a list at the chapter's end"),
    "qr": _("QR codes"),
    "plain": _("not shown"),
    "colour": _("colour"),
    "grey": _("grey"),
}
_KNOWN = [[one.table, one.key] for one in CHOICES]
_NUMBERS = [[one.table, one.key] for one in CHOICES if one.table == "print"]


def rows(settings: BookToml, theme: Theme, blog: Path) -> Iterator[tuple[Choice, str, list[str]]]:
    """Yield each with what it is now, and all that it can be; "" is as the theme has it. Of a number there is
    no list."""
    lists = {
        ("theme", "name"): names(blog),
        ("pdf", "trim"): ["", *(name.upper() if name.isascii() else name for name in TRIMS)],
        ("cover", "design"): ["", *theme.designs()],
        ("cover", "palette"): ["", *theme.palettes],
    }
    for one in CHOICES:
        if [one.table, one.key] in _NUMBERS:
            yield one, f"{getattr(settings.print, one.key):.10g}", []
            continue
        now = str(getattr(getattr(settings, one.table), one.key))
        known = lists.get((one.table, one.key)) or _of_schema(one)
        yield one, now, known if now in known else [now, *known]


def called(one: Choice, value: str) -> str:
    """Return what a value is called: a Phrase, but for themes, papers and designs, which have names."""
    return value if one.key in ("name", "trim", "design", "palette") else _CALLED.get(value, value)


def _of_schema(one: Choice) -> list[str]:
    return [*get_args(tables()[one.table].model_fields[one.key].annotation)]


def laid_over(overlay: Mapping[str, Mapping[str, Any]], said: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return settings with one more that is tried out. Raises ValueError for what cannot be:
    pydantic's ValidationError is one."""
    table, key, value = said.get("table"), said.get("key"), said.get("value")
    if [table, key] not in _KNOWN or not isinstance(value, str) or len(value) > 100:
        raise ValueError(key)
    if [table, key] in _NUMBERS:
        number = float(value)
        value = int(number) if number.is_integer() else number
    BookToml.model_validate({table: {key: value}})
    return {name: dict(own) for name, own in overlay.items()} | {
        str(table): {**overlay.get(str(table), {}), str(key): value}
    }
