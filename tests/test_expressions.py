"""No regular expression of the package takes more than linear time, whatever it is given."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType, SimpleNamespace

import pytest

from tests.expressions import PACKAGE, Expression, Pump, expressions, pumps

# What the variables hold of which functions build patterns, for example.
VALUES: dict[str, dict[str, object]] = {
    "markdown/goldmark/inline": {"stop": "a", "linkify": True},
    "markdown/hexo/blocks": {"name": "div"},
    "markdown/hexo/early/blocks": {"width": 4},
    "markdown/hexo/early/lines": {"name": "div"},
    "markdown/hexo/lists": {"indent": 4},
    "markdown/kramdown/abbreviations": {"first": "HC"},
    "markdown/kramdown/blocks": {"room": 3, "mark": "```"},
    "markdown/kramdown/emphasis": {"mark": "**"},
    "markdown/kramdown/html_blocks": {"name": "div"},
    "markdown/kramdown/html_spans": {"name": "b"},
    "markdown/kramdown/leaf_spans": {"name": "comment"},
    "markdown/kramdown/links": {"mark": "'"},
    "markdown/kramdown/tree": {"pattern": "a"},
    "markdown/pandoc/inline": {"ticks": {"ticks": "``"}, "sign": "^"},
    "config/syntax": {"pattern": "more than .* steps|Cannot declare .* twice|Cannot mutate"},
    "readers/dates": {"order": r"(?P<year>\d{4})년 ?(?P<month>\d{1,2})월"},
    "readers/hexo/packages": {"key": r"^ +/?marked@(?P<version>\d[\d.]*+)[^\n]*:\n", "name": "marked"},
    "readers/hexo/reader": {"made": r"(?P<year>\d{4})-(?P<title>.+?)"},
    "readers/jekyll/reader": {"several": ""},
    "shortcodes/hexo/tags": {"name": "raw"},
    "shortcodes/hugo/patterns": {"pattern": "a"},
    "shortcodes/liquid/filters": {"pattern": r"[^\w가-힣]+"},
    "shortcodes/placeholder": {"kinds": [r"<!\-\-publisher:a:\d+\-\->"], "one": re.compile(r"<!--a\d+-->")},
    "writers/pdf/layout/slots": {"self": SimpleNamespace(total=3)},
}
_LETTERS, _QUICK = 1000, 0.00025  # of a pump; seconds that one takes at most which is surely read once
_LIMIT = 1.5  # seconds of this process's time: a slow machine takes a third of it for what is linear
ROOMS = sorted(path.stem for path in PACKAGE.iterdir() if path.name[0] != "_")


class _TooLongError(BaseException):
    """The time is over; re asks for signals while it tries."""


@contextmanager
def _limited() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(ask: Callable[[str], None], text: str, clock: Callable[[], float]) -> float:
    started = clock()
    ask(text)
    return clock() - started


def _grows(one: Expression, pump: Pump) -> bool:
    """Say whether a text of four times the letters takes far more than four times as long, or too long."""
    short, long = pump.text(16 * _LETTERS), pump.text(64 * _LETTERS)
    quick = max(min(_seconds(one.ask, short, time.process_time) for _ in range(3)), 0.005)
    return min(_seconds(one.ask, long, time.process_time) for _ in range(2)) > 10 * quick


def _is_slow(one: Expression, pump: Pump) -> bool:
    try:
        with _limited():
            text = pump.text(_LETTERS)
            quick = min(_seconds(one.ask, text, time.perf_counter) for _ in range(2)) < _QUICK
            return not quick and _grows(one, pump)
    except _TooLongError:
        return True


def _slow(one: Expression, samples: int) -> Iterator[tuple[str, Pump]]:
    return ((one.where, pump) for pump in pumps(one.pattern, samples) if _is_slow(one, pump))


@cache
def _all() -> list[Expression]:
    found = {(one.pattern, one.searched, "fullmatch" in one.asked): one for one in expressions(VALUES)}
    return list(found.values())


def _slow_in(room: str, samples: int) -> list[tuple[str, Pump]]:
    ours = (one for one in _all() if re.split("[/:]", one.where)[0] == room)
    return [found for one in ours for found in _slow(one, samples)]


def test_patterns_are_found_also_where_functions_build_them() -> None:
    """Constants, tables, arguments of re's functions, and those with variables in them."""
    found = {one.where.partition(":")[0] for one in _all()}
    assert set(VALUES) <= found
    assert {"markdown/scan", "readers/dates", "passes/sanitize"} <= found
    assert 500 < len(_all())


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_backtracks_more_than_linearly(room: str) -> None:
    """Texts made of a pattern's own parts, each repeated without end, are looked at about once."""
    assert [] == _slow_in(room, samples=2)


@pytest.mark.wide
@pytest.mark.parametrize("room", ROOMS)
def test_nor_do_they_for_many_samples(room: str) -> None:
    """The same, with each repeat filled in forty ways."""
    assert [] == _slow_in(room, samples=40)


@pytest.mark.parametrize(
    ("pattern", "asked"),
    [
        (r"(a+)+b", "match"),  # exponential
        (r"(?:a|a)*b", "match"),
        (r"(\w+\s*)*!", "match"),
        (r"\s*(?:or\s*)?\s*x", "match"),  # quadratic
        (r"-+[ -]*\Z", "match"),
        (r"\([^)]*\)", "finditer"),  # from every start
        (r"\s+x", "sub"),
        (r"<!--.*?-->", "search"),
    ],
)
def test_a_pattern_that_does_is_found(pattern: str, asked: str) -> None:
    """The pumps of patterns known for it take too long, or grow as they should not."""
    one = Expression("", re.compile(pattern, re.S), frozenset((asked,)))
    assert next(_slow(one, samples=2), None)
