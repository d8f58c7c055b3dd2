"""The five themes: a small book of each, read back from its PDF."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from tests.blogs import write
from tests.books import SAMPLE, letters, post, run, small_blog
from tests.page_counts.book import survey
from tests.page_counts.lines import read
from tests.page_counts.rows import rows

_MM = 72 / 25.4
_RAGGED = ("technical", "photo", "large")
_QUICK = ("literature",)
_TEXT = "바닷가에서 쓴 글을 모아 책으로 묶는다. 오래된 것부터 차례로 읽어도 좋고 아무 데나 펴도 좋다. " * 40
# name -> width, height, measure; size of the body; lines of a page (0: as its margins leave), where folios
# stand; whether a head stands above
_LOOKS = {
    "literature": (128, 188, 86, 10, 21, "outside", True),
    "essay": (130, 200, 84, 10, 20, "centre", False),
    "technical": (152, 225, 112, 9.2, 30, "outside", True),
    "photo": (182, 257, 95, 9.5, 0, "outside", False),
    "large": (152, 225, 110, 14, 21, "outside", True),
}


def _pages(name: str, folder: Path, *options: str) -> list[Any]:
    """The pages of the text of a book of one chapter, but for its first and last."""
    blog = small_blog(folder / "blog", {"a.md": post("글", f"{_TEXT}\n\n{_TEXT}")})
    made = run("export", blog, "-o", folder / "out", "--format", "pdf", "--theme", name, "-q", *options)
    assert (0, "") == (made.code, made.err)
    (path,) = (folder / "out").glob("*.pdf")
    found = [page for page in pymupdf.open(path) if "바닷가" in page.get_text()]
    return found[1:-1]


def _lines(page: Any) -> Iterator[tuple[Any, float, str]]:
    """Boxes of lines, their letters' size, and their text."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            yield pymupdf.Rect(line["bbox"]), line["spans"][0]["size"], line["spans"][0]["text"]


def test_headings_have_one_number(tmp_path: Path) -> None:
    """A theme that numbers headings leaves those of a post that numbers its own."""
    posts = {
        "a.md": post("하나", "## 1. 바다\n\n글\n\n### 모래\n\n글"),
        "b.md": post("둘", "## 산\n\n글\n\n### 바위\n\n글"),
    }
    blog = small_blog(tmp_path / "blog", posts)
    run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "technical", "-q")
    (path,) = (tmp_path / "out").glob("*.pdf")
    words = " ".join("".join(page.get_text() for page in pymupdf.open(path)).split())
    assert [] == [one for one in ("1. 바다", "글 모래 글", "1 산", "1.1 바위") if one not in words]
    assert "1 1. 바다" not in words


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in _QUICK else pytest.mark.wide) for name in _LOOKS]
)
def test_looks(name: str, tmp_path: Path) -> None:
    """Paper, measure, letters, lines, folio and head are those of the theme."""
    width, height, measure, size, rows, folio, head = _LOOKS[name]
    page = _pages(name, tmp_path)[0]
    assert (width, height) == tuple(round(side / _MM) for side in page.rect.br)
    lines = [*_lines(page)]
    body = [box for box, letters, text in lines if len(text.strip()) > 12]
    missing = measure - (max(box.x1 for box in body) - min(box.x0 for box in body)) / _MM
    assert 0 <= round(missing) < (14 if name in _RAGGED else 1)
    assert size == pytest.approx(next(letters for _, letters, text in lines if len(text) > 12), abs=0.01)
    steps = sorted({round(box.y0, 1) for box in body})
    assert rows in (0, 1 + round((steps[-1] - steps[0]) / (steps[1] - steps[0])))
    (number,) = (box for box, _, text in lines if text.strip().isdigit())
    middle = (number.x0 + number.x1) / 2 / page.rect.width
    assert folio == ("centre" if 0.45 < middle < 0.55 else "outside")
    assert head == (min(box.y1 for box, _, _ in lines) < min(box.y0 for box in body))


_OLD = "나랏〮말〯ᄊᆞ미〮 듀ᇰ귁〮에〮달아〮 문ᄍᆞᆼ와〮로〮서르ᄉᆞᄆᆞᆺ디〮 "
_WALL = ("두 줄을 넘어가는 아주 긴 제목은 어절에서 나뉘고 둘째 줄은 조금 들어가서 이어진다 " * 5)[
    :200
].strip()
_HARD = {
    "old.md": f"title: {_OLD}\ndate: 2024-01-01\ncategories: 옛글\n---\n{_OLD * 9}",
    "wall.md": f"title: {_WALL}\ndate: 2024-01-02\ncategories: 옛글\ntags: [{'꼬리표' * 9}]\n---\n{_TEXT}",
    "day.md": f"title: 날 없음\ncategories: [깊은, 갈래, 셋째]\n---\n{_TEXT}",
    "none.md": "title: 갈래 없음\ndate: 2024-01-04\n---\n짧다.",
    "empty.md": "title: 빈 글\ndate: 2024-01-05\ncategories: [깊은, 갈래, 셋째]\n---\n",
    "one.md": f"title: 끝\ndate: 2024-01-06\ncategories: {_WALL}\n---\n끝.",
}
_LEAD = "긴 여는 글은 쪽을 넘어간다. " * 290
_EVERY = ("base", "gothic", *_LOOKS)


@pytest.mark.wide
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "photo" else pytest.mark.wide) for name in _EVERY]
)
def test_hard_openings(name: str, tmp_path: Path) -> None:
    """Old Hangul, a wall of a title, no day, no category, an empty post, one of a word, a lead of 5,000
    letters: all of it is set, a part is named on the page that has its number, 판권 is one page. Nothing to
    be read is small in 큰글자."""
    blog = small_blog(tmp_path / "blog", {file: f"---\n{text}\n" for file, text in _HARD.items()})
    write(blog, {"book.toml": f'[parts."옛글"]\nlead = "{_LEAD}"\n[parts."갈래"]\nlead = "{_LEAD}"\n'})
    made = run("export", blog, "-o", tmp_path / "out", "--theme", name, "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    pages = [letters(page.get_text()) for page in pymupdf.open(path)]
    sizes = [size for page in pymupdf.open(path) for _, size, text in _lines(page) if text.strip(" .")]
    assert min(sizes[1:]) > (10.9 if name == "large" else 5)
    leads = sum(page.count("넘어간다") for page in pages)
    assert 2 * 290 - 20 < leads <= 2 * 290  # some are parted by a page's end
    assert letters("이 책은 블로그의 글을") in pages[-1]
    assert letters("작은 블로그") in pages[-1]
    (third,) = (page for page in pages if page.startswith(letters("3부")))
    assert letters(_WALL) in third


@pytest.mark.wide
@pytest.mark.parametrize("name", ["base", "literature"])
def test_many_parts(name: str, tmp_path: Path) -> None:
    """300 parts of one post each: each has its page, with its number, and the contents list all."""
    posts = {
        f"p{n}.md": post(f"글{n}", "끝.", f"2024-01-01 00:{n // 60:02}:{n % 60:02}", f"갈래{n}")
        for n in range(300)
    }
    made = run("export", small_blog(tmp_path / "blog", posts), "-o", tmp_path / "out", "--theme", name, "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    pdf = pymupdf.open(path)
    assert [f"{n + 1}부 갈래{n}" for n in range(300)] == [
        title for level, title, _ in pdf.get_toc()[3:-1] if level == 1
    ]
    assert 300 == len({page for level, _, page in pdf.get_toc()[3:-1] if level == 1})


@pytest.mark.wide
def test_contents_of_photo(tmp_path: Path) -> None:
    """Contents of forty lines stand on one page, in the column of the text, their title beside the first."""
    posts = {
        f"p{n}.md": post(f"글{n}", "끝.", f"2024-01-{n % 28 + 1:02}", f"갈래{n // 7}") for n in range(28)
    }
    blog = small_blog(tmp_path / "blog", posts)
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "photo", "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    (page,) = (page for page in pymupdf.open(path) if len(re.findall(r"글\d+", page.get_text())) > 7)
    title, *lines = sorted(
        (box for box, _, text in _lines(page) if re.match("차|글|[1-4]부", text)), key=lambda box: box.x0
    )
    assert 28 + 4 == len(lines)
    assert title.x1 < lines[0].x0 - 20 * _MM
    assert abs(min(box.y0 for box in lines) - title.y0) < 10


def test_formulas_of_photo(tmp_path: Path) -> None:
    """A formula stands in the middle of the column of the text, as what speaks of it does."""
    text = f"$$\nE = mc^2 + \\frac{{a}}{{b}}\n$$\n\n{_TEXT}"
    blog = small_blog(tmp_path / "blog", {"a.md": post("글", text).replace("date:", "mathjax: true\ndate:")})
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "photo", "-q")
    assert (0, "") == (made.code, made.err)
    (path,) = (tmp_path / "out").glob("*.pdf")
    page = next(page for page in pymupdf.open(path) if "바닷가" in page.get_text())
    lines = [box for box, _, text in _lines(page) if "바닷가" in text]
    drawn = pymupdf.Rect(pymupdf.EMPTY_RECT())
    for one in page.get_drawings():
        drawn |= one["rect"]
    left, right = min(box.x0 for box in lines), max(box.x1 for box in lines)
    assert (left + right) / 2 == pytest.approx((drawn.x0 + drawn.x1) / 2, abs=4 * _MM)


@pytest.mark.wide
def test_no_page_is_white_for_the_last_one(tmp_path: Path) -> None:
    """Where the first pages that could give lines to a last one would be white then, others do."""
    text = (SAMPLE / "source/_posts/reading-slowly.md").read_text()
    blog = small_blog(tmp_path / "blog", {"a.md": text})
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "literature", "-q")
    assert 0 == made.code
    (path,) = (tmp_path / "out").glob("*.pdf")
    book = survey(read(path))
    assert book is not None
    counted = {row.key: row.faults for row in rows(book)}
    assert ((), ()) == (counted["white-15"], counted["last-5"])


def test_another_trim(tmp_path: Path) -> None:
    """--trim goes before the theme's paper, and the margins keep their share of it."""
    page = _pages("essay", tmp_path, "--trim", "A5")[0]
    assert (148, 210) == tuple(round(side / _MM) for side in page.rect.br)
    body = [box for box, _, text in _lines(page) if len(text) > 12]
    measure = (max(box.x1 for box in body) - min(box.x0 for box in body)) / _MM
    assert 84 / 130 * 148 == pytest.approx(measure, abs=1.5)
