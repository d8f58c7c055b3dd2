"""`publisher fonts`: what a book is set in, and what would be better."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publisher.cli.main import main


def _fonts(*words: str) -> Result:
    return CliRunner().invoke(main, ["fonts", *words])


def test_each_role_has_a_font_and_a_licence(tmp_path: Path) -> None:
    """Also in a folder that is no blog: what counts is the machine."""
    made = json.loads(_fonts(str(tmp_path), "--json").stdout)
    assert ["body", "heading", "code", "fallback", "symbols", "emoji"] == [
        one["role"] for one in made["fonts"]
    ]
    body = made["fonts"][0]
    assert 11_172 == body["facts"][0]["letters"]["Hangul"] and body["facts"][0]["licence"]


def test_the_theme_of_book_toml(tmp_path: Path) -> None:
    """It decides; what that theme likes better, and is not here, is named with a place to get it."""
    (tmp_path / "book.toml").write_text('[theme]\nname = "essay"\n')
    shown = _fonts(str(tmp_path)).stdout
    assert "better: 고운바탕, from https://fonts.google.com/specimen/Gowun+Batang" in shown
    assert "고운바탕" not in _fonts(str(tmp_path), "--theme", "base").stdout


@pytest.mark.parametrize(("words", "said"), [(["--theme", "none"], "none"), (["--lang", "ko"], "")])
def test_in_words(tmp_path: Path, words: list[str], said: str) -> None:
    """A theme that is not there is named, with exit code 3; Korean is spoken."""
    made = _fonts(str(tmp_path), *words)
    assert (3 if said else 0) == made.exit_code
    assert said in made.output
