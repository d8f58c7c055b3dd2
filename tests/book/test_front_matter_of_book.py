"""What a post says for the book alone: in its front matter under `book:`, and by a comment in its text."""

from pathlib import Path

import pytest

from publisher.book.chosen import arrange
from publisher.book.skips import is_skipped, without_skipped
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.model import InBook
from tests.blogs import CONFIG, blog, faults, hexo, post, read, write

NOTE = '---\ntitle: 글\ndate: 2024-01-01\nbook: {{title: "새 글", part: 겨울 / 눈, {more}}}\n---\n본문\n'
FULL = 'lead: "하나\\n\\n둘", opening: recto, after: 다른, skip: true'
ENGINES = {
    "hexo": ("source/_posts/글.md", {"_config.yml": CONFIG}),
    "jekyll": (
        "_posts/2024-01-01-글.md",
        {"_config.yml": "title: 글\nmarkdown: kramdown\n", "Gemfile": "gem 'jekyll'"},
    ),
    "hugo": ("content/posts/글.md", {"hugo.toml": 'title = "글"\n'}),
    "obsidian": ("글.md", {".obsidian/app.json": "{}"}),
    "plain": ("글.md", {}),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reads_it(tmp_path: Path, engine: str) -> None:
    """Title, part, lead, opening, follower, and whether it is skipped."""
    path, others = ENGINES[engine]
    found = read(write(tmp_path, {**others, path: NOTE.format(more=FULL)}))
    expected = InBook("새 글", ("겨울", "눈"), ("하나", "둘"), "recto", "다른", skip=True)
    assert (engine, expected) == (found.site.engine, found.posts[0].book)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("book: 클린 코드", 3),
        ("book: {title: 클린 코드, author: 마틴}", 3),
        ("book: [1]", 3),
        ("book: {titel: 글}", 3),
        ("book: {opening: left}", 3),
        ("book:\n  x: 1", 3),
    ],
)
def test_what_is_not_understood_is_named(tmp_path: Path, said: str, line: int) -> None:
    """With its line; the post is read without it: blogs that speak of books have a key of that name."""
    report = Report()
    found = read(hexo(tmp_path, {"a.md": f"---\ntitle: 글\n{said}\ndate: 2024-01-01\n---\n본문\n"}), report)
    assert [("book-field", line)] == faults(report)
    assert InBook() == found.posts[0].book


def outline(*posts, report=None):
    return arrange(blog(*posts), BookToml(), report or Report())


def titles(*posts, report=None):
    return [entry.post.title for entry in outline(*posts, report=report).entries]


def test_the_book_has_its_own_title_and_part():
    """The blog's stay what they are."""
    (entry,) = outline(post("글", "2024-01-01", book=InBook("새 글", ("겨울", "눈")))).entries
    assert ("새 글", ("겨울", "눈")) == (entry.post.title, entry.section)


def test_a_post_that_is_skipped_is_left_out():
    """By its front matter, or by the comment; the reason stands in the plan."""
    out = "skipped by itself"
    book = outline(
        post("가", "2024-01-01", book=InBook(skip=True)),
        post("나", "2024-01-02", markdown="글\n\n<!-- book:skip -->\n"),
        post("다", "2024-01-03"),
    )
    assert [("가", out), ("나", out)] == [(left.post.title, left.reason) for left in book.left_out]


@pytest.mark.parametrize(
    ("text", "book"),
    [
        ("가\n<!-- book:skip -->\n나\n<!-- book:end -->\n다", "가\n\n\n\n다"),
        (
            "<!--book:skip-->\n나\n   <!--  book:end  -->  \n다\n<!-- book:skip -->\n<!-- book:end -->",
            "\n\n\n다\n\n",
        ),
        ("```\n<!-- book:skip -->\n```\n가", "```\n<!-- book:skip -->\n```\n가"),
        ("~~~~\n```\n<!-- book:skip -->\n~~~\n~~~~", "~~~~\n```\n<!-- book:skip -->\n~~~\n~~~~"),
        ("```한 줄``` 말\n<!-- book:skip -->\n나\n<!-- book:end -->", "```한 줄``` 말\n\n\n"),
        (
            "```\n```js\n```\n<!-- book:skip -->\n나\n<!-- book:end -->\n```\n```",
            "```\n```js\n```\n\n\n\n```\n```",
        ),
        ("말 중의 <!-- book:skip --> 표시", "말 중의 <!-- book:skip --> 표시"),
        ("<!-- book:end -->\n가 book:skip", "<!-- book:end -->\n가 book:skip"),
    ],
)
def test_a_region_is_left_out_and_lines_keep_their_numbers(text, book):
    """Of code, nothing."""
    assert book == without_skipped(text)
    assert not is_skipped(text)
    assert text.count("\n") == book.count("\n")


def test_a_region_that_is_not_closed_leaves_the_post_out():
    """An open end would take what its writer did not see."""
    assert is_skipped("가\n<!-- book:skip -->\n나\n<!-- book:end -->\n다\n<!-- book:skip -->\n라")


def follower(name, day, after):
    return post(name, day, book=InBook(after=after))


def test_a_post_stands_behind_another():
    """Also in its part, and others behind it in turn; what follows the same post is ordered as ever."""
    report = Report()
    posts = (
        post("가", "2024-01-01", sections=(("일기",),)),
        post("나", "2024-01-02", sections=(("일기",),)),
        follower("다", "2024-01-03", "가"),
        follower("라", "2024-01-04", "source/_posts/다.md"),
        follower("마", "2024-01-05", "가.md"),
    )
    found = outline(*posts, report=report).entries
    assert ["가", "다", "라", "마", "나"] == [entry.post.title for entry in found]
    assert {("일기",)} == {entry.section for entry in found}
    assert [] == report.diagnostics


@pytest.mark.parametrize(
    "asked",
    [{"가": "가"}, {"가": "나", "나": "가"}, {"가": "나", "나": "다", "다": "가"}, {"가": "없다"}],
)
def test_circles_and_gone_posts_are_named(asked):
    """Each post of a circle, and what follows it; all stand where they would without."""
    report = Report()
    posts = [follower(name, f"2024-01-0{n}", asked.get(name, "")) for n, name in enumerate("가나다", 1)]
    assert ["가", "나", "다"] == titles(*posts, report=report)
    assert [("book-after", 1)] * len(asked) == faults(report)


@pytest.mark.parametrize("own", [{"sections": (("가",) * 3000,)}, {"book": InBook(part=("가",) * 3000)}])
def test_parts_have_an_end(own):
    """A path of thousands of steps is cut, and named: each step of it would stand on a stack."""
    report = Report()
    (entry,) = outline(post("글", "2024-01-01", **own), report=report).entries
    assert ("가",) * 20 == entry.section
    assert [("part-deep", 0)] == faults(report)
