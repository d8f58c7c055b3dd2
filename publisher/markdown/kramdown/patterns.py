"""The patterns that several rules share: spaces, HTML names, block boundaries, attribute lists.

Spaces and word characters are ASCII ones, as in kramdown: a no-break or an ideographic space is text.
"""

import re

SPACES = " \t\n\r\f\v\0"
BLANK = r"[ \t\r\f\v]*\n"
INDENT = r"(?:\t| {4})"
NAME = r"(?:(?u:[^\W\d][\w.-]*):)?(?u:[^\W\d][\w.-]*)"
ID_NAME = r"\w[\w:-]*"
NOTE_NAME = r"\w[\w-]*"
LIST_INSIDE = r"(?!\})[^}\\]{0,3000}+(?>(?:\\.[^}\\]{0,3000}+){0,99})"
ATTRIBUTE_LIST = rf"\{{:(?!(?:{ID_NAME})?:|/)({LIST_INSIDE})\}}"
BLOCK_LIST = rf"\{{:(?!:|/)({LIST_INSIDE})\}}\s*?\n"
END_OF_BLOCK = r"\^\s*?\n"

# Elements that open no block, whose content is text; of some it is left as it stands.
_TEXT = frozenset(
    "a abbr acronym b bdo big button cite del dfn em i ins label q rb rbc rp rt rtc ruby select small span "
    "strong sub sup tt".split()
)
_VERBATIM = frozenset("code kbd mark option samp u var".split())
SPAN_ELEMENTS = _TEXT | _VERBATIM | {"br", "img", "input"}
# Elements that cannot stand in a text: there, their tags are shown.
BLOCK_ELEMENTS = frozenset(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend menu li main map nav ol "
    "optgroup p pre section summary table tbody td tfoot th thead tr ul".split()
)
VOID_ELEMENTS = frozenset(
    "area base br col command embed hr img input keygen link meta param source track wbr".split()
)
# How markdown="1" reads their content; that of all others is left as it stands.
HOLDS_BLOCKS = frozenset(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form "
    "header hgroup iframe li main map menu nav noscript object section summary td".split()
)
HOLDS_SPANS = _TEXT | frozenset("caption dt h1 h2 h3 h4 h5 h6 legend optgroup p th".split())

KNOWN = (
    SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | HOLDS_BLOCKS | {"script", "style", "math", "textarea"}
)
_SPANS = "|".join(sorted(SPAN_ELEMENTS | {"script"}))
HTML_START = rf"<(?!(?:{_SPANS})\b){NAME}"
HTML_STOP = rf"</(?!(?:{_SPANS})\b){NAME}\s*>"
_ATTRIBUTE = rf"\s+{NAME}(?>\s*=\s*(?:(?u:\w+)|\"[^\"]*+\"|'[^']*+'))?"
HTML_TAG = re.compile(rf"<({NAME})((?>(?>{_ATTRIBUTE})*))\s*(/)?>", re.A)
HTML_ATTRIBUTE = re.compile(rf"\s*({NAME})(?:\s*=\s*(?:((?u:\w+))|\"([^\"]*)\"|'([^']*)'))?", re.A)
HTML_CLOSE = re.compile(rf"</({NAME})\s*>", re.A)
HTML_COMMENT = re.compile(r"<!--.*?-->", re.A | re.S)
HTML_INSTRUCTION = re.compile(r"<\?.*?\?>", re.A | re.S)

LAZY_END = rf"{BLANK}|\Z| {{0,3}}(?:{BLOCK_LIST}|{HTML_STOP}|{HTML_START})|{END_OF_BLOCK}"
LIST_START = r" {0,3}(?:[+*-]|\d+\.)[\t| ]"
FENCE_LINE = r" {0,3}(?:`{3,}|~{3,})"
"""What ends a paragraph when the input is GFM: kramdown's own boundaries, and the start of these blocks."""
PARAGRAPH_END = re.compile(
    rf"{LAZY_END}|{LIST_START}|\#{{1,6}}[\t ]+[^ \t\n]| {{0,3}}:[\t| ]| {{0,3}}>|{FENCE_LINE}", re.A
)
OWN_PARAGRAPH_END = re.compile(rf"{LAZY_END}| {{0,3}}:[\t| ]", re.A)
LAZY_END_RE = re.compile(LAZY_END, re.A)
BOUNDARY = re.compile(rf"{BLANK}|\Z|{END_OF_BLOCK}| {{0,3}}{BLOCK_LIST}", re.A)
