"""What lies outside a blog does not come into its book, and what is no file holds nobody up: whatever a blog
says, wherever it has a link or a pipe, and whatever is exchanged while it is read."""

import io
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from publisher import build
from publisher.assets import font_files
from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.cli.main import main
from publisher.config.load import Config, load
from publisher.config.schema import CoverTable
from publisher.errors import PublisherError, Report, WriteError
from publisher.library.blogs import place_in, write_page
from publisher.passes import pictures
from publisher.render.bodies import write_bodies
from publisher.render.remote import renderings
from publisher.writers.pdf.cover.pictures import pictures_of
from tests import chapters
from tests.blogs import CONFIG, read, write
from tests.swaps import at_each_opening

SECRET = "아무도모르는비밀"
POST = "---\ntitle: 글\ndate: 2021-03-14\n---\n본문\n\n{text}\n"
THEME = {
    "styles/ours/theme.toml": "[theme]\nparent = 'base'\n",
    "styles/ours/epub.css": "p { color: #123 }\n",
    "styles/ours/templates/colophon.j2": "<p>판권</p>\n",
}
HEXO = {"_config.yml": CONFIG, "source/_posts/글.md": POST.format(text="![그림](/images/a.png)")} | THEME
JEKYLL = {
    "_config.yml": CONFIG,
    "_posts/2021-03-14-글.md": POST.format(text="{% include a.html %} {{ site.data.a.b }}"),
}
HUGO = {
    "hugo.toml": "title = '봄'\n",
    "content/posts/글.md": POST.format(text="{{< a >}}\n\n{{< param b >}}"),
    "layouts/shortcodes/b.html": "나",
}
# What stands in a blog: the site, its path, what it holds; what the build says of it where it is a link to
# the same outside, and where it is a pipe.
_NOT_READ, _PIPE = "it leads out of the blog", "a pipe, socket or device"
FILES = {
    "post": (
        HEXO,
        "source/_posts/둘.md",
        POST.format(text=SECRET),
        "둘.md: post-outside",
        "둘.md: post-unreadable",
    ),
    "settings": (
        HEXO,
        "_config.yml",
        f"title: {SECRET}",
        f"_config.yml: {_NOT_READ}",
        "_config.yml: file-passed-over",
    ),
    "settings of the book": (
        HEXO,
        "book.toml",
        f"[book]\ntitle = '{SECRET}'",
        f"book.toml: {_NOT_READ}",
        f"book.toml: {_PIPE}",
    ),
    "packages": (
        HEXO,
        "package.json",
        '{"dependencies": {"hexo-renderer-pandoc": "1"}}',
        "package.json: file-passed-over",
        "package.json: file-passed-over",
    ),
    "style sheet": (
        HEXO,
        "styles/ours/epub.css",
        f"/* {SECRET} */",
        f"epub.css: {_NOT_READ}",
        f"epub.css: {_PIPE}",
    ),
    "theme": (
        HEXO,
        "styles/ours/theme.toml",
        f"[words.ko]\ncontents = '{SECRET}'",
        f"theme.toml: {_NOT_READ}",
        f"theme.toml: {_PIPE}",
    ),
    "template": (
        HEXO,
        "styles/ours/templates/_colophon.j2",
        SECRET,
        f"_colophon.j2: {_NOT_READ}",
        f"_colophon.j2: {_PIPE}",
    ),
    "font": (HEXO, "fonts/a.ttf", "", "fonts/a.ttf: font-unreadable", "fonts/a.ttf: font-unreadable"),
    "shortcode": (HUGO, "layouts/shortcodes/a.html", SECRET, "글.md: ", "글.md: "),
    "parameters": (
        HUGO,
        "config/_default/params.toml",
        f"b = '{SECRET}'",
        f"params.toml: {_NOT_READ}",
        f"params.toml: {_PIPE}",
    ),
    "include": (JEKYLL, "_includes/a.html", SECRET, "a.html: post-outside", "a.html: post-unreadable"),
    "data": (JEKYLL, "_data/a.yml", f"b: {SECRET}", "a.yml: post-outside", "a.yml: post-unreadable"),
}
FOLDERS = {  # that are links, and what the build says of them
    "styles": _NOT_READ,
    "styles/ours": _NOT_READ,
    "styles/ours/templates": f"styles/ours/templates: {_NOT_READ}",
    "fonts": "fonts: font-unreadable",
    "source/_posts": "source/_posts: post-outside",
    "source/images": "글.md: image-missing",
}


def _picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    """A test that would hang fails."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def _made(blog: Path) -> tuple[str, bytes]:
    """What a build says, and all that is in the EPUB."""
    report, theme = Report(), "ours" if os.path.lexists(blog / "styles") else "base"
    try:
        settings = load(blog / "book.toml", "book.toml", {"theme": {"name": theme}}, blog)
        config = Config(blog, blog.parent / "out", ("epub",), settings, 1, cache=True, epoch=0)
        made = build.build(config, report)
    except PublisherError as error:
        return f"{_said(report)}{type(error).__name__}: {error}", b""
    with zipfile.ZipFile(made.files[0].path) as book:
        return _said(report), b"".join(map(book.read, book.namelist()))


def _said(report: Report) -> str:
    return "".join(f"{one.where.path}: {one.code}\n" for one in report.diagnostics)


@pytest.mark.parametrize("kind", FILES)
def test_a_link_to_a_file_outside(kind: str, tmp_path: Path) -> None:
    """What a link outside says is not in the book, and it is named; the same file in the blog is read."""
    site, name, content, said, _ = FILES[kind]
    blog = write(tmp_path / "blog", site | {name: content})
    if SECRET in content:
        assert SECRET.encode() in _made(blog)[1]
    (blog / name).rename(tmp_path / "outside")
    (blog / name).symlink_to(tmp_path / "outside")
    told, book = _made(blog)
    assert said in told
    assert SECRET.encode() not in book


@pytest.mark.parametrize("kind", FILES)
def test_a_pipe(kind: str, tmp_path: Path) -> None:
    """Nobody may ever write to it: it is named, and not waited for."""
    site, name, _, _, said = FILES[kind]
    blog = write(tmp_path / "blog", {one: text for one, text in site.items() if one != name})
    (blog / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(blog / name)
    told, _ = _made(blog)
    assert said in told


@pytest.mark.parametrize("name", FOLDERS)
def test_a_link_to_a_folder_outside(name: str, tmp_path: Path) -> None:
    """All that lies there is as if not there, and the link is named."""
    files = {"styles/ours/templates/_colophon.j2": SECRET, "fonts/a.ttf": ""}
    blog = write(tmp_path / "blog", HEXO | files | {"source/images/a.png": _picture("red")})
    assert _picture("red") in _made(blog)[1]
    (blog / name).rename(tmp_path / "outside")
    (blog / name).symlink_to(tmp_path / "outside")
    told, book = _made(blog)
    assert FOLDERS[name] in told
    assert "fonts" == name or SECRET.encode() not in book or _picture("red") not in book


def test_links_within_the_blog(tmp_path: Path) -> None:
    """A picture of another post, a theme's templates shared by another, a font: what leads nowhere outside is
    followed."""
    blog = write(
        tmp_path / "blog", HEXO | {"shared/a.png": _picture("red"), "shared/p.css": f"/* {SECRET} */"}
    )
    (blog / "source/images").symlink_to("../shared")
    (blog / "styles/ours/epub.css").unlink()
    (blog / "styles/ours/epub.css").symlink_to(blog / "shared/p.css")
    (blog / "styles/two").symlink_to("ours")
    told, book = _made(blog)
    assert "" == told
    assert _picture("red") in book
    assert SECRET.encode() in book


def test_what_the_user_names_may_be_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blog, the settings by --config, and the place by --output."""
    write(tmp_path / "real", HEXO | {"source/images/a.png": _picture("red")})
    write(tmp_path, {"mine/book.toml": "[book]\ntitle = '내 책'", "books/x": ""})
    (tmp_path / "blog").symlink_to("real")
    (tmp_path / "config.toml").symlink_to("mine/book.toml")
    (tmp_path / "out").symlink_to("books")
    options = ["--config", "config.toml", "-o", "out", "--format", "epub", "--strict", "--jobs", "1"]
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["export", "blog", *options])
    assert (0, True) == (made.exit_code, (tmp_path / "books/내-책.epub").is_file()), made.output


@pytest.mark.parametrize("command", [["export"], ["package", "--for", "purple"]])
def test_the_folder_of_books_leads_nowhere_outside(command: list[str], tmp_path: Path) -> None:
    """A blog that brings book/ as a link decides of no place on the machine; the user may name that place."""
    blog = write(tmp_path / "blog", HEXO)
    (tmp_path / "outside").mkdir()
    for name in ("book", "upload"):
        (blog / name).symlink_to(tmp_path / "outside")
    made = CliRunner().invoke(main, [*command, str(blog)])
    assert 5 == made.exit_code
    assert f"{blog}/{'book' if command == ['export'] else 'upload'}" in made.output
    assert (
        "leads out of the blog" in made.output
        and "hint: take the link away, or name the place: -o " in made.output
    )
    assert [] == [*(tmp_path / "outside").iterdir()]


def test_a_shelf_in_a_blog_leads_nowhere_outside(tmp_path: Path) -> None:
    """Neither its folder nor the page beside it."""
    blog = write(tmp_path / "blog", HEXO)
    write(tmp_path, {"outside/x": ""})
    (blog / "source/books").symlink_to(tmp_path / "outside")
    with pytest.raises(WriteError, match="leads out of the blog"):
        place_in(blog, "books", Report())
    os.mkfifo(blog / "source/shelf.md")
    place, report = place_in(blog, "shelf", Report()), Report()
    assert write_page(place, blog, "책", b"", report) is None
    assert ["shelf-page-kept"] == [one.code for one in report.diagnostics]


def test_a_pipe_among_bare_bodies(tmp_path: Path) -> None:
    """`publisher body --as` reads one folder, and nothing that is no file of it."""
    folder = write(tmp_path / "texts", {"a.md": "하나"})
    os.mkfifo(folder / "b.md")
    (folder / "c.md").symlink_to("/etc/passwd")
    report = Report()
    assert 1 == write_bodies(folder, "hexo", tmp_path / "out", report)
    told = [(one.where.path, one.code) for one in report.diagnostics]
    assert [("b.md", "post-unreadable"), ("c.md", "post-outside")] == told


# Races


def _chapter(blog: Path) -> bytes:
    work = chapters.Blog(blog.parent)
    return b"".join(Path(asset.path).read_bytes() for asset in work.chapter("![](/a.png)").assets)


def _cluster(blog: Path) -> bytes:
    pictures.forget_folders()
    context = chapters.Blog(blog.parent).context
    (item,) = renderings([chapters.entry("![](/a.png)")], context)
    return b"".join(Path(copy).read_bytes() for copy in item.paths())


def _font(blog: Path) -> bytes:
    font_files._copies.cache_clear()
    return b"".join(
        Path(face.path).read_bytes() for face in font_files.own_fonts(blog, blog.parent / "kept").faces
    )


def _settings(blog: Path) -> str:
    return load(blog / "book.toml", "book.toml", {}, blog).book.title


def _ttf(word: str) -> bytes:
    """A font with a word behind its tables, where nobody looks."""
    (face,) = find_fonts({"x": ("DejaVu Sans",)}, Path("/nowhere"), "").roles[0].faces[:1]
    return Path(face.path).read_bytes() + word.encode()


def _cover(blog: Path) -> bytes:
    return pictures_of(f"{blog}/source/a.png", CoverTable(), blog, Report()).own


Content = str | bytes
# What of a blog is read by whom: its path, what it holds for a word, and what comes of it.
READ: dict[str, tuple[str, Callable[[str], Content], Callable[[Path], Content]]] = {
    "picture": ("source/a.png", _picture, _chapter),
    "picture for a cluster": ("source/a.png", _picture, _cluster),
    "cover": ("source/a.png", _picture, _cover),
    "font": ("fonts/a.ttf", _ttf, _font),
    "style sheet": (
        "styles/ours/epub.css",
        "p {{ color: {} }}".format,
        lambda blog: load_theme("ours", blog).css("epub.css"),
    ),
    "template": ("styles/ours/templates/x/a.j2", str, lambda blog: load_theme("ours", blog).fill("x/a.j2")),
    "settings": ("_config.yml", "title: {}".format, lambda blog: read(blog).site.title),
    "settings of the book": ("book.toml", "[book]\ntitle = '{}'".format, _settings),
    "post": (
        "source/_posts/글.md",
        "{}".format,
        lambda blog: "".join(one.markdown for one in read(blog).posts),
    ),
}


@pytest.mark.parametrize("kind", READ)
def test_nothing_from_outside_at_any_moment(kind: str, tmp_path: Path) -> None:
    """The file, or a folder above it, becomes a link outside whenever a name on its way is opened."""
    name, holding, what_comes = READ[kind]
    site = {
        "styles/ours/theme.toml": "",
        "_config.yml": CONFIG,
        "source/_posts/글.md": POST.format(text="글"),
    }
    blog = write(tmp_path / "here/blog", site | {name: holding("red")})
    other = write(tmp_path / "there/blog", site | {name: holding("blue")})
    honest, secret = what_comes(blog), what_comes(other)
    assert honest and honest != secret
    inner = Path(name)
    for swapped in (inner, *(folder for folder in inner.parents if folder.name)):
        came = list[Content]()
        for moment in at_each_opening(blog / swapped, other / swapped, inner.parts):
            with moment:
                came.append(_or_nothing(what_comes, blog))
        assert len(came) > 1, "nothing was opened"
        assert honest == came[-1]
        assert secret not in came


def _or_nothing(what_comes: Callable[[Path], Content], blog: Path) -> Content:
    try:
        return what_comes(blog)
    except PublisherError:
        return ""


def test_no_outside_picture_in_an_epub(tmp_path: Path) -> None:
    """From the first look at the blog to the last byte of the book, whatever is a link by then."""
    blog = write(tmp_path / "blog", HEXO | {"source/images/a.png": _picture("red")})
    write(tmp_path, {"outside/a.png": _picture("blue")})
    tried = 0
    for swapped, target in (("source/images/a.png", "outside/a.png"), ("source/images", "outside")):
        for moment in at_each_opening(
            blog / swapped, tmp_path / target, ("a.png", "images", "img-*", "*.epub*")
        ):
            tried += 1
            write(blog, {"source/_posts/글.md": POST.format(text=f"![그림](/images/a.png) 제{tried}판")})
            with moment:
                _, book = _made(blog)
            assert f"제{tried}판".encode() in book
            assert _picture("blue") not in book
        assert _picture("red") in book
    assert tried > 10
