"""A build with a warm cache makes the bytes that one without makes, whatever was changed in between.

Each thing that a book is made of is changed alone: every key of book.toml, every file of a theme, a font, and
each kind of file of a blog. One cache is used by all of these builds, and holds what each of them has made.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allpairspy import AllPairs
from PIL import Image

from publisher.assets.font_files import Face
from publisher.assets.fonts import find_fonts, subset
from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml, Format, keys
from publisher.errors import Report
from publisher.storage import cache_folder
from publisher.writers.pdf import book
from publisher.writers.pdf.layout import scheduler
from publisher.writers.pdf.layout.libraries import machine, versions
from tests.blogs import hexo, write
from tests.books import CONFIG, ROOT
from tests.outside.settings_blog import blog_of_settings
from tests.outside.test_settings_seen import (
    _BY_MAIL,
    _IN_PDF,
    _INDEX,
    _PAGES,
    _PRINTED,
    _SET,
    _VOLUME,
    _setting,
)
from tests.spread import spread

Made = tuple[dict[str, str], tuple[str, ...]]  # digests of the files by their names, and what was said
Change = Callable[[Path], None]
_POST = "---\ntitle: {}\ndate: {}\n---\n\n{}\n"
_FORMATS: tuple[Format, ...] = ("epub", "pdf")


@dataclass
class Desk:
    """One blog, built again and again."""

    blog: Path
    at: Path
    patch: pytest.MonkeyPatch
    settings: dict[str, Any] = field(default_factory=dict)
    formats: tuple[Format, ...] = _FORMATS
    colds: int = 0

    def warm(self) -> Made:
        """With the cache and into the folder of all builds before."""
        return self._made(self.at / "cache", self.at / "out")

    def cold(self) -> Made:
        """With an empty cache: the fonts alone are there, which take two seconds to cut."""
        self.colds += 1
        own = self.at / f"cold-{self.colds}"
        for fonts in (self.at / "cache").glob("v-*/fonts"):
            shutil.copytree(fonts, own / fonts.relative_to(self.at / "cache"), copy_function=os.link)
        made = self._made(own, self.at / f"out-{self.colds}")
        shutil.rmtree(own)
        return made

    def _made(self, cache: Path, out: Path) -> Made:
        self.patch.setenv("PUBLISHER_CACHE", str(cache))
        report = Report()
        own = BookToml.model_validate(self.settings)
        built = build(Config(self.blog, out, self.formats, own, jobs=1, cache=True, epoch=None), report)
        files = {one.path.name: hashlib.sha256(one.path.read_bytes()).hexdigest() for one in built.files}
        return files, tuple(map(str, report.diagnostics))


def _desk(folder: Path, write: Callable[[Path], Path], patch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(write(folder / "blog"), folder, patch)
    desk.warm()
    return desk


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


# Settings


@pytest.fixture(scope="module")
def by_settings(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Desk:
    return _desk(tmp_path_factory.mktemp("settings"), blog_of_settings, patch)


def _settings() -> dict[str, dict[str, Any]]:
    """Each key alone -> book.toml."""
    found: dict[str, dict[str, Any]] = {name: _table(name, value) for name, (value, _) in _SET.items()}
    for name, (value, _) in _VOLUME.items():
        first = {"title": "권", "tags": ["산"], name: value}
        found[f"volume.{name}"] = {"volume": [first, {"title": "나머지"}]}
    for _, tables, _ in _IN_PDF:
        for table, values in tables.items():
            for key, value in values.items():
                found[f"{table}.{key} = {value}"] = {table: {key: value}}
    found["epub.math"] = {"epub": {"math": "pictures"}, "markdown": {"math": True}}
    return found


def _table(name: str, value: Any) -> dict[str, Any]:
    return _setting(*name.split("."), value)


_SETTINGS = _settings()


# What a book says of itself, and a volume like a book, is tried in both formats by `make test-all`.
_OF_THE_BOOK = [name for name in _SETTINGS if name.startswith(("book.", "volume."))]
_OTHERS = [name for name in _SETTINGS if name not in _OF_THE_BOOK]
_IN_BOTH = [*spread(_OTHERS, 12), *spread(_OF_THE_BOOK, len(_SETTINGS))[1:]]


class TestSettings:
    """book.toml."""

    @pytest.mark.parametrize("name", _IN_BOTH)
    def test_key(self, name: str, by_settings: Desk) -> None:
        """A key that is set between two builds."""
        by_settings.settings = _SETTINGS[name]
        assert by_settings.warm() == by_settings.cold()

    @pytest.mark.parametrize("name", spread(_OF_THE_BOOK, 5))
    def test_key_of_the_book(self, name: str, by_settings: Desk) -> None:
        """The same for what a book says of itself, in the EPUB, which is made sooner."""
        by_settings.settings = _SETTINGS[name]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(by_settings, "formats", ("epub",))
            assert by_settings.warm() == by_settings.cold()

    def test_line_break(self, by_settings: Desk) -> None:
        """By syllable, then by eojeol: two books. With a warm cache they were once the same."""
        made = []
        for value in ("syllable", "eojeol"):
            by_settings.settings = {"theme": {"line_break": value}}
            made.append(by_settings.warm()[0])
        assert made[0] != made[1]

    def test_every_key_is_tried(self) -> None:
        """All keys that a book is made with."""
        others = {f"mail.{key}" for key in _BY_MAIL} | {f"print.{key}" for key in _PRINTED}
        others |= {"images.fetch", "check.ignore", "limits.seconds", "limits.memory"}  # of none kept
        others |= {"order.box_set"}  # tests/book/test_box_set.py
        others |= {"print.cost_page", "print.cost_copy"}  # of no file
        others |= {f"cover.{key}" for key in ("quote", "portrait", "about", "flap")}  # of the printed cover
        others |= {f"matter.{key}" for key in _PAGES}  # which of the files are read
        others |= {f"index.{key}" for key in _INDEX}  # of an index, of which "matter.index" is one
        assert {f"{table}.{key}" for table, key, _ in keys()} == {n.split(" ")[0] for n in _SETTINGS} | others


_PAIRS = {
    "theme": {
        "name": ["base", "gothic", "literature"],
        "line_break": ["syllable", "eojeol", "eojeol-first"],
        "align": ["justify", "start"],
        "indent": ["all", "after-first", "none"],
    },
    "pdf": {
        "trim": ["A5", "B6", "신국판"],
        "opening": ["page", "recto", "run-on"],
        "page_refs": [True, False],
        "links": ["plain", "notes", "end", "qr"],
    },
    "epub": {"embed_fonts": [True, False], "math": ["mathml", "pictures"]},
    "markdown": {"math": [True, False], "diagrams": ["draw", "code"], "smart": [True, False]},
    "order": {"by": ["category", "year", "flat"], "posts": ["date", "title"]},
}
_NAMES = [(table, key) for table, values in _PAIRS.items() for key in values]
_ROWS = [tuple(row) for row in AllPairs([_PAIRS[table][key] for table, key in _NAMES])]


@pytest.mark.wide
@pytest.mark.parametrize("row", _ROWS)
def test_pairs_of_settings(row: tuple[Any, ...], by_settings: Desk) -> None:
    """One book after another in a cover of all pairs of settings."""
    settings: dict[str, Any] = {}
    for (table, key), value in zip(_NAMES, row, strict=True):
        settings.setdefault(table, {})[key] = value
    by_settings.settings = settings
    assert by_settings.warm() == by_settings.cold()


# Files of a theme


def _with_theme(folder: Path) -> Path:
    """A blog with themes and a font of its own."""
    blog = hexo(folder, {"a.md": _POST.format("가", "2024-01-02", "글. **굵게** [^1]\n\n[^1]: 주")})
    for name in ("base", "gothic"):
        shutil.copytree(ROOT / "styles" / name, blog / "styles" / name)
    return blog


_BLOCK = re.compile(r"<(?:p|h1|section|header|div|li)\b[^>{]*>")
_FILES = sorted(
    path.relative_to(ROOT / "styles").as_posix()
    for name in ("base", "gothic")
    for path in (ROOT / "styles" / name).rglob("*")
    if path.is_file() and "shelf" not in path.parts
)


@pytest.fixture(scope="module")
def by_theme(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Desk:
    desk = _desk(tmp_path_factory.mktemp("theme"), _with_theme, patch)
    desk.settings = {"theme": {"name": "gothic"}}
    desk.warm()
    return desk


class TestTheme:
    """styles/ of the blog."""

    @pytest.mark.parametrize("name", spread(_FILES, 16))  # few: they have one key, of all that they say
    def test_file(self, name: str, by_theme: Desk) -> None:
        """A file of a theme, or of the one that it builds on, is edited."""
        file = by_theme.blog / "styles" / name
        text = file.read_text("utf-8")
        file.write_text(_edited(file.suffix, text), "utf-8")
        try:
            assert by_theme.warm() == by_theme.cold()
        finally:
            file.write_text(text, "utf-8")

    def test_font(self, by_theme: Desk) -> None:
        """A font of the blog is another, under the same name."""
        (face, *_) = find_fonts({"body": ("Noto Serif CJK KR",)}, by_theme.blog, "가").faces
        letters = "".join(map(chr, (*range(0x20, 0x7F), *range(0xAC00, 0xAD00)))) + "굵게글주에따"
        target = by_theme.blog / "fonts/own.otf"
        target.parent.mkdir(exist_ok=True)
        for more in ("", "힣"):
            target.write_bytes(subset(face, letters + more))
            assert by_theme.warm() == by_theme.cold()
        shutil.rmtree(target.parent)


def _edited(kind: str, text: str) -> str:
    """Something in it that is seen in a book."""
    if kind == ".css":
        return text + "\nh1 { letter-spacing: 0.3em }\n"
    if kind == ".toml":
        return re.sub(r'^(contents|date|part) = "', r"\g<0>※ ", text, flags=re.M)
    return _BLOCK.sub(r"\g<0>‡", text, count=1)


# Files of blogs


def _hexo(folder: Path) -> Path:
    posts = {
        "a.md": _POST.format(
            "가",
            "2024-01-02",
            "![](/a.png) ![](c.png) {% asset_img b.png %}\n\n[둘](/2024/03/04/b/) **강조(괄호)**는 '말'",
        ),
        "b.md": _POST.format("나", "2024-03-04", "## 절\n\n```dot\ndigraph { a -> b }\n```\n"),
    }
    blog = hexo(folder, posts, CONFIG)
    _picture(blog / "source/a.png", "red")
    _picture(blog / "source/_posts/a/b.png", "blue")
    _picture(blog / "source/_posts/c.png", "white")
    return blog


def _jekyll(folder: Path) -> Path:
    body = "{% include note.html text='글' %} {{ site.data.words.one }} ![](/assets/a.png) {{ site.motto }}"
    files = {
        "_config.yml": CONFIG + "motto: 말\n",
        "Gemfile": 'gem "jekyll"\n',
        "_posts/2024-01-02-a.md": _POST.format("가", "2024-01-02", body),
        "_includes/note.html": "<p>{{ include.text }}</p>",
        "_data/words.yml": "one: 하나\n",
    }
    blog = write(folder, files)
    _picture(blog / "assets/a.png", "red")
    return blog


def _hugo(folder: Path) -> Path:
    body = '{{< note >}}글{{< /note >}}\n{{< param "word" >}} ![](a.png)'
    files = {
        "hugo.toml": 'title = "블로그"\nbaseURL = "https://example.org/"\n[params]\nword = "말"\n',
        "content/posts/a/index.md": _POST.format("가", "2024-01-02", body),
        "layouts/shortcodes/note.html": "<p>{{ .Inner }}</p>",
    }
    blog = write(folder, files)
    _picture(blog / "content/posts/a/a.png", "red")
    return blog


def _picture(path: Path, colour: str, form: str = "PNG") -> None:
    held = BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held.getvalue())


def _replaced(name: str, old: str, new: str) -> Change:
    def change(blog: Path) -> None:
        text = (blog / name).read_text("utf-8")
        assert old in text
        (blog / name).write_text(text.replace(old, new), "utf-8")

    return change


def _added(name: str, text: str) -> Change:
    def change(blog: Path) -> None:
        write(blog, {name: text})

    return change


def _appended(name: str, text: str) -> Change:
    return lambda blog: _added(name, (blog / name).read_text("utf-8") + text)(blog)


_HEXO: dict[str, Change] = {
    "a post's text": _replaced("source/_posts/a.md", "[둘]", "[둘째]"),
    "a post's title": _replaced("source/_posts/b.md", "title: 나", "title: 다른 이름"),
    "a post's date": _replaced("source/_posts/b.md", "2024-03-04", "2023-03-04"),
    "a heading that nothing leads to": _replaced("source/_posts/b.md", "## 절", "## 다른 절"),
    "a diagram": _replaced("source/_posts/b.md", "a -> b", "a -> c"),
    "a picture": lambda blog: _picture(blog / "source/a.png", "green"),
    "a picture of a post's folder": lambda blog: _picture(blog / "source/_posts/a/b.png", "green"),
    "a picture that comes nearer": lambda blog: _picture(blog / "source/_posts/a/c.png", "black"),
    "a picture that is gone": lambda blog: (blog / "source/a.png").unlink(),
    "a plan": _added("book.plan.toml", '[[part]]\ntitle = "부"\nposts = ["b", "a"]\n'),
    "a plan's words": _added("book.plan.toml", '[[part]]\nposts = ["a", { path = "b", lead = "말" }]\n'),
    "what a post says for the book": _replaced("source/_posts/b.md", "---\n\n", "book: {lead: 말}\n---\n\n"),
    "a new post": _added("source/_posts/c.md", _POST.format("다", "2024-02-02", "새 글")),
    "a post that is gone": lambda blog: (blog / "source/_posts/b.md").unlink(),
    "the blog's title": _replaced("_config.yml", "작은 블로그", "큰 블로그"),
    "the blog's address": _replaced("_config.yml", "https://example.org", "https://example.com/b"),
    "the blog's Markdown": _added("package.json", '{"dependencies": {"hexo-renderer-marked": "^0.3.2"}}'),
    "a setting of the engine": _appended("_config.yml", "marked:\n  smartypants: false\n"),
}
_JEKYLL: dict[str, Change] = {
    "an include": _replaced("_includes/note.html", "<p>", "<p>※ "),
    "a data file": _replaced("_data/words.yml", "하나", "둘"),
    "a value of the site": _replaced("_config.yml", "motto: 말", "motto: 뜻"),
    "a picture": lambda blog: _picture(blog / "assets/a.png", "green"),
    "a default": lambda blog: _added(
        "_config.yml",
        (blog / "_config.yml").read_text("utf-8")
        + 'defaults:\n- scope: {path: ""}\n  values: {tags: [산]}\n',
    )(blog),
}
_HUGO: dict[str, Change] = {
    "a shortcode's template": _replaced("layouts/shortcodes/note.html", "<p>", "<p>※ "),
    "a parameter of the site": _replaced("hugo.toml", '"말"', '"뜻"'),
    "a picture of the bundle": lambda blog: _picture(blog / "content/posts/a/a.png", "green"),
    "a switch of the parser": _appended("hugo.toml", "[markup.goldmark.renderer]\nhardWraps = true\n"),
}
_BLOGS = {"hexo": (_hexo, _HEXO), "jekyll": (_jekyll, _JEKYLL), "hugo": (_hugo, _HUGO)}


@pytest.fixture(scope="module")
def by_files(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Callable[[str], Desk]:
    """The blog of an engine; each is made once, and changed by all tests in turn."""
    made: dict[str, Desk] = {}

    def desk(engine: str) -> Desk:
        if engine not in made:
            made[engine] = _desk(tmp_path_factory.mktemp(engine), _BLOGS[engine][0], patch)
        return made[engine]

    return desk


_CHANGES = [(name, what) for name, (_, changes) in _BLOGS.items() for what in changes]


class TestBlogs:
    """Files of a blog."""

    @pytest.mark.parametrize(
        ("engine", "what"),
        spread(_CHANGES, 6),
    )
    def test_file(self, engine: str, what: str, by_files: Callable[[str], Desk]) -> None:
        """Something in the blog's folder is another, and then as it was."""
        desk = by_files(engine)
        write, changes = _BLOGS[engine]
        before = desk.warm()
        changes[what](desk.blog)
        after = desk.warm()
        assert desk.cold() == after
        assert before != after
        shutil.rmtree(desk.blog)
        write(desk.blog)
        assert before == desk.warm()


# What it is made with


def test_installed_libraries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A library in another version, or a new one, has a cache of its own."""
    place = tmp_path / "site-packages"
    (place / "engine-1.0.dist-info").mkdir(parents=True)
    found = {cache_folder.version()}
    for _ in range(2):
        monkeypatch.syspath_prepend(str(place))
        cache_folder.version.cache_clear()
        found.add(cache_folder.version())
        (place / "engine-1.0.dist-info").rename(place / "engine-1.1.dist-info")
        cache_folder.version.cache_clear()
        found.add(cache_folder.version())
        (place / "engine-1.1.dist-info").rename(place / "engine-1.0.dist-info")
    cache_folder.version.cache_clear()
    assert 3 == len(found)


def test_another_pango(tmp_path: Path, patch: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what shapes text is another, no page of the PDF is taken from before, nor the whole file."""
    desk = _desk(tmp_path, _hugo, patch)
    monkeypatch.setattr(book, "machine", lambda: ("another",))
    monkeypatch.setattr(scheduler, "machine", lambda: ("another",))
    before = _fragments(tmp_path)
    desk.warm()
    assert 2 * before == _fragments(tmp_path)


def _fragments(folder: Path) -> int:
    return len([path for path in folder.glob("cache/*/fragments/*/*") if path.is_file()])


def test_libraries_below() -> None:
    """What shapes text and finds fonts says its version, which is in the key of every page."""
    assert ["libpango-1.0", "libharfbuzz", "libfontconfig"] == [one.split(" ")[0] for one in versions()]
    assert all(re.search(r"\d", one.split(" ")[1]) for one in versions())


def test_fonts_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font that is installed is in the key of every page: a theme may name it, letters may come from it."""
    before = machine()
    face = Face("새 글꼴", "/a.ttf", 0, 400, italic=False)
    monkeypatch.setattr("publisher.assets.font_files.system_fonts", lambda: (face,))
    assert (len(versions()) + 1, False) == (len(before), before == machine())
