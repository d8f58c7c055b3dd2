"""The name under which a download is saved, for clients that read Korean and for those that do not.

Kobo's and Kindle's browsers know only `filename`, and look at its ending; all others prefer `filename*`.
See https://www.rfc-editor.org/rfc/rfc6266, https://www.rfc-editor.org/rfc/rfc8187,
https://github.com/mikespub-org/seblucas-cops/issues/71 (Kobo),
https://github.com/janeczku/calibre-web/issues/1149 (Kindle)
"""

import re
import unicodedata
from urllib.parse import quote

_PLAIN = "!#$&+-.^_`|~"  # what RFC 8187 lets stand beside letters and digits
_ENDING = re.compile(r"(?:\.kepub)?\.[A-Za-z0-9]{1,8}$")


def attachment(name: str, digest: str) -> str:
    """Return the Content-Disposition of a file that is saved as `name`; `digest` tells apart names without
    ASCII."""
    plain = _ascii(name, digest)
    field = f'attachment; filename="{plain}"'
    return field if plain == name else f"{field}; filename*=UTF-8''{quote(_safe(name), safe=_PLAIN)}"


def _safe(name: str) -> str:
    """One name of one file, whatever stands in it: a client that trusts us is led into no other folder."""
    kept = "".join("_" if unicodedata.category(letter) == "Cc" else letter for letter in name)
    return re.sub(r'[/\\:*?"<>|]', "_", unicodedata.normalize("NFC", kept)).lstrip(". ") or "book"


def _ascii(name: str, digest: str) -> str:
    """ "Python-노트.epub" -> "Python.epub"; "모래.epub" -> "book-3f2a9c1b.epub"."""
    safe = _safe(name)
    found = _ENDING.search(safe)
    ending = found[0] if found else ""
    stem = safe[: len(safe) - len(ending)]
    if stem.isascii() and stem:
        return stem.replace("%", "_") + ending  # some clients would take "%41" for an "A"
    kept = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")
    return f"{kept or 'book'}-{digest[:8]}{ending}"
