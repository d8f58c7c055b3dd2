"""Texts that a grammar could read again and again, from each line to the last: none is."""

import time
from collections.abc import Callable

import pytest

from publisher.dialect import Dialect, MarkedOptions
from publisher.markdown import grammar

_LETTERS = 4000
_EARLY = MarkedOptions(generation="kramed")
# What stands first, what is repeated, what stands last; `{}` in it is counted.
PUMPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "hexo": (("", "<x{}>\n\n", ""), ("", "<x{}/>\n\n", ""), ("가 ", "<x{}>", "")),
    "pandoc": (
        ("", "::: a\n\n", ""),
        ("", "- - -\n# a\n", ""),
        ("", "- - -\na\n\n", ""),
        ("", "- - -\na\n\n", "---\nx"),
        ("", "<p>a", ""),
        ("", "\\begin{{a{}}}\n\n", ""),
        ("a ```\n", "``````\n", ""),
        ("[^a]: b\n", "\n", "    c"),
        ("a\n: b\n", "\n", "    c"),
    ),
    "commonmark": (("", "- [ ] a\n", ""),),
    "kramdown": (
        ("", "*[{0}]: b\n\n{0} ", ""),
        ("*[a]: b\n\n", "a *b* ", ""),
        ("", "a[^{0}]\n\n[^{0}]: b\n\n", ""),
    ),
}


def _seconds(read: Callable[[str], str], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("name", "pump"), [(name, pump) for name, pumps in PUMPS.items() for pump in pumps], ids=repr
)
def test_lines_are_read_about_once(name: str, pump: tuple[str, str, str]) -> None:
    """Four times the text takes about four times as long."""
    read, (first, unit, last) = grammar(Dialect(name, smart=True, math=True, marked=_EARLY)), pump

    def text(letters: int) -> str:
        return first + "".join(unit.format(n) for n in range(letters // len(unit))) + last

    quick = max(min(_seconds(read, text(_LETTERS)) for _ in range(3)), 0.005)
    assert min(_seconds(read, text(4 * _LETTERS)) for _ in range(2)) < 10 * quick
