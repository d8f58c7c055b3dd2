"""book.plan.toml: an order that a person has chosen stays, whatever the blog does."""

import re
import tomllib
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from publisher.book.chosen import Planned, choose
from publisher.book.plan.file import read_plan
from publisher.book.plan.write import Words, fresh, updated
from publisher.book.volumes import volumes
from publisher.config.plan import LineTable, PlanPartTable
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, Report, SourceError
from publisher.readers.fields import IN_BOOK
from publisher.toml import quoted
from tests.blogs import blog, post
from tests.books import ROOT

WORDS = Words("머리", "뺀 글", "기억")
SETTINGS = BookToml()


def filed(name, day, path="일기", **values):
    """A post in a category."""
    return post(name, day, sections=(tuple(path.split("/")),), **values)


POSTS = [
    filed("하나", "2024-01-01", "여행"),
    filed("둘", "2024-01-02", "여행"),
    filed("셋", "2024-01-03", "개발/파이썬"),
    filed("넷", "2024-01-04", "개발"),
]


def plan_of(posts):
    """What `plan --write` writes for these posts."""
    return fresh(choose(blog(*posts), SETTINGS, Report()).placed, WORDS)


def chosen(text, posts, others=(), **tables):
    """The book that a plan makes of these posts, and what was said."""
    report = Report()
    plan = read_plan(text, "book.plan.toml", report)
    given_ = Planned(plan, {one.path: one for one in others})
    return choose(blog(*posts), BookToml.model_validate(tables), report, given_), report


def titles(text, posts, **more):
    return [one.title for one in chosen(text, posts, **more)[0].posts]


def said(text, posts):
    """Code and line of each message, but for those on new posts."""
    found = chosen(text, posts)[1].diagnostics
    return [(one.code, one.where.line) for one in found if one.code != "plan-new"]


def line(name, *more):
    """How a line of a plan names a post."""
    path = f"source/_posts/{name}.md"
    return f"{{ path = {quoted(path)}, {', '.join(more)} }}" if more else quoted(path)


def part(title, *lines):
    return f"[[part]]\ntitle = {quoted(title)}\nposts = [{', '.join(lines)}]\n"


def written(text, posts):
    """The plan with what is new."""
    merged = chosen(text, posts)[0].merged
    assert merged
    return updated(merged, WORDS)


# What it is


def test_a_plan_as_written_changes_nothing():
    """The plan of a book makes that very book, and writing it again writes the same."""
    plain = choose(blog(*POSTS), SETTINGS, Report())
    text = plan_of(POSTS)
    assert plain.placed == chosen(text, POSTS)[0].placed
    assert [] == said(text, POSTS)
    assert text == written(text, POSTS)


def test_a_line_shows_the_path_and_for_a_person_day_and_title():
    """Paths are what counts; what stands behind them is a comment."""
    assert '    "source/_posts/하나.md",  # 2024-01-01 하나\n' in plan_of(POSTS)


def test_names_are_written_so_that_toml_reads_them():
    """Quotes, line ends and slashes in titles and categories are themselves."""
    odd = post('a"\\\n[[part]]', "2024-01-01", sections=(("CI/CD", '"#'),))
    text = plan_of([replace(odd, path='source/_posts/"x\\.md'), *POSTS])
    found = next(one for one in tomllib.loads(text)["part"] if "x" in one["posts"][0])
    assert ["CI/CD", '"#'] == found["title"]
    assert ['source/_posts/"x\\.md'] == found["posts"]


# What a person does with it


def test_lines_that_are_moved_move_chapters():
    """Order, parts and their names are the plan's."""
    text = part("둘째 부", line("넷"), line("하나")) + part("첫 부", line("셋"), line("둘"))
    book = chosen(text, POSTS)[0]
    expected = [("둘째 부", "넷"), ("둘째 부", "하나"), ("첫 부", "셋"), ("첫 부", "둘")]
    assert expected == [("/".join(section), post.title) for section, post in book.placed]


def test_a_chapter_has_its_own_title_lead_and_opening():
    """They are the line's, not the post's."""
    text = part("부", line("하나", 'title = "새 이름"', 'lead = "첫\\n\\n둘"', 'opening = "recto"'))
    first = chosen(text, POSTS)[0].posts[0]
    assert ("새 이름", ("첫", "둘"), "recto") == (first.title, first.book.lead, first.book.opening)


def test_parts_have_words_of_their_own():
    """Lead and epigraph of the plan go before those of book.toml."""
    text = '[[part]]\ntitle = "부"\nlead = "새 말"\nposts = [' + line("하나") + "]\n"
    book = chosen(text, POSTS, parts={"부": {"lead": "옛 말"}})[0]
    parts = book.parts_of([], BookToml.model_validate({"parts": {"부": {"lead": "옛 말"}}}), blog())
    assert {("부",): ("새 말",)} == {section: one.lead for section, one in parts.items()}


def test_a_part_without_title_stands_between_parts():
    """Its chapters belong to none."""
    text = (
        part("가", line("하나")) + f"[[part]]\nposts = [{line('둘')}]\n" + part("나", line("셋"), line("넷"))
    )
    assert [("가",), (), ("나",), ("나",)] == [section for section, _post in chosen(text, POSTS)[0].placed]


def test_a_line_that_is_taken_out_stays_out():
    """Its post is left out of the book, and moves to `[drop]` when the plan is written."""
    text = plan_of(POSTS).replace(f"    {line('둘')},  # 2024-01-02 둘\n", "")
    assert ["하나", "셋", "넷"] == sorted(titles(text, POSTS), key="하나둘셋넷".find)
    again = written(text, POSTS)
    assert ["source/_posts/둘.md"] == tomllib.loads(again)["drop"]["posts"]
    assert "둘" not in titles(again, POSTS)
    assert again == written(again, POSTS)


def test_a_line_moved_out_of_drop_is_in_again():
    """And one that is deleted there comes in as a new post."""
    text = part("여행", line("하나"), line("셋"), line("넷")) + f"[drop]\nposts = [{line('둘')}]\n"
    assert "둘" not in titles(text, POSTS)
    assert ["하나", "둘", "셋", "넷"] == titles(text.replace(line("둘"), ""), POSTS)


def test_posts_may_be_named_shortly():
    """By path without ending, or by a file name that one post alone has; as they are left out then."""
    text = part("부", '"하나"', '"source/_posts/둘"', '"셋.md"', '"넷"')
    assert ["하나", "둘", "셋", "넷"] == titles(text, POSTS)
    assert ["하나", "둘", "셋", "넷"] == titles(unicodedata.normalize("NFD", text), POSTS)
    without = written(text, POSTS).replace('"하나", ', "")
    assert ["둘", "셋", "넷"] == titles(without, POSTS)


# What the blog does meanwhile


@pytest.mark.parametrize(
    ("new", "order"),
    [
        (filed("새", "2024-01-01T12:00", "여행"), "하나 새 둘 넷 셋"),
        (filed("새", "2023-01-01", "여행"), "새 하나 둘 넷 셋"),
        (filed("새", "2025-01-01", "여행"), "하나 둘 새 넷 셋"),
        (filed("새", "2025-01-01", "개발/파이썬"), "하나 둘 넷 셋 새"),
        (filed("새", "2025-01-01", "개발/자바"), "하나 둘 넷 셋 새"),
        (filed("새", "2023-01-01", "요리"), "새 하나 둘 넷 셋"),
        (filed("새", "2025-01-01", "요리"), "하나 둘 넷 셋 새"),
    ],
)
def test_a_new_post_comes_to_its_place(new, order):
    """As in the book without a plan."""
    assert order.split() == titles(plan_of(POSTS), [*POSTS, new])
    assert order.split() == titles(written(plan_of(POSTS), [*POSTS, new]), [*POSTS, new])


def test_a_new_post_finds_its_part_by_another_name():
    """A part that was renamed is where most of its posts stand."""
    text = plan_of(POSTS).replace('title = "여행"', 'title = "길 위에서"')
    book = chosen(text, [*POSTS, filed("새", "2025-01-01", "여행")])[0]
    assert ("길 위에서",) == next(section for section, post in book.placed if post.title == "새")


def test_a_file_of_ones_own_draws_no_posts():
    """A new category is a new part, whatever stands in the others."""
    text = f'[[part]]\nposts = ["own.md"]\n{plan_of(POSTS)}'
    own = post("여는 말", path="own.md")
    book = chosen(text, [*POSTS, filed("새", "2023-01-01", "요리")], others=[own])[0]
    assert ("요리",) == next(section for section, one in book.placed if one.title == "새")


def test_what_is_pinned_or_together_stays_so():
    """New posts come between neither."""
    pinned = part("여행", line("하나", 'pin = "first"'), line("둘", 'pin = "last"')) + part(
        "개발", line("넷")
    )
    early, late = filed("새", "2023-01-01", "여행"), filed("새", "2025-01-01", "여행")
    assert ["하나", "새", "둘"] == titles(pinned, [*POSTS, early])[:3]
    assert ["하나", "새", "둘"] == titles(pinned, [*POSTS, late])[:3]
    together = part("여행", line("하나"), line("둘", "together = true")) + part("개발", line("넷"))
    between = filed("새", "2024-01-01T12:00", "여행")
    assert ["하나", "둘", "새"] == titles(together, [*POSTS, between])[:3]


def test_the_book_says_which_posts_are_new():
    """A note each, with what it stands behind."""
    found = chosen(plan_of(POSTS), [*POSTS, filed("새", "2025-01-01", "여행")])[1].diagnostics
    assert ["source/_posts/새.md: note[plan-new]: not in the plan yet: it stands behind 둘"] == [
        str(one) for one in found
    ]


# Any edit, any change of the blog

NAMES = "가나다라마바사아자차"
CATEGORIES = ("여행", "개발", "개발/파이썬", "CI-CD")
STYLES = (
    "[\n    {}\n]",
    "[{}]",
    "[ # 처음\n  # 내 말\n  {}, # 끝\n  # 끝의 말\n]",
    "[\n\t{}\t# 끝\n]",
    "[{}\n]",
    "[\n{},\n\n]",
)
BETWEEN = (",\n    ", ", ", ", # 하나\n  # 둘\n  ", "\n  , ", "  ,\n\n", ",")


@st.composite
def blogs(draw):
    """Some posts of ten, each on some day and in some category: what filed() is given."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    return [(one, f"2024-01-{draw(st.integers(10, 30))}", draw(st.sampled_from(CATEGORIES))) for one in names]


@st.composite
def edits(draw, text):
    """The plan as a person may leave it: lines moved, taken out, given titles; parts renamed, written in
    another way; comments anywhere."""
    parts = [(one["title"], list(one["posts"])) for one in tomllib.loads(text)["part"]]
    parts = draw(st.permutations([*parts, *draw(st.lists(st.just(("새 부", [])), max_size=1))]))
    pool = draw(st.permutations([path for _title, paths in parts for path in paths]))
    kept = draw(st.integers(0, len(pool)))
    made = []
    for title, paths in parts:
        stay = draw(st.booleans())
        own = [path for path in paths if path in pool[:kept]] if stay else []
        made.append([draw(st.sampled_from([title, f"{title}!", ""])), own])
    for path in pool[:kept]:
        if not any(path in own for _title, own in made):
            draw(st.sampled_from(made))[1].append(path)
    seen = text[text.index("[seen]") :] if draw(st.integers(0, 9)) else ""
    return "# 내가 쓴 말\n" + "".join(draw(tables(title, own)) for title, own in made) + seen


@st.composite
def tables(draw, title, paths):
    own = st.sampled_from(
        ['title = "새 이름 #1"', 'lead = """\n] 말\n"""', "together = true", 'pin = "last"']
    )
    lines = []
    for path in paths:
        more = draw(st.lists(own, unique=True, max_size=2)) if draw(st.booleans()) else []
        lines.append(f"{{ path = {quoted(path)}, {', '.join(more)} }}" if more else quoted(path))
    items = lines[0] if lines else ""
    for one in lines[1:]:
        items += draw(st.sampled_from(BETWEEN)) + one
    style = draw(st.sampled_from(STYLES)) if lines else "[\n]"
    head = draw(st.sampled_from(["", "# 부의 말\n", "\n"]))
    name = f"title = {quoted(title)} # 내 이름\n" if title else ""
    listed = f"posts = {style.format(items)}\n"
    return f"{head}[[part]]\n" + draw(st.sampled_from([name + listed, listed + name, f"{name}\n{listed}\n"]))


def paths_of(text):
    """The paths of a plan in their order."""
    posts = [one for part in tomllib.loads(text).get("part", []) for one in part.get("posts", [])]
    return [one if isinstance(one, str) else one["path"] for one in posts]


def without_memory(text):
    return re.sub(r'# 기억\n|\[seen\]\nposts = """\n[0-9a-f \n]*"""\n?', "", text)


def is_within(text, other):
    """Whether all letters of a text stand in another one, in their order."""
    letters = iter(other)
    return all(letter in letters for letter in text)


def _check(data, before, after):
    """Any edit of a plan, and any change of the blog: each letter stays; the order of what is there stays;
    what was taken out stays out; what is new is in, once; and writing again writes nothing."""
    before, after = ([filed(*one) for one in posts] for posts in (before, after))
    edited = data.draw(edits(plan_of(before)))
    try:
        book, report = chosen(edited, after)
    except SourceError:
        assume(False)
    if not book.merged:  # hardly a post of it is left
        assert "plan-foreign" in [one.code for one in report.diagnostics]
        return
    text = updated(book.merged, WORDS)
    assert is_within(without_memory(edited), without_memory(text))
    there, named = {one.path for one in after}, paths_of(edited)
    order = [post.path for _section, post in book.placed]
    assert [path for path in named if path in there] == [path for path in order if path in named]
    shown = {one.path for one in before} if "[seen]" in edited else set()
    assert there - (shown - {*named}) == {*order}
    assert len({*order}) == len(order)
    assert [path for path in paths_of(text) if path in there] == order
    again, told = chosen(text, after)
    assert again.placed == book.placed
    assert [] == [one for one in told.diagnostics if one.code == "plan-new"]
    assert text == updated(again.merged, WORDS)


@settings(max_examples=40, deadline=None)
@given(st.data(), blogs(), blogs())
def test_no_edit_is_lost(data, before, after):
    """See _check()."""
    _check(data, before, after)


@pytest.mark.wide
@settings(max_examples=1500, deadline=None)
@given(st.data(), blogs(), blogs())
def test_nor_is_any_of_many(data, before, after):
    """The same of many."""
    _check(data, before, after)


# Bad input

LOST = part("여행", line("하나"), line("둘")) + part("개발", line("넷"), line("셋"))


@pytest.mark.parametrize(
    ("text", "faults", "order"),
    [
        (LOST.replace("하나.md", "없다.md"), [("plan-gone", 3)], "둘 넷 셋 하나"),
        (LOST + part("또", line("둘")), [("plan-twice", 9)], "하나 둘 넷 셋"),
        (LOST + part("빈 부"), [("plan-empty", 7)], "하나 둘 넷 셋"),
        (LOST + part("초고", line("초고")), [("plan-left-out", 9)], "하나 둘 넷 셋"),
        (LOST.replace('"여행"', "3"), [("config-value", 1)], "하나 둘 넷 셋"),
        (LOST.replace("title", "tilte", 1), [("config-key", 1)], "하나 둘 넷 셋"),
        (LOST + "[parts]\n", [("config-key", 7)], "하나 둘 넷 셋"),
        (LOST.replace(line("둘"), "7"), [("config-value", 3)], "하나 둘 넷 셋"),
        (LOST.replace(line("둘"), line("둘", "pin = 7")), [("config-value", 3)], "하나 둘 넷 셋"),
        (
            LOST.replace(line("둘"), line("둘", 'lead = """\\u0001"""')),
            [("config-value", 3)],
            "하나 둘 넷 셋",
        ),
        (LOST.replace("개발", " / ".join("개" * 3000)), [("config-value", 4)], "하나 둘 넷 셋"),
        (f"{LOST}[[part]]\nposts = 7\n", [("config-value", 7)], "하나 둘 넷 셋"),
        ("[part]\n", [], "하나 둘 넷 셋"),
        ('drop = "하나"\n', [], "하나 둘 넷 셋"),
        ("", [], "하나 둘 넷 셋"),
        ("\0\ufffe\x01", [("plan-syntax", 1)], "하나 둘 넷 셋"),
        ("[" * 10_000, [("plan-syntax", 1)], "하나 둘 넷 셋"),
        ("a." * 10_000 + "a = 1\n" + LOST, [("plan-syntax", 1)], "하나 둘 넷 셋"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_used(text, faults, order):
    """Each fault with its line; the book is made, and no post is lost."""
    posts = [*POSTS, filed("초고", "2024-01-05", draft=True)]
    assert faults == said(text, posts)
    assert sorted(order.split()) == sorted(titles(text, posts))
    assert text.count("[[part]]") < 2 or order.split()[-2:] == titles(text, posts)[-2:] or "없다" in text


def test_a_choice_of_posts_is_no_fault_of_the_plan():
    """What the book is asked to hold is a note for what it leaves out; what is dropped, nothing."""
    text = plan_of(POSTS) + f"[drop]\nposts = [{line('초고')}, {line('없다')}]\n"
    posts = [*POSTS, filed("초고", "2024-01-05", draft=True)]
    found = chosen(text, posts, content={"categories": ["개발"]})[1].diagnostics
    assert [("plan-left-out", "note")] * 2 == [(one.code, one.severity) for one in found]


def test_marks_of_a_conflict():
    """Both sides are read, each post once; nothing is written into the file."""
    text = plan_of(POSTS).replace(
        f"    {line('하나')},", f"<<<<<<< HEAD\n    {line('둘')},\n=======\n    {line('하나')},"
    )
    text = text.replace("# 2024-01-01 하나\n", "\n>>>>>>> other\n")
    assert [("plan-conflict", 6), ("plan-twice", 11)] == said(text, POSTS)
    assert ["둘", "하나", "넷", "셋"] == titles(text, POSTS)


def test_a_line_that_is_no_toml_costs_itself_alone():
    """And a post whose line cannot be read is no post that was taken out."""
    text = plan_of(POSTS).replace(f"    {line('하나')},", f"    {line('하나')[:-1]},")
    assert [("plan-syntax", 6)] == said(text, POSTS)
    assert ["하나", "둘", "넷", "셋"] == titles(text, POSTS)


def test_a_plan_of_another_blog():
    """It is not used, and that is said once."""
    others = [filed(f"남 {n}", "2024-01-01") for n in range(20)]
    text = plan_of(others)
    assert [("plan-foreign", 1)] == said(text, POSTS)
    assert ["하나", "둘", "넷", "셋"] == titles(text, POSTS)


def test_a_plan_that_leaves_nothing():
    """There is no book then, and no book of what was dropped."""
    everything = ", ".join(line(one.title) for one in POSTS)
    with pytest.raises(SourceError, match=r"book\.plan\.toml leaves no post in the book"):
        chosen(f"[drop]\nposts = [{everything}]\n", POSTS)


@pytest.mark.parametrize("text", ['part = [{title = "부", posts = ["하나"]}]\n', "part = [{posts = []}]\n"])
def test_forms_that_nothing_can_be_written_into(text):
    """They are read; to write is refused."""
    assert "하나" in titles(text, POSTS)
    with pytest.raises(ConfigError, match="has a form into which nothing can be written"):
        written(text, POSTS)


def test_many_lines_that_name_nothing_take_no_time():
    """Names are looked up, not searched for: 4,000 lines and 500 posts."""
    posts = [filed(f"글 {n}", "2024-01-01") for n in range(500)]
    text = part("부", *(line(f"글 {n}") for n in range(500)), *(f'"없음 {n}"' for n in range(4000)))
    assert 500 == len(titles(text, posts))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_manual_names_every_key(language):
    """What a line, a part and `book:` of front matter may say."""
    manual = (ROOT / f"docs/manual/{language}/order.md").read_text("utf-8")
    keys = {*LineTable.model_fields, *PlanPartTable.model_fields, *IN_BOOK} - {"path"}
    assert [] == [key for key in keys if f"`{key}`" not in manual and f"  {key}: " not in manual]


def test_many_new_posts_take_no_time():
    """A plan of one line, and a blog of 2,000 posts in 200 categories."""
    posts = [filed(f"글 {n}", "2024-01-01", f"갈래 {n % 200}") for n in range(2000)]
    found = titles(part("갈래 0", line("글 0")), posts)
    assert 2000 == len({*found})


# Volumes


def test_volumes_keep_the_order_of_the_plan():
    """Each has its chapters in the plan's order, with its titles and parts; the set is cut where it ends."""
    text = part("첫째 부", line("넷", 'title = "네 번째"'), line("하나")) + part(
        "둘째 부", line("셋"), line("둘")
    )
    plan = Planned(read_plan(text, "book.plan.toml", Report()))
    asked = {"volume": [{"title": "여행", "categories": ["여행"]}, {"title": "개발", "categories": ["개발"]}]}
    books = volumes(blog(*POSTS), BookToml.model_validate(asked), Report(), plan=plan)
    found = [[(entry.section, entry.post.title) for entry in book.entries] for book in books]
    first, second = ("첫째 부",), ("둘째 부",)
    assert [[(first, "하나"), (second, "둘")], [(first, "네 번째"), (second, "셋")]] == found
    split = BookToml.model_validate({"order": {"split": "pages:2"}})
    cut = volumes(blog(*POSTS), split, Report(), plan=plan)
    assert ["네 번째", "하나", "셋", "둘"] == [entry.post.title for book in cut for entry in book.entries]
    assert 1 < len(cut)
