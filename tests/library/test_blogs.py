"""A shelf inside a blog, as its engine takes it over."""

import subprocess
from pathlib import Path

import pytest

from tests.books import Run, run
from tests.library.library import Sample, epub
from tests.library.node import HOME, NODE, needs_node

POST = "---\ntitle: 글\ndate: 2024-01-01\n---\n글\n"
HEXO = "title: 블로그\nurl: https://blog.test/notes\nroot: /notes/\n"


@pytest.fixture
def books(tmp_path: Path) -> Path:
    epub(tmp_path / "books/a.epub", Sample(title="중괄호 {{ title }} {% raw %}"))
    return tmp_path / "books"


def _blog(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _into(books: Path, blog: Path, *options: str) -> Run:
    made = run("shelf", books, "--into-blog", blog, *options)
    assert made.code == 0, made.err
    return made


def test_hexo(books: Path, tmp_path: Path) -> None:
    """In source/, with a page in the blog's looks and links below its root; _config.yml's lack is named."""
    blog = _blog(tmp_path / "blog", {"_config.yml": HEXO, "source/_posts/a.md": POST})
    made = _into(books, blog)
    assert "_config.yml: warning[shelf-rendered]" in made.err
    assert 'skip_render: ["books/**"]' in made.err
    assert HEXO == (blog / "_config.yml").read_text(), "a blog's settings are its owner's"
    page = (blog / "source/books.md").read_text("utf-8")
    assert 'href="/notes/books/book/' in page and "layout: page" in page
    assert "{" not in page.partition("\n---\n")[2], "no brace is a tag of the blog's engine"
    assert "https://blog.test/notes/books/" in (blog / "source/books/index.html").read_text("utf-8")


@pytest.mark.wide
@pytest.mark.parametrize("skip", ['"books/**"', "[a/*, 'books/**']", "\n  - books/**"])
def test_hexo_that_knows(books: Path, tmp_path: Path, skip: str) -> None:
    """With skip_render set nothing is said."""
    config = HEXO + f"skip_render: {skip}\n"
    blog = _blog(tmp_path / "blog", {"_config.yml": config, "source/_posts/a.md": POST})
    assert "warning" not in _into(books, blog).err


def test_hexo_keeps_other_patterns(books: Path, tmp_path: Path) -> None:
    """The line to write has what stands there already."""
    config = HEXO + "skip_render: demo/**\n"
    blog = _blog(tmp_path / "blog", {"_config.yml": config, "source/_posts/a.md": POST})
    assert 'skip_render: ["demo/**", "책/**"]' in _into(books, blog, "--at", "책").err


@pytest.mark.parametrize(
    "settings", [{"_config.yml": "url: 'http://[주소]'\n"}, {"hugo.toml": 'baseURL = "http://[주소]/"\n'}]
)
def test_an_address_still_to_be_written(books: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    """A placeholder in the blog's settings is no address: the shelf has none then."""
    blog = _blog(tmp_path / "blog", settings | {"_posts/2024-01-01-a.md": POST, "content/a.md": POST})
    _into(books, blog)
    (made,) = blog.rglob("books/index.html")
    assert "http://[" not in made.read_text("utf-8")


def test_an_option_that_is_no_address(books: Path, tmp_path: Path) -> None:
    """--url with a placeholder is a wrong command line."""
    made = run("shelf", books, "-o", tmp_path / "out", "--url", "http://[주소]/")
    assert (2, True) == (made.code, "is not like https://example.org/books/" in made.err)


@needs_node
@pytest.mark.parametrize("told", [True, False])
def test_hexo_itself_copies_every_file(books: Path, tmp_path: Path, told: bool) -> None:
    """`hexo generate`: byte for byte where skip_render is as we say; else the pages are not ours any more."""
    config = HEXO + "theme: false\n" + ("skip_render: books/**\n" if told else "")
    package = '{"name": "b", "hexo": {"version": "7"}, "dependencies": {"hexo-renderer-marked": "*"}}'
    blog = _blog(
        tmp_path / "blog", {"_config.yml": config, "source/_posts/a.md": POST, "package.json": package}
    )
    (blog / "node_modules").symlink_to(HOME / "node_modules")
    _into(books, blog)
    order = [str(NODE), str(HOME / "node_modules/hexo/bin/hexo"), "generate"]
    done = subprocess.run(order, cwd=blog, capture_output=True, text=True, timeout=120, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    ours, theirs = _files(blog / "source/books"), _files(blog / "public/books")
    assert ours.keys() - {".publisher-shelf.json"} == theirs.keys()
    assert told == all(ours[name] == data for name, data in theirs.items())
    assert (blog / "public/books.html").is_file()


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_jekyll(books: Path, tmp_path: Path) -> None:
    """At the root, where files without front matter are copied as they are."""
    config = "title: b\nurl: https://blog.test\nbaseurl: /j\nkramdown: {}\n"
    blog = _blog(tmp_path / "blog", {"_config.yml": config, "_posts/2024-01-01-a.md": POST})
    _into(books, blog)
    assert "permalink: /books.html" in (blog / "books.md").read_text("utf-8")
    assert not any(path.read_bytes().startswith(b"---") for path in (blog / "books").rglob("*.html"))
    assert "https://blog.test/j/books/" in (blog / "books/index.html").read_text("utf-8")


def test_hugo(books: Path, tmp_path: Path) -> None:
    """In static/; the page is the owner's to write, from snippet.html."""
    files = {"hugo.toml": 'baseURL = "https://blog.test/"\n', "content/posts/a.md": POST}
    blog = _blog(tmp_path / "blog", files)
    _into(books, blog)
    assert "https://blog.test/books/" in (blog / "static/books/index.html").read_text("utf-8")
    assert "https://blog.test/books/book/" in (blog / "static/books/snippet.html").read_text("utf-8")


def test_a_page_of_the_blogger_stays(books: Path, tmp_path: Path) -> None:
    """books.md that is not ours is not replaced; ours is."""
    config = HEXO + "skip_render: books/**\n"
    blog = _blog(
        tmp_path / "blog", {"_config.yml": config, "source/_posts/a.md": POST, "source/books.md": "mine"}
    )
    assert "note[shelf-page-kept]" in _into(books, blog, "-v").err
    assert "mine" == (blog / "source/books.md").read_text()
    (blog / "source/books.md").unlink()
    _into(books, blog)
    before = (blog / "source/books.md").stat().st_mtime_ns
    _into(books, blog)
    assert before == (blog / "source/books.md").stat().st_mtime_ns
    epub(books / "a.epub", Sample(title="새 제목"))
    _into(books, blog)
    assert "새 제목" in (blog / "source/books.md").read_text("utf-8")


def test_books_come_from_the_blog(books: Path, tmp_path: Path) -> None:
    """Without DIR, book/ of the blog; a new blog's example.com is no address."""
    config = "title: b\nurl: http://example.com\nskip_render: books/**\n"
    blog = _blog(tmp_path / "blog", {"_config.yml": config, "source/_posts/a.md": POST})
    books.rename(blog / "book")
    made = run("shelf", "--into-blog", blog, "--json").json
    assert ("", 1) == (made["url"], len(made["books"]))
    assert 'href="/books/book/' in (blog / "source/books.md").read_text("utf-8")
    assert "<svg" not in (blog / "source/books/index.html").read_text("utf-8")


def test_no_blog_we_know(books: Path, tmp_path: Path) -> None:
    """A plain folder copies nothing anywhere: exit code 4."""
    blog = _blog(tmp_path / "blog", {"a.md": POST})
    assert 4 == run("shelf", books, "--into-blog", blog).code
    assert 4 == run("shelf", books, "--into-blog", tmp_path / "nowhere").code
