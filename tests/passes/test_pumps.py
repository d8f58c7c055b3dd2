"""Texts that one pattern or another read again and again: none takes long."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator

import pytest

from publisher.assets.urls import below_site, shown, web
from publisher.passes import embeds, math, sanitize, sources, svg, tex
from publisher.readers.hugo import version

MANY = 64_000
LETTERS = "".join(chr(0xAC00 + n % 11_172) for n in range(MANY))
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
GIST = " src=//gist.github.com/가.js"


def _drawing(text: str) -> None:
    """One that would take too long to draw is refused."""
    with contextlib.suppress(svg.DrawingError):
        svg.clean(text.encode(), lambda address: "")


def _pumped(*pieces: str) -> Iterator[str]:
    """Each piece as often as makes MANY letters."""
    return (piece * (MANY // len(piece)) for piece in pieces)


READERS: dict[str, tuple[Callable[[str], object], tuple[str, ...]]] = {
    "hosts": (
        lambda host: (web(f"http://{host}/"), below_site(f"//{host}/", "//e.org/"), shown(f"http://{host}/")),
        (*_pumped("가", "가.", "%EA%B0%80", "xn--bj0bj06e.", "..", "\u200d"), LETTERS, "xn--" + "a" * MANY,
         "xn--" + ("가" * 9999).encode("punycode").decode()),
    ),
    "srcset": (
        lambda text: list(sources._parsed(text)),
        (*_pumped(",", " ", ", ", "a,", "a ,", ",a", "a 1x"), "a" + "," * MANY + "b", "a" + " " * MANY + "b"),
    ),
    "scripts": (
        lambda text: sanitize.unknown_tags(f"<script {text}></script><svg {text}></svg>"),
        tuple(_pumped(" ", " src", " src=", " async", "\nsrc =", " aria-hidden", " aria-hidden=", "async=")),
    ),
    "writers": (
        lambda text: (
            embeds.from_scripts(f"<script {text}"), embeds.from_scripts(f"<script {text}></script>")
        ),
        (*_pumped("<script", "<script ", GIST, GIST + ".js", GIST + "?", ' src="', " src", " src ="),
         *_pumped("<script>"), GIST + ">" + " " * MANY, ".js" * MANY,
         f" src=//gist.github.com/{'.js' * MANY}"),
    ),
    "formulas": (
        math.from_scripts,
        (*_pumped("<script type=math/tex>", "<script type=math/tex>a", "</script ", "<script ", " math/tex"),
         "<script type=math/tex>" + "a" * MANY + "</script>", "math/tex <script" + " " * MANY),
    ),
    "drawings": (
        lambda inside: _drawing(SVG.format(inside)),
        (*_pumped("<metadata/>가나"), "<metadata/>가나다라" * 40_000, f"<style>{'url( ' * MANY}</style>",
         f"<style>url({' ' * MANY}</style>"),
    ),
    "colours": (
        tex._spelled,
        tuple(f"a&{text}" for text in _pumped(r"\color{red}x", r"\color{", r"{\color{a}", "\\color ", "\0{")),
    ),
    "Hugo's version": (
        lambda text: version._NAMED.search(text) or re.match(version._ALONE, text),
        (*(f"hugo{text}" for text in _pumped(" ", ":", "=", " \t", "-bin", "\"", "1", "a-")),
         *_pumped("hugo ", "1")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_no_text_is_read_for_long(name: str) -> None:
    """Whatever is written 64,000 letters long is read in less than two seconds."""
    read, texts = READERS[name]
    for text in texts:
        start = time.process_time()
        read(text)
        assert time.process_time() - start < 2, text[:40]
