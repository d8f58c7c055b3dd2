"""epub/archive.py: a zip whose entries may be deflated already."""

import zipfile
from pathlib import Path

from publisher.writers.epub import archive
from publisher.writers.epub.archive import Packed

TEXT = "가나다 <p>같은 말</p>\n".encode() * 500


def test_packed() -> None:
    """What is packed comes out as it went in, also from the cache."""
    packed = Packed.of(TEXT)
    assert (TEXT, packed) == (packed.unpacked(), Packed.from_bytes(packed.to_bytes()))
    assert len(packed.data) < len(TEXT) / 10


def test_zip(tmp_path: Path) -> None:
    """Deflated entries, plain ones and files stand side by side; mimetype first, then META-INF."""
    picture = tmp_path / "a.png"
    picture.write_bytes(b"picture")
    contents: dict[str, Packed | bytes | Path] = {
        "EPUB/b.xhtml": Packed.of(TEXT),
        "EPUB/a.png": picture,
        "mimetype": b"application/epub+zip",
        "EPUB/c.css": b"p {}",
        "META-INF/container.xml": Packed.of(b"<container/>"),
        "EPUB/empty.xhtml": Packed.of(b""),
    }
    (tmp_path / "book.epub").touch()
    archive.write(tmp_path / "book.epub", contents)
    with zipfile.ZipFile(tmp_path / "book.epub") as made:
        assert made.testzip() is None
        assert ["mimetype", "META-INF/container.xml", "EPUB/a.png", "EPUB/b.xhtml"] == made.namelist()[:4]
        assert [zipfile.ZIP_STORED] * 2 == [made.getinfo(n).compress_type for n in ("mimetype", "EPUB/a.png")]
        assert (TEXT, b"picture", b"") == tuple(
            made.read(f"EPUB/{name}") for name in ("b.xhtml", "a.png", "empty.xhtml")
        )


def test_packed_or_not(tmp_path: Path) -> None:
    """An entry that was deflated before makes the same zip as one that zipfile deflates."""
    (tmp_path / "a").write_bytes(b"what was there before " * 100)
    (tmp_path / "b").touch()
    archive.write(tmp_path / "a", {"EPUB/b.xhtml": TEXT, "mimetype": b"x"})
    archive.write(tmp_path / "b", {"EPUB/b.xhtml": Packed.of(TEXT), "mimetype": b"x"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
