"""writers/pdf: overlaid, whole: a theme of the blog with which no page can be read costs no book."""

from pathlib import Path

import pikepdf
import pytest

from publisher.build import build
from publisher.config.load import Config, load
from publisher.errors import Report
from publisher.writers.pdf.layout.engine import HTML
from publisher.writers.pdf.layout.overlaid import overlaid
from tests.books import Pdf, post, small_blog
from tests.pages import boxes

_POSTS = {"1.md": post("하나", "여기는 **그대로다**.\n\n다음 문단이다.\n\n- 가나\n- 다라")}


_SIDES = ("left", "right")


def _made(folder: Path, css: str, template: str | None = None, more: str = "") -> tuple[Pdf, list[str]]:
    """The PDF of a blog's own theme, and the codes of what was said. `template`: of its chapters; `more`: of
    book.toml."""
    blog, report = small_blog(folder / "blog", _POSTS), Report()
    (theme := blog / "styles/ours").mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\nparent = "base"\n', "utf-8")
    (theme / "print.css").write_text(css, "utf-8")
    if template is not None:
        (theme / "templates/print").mkdir(parents=True)
        (theme / "templates/print/chapter.j2").write_text(template, "utf-8")
    (blog / "book.toml").write_text(f'[theme]\nname = "ours"\n{more}', "utf-8")
    settings = load(blog / "book.toml", "book.toml", {})
    build(Config(blog, folder / "out", ("pdf",), settings, 1, False, None), report)
    (pdf,) = (folder / "out").glob("*.pdf")
    return Pdf(pdf), [one.code for one in report.diagnostics]


@pytest.mark.parametrize("css", ["p, h1, h2, li { position: absolute }", "p, h1, li, dd { display: none }"])
def test_a_theme_that_makes_no_book(css: str, tmp_path: Path) -> None:
    """Where it sets words on words, or hides them, the book is set as its parent sets it, and it is said."""
    pdf, said = _made(tmp_path, css)
    assert ["theme-set-aside"] == said
    lines = [box for box in boxes(pdf.path) if "문단" in box.text or "그대로" in box.text]
    assert len({round(line.bottom) for line in lines}) == 2


def test_numbers_in_a_font_of_no_role(tmp_path: Path) -> None:
    """Page numbers in a font of the machine, which [fonts] does not name, cost no book, nor its bleed."""
    css = "".join(f'@page :{side} {{ @bottom-{side} {{ font: 8pt "DejaVu Sans" }} }}' for side in _SIDES)
    pdf, said = _made(tmp_path, css, more="[pdf]\nbleed = 3\n")
    assert ["laid-out-whole"] == said
    with pikepdf.open(pdf.path) as opened:
        found = {tuple(len(page[f"/{name}Box"]) for name in ("Trim", "Bleed")) for page in opened.pages}
        page = opened.pages[-1]
        wider = page.mediabox[2] - page.mediabox[0] - page.trimbox[2] + page.trimbox[0]
    assert ({(4, 4)}, 6) == (found, pytest.approx(float(wider) / 72 * 25.4, abs=0.01))
    assert "2" in next([word.text for word in page.words] for page in pdf.pages if "그대로" in page.letters)


def test_pages_without_numbers(tmp_path: Path) -> None:
    """Cover, title page and colophon have none, wherever a theme sets it, and no theme has to say so."""
    number = 'content: counter(page); font: 8pt "publisher heading"'
    css = "".join(
        f"@page :{side} {{ @bottom-{side} {{ content: none }} @bottom-center {{ {number} }} }}"
        for side in _SIDES
    )
    pdf, said = _made(tmp_path, css)
    assert [] == said
    assert ["v", "2"] == [page.foot for page in pdf.pages if page.foot]


@pytest.mark.parametrize(
    ("content", "codes", "last"),
    [
        ('"모두 " counter(pages) "쪽"', ["laid-out-whole"], "9"),
        ('counter(page) "/" counter(pages) "쪽"', [], "3"),
    ],
)
def test_how_many_pages_there_are(content: str, codes: list[str], last: str, tmp_path: Path) -> None:
    """A theme says it of the book, not of a chapter, beside the page's number or apart from it."""
    css = "".join(f"@page :{side} {{ @top-{side} {{ content: {content} }} }}" for side in _SIDES)
    pdf, said = _made(tmp_path, css)
    assert codes == said
    (page,) = (page for page in pdf.pages if "그대로" in page.letters)
    assert [f"{last}쪽"] == [word.text[-2:] for word in page.words if "쪽" in word.text]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("", ["theme-set-aside"]),
        ("<div>{{ html }}</div>", ["theme-set-aside"]),
        (
            "<section class='chapter-body' id='{{ chapter.id }}'><h1>{{ chapter.title }}</h1></section>",
            ["theme-set-aside"],
        ),
        (
            "<section class='chapter-body'><h1 id='{{ chapter.id }}'>{{ label }}</h1>{{ html }}</section>",
            [],
        ),
    ],
)
def test_a_template_that_leaves_chapters_out(template: str, said: list[str], tmp_path: Path) -> None:
    """Where a chapter's place or its text is not in what a template makes, the theme is set aside."""
    pdf, codes = _made(tmp_path, "", template)
    assert said == codes
    assert "다음 문단이다" in pdf.text


@pytest.mark.parametrize("rule", ["display: flex", "position: absolute", "columns: 3"])
def test_rules_for_all_elements(rule: str, tmp_path: Path) -> None:
    """None takes them from the flow of the page: it is left out, and named; the rest of the theme stays."""
    pdf, said = _made(tmp_path, f"body, body * {{ {rule}; letter-spacing: 0.01em }}")
    assert ["theme-unsafe"] == said
    assert "다음 문단이다" in pdf.text


@pytest.mark.parametrize("rule", ["display: flex", "float: left", "columns: 2", "position: relative"])
def test_pages_stay_pages(rule: str, tmp_path: Path) -> None:
    """What a theme says of the page as a whole, and of what it is made of, takes none of it from the flow."""
    pdf, said = _made(tmp_path, f"html, body, section, div {{ {rule} }}")
    assert [] == said
    assert "다음 문단이다" in pdf.text


@pytest.mark.parametrize(
    ("body", "over"),
    [
        ("<p>words of a line</p><p>words of another</p>", []),
        ("<p>words of a line</p><p style='margin-top: -0.4em'>words of another</p>", []),
        ("<p>base <sup>over</sup> words of a line</p><p style='line-height: 1'>words<br/>another</p>", []),
        ("<p>words of a line</p><p style='margin-top: -1.2em'>words of another</p>", [0]),
        ("<p style='line-height: 0'>words of a line<br/>words of another</p>", [0]),
        ("<p style='position: absolute'>words of a line</p><p>words of another</p>", [0]),
    ],
)
def test_words_on_words(body: str, over: list[int]) -> None:
    """A page is known most of whose words stand on others; no narrow lines, and no signs above words."""
    style = "<style>p { margin: 0; line-height: 1.2 }</style>"
    assert over == [page for page, _ in overlaid(HTML(string=style + body).render().pages)]
