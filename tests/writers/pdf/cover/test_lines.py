"""Titles in lines: words whole, lines of like width, nothing lost."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.writers.pdf.cover.lines import LEADING, Width, fitted
from publisher.writers.pdf.cover.spine import width_of

SIZES = (38, 30, 20, 10)
WORDS = st.lists(st.text("가나다라마바사abc!", min_size=1, max_size=9), max_size=7)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("모래 묻은 키보드", ("모래 묻은", "키보드")),
        ("바람이 불어오는 곳에서 우리가 쓴 글", ("바람이 불어오는", "곳에서 우리가 쓴 글")),
        ("바닷가 개발자의 하루: 파도와 코드", ("바닷가 개발자의 하루:", "파도와 코드")),
        ("숲", ("숲",)),
        ("", ()),
    ],
)
def test_lines_of_titles(title: str, lines: tuple[str, ...]) -> None:
    """By eojeol; the first line is not full where the second would be short; a colon ends a line."""
    room = 240 if len(title) < 12 else 420
    assert lines == fitted(title, width_of, room, 120, (38,)).lines


@settings(max_examples=60, deadline=None)
@given(WORDS, st.integers(150, 900))
def test_balanced_as_no_other_lines_are(words: list[str], room: int) -> None:
    """Words whole and in order, within the room; no other break into as many lines is more even."""
    made = fitted(" ".join(words), width_of, room, 160, SIZES)
    if not made.whole or any(width_of(word) > room / made.size for word in words):
        return
    assert words == [word for line in made.lines for word in line.split()]
    assert made.high <= max(160, made.size * LEADING)
    assert _cost(made.lines, room / made.size) <= _least(words, len(made.lines), room / made.size) + 1e-6


def _least(words: list[str], lines: int, room: float) -> float:
    """By trying all breaks."""
    costs = [
        _cost(parts, room)
        for breaks in combinations(range(1, len(words)), max(lines - 1, 0))
        for parts in [
            tuple(" ".join(words[a:b]) for a, b in zip((0, *breaks), (*breaks, len(words)), strict=True))
        ]
        if all(width_of(part) <= room for part in parts)
    ]
    return min(costs, default=0)


def _cost(lines: tuple[str, ...], room: float) -> float:
    pauses = sum(not line.endswith("!") for line in lines[:-1])
    return sum(width_of(line) ** 2 for line in lines) + pauses * (0.35 * room) ** 2


@pytest.mark.parametrize(
    "text",
    [
        "아버지가방에들어가신다" * 9,
        "가" * 4000,
        "ㅋ " * 3000,
        "a" * 300,
        "é" * 200,
        "ᄀ" + "ᅡ" * 300,
        "😀" * 99,
    ],
)
@pytest.mark.parametrize("width", [width_of, len], ids=["counted", "alike"])
def test_what_never_fits(text: str, width: Width) -> None:
    """A word wider than a line is parted, what is too much is cut with "…"; no accent stands without its
    letter."""
    made = fitted(text, width, 200, 100, SIZES)
    assert 0 < len(made.lines) <= 100 // (made.size * LEADING)
    assert made.whole == (not made.lines[-1].endswith("…"))
    assert not any(line[0] in "\u0301\u1161" for line in made.lines)
    assert "".join(text.split()).startswith("".join("".join(made.lines).rstrip("…").split()))


def test_names_are_whole() -> None:
    """A no-break space does not end a line."""
    made = fitted("Jane\u00a0Doe, John\u00a0Q.\u00a0Public", width_of, 200, 60, (20,))
    assert ("Jane\u00a0Doe,", "John\u00a0Q.\u00a0Public") == made.lines
