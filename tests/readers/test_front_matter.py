"""A post's file, whatever state it is in -> front matter and text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import Report, Where
from publisher.readers.fields import private_by, sections
from publisher.readers.front_matter import split
from tests.blogs import faults


def parts(text):
    """Front matter that has nothing wrong."""
    report = Report()
    front = split(text, "글.md", report)
    assert [] == report.diagnostics
    return front


def broken(text):
    """Front matter with one fault, and its line."""
    report = Report()
    front = split(text, "글.md", report)
    ((code, line),) = faults(report)
    return front, code, line


def test_fields_text_and_the_line_at_which_the_text_starts():
    front = parts("---\ntitle: 봄비\ndate: 2021-03-14 09:30:00\n---\n\n본문\n")
    assert {"title": "봄비", "date": "2021-03-14 09:30:00"} == front.fields
    assert {"title": 2, "date": 3} == front.lines
    assert ("\n본문\n", 5) == (front.body, front.first_line)


@pytest.mark.parametrize("value", ["1.10", "no", "2021-03-14", "0x1F", "1_000", "12:30"])
def test_values_are_texts(value):
    """YAML would make a number, a truth value or a date of them; a title is none of these."""
    assert value == parts(f"---\ntitle: {value}\n---\n").text("title")


@pytest.mark.parametrize("value", ["", "null", "~", '""'])
def test_an_empty_value_is_none(value):
    assert parts(f"---\ntitle: {value}\n---\n").text("title") == ""


def test_a_post_that_opens_without_hyphens():
    """Hexo takes a file that starts with its keys and closes them with ---."""
    front = parts("title: 봄비\ntags:\n- 봄\n- 비\ncategories:\n  - 일기\n---\n본문\n")
    assert {"title": "봄비", "tags": ["봄", "비"], "categories": ["일기"]} == front.fields
    assert (1, 8) == (front.line("title"), front.first_line)


def test_front_matter_between_semicolons_is_json():
    """See https://hexo.io/docs/front-matter#JSON-Front-matter."""
    front = parts(';;;\n"title": "봄비",\n"tags": ["봄", "비"]\n;;;\n본문\n')
    assert {"title": "봄비", "tags": ["봄", "비"]} == front.fields
    assert (3, 5, "본문\n") == (front.line("tags"), front.first_line, front.body)


def test_empty_front_matter_ends_at_its_own_hyphens():
    """A rule further below is not its end."""
    front = parts("---\n---\n본문\n\n---\n뒤\n")
    assert ({}, "본문\n\n---\n뒤\n", 3) == (front.fields, front.body, front.first_line)


def test_a_rule_at_the_top_is_no_front_matter():
    """Where no key stands between the hyphens all of it is the post's text, as Hexo has it."""
    text = "---\n봄비가 내린다.\n---\n뒤\n"
    front = parts(text)
    assert ({}, text, 1) == (front.fields, front.body, front.first_line)


@pytest.mark.parametrize(
    "text", ["", "본문뿐\n", "# 제목\n\n본문\n", "---", "---\n", "제목: 이것은 글이다\n\n끝\n"]
)
def test_a_file_without_front_matter_is_all_text(text):
    front = parts(text)
    assert ({}, text, 1) == (front.fields, front.body, front.first_line)


def test_a_file_of_front_matter_alone_has_no_text():
    assert ("봄비", "") == ((front := parts("---\ntitle: 봄비\n---")).text("title"), front.body)


def test_unclosed_front_matter_loses_no_text():
    text = "---\ntitle: 봄비\n\n본문\n"
    front, code, line = broken(text)
    assert ("front-matter-open", 1, text) == (code, line, front.body)


def test_tabs_in_front_of_keys_are_forgiven():
    assert ("봄", "비") == parts("---\ntags:\n\t- 봄\n\t- 비\n---\n").texts("tags")


def test_broken_yaml_costs_only_the_broken_key():
    """The fault has its line in the file; all other keys are read, and the text."""
    front, code, line = broken(
        "---\ntitle: 봄비: 첫째 날\ndate: 2021-03-14\ntags: [봄, 비]\ncategories:\n- 일기\n---\n본문\n"
    )
    assert ("front-matter-yaml", 2) == (code, line)
    assert "봄비: 첫째 날" == front.text("title")
    assert ("2021-03-14", ("봄", "비"), ["일기"]) == (
        front.text("date"),
        front.texts("tags"),
        front.fields["categories"],
    )
    assert "본문\n" == front.body


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: [공지] 봄비", "[공지] 봄비"),
        ('title: "봄비"라는 말', '"봄비"라는 말'),
        ("title: @봄비", "@봄비"),
        ("title: `코드` 읽기", "`코드` 읽기"),
        ("title: %봄비", "%봄비"),
        ("title: 'it's 봄'", "it's 봄"),
        ("title: {{ 제목 }}", "{{ 제목 }}"),
        ("title: *봄", "*봄"),
        ('"title": 가: 나', "가: 나"),
    ],
)
def test_a_title_that_yaml_refuses_is_taken_as_it_stands(line, title):
    front, code, at = broken(f"---\ndate: 2021-03-14\n{line}\n---\n본문\n")
    assert ("front-matter-yaml", title, "2021-03-14") == (code, front.text("title"), front.text("date"))
    assert at in (3, 4)  # where the parser notices


def test_a_fault_names_the_file():
    report = Report()
    split("---\ntitle: 가: 나\n---\n", "source/_posts/봄.md", report)
    (fault,) = report.diagnostics
    assert Where("source/_posts/봄.md", 2) == fault.where
    assert fault.hint


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_a_fault_and_quick(opening):
    """libyaml's loader would overrun the stack and take the whole process down."""
    start = time.perf_counter()
    front, code, _ = broken("---\ntitle: 봄비\nx:\n " + opening * 50_000 + "\n---\n본문\n")
    assert ("front-matter-yaml", "봄비", "본문\n") == (code, front.text("title"), front.body)
    assert time.perf_counter() - start < 5


def test_a_bomb_of_aliases_is_a_fault_and_quick():
    """Nine lines that stand for a billion values."""
    lines = ["a: &a [" + "x, " * 10 + "]"]
    lines += [f"{name}: &{name} [" + f"*{chr(ord(name) - 1)}, " * 10 + "]" for name in "bcdefghi"]
    start = time.perf_counter()
    front, code, _ = broken("---\ntitle: 봄비\n" + "\n".join(lines) + "\ntags: *i\n---\n본문\n")
    assert ("front-matter-yaml", "봄비") == (code, front.text("title"))
    assert time.perf_counter() - start < 5


def test_an_alias_of_itself_is_a_fault():
    front, code, line = broken("---\ntitle: 봄비\ntags: &a [*a]\n---\n")
    assert ("front-matter-yaml", 3, "봄비") == (code, line, front.text("title"))


def test_a_text_of_pairs_without_an_end_is_read_quickly():
    """Keys and indented pairs, thousands of lines, and no --- below: no choice of branches doubles."""
    start = time.perf_counter()
    text = "참고 없음: a\nNote: a\n" + "  x: y\n-a: b\n" * 5000
    assert text[len("참고 없음: a\n") :] == parts(text[len("참고 없음: a\n") :]).body
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("개발", (("개발",),)),
        ("[개발, 파이썬]", (("개발", "파이썬"),)),
        ("[[개발], [일기]]", (("개발",), ("일기",))),
        ("[[개발, 파이썬], [일기]]", (("개발", "파이썬"), ("일기",))),
        ("[일기, [개발, 파이썬]]", (("일기",), ("개발", "파이썬"))),
        ("[[/Vim]]", (("/Vim",),)),
        ("[[일기], [일기]]", (("일기",),)),
        ("개발 이야기", (("개발 이야기",),)),
        ("[개발, '', 파이썬]", (("개발", "파이썬"),)),
        ("[[], [일기]]", (("일기",),)),
        ("", ()),
        ("[]", ()),
        ("''", ()),
        ("{가: 나}", ()),
        ("\n- 개발\n- 파이썬", (("개발", "파이썬"),)),
        ("\n- [개발, 파이썬]\n- [일기]", (("개발", "파이썬"), ("일기",))),
    ],
)
def test_categories_as_hexo_reads_them(yaml, expected):
    front = parts(f"---\ncategories: {yaml}\n---\n")
    assert expected == sections(front.fields["categories"])


@pytest.mark.parametrize(
    ("yaml", "expected"), [("봄", ("봄",)), ("[봄, 비]", ("봄", "비")), ("", ()), ("[]", ())]
)
def test_tags_are_a_list_or_a_text(yaml, expected):
    assert expected == parts(f"---\ntags: {yaml}\n---\n").texts("tags")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("published: false", "published: false"),
        ("published: No", "published: false"),
        ("public: false", "public: false"),
        ("hidden: true", "hidden: true"),
        ("private: yes", "private: true"),
        ("password: 1234", "password"),
        ("encrypt: true", "encrypt: true"),
        ("encrypted: true", "encrypted: true"),
        ("secret: true", "secret: true"),
        ("visibility: Private", "visibility: private"),
        ("status: private", "status: private"),
        ("status: 비공개", "status: 비공개"),
        ("status: publish", ""),
        ("visibility: public", ""),
        ("published: true", ""),
        ("hidden: false", ""),
        ("password:", ""),
        ("published:", ""),
    ],
)
def test_what_a_blog_hides_from_its_readers(line, reason):
    assert reason == private_by(parts(f"---\n{line}\n---\n"))


@settings(deadline=None)
@given(st.text(st.sampled_from("-;:\n\t []{}'\"#&*!|>%@`a가1,?~"), max_size=80))
def test_any_text_has_a_front_matter(text):
    """Nothing raises, and the text starts at the line it is said to start."""
    front = split(text, "글.md", Report())
    assert text.endswith(front.body)
    assert text.count("\n") == front.first_line - 1 + front.body.count("\n")


@settings(deadline=None)
@given(st.text(st.sampled_from("-:\n []{}'\"#&*!|>a가"), max_size=60))
def test_any_yaml_between_hyphens_leaves_the_text(yaml):
    front = split(f"---\ntitle: 봄비\n{yaml}\n---\n끝\n", "글.md", Report())
    assert front.body.endswith("끝\n")


def test_many_keys_are_quick():
    """A hundred thousand keys are read in seconds, each with its line."""
    start = time.perf_counter()
    front = split("---\n" + "".join(f"k{n}: {n}\n" for n in range(100_000)) + "---\n글\n", "a.md", Report())
    assert time.perf_counter() - start < 20
    assert ("99999", 100_001) == (front.text("k99999"), front.line("k99999"))


@pytest.mark.parametrize("yaml", ["? " * 500, "- " * 3000, "[" * 3000, "! !", ": :"])
def test_broken_yaml_without_a_key(yaml: str) -> None:
    """There is nothing to be saved in it; it is named, and the text behind it is the post's."""
    report = Report()
    assert "글\n" == split(f"---\n{yaml}\n---\n글\n", "a.md", report).body
    assert ["front-matter-yaml"] == [fault.code for fault in report.diagnostics]
