"""What is wrong in a text that is no TOML, in words that a person uses, each with its cure."""

import re

from publisher.phrase import Phrase, _

_QUOTES = _('texts stand in quotes: title = "나의 책"; see https://toml.io')
_NAMES = _('names that are not of a-z stand in quotes: [parts."여행"]')
_ONCE = _("keep one of them")
_CLOSE = _("close it, and write a comma between two values")
# By what tomllib says. See https://docs.python.org/3/library/tomllib.html
_FAULTS = (
    ("Invalid value", _("the value cannot be read"), _QUOTES),
    ("Invalid (date|number)", _("the value cannot be read"), _QUOTES),
    (r"Unterminated string|Illegal character '\\n'", _("a text has no quote at its end"), _QUOTES),
    ("Cannot overwrite a value", _("the key stands there twice"), _ONCE),
    ("Cannot declare .* twice|Cannot mutate", _("the table stands there twice"), _ONCE),
    ("Expected '=' after a key", _("there is no = behind the key"), _('a line is: key = "value"')),
    ("Expected newline or end", _("something stands behind the value"),
     _("one key a line; a remark begins with #")),
    ("key part", _("the key cannot be read"), _NAMES),
    ("Unclosed array|Unclosed inline table", _("a list or table has no end"), _CLOSE),
    (r"Expected '\]+' at the end", _("the name of a table has no bracket at its end"), _NAMES),
    (r"Unescaped '\\'|Escaped|hex value", _("a backslash stands in a text"),
     _("write it twice, or / in its place")),
    ("more than .* steps|recursion", _("nested too deeply"), _("a table has one step: [book]")),
    ("Invalid statement", _("the line cannot be read"), _('a line is: key = "value"')),
)  # fmt: skip


def syntax_words(said: str) -> tuple[Phrase, Phrase]:
    """Return what is wrong, and what to do: of a fault that has no words here, tomllib's own."""
    for pattern, what, hint in _FAULTS:
        if re.search(pattern, said):
            return what, hint
    return _("{said}", said=said), _QUOTES
