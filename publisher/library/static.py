"""A website -> a folder that any host can serve.

Files that are as they should be are not touched, so a deployment by rsync or git sees what changed only.
Everything new is written beside its place first; then it takes its place, what is linked to before what
links to it, and what the shelf has no more goes last: a reader meets no broken link at any moment. A list
of what we wrote stays in the folder: only these files are ever replaced or removed.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import WriteError
from publisher.library.books import MANIFEST
from publisher.library.website import Resource, Website
from publisher.phrase import _, system_says
from publisher.storage.cache import placed_together, swept, write_whole
from publisher.storage.opening import read

_LARGEST = 50_000_000  # bytes of the list of what is ours: half a million addresses
_HINT = _("free some space, or choose another folder with -o")


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files of a folder; addresses in order."""

    folder: Path
    new: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(website: Website, folder: Path, extra: Mapping[str, bytes] | None = None) -> Written:
    """Make the folder show the website. `extra`: files for the host, such as .nojekyll.

    Raises WriteError where it cannot be written, or where a file that is not ours stands in the way; then
    nothing was changed.
    """
    wanted = _wanted(website, extra or {})
    with _writing(folder):
        ours = _ours(folder)
        _clear_way(folder, wanted, ours)
        new = tuple(address for address in wanted if not _is_there(folder / address, wanted[address]))
        places = [folder / address for address in new]
        with _swept(folder, wanted), placed_together(places, synced=False) as files:
            for address, file in zip(new, files, strict=True):
                _fill(file, wanted[address])
            # Before the first is in its place: after a kill in between, all of them are known as ours.
            _list(folder, ours | wanted.keys())
        removed = tuple(sorted(ours - wanted.keys()))
        _remove(folder, removed)
        _list(folder, wanted.keys())
    unchanged = tuple(address for address in wanted if address not in set(new))
    return Written(folder, new, unchanged, removed)


@contextmanager
def _swept(folder: Path, wanted: Iterable[str]) -> Iterator[None]:
    """Every folder of the site without what a killed run has left there."""
    with ExitStack() as stack:
        for place in sorted({(folder / address).parent for address in wanted}):
            stack.enter_context(swept(place))
        yield


def _wanted(website: Website, extra: Mapping[str, bytes]) -> dict[str, Resource | bytes]:
    """By address; what is linked to stands before what links to it."""
    wanted: dict[str, Resource | bytes] = {**extra, **website.resources}
    return {address: wanted[address] for address in sorted(wanted, key=_order)}


def _order(address: str) -> tuple[int, str]:
    """Books and covers, then what tells of them, then the feeds and pages that lead there."""
    if not address.endswith((".html", ".xml", ".json")):
        return 0, address
    return (1 if address.startswith("book/") else 3 if address == "index.html" else 2), address


def _ours(folder: Path) -> set[str]:
    """What we wrote into the folder earlier; nothing where the list is not there or is no list."""
    try:
        listed = json.loads(read(folder / MANIFEST, folder, _LARGEST).data)["files"]
        return {str(address) for address in listed if _is_address(str(address))}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        hint = _("remove {manifest}, and what no shelf needs", manifest=MANIFEST)
        raise WriteError(_("{value} is not what we wrote", value=folder / MANIFEST), hint) from error


def _is_address(text: str) -> bool:
    """Whether it can be one of ours: the list may come with a blog, and what it names is removed."""
    return text.isprintable() and "\\" not in text and not {"", ".", ".."} & set(text.split("/"))


def _clear_way(folder: Path, wanted: Iterable[str], ours: set[str]) -> None:
    """Raises WriteError where a stranger's file has the place of one of ours, or a link leads out."""
    if folder.exists() and not folder.is_dir():
        raise WriteError(_("{folder} is a file, not a folder", folder=folder), _HINT)
    for address in (*wanted, *ours):
        path = folder / address
        below = [folder.joinpath(*Path(address).parts[:count]) for count in range(1, address.count("/") + 1)]
        if any(place.is_symlink() for place in below):
            raise WriteError(
                _("{path} lies behind a link, which is not followed", path=path), _("remove the link")
            )
        if address not in ours and (path.exists() or path.is_symlink()):
            hint = _("choose an empty folder with -o, or move that file away")
            raise WriteError(_("{path} is not ours and would be replaced", path=path), hint)


def _is_there(path: Path, wanted: Resource | bytes) -> bool:
    """Whether the file is what it should be, byte for byte."""
    data = wanted.body if isinstance(wanted, Resource) else wanted
    try:
        if path.is_symlink() or not path.is_file():
            return False
        if isinstance(data, bytes):
            return path.stat().st_size == len(data) and path.read_bytes() == data
        assert isinstance(wanted, Resource)  # noqa: S101 - bytes were told apart above
        return path.stat().st_size == wanted.size and _digest(path) == wanted.digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _fill(file: Path, wanted: Resource | bytes) -> None:
    body = wanted.body if isinstance(wanted, Resource) else wanted
    if isinstance(body, bytes):
        file.write_bytes(body)
        return
    shutil.copyfile(body, file)
    assert isinstance(wanted, Resource)  # noqa: S101
    if _digest(file) != wanted.digest:
        raise WriteError(
            _("{body} changed while it was copied", body=body), _("try again when it is finished")
        )


def _list(folder: Path, addresses: Iterable[str]) -> None:
    """Write down which files are ours."""
    about = "Files of `publisher shelf`: it replaces and removes these, and no others."
    listed = {"about": about, "files": sorted(addresses)}
    data = (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()
    if not _is_there(folder / MANIFEST, data):
        write_whole(folder / MANIFEST, data)


def _remove(folder: Path, addresses: Iterable[str]) -> None:
    """Files, and the folders that they leave empty."""
    for address in addresses:
        path = folder / address
        with suppress(FileNotFoundError):
            path.unlink()
        for parent in path.relative_to(folder).parents[:-1]:
            with suppress(OSError):  # not empty
                os.rmdir(folder / parent)  # noqa: PTH106


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(
            _("cannot write {folder}: {strerror}", folder=folder, strerror=system_says(error)), _HINT
        ) from error
