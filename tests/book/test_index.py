"""찾아보기: which words it lists, where they stand, and in which order."""

from datetime import UTC, date, datetime
from html import unescape

import pytest

from publisher.book.index import MOST_TERMS, head, indexed
from publisher.book.readings import reading
from publisher.config.matter import IndexTable
from publisher.errors import Report, Where
from publisher.model import Book, BookMeta, Chapter, Index
from publisher.writers.index import Locator, marked, on_pages

_DAY = datetime(2024, 1, 2, tzinfo=UTC)
_META = BookMeta(
    "책", "", (), "ko", "urn:uuid:1", date(2024, 1, 2), _DAY, "", "", "", "", "", "", (), "", "",
)  # fmt: skip


def _chapter(name: str, xhtml: str, *tags: str) -> Chapter:
    return Chapter(
        id=name, number=1, section=(), title=name, date=_DAY, dated=True, authors=(), tags=tags,
        language="ko", thumbnail="", lead=None, xhtml=xhtml, has_formulas=False, rows=1, headings=(),
        anchors={}, captions=(), assets=(), pictures=(), hrefs=(), outgoing=(), from_web=(), characters="",
        diagnostics=(), where=Where("a.md"), digest="",
    )  # fmt: skip


def _index(*chapters: Chapter, terms: tuple[str, ...] = (), report: Report | None = None) -> Index:
    book = Book(_META, chapters, {}, terms=terms)
    return indexed(book, IndexTable(), report or Report()).index


def _said(xhtml: str, *terms: str) -> list[str]:
    """The words of a text that the index marks."""
    marks = _index(_chapter("a", xhtml), terms=terms).marks.get("a", ())
    return [unescape(xhtml[mark.start : mark.end]) for mark in marks]


def _names(*tags: str, terms: tuple[str, ...] = ()) -> list[str]:
    """Tags in the order of the index."""
    return [entry.term for entry in _index(_chapter("a", "", *tags), terms=terms).entries]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("파도", 1), ("파도가", 1), ("파도에서는", 1), ("파도라고도", 1), ("‘파도’는", 1), ("(파도)", 1),
        ("파도, 파도.", 2), ("파도타기", 0), ("밤파도", 0), ("파도2", 0), ("파도와 파도를", 2),
    ],
)  # fmt: skip
def test_particles(text: str, found: int) -> None:
    """A word is found with the particles that follow it, not in other words."""
    assert ["파도"] * found == _said(f"<p>{text}</p>", "파도")


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("234원", "1,234원", 0), ("234원", "234원을", 1), ("10", "10,000", 0), ("10", "10, 20", 1),
        ("10", "10.", 1),
        ("30분", "12:30분", 0), ("3.14", "3.14를", 1), ("3.14", "3.1415", 0), ("1,234원", "1,234원이", 1),
    ],
)  # fmt: skip
def test_numbers_are_whole(word: str, text: str, found: int) -> None:
    """A number is one word: no part of it is found, which would let a line end within it."""
    assert [word] * found == _said(f"<p>{text}</p>", word)


@pytest.mark.parametrize(
    "xhtml",
    [
        "<pre><code>파도 API</code></pre>", "<table><tr><td>파도</td></tr></table>",
        "<math><mi>API</mi></math>",
        '<figure><img alt="파도" src="asset:a.png"/><figcaption>파도</figcaption></figure>',
        '<aside role="doc-footnote"><p>파도</p></aside>', '<p><img alt="파도" src="asset:a.png"/></p>',
        "<pre>a<pre>b</pre>파도</pre>",
    ],
)  # fmt: skip
def test_what_is_passed_over(xhtml: str) -> None:
    """Code blocks, tables, captions, notes, formulas, attributes; behind them the text goes on."""
    assert ["파도"] == _said(f"{xhtml}<p>파도</p>", "파도", "API")


def test_longest_word_counts() -> None:
    """독서 모임 is no 독서; letter case does not matter; signs of XML are what they stand for."""
    assert ["독서 모임", "독서"] == _said("<p>독서 모임의 독서</p>", "독서", "독서 모임")
    assert ["R&D", "API", "api"] == _said("<p>R&amp;D, API와 api는</p>", "R&D", "Api")


def test_marks_change_no_word() -> None:
    """A fragment with its marks says what it said, and is well formed."""
    xhtml = "<p>파도<strong>파도</strong>를 <code>파도</code> 본다. <br/>파도</p>"
    marks = _index(_chapter("a", xhtml), terms=("파도",)).marks["a"]
    made = marked(xhtml, marks)
    assert 4 == made.count('<span id="a-w')
    for mark in marks:
        made = made.replace(f'<span id="{mark.id}">파도</span>', "파도")
    assert xhtml == made


def test_sources() -> None:
    """Tags, what is defined, names that are bold, and lists; no sentences, nothing twice."""
    text = (
        "<p><dfn>유의파고</dfn>는 <strong>물의 깊이</strong>와 <b>서두르지 않는다.</b> <strong>커피</strong>"
        " <strong>그렇게 말했다</strong></p>"
    )
    found = _index(_chapter("a", text, "커피", "강릉"), terms=("부이", "! 강릉")).entries
    assert ["물의 깊이", "유의파고", "커피"] == [entry.term for entry in found]
    assert ("a", "a-w2") == found[2].places  # the opening, where the tag stands, and the text


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ({}, ["갈매기", "나루", "다리", "라디오"]),
        ({"tags": False}, ["나루", "다리", "라디오"]),
        ({"definitions": False}, ["갈매기", "다리", "라디오"]),
        ({"bold": False}, ["갈매기", "나루", "라디오"]),
        ({"terms": ()}, ["갈매기", "나루", "다리"]),
    ],
)
def test_switches(table: dict[str, object], wanted: list[str]) -> None:
    """Each key of [index] takes words in, or leaves them out."""
    text = "<p><dfn>나루</dfn> <strong>다리</strong> 라디오</p>"
    own = IndexTable.model_validate({"terms": ("라디오",), **table})
    made = indexed(Book(_META, (_chapter("a", text, "갈매기"),), {}), own, Report()).index
    assert wanted == [entry.term for entry in made.entries]


def test_a_word_that_stands_nowhere() -> None:
    """It has no line, and none that leads to it."""
    assert () == _index(_chapter("a", "<p>바다</p>"), terms=("파도 = 너울",)).entries


def test_one_letter() -> None:
    """A tag of one letter is any word: it stands at its posts' openings alone."""
    (entry,) = _index(_chapter("a", "<p>배가 배를</p>", "배")).entries
    assert ("a",) == entry.places


def test_aliases_lead_on() -> None:
    """Other words have a line of their own that leads to the word, which has their places."""
    entries = _index(_chapter("a", "<p>너울과 파도</p>"), terms=("파도 = 너울, 물결",)).entries
    assert [("너울", "파도"), ("물결", "파도"), ("파도", "")] == [(one.term, one.see) for one in entries]
    assert ("a-w0", "a-w1") == entries[2].places


def test_order() -> None:
    """가나다, ABC, 123, the rest; Hanja as they are read; marks in front do not count."""
    mixed = "Zoo 3D 바다 李箱 10진법 각 女子 apple ‘나루’ ㄱㄴ 까치 ★표 金素月".split()
    wanted = "ㄱㄴ 각 金素月 까치 ‘나루’ 바다 女子 李箱 apple Zoo 3D 10진법 ★표".split()
    assert wanted == _names(*mixed, terms=("金素月 [김소월]",))


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("까치", "ㄱ"),
        ("힣", "ㅎ"),
        ("ㄲ", "ㄲ"),
        ("élan", "E"),
        ("API", "A"),
        ("3D", "0–9"),
        ("「봄」", "ㅂ"),
        ("★", "#"),
    ],
)
def test_heads(word: str, wanted: str) -> None:
    assert wanted == head(word)


@pytest.mark.parametrize(
    ("hanja", "read"),
    [
        ("李箱", "이상"), ("女子", "여자"), ("老人", "노인"), ("理論", "이론"), ("禮儀", "예의"),
        ("分散關係", "분산관계"), ("春香傳", "춘향전"), ("不可能", "불가능"), ("서해(瑞海)", "서해(서해)"),
        ("㐂", "㐂"), ("파도", "파도"), ("", ""),
    ],
)  # fmt: skip
def test_readings(hanja: str, read: str) -> None:
    """Hanja are read as Korean says them, with 두음법칙; what is not known stays."""
    assert read == reading(hanja)


def test_pages_are_joined() -> None:
    """Each page once, neighbours as one; what is not known is not named."""
    pages = {"a": 5, "b": 5, "c": 37, "d": 38, "e": 39, "f": 41, "g": 0}
    found = on_pages(
        ["c", "a", "b", "f", "d", "e", "g"], lambda place: pages[place], lambda place: f"#{place}"
    )
    assert [Locator("5", "#a"), Locator("37–39", "#c"), Locator("41", "#f")] == [*found]


def test_thousands_of_words() -> None:
    """A book of more words than an index holds has the first of them, and says so; nothing takes long."""
    report = Report()
    tags = tuple(f"낱말{number}" for number in range(MOST_TERMS + 500))
    text = "<p>" + " ".join(f"{tag}은" for tag in tags) + "</p>"
    made = _index(*(_chapter(f"c{number}", text, *tags) for number in range(6)), report=report)
    assert MOST_TERMS == len(made.entries)
    assert ["index-cut"] == [one.code for one in report.diagnostics]


def test_lines_without_a_word() -> None:
    """They are named, and nothing else is lost."""
    report = Report()
    made = _index(
        _chapter("a", "<p>파도</p>"), terms=("= 너울", "[가]", "!", "파도 [", "파도 = ,"), report=report
    )
    assert ["파도"] == [entry.term for entry in made.entries]
    assert ["index-line"] * 3 == [one.code for one in report.diagnostics]


def test_paragraphs_of_the_same_words() -> None:
    """Each of 5,000 has a name of its own, no longer than the first one's but for a number."""
    marks = _index(_chapter("a", "<p>파도.</p>" * 5000), terms=("파도",)).marks["a"]
    names = {mark.block for mark in marks}
    assert (5000, True) == (len(names), max(map(len, names)) <= len("a-01234567-5000"))
