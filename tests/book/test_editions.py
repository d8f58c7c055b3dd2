"""Editions: what is kept of a published one, what changed since, and that highlights stay where they were."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from publisher.assets.xhtml import Element, fragment
from publisher.book.editions import Difference, Kept, differences, in_words, paragraphs
from publisher.book.slots import blocks, fitted, lay
from publisher.build import Progress, build, check
from publisher.config.load import Config
from publisher.config.order import OrderTable
from publisher.config.schema import BookToml
from publisher.errors import Report, SourceError, WriteError
from publisher.render import editions
from publisher.writers.epub.spine import places
from tests.blogs import hexo, write
from tests.books import SAMPLE, Epub, X, post, run, text_of

_SETTINGS = BookToml.model_validate({"matter": {"changes": True}, "book": {"edition": "초판 1쇄"}})
_LINES = [f"{number}번째 문단은 바닷가에서 쓴 것이다." for number in range(30)]
_FIRST = {
    "a.md": post("가", "\n\n".join(_LINES)),
    "b.md": post("나", "\n\n".join(_LINES[:5]), "2024-02-01"),
    "c.md": post("다", "끝 글이다.", "2024-03-01"),
}
# A paragraph is mended, one comes, one goes; a post comes before all others, another goes.
_MENDED = [
    *_LINES[:4],
    "새로 쓴 문단이다.",
    *_LINES[4:9],
    "9번째 문단은 도서관에서 쓴 것이다.",
    *_LINES[10:20],
    *_LINES[21:],
]


@dataclass(frozen=True)
class Two:
    """Two editions of a book."""

    blog: Path
    first: Epub
    second: Epub


def _config(blog: Path, out: str) -> Config:
    return Config(blog, blog.parent / out, ("epub",), _SETTINGS, jobs=1, cache=True, epoch=None)


def _published(blog: Path) -> editions.Edition:
    books = check(_config(blog, "none"), Report(), Progress()).books
    spines = {book.meta.identifier: places(book, _SETTINGS) for book in books}
    return editions.publish(blog, books, Report(), spines=spines)


def _exported(blog: Path, out: str) -> Epub:
    report = Report()
    built = build(_config(blog, out), report)
    assert [] == report.diagnostics
    return Epub(built.files[0].path)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    blog = hexo(tmp_path_factory.mktemp("editions") / "blog", _FIRST)
    first = _exported(blog, "one")
    assert 1 == _published(blog).number
    posts = {"a.md": post("가", "\n\n".join(_MENDED)), "0.md": post("먼저", date="2020-01-01")}
    write(blog, {f"source/_posts/{name}": text for name, text in posts.items()})
    (blog / "source/_posts/b.md").unlink()
    yield Two(blog, first, _exported(blog, "two"))


def test_page_of_changes(two: Two) -> None:
    """이 판에서 달라진 점 names what is new, changed and gone; the first edition has no such page."""
    (said,) = (text_of(page) for page in two.second.pages.values() if page.xpath("//*[@id = 'changes']"))
    wanted = "초판 1쇄 뒤로 달라진 것입니다. 새로 실은 글 먼저 고친 글 가 (3곳) 뺀 글 나"
    assert said.endswith(wanted)
    assert not any(page.xpath("//*[@id = 'changes']") for page in two.first.pages.values())


def test_changes_of_the_example(tmp_path: Path) -> None:
    """Its second edition names what its author has changed since the first, and nothing that we set otherwise
    than we did then: an edition is compared with one that another version has kept."""
    made = run("export", SAMPLE, "-o", tmp_path, "--format", "epub", "-q")
    assert 0 == made.code, made.err
    pages = Epub(next(tmp_path.glob("*.epub"))).pages.values()
    (said,) = (text_of(page) for page in pages if page.xpath("//*[@id = 'changes']"))
    assert said.endswith("새로 실은 글 막차의 창 고친 글 세 해하고 여덟 달 (1곳)")


def test_slots_change_no_word(two: Two) -> None:
    """The chapter of the second edition has its words in their order, and its file the same name."""
    (name,) = (name for name in two.first.spine if "/a-" in name)
    said = text_of(two.second.pages[name])
    places = [said.find(line) for line in _MENDED]
    assert sorted(places) == places and -1 not in places


def test_paragraphs_keep_their_places(two: Two) -> None:
    """All but the one that shares its place with a new one are children of the same number."""
    (name,) = (name for name in two.first.spine if "/a-" in name)
    old, new = (
        {text_of(one): place for place, one in enumerate(_section(book, name))}
        for book in (two.first, two.second)
    )
    kept = [line for line in _LINES if line in _MENDED]
    assert [line for line in kept if old[line] != new.get(line)] == [_LINES[3]]


def _section(book: Epub, name: str) -> list[object]:
    (section,) = book.pages[name].iter(X + "section")
    return list(section)


def test_pages_are_found_by_name(two: Two) -> None:
    """Each page of the spine has an id of its own, the same in both editions."""
    for book in (two.first, two.second):
        refs = [one for one in book.opf.iter() if str(one.tag).endswith("itemref")]
        assert [f"at-{one.get('idref')}" for one in refs] == [one.get("id") for one in refs]


def test_words_are_found_by_counting(two: Two) -> None:
    """Pages in the spine, elements on the page: what stayed is where it was, but for the one that shares its
    place with a new one."""
    old, new = ({text: place for place, text in _places(book)} for book in (two.first, two.second))
    kept = [line for line in _LINES if line in _MENDED]
    assert [_LINES[3]] == [line for line in kept if old["가", line] != new["가", line]]


def _places(book: Epub) -> Iterator[tuple[tuple[int, ...], tuple[str, str]]]:
    """Each paragraph's place, as an EPUB CFI counts, with the title of its page and its words."""
    for number, name in enumerate(book.spine):
        root = book.pages[name]
        for one in root.iter(X + "p"):
            above = [one, *one.iterancestors()][:-1]
            place = (number, *(above_one.getparent().index(above_one) for above_one in above))
            yield place, (root.findtext(f".//{X}title") or "", text_of(one))


def test_a_new_page_shares_a_file(two: Two) -> None:
    """The post that is new stands behind the page before it; contents and NCX lead into that file."""
    (new,) = (name for name in two.second.manifest if "/part-" in name)
    assert new == two.first.spine[two.second.spine.index(new)]
    (href,) = (href for title, href in _leaves(two.second.nav) if title == "먼저")
    assert href in [href for title, href in _leaves(two.second.ncx) if title == "먼저"]
    file, _hash, place = href.partition("#")
    assert new == f"EPUB/{file}"
    (found,) = (one for one in two.second.pages[new].iter() if one.get("id") == place)
    assert "먼저" in text_of(found)


def test_a_page_that_is_gone_leaves_its_place(two: Two) -> None:
    """No reader turns to the empty file, and what follows is where it was."""
    (gone,) = (name for name in two.first.spine if "/b-" in name)
    place = two.first.spine.index(gone)
    refs = [one for one in two.second.opf.iter() if str(one.tag).endswith("itemref")]
    assert [place] == [number for number, one in enumerate(refs) if one.get("linear") == "no"]
    assert "" == text_of(two.second.pages[two.second.spine[place]].find(X + "body"))
    assert "EPUB/colophon.xhtml" in two.second.spine[place + 1 :]


def test_a_book_ordered_anew_keeps_no_places(two: Two) -> None:
    """Where most pages stand elsewhere, none is empty and none shares a file."""
    report = Report()
    settings = _SETTINGS.model_copy(update={"order": OrderTable(posts="date-desc")})
    config = replace(_config(two.blog, "anew"), settings=settings)
    posts = {f"source/_posts/more-{n}.md": post(f"더 {n}", date=f"2024-05-0{n}") for n in range(1, 10)}
    write(two.blog, posts)
    try:
        made = [
            check(replace(config, settings=one), report, Progress()).books[0] for one in (_SETTINGS, settings)
        ]
    finally:
        for name in posts:
            (two.blog / name).unlink()
    old, new = made
    new = replace(new, spine=places(replace(old, spine=()), _SETTINGS))
    assert all(len(slot) == 1 for slot in places(new, _SETTINGS))
    assert old.spine and not all(len(slot) == 1 for slot in places(old, _SETTINGS))


def _leaves(tree: list[Any]) -> Iterator[tuple[str, str]]:
    for label in tree:
        yield from _leaves(label[1]) if isinstance(label[1], list) else [label]


def test_command(two: Two) -> None:
    """`publisher edition` lists, publishes what is new, once, and says in words what changed."""
    assert "1  2024-03-01  초판 1쇄" == run("edition", two.blog).out.strip()
    assert "book.editions/2.json" == run("edition", two.blog, "--publish", "-q").out.strip().splitlines()[-1]
    with pytest.raises(SourceError, match="nothing has changed since edition 2"):
        _published(two.blog)
    said = run("edition", two.blog, "--diff", 1, 2).out.splitlines()
    assert "+ 먼저  [source/_posts/0.md]" in said
    assert "- 나  [source/_posts/b.md]" in said
    assert "    5: {+새로 쓴 문단이다.+}" in said
    assert "    11: 9번째 문단은 [-바닷가에서-] {+도서관에서+} 쓴 것이다." in said
    assert "    22: [-20번째 문단은 바닷가에서 쓴 것이다.-]" in said
    assert 6 == len(said)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"number": "x"}', "[" * 100_000, "<<<<<<< HEAD\n{}\n=======\n"]
)
def test_a_file_that_is_no_edition(tmp_path: Path, text: str) -> None:
    """It is named, and the others count."""
    blog = hexo(tmp_path / "blog", {"a.md": post("가")})
    _published(blog)
    (blog / "book.editions/2.json").write_text(text, "utf-8")
    (blog / "book.editions/note.txt").write_text("x", "utf-8")
    report = Report()
    assert [1] == [one.number for one in editions.published(blog, report)]
    assert ["edition-unreadable"] == [one.code for one in report.diagnostics]
    with pytest.raises(SourceError):
        editions.numbered(blog, 2, Report())


def test_slots_hold_all_blocks_in_order() -> None:
    """However a text is changed, all its blocks stand in it, in their order; what did not change stays."""
    chance = Random(16)
    for _turn in range(60):
        old, new = ([chance.choice("가나다라마바사") for _ in range(chance.randrange(12))] for _ in "12")
        first, root = fitted((), blocks(_root(old))), _root(new)
        now = blocks(root)
        slots = fitted(first, now)
        assert now == [digest for slot in slots for digest in slot]
        lay(root, slots)
        assert "".join(new) == "".join("".join(root.itertext()).split())
        assert len(slots) == len(root)
        assert first == fitted(first, [digest for slot in first for digest in slot])


def _root(words: list[str]) -> Element:
    return fragment("".join(f"<p>{word}</p>" for word in words))


def test_a_post_of_another_file_name_keeps_its_id(tmp_path: Path) -> None:
    """It is known by most of its words, later by its path; one that is new at its old path has another id."""
    blog = hexo(tmp_path / "blog", {"a.md": post("가", "\n\n".join(_LINES[:6])), "b.md": post("나")})
    posts, first = blog / "source/_posts", _published(blog)
    (posts / "a.md").rename(posts / "other.md")
    text = (posts / "other.md").read_text("utf-8").replace(_LINES[2], "이 문단만 다르다.")
    (posts / "other.md").write_text(text, "utf-8")
    own = next(one.id for one in first.chapters if one.path.endswith("a.md"))
    for count in (2, 3):
        ids = {one.path.rpartition("/")[2]: one.id for one in _published(blog).chapters}
        assert (own, count) == (ids["other.md"], len({*ids.values()}))
        (posts / "a.md").write_text(post("다", "아주 다른 글이다."), "utf-8")
    diff = run("edition", blog, "--diff", 1, 2).out
    assert "~ 가  [source/_posts/other.md]" == diff.splitlines()[0]


def test_differences() -> None:
    """Each paragraph that is another one is named; long texts of the same paragraph take no time."""
    old, new = (Kept("a", "", "", words, ()) for words in (("가", "나", "다"), ("가", "너", "다", "라")))
    assert [Difference(2, ("나",), ("너",)), Difference(4, (), ("라",))] == differences(old, new)
    many = Kept("a", "", "", ("가",) * 3000, ())
    assert [] == differences(many, many)
    assert [1] == [one.count for one in differences(many, Kept("a", "", "", ("가",) * 2999 + ("나",), ()))]


def test_in_words() -> None:
    assert "바다가 [-파랗다-] {+푸르다+} 오늘" == in_words("바다가 파랗다 오늘", "바다가 푸르다 오늘")
    assert "{+새+} 글" == in_words("글", "새 글")


def test_no_edition_is_written_outside_of_the_blog(tmp_path: Path) -> None:
    """Its folder may be a link that came with the blog."""
    blog = hexo(tmp_path / "blog", {"a.md": post("가")})
    (tmp_path / "out").mkdir()
    (blog / "book.editions").symlink_to(tmp_path / "out")
    with pytest.raises(WriteError, match="leads out of the blog"):
        _published(blog)
    assert [] == [*(tmp_path / "out").iterdir()]


@pytest.mark.parametrize("number", [-5, 2, 10**30, "1", None])
def test_an_edition_has_the_number_of_its_file(number: object, tmp_path: Path) -> None:
    """One that says another is named, and the next one that is published has a number that is found again."""
    blog = hexo(tmp_path, {"a.md": post("가", "나")})
    table = {"number": number, "name": "", "published": "", "titles": [], "isbns": [], "chapters": []}
    write(blog, {"book.editions/1.json": json.dumps(table)})
    report = Report()
    assert [] == editions.published(blog, report)
    assert ["edition-unreadable"] == [item.code for item in report.diagnostics]
    assert 2 == _published(blog).number
    assert [2] == [one.number for one in editions.published(blog, Report())]


def test_words_around_other_blocks_are_paragraphs() -> None:
    """An item with a list in it, a quotation with a paragraph, have words of their own: no edition without
    them."""
    items = "<ul><li>하나 <b>둘</b><ul><li>셋</li></ul>넷</li><li><p>다섯</p></li></ul>"
    text = f"{items}<blockquote>여섯<p>일곱</p></blockquote>"
    assert ["하나 둘 넷", "셋", "다섯", "여섯", "일곱"] == [*paragraphs(fragment(text))]
