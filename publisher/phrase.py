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
