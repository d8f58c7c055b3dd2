"""What all tables of our TOML files have in common."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from publisher.storage.keys import key_of

Names = Annotated[tuple[str, ...], Field(strict=False)]
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Table(BaseModel):
    """A table of book.toml: no other keys, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

    def key(self) -> str:
        """Return another text where any value in it is another: see storage/keys.py."""
        return key_of(self.model_dump())

    @field_validator("*")
    @classmethod
    def _speakable(cls, value: Any) -> Any:
        """Texts go into XML, which has no control characters. See https://www.w3.org/TR/xml/#charsets"""
        if any(_NOT_XML.search(text) for text in _texts(value)):
            raise PydanticCustomError("letters", "a text without control characters")
        return value


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, tuple) else [value]) if isinstance(text, str)]
