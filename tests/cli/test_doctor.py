"""`publisher doctor`: what holds on this machine."""

import os
from pathlib import Path

import pytest

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
    assert {"publisher", "isolation", "libraries", "fonts", "programs"} == {about for about, _ in found}
    assert all(found[kind] for kind in found if kind[0] in ("libraries", "publisher"))


def test_a_machine_without_fonts(tmp_path: Path) -> None:
    """Where no font has Hangul, no book can be made: exit code 1, and which font to install."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8"
    )
    made = run("doctor", env=os.environ | {"FONTCONFIG_FILE": str(empty)})
    if "pylopdf" in made.out:
        pytest.skip("the extra `fonts` is installed")
    assert 1 == made.code
    assert "fonts: error[doctor-lacks]: no body: no book can be made" in made.err
