"""What can be known of a file before it is sent: its size, its format, and what Kindle would stumble over.

Limits and formats as Amazon's help names them ("Using Your Send to Kindle Email Address": 50 MB in all, 25
attachments; EPUB, PDF, DOC(X), RTF, TXT, HTML and pictures). An EPUB is a stranger's ZIP: of each file only
the first megabytes are unpacked, and nothing is parsed.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from publisher.assets import zips
from publisher.errors import Diagnostic, Severity, Where
from publisher.mail.letter import MEDIA_TYPES, one_line

KINDLE_LIMIT = 50_000_000  # bytes of the file
USUAL_LIMIT = 25_000_000  # bytes of the message that most mail services take
_KINDLE = re.compile(r"@([^@]+\.)?kindle\.(com|cn)$", re.IGNORECASE)
_MOBI = (".mobi", ".azw", ".azw3", ".prc", ".kfx")
_LOOKED_AT = 8_000_000  # bytes of a chapter
_MOST = 400_000_000  # bytes of all chapters together
_BEGINNINGS = {".epub": b"PK\x03\x04", ".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
_BROKEN = (*zips.BROKEN, OSError)
_ENCODING = re.compile(rb"""^(\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=|<meta[^<>]+charset\s*=""", re.IGNORECASE)
_MATH = re.compile(rb"<([a-z]+:)?math[\s>/]", re.IGNORECASE)
_PICTURES = (".webp", ".avif", ".heic", ".jxl")


def to_kindle(address: str) -> bool:
    return bool(_KINDLE.search(address))


def looked_at(file: Path, size: int, *, kindle: bool) -> list[Diagnostic]:
    """Return an error where the file would be refused, a warning where it would look wrong."""
    where, ending = Where(one_line(file.name)), file.suffix.lower()
    found = list(_beginning(file, ending, where))
    if kindle:
        found += _for_kindle(ending, size, where)
        if ending == ".epub" and not found:
            found += _epub(file, where)
    return found


def _beginning(file: Path, ending: str, where: Where) -> Iterator[Diagnostic]:
    wanted = _BEGINNINGS.get(ending, b"")
    with file.open("rb") as opened:
        start = opened.read(len(wanted))
    if start != wanted:
        kind = ending[1:].upper()
        yield _error("send-broken", f"the file is no {kind}", where, "make it again: publisher export")


def _for_kindle(ending: str, size: int, where: Where) -> Iterator[Diagnostic]:
    if ending in _MOBI:
        message = f"Send to Kindle no longer takes {ending}"
        yield _error("kindle-format", message, where, "send the EPUB")
    elif ending not in MEDIA_TYPES:
        message = f"Send to Kindle does not take {ending or 'files without ending'}"
        known = ", ".join(MEDIA_TYPES)
        yield _error("kindle-format", message, where, f"it takes {known}")
    if size > KINDLE_LIMIT:
        message = f"{size / 1e6:.1f} MB; Send to Kindle takes 50 MB by mail"
        hint = (
            "upload it at amazon.com/sendtokindle (200 MB), or make smaller books: publisher export --split"
        )
        yield _error("kindle-size", message, where, hint)


def _epub(file: Path, where: Where) -> Iterator[Diagnostic]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _inside(archive, where)
    except _BROKEN as error:
        yield _error("send-broken", f"the EPUB cannot be opened: {error}", where, "make it again")


def _inside(archive: zipfile.ZipFile, where: Where) -> Iterator[Diagnostic]:
    names = archive.namelist()
    if any(item.compress_type not in zips.PACKED for item in archive.infolist()):
        yield _error("send-broken", "it is packed as no EPUB may be", where, "make it again")
        return
    if names[:1] != ["mimetype"] or "META-INF/container.xml" not in names:
        hint = "make it again: publisher export; a ZIP program has changed it"
        yield _error(
            "send-broken", "the EPUB does not begin with its mimetype, or has no container", where, hint
        )
        return
    if "META-INF/rights.xml" in names:
        yield _error("kindle-drm", "the EPUB is copy-protected", where, "send one without protection")
    if pictures := [name for name in names if name.lower().endswith(_PICTURES)]:
        message = f"Kindle shows no {Path(pictures[0]).suffix} pictures: {len(pictures)} of them"
        yield _warning("kindle-picture", message, where, "save them as JPEG or PNG")
    yield from _chapters(archive, where)


def _chapters(archive: zipfile.ZipFile, where: Where) -> Iterator[Diagnostic]:
    math, silent, left = 0, 0, _MOST
    for item in archive.infolist():
        if not item.filename.lower().endswith((".xhtml", ".html", ".htm")) or left <= 0:
            continue
        with archive.open(item) as opened:
            text = opened.read(min(_LOOKED_AT, left))
        left -= len(text)
        math += len(_MATH.findall(text))
        silent += not _ENCODING.search(text[:4096])
    if math:
        hint = '[epub] math = "pictures" in book.toml, then publisher export'
        yield _warning("kindle-math", f"Kindle shows no MathML: {math} formulas would be lost", where, hint)
    if silent:
        message = f"{silent} chapters do not say their encoding: Kindle may garble them"
        yield _warning(
            "kindle-encoding", message, where, 'begin them with <?xml version="1.0" encoding="utf-8"?>'
        )


def oversize(message_bytes: int, where: Where) -> Iterator[Diagnostic]:
    """Base64 makes a message a good third larger than its file: many mail services stop at 25 MB."""
    if message_bytes > USUAL_LIMIT:
        message = f"the message has {message_bytes / 1e6:.1f} MB; many mail services take 25 MB"
        yield _warning("send-size", message, where, "where yours refuses, upload the file in the browser")


def _error(code: str, message: str, where: Where, hint: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, where, hint)


def _warning(code: str, message: str, where: Where, hint: str) -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, message, where, hint)
