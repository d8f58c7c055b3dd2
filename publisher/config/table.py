"""A table of book.toml as a value that knows where it stands in the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator
from pydantic_core import PydanticCustomError

from publisher.errors import Where
from publisher.storage.keys import key_of

Names = Annotated[tuple[str, ...], Field(strict=False)]
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of a table come from: no part of what they are, so any two are equal."""

    table: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)  # of a [[volume]], from 0
    shown: str = field(default="book.toml", compare=False)
    text: str = field(default="", compare=False)  # of the file
    options: Mapping[tuple[str, str], str] = field(default_factory=dict, compare=False)

    def where(self, key: str) -> Where:
        """Return the option of the command line that gave a key its value, else its line in the file."""
        if option := self.options.get((self.table, key)):
            return Where(option)
        return Where(self.shown, line_of((self.table, key, str(self.number)), self.text))


class Table(BaseModel):
    """A table of book.toml: no other keys, no silent conversion of types; a text of blanks says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)
    _origin: Origin = PrivateAttr(default=Origin())

    def key(self) -> str:
        """Return another text where any value in it is another: see storage/keys.py."""
        return key_of(self.model_dump())

    def where(self, key: str = "") -> Where:
        """Return the place of a key, or of the table itself, for a message about it."""
        return self._origin.where(key)

    def come_from(self, origin: Origin) -> None:
        """Note where it stands."""
        self._origin = origin

    @field_validator("*")
    @classmethod
    def _speakable(cls, value: Any) -> Any:
        """Texts go into XML, which has no control characters. See https://www.w3.org/TR/xml/#charsets"""
        if any(_NOT_XML.search(text) for text in _texts(value)):
            raise PydanticCustomError("letters", "a text without control characters")
        return value


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, tuple) else [value]) if isinstance(text, str)]


def line_of(key: tuple[str, ...], text: str) -> int:
    """Return the line of a key of a TOML text, from 1; its table's where the key is not found; else 0.

    tomllib keeps no positions; book.toml is flat enough for a look at each line. A third step of the key
    is the place of its table among those of the same name; tables within a line have the line's.
    """
    table, found, before = "", 0, int(key[2]) if len(key) > 2 else 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[++([^\]]+)\]", line):
            table = header[1].strip().strip("\"' ")
            table = "parts" if table.startswith("parts.") else table
            if table == key[0] and before:
                table, before = "", before - 1
            found = number if table == key[0] else found
        elif (name := re.match(r"\s*[\"']?([^\s\"'=.]+)[\"']?\s*[=.]", line)) and (
            (len(key) > 1 and (table, name[1]) == key[:2]) or (not table and name[1] == key[0])
        ):
            return number
    return found or (line_of(key[:2], text) if len(key) > 2 else 0)
