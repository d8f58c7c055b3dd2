"""passes/headings.py."""

from pathlib import Path

import pytest

from publisher.assets.urls import slug
from publisher.dialect import Dialect
from publisher.model import Heading
from tests.chapters import Blog, tree


def test_contents(tmp_path: Path) -> None:
    """A chapter's headings come with level, ASCII id and words, in order."""
    chapter = Blog(tmp_path).chapter("# 하나\n\n## `둘` *셋*")
    assert (Heading(2, "c-h1", "하나"), Heading(3, "c-h2", "둘 셋")) == chapter.headings


@pytest.mark.parametrize(
    ("sizes", "levels"),
    [
        ("2 4 4 3 2", "2 3 3 3 2"),
        ("3 2 3", "2 2 3"),
        ("1 2 6 2 1", "2 3 4 3 2"),
        ("5", "2"),
        ("1 2 3 4 5 6", "2 3 4 5 6 6"),
    ],
)
def test_no_level_is_left_out(sizes: str, levels: str, tmp_path: Path) -> None:
    """Below a heading stand those of the next level, whatever their sizes in the post."""
    text = "\n\n".join(f"{'#' * int(size)} 절 {number}" for number, size in enumerate(sizes.split()))
    assert levels == " ".join(str(heading.level) for heading in Blog(tmp_path).chapter(text).headings)


@pytest.mark.parametrize(
    "first", ["1. 들어가며", "1) 준비", "1.1 설치", "(1) 설치", "제1장 바다", "Step 1", "① 설치", "가. 배경"]
)
def test_own_numbers_are_named(first: str, tmp_path: Path) -> None:
    """The first heading that a post numbers says so; a theme that numbers headings does not then."""
    chapter = Blog(tmp_path).chapter(f"## {first}\n\n## 2. 나가며\n\n글")
    assert ["own-number", None] == [one.get("class") for one in tree(chapter).iter("h2")]


@pytest.mark.parametrize(
    "text",
    [
        "10년 뒤",
        "1.5배 빠르게",
        "1.2 버전",
        "2024년 회고",
        "100. 백",
        "가을",
        "A형 독감",
        "Steps 12",
        "제10장",
    ],
)
def test_words_are_no_numbers(text: str, tmp_path: Path) -> None:
    """Years, counts and words that begin as numbers do are none."""
    assert 'class="own-number"' not in Blog(tmp_path).chapter(f"## {text}\n\n글").xhtml


def test_ids_are_ascii(tmp_path: Path) -> None:
    """Ids of the book are ASCII; the blog's own names lead to them."""
    chapter = Blog(tmp_path).chapter('## 첫 절\n\n<p id="그림">글</p>')
    assert "c-h1" == chapter.anchors["첫-절"]
    assert chapter.anchors["그림"].isascii()


@pytest.mark.parametrize(
    ("grammar", "links"),
    [
        ("kramdown", "hello-world 11-설치--go-언어 가-1"),
        ("hugo", "hello-world 11-설치--go-언어 가-1"), ("hugo", "hello-world 1-1-설치-go-언어 가-1"),
        ("commonmark", "hello-world 11-설치--go-언어 가-1"), ("hexo", "Hello-World 1-1-설치-Go-언어 가-1"),
    ],
)  # fmt: skip
def test_headings_are_known_by_the_names_of_their_engine(grammar: str, links: str, tmp_path: Path) -> None:
    """A post's own list of contents leads to its headings, as on its page; a second of the same words too."""
    headings = "Hello World", "1.1 설치 & Go 언어", "가", "가"
    text = "\n\n".join(
        [" ".join(f"[말](#{link})" for link in links.split()), *(f"## {one}" for one in headings)]
    )
    chapter = Blog(tmp_path).chapter(text, dialect=Dialect(grammar))
    assert ["#c-h1", "#c-h2", "#c-h4"] == [link.get("href") for link in tree(chapter).iter("a")]
    assert () == chapter.diagnostics


def test_an_id_of_its_own_is_no_heading(tmp_path: Path) -> None:
    """A place that a post names itself is that place, whatever a heading could be called."""
    chapter = Blog(tmp_path).chapter('<p id="hello-world">글</p>\n\n## Hello World')
    assert chapter.anchors["hello-world"] != "c-h1" == chapter.anchors["Hello-World"]


def test_title_is_dropped_once(tmp_path: Path) -> None:
    """Only the first heading that repeats the title goes; a link to it leads to the chapter."""
    chapter = Blog(tmp_path).chapter("# 가을\n\n## 가을\n\n[위로](#가을)")
    assert ["가을"] == [heading.text for heading in chapter.headings]


def test_names_of_a_dropped_title(tmp_path: Path) -> None:
    """Links to a title by an id of its own lead to the chapter; a heading of the same words is the second."""
    html = '<h1 id="top-1"><a id="b"></a>가을</h1><h2>가을</h2>' + "".join(
        f'<p><a href="#{place}">{place}</a></p>' for place in ("top-1", "b", "가을-1")
    )
    chapter = Blog(tmp_path).chapter(html)
    assert ["#c", "#c", "#c-h1"] == [link.get("href") for link in tree(chapter).iter("a")]
    assert () == chapter.diagnostics


def test_title_behind_words_stays(tmp_path: Path) -> None:
    """A heading with the post's title that does not open the post is a heading."""
    assert 1 == len(Blog(tmp_path).chapter("글\n\n# 가을").headings)


def test_heading_of_a_picture_is_none(tmp_path: Path) -> None:
    """A heading that holds no words stands in no contents."""
    assert () == Blog(tmp_path).chapter("## <br>\n\n##").headings


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("1-들어가며-서문", "1. 들어가며 (서문)"),
        ("C-와-파이썬", "C++ 와 파이썬"),
        ("가나", "가나"),
        ("", "?!"),
    ],
)
def test_slug(expected: str, text: str) -> None:
    """Slugs are those of Hexo's own anchors."""
    assert expected == slug(text)
