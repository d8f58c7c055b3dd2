"""`publisher fonts`: what a book is set in, and what would be better."""

import json
import shutil
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


def test_what_it_keeps_is_part_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a blog's own fonts are counted and cleared; where there is no cache, it shows the fonts."""
    known = json.loads(_fonts(str(tmp_path), "--json").stdout)["fonts"]
    file = next(file for one in known for file in one["files"] if file.endswith((".otf", ".ttf")))
    (tmp_path / "blog/fonts").mkdir(parents=True)
    shutil.copy(file, tmp_path / "blog/fonts")
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    assert 0 == _fonts(str(tmp_path / "blog")).exit_code
    assert 1 == sum(one.is_file() for one in (tmp_path / "cache").glob("v-*/fonts/*"))
    assert not (tmp_path / "cache/fonts").exists()
    monkeypatch.setenv("PUBLISHER_CACHE", "/proc/none")
    assert 0 == _fonts(str(tmp_path / "blog")).exit_code


def test_settings_that_lead_out_of_the_blog(tmp_path: Path) -> None:
    """A link in the place of book.toml is not followed, as by all other commands."""
    (tmp_path / "out.toml").write_text('[theme]\nname = "essay"\n')
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog/book.toml").symlink_to(tmp_path / "out.toml")
    made = _fonts(str(tmp_path / "blog"))
    assert (3, True) == (made.exit_code, "leads out of the blog" in made.output)


@pytest.mark.parametrize(("words", "said"), [(["--theme", "none"], "none"), (["--lang", "ko"], "")])
def test_in_words(tmp_path: Path, words: list[str], said: str) -> None:
    """A theme that is not there is named, with exit code 3; Korean is spoken."""
    made = _fonts(str(tmp_path), *words)
    assert (3 if said else 0) == made.exit_code
    assert said in made.output
