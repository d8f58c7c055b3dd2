"""One blog, several books."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.book.chosen import Planned
from publisher.book.length.markdown import pages_of
from publisher.book.paper import paper_of
from publisher.book.plan.file import read_plan
from publisher.book.volumes import volumes
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, Report, SourceError
from publisher.model import PartText
from tests.blogs import blog, faults, post
from tests.books import OPF, Epub, Pdf, run, small_blog
from tests.books import post as written

POSTS = (
    post("봄", "2021-03-14", sections=(("개발", "파이썬"),), urls=("2021/봄", "post:봄")),
    post("여름", "2022-07-01", sections=(("개발", "도구"),), urls=("2022/여름", "post:여름")),
    post("가을", "2021-10-01", sections=(("일기",),), tags=("잎",), urls=("2021/가을", "post:가을")),
    post("겨울", sections=(), urls=("겨울", "post:겨울")),
)


def books(*posts, report=None, split="none", volume=(), **tables):
    tables = {"order": {"split": split}, "volume": volume, **tables}
    made = BookToml.model_validate(tables)
    return volumes(blog(*(posts or POSTS)), made, Report() if report is None else report)


def shown(outlines):
    return {one.meta.title: [entry.post.title for entry in one.entries] for one in outlines}


# order.split


def test_one_book_if_nobody_asks_for_more():
    (one,) = books()
    assert ("봄의 기록", "", 0) == (one.meta.title, one.meta.collection, one.meta.position)
    assert {} == one.elsewhere


def test_a_volume_a_category_the_others_last():
    made = books(split="category")
    titles = {
        "봄의 기록 1: 개발": ["봄", "여름"],
        "봄의 기록 2: 일기": ["가을"],
        "봄의 기록 3: 그 밖의 글": ["겨울"],
    }
    assert titles == shown(made)
    assert [("봄의 기록", n) for n in (1, 2, 3)] == [(o.meta.collection, o.meta.position) for o in made]


def test_a_volume_a_year_undated_posts_last():
    titles = {
        "봄의 기록: 2021년": ["봄", "가을"],
        "봄의 기록: 2022년": ["여름"],
        "봄의 기록: 그 밖의 글": ["겨울"],
    }
    assert titles == shown(books(split="year"))


def test_a_part_that_is_the_whole_volume_is_no_part():
    first, second, _ = books(split="category")
    assert [("파이썬",), ("도구",)] == [entry.section for entry in first.entries]
    assert [()] == [entry.section for entry in second.entries]


def test_parts_of_a_volume_keep_their_words():
    """What the blog, book.toml and a plan say of a part stands in its volume too, which is the part above."""
    places = {"가": ("개발", "웹"), "나": ("개발", "웹", "글꼴"), "다": ("개발", "셸"), "라": ("여행",)}
    posts = [post(name, "2024-01-01", sections=(path,)) for name, path in places.items()]
    said = {path: PartText((" ".join(path),)) for path in {("개발",), *places.values()}}
    own = BookToml.model_validate(
        {"order": {"split": "category"}, "parts": {"개발 / 웹": {"lead": "손으로"}}}
    )
    first, second = volumes(replace(blog(*posts), parts=said), own, Report())
    shown = {section: text.lead[0] for section, text in first.parts.items()}
    assert {("웹",): "손으로", ("웹", "글꼴"): "개발 웹 글꼴", ("셸",): "개발 셸"} == shown
    assert {} == second.parts
    text = '[[part]]\ntitle = "개발 / 셸"\nlead = "차례대로"\nposts = ["다"]\n'
    plan = Planned(read_plan(text, "book.plan.toml", Report()))
    planned = volumes(replace(blog(*posts), parts=said), own, Report(), plan=plan)[0]
    assert ("차례대로",) == planned.parts["셸",].lead


def test_chapters_are_numbered_from_one_in_each_volume():
    assert [[1, 2], [1], [1]] == [[entry.number for entry in one.entries] for one in books(split="year")]


def test_volumes_of_so_many_pages_are_cut_between_posts_and_balanced():
    posts = [post(f"{n:02}", f"2021-03-{n:02}", markdown="글이다. " * 400) for n in range(1, 13)]
    each = pages_of(posts[0], paper_of("A5"))
    made = books(*posts, split=f"pages:{each * 4}")
    assert {
        "봄의 기록 1": [f"{n:02}" for n in (1, 2, 3, 4)],
        "봄의 기록 2": [f"{n:02}" for n in (5, 6, 7, 8)],
        "봄의 기록 3": [f"{n:02}" for n in (9, 10, 11, 12)],
    } == shown(made)


def test_one_long_post_is_a_volume_of_its_own():
    posts = [post("a", "2021-03-01", markdown="글이다. " * 20000), post("b", "2021-03-02")]
    assert [["a"], ["b"]] == list(shown(books(*posts, split="pages:10")).values())


def test_smaller_paper_more_pages():
    long = post("글", markdown="글이다. " * 3000)
    assert pages_of(long, paper_of("A4")) < pages_of(long, paper_of("A5")) < pages_of(long, paper_of("A6"))


# [[volume]]


def test_a_post_stands_in_the_first_volume_that_asks_for_it():
    made = books(
        volume=[{"title": "개발", "categories": ["개발"]}, {"title": "2021", "since": date(2021, 1, 1)}]
    )
    assert {"개발": ["봄", "여름"], "2021": ["가을"]} == shown(made)


def test_a_last_volume_without_conditions_takes_what_is_left():
    report = Report()
    made = books(volume=[{"categories": ["일기"]}, {"subtitle": "그 밖의 글"}], report=report)
    assert {"봄의 기록 1": ["가을"], "봄의 기록 2": ["봄", "여름", "겨울"]} == shown(made)
    assert "그 밖의 글" == made[1].meta.subtitle
    assert [] == faults(report)


def test_a_post_in_no_volume_is_named():
    report = Report()
    books(volume=[{"title": "개발", "categories": ["개발"]}], report=report)
    assert ["source/_posts/가을.md", "source/_posts/겨울.md"] == [d.where.path for d in report.diagnostics]
    assert {"volume-none"} == {diagnostic.code for diagnostic in report.diagnostics}


def test_a_volume_without_posts_is_not_made():
    report = Report()
    made = books(volume=[{"tags": ["없다"]}, {"title": "모두"}], report=report)
    assert ["모두"] == list(shown(made))
    assert [("volume-empty", 0)] == faults(report)
    with pytest.raises(SourceError):
        books(volume=[{"tags": ["없다"]}])


def test_what_is_left_out_of_the_book_is_in_no_volume():
    made = books(split="year", content={"exclude": ["봄"]})
    assert "봄" not in [title for titles in shown(made).values() for title in titles]
    assert [["excluded"]] * 3 == [[left.reason for left in one.left_out] for one in made]


@pytest.mark.parametrize(
    "tables",
    [
        {"volume": [{"title": "가"}, {"title": "가"}]},
        {"volume": [{"title": "가"}], "split": "year"},
    ],
)
def test_settings_that_mean_nothing(tables):
    with pytest.raises(ConfigError):
        books(**tables)


# What a volume says of itself


def test_identifiers_are_each_volumes_own_and_stay():
    before = [one.meta.identifier for one in books(split="category")]
    new = post("옛날", "2020-01-01", sections=(("책",),))
    after = [one.meta.identifier for one in books(new, *POSTS, split="category")]
    assert before == after[1:]
    assert 4 == len(set(after))


def test_an_isbn_is_one_books():
    report = Report()
    made = books(
        volume=[{"title": "가", "isbn": "9788966261024", "categories": ["일기"]}, {"title": "나"}],
        book={"isbn": "9788966261017"},
        report=report,
    )
    assert ["9788966261024", ""] == [one.meta.isbn for one in made]
    assert "urn:isbn:9788966261024" == made[0].meta.identifier
    assert made[1].meta.identifier.startswith("urn:uuid:")
    assert [("volume-isbn", 0)] == faults(report)


def test_a_missing_cover_is_told_once():
    report = Report()
    books(split="year", book={"cover": "없다.png"}, report=report)
    assert [("cover-missing", 0)] == faults(report)


def test_chapters_show_nothing_of_their_volume():
    """What is kept of a chapter serves the one book and every volume."""
    (one,), several = books(), books(split="category", book={"edition": "초판"})
    assert {replace(one.meta.steady(), authors=())} == {replace(o.meta.steady(), authors=()) for o in several}


def test_links_lead_to_the_pages_of_other_volumes():
    first, second, _ = books(split="category")
    assert "2021/가을" == first.elsewhere["post:가을"].address
    assert set(first.links).isdisjoint(first.elsewhere)
    assert "봄" == second.elsewhere["2021/봄"].title


# Properties

NAMES = st.sampled_from(["가", "나", "a", "B"])
SPLITS = st.sampled_from(["year", "category", "pages:1", "pages:3", "pages:900"])
POST = st.builds(
    post,
    st.text(st.sampled_from("가나ab1"), min_size=1, max_size=3),
    st.sampled_from(["", "2020-05-05", "2021-03-14", "2022-03-15"]),
    title=NAMES,
    sections=st.lists(st.lists(NAMES, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    markdown=st.integers(0, 9).map(lambda n: "글이다. " * (n * 100)),
    hidden_by=st.sampled_from(["", "", "", "password"]),
)
SOME = st.lists(POST, min_size=1, max_size=8, unique_by=lambda one: one.path)


@settings(max_examples=60, deadline=None)
@given(SOME, SPLITS, st.randoms())
def test_every_post_stands_once_in_one_volume_or_is_left_out(posts, split, random):
    try:
        made = books(*posts, split=split)
    except SourceError:
        assert all(one.hidden_by for one in posts)
        return
    there = [entry.post.path for one in made for entry in one.entries]
    assert sorted(one.path for one in posts) == sorted(there + [left.post.path for left in made[0].left_out])
    assert all(one.entries for one in made)
    assert len(made) == len({one.meta.identifier for one in made}) == len({one.meta.title for one in made})
    assert made == books(*random.sample(posts, len(posts)), split=split)


# Whole books

BOOK = """[[volume]]
title = "바다: 글"
categories = ["바다"]
[[volume]]
title = "바다 글"
"""


@pytest.mark.wide
def test_files_and_links(tmp_path: Path) -> None:
    """Each volume has its files, and links lead into the other by the web."""
    folder = small_blog(
        tmp_path / "blog",
        {
            "sea.md": written("파도", "[산](/2024/01/02/hill/) {% post_link hill %}", category="바다"),
            "hill.md": written("언덕", "[파도](sea.md) 그리고 [집](/about/)", category="산"),
            "snow.md": written("눈", "{% post_link hill 언덕으로 %}", category="산"),
        },
    )
    (folder / "book.toml").write_text(BOOK, "utf-8")
    made = run("export", folder, "-o", tmp_path / "out", "--json")
    assert 0 == made.code, made.err
    summary = made.json
    assert [] == summary["diagnostics"]
    assert ["바다: 글", "바다 글"] == [volume["title"] for volume in summary["volumes"]]
    names = ["바다-글-2.epub", "바다-글-2.pdf", "바다-글.epub", "바다-글.pdf"]
    assert names == sorted(path.name for path in (tmp_path / "out").iterdir())
    _check_links(tmp_path / "out")
    checked = run("check", folder, "--json").json
    assert [("바다: 글", 1), ("바다 글", 2)] == [(v["title"], v["chapters"]) for v in checked["volumes"]]
    plan = run("plan", folder, "--json").json
    assert ["바다: 글", "바다 글"] == [node["volume"] for node in plan["contents"]]


def _check_links(out: Path) -> None:
    sea, hills = Epub(out / "바다-글.epub"), Epub(out / "바다-글-2.epub")
    hill = '<a href="https://example.org/2024/01/02/hill/">언덕</a>'
    (page,) = (data.decode() for name, data in sea.files.items() if "/sea-" in name)
    assert hill in page
    assert '<a href="https://example.org/2024/01/02/hill/">산</a>' in page
    (page,) = (data.decode() for name, data in hills.files.items() if "/hill-" in name)
    said = {meta.get("property"): meta.text for meta in hills.opf.iter(OPF + "meta")}
    assert ("작은 블로그", "set", "2") == (
        said["belongs-to-collection"],
        said["collection-type"],
        said["group-position"],
    )
    assert '<a href="https://example.org/2024/01/02/sea/">파도</a>' in page
    for name, wanted in (("바다-글.pdf", "hill"), ("바다-글-2.pdf", "sea")):
        book = Pdf(out / name)
        notes = [note for page in book.file.pages for note in page.get("/Annots", ())]
        addresses = {str(note.A.URI) for note in notes if "/A" in note}
        assert f"https://example.org/2024/01/02/{wanted}/" in addresses


@pytest.mark.wide
def test_no_chapter_is_made_twice(tmp_path: Path) -> None:
    """One book and its volumes share every chapter; new are front matter, colophon, and a part's number."""
    posts = {
        f"{n}.md": written(f"글 {n}", date=f"2024-01-0{n}", category=category)
        for n, category in enumerate(("바다", "바다", "산", "산"), 1)
    }
    folder = small_blog(tmp_path / "blog", posts)
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    order = ("export", folder, "-q", "--format", "pdf", "--jobs", 1, "-o", tmp_path / "out")
    assert 0 == run(*order, env=env).code
    before = _kept(tmp_path / "cache")
    assert 0 == run(*order, "--split", "pages:2", env=env).code
    new = _kept(tmp_path / "cache") - before
    of_a_volume = ("cover", "title", "contents", "colophon")
    assert 2 * len(of_a_volume) + 1 == len([path for path in new if "fragments" in path.parts])
    assert [] == [path for path in new if "chapters" in path.parts]


def _kept(cache: Path) -> set[Path]:
    return {path for path in cache.glob("v-*/*/*/*") if path.is_file()}
