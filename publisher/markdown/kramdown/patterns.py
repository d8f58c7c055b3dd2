"""The patterns that several rules share: spaces, HTML names, block boundaries, attribute lists.

Spaces and word characters are ASCII ones, as in kramdown: a no-break or an ideographic space is text.
"""

import re

WHITE = " \t\n\r\f\v"
SPACES = WHITE + "\0"
BLANK = r"[ \t\r\f\v]*\n"
INDENT = r"(?:\t| {4})"
NAME = r"(?:(?u:[^\W\d][\w.-]*):)?(?u:[^\W\d][\w.-]*)"
ID_NAME = r"\w[\w:-]*"
NOTE_NAME = r"\w[\w-]*"
LIST_INSIDE = r"(?!\})[^}\\]{0,3000}+(?>(?:\\.[^}\\]{0,3000}+){0,99})"
BLOCK_LIST = rf"\{{:(?!:|/)({LIST_INSIDE})\}}\s*?\n"

# Elements by the chapters of https://html.spec.whatwg.org/#semantics, as far as kramdown's programs tell them
# from unknown ones; those that HTML 4 and XHTML had stand last.
_WORDS = frozenset("a abbr b bdo cite del dfn em i ins q rp rt ruby small span strong sub sup".split())
_OLD_WORDS = frozenset("acronym big rb rbc rtc tt".split())
_CONTROLS = frozenset("button label select".split())
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_SECTIONS = frozenset("address article aside body footer header hgroup main nav section".split())
_BOXES = frozenset("blockquote dd div dl fieldset figcaption form iframe li map menu td".split())
_OLD_BOXES = frozenset(("applet",))
_LINES = _HEADINGS | frozenset("caption dt legend optgroup p th".split())  # blocks that hold words alone
_PARTS = frozenset("col colgroup head hr html ol pre table tbody tfoot thead tr ul".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OLD_VOID = frozenset("command keygen param".split())

# Elements that open no block, whose content is text; of some it is left as it stands.
_TEXT = _WORDS | _OLD_WORDS | _CONTROLS
_VERBATIM = frozenset("code kbd mark option samp u var".split())
SPAN_ELEMENTS = _TEXT | _VERBATIM | {"br", "img", "input"}
# Elements that cannot stand in a text: there, their tags are shown.
BLOCK_ELEMENTS = _SECTIONS | _BOXES | _OLD_BOXES | _LINES | _PARTS | {"summary"}
VOID_ELEMENTS = _VOID | _OLD_VOID
# How markdown="1" reads their content; that of all others is left as it stands.
HOLDS_BLOCKS = _SECTIONS | _BOXES | _OLD_BOXES | {"details", "figure", "noscript", "object", "summary"}
HOLDS_SPANS = _TEXT | _LINES

KNOWN = (
    SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | HOLDS_BLOCKS | {"script", "style", "math", "textarea"}
)
_ATTRIBUTE = rf"\s+{NAME}(?>\s*=\s*(?:(?u:\w+)|\"[^\"]*+\"|'[^']*+'))?"
HTML_TAG = re.compile(rf"<({NAME})((?>(?>{_ATTRIBUTE})*))\s*(/)?>", re.A)
HTML_ATTRIBUTE = re.compile(rf"({NAME})(?:\s*=\s*(?:((?u:\w+))|\"([^\"]*)\"|'([^']*)'))?", re.A)
HTML_CLOSE = re.compile(rf"</({NAME})\s*>", re.A)
