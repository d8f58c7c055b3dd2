"""Sentences of ours that know how they were made, so that they can be said in another language.

Each room writes English where the fact is known; who prints asks for the same sentence in the language of
who reads it (cli/speech.py). No language is seen in between: not in what is kept, not in a book. Rooms write
`_("…")`. See https://docs.python.org/3/library/gettext.html
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

Value = str | int | float


class Phrase(str):
    """An English sentence, made of a template and of what stands in its fields: "no cover picture {name}".

    A value may be a phrase itself; what is neither text nor number is taken as text. A template without
    values is the sentence as it stands, braces and all.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Value]

    def __new__(
        cls, template: str, known: Mapping[str, Value] = MappingProxyType({}), /, **values: object
    ) -> "Phrase":
        if isinstance(template, Phrase):  # one of several, which are told apart before they are filled
            template = template.template
        given = {**known, **values}
        kept = {name: value if isinstance(value, Value) else str(value) for name, value in given.items()}
        made = super().__new__(cls, template.format_map(kept) if kept else template)
        made.template, made.values = template, kept
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Whole, also where another process has made it."""
        return Phrase, (self.template, dict(self.values))


def phrase_of(template: str, values: Mapping[str, Any]) -> Phrase:
    """Return the phrase of a template and its values, as a record keeps them: a pair is a phrase."""
    return Phrase(
        template, **{n: phrase_of(*v) if isinstance(v, list | tuple) else v for n, v in values.items()}
    )


def listed(phrases: Iterable[Phrase], between: str = ", ") -> Phrase:
    """Return several phrases as one."""
    named = {f"p{number}": phrase for number, phrase in enumerate(phrases)}
    return Phrase(between.join(f"{{{name}}}" for name in named), **named)


NOTHING = Phrase("")
_ = Phrase  # a sentence, as tools for catalogues know it


# What the system and its libraries say: known here, it can be said in Korean. The rest is said as it stands.
# Of the C library. See https://man7.org/linux/man-pages/man3/errno.3.html
_OF_SYSTEM = (
    _("Address already in use"), _("Argument list too long"), _("Bad file descriptor"), _("Broken pipe"),
    _("Cannot allocate memory"), _("Connection refused"), _("Connection reset by peer"),
    _("Connection timed out"), _("Device or resource busy"), _("Directory not empty"),
    _("Disk quota exceeded"), _("Exec format error"), _("File exists"), _("File name too long"),
    _("File too large"), _("Host is down"), _("Input/output error"), _("Interrupted system call"),
    _("Invalid argument"), _("Invalid cross-device link"), _("Is a directory"),
    _("Name or service not known"), _("Network is unreachable"), _("No route to host"),
    _("No space left on device"),
    _("No such device or address"), _("No such file or directory"), _("Not a directory"),
    _("Operation not permitted"), _("Operation not supported"), _("Permission denied"),
    _("Read-only file system"), _("Resource temporarily unavailable"), _("Stale file handle"),
    _("Temporary failure in name resolution"), _("Text file busy"), _("Too many levels of symbolic links"),
    _("Too many open files"), _("Too many open files in system"),
)  # fmt: skip
# Of libyaml, and of what reads YAML for us.
_OF_YAML = (
    _("could not find expected ':'"), _("did not find URI escaped octet"),
    _("did not find expected ',' or ']'"), _("did not find expected ',' or '}'"),
    _("did not find expected '-' indicator"), _("did not find expected <document start>"),
    _("did not find expected alphabetic or numeric character"),
    _("did not find expected comment or line break"), _("did not find expected key"),
    _("did not find expected node content"), _("did not find expected whitespace or line break"),
    _("block collection entries are not allowed in this context"),
    _("block mapping key is not allowed in this context"), _("block sequence entries are not allowed here"),
    _("control characters are not allowed"), _("found a tab character that violates indentation"),
    _("found a tab character where an indentation space is expected"),
    _("found character that cannot start any token"), _("found duplicate anchor"),
    _("found undefined alias"), _("found undefined tag handle"), _("found unexpected document indicator"),
    _("found unexpected end of stream"), _("found unknown escape character"),
    _("mapping keys are not allowed in this context"), _("mapping values are not allowed in this context"),
    _("nested too deeply"), _("too many values"),
)  # fmt: skip


def system_says(error: BaseException) -> Phrase:
    """Return what the system says of a failure, else what the failure says of itself."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return said if isinstance(said, Phrase) else Phrase(said)


def theirs(said: str) -> Phrase:
    """Return what a library says."""
    return Phrase(said)
