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
from publisher.phrase import Phrase, _

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
        yield _error(
            "send-broken", _("the file is no {kind}", kind=kind), where, _("make it again: publisher export")
        )


def _for_kindle(ending: str, size: int, where: Where) -> Iterator[Diagnostic]:
    if ending in _MOBI:
        message = _("Send to Kindle no longer takes {ending}", ending=ending)
        yield _error("kindle-format", message, where, _("send the EPUB"))
    elif ending not in MEDIA_TYPES:
        message = _("Send to Kindle does not take {ending}", ending=ending or _("files without ending"))
        known = ", ".join(MEDIA_TYPES)
        yield _error("kindle-format", message, where, _("it takes {known}", known=known))
    if size > KINDLE_LIMIT:
        message = _("{value:.1f} MB; Send to Kindle takes 50 MB by mail", value=size / 1e6)
        hint = _(
            "upload it at amazon.com/sendtokindle (200 MB), or make smaller books: publisher export --split"
        )
        yield _error("kindle-size", message, where, hint)


def _epub(file: Path, where: Where) -> Iterator[Diagnostic]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _inside(archive, where)
    except _BROKEN as error:
        yield _error(
            "send-broken", _("the EPUB cannot be opened: {error}", error=error), where, _("make it again")
        )


def _inside(archive: zipfile.ZipFile, where: Where) -> Iterator[Diagnostic]:
    names = archive.namelist()
    if any(item.compress_type not in zips.PACKED for item in archive.infolist()):
        yield _error("send-broken", _("it is packed as no EPUB may be"), where, _("make it again"))
        return
    if names[:1] != ["mimetype"] or "META-INF/container.xml" not in names:
        hint = _("make it again: publisher export; a ZIP program has changed it")
        yield _error(
            "send-broken", _("the EPUB does not begin with its mimetype, or has no container"), where, hint
        )
        return
    if "META-INF/rights.xml" in names:
        yield _error("kindle-drm", _("the EPUB is copy-protected"), where, _("send one without protection"))
    if pictures := [name for name in names if name.lower().endswith(_PICTURES)]:
        message = _(
            "Kindle shows no {suffix} pictures: {count} of them",
            suffix=Path(pictures[0]).suffix,
            count=len(pictures),
        )
        yield _warning("kindle-picture", message, where, _("save them as JPEG or PNG"))
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
        hint = _('[epub] math = "pictures" in book.toml, then publisher export')
        yield _warning(
            "kindle-math", _("Kindle shows no MathML: {math} formulas would be lost", math=math), where, hint
        )
    if silent:
        message = _("{silent} chapters do not say their encoding: Kindle may garble them", silent=silent)
        yield _warning(
            "kindle-encoding", message, where, _('begin them with <?xml version="1.0" encoding="utf-8"?>')
        )


def oversize(message_bytes: int, where: Where) -> Iterator[Diagnostic]:
    """Base64 makes a message a good third larger than its file: many mail services stop at 25 MB."""
    if message_bytes > USUAL_LIMIT:
        message = _(
            "the message has {value:.1f} MB; many mail services take 25 MB", value=message_bytes / 1e6
        )
        yield _warning("send-size", message, where, _("where yours refuses, upload the file in the browser"))


def _error(code: str, message: Phrase, where: Where, hint: Phrase) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, where, hint)


def _warning(code: str, message: Phrase, where: Where, hint: Phrase) -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, message, where, hint)
