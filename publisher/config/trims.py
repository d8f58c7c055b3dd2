"""판형: the sizes of pages, by name or in millimetres."""

import re

from pydantic_core import PydanticCustomError

# Name -> width and height in mm. Source: Korean printers' tables, see docs/manual/en/settings.md.
TRIMS = {
    "a4": (210, 297), "국배판": (210, 297),
    "b5": (182, 257), "46배판": (182, 257),
    "크라운판": (176, 248),
    "신국판": (152, 225),
    "a5": (148, 210), "국판": (148, 210),
    "b6": (128, 188), "46판": (128, 188),
    "a6": (105, 148), "국반판": (105, 148),
}  # fmt: skip


def size_of(trim: str) -> tuple[float, float] | None:
    """Return width and height in mm of a 판형 by name or "WIDTHxHEIGHT"; None for any other text."""
    if named := TRIMS.get(trim.strip().lower()):
        return named
    match = re.fullmatch(r"\s*(\d{2,3}(?:\.\d+)?)\s*[x×*]\s*(\d{2,3}(?:\.\d+)?)\s*+(?:mm)?\s*", trim)
    if match and 60 <= float(match[1]) <= 450 and 80 <= float(match[2]) <= 600:
        return float(match[1]), float(match[2])
    return None


def known_trim(value: str) -> str:
    """Return a trim of book.toml. Raises PydanticCustomError for what is none."""
    if not value.strip() or size_of(value):
        return value
    raise PydanticCustomError("trim", "a 판형", {"names": ", ".join(f"'{name.upper()}'" for name in TRIMS)})
