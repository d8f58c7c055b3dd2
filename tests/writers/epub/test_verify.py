"""epub/gate.py: a book broken on purpose does not pass, and the fault names the place."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from publisher.assets.fonts import FontSet
from publisher.assets.themes import load_theme
from publisher.cli.main import main
from publisher.config.schema import BookToml
from publisher.errors import IncompleteError, Report
from publisher.model import Book
from publisher.render.chapters import digested
from publisher.runtime.executor import Executor
from publisher.writers import epub
from publisher.writers.epub import making, page, verify
from publisher.writers.job import Job, silent
from tests.books import Epub, X, post, small_blog
from tests.chapters import Blog, entry
from tests.render.test_render import META, PNG

TEXTS = {
    "c1": ("하나", "첫 문단.[^1]\n\n![그림](/a.png)\n\n가운데 문단 &lt; `a < b`.\n\n끝 문단.\n\n[^1]: 주."),
    "c2": ("둘", "[앞 글](/c1/#h)\n\n[](post:하나) 글.\n\n$a$ **굵게**"),
    "c3": ("셋", ""),
    "c4": ("넷", "| 칸 |\n|---|\n| 하나 |\n| 둘 |"),
}
Files = dict[str, bytes]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Three chapters with a note, a picture and links between them, made into an EPUB."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", PNG)
    chapters = []
    for number, (name, (title, text)) in enumerate(TEXTS.items(), 1):
        one = entry(text, title=title, urls=(name,))
        chapters.append(blog.rendered(replace(one, id=name, number=number, section=("부",))))
    book = Book(
        replace(META, source="https://example.org/"), tuple(chapters), {"c1": "c1", "post:하나": "c1"}
    )
    theme = load_theme("base", tmp_path)
    (tmp_path / "book.epub").touch()
    made = Job(
        book, b"jpeg", theme, FontSet(()), BookToml(), None,
        file=tmp_path / "book.epub", target=tmp_path / "old.epub", keep_in=tmp_path / "cache",
        keeps=True, executor=Executor(1), report=Report(), step=silent,
    )  # fmt: skip
    epub.begin(made).finish()
    return made


def _broken(job: Job, change: Callable[[Files], None]) -> None:
    """Check the book after something has happened to its files."""
    with zipfile.ZipFile(job.file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(job.file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    for fault in verify.check(job).values():
        raise fault


def _swap(name: str, old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        text, count = re.subn(old, new, files[f"EPUB/{name}"].decode(), count=1, flags=re.S)
        assert count == 1, files[f"EPUB/{name}"].decode()
        files[f"EPUB/{name}"] = text.encode()

    return change


def _without(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(f"EPUB/{name}")


def _without_a_trace(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        _without(name)(files)
        _swap("content.opf", f'<item [^>]*{name}"[^>]*>', "")(files)

    return change


def test_whole(job: Job) -> None:
    """A book that nothing has happened to passes, again and again."""
    _broken(job, lambda _: None)
    _broken(job, lambda _: None)


FAULTS: Mapping[str, tuple[Callable[[Files], None], str]] = {
    "first words": (_swap("c1.xhtml", "첫 문단", "문단"), "하나: words of it"),
    "last words": (_swap("c1.xhtml", "끝 문단.", "끝 문"), "하나: words of it"),
    "words between": (_swap("c1.xhtml", "가운데 문단", "가운데"), "하나: words of it"),
    "order of words": (_swap("c1.xhtml", "(첫 문단)(.*)(끝 문단)", r"\3\2\1"), "하나: words of it"),
    "a paragraph": (_swap("c1.xhtml", "<p>끝 문단.</p>", "끝 문단."), "하나: a paragraph"),
    "a picture in its chapter": (_swap("c1.xhtml", "<img [^>]*>", ""), "하나: a picture"),
    "a link in its chapter": (_swap("c2.xhtml", '<a href="c1[^>]*>(.*?)</a>', r"\1"), "둘: a link"),
    "a note": (_swap("c1.xhtml", "<aside(.*?)</aside>", r"<div\1</div>"), "하나: a note"),
    "a piece of code": (_swap("c1.xhtml", "<code>(.*?)</code>", r"\1"), "하나: a formula or piece of code"),
    "a cell": (_swap("c4.xhtml", "<td>둘</td>", "둘"), "넷: a cell"),
    "all of a chapter": (_swap("c2.xhtml", "<section.*</section>", "<p/>"), "둘: words of it"),
    "no XML": (_swap("c2.xhtml", "</section>", ""), "둘: its page cannot be read"),
    "a page": (_without("c3.xhtml"), "c3.xhtml"),
    "a page and its row": (_without_a_trace("c3.xhtml"), "셋: its page is missing"),
    "a picture": (lambda files: files.pop(next(name for name in files if name.endswith(".png"))), "img-"),
    "a picture's row": (_swap("content.opf", '<item [^>]*image/png"[^>]*>', ""), "img-"),
    "another picture": (_swap("c1.xhtml", "images/img-", "images/pic-"), "c1.xhtml shows a picture"),
    "a link": (_swap("c2.xhtml", 'href="c1.xhtml', 'href="c9.xhtml'), "c2.xhtml has a link.*c9.xhtml"),
    "a place": (_swap("c1.xhtml", ' id="c1-n1"', ""), "c1.xhtml has a link.*#c1-n1"),
    "the contents": (_swap("nav.xhtml", '<a href="c2.xhtml">둘</a>', "둘"), "contents.*c2.xhtml"),
    "order of the contents": (
        _swap("nav.xhtml", "(c1.xhtml)(.*)(c2.xhtml)", r"\3\2\1"), "contents.*their order",
    ),
    "the NCX": (_swap("toc.ncx", 'src="c3.xhtml"', 'src="c2.xhtml"'), "NCX.*c3.xhtml"),
    "the spine": (_swap("content.opf", '<itemref idref="c2" id="at-c2"/>', ""), "spine.*c2"),
    "an extra file": (lambda files: files.update({"EPUB/stray.txt": b"x"}), "stray.txt"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault: str, job: Job) -> None:
    """Each fault closes the gate, and the message says where it is."""
    change, says = FAULTS[fault]
    with pytest.raises(IncompleteError, match=says):
        _broken(job, change)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("c1.xhtml", "끝 문단.", "끝 문단.<script>x</script>"),
        ("c1.xhtml", "<p>끝", '<p onclick="x()">끝'),
        ("c1.xhtml", "<p>끝", '<p style="color: url(//e.org)">끝'),
        ("c1.xhtml", "끝 문단.", '끝 문단.<a href="javascript:x">x</a>'),
        ("nav.xhtml", "</head>", '<link rel="stylesheet" href="https://e.org/a.css"/></head>'),
        ("colophon.xhtml", "<!DOCTYPE html>", '<!DOCTYPE html [<!ATTLIST p onclick CDATA "x()">]>'),
        ("style.css", "^", "@import url(//e.org);"),
    ],
)
def test_what_no_book_holds(name: str, old: str, new: str, job: Job) -> None:
    """Whoever put it there: a page, a drawing or a style sheet that is more than that closes the gate."""
    with pytest.raises(IncompleteError, match="holds what no book may"):
        _broken(job, _swap(name, old, new))


def test_proof_is_of_this_chapter(job: Job) -> None:
    """A page that was whole once is no proof for a chapter that has more words since."""
    more = replace(job.book.chapters[2], xhtml="<p>새 문단.</p>")
    more = digested(more)
    book = replace(job.book, chapters=(*job.book.chapters[:2], more, *job.book.chapters[3:]))
    with pytest.raises(IncompleteError, match="셋: words of it"):
        raise verify.check(replace(job, book=book))["c3"]


def test_proof_is_of_these_links(job: Job) -> None:
    """A page that showed a link's words alone, since it led nowhere, is no proof once there is its post."""
    lost = replace(job, book=replace(job.book, meta=META, links={}))
    epub.begin(lost).finish()
    assert {} == verify.check(lost)
    with pytest.raises(IncompleteError, match="둘: a link of it is missing"):
        raise verify.check(replace(lost, book=job.book))["c2"]


def test_proof_is_of_these_files(job: Job) -> None:
    """A style sheet that asked for a file of the book is no proof for a book without that file."""
    asks = _swap("style.css", "$", "p { background: url(fonts/a.otf) }")

    def with_file(files: Files) -> None:
        files["EPUB/fonts/a.otf"] = b""
        _swap("content.opf", "</manifest>", '<item id="a" href="fonts/a.otf"/></manifest>')(files)
        asks(files)

    _broken(job, with_file)
    with pytest.raises(IncompleteError, match=r"style\.css holds what no book may"):
        _broken(job, _without_a_trace("fonts/a.otf"))


def test_letters_in_another_form_are_the_same(job: Job) -> None:
    """Joiners between letters, and letters that are taken apart, are no fault."""
    _broken(job, _swap("c1.xhtml", "가운데 문단", "가\u2060운데 \u1106\u116e\u11ab단"))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog of two posts, and a book of the last build."""
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "own"))
    text = "첫 문단.\n\n![해](/cover.png)\n\n## 절\n\n[둘째 글](/2024/01/03/b/#끝)과 $a^2$."
    first = post("첫 글", f"{text}\n\n```\n가  <나>\n```")
    second = post("둘째 글", "[첫 글](/2024/01/02/a/#절).\n\n## 끝", "2024-01-03")
    blog = small_blog(tmp_path / "small", {"a.md": first, "b.md": second})
    # A cover of its own: to draw one, WeasyPrint is imported, which changes Pillow for the whole process.
    (blog / "cover.png").write_bytes(PNG)
    (blog / "source/cover.png").write_bytes(PNG)
    (blog / "book.toml").write_text('[book]\ncover = "cover.png"\n[markdown]\nmath = true\n')
    (blog / "book").mkdir()
    (blog / "book/작은-블로그.epub").write_bytes(b"the last build")
    return blog


def _export(blog: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["export", str(blog), "--format", "epub", *options])


def test_broken_book_is_not_put_in_place(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the gate closes on the book, the build ends with exit code 7 and the old book stays."""
    whole = making._contents

    def broken(*args: Any) -> dict[str, Any]:
        return {name: data for name, data in whole(*args).items() if not name.endswith("toc.ncx")}

    monkeypatch.setattr(making, "_contents", broken)
    result = _export(small, "--jobs", "1")
    (old,) = (small / "book").iterdir()
    assert (7, b"the last build") == (result.exit_code, old.read_bytes())
    assert "its manifest and its files are not the same" in result.output


def _plain(small: Path, result: Result) -> None:
    """The first post stands in the book as plain text, named; the second as it was written."""
    assert 1 == result.exit_code, result.output
    what = "the chapter could not be set as it is written; it stands in the book as plain text"
    assert f"source/_posts/a.md:6: error[chapter-simplified]: {what}" in result.output
    assert 1 == result.output.count("chapter-simplified")
    pages = Epub(small / "book/작은-블로그.epub").pages
    first, second = (
        page for name, page in pages.items() if name.startswith(("EPUB/post-", "EPUB/a-", "EPUB/b-"))
    )
    texts = ["".join(one.itertext()) for one in first.iter(f"{X}p", f"{X}pre")]
    wanted = ["첫 문단.", "[그림: 해]", "절", "둘째 글과 a^2.", "가  <나>\n"]
    assert wanted == [text for text in texts if text.strip()][-5:]
    assert ["첫 글"] == ["".join(link.itertext()) for link in second.iter(f"{X}a")]
    (place,) = (link.get("href", "").partition("#")[2] for link in second.iter(f"{X}a"))
    assert 1 == sum(element.get("id") == place for element in first.iter())


def test_a_chapter_that_cannot_be_made_does_not_cost_the_book(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands there as plain text, and is named with its file and line at every build: exit code 1."""

    def broken(root: Any, _: object) -> None:
        if "둘째" in "".join(root.itertext()):
            raise RecursionError

    monkeypatch.setattr(page.screens, "fit", broken)
    for _ in range(2):
        result = _export(small)
        _plain(small, result)
        assert "hint: RecursionError; please report this" in result.output


def test_a_page_that_is_not_the_chapter_does_not_cost_the_book(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate has named it before the book is packed."""
    whole = page._body

    def broken(asked: page.PageInputs, *args: Any, **options: Any) -> Any:
        return ("", ()) if asked.chapter.title == "첫 글" else whole(asked, *args, **options)

    monkeypatch.setattr(page, "_body", broken)
    _plain(small, _export(small))


def test_a_link_that_leads_nowhere_does_not_cost_the_book(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a fault that only the made file shows."""
    monkeypatch.setattr(page, "_href", lambda place: f"{place.chapter}.xhtml#{place.anchor.replace('둘', '')}"
                        if place.title == "첫 글" else "nowhere.xhtml")  # fmt: skip
    _plain(small, _export(small))


def test_the_file_is_not_written_anew_for_each_faulty_chapter(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate names all of them at once: however many there are, the second file is right."""
    for number in range(3):
        text = post(f"글 {number}", "[첫 글](/2024/01/02/a/).")
        (small / f"source/_posts/more-{number}.md").write_text(text, "utf-8")
    written: list[Path] = []
    write = making.archive.write
    monkeypatch.setattr(
        making.archive, "write", lambda file, *rest: (written.append(file), write(file, *rest))
    )
    monkeypatch.setattr(page, "_href", lambda _: "nowhere.xhtml")
    result = _export(small, "--jobs", "1")
    assert (1, 5) == (result.exit_code, result.output.count("error[chapter-simplified]")), result.output
    assert 2 == len(written)


def test_a_picture_that_a_post_calls_a_formula_is_a_picture(small: Path) -> None:
    """Only what we have drawn has the class of a formula, and a width of ours."""
    for number, style in enumerate(("", ' style="width: 50%"')):
        image = f'<img class="math" src="/cover.png" alt="해"{style}>'
        text = post(f"글 {number}", f"{image}\n\n<table><tr><td>{image}</td></tr></table>\n\n$a$")
        (small / f"source/_posts/picture-{number}.md").write_text(text, "utf-8")
    for math in ("mathml", "pictures"):
        settings = f'[book]\ncover = "cover.png"\n[markdown]\nmath = true\n[epub]\nmath = "{math}"\n'
        (small / "book.toml").write_text(settings)
        result = _export(small)
        assert (0, False) == (result.exit_code, "chapter-simplified" in result.output), result.output


def _theme(blog: Path, chapter: str) -> None:
    folder = blog / "styles/own/templates/epub"
    folder.mkdir(parents=True)
    (blog / "styles/own/theme.toml").write_text("", "utf-8")
    (folder / "chapter.j2").write_text(chapter, "utf-8")


def test_a_template_that_fails_for_a_chapter_does_not_cost_the_book(small: Path) -> None:
    """That chapter is set by the template that all themes build on, also where it alone is new in a build."""
    own = (
        '{% extends "epub/page.j2" %}{% block body %}<body><h1 id="{{ chapter.id }}">{{ chapter.title }}</h1>'
    )
    _theme(small, own + "{{ xhtml }}{{ 1 // (chapter.title | length - 3) }}</body>{% endblock %}")
    for _ in range(2):
        _plain(small, _export(small, "--theme", "own"))


def test_a_template_that_fails_for_all_is_named(small: Path) -> None:
    """A theme at fault is a fault of the settings: exit code 3, and the old book stays."""
    _theme(small, "{{ chapter.nothing.at.all }}")
    result = _export(small, "--theme", "own")
    assert (3, True) == (result.exit_code, "epub/chapter.j2:1" in result.output)
    assert b"the last build" == (small / "book/작은-블로그.epub").read_bytes()
