"""writers/pdf/simpler.py: one post never costs the book."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from publisher.assets.fonts import FontSet
from publisher.assets.theme_paper import ThemePaper
from publisher.assets.xhtml import fragment, inner
from publisher.book.paper import paper_of
from publisher.errors import LayoutError, OverrunError, PublisherError
from publisher.writers.pdf.compose import code_lines
from publisher.writers.pdf.layout.context import LayoutContext
from publisher.writers.pdf.layout.fragment import Fragment, Shown
from publisher.writers.pdf.layout.request import Fault, LayoutRequest
from publisher.writers.pdf.layout.simpler import WAYS, _set, lay_out
from publisher.writers.pdf.layout.worker import more_simply
from tests.books import Pdf, post, run, small_blog

SECTION = """<section class="chapter-body" lang="ko"><div class="subparts"><p id="part">부</p></div>
<header><h1 id="a">제목</h1></header>
<p class="lead" id="p1">첫 문단<span class="mark" id="fit-mark-n1"><span class="footnote" id="n1"
data-number="1"><span class="paragraph">주석</span></span></span>이다
<a class="page-number" href="field:x">00</a>.</p>
<table><tr><th id="c">가</th><td>나</td></tr></table><pre><code>한 줄
  두 줄</code></pre><p>꼬리<br/>말 <b>굵게</b> <img src="asset:x" alt="그림"/></p></section>"""
WORDS = ("부", "제목", "첫 문단", "주석", "이다", "가", "나", "한 줄", "두 줄", "꼬리", "말", "굵게")
CSS = """
mark { display: none }
kbd { position: relative; left: 900px }
dfn { white-space: nowrap }
img { display: none }
.opening .lead { position: relative; left: 900px }
"""


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(len(way.steps)))
def test_no_word_and_no_place_is_lost(way: WAYS) -> None:
    """However simply a chapter is set, its words and the places of its links are there."""
    root = lxml_html.fragment_fromstring(_set(SECTION, way.steps))
    text = root.text_content()
    assert [] == [word for word in WORDS if word not in text]
    ids = root.xpath("//@id")
    assert {"part", "a", "p1", "n1", "fit-mark-n1", "c"} == set(ids)
    assert len(ids) == len(set(ids))
    assert "부" == root.find("div").text_content()
    assert root.find("header/h1") is not None


def test_notes_go_to_the_end() -> None:
    """A note leaves its mark, which leads to it."""
    root = lxml_html.fragment_fromstring(_set(SECTION, WAYS[1].steps))
    (link,) = root.xpath(".//sup/a")
    assert ("#n1", "1") == (link.get("href"), link.text)
    assert "1 주석" == root.xpath("string(.//section[@class='notes']/aside)").strip()


def test_notes_at_the_end_are_in_one_place() -> None:
    """Notes that stood at the end already, one in a note, and one without words are in the same section."""
    foot = '<span class="mark"><span class="footnote" id="n{0}" data-number="{0}">{1}</span></span>'
    inner = foot.format(2, f"<span>둘{foot.format(3, '')}</span>")
    end = '<section class="notes"><aside class="footnote" id="n9"><p>아홉</p></aside></section></section>'
    section = SECTION.replace("주석", f"주석{inner}").replace("</section>", end)
    root = lxml_html.fragment_fromstring(_set(section, WAYS[1].steps))
    (notes,) = root.xpath(".//section[@class='notes']")
    assert ["n9", "n1", "n2", "n3"] == [note.get("id") for note in notes]


def test_plain_text_keeps_the_lines_of_code() -> None:
    """Code stands line by line, and what only the engine fills in is left out."""
    root = lxml_html.fragment_fromstring(_set(SECTION, WAYS[-1].steps))
    said = [paragraph.text_content() for paragraph in root.findall("div/p")]
    assert ["첫 문단1이다 .", "가", "나", "한 줄\n  두 줄", "꼬리", "말 굵게 그림", "1 주석"] == [
        text for text in said if text != "부"
    ]


@pytest.mark.parametrize("way", WAYS[2:], ids=lambda way: str(len(way.steps)))
def test_lines_of_code_that_are_boxes(way: WAYS) -> None:
    """Long lines, each a box by the theme's rules, stay lines without them."""
    body = fragment("<pre><code>가\n" + "나 " * 60 + "\n다\n라</code></pre>")
    code_lines.hang(body, 300)
    section = SECTION.replace("<table>", inner(body, "html") + "<table>")
    root = lxml_html.fragment_fromstring(_set(section, way.steps))
    assert ["가", "나 " * 60, "다", "라"] == re.search(
        "가\n(?:나.*\n)다\n라", root.text_content().replace("\u200b", "")
    )[0].split("\n")


def test_plain_text_is_seen_whatever_the_theme_hides() -> None:
    """A paragraph of plain text says itself that it is shown, and where."""
    root = lxml_html.fragment_fromstring(_set(SECTION, WAYS[-1].steps))
    styles = {paragraph.get("style") for paragraph in root.findall("div/p") if paragraph.get("id") != "part"}
    shown = ("display: block !important", "position: static !important", "visibility: visible !important")
    assert [True] == [all(one in style for one in shown) for style in styles]


def test_a_full_disk_is_no_fault_of_a_chapter() -> None:
    """What the machine lacks is said as it is: no chapter is set more simply for it."""
    on = LayoutContext("", (), FontSet(()), 0)
    request = LayoutRequest("글", "", ("a", "b"), (SECTION, SECTION), "", "", (), on, simplifies=True, cut=0)

    def full(_: LayoutRequest) -> Fragment:
        raise OSError(28, "no space left on device")

    with pytest.raises(OSError, match="no space"):
        lay_out(request, Fault("x"), full)


def test_what_takes_too_much_is_text_at_once() -> None:
    """The largest chapter of a run is set as text first, then all; where that takes too much, it is said."""
    on = LayoutContext("", (), FontSet(()), 0)
    request = LayoutRequest("글", "", ("a", "b"), ("짧은", "더 긴"), "", "", (), on, simplifies=True, cut=0)
    error = OverrunError("it takes more than 60 seconds")
    first = more_simply(request, error)
    second = more_simply(first, error)
    assert [{1}, {0, 1}] == [one.fault.overrun for one in (first, second) if one.fault]
    with pytest.raises(PublisherError, match="more than 60 seconds"):
        more_simply(second, error)


@pytest.mark.parametrize(
    ("trim", "size", "cure"),
    [("60x80", 14, "take a larger trim"), ("A5", 14, "report"), ("A6", 9.6, "report")],
)
def test_what_finds_no_room(trim: str, size: float, cure: str) -> None:
    """Where a page has room for few letters, that is said, with the cure; else it is a fault of ours."""
    paper = paper_of(trim, ThemePaper(size=size, leading=1.6 * size))
    on = LayoutContext("", (), FontSet(()), 0)
    request = LayoutRequest(
        "글", "", ("a",), (SECTION,), "", "", (), on, simplifies=True, cut=0, cure=paper.cure
    )
    again = more_simply(request, LayoutError("words stand beyond the edge of page 5"))
    assert again.fault
    assert again.fault.hint.startswith("words stand beyond the edge of page 5; ")
    assert cure in again.fault.hint


def test_what_is_set_as_text_for_its_time_says_so() -> None:
    """The one way that is tried is plain text, and its message tells what to do."""
    on = LayoutContext("", (), FontSet(()), 0)
    request = LayoutRequest("글", "", ("a",), (SECTION,), "", "", (), on, simplifies=True, cut=0)
    tried = []

    def noted(one: LayoutRequest) -> Fragment:
        tried.append(one)
        return Fragment("a", 0, None, (), 0, 0, (), (), (), (), (), {}, (), (), Shown())

    again = more_simply(request, OverrunError("too long"))
    assert again.fault
    (told,) = lay_out(again, again.fault, noted).told
    assert (1, "chapter-overrun") == (len(tried), told.code)
    assert "[limits]" in told.hint


def test_a_chapter_that_a_theme_spoils(tmp_path: Path) -> None:
    """Words that a theme hides, moves off the page or lets run over its edge are in the book all the same:
    their chapters are set as plain text, and named with file and line, as is a picture that is not seen."""
    long = "가나다라마바사아자차카타파하" * 8
    posts = {
        "1.md": post("숨은 글", "<mark>보이지 않는 말</mark>"),
        "2.md": post("먼 글", "<kbd>멀리 간 말</kbd>"),
        "3.md": post("긴 글", f"<dfn>{long}</dfn>"),
        "4.md": post("바른 글", "여기는 그대로다[^1].\n\n[^1]: 주석이다."),
        "5.md": post("그림 글", "물빛 ![물빛](/물빛.png) 그림"),
        "6.md": post("여는 글").replace("title:", "book: {lead: 멀리 간 앞글}\ntitle:"),
    }
    blog = small_blog(tmp_path, posts)
    Image.new("RGB", (60, 40), "teal").save(blog / "source/물빛.png")
    (blog / "styles/own").mkdir(parents=True)
    (blog / "styles/own/theme.toml").write_text('[theme]\ntitle = "own"\nparent = "base"\n', "utf-8")
    (blog / "styles/own/print.css").write_text(CSS, "utf-8")
    request = ("export", blog, "--theme", "own", "--format", "pdf", "-o", tmp_path / "out", "--json")
    for made in (run(*request), run(*request)):  # the second time from the cache
        assert 1 == made.code
        faults = [(one["code"], one["path"], one["line"]) for one in made.json["diagnostics"]]
        spoilt = [("chapter-simplified", f"source/_posts/{n}.md", n // 6 + 6) for n in (1, 2, 3, 6)]
        assert [*spoilt, ("image-unseen", "source/_posts/5.md", 6)] == sorted(faults)
        assert 4 == sum("plain text" in one["message"] for one in made.json["diagnostics"])
    text = Pdf(Path(made.json["files"][0]["path"])).text
    assert [] == [
        word for word in ("보이지 않는 말", "멀리 간 말", "주석이다", "멀리 간 앞글") if word not in text
    ]
    assert long in "".join(text.split())


def test_tags_and_words_without_an_end_are_parted(tmp_path: Path) -> None:
    """A tag of 1,000 letters, which no page has room for as a box, stands on its page, and costs no other
    chapter its looks; a word that begins with an emphasis does not run off the paper."""
    word = f"*a*{'b' * 200} **다**https://example.org/{'c' * 200}"
    blog = small_blog(
        tmp_path,
        {"2.md": post("말", word), "1.md": post("글").replace("title:", f"tags: [{'가나다' * 330}]\ntitle:")},
    )
    made = run("export", blog, "--format", "pdf", "-o", tmp_path / "out", "--json")
    assert (0, []) == (made.code, made.json["diagnostics"])
    assert 330 == Pdf(Path(made.json["files"][0]["path"])).text.count("나")


def test_heads_of_tables(tmp_path: Path) -> None:
    """A phone's screen stands in a table below its head; a head that leaves no room for one stands once, also
    where the head of another table says the same on many pages."""
    table, long = "| {} | 후 |\n|---|---|\n| [![](/a.png)](/a) | 끝 |", "긴 머리 " * 150
    other = f"\n\n| {'긴 머리 ' * 50} | 후 |\n|---|---|\n" + "| 가 | 나 |\n" * 150
    posts = {"1.md": post("표", table.format("전")), "2.md": post("긴 표", table.format(long))}
    blog = small_blog(tmp_path, posts | {"3.md": post("두 표", table.format(long) + other)})
    Image.new("RGB", (540, 1200), "teal").save(blog / "source/a.png")
    made = run("export", blog, "--format", "pdf", "-o", tmp_path / "out", "--json")
    said = [one for one in made.json["diagnostics"] if one["code"] == "chapter-simplified"]
    assert ["source/_posts/2.md", "source/_posts/3.md"] == [one["path"] for one in said]
    assert all(one["message"].endswith("heads of its tables stand once") for one in said)
    text = Pdf(Path(made.json["files"][0]["path"])).text
    assert (350, 3) == (text.count("머리"), text.count("끝"))


def test_what_stands_in_thirty_others_is_set_as_it_is(tmp_path: Path) -> None:
    """However deep a post nests what is set in from the edge, its words stand on paper."""
    nests = ("<ul><li>", "<blockquote>", "<dl><dt>나</dt><dd>", "<details>", '<aside class="note">')
    posts = {f"{n}.md": post(f"글{n}", f"{tags}깊이\n" * 30) for n, tags in enumerate(nests)}
    blog = small_blog(tmp_path, posts)
    made = run("export", blog, "--format", "pdf", "-o", tmp_path / "out", "--json")
    assert [] == [one["message"] for one in made.json["diagnostics"] if one["severity"] == "error"]
    assert 5 * 30 == Pdf(Path(made.json["files"][0]["path"])).text.count("깊이")
