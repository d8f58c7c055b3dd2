"""What a post paints by a `style` of its own: a block with a border or a ground is a box, words with a ground
are marked.

A book has its own borders and grounds, which are right on paper, on screens and in the dark: of the post's,
it keeps what they say.
"""

import re
from collections.abc import Mapping

from publisher.assets import css
from publisher.assets.xhtml import Element, classes, text_of

# For this alone; nothing else of a post sees them.
PROPERTIES = frozenset(("background", "background-color", "border", "border-left", "padding"))
_BLOCKS, _WORDS = frozenset(("div", "section", "p", "center")), frozenset(("span", "font"))
# Of styles that nh3 has spelled: one name, a colon, the value up to the next semicolon.
_DECLARED = re.compile(rf"(?:^|;)({'|'.join(sorted(PROPERTIES, key=len, reverse=True))}):([^;]*)")
_NO_LINE = re.compile(
    r"\s*(?:0(?:px|em|rem|pt)?\b|none\b|hidden\b|inherit\b|initial\b|unset\b)|.*\btransparent\b"
)
_NO_GROUND = re.compile(r"\s*(?:(?:none|inherit|initial|unset)\b|url\()")
_COLOUR = re.compile(r"(?:^|;)color:[^;]*")
# Grounds that are nearly white come along with words that are copied from elsewhere; they mark nothing.
_PAPER, _PALE = 0.995, 0.93
_CODE = frozenset(("pre", "code", "kbd", "samp"))


def take(element: Element) -> None:
    """Make an element what its border or ground says that it is, and take these out of its style."""
    style = element.get("style", "")
    declared = {found[1]: found[2].lower() for found in _DECLARED.finditer(style)}
    if not declared:
        return
    kept = _DECLARED.sub("", style)
    if element.tag in _WORDS and _is_marked(element, declared):
        element.tag, kept = "mark", _COLOUR.sub("", kept)
    elif element.tag in _BLOCKS and _is_box(element, declared):
        element.set("class", " ".join(dict.fromkeys([*classes(element), "note"])))
        kept = _COLOUR.sub("", kept)
    element.set("style", kept.strip("; "))


def _has_ground(declared: Mapping[str, str], palest: float) -> bool:
    grounds = (declared[name] for name in ("background", "background-color") if name in declared)
    return any(not _NO_GROUND.match(ground) and css.whiteness(ground) < palest for ground in grounds)


def _is_marked(element: Element, declared: Mapping[str, str]) -> bool:
    inside_code = any(outer.tag in _CODE for outer in element.iterancestors())
    return not inside_code and _has_ground(declared, _PALE) and bool(text_of(element))


def _is_box(element: Element, declared: Mapping[str, str]) -> bool:
    """Whether a block with words, and no chapter's headings, has a line around or beside it, or a ground with
    room around the words."""
    lines = (declared[name] for name in ("border", "border-left") if name in declared)
    lined = any(not _NO_LINE.match(line) for line in lines)
    if not lined and not (_has_ground(declared, _PAPER) and "padding" in declared):
        return False
    return bool(text_of(element)) and not any(
        below.tag in ("h1", "h2") for below in element.iterdescendants()
    )
