"""The wheel holds all that a book needs: made, unpacked elsewhere, and put to work there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.books import ROOT, small_blog


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    order = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(folder), str(ROOT)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    if done.returncode and "Could not find a version" in done.stderr:
        pytest.skip("no package index in reach for the build backend")
    assert 0 == done.returncode, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_contents(wheel: Path) -> None:
    """The package: types, words, themes, pages for a browser, foliate-js where it is here; only these."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    styles = ROOT / "styles"
    themes = {
        f"publisher/styles/{p.relative_to(styles).as_posix()}" for p in styles.rglob("*") if p.is_file()
    }
    code = {p.relative_to(ROOT).as_posix() for p in (ROOT / "publisher").rglob("*.py")}
    words = {p.relative_to(ROOT).as_posix() for p in (ROOT / "publisher").rglob("*.toml")}
    reader = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "publisher/library/reader").rglob("*") if p.is_file()
    }
    reader |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "publisher/preview/page").iterdir()}
    typed = {"publisher/py.typed"}
    pages = {f"publisher/messages/{p.name}" for p in (ROOT / "docs/messages").glob("*.md")}
    spoken = {p.relative_to(ROOT).as_posix() for p in (ROOT / "publisher/locale").rglob("messages.*")}
    wanted = themes | code | words | reader | typed | pages | spoken
    rest = names - wanted
    assert words and pages and spoken and wanted <= names
    assert all(".dist-info/" in name for name in rest), rest
    assert any(name.endswith("licenses/LICENSE") for name in rest)


def test_export_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Installed away from the checkout, it makes both books with either theme."""
    target = tmp_path / "site"
    order = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--quiet",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(order, check=True, capture_output=True)
    blog = small_blog(tmp_path / "blog")
    env = os.environ | {"PYTHONPATH": str(target)}
    where = [sys.executable, "-P", "-c", "import publisher; print(publisher.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    assert str(target / "publisher/__init__.py") == found.strip()
    order = [sys.executable, "-P", "-m", "publisher", "export", str(blog), "-q", "--theme", "gothic"]
    made = subprocess.run(order, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (0, "") == (made.returncode, made.stderr)
    assert ["작은-블로그.epub", "작은-블로그.pdf"] == sorted(path.name for path in (blog / "book").iterdir())
