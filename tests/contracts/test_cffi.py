"""cffi and WeasyPrint: what layout/libraries.py assumes of how shared libraries are found."""

import subprocess
import sys

import pytest

from publisher.writers.pdf.layout.libraries import versions

_LOAD = """
import ctypes.util, subprocess
real = ctypes.util.find_library
def refused(*args, **options):
    raise AssertionError(args)
subprocess.Popen = refused
import publisher.writers.pdf.layout.engine
assert ctypes.util.find_library is real
"""


pytestmark = pytest.mark.contract


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries have other names")
def test_no_program_is_asked_where_libraries_are() -> None:
    """WeasyPrint's libraries are loaded by the names of their files, and Python's own look-up is left as it
    was."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_shared_libraries_tell_their_versions() -> None:
    """Pango, HarfBuzz and fontconfig are asked by functions of their own: no version is left out of a key."""
    assert ["libpango-1.0", "libharfbuzz", "libfontconfig"] == [one.split()[0] for one in versions()]
