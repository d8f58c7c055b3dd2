"""Diagrams: code that a program of this machine can draw -> a picture; without the program it stays code."""

from lxml import etree

from publisher.assets import diagrams
from publisher.assets.diagrams import DiagramError, Tool
from publisher.assets.xhtml import Element, classes, each, replace
from publisher.model import Asset
from publisher.passes import pictures
from publisher.passes.chapter_build import ChapterBuild
from publisher.phrase import _
from publisher.runtime.worker import outside
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of

_LONGEST_ALT = 500  # characters


def apply(build: ChapterBuild) -> None:
    if build.context.tools is None:
        return
    missing: set[str] = set()
    for element in each(build.root, "pre", "div"):
        kind, text = _diagram(element)
        if not kind or not text.strip():
            continue
        tool = next((tool for tool in build.context.tools if tool.kind == kind), None)
        if tool:
            _draw(element, text, tool, build)
        elif kind not in missing:
            missing.add(kind)
            _report_missing(kind, text, build)
        if element.tag == "div":  # not drawn: its lines stay lines
            element.tag = "pre"


def _diagram(element: Element) -> tuple[str, str]:
    """What draws it, and its text: <pre><code class="language-dot">, <pre class="mermaid">; "" else."""
    if "mermaid" in classes(element) and not len(element):
        return "mermaid", element.text or ""
    code = element[0] if element.tag == "pre" and len(element) == 1 else None
    if code is None or code.tag != "code" or len(code):
        return "", ""
    names = (diagrams.KINDS.get(name.removeprefix("language-").lower(), "") for name in classes(code))
    return next(filter(None, names), ""), code.text or ""


def _draw(element: Element, text: str, tool: Tool, build: ChapterBuild) -> None:
    try:
        asset = _picture(text, tool, build)
    except (DiagramError, pictures.PictureError) as error:
        hint = _("mend the diagram; the book shows its text")
        build.warning(
            "diagram-broken", _("no {kind} diagram: {error}", kind=tool.kind, error=error), _first(text), hint
        )
        return
    build.assets[asset.name] = asset
    alt = " ".join(text.split())[:_LONGEST_ALT]
    image = etree.Element("img", {"src": f"asset:{asset.name}", "alt": alt})
    outer = element.getparent()
    if outer is not None and outer.tag == "figure":  # with a caption
        outer.set("class", "diagram")
        replace(element, image)
        return
    figure = etree.Element("figure", {"class": "diagram"})
    figure.append(image)
    replace(element, figure)


def _picture(text: str, tool: Tool, build: ChapterBuild) -> Asset:
    """Drawn once for each text and each version of the program. Raises DiagramError, PictureError."""
    keep_in = build.context.pictures
    cache = Cache(keep_in / "diagrams")
    key = key_of(tool, text)
    svg = cache.get(key)
    if svg is None:
        svg = outside(diagrams.draw, tool, text)
        cache.put(key, svg)
    return pictures.from_drawing(svg, keep_in)


def _report_missing(kind: str, text: str, build: ChapterBuild) -> None:
    way = diagrams.WAYS[kind]
    hint = _('{install}; or diagrams = "code" in [markdown] of book.toml', install=way.install)
    what = _(
        "{kind} diagrams stay code: there is no {program} on this machine", kind=kind, program=way.program
    )
    build.warning("diagram-tool", what, _first(text), hint)


def _first(text: str) -> str:
    """Its first line, by which it is found in the post."""
    return text.strip().split("\n")[0].strip()
