"""themes.py."""

import re
from datetime import date
from pathlib import Path

import pytest

from publisher.assets.themes import load_theme, names
from publisher.errors import ConfigError


def _theme(blog: Path, name: str, toml: str = "", **files: str) -> None:
    """A theme of the blog's own; `files`: name with __ for / -> text."""
    folder = blog / "styles" / name
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.toml").write_text(toml, "utf-8")
    for file, text in files.items():
        (folder / file.replace("__", "/").replace("_css", ".css").replace("_j2", ".j2")).write_text(
            text, "utf-8"
        )


def test_shipped(tmp_path: Path) -> None:
    """Seven themes come with publisher."""
    shipped = ["base", "essay", "gothic", "large", "literature", "photo", "technical"]
    assert shipped == names(tmp_path)


def test_parent(tmp_path: Path) -> None:
    """A theme has of its parent what it does not say itself."""
    theme = load_theme("gothic", tmp_path)
    assert ("eojeol", "start") == (theme.line_break, theme.align)
    assert load_theme("base", tmp_path).fonts["code"] == theme.fonts["code"]
    assert ["gothic", "base"] == [folder.name for folder in theme.folders]


def test_own(tmp_path: Path) -> None:
    """A blog's own theme builds on one of ours: words, style sheets, templates."""
    toml = '[theme]\nparent = "gothic"\n[words.ko]\ncontents = "벼리"\n'
    _theme(tmp_path, "내것", toml, book_css="p { color: red }", templates__hello_j2="{{ who }}님")
    theme = load_theme("내것", tmp_path)
    assert ["내것", "gothic", "base"] == [folder.name for folder in theme.folders]
    assert "벼리" == theme.words_in("ko")["contents"]
    assert "판권" == theme.words_in("ko")["colophon"]
    assert theme.css("book.css").endswith("p { color: red }")
    assert "&lt;가&gt;님" == theme.fill("hello.j2", who="<가>")
    assert "내것" in names(tmp_path)


def test_own_before_ours(tmp_path: Path) -> None:
    """A blog's theme of the name of one of ours goes before it."""
    _theme(tmp_path, "gothic", '[theme]\nalign = "justify"\n')
    assert "justify" == load_theme("gothic", tmp_path).align


def test_languages(tmp_path: Path) -> None:
    """A theme speaks Korean and English, and English where it does not know the language."""
    theme = load_theme("base", tmp_path)
    assert "차례" == theme.words_in("ko-KR")["contents"]
    assert "Contents" == theme.words_in("fr")["contents"]
    assert "2021년 3월 14일" == theme.day(date(2021, 3, 14), "ko")


def test_same_words_in_each_language(tmp_path: Path) -> None:
    """No language lacks a word that another has."""
    theme = load_theme("base", tmp_path)
    for words in (theme.words, theme.shelf):
        assert words["ko"].keys() == words["en"].keys()


def test_unknown(tmp_path: Path) -> None:
    """A name that is nearly right is asked back."""
    with pytest.raises(ConfigError, match="there is no theme gotic") as caught:
        load_theme("gotic", tmp_path)
    assert "did you mean gothic?" == caught.value.hint


@pytest.mark.parametrize("name", ["../../etc", "/etc", "base/../base", ".", ""])
def test_path_is_no_name(name: str, tmp_path: Path) -> None:
    """A theme is a name, not a path."""
    with pytest.raises(ConfigError):
        load_theme(name, tmp_path)


def test_loop(tmp_path: Path) -> None:
    """A theme that is its own ancestor is an error that says so, not a hang."""
    _theme(tmp_path, "하나", '[theme]\nparent = "둘"\n')
    _theme(tmp_path, "둘", '[theme]\nparent = "하나"\n')
    with pytest.raises(ConfigError, match="theme 하나 is its own parent"):
        load_theme("하나", tmp_path)


def test_no_parent(tmp_path: Path) -> None:
    """A parent without a name is none that there is."""
    _theme(tmp_path, "하나", '[theme]\nparent = ""\n')
    with pytest.raises(ConfigError, match="there is no theme"):
        load_theme("하나", tmp_path)


@pytest.mark.parametrize("toml", ["[theme", "\tx", '[words]\nko = "x"', "[fonts]\nbody = 1", "theme = 1"])
def test_broken_toml(toml: str, tmp_path: Path) -> None:
    """A theme.toml that cannot be used is named."""
    _theme(tmp_path, "내것", toml)
    with pytest.raises(ConfigError, match=r"theme\.toml"):
        load_theme("내것", tmp_path)


@pytest.mark.parametrize("template", ["{{ nosuch }}", "{% if %}", "{{ 1 / 0 }}", "{% include 'nosuch.j2' %}"])
def test_broken_template(template: str, tmp_path: Path) -> None:
    """A template that fails is an error that names the theme and the file."""
    _theme(tmp_path, "내것", templates__a_j2=template)
    with pytest.raises(ConfigError, match=r"theme 내것: .*\.j2:\d"):
        load_theme("내것", tmp_path).fill("a.j2")


def test_a_template_that_makes_nothing(tmp_path: Path) -> None:
    """An empty page is none that a layout engine could be given: it is named."""
    _theme(tmp_path, "내것", templates__cover_j2="{# nothing #}")
    with pytest.raises(ConfigError, match=r"theme 내것: cover\.j2:1: Document is empty"):
        load_theme("내것", tmp_path).fill("cover.j2")


@pytest.mark.parametrize(
    "template",
    ["{{ ''.__class__.__mro__ }}", "{{ who.__init__.__globals__ }}", "{% include '../theme.toml' %}"],
)
def test_sandbox(template: str, tmp_path: Path) -> None:
    """No template comes out of its sandbox."""
    _theme(tmp_path, "내것", templates__a_j2=template)
    with pytest.raises(ConfigError):
        load_theme("내것", tmp_path).fill("a.j2", who=Path)


@pytest.mark.parametrize(
    ("said", "toml"),
    [
        (
            "words.ko.date has braces around what is not put in there",
            "[words.ko]\ndate = '{year:9999999999}'\n",
        ),
        ("words.ko.part has braces around what is not put in there", "[words.ko]\npart = '{0.__class__}'\n"),
        ("words.ko.part has braces around what is not put in there", "[words.ko]\npart = '{'\n"),
        (
            "words.ko.page_ref has braces around what is not put in there",
            "[words.ko]\npage_ref = '{:을/를}'\n",
        ),
        (
            "words.ko.post_ref has braces around what is not put in there",
            "[words.ko]\npost_ref = '{page:을/를}'\n",
        ),
        (
            "words.ko.qr_code has braces around what is not put in there",
            "[words.ko]\nqr_code = '{name:>9999/}'\n",
        ),
        ("words.ko.contents has braces around what is not put in there", "[words.ko]\ncontents = '{}'\n"),
        ("shelf.ja must be a table", "[shelf]\nja = 1\n"),
        ("words.ko.mine must be a text", "[words.ko]\nmine = 1\n"),
        ("fonts.body must be a list of names", "[fonts]\nbody = [1]\n"),
        ("parent must be a name", "[theme]\nparent = 3\n"),
        ("a name of more than 50 steps", "a" + ".a" * 10_000 + " = 1\n"),
    ],
    ids=lambda text: text[:30],
)
def test_settings_that_cannot_be_used(said: str, toml: str, tmp_path: Path) -> None:
    """What is no font, no word, or asks for more than a word is given, is named."""
    _theme(tmp_path, "하나", toml)
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_theme("하나", tmp_path)


def test_words_of_a_theme(tmp_path: Path) -> None:
    """A theme may leave out what is put in, write numbers in its way, and speak another language."""
    _theme(tmp_path, "하나", "[words.ko]\ndate = '{day:02}일'\n[words.ja]\npart = '部'\n")
    assert "03일" == load_theme("하나", tmp_path).day(date(2021, 3, 3), "ko")
    assert "部" == load_theme("하나", tmp_path).words_in("ja")["part"]
