"""Files of a blog: found in a fixed order, never outside its folder, read whatever their encoding."""

import os
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from pathlib import Path

from publisher.assets.xhtml import legal
from publisher.errors import Report, Where
from publisher.phrase import _, system_says
from publisher.storage.opening import FileRead, OutsideError, TooLargeError, leads_outside, read

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn"})
_COPY = _("copy the file into the blog")


def posts_below(
    folder: Path, blog: Path, report: Report, endings: Collection[str] = MARKDOWN
) -> Iterator[Path]:
    """Yield every file below `folder` with one of these endings, by NFC name.

    Hidden folders and node_modules are passed over.

    Links to folders are not followed. A link to a file counts when its target lies in the blog:
    a post is untrusted, and must not carry /etc/passwd into a book.
    """
    if leads_outside(folder, blog):
        hint = _("copy the posts into the blog")
        where = Where(shown_path(folder, blog))
        report.error("post-outside", _("a folder outside the blog is not read"), where, hint)
        return
    seen: set[str] = set()
    for entry in _walk(folder, endings):
        path, is_link = Path(entry.path), entry.is_symlink()
        shown = shown_path(path, blog)
        if is_link and leads_outside(path, blog):
            _tell_outside(shown, report)
        elif is_link and not path.exists():
            report.error(
                "post-unreadable", _("a link that leads nowhere"), Where(shown), _("remove or mend it")
            )
        elif _is_folder(entry):
            report.warning("post-is-folder", _("a folder with a post's name"), Where(shown), _("rename it"))
        elif shown in seen:  # 가.md twice, once as macOS spells it
            message = _("a second file of this name, written with other Unicode letters")
            report.error("post-twice", message, Where(shown), _("rename or remove one of them"))
        else:
            seen.add(shown)
            yield path


def _walk(folder: Path, endings: Collection[str]) -> Iterator[os.DirEntry[str]]:
    """What has a post's name, links and folders too."""
    named = tuple(endings)
    waiting = [os.fspath(folder)]
    while waiting:
        entries = _entries(waiting.pop())
        yield from (entry for entry in entries if entry.name.lower().endswith(named))
        inner = [entry.path for entry in entries if _is_folder(entry) and not entry.is_symlink()]
        waiting.extend(reversed(inner))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder, by name, but for what is passed over; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if _wanted(entry)]
    except OSError:
        return []
    return sorted(entries, key=lambda entry: _name_key(entry.name))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _wanted(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.name not in ("node_modules", "__pycache__")


def shown_path(path: Path, blog: Path) -> str:
    """Return the path below the blog's folder, as messages show it: "source/_posts/가을.md", NFC, of letters
    that XML can say.

    Names that are not UTF-8 are CP949, as archives from an old Windows leave them.
    """
    name = os.fsencode(_below(path, blog))
    try:
        text = name.decode()
    except UnicodeDecodeError:
        text = name.decode("cp949", "replace")
    return legal(_nfc(text), "\N{REPLACEMENT CHARACTER}")


def _below(path: Path, blog: Path) -> str:
    """As relative_to() says it, which takes ten times as long: a blog's paths are asked for often."""
    whole, start = str(path), f"{blog}{os.sep}"
    if whole.startswith(start):
        return whole[len(start) :].replace(os.sep, "/")
    return path.relative_to(blog).as_posix()


def check_names(blog: Path, report: Report) -> None:
    """Name what lies in the blog's own folder and is never read, though it may be called package.json: pipes,
    sockets, devices, and links to files outside. Readers take it as not there."""
    for entry in _entries(os.fspath(blog)):
        path, where = Path(entry.path), Where(shown_path(Path(entry.path), blog))
        if _is_folder(entry):
            continue
        if entry.is_symlink() and leads_outside(path, blog):
            report.note("file-passed-over", _("a link to a file outside the blog is not read"), where, _COPY)
        elif not entry.is_symlink() and not entry.is_file():
            report.warning(
                "file-passed-over", _("a pipe, socket or device is not read"), where, _("remove it")
            )


def _tell_outside(shown: str, report: Report) -> None:
    report.error("post-outside", _("a link to a file outside the blog is not read"), Where(shown), _COPY)


def read_text(
    path: Path, blog: Path, shown: str, report: Report, largest: float, *, cleaned: bool = True
) -> str | None:
    """Return the file's text; None where it cannot be read. See read_file() and text_of()."""
    found = read_file(path, blog, shown, report, largest)
    return None if found is None else text_of(found.data, shown, report, cleaned=cleaned)


def read_file(path: Path, blog: Path, shown: str, report: Report, largest: float) -> FileRead | None:
    """Return what is in a file of the blog; None where it cannot be read or is larger than `largest` MB."""
    try:
        return read(path, blog, largest * 1e6)
    except OutsideError:
        _tell_outside(shown, report)
    except TooLargeError as error:
        hint = _("split it, or raise largest_post in [content] of book.toml")
        report.error("post-too-large", _("{strerror}", strerror=system_says(error)), Where(shown), hint)
    except OSError as error:
        hint = _("check its permissions, and that it is a file")
        report.error(
            "post-unreadable",
            _("cannot be read: {strerror}", strerror=system_says(error)),
            Where(shown),
            hint,
        )
    return None


def small_text(path: Path, blog: Path, largest: float) -> str:
    """Return what a file says that tells something of the blog: which versions it pins, how its theme calls
    things.

    "" where there is none that can be read, or it is larger than `largest` MB.
    """
    try:
        return clean(whole(path, blog, largest).decode("utf-8-sig", "replace"))
    except OSError:
        return ""


def whole(path: Path, blog: Path, largest: float) -> bytes:
    """Return the bytes of a file of the blog. Raises OSError, too where it is larger than `largest` MB."""
    return read(path, blog, largest * 1e6).data


def text_of(data: bytes, shown: str, report: Report, *, cleaned: bool = True) -> str:
    """Return a file's text with "\\n" line ends, in NFC.

    UTF-8 with or without BOM, UTF-16 with one, else CP949, which holds EUC-KR.
    Not `cleaned`: letter for letter as it is, but for its line ends.
    """
    text = _decode(data, shown, report)
    return clean(text) if cleaned else "\ufeff" * data.startswith(BOM_UTF8) + _lines(text)


def clean(text: str) -> str:
    """NFC, "\\n" line ends, no character that XML forbids."""
    return _nfc(legal(_lines(text)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
        report.warning("encoding", _("neither UTF-8 nor CP949"), Where(shown, line), _("save it as UTF-8"))
        return data.decode("utf-8-sig", "replace")
    report.note("encoding", _("read as CP949 (EUC-KR)"), Where(shown, line), _("save it as UTF-8"))
    return text


def _name_key(name: str) -> tuple[str, str]:
    """NFC first; the name itself, where two are the same in NFC."""
    return _nfc(name), name


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
