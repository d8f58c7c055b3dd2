"""pikepdf: what layout/relocatable.py and pdf/verify.py assume of it."""

import os
import sys
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publisher.writers.pdf.layout.relocatable import Collector

pytestmark = pytest.mark.contract


def test_objects_are_written_in_pdfs_syntax() -> None:
    """References are "n 0 R", strings stand in brackets with theirs escaped, or in hexadecimal digits."""
    pdf = pikepdf.new()
    other = pdf.make_indirect(Dictionary(A=1))
    number = other.objgen[0]
    made = pdf.make_indirect(
        Dictionary(A=String("1 0 R (\\)"), B=String("가"), C=Array([other, 7]), D=Name("/x y"))
    )
    written = made.unparse(resolved=True)
    assert b"[ %d 0 R 7 ]" % number in written
    assert rb"(1 0 R \(\\\))" in written
    assert b"<feffac00>" in written
    assert b"/x#20y" in written


def test_references_are_found() -> None:
    """Of an object that is taken along, each reference stays open and no string is touched."""
    pdf = pikepdf.new()
    other = pdf.make_indirect(Dictionary(A=1))
    collector = Collector(lambda _: "")
    collector.number(pdf.make_indirect(Dictionary(A=String("3 0 R"), B=other, C=Array([other]))))
    first, second = collector.taken(pdf)
    assert ((1, 1), ()) == (first.references, second.references)
    assert 2 == first.template.count(b"%8d 0 R")
    assert b"(3 0 R)" in first.template


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_a_closed_file_may_be_kept(tmp_path: Path) -> None:
    """A Pdf that is closed and kept alive holds no file open."""
    path = tmp_path / "a.pdf"
    pikepdf.new().save(path)
    with pikepdf.open(path) as pdf:
        assert 0 == len(pdf.pages)
    held = [os.readlink(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd") if _is_open(one)]  # noqa: PTH115, PTH208
    assert str(path) not in held
    assert pdf is not None


def _is_open(descriptor: str) -> bool:
    return Path(f"/proc/self/fd/{descriptor}").is_symlink()
