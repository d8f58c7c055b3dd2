"""The font files that there are: of the blog, of this machine, of the extra `fonts`; a face as a file.

The blog's own are looked for in its folder `fonts/`, and copied: they are a stranger's. Of a variable font a
regular and a bold are taken: see font_weights.py.
"""

import contextlib
import hashlib
import importlib.util
import struct
import subprocess
import threading
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

from publisher.assets import cids, font_collections, font_weights
from publisher.phrase import Phrase, _
from publisher.storage.kept_files import KeptFiles
from publisher.storage.keys import key_of
from publisher.storage.opening import leads_outside, read

_ENDINGS = (".otf", ".ttf", ".ttc", ".otc")
_LARGEST = 100_000_000  # bytes of a font
BOLD = 600  # from here on a weight is bold


@dataclass(frozen=True, slots=True)
class Face:
    """One face in one file."""

    family: str
    path: str
    index: int  # in a collection; else 0
    weight: int  # 400 = regular, 700 = bold
    italic: bool
    digest: str = ""  # of what it was copied from; "" = a file of this machine
    variable: bool = False  # of all weights: one_weight() makes a file of this one

    @property
    def css_weight(self) -> str:
        return "bold" if self.weight >= BOLD else "normal"

    def key(self) -> str:
        """Return a digest that is another where the face, or its file, is another: see storage/keys.py."""
        return key_of(astuple(self), () if self.digest else _stamp(self.path))


def _stamp(path: str) -> tuple[int, int]:
    stat = Path(path).stat()
    return stat.st_size, stat.st_mtime_ns


def opened(path: Path | str) -> hb.Blob:
    """Return a font file for HarfBuzz. Raises OSError where it cannot be read, MemoryError where there is no
    memory for it."""
    try:
        return hb.Blob.from_file_path(path)
    except hb.HarfBuzzError:  # which says nothing of why
        return hb.Blob(Path(path).read_bytes())


def single_file(face: Face, keep_in: Path) -> Path:
    """Return the face as a file of its own that every renderer reads alike.

    From a collection WeasyPrint would take the first, Japanese face. Where CIDs are not glyph ids, some
    renderers would draw other letters, or none: see cids.py.
    """
    path = Path(face.path)
    name, kept = f"{face.key()[:20]}.otf", KeptFiles(keep_in)
    if known := kept.find(name):
        return known
    data = path.read_bytes()
    made = _alone(data, face.index)
    return path if made is data else kept.put(name, made)


def _alone(data: bytes, index: int) -> bytes:
    """One face of a font file, with CIDs that are glyph ids; of a broken one whatever Python raises there."""
    return cids.by_glyph(font_collections.taken_out(data, index) if data.startswith(b"ttcf") else data)


def one_weight(face: Face, keep_in: Path) -> Face | None:
    """Return a face of one weight, in a file of its own where it was one of a variable font; None where it
    cannot be taken out. Raises OSError where its file cannot be read."""
    if not face.variable:
        return face
    key, kept = face.key(), KeptFiles(keep_in / "fonts")
    path = kept.find(f"{key[:20]}.ttf")
    if not path:
        data = font_weights.at(Path(face.path).read_bytes(), face.index, face.weight)
        path = kept.put(f"{key[:20]}.ttf", data) if data else None
    return replace(face, path=str(path), index=0, digest=key, variable=False) if path else None


# The blog's own


class Refused(NamedTuple):
    """A font of a blog that is not used: why, and what to do."""

    path: Path
    what: Phrase
    hint: Phrase

    @classmethod
    def of(cls, path: Path, why: str) -> "Refused":
        """Return one that cannot be opened."""
        hint = _("put the font itself there; another one is used")
        return cls(path, _("the font cannot be opened: {why}", why=why), hint)


class Own(NamedTuple):
    """The fonts of a blog."""

    faces: tuple[Face, ...]
    refused: tuple[Refused, ...]


def own_fonts(blog: Path, keep_in: Path) -> Own:
    """What is in the blog's fonts/."""
    folder = blog / "fonts"
    paths = [folder] if leads_outside(folder, blog) else _files(folder)
    return _copies(tuple(paths), tuple(map(_changed, paths)), blog, keep_in)


def _changed(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_ctime_ns
    return 0


@lru_cache(maxsize=8)
def _copies(paths: tuple[Path, ...], _changed: tuple[int, ...], blog: Path, keep_in: Path) -> Own:
    """Fonts are opened by their paths, again and again, also in other processes: so each is read once, as a
    file of the blog, and copied."""
    faces, refused = list[Face](), list[Refused]()
    for path in paths:
        try:
            data = read(path, blog, _LARGEST).data
            _alone(data, 0)  # a stranger's: what its program names may not be in it
        except OSError as error:
            refused.append(Refused.of(path, error.strerror or ""))
        except (LookupError, OverflowError, struct.error):
            refused.append(Refused.of(path, _("its program is broken")))
        else:
            single = font_weights.of_one_weight(data)
            faces.extend(
                face for one in single for face in _copied(one, path.suffix.lower(), keep_in / "fonts")
            )
            if not single:
                hint = _("put its files of one weight each there; another one is used")
                refused.append(Refused(path, _("no weight of this variable font can be had"), hint))
    return Own(tuple(faces), tuple(refused))


def _copied(data: bytes, ending: str, keep_in: Path) -> Iterator[Face]:
    """The faces of a font, in a file that is named by what is in it."""
    digest = hashlib.sha256(data).hexdigest()
    name, kept = f"{digest}{ending}", KeptFiles(keep_in)
    return (replace(face, digest=digest) for face in _read(kept.find(name) or kept.put(name, data)))


# This machine's


def list_soon() -> None:
    """Have this machine's fonts listed while something else is done."""
    threading.Thread(target=system_fonts, daemon=True).start()


def font_folders() -> tuple[Path, ...]:
    """Return the folders of this machine's fonts."""
    return tuple(dict.fromkeys(Path(face.path).parent for face in system_fonts()))


def machine_key() -> str:
    """Return a digest of this machine's fonts: an engine takes letters from any where a book's lack them."""
    return key_of(*map(astuple, system_fonts()))


def installed(own: Iterable[Face]) -> Iterator[Face]:
    """The blog's own fonts, this machine's, then those that the extra `fonts` brought."""
    yield from own
    yield from system_fonts()
    package = importlib.util.find_spec("pylopdf_fonts_ko")
    for place in (package.submodule_search_locations or []) if package else []:
        yield from _in_folder(Path(place))


@lru_cache(maxsize=1)
def system_fonts() -> tuple[Face, ...]:
    """What fontconfig lists: it comes with Pango, without which WeasyPrint does not start."""
    layout = "%{file}\t%{index}\t%{weight}\t%{slant}\t%{variable}\t%{family}\n"
    try:
        listed = subprocess.run(["fc-list", "--format", layout], capture_output=True, check=True, timeout=60)  # noqa: S607
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = sorted(set(listed.stdout.decode("utf-8", "replace").splitlines()))
    rows = [row for row in (line.split("\t") for line in lines) if len(row) == 6]
    rows = [row for row in rows if row[0].lower().endswith(_ENDINGS)]
    varying = {row[0] for row in rows if row[4] == "True"}
    single = (face for row in rows if row[0] not in varying for face in _listed(row, _css_weight(row[2])))
    return *single, *(face for row in rows if row[4] == "True" for face in _varying(row))


def _listed(row: list[str], weight: int) -> Iterator[Face]:
    """A row of fc-list: one face under each of its family's names."""
    path, index, _, slant, _, families = row
    for family in dict.fromkeys(families.split(",")):
        yield Face(family, path, int(index), weight, slant not in ("", "0"))


def _varying(row: list[str]) -> Iterator[Face]:
    """A row of a variable font: its regular and its bold, in place of the weights that it names."""
    for weight in font_weights.WEIGHTS:
        yield from (replace(face, variable=True) for face in _listed(row, weight))


def _css_weight(fontconfig: str) -> int:
    """fontconfig's 80 is CSS's 400, 200 is 700. See https://www.freedesktop.org/software/fontconfig/"""
    try:
        value = float(fontconfig)
    except ValueError:
        return 400
    scale = ((40, 200), (50, 300), (75, 350), (80, 400), (100, 500), (180, 600), (200, 700), (205, 800))
    return next((css for limit, css in scale if value <= limit), 900)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".otf", ".ttf"))


@lru_cache(maxsize=8)
def _in_folder(folder: Path) -> tuple[Face, ...]:
    return tuple(face for path in _files(folder) for face in _read(path))


def _read(path: Path) -> Iterator[Face]:
    """The face of a font file, under every name of its family; none where it is no font."""
    try:
        font = hb.Face(opened(path))
        os2, names = font.reference_table("OS/2").data, font.reference_table("name").data
        weight, selection = struct.unpack_from(">H", os2, 4)[0], struct.unpack_from(">H", os2, 62)[0]
        families = sorted(set(_families(names)))
    except (hb.HarfBuzzError, OSError, struct.error):
        return
    for family in families:
        yield Face(family, str(path), 0, weight, bool(selection & 1))


def _families(table: bytes) -> Iterator[str]:
    """Names 1 and 16, in every language. See https://learn.microsoft.com/typography/opentype/spec/name"""
    _, count, texts = struct.unpack_from(">HHH", table)
    for number in range(count):
        record = struct.unpack_from(">6H", table, 6 + 12 * number)
        platform, encoding, _, name, length, offset = record
        text = table[texts + offset : texts + offset + length]
        if name in (1, 16) and platform in (0, 3):
            yield text.decode("utf-16-be", "replace")
        elif name in (1, 16) and (platform, encoding) == (1, 0):
            yield text.decode("mac-roman")
