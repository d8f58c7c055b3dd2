"""An address as a QR code that a telephone reads from paper, drawn in vectors.

See ISO/IEC 18004: a code stands in four modules of white, which belong to the drawing.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO

import segno

USUAL = 18.0  # mm: how wide a code is, its white with it, where its modules are not too small then
LARGE = 26.0  # mm: a wider one has lines of its own
_MODULE = 0.38  # mm at least: what cameras tell apart at arm's length
_LONGEST = 1000  # bytes: what cameras read of a code that is not wider than a page
_QUIET = 4  # modules of white around it


@dataclass(frozen=True, slots=True)
class Code:
    """A drawn code."""

    address: str  # by which a page asks for it: "drawing:qr-….svg"
    svg: bytes
    edge: float  # mm


def drawn(text: str) -> Code | None:
    """Return the code of a text; None where it is too long for one."""
    if len(text.encode()) > _LONGEST:
        return None
    made, held = segno.make(text, error="m", micro=False), BytesIO()  # 15 % of it may be lost
    made.save(held, kind="svg", border=_QUIET, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    name = hashlib.sha256(held.getvalue()).hexdigest()[:20]
    modules = made.symbol_size(border=_QUIET)[0]
    return Code(f"drawing:qr-{name}.svg", held.getvalue(), max(USUAL, round(modules * _MODULE, 2)))
