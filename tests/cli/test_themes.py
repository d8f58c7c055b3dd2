"""`publisher themes`."""

from pathlib import Path

import pytest

from tests.books import run, small_blog


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    return small_blog(tmp_path / "blog")


def test_listed(blog: Path) -> None:
    """Each theme in a line: its name and title, its paper, measure and lines, its body."""
    made = run("themes", blog)
    assert "literature: 문학: 46판 128 × 188 mm, 86 mm × 21 lines, " in made.out
    assert [" 10/17.5 pt", 7, 0] == [
        made.out.split("literature")[1].split("\n")[0][-11:],
        len(made.out.splitlines()),
        made.code,
    ]


def test_copied_shown_and_used(blog: Path) -> None:
    """A copy stands in the blog's styles/, is listed, looks the same, and is not written over."""
    made = run("themes", blog, "--copy", "essay", "내것")
    assert (0, str(blog.absolute() / "styles/내것")) == (made.code, made.out.strip())
    (copy,) = run("themes", blog, "--show", "내것", "--json").json["themes"]
    (own,) = run("themes", blog, "--show", "essay", "--json").json["themes"]
    assert own | {"name": "내것"} == copy
    again = run("themes", blog, "--copy", "base", "내것")
    assert (5, True) == (again.code, "is there already" in again.err)


@pytest.mark.parametrize("name", ["../out", "/tmp/out", ".", "..", "", "a/b", "-x", "가\n나"])
def test_no_name(name: str, blog: Path) -> None:
    """A copy goes nowhere but into a folder of styles/."""
    made = run("themes", blog, "--copy", "essay", name)
    assert 0 != made.code
    assert not (blog / "styles").exists()


def test_not_through_a_link(blog: Path, tmp_path: Path) -> None:
    """A link of the blog does not lead a copy out of it."""
    (tmp_path / "away").mkdir()
    (blog / "styles").symlink_to(tmp_path / "away")
    assert 5 == run("themes", blog, "--copy", "essay", "ours").code
    assert [] == [*(tmp_path / "away").iterdir()]


def test_checked(blog: Path) -> None:
    """What goes into no book is named, with file and line; what makes no book is an error."""
    run("themes", blog, "--copy", "essay", "ours")
    sheet = blog / "styles/ours/print.css"
    sheet.write_text("p { color: red }\nh2 { background: url(https://a.example/b.png) }\n", "utf-8")
    warned = run("themes", blog, "--check", "ours")
    assert (0, True) == (warned.code, "styles/ours/print.css:2: warning[theme-unsafe]" in warned.err)
    (blog / "styles/ours/templates").mkdir()
    (blog / "styles/ours/templates/a.j2").write_text("{% if %}", "utf-8")
    assert (3, True) == ((broken := run("themes", blog, "--check", "ours")).code, "a.j2:1" in broken.err)
    (blog / "styles/ours/theme.toml").write_text("[paper]\ntrim = 'A99'\n", "utf-8")
    assert 3 == run("themes", blog, "--check", "ours").code
    listed = run("themes", blog)
    assert (1, 7) == (listed.code, len(listed.out.splitlines()))
    assert "styles/ours: error[config-value]" in listed.err
