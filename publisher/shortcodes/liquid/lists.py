"""Jekyll's Liquid filters for lists, and how filters read their values.

See https://jekyllrb.com/docs/liquid/filters/
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from liquid import Undefined
from liquid.exceptions import LiquidError
from liquid.filter import with_context

from publisher.phrase import _
from publisher.shortcodes.liquid.engine import Context, is_tangled
from publisher.shortcodes.liquid.library import BooleanExpression, FilteredExpression, expression


def _where(value: object, key: object, wanted: object = None) -> list[object]:
    """Those with that value; a list counts when it holds it."""
    name, sought = text(key), text(wanted)

    def fits(item: object) -> bool:
        found = _get(item, name)
        return sought in map(text, found) if isinstance(found, list) else text(found) == sought

    return [item for item in items(value) if fits(item)]


@with_context
def _where_exp(value: object, variable: object, markup: object, *, context: Context) -> list[object]:
    """where_exp: "item", "item.key == 'value' and item.other": those of which it is true."""
    test = _expression(BooleanExpression, markup, context)
    return [item for item in items(value) if test(text(variable), item)]


@with_context
def _group_by_exp(value: object, variable: object, markup: object, *, context: Context) -> list[object]:
    """group_by_exp: "item", "item.date | date: '%Y'"."""
    of = _expression(FilteredExpression, markup, context)
    return _groups(items(value), lambda item: of(text(variable), item))


def _expression(
    kind: type[BooleanExpression] | type[FilteredExpression], markup: object, context: Context
) -> Callable[[str, object], Any]:
    """What an expression is, with a variable's value in it."""
    source = text(markup)
    if is_tangled(source):
        raise LiquidError(_("an expression too long"), token=None)
    parsed = expression(kind.parse, context.env, source)

    def of(variable: str, item: object) -> object:
        context.raise_for_loop_limit()
        with context.extend({variable: item}):
            return parsed.evaluate(context)

    return of


@with_context
def _find_exp(value: object, variable: object, markup: object, *, context: Context) -> object:
    test = _expression(BooleanExpression, markup, context)
    return next((item for item in items(value) if test(text(variable), item)), None)


def _groups(members: list[object], of: Callable[[object], object]) -> list[object]:
    groups: dict[str, list[object]] = {}
    for item in members:
        groups.setdefault(text(of(item)), []).append(item)
    return [{"name": name, "items": inside, "size": len(inside)} for name, inside in groups.items()]


def _sentence(value: object, connector: object = "and") -> str:
    words = [text(item) for item in items(value)]
    if len(words) < 3:
        return f" {text(connector)} ".join(words)
    return ", ".join(words[:-1]) + f", {text(connector)} {words[-1]}"


def _pop(value: object, count: object = 1) -> list[object]:
    members = items(value)
    return members[: max(len(members) - number(count), 0)]


def number(value: object) -> int:
    found = re.match(r"\s*-?\d{1,18}", text(value))
    return int(found[0]) if found else int(value is True)


def text(value: object) -> str:
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "".join(map(text, value)) if isinstance(value, list) else str(value)


def items(value: object) -> list[object]:
    if isinstance(value, (list, tuple, range)):
        return list(value)
    if isinstance(value, Mapping) and not isinstance(value, Undefined):
        return list(value.values())
    return [] if value in (None, "") or isinstance(value, Undefined) else [value]


def _get(item: object, path: str) -> object:
    for name in path.split("."):
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


LISTS: Mapping[str, Callable[..., object]] = {
    "where": _where,
    "where_exp": _where_exp,
    "find": lambda value, key, wanted=None: next(iter(_where(value, key, wanted)), None),
    "find_exp": _find_exp,
    "group_by": lambda value, key: _groups(items(value), lambda item: _get(item, text(key))),
    "group_by_exp": _group_by_exp,
    "array_to_sentence_string": _sentence,
    "push": lambda value, item: [*items(value), item],
    "unshift": lambda value, item: [item, *items(value)],
    "pop": _pop,
    "shift": lambda value, count=1: items(value)[number(count) :],
    # The first, not one by chance: the same blog is the same book.
    "sample": lambda value, _=1: next(iter(items(value)), ""),
}
