"""Which posts are in the book, and where each one stands."""

import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.book.chosen import arrange
from publisher.book.named import matches
from publisher.book.outline import capped
from publisher.book.tree import Part, contents, walk
from publisher.config.schema import BookToml
from publisher.errors import Report, SourceError
from publisher.model import PartText
from tests.blogs import blog, faults, post


def outline(posts, report=None, **tables):
    """The outline by settings such as order={"by": "year"}."""
    return arrange(blog(*posts), BookToml.model_validate(tables), Report() if report is None else report)


def titles(posts, report=None, **tables):
    return [entry.post.title for entry in outline(posts, report, **tables).entries]


def sections(posts, report=None, **tables):
    return ["/".join(entry.section) for entry in outline(posts, report, **tables).entries]


def shape(tree):
    """The tree of parts as nested lists: ["개발", ["글", "글"]]."""
    return [
        [node.title, shape(node.children)] if isinstance(node, Part) else node.post.title for node in tree
    ]


def filed(name, day, *paths, **values):
    """A post in categories: "개발/파이썬"."""
    return post(name, day, sections=tuple(tuple(path.split("/")) for path in paths), **values)


# Which posts


@pytest.mark.parametrize(
    ("left", "content", "reason"),
    [
        (post("글", "2021-03-14", hidden_by="published: false"), {}, "hidden (published: false)"),
        (post("글", "2021-03-14", private_by="password"), {}, "hidden (password)"),
        (post("글", "2021-03-14", tags=("Private",)), {}, "hidden (in private)"),
        (filed("글", "2021-03-14", "일기/비공개"), {}, "hidden (in 비공개)"),
        (post("글", "2021-03-14", hidden_by="a page"), {"private": True}, "hidden (a page)"),
        (post("글", "2021-03-14", draft=True), {}, "draft"),
        (post("글", "2021-03-14"), {"exclude": ["글"]}, "excluded"),
        (post("글", "2021-03-14"), {"exclude": ["글.md"]}, "excluded"),
        (post("글", "2021-03-14"), {"exclude": ["source/_posts/글.md"]}, "excluded"),
        (post("글", "2021-03-14"), {"exclude": ["source/_posts/글"]}, "excluded"),
        (filed("글", "2021-03-14", "일기"), {"categories": ["개발"]}, "other category"),
        (post("글", "2021-03-14"), {"categories": ["개발"]}, "other category"),
        (post("글", "2021-03-14", tags=("비",)), {"tags": ["봄"]}, "other tags"),
        (post("글", "2021-03-14"), {"since": date(2021, 3, 15)}, "before 2021-03-15"),
        (post("글", "2021-03-14"), {"until": date(2021, 3, 13)}, "after 2021-03-13"),
    ],
)
def test_a_post_is_left_out_for_a_reason(left, content, reason):
    kept = filed("남은 글", "2021-03-15" if "since" in content else "2021-03-13", "개발", tags=("봄",))
    made = outline([left, kept], content=content)
    (out,) = made.left_out
    assert (left, reason) == (out.post, reason)
    assert [kept] == [entry.post for entry in made.entries]


@pytest.mark.parametrize(
    ("kept", "content"),
    [
        (post("글", "2021-03-14", draft=True), {"drafts": True}),
        (post("글", "2021-03-14", private_by="password", tags=("private",)), {"private": True}),
        (post("글", "2021-03-14", tags=("봄", "비")), {"tags": ["비", "눈"]}),
        (post("글", "2021-03-14T23:59"), {"since": date(2021, 3, 14), "until": date(2021, 3, 14)}),
        (filed("글", "2021-03-14", "일기", "개발/파이썬"), {"categories": ["파이썬"]}),
        (filed("글", "2021-03-14", "개발/파이썬"), {"categories": ["개발/파이썬"]}),
        (filed("글", "2021-03-14", "개발/파이썬"), {"categories": ["개발"]}),
        (post("글", "2021-03-14"), {"exclude": ["글 2", "다른/글.md"]}),
    ],
)
def test_a_post_that_fits_is_in(kept, content):
    assert ["글"] == titles([kept], content=content)


def test_drafts_do_not_bring_hidden_posts():
    posts = [post("글", "2021-03-14", draft=True, hidden_by="password"), post("나", "2021-03-15")]
    assert ["나"] == titles(posts, content={"drafts": True})


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("개발", True),
        ("파이썬", True),
        ("개발/파이썬", True),
        (" 개발 / 파이썬 ", True),
        ("개발/파이썬/기초", True),
        ("개", False),
        ("파이썬/기초", False),
        ("개발/기초", False),
        ("", False),
        ("/", False),
    ],
)
def test_a_category_is_named_by_one_name_or_a_path_from_the_start(name, found):
    assert found == matches(("개발", "파이썬", "기초"), name)


@pytest.mark.parametrize(
    ("posts", "message"),
    [
        ([], "the blog has no posts yet"),
        ([post("초고", "2021-03-14", draft=True)], "none of the blog's 1 posts is in the book"),
    ],
)
def test_a_book_of_nothing_is_an_error(posts, message):
    with pytest.raises(SourceError, match=message):
        outline(posts)


# What makes a part

WRITTEN = [
    filed("가", "2020-12-31", "개발/파이썬", tags=("코드",), series="첫걸음"),
    filed("나", "2021-02-01", "일기", tags=("봄", "코드")),
    filed("다", "2021-10-01", "개발", tags=("봄",), series="첫걸음"),
    post("라", ""),
]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("category", [["개발", ["다", ["파이썬", ["가"]]]], ["일기", ["나"]], ["그 밖의 글", ["라"]]]),
        ("year", [["2020년", ["가"]], ["2021년", ["나", "다"]], ["그 밖의 글", ["라"]]]),
        (
            "month",
            [
                ["2020년", [["12월", ["가"]]]],
                ["2021년", [["2월", ["나"]], ["10월", ["다"]]]],
                ["그 밖의 글", ["라"]],
            ],
        ),
        ("tag", [["코드", ["가"]], ["봄", ["나", "다"]], ["그 밖의 글", ["라"]]]),
        ("series", [["첫걸음", ["가", "다"]], ["그 밖의 글", ["나", "라"]]]),
        ("flat", ["가", "나", "다", "라"]),
    ],
)
def test_what_makes_a_part(by, expected):
    """What stands in a part itself comes before the parts in it; what stands in none comes last."""
    assert expected == shape(contents(outline(WRITTEN, order={"by": by}).entries))


def test_months_are_ordered_as_numbers_by_name_too():
    order = {"by": "month", "parts": "name"}
    assert ["2020년/12월", "2021년/2월", "2021년/10월", "그 밖의 글"] == sections(WRITTEN, order=order)


def test_a_book_in_another_language_names_its_parts_in_it():
    made = sections(WRITTEN, order={"by": "month"}, book={"language": "en"})
    assert ["2020/December", "2021/February", "2021/October", "Other posts"] == made


@pytest.mark.parametrize("by", ["category", "tag", "series", "flat"])
def test_a_blog_without_any_part_is_one_list(by):
    assert ["", ""] == sections([post("가", "2021-03-14"), post("나", "")], order={"by": by})


# The order of parts


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("date", ["일기", "Go", "개발", "3분 글", "그 밖의 글"]),
        ("name", ["개발", "일기", "Go", "3분 글", "그 밖의 글"]),
        (["3분 글", "Go"], ["3분 글", "Go", "일기", "개발", "그 밖의 글"]),
        (["그 밖의 글", "개발"], ["개발", "일기", "Go", "3분 글", "그 밖의 글"]),
    ],
)
def test_order_of_parts(parts, expected):
    """By their first post's date, by name, or by a list; what a list leaves out follows by date."""
    posts = [
        filed("라", "2021-04-01", "3분 글"),
        filed("다", "2021-03-01", "개발"),
        filed("나", "2021-02-01", "Go"),
        filed("가", "2021-01-01", "일기"),
        post("마", "2020-01-01"),
    ]
    assert expected == sections(posts, order={"parts": parts})


def test_a_part_has_the_date_of_the_first_post_anywhere_in_it():
    posts = [
        filed("가", "2021-02-01", "일기"),
        filed("나", "2021-03-01", "개발"),
        filed("다", "2021-01-01", "개발/Go"),
    ]
    assert ["개발", "개발/Go", "일기"] == sections(posts)


def test_parts_in_parts_can_be_listed_by_name_or_path():
    posts = [filed("가", "2021-01-01", "개발/Go"), filed("나", "2021-02-01", "개발/파이썬")]
    assert ["개발/파이썬", "개발/Go"] == sections(posts, order={"parts": ["파이썬"]})
    assert ["개발/파이썬", "개발/Go"] == sections(posts, order={"parts": ["개발/파이썬"]})
    assert ["개발/파이썬", "개발/Go"] == sections(posts, order={"parts": ["개발 / 파이썬"]})


@pytest.mark.parametrize(("key", "name", "near"), [("parts", "일가", "일기"), ("posts", "봄비2", "봄비")])
def test_a_list_that_names_what_is_not_there_is_a_warning(key, name, near):
    report = Report()
    assert ["봄비"] == titles([filed("봄비", "2021-03-14", "일기")], report, order={key: [name]})
    (fault,) = report.diagnostics
    assert [("order-unknown", 0)] == faults(report)
    assert f"did you mean {near}?" == fault.hint


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ({"categories": ["일가", "일기"]}, "did you mean 일기?"),
        ({"categories": ["여행", "일기"]}, "there is: 개발/파이썬 (1), 일기 (1)"),
        ({"tags": ["눈", "비"]}, "there is: 비 (1)"),
        ({"exclude": ["없*"]}, "there is: 가을 (1), 봄비 (1)"),
        ({"exclude": ["봄비?"]}, "did you mean 봄비?"),
    ],
)
def test_a_choice_that_no_post_meets_is_a_warning(content, hint):
    """What there is stands in the hint, with the number of posts, or what is spelled most like it."""
    report = Report()
    posts = [filed("봄비", "2021-03-14", "일기", tags=("비",)), filed("가을", "2021-09-14", "개발/파이썬")]
    outline(posts, report, content=content)
    assert [("content-unknown", hint)] == [(one.code, one.hint) for one in report.diagnostics]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("봄*", ["[후기] 가을"]),
        ("[후기]*", ["봄비"]),
        ("[후기] 가을", ["봄비"]),
        ("source/*/봄?", ["[후기] 가을"]),
        ("\u1107\u1169\u11b7*", ["[후기] 가을"]),  # 봄, as macOS spells it
        ("*" * 60 + "가을", ["봄비"]),
    ],
)
def test_exclude_knows_stars(pattern, left):
    """A star is any letters, a question mark one; brackets are brackets."""
    posts = [post("봄비", "2021-03-14"), post("[후기] 가을", "2021-09-14")]
    assert left == titles(posts, content={"exclude": [pattern]})


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ({}, "none of the blog's 2 posts", "`--drafts` takes drafts in"),
        ({"tags": ["눈"], "drafts": True}, "none of the blog's 2 posts", "tags: 비 (2)"),
        (
            {"since": date(2022, 1, 1), "drafts": True},
            "none of the blog's 2 posts",
            "the posts are of 2021-03-14 to 2021-09-14",
        ),
        (
            {"since": date(2022, 1, 1), "until": date(2021, 1, 1)},
            "since 2022-01-01 is later than until 2021-01-01: no day is in between",
            "change one of the two days",
        ),
    ],
)
def test_a_choice_without_posts_says_what_takes_some_in(content, message, hint):
    posts = [
        post("봄", "2021-03-14", draft=True, tags=("비",)),
        post("가을", "2021-09-14", draft=True, tags=("비",)),
    ]
    with pytest.raises(SourceError, match=message) as caught:
        outline(posts, content=content)
    assert hint == caught.value.hint


def test_a_file_without_a_letter_is_left_out_and_named():
    """One that has at least front matter is a chapter: pictures may stand in it."""
    report, made = Report(), post("빈 글", "2021-03-14")
    posts = [post("글", "2021-03-14", markdown="글"), replace(made, markdown="\n ", first_line=1)]
    headed = replace(made, path="source/_posts/제목.md", title="제목", markdown="", first_line=4)
    assert ["글", "제목"] == titles([*posts, headed], report)
    assert ["post-empty"] == [one.code for one in report.diagnostics]


def test_texts_of_parts():
    """By name or path, a path first; what book.toml does not say is the blog's; a name of no part is told."""
    own = {
        "파이썬": {"lead": "가"},
        "개발/파이썬": {"lead": "나\n\n다"},
        "개발": {"epigraph": "라\n — 마"},
        "게발": {},
    }
    report = Report()
    kept = replace(
        blog(filed("봄비", "2021-03-14", "개발/파이썬")),
        parts={("개발",): PartText(("블로그의 말",)), ("개발", "파이썬"): PartText(("안 쓰임",))},
    )
    parts = arrange(kept, BookToml.model_validate({"parts": own}), report).parts
    assert {
        ("개발",): PartText(("블로그의 말",), ("라", "— 마")),
        ("개발", "파이썬"): PartText(("나", "다")),
    } == parts
    assert ["parts: there is no 게발"] == [fault.message for fault in report.diagnostics]


# The order of posts

DATED = [post("나", "2021-02-01"), post("글10", "2021-01-01"), post("글2", "2021-03-01"), post("가", "")]


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ("date", ["글10", "나", "글2", "가"]),
        ("date-desc", ["글2", "나", "글10", "가"]),
        ("title", ["가", "글2", "글10", "나"]),
        (["글2", "source/_posts/가.md"], ["글2", "가", "글10", "나"]),
    ],
)
def test_order_of_posts(posts, expected):
    """Undated posts come last whichever way the dates run; what a list leaves out follows by date."""
    assert expected == titles(DATED, order={"posts": posts})


def test_posts_of_one_moment_are_ordered_by_title():
    same = [post(name, "2021-03-14") for name in ("다", "a", "가")]
    assert ["가", "다", "a"] == titles(same, order={"posts": "date"})
    assert ["가", "다", "a"] == titles(same, order={"posts": "date-desc"})


def test_posts_of_one_moment_and_title_are_ordered_by_path():
    same = [post(name, "2021-03-14", title="봄비") for name in ("b", "a")]
    assert ["a", "b"] == [entry.post.path[-4] for entry in outline(same).entries]


def test_the_newest_part_comes_first_where_dates_run_down():
    posts = [filed("가", "2021-01-01", "일기"), filed("나", "2021-02-01", "개발")]
    assert ["개발", "일기"] == sections(posts, order={"posts": "date-desc"})


# A post in several categories


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        ("first", "일기"),
        ("deepest", "개발/파이썬"),
        (["Go", "파이썬"], "개발/파이썬"),
        (["개발/Go"], "개발/Go"),
        (["없음"], "일기"),
        ([], "일기"),
    ],
)
def test_a_post_in_several_categories_stands_once(prefer, expected):
    """In the first; the deepest, the first of equals; or the first that a list names."""
    both = filed("글", "2021-03-14", "일기", "개발/파이썬", "개발/Go")
    if prefer == ["Go", "파이썬"]:
        both = filed("글", "2021-03-14", "일기", "개발/파이썬")
    assert [expected] == sections([both], order={"prefer": prefer})


def test_a_book_of_some_categories_files_its_posts_under_these():
    both = filed("글", "2021-03-14", "일기", "개발/파이썬")
    assert ["개발/파이썬"] == sections([both], content={"categories": ["개발"]})


def test_prefer_chooses_among_tags_too():
    posts = [post("글", "2021-03-14", tags=("비", "봄"))]
    assert ["봄"] == sections(posts, order={"by": "tag", "prefer": ["봄"]})


# Ids and links


def test_ids_are_ascii_and_stay_when_other_posts_come_and_go():
    few = {entry.post.path: entry.id for entry in outline(DATED[:2]).entries}
    many = {entry.post.path: entry.id for entry in outline(DATED).entries}
    assert few == {path: many[path] for path in few}
    assert len(many) == len(set(many.values()))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", name) for name in many.values())


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("Hexo 블로그", "hexo-"),
        ("2장", "post-2-"),
        ("봄비", "post-"),
        ("a" * 300, "a" * 32 + "-"),
        ("_a_", "a-"),
    ],
)
def test_an_id_shows_the_file_name_where_it_can(name, start):
    (entry,) = outline([post(name, "2021-03-14")]).entries
    assert entry.id.startswith(start)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.id)


def test_every_address_of_a_post_leads_to_it():
    (entry,) = (made := outline([post("글", "2021-03-14", urls=("2021/글", "post:글"))])).entries
    assert {"2021/글": entry.id, "post:글": entry.id} == made.links


def test_an_address_that_two_posts_claim_stays_with_the_first():
    made = outline([post("나", "2021-03-15", urls=("글",)), post("가", "2021-03-14", urls=("글",))])
    assert {"글": made.entries[0].id} == made.links


def test_a_post_left_out_has_no_address():
    posts = [post("가", "2021-03-14", urls=("가",)), post("나", "2021-03-15", urls=("나",), draft=True)]
    assert ["가"] == list(outline(posts).links)


# Time


@pytest.mark.parametrize(
    ("epoch", "expected"),
    [
        (None, datetime(2021, 3, 14, tzinfo=UTC)),
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (2_000_000_000, datetime(2021, 3, 14, tzinfo=UTC)),
    ],
)
def test_no_time_in_the_book_is_later_than_source_date_epoch(epoch, expected):
    made = outline([post("글", "2021-03-14T09:00")])
    assert expected == capped(made, epoch).meta.modified


# Properties

NAMES = st.sampled_from(["가", "나", "a", "B", "2장", "10장"])
SECTIONS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=2).map(tuple)
POSTS = st.lists(
    st.builds(
        post,
        st.text(st.sampled_from("가나ab1"), min_size=1, max_size=3),
        st.sampled_from(["", "2020-05-05", "2021-03-14", "2021-03-15"]),
        title=NAMES,
        sections=SECTIONS,
        tags=st.lists(NAMES, max_size=2).map(tuple),
        series=st.sampled_from(["", "연재"]),
        draft=st.booleans(),
        urls=st.lists(NAMES, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda post: post.path,
)
ORDERS = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["category", "year", "month", "tag", "series", "flat"]),
        "parts": st.sampled_from(["date", "name", ["나", "a"]]),
        "posts": st.sampled_from(["date", "date-desc", "title", ["가", "a"]]),
        "prefer": st.sampled_from(["first", "deepest", ["a"]]),
    }
)


@settings(max_examples=50, deadline=None)
@given(POSTS, ORDERS, st.randoms())
def test_the_order_of_reading_never_changes_the_book(posts, order, random):
    """The same posts are the same outline, whatever order the file system gives them in."""
    shuffled = random.sample(posts, len(posts))
    content = {"drafts": True}
    assert outline(posts, order=order, content=content) == outline(shuffled, order=order, content=content)


@settings(max_examples=50, deadline=None)
@given(POSTS, ORDERS)
def test_every_post_is_in_the_book_or_left_out_once(posts, order):
    try:
        made = outline(posts, order=order)
    except SourceError:
        assert all(post.draft for post in posts)
        return
    there = [entry.post.path for entry in made.entries] + [out.post.path for out in made.left_out]
    assert sorted(post.path for post in posts) == sorted(there)
    assert list(range(1, len(made.entries) + 1)) == [entry.number for entry in made.entries]


@settings(max_examples=50, deadline=None)
@given(POSTS, ORDERS)
def test_the_tree_of_parts_walks_in_the_order_of_the_entries(posts, order):
    """A part stands once in the tree, and everything in it is below its name."""
    made = outline(posts, order=order, content={"drafts": True})
    tree = contents(made.entries)
    nodes = list(walk(tree))
    parts = [node for node in nodes if isinstance(node, Part)]
    assert list(made.entries) == [node for node in nodes if not isinstance(node, Part)]
    assert len(parts) == len({part.section for part in parts}) == len({part.id for part in parts})
    for part in parts:
        assert part.depth == len(part.numbers)
        assert all(node.section[: part.depth] == part.section for node in walk(part.children))


def test_an_order_by_hand():
    """Each post stands where the first name that means it does, the others behind, by their dates."""
    posts = [post(name, f"2024-01-0{day}") for day, name in enumerate(["가", "나", "다", "라"], 1)]
    report = Report()
    names = ["다", "나*", "?", "나", "없다", "없*"]
    assert ["다", "나", "가", "라"] == titles(posts, report, order={"posts": names})
    assert [("order-unknown", 0)] * 2 == faults(report)


def test_an_order_of_all_posts_takes_a_time_that_grows_with_them():
    """Two thousand posts by hand are placed in seconds; each was held against each name."""
    posts = [post(f"글 {number}", "2024-01-01") for number in range(2_000)]
    names = [f"글 {number}" for number in reversed(range(2_000))]
    start = time.process_time()
    assert names == titles(posts, order={"posts": names})
    assert time.process_time() - start < 10
