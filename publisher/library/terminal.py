"""An address as a QR code of letters, for a phone held up to a terminal."""

import io

import segno


def terminal_code(address: str) -> str:
    """Return lines of half blocks, with the quiet zone that cameras want; no escape sequences but colours."""
    out = io.StringIO()
    segno.make(address, micro=False).terminal(out, border=2, compact=True)
    return out.getvalue().rstrip("\n")
