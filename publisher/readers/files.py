"""Files of a blog: found in a fixed order, never outside its folder, read whatever their encoding."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from publisher.errors import Report, Where

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def posts_below(
    folder: Path, blog: Path, report: Report, endings: Collection[str] = MARKDOWN
) -> Iterator[Path]:
    """Every file below `folder` with one of these endings, by NFC name.

    Hidden folders and node_modules are passed over.

    Links to folders are not followed. A link to a file counts when its target lies in the blog:
    a post is untrusted, and must not carry /etc/passwd into a book.
    """
    inside = blog.resolve()
    for path in _walk(folder, endings):
        shown = shown_path(path, blog)
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            hint = "copy the file into the blog"
            report.error("post-outside", "a link to a file outside the blog is not read", Where(shown), hint)
        elif not path.exists():
            report.error("post-unreadable", "a link that leads nowhere", Where(shown), "remove or mend it")
        elif path.is_dir():
            report.warning("post-is-folder", "a folder with a post's name", Where(shown), "rename it")
        else:
            yield path


def _walk(folder: Path, endings: Collection[str]) -> Iterator[Path]:
    """What has a post's name, links and folders too."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted((name for name in folders if _wanted(name)), key=_nfc)
        for name in sorted([*files, *folders], key=_nfc):
            if Path(name).suffix.lower() in endings and not name.startswith("."):
                yield Path(place, name)


def _wanted(folder: str) -> bool:
    return not folder.startswith(".") and folder not in ("node_modules", "__pycache__")


def shown_path(path: Path, blog: Path) -> str:
    """The path below the blog's folder, as messages show it: "source/_posts/가을.md", NFC."""
    return _nfc(path.relative_to(blog).as_posix())


def read_text(path: Path, shown: str, report: Report, largest: float) -> str | None:
    """The file's text with "\\n" line ends, in NFC; None where it cannot be read.

    UTF-8 with or without BOM, UTF-16 with one, else CP949, which holds EUC-KR. `largest` in MB.
    """
    try:
        if (size := path.stat().st_size) > largest * 1e6:
            hint = "split it, or raise largest_post in [content] of book.toml"
            report.error(
                "post-too-large", f"{size / 1e6:.1f} MB is more than {largest:g} MB", Where(shown), hint
            )
            return None
        data = path.read_bytes()
    except OSError as error:
        report.error(
            "post-unreadable", f"cannot be read: {error.strerror}", Where(shown), "check its permissions"
        )
        return None
    return clean(_decode(data, shown, report))


def clean(text: str) -> str:
    """NFC, "\\n" line ends, no character that XML forbids."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _NOT_XML.sub("", text))


def _decode(data: bytes, shown: str, report: Report) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        report.warning("encoding", "neither UTF-8 nor CP949", Where(shown, line), "save it as UTF-8")
        return data.decode("utf-8-sig", "replace")
    report.note("encoding", "read as CP949 (EUC-KR)", Where(shown, line), "save it as UTF-8")
    return text


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
