"""A chapter that is moved, left out, taken in again or called something else is so in book.plan.toml."""

import tomllib

import pytest

from publisher.book.plan.file import read_plan
from publisher.book.plan.rearrange import Change, Dropped, Moved, Renamed, rearranged
from publisher.book.plan.write import without_memory
from publisher.errors import ConfigError, Report
from tests.book.test_plan import POSTS, WORDS, chosen, line, part, titles

HEAD = '# 나의 책\n[[part]]\ntitle = "여행"  # 길 위에서\nposts = [\n'
ONE, TWO, THREE, FOUR = (post.path for post in POSTS)
OWN = f"""{HEAD}    # 봄
    "{ONE}",  # 첫 글
    {{ path = "{TWO}", opening = "recto" }},  # 오른쪽에서

]

[[part]]
title = "개발"
posts = ["{THREE}", "{FOUR}"]  # 한 줄
"""


def after(text: str, change: Change) -> str:
    """The plan once it is changed, without publisher's memory of it."""
    merged = chosen(text, POSTS)[0].merged
    assert merged
    return rearranged(merged, change, WORDS)


@pytest.mark.parametrize(
    ("order", "change"),
    [
        (["둘", "하나", "셋", "넷"], Moved(TWO, ONE)),
        (["둘", "하나", "셋", "넷"], Moved(ONE, TWO, behind=True)),
        (["하나", "셋", "둘", "넷"], Moved(TWO, FOUR)),
        (["하나", "셋", "넷", "둘"], Moved(TWO, FOUR, behind=True)),
        (["하나", "둘", "셋", "넷"], Moved(THREE, TWO, behind=True)),
        (["셋", "하나", "둘", "넷"], Moved(THREE, ONE)),
        (["넷", "하나", "둘", "셋"], Moved(FOUR, ("여행",))),
        (["둘", "하나", "셋", "넷"], Moved(ONE, ("개발",))),
        (["하나", "둘", "넷", "셋"], Moved(THREE, FOUR, behind=True)),
        (["하나", "둘", "셋", "넷"], Moved(ONE, ONE, behind=True)),
        (["둘", "셋", "넷"], Dropped(ONE)),
        (["하나", "둘", "셋"], Dropped(FOUR)),
        (["하나", "둘", "셋", "네 번째"], Renamed(FOUR, "네 번째")),
        (["하나", '"둘" # \\ 이다', "셋", "넷"], Renamed(TWO, '"둘" # \\ 이다')),
    ],
)
def test_the_book_is_as_it_was_asked_for(order: list[str], change: Change) -> None:
    """And all that was written is there still: comments, what chapters have of their own."""
    made = after(OWN, change)
    assert order == titles(made, POSTS)
    for kept in ("나의 책", "길 위에서", "봄", "첫 글", "오른쪽에서", "한 줄"):
        assert f"# {kept}" in made
    assert 'opening = "recto"' in made


def test_a_line_goes_with_its_comment() -> None:
    """The whole text, letter by letter."""
    made = without_memory(after(OWN, Moved(TWO, ONE)))
    assert made.startswith(
        f'{HEAD}    # 봄\n    {{ path = "{TWO}", opening = "recto" }},  # 오른쪽에서\n'
        f'    "{ONE}",  # 첫 글\n\n]\n'
    )


def test_what_is_dropped_comes_back_as_it_was() -> None:
    """With what it has of its own; and once it is in no list at all, it is a post like any other again."""
    dropped = after(OWN, Dropped(TWO))
    assert [{"path": TWO, "opening": "recto"}] == tomllib.loads(dropped)["drop"]["posts"]
    assert ["하나", "셋", "넷"] == titles(dropped, POSTS)
    back = after(dropped, Moved(TWO, ONE))
    assert ["둘", "하나", "셋", "넷"] == titles(back, POSTS)
    assert 'opening = "recto" },  # 오른쪽에서' in back
    without = dropped.replace(f'    {{ path = "{TWO}", opening = "recto" }},  # 오른쪽에서\n', "")
    assert ["하나", "둘", "셋", "넷"] == titles(without, POSTS)


def test_a_title_is_given_back() -> None:
    """The post's own needs no words in the plan; the line is a path again."""
    made = after(OWN, Renamed(THREE, "세 번째"))
    assert f'[{{ path = "{THREE}", title = "세 번째" }}, "{FOUR}"]  # 한 줄' in made
    assert f'["{THREE}", "{FOUR}"]  # 한 줄' in after(made, Renamed(THREE, "셋"))
    assert f'["{THREE}", "{FOUR}"]  # 한 줄' in after(made, Renamed(THREE, ""))


FORMS = (
    part("여행", line("하나"), line("둘")) + part("개발", line("셋"), line("넷")),
    part("여행", f'"{ONE}",\n "{TWO}"') + part("개발", f'"{THREE}", "{FOUR}", '),
    part("여행", f' # 둘\n"{ONE}" , "{TWO}" # 끝\n') + part("개발", f'"{THREE}"\n, "{FOUR}"'),
    part("여행", line("하나")) + '[[part]]\ntitle = "빈"\n' + part("개발", line("둘")),
    part("빈") + part("여행", f'\n"{ONE}", "{TWO}", "{THREE}", "{FOUR}"  # 넷\n') + "[drop]\nposts = []",
    '[[part]]\ntitle = "여행"\n',
    f'part = [{{ title = "여행", posts = ["{ONE}", "{TWO}", "{THREE}", "{FOUR}"] }}]\n',
)


@pytest.mark.parametrize("text", FORMS)
def test_whatever_its_form(text: str) -> None:
    """Every change of every chapter is as asked for, or nothing is written, and it is said."""
    before = titles(text, POSTS)
    for own in POSTS:
        for other in POSTS:
            for behind in (False, True):
                left = [title for title in before if title != own.title]
                at = left.index(other.title) + behind if own != other else before.index(own.title)
                wanted = [*left[:at], own.title, *left[at:]]
                _as_asked(text, Moved(own.path, other.path, behind), wanted)
        _as_asked(text, Dropped(own.path), [title for title in before if title != own.title])
        _as_asked(text, Renamed(own.path, "새"), ["새" if one == own.title else one for one in before])


def _as_asked(text: str, change: Change, wanted: list[str]) -> None:
    try:
        made = after(text, change)
    except ConfigError:
        return
    assert wanted == titles(made, POSTS), (change, made)
    assert read_plan(made, "", Report()).is_whole


def test_what_is_not_there() -> None:
    """A chapter or a part that the plan does not have."""
    for change in (Dropped("no.md"), Moved(ONE, "no.md"), Moved(ONE, ("없음",)), Renamed("no.md", "x")):
        with pytest.raises(LookupError):
            after(OWN, change)
