"""Settings are written into book.toml, and everything else in it stays."""

from pathlib import Path

import pytest

from publisher.config.change import change, changed
from publisher.config.load import load
from publisher.errors import ConfigError

FILE = """# 나의 책
[book]
title = "바다"   # 제목

[pdf]
trim = "A5" # 작은 책
bleed = 3

# 끝
"""


def test_comments_and_order_stay() -> None:
    """A value is changed where it stands, a table comes at the end; "" takes a key out."""
    after = changed(FILE, "book.toml", {"pdf": {"trim": "B6"}, "theme": {"name": "gothic"}})
    assert FILE.replace('"A5"', '"B6"') + '\n[theme]\nname = "gothic"\n' == after
    assert FILE.replace('trim = "A5" # 작은 책\n', "") == changed(FILE, "book.toml", {"pdf": {"trim": ""}})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It begins with what is written."""
    change(tmp_path / "book.toml", "book.toml", {"theme": {"name": "gothic"}}, tmp_path)
    assert "gothic" == load(tmp_path / "book.toml", "book.toml", {}).theme.name


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("[pdf\n", {"pdf": {"trim": "A5"}}),
        ("pdf = 3\n", {"pdf": {"trim": "A5"}}),
        ("[[pdf]]\n", {"pdf": {"trim": "A5"}}),
        (FILE, {"pdf": {"trim": "A55"}}),
        (FILE, {"nowhere": {"trim": "A5"}}),
    ],
)
def test_a_file_that_could_not_be_used_is_not_written(
    text: str, changes: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    """It stays as it is, and the cure is said."""
    file = tmp_path / "book.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as raised:
        change(file, "book.toml", changes, tmp_path)
    assert "by hand" in raised.value.hint
    assert text == file.read_text("utf-8")


def test_no_file_outside_is_written(tmp_path: Path) -> None:
    """A link of the blog leads to nobody's file."""
    (tmp_path / "blog").mkdir()
    (tmp_path / "theirs.toml").write_text(FILE, "utf-8")
    (tmp_path / "blog/book.toml").symlink_to(tmp_path / "theirs.toml")
    with pytest.raises(ConfigError):
        change(tmp_path / "blog/book.toml", "book.toml", {"pdf": {"trim": "B6"}}, tmp_path / "blog")
    assert FILE == (tmp_path / "theirs.toml").read_text("utf-8")


def test_no_file_outside_is_made(tmp_path: Path) -> None:
    """A link to what is not there yet would make it there."""
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog/book.toml").symlink_to(tmp_path / "new.toml")
    with pytest.raises(ConfigError, match="leads out of the blog"):
        change(tmp_path / "blog/book.toml", "book.toml", {"pdf": {"trim": "B6"}}, tmp_path / "blog")
    assert not (tmp_path / "new.toml").exists()
