"""Posts with numbers in their titles: a series stands by them, and what is missing is named."""

import pytest

from publisher.book.chosen import arrange
from publisher.book.series import number_of
from publisher.config.schema import BookToml
from publisher.errors import Report
from tests.blogs import blog, faults, post

NUMBERED = {
    1: "파도 (1)|파도(1)|파도 1편|파도 제1편|파도 1부: 바다|파도 - 1부|"
    "파도 上|파도 (상)|파도 상편|파도 1화|파도 첫 번째|01. 파도|"
    "파도 1일차|파도 EP 1|파도 첫째 날|파도 1|파도 I",
    2: "파도 [2]|파도 제 2 편|파도 Part 2|파도 中편|파도 두 번째 이야기|파도 (2/5)|"
    "파도 2/5|[파도 2] 바람|파도 시즌 2|2) 파도|파도 Vol.2|파도 2단계|"
    "파도 Part II|파도 (二)|파도 제2장 바다",
    3: "파도 #3|파도 #3: 끝|파도 part.3 바람|파도 (하)|파도 下|파도 ③|"
    "파도 Ⅲ|파도 III|파도 셋째|파도 3탄 - 바다|파도 Day 3|파도 Chapter 3|"
    "파도 No.3|파도-3|파도 第三回|3 - 파도|파도 3회차",
    12: "파도 第十二回|파도 (十二)|파도 12편",
    20: "파도 第二十回|파도 (二十)|파도 二十편",
    31: "파도 第三十一回|파도 (三十一)|파도 三一편",
}  # fmt: skip
WAYS = [(title, number) for number, titles in NUMBERED.items() for title in titles.split("|")]


@pytest.mark.parametrize(("title", "number"), WAYS)
def test_ways_of_writing_a_number(title, number):
    """Fifty: Korean, Hanja, Roman, English; in brackets, behind and before."""
    assert 40 <= len(WAYS)
    found = number_of(title)
    assert found
    assert ((number,), "파도" if title.startswith(("파", "[")) else "") == (found.steps, found.stem)


@pytest.mark.parametrize(
    "title",
    "3월 14일의 파도|2024년 회고|파도 (2021)|아이폰 12 사용기|1장으로 보는 파도|파이썬 3.12|v2".split("|"),
)
def test_other_numbers_are_none(title):
    """Years, versions, counts."""
    assert number_of(title) is None


def titles(*names, report=None, **order):
    """The order of posts that were written one a day."""
    posts = [post(name, f"2024-01-{day:02}") for day, name in enumerate(names, 1)]
    settings = BookToml.model_validate({"order": order})
    return [entry.post.title for entry in arrange(blog(*posts), settings, report or Report()).entries]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("파도 (2)|바람|파도 (1)", "파도 (1)|바람|파도 (2)"),
        ("파도 10편|파도 2편|파도 1편", "파도 1편|파도 2편|파도 10편"),
        ("파도 下|파도 上|파도 中", "파도 上|파도 中|파도 下"),
        ("파도 (완결)|파도 (1)|파도 (2)", "파도 (1)|파도 (2)|파도 (완결)"),
        ("파도 2부 1편|파도 1부 2편|파도 1부 1편", "파도 1부 1편|파도 1부 2편|파도 2부 1편"),
        ("파도 2: 끝|파도 1: 처음", "파도 2: 끝|파도 1: 처음"),
        ("아이폰 14|아이폰 12", "아이폰 14|아이폰 12"),
        ("Vim 2|Vim 1", "Vim 1|Vim 2"),
        ("파도 (1)|파도 (1)|파도 (0)", "파도 (1)|파도 (1)|파도 (0)"),
        ("파도 (2)|바람 (1)", "파도 (2)|바람 (1)"),
        ("3장|1장|2장|바람", "1장|2장|3장|바람"),
        ("2장|바람|1장", "2장|바람|1장"),
    ],
)
def test_a_series_stands_by_its_numbers(written, read):
    """In the places that its posts had together; what may be versions, or stands twice, stays."""
    assert read.split("|") == titles(*written.split("|"))


@pytest.mark.parametrize("posts", ["date-desc", ["파도 (2)", "파도 (1)"]])
def test_an_order_that_was_asked_for_stays(posts):
    """Newest first, or a list."""
    written = ["파도 (1)", "파도 (2)"] if posts == "date-desc" else ["파도 (2)", "파도 (1)"]
    assert ["파도 (2)", "파도 (1)"] == titles(*written, posts=posts)


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ("파도 (1)|파도 (2)|파도 (4)", "3"),
        ("파도 (2)|파도 (3)", "1"),
        ("파도 (1)|파도 (2)", ""),
        ("파도 上|파도 下", ""),
        ("파도 (1)|파도 (90)", ""),
        ("파도 (1)|파도 (3)|파도 (완결)", "2"),
    ],
)
def test_missing_numbers_are_named(written, missing):
    """Where most are there; of 上 and 下, none need be between."""
    report = Report()
    titles(*written.split("|"), report=report)
    assert [("series-gap", 1)] * bool(missing) == faults(report)
    assert all(missing in one.message for one in report.diagnostics)
