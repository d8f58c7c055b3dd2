"""What is fuzzed: functions of bytes that are glad of anything. Each raises what no function of ours may."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from lxml import etree

from publisher.config.load import load
from publisher.dialect import Dialect
from publisher.errors import ConfigError, Report
from publisher.markdown import grammar, too_tangled
from publisher.passes import pictures, sanitize, svg
from publisher.passes.tex import mathml
from publisher.readers import front_matter
from publisher.readers.hugo import front
from publisher.shortcodes.hexo import tags as hexo
from publisher.shortcodes.hugo import tags as hugo
from publisher.shortcodes.liquid import document as liquid
from tests.blogs import POST

_ALL_ON = {"breaks": True, "smart": True, "math": True, "emoji": True}
_GRAMMARS = {
    name: Dialect(name, **_ALL_ON)  # type: ignore[arg-type]
    for name in ("commonmark", "hexo", "hugo", "kramdown", "markdown", "pandoc")
}
Target = Callable[[bytes], object]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\0", "\ufffd")


def _grammar(dialect: Dialect, data: bytes) -> None:
    """Any text is HTML, and that a tree."""
    text = _text(data)
    if not too_tangled(dialect, text):
        sanitize.to_tree(grammar(dialect)(text))


def _tags(translate: Callable[..., tuple[str, object]], data: bytes) -> None:
    """Whatever tags a text holds, they are taken out of it."""
    text = _text(data)
    translate(replace(POST, markdown=text), lambda inner: f"<p>{len(inner)}</p>")


def _front_matter(data: bytes) -> None:
    front_matter.split(_text(data), "글.md", Report())


def _hugo_front_matter(data: bytes) -> None:
    front.split(_text(data), "글.md", Report())


def _toml(data: bytes) -> None:
    front.split(f"+++\n{_text(data)}\n+++\n", "글.md", Report())


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _book_toml(data: bytes) -> None:
    """book.toml is read, or each fault in it named."""
    file = _folder() / "book.toml"
    file.write_bytes(data)
    with suppress(ConfigError):
        load(file, "book.toml", {})


def _svg(data: bytes) -> None:
    """A drawing is refused, or well-formed when it has been cleaned; to clean it again changes nothing."""
    with suppress(svg.DrawingError):
        cleaned = svg.clean(data, lambda address: "")
        etree.fromstring(cleaned)


def _picture(data: bytes) -> None:
    with suppress(pictures.PictureError):
        pictures.from_drawing(data, _folder()) if data[:4] == b"<svg" else pictures._made(
            data, pictures.digest_of(data), "a.png", _folder()
        )


def _tex(data: bytes) -> None:
    with suppress(ValueError):  # it is not understood: the post shows its code
        mathml(_text(data), display=data[:1] == b"$")


TARGETS: Mapping[str, Target] = {
    **{name: partial(_grammar, dialect) for name, dialect in _GRAMMARS.items()},
    "hexo-tags": partial(_tags, hexo.translate),
    "hugo-shortcodes": partial(_tags, hugo.translate),
    "liquid": partial(_tags, liquid.translate),
    "front-matter": _front_matter,
    "hugo-front-matter": _hugo_front_matter,
    "toml": _toml,
    "book-toml": _book_toml,
    "svg": _svg,
    "pictures": _picture,
    "tex": _tex,
}
