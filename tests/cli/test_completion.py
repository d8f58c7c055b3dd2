"""The TAB key knows commands, options, and what a blog has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from publisher.cli.main import main
from tests.books import ROOT, post, small_blog


def _offered(*words: str) -> list[str]:
    """What is offered for the last word."""
    asked = ShellComplete(main, {}, "publisher", "_PUBLISHER_COMPLETE")
    return [item.value for item in asked.get_completions([*words[:-1]], words[-1])]


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    text = post("가", category="여행").replace("categories:", "tags: [바다, 산]\ncategories:")
    blog = small_blog(tmp_path / "blog", {"a.md": text, "b.md": post("나"), "c.md": post("다")})
    (blog / "styles/ours").mkdir(parents=True)
    (blog / "styles/ours/theme.toml").touch()
    return blog


def test_what_is_offered(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, stores, codes; themes, categories (the most used first) and tags of the blog at hand."""
    monkeypatch.chdir(blog)
    assert ["export"] == _offered("expo")
    assert ["bookk"] == _offered("package", "--for", "boo")
    assert ["image-missing"] == _offered("explain", "image-mis")
    assert ["image-missing"] == _offered("check", "--select", "image-mis")
    assert ["ours"] == _offered("export", "--theme", "ou")
    assert ["일기", "여행"] == _offered("plan", "--category", "")
    monkeypatch.chdir(blog.parent)
    assert ["바다"] == _offered("plan", "blog", "--tag", "바")


def test_no_blog_offers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is said between what one types."""
    monkeypatch.chdir(tmp_path)
    assert [] == _offered("plan", "--category", "")


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/publisher"),
        ("zsh", ".zfunc/_publisher"),
        ("fish", ".config/fish/completions/publisher.fish"),
    ],
)
def test_installed(shell: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell's own folder gets the script, which `--show` only shows."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    done = CliRunner().invoke(main, ["completion"])
    assert 0 == done.exit_code
    shown = CliRunner().invoke(main, ["completion", shell, "--show"]).stdout
    assert f"{(tmp_path / place).read_text('utf-8')}\n" == shown


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_in_bash(tmp_path: Path) -> None:
    """A real bash asks it, and is answered."""
    program = tmp_path / "publisher"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m publisher "$@"\n', "utf-8")
    program.chmod(0o755)
    script = CliRunner().invoke(main, ["completion", "bash", "--show"]).stdout
    words = "COMP_WORDS=(publisher themes --sh); COMP_CWORD=2; _publisher_completion publisher"
    asked = f'{script}\n{words}\necho "${{COMPREPLY[@]}}"'
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", asked], capture_output=True, check=True, env=env, timeout=60)
    assert "--show" == done.stdout.decode().strip()
