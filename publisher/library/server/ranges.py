"""The Range field of a request, before Starlette reads it: what is to be passed over never gets there.

Starlette answers 400 to what it does not know, and 416 where one part of several is not there. RFC 9110 has
the whole sent for another unit (it MUST), and the parts that there are.
See https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

import re

_SPEC = re.compile(r"(?:(?P<first>\d+)-(?P<last>\d*)|-(?P<suffix>\d+))", re.A)
_LONGEST = 200  # letters of the field: what asks for more is no reader of books


def heeded(field: str, size: int) -> str:
    """Return the field as it counts for a file of `size` bytes; "" where the whole is to be sent.

    Of several parts those that are there are kept. Where none is, the first stays: Starlette says 416.
    """
    unit, _, listed = field.strip().partition("=")
    read = [_SPEC.fullmatch(spec.strip()) for spec in listed.split(",") if spec.strip()]
    if unit.lower() != "bytes" or len(field) > _LONGEST or not read:
        return ""
    asked = [spec for spec in read if spec and _ordered(spec)]
    there = [spec for spec in asked if _start(spec, size) < size]
    if len(asked) < len(read) or there != sorted(there, key=lambda spec: _start(spec, size)):
        return ""  # Starlette would sort the parts, which SHOULD come as they were asked for: 15.3.7.2
    return "bytes=" + ",".join(spec[0] for spec in there or asked[:1])


def only_part(field: str, size: int) -> range | None:
    """Return the bytes of a field of heeded() that asks for one part which is there; None for any other."""
    spec = _SPEC.fullmatch(field.removeprefix("bytes="))
    start = _start(spec, size) if spec else size
    if not spec or start >= size:
        return None
    return range(start, min(size, int(spec["last"]) + 1) if spec["last"] else size)


def _ordered(spec: re.Match[str]) -> bool:
    return not spec["last"] or int(spec["first"]) <= int(spec["last"])


def _start(spec: re.Match[str], size: int) -> int:
    """The first byte; where it is `size` or more, there is no such part."""
    return max(0, size - int(spec["suffix"])) if spec["suffix"] else int(spec["first"])
