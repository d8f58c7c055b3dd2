"""How long a book will be is known before it is made."""

import shutil
from math import ceil
from pathlib import Path

import pytest

from publisher.assets.theme_paper import ThemePaper
from publisher.book.chosen import arrange
from publisher.book.length.extent import extent_of
from publisher.book.length.markdown import measured
from publisher.book.length.savings import savings
from publisher.book.paper import A5, paper_of
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.model import InBook
from tests.blogs import blog, post
from tests.books import SAMPLE, Made, run, small_blog
from tests.books import post as written
from tests.vaults import picture

PARAGRAPH = "바닷가에 앉아 파도를 세다가 해가 지는 줄도 몰랐다. " * 9


def extent(*posts, opening="page", cover=True):
    settings = BookToml.model_validate({"pdf": {"opening": opening, "cover": cover}})
    return extent_of(arrange(blog(*posts), settings, Report()), A5, settings)


@pytest.mark.parametrize(
    "of", ["sample", *(pytest.param(one, marks=pytest.mark.wide) for one in ("hangack", "seed"))]
)
def test_the_estimate_is_near_the_made_book(of: str, built) -> None:
    """Within five in a hundred pages; of a leaflet of few pages, within one."""
    made: Made = built(of)
    assert made.plan["sizes"][0]["pages"] == pytest.approx(made.summary["pages"], rel=0.05, abs=1)


@pytest.mark.wide
def test_what_is_saved_is_near_what_two_made_books_differ_by(tmp_path: Path) -> None:
    """Of the example: sheets saved by chapters that run on, and by a larger trim, within three."""
    shutil.copytree(SAMPLE, tmp_path / "blog")
    toml = tmp_path / "blog/book.toml"
    settings = toml.read_text("utf-8")

    def made(pdf: str) -> int:
        toml.write_text(f"{settings}\n[pdf]\n{pdf}\n", "utf-8")
        out = run("export", tmp_path / "blog", "-o", tmp_path / "out", "--format", "pdf", "--json")
        return ceil(out.json["pages"] / 2)

    (size,) = run("plan", tmp_path / "blog", "--json").json["sizes"]
    now = made("")
    assert {"pdf.opening", "pdf.trim"} == {one["key"] for one in size["savings"]}
    for one in size["savings"]:
        real = now - made(f"{one['key'].partition('.')[2]} = {one['value']!r}")
        assert real == pytest.approx(one["sheets"], abs=3), one


def test_savings_are_worth_their_line() -> None:
    """Chapters of half a page that run on save sheets, one chapter alone none; the largest trim has none
    above it. What is said is what the estimate of the other setting says."""
    settings = BookToml.model_validate({"pdf": {"opening": "page", "trim": "A4"}})
    many = arrange(blog(*(post(f"{n}", f"2024-01-{n:02}") for n in range(1, 29))), settings, Report())
    paper, theme = paper_of("A4"), ThemePaper()
    now = extent_of(many, paper, settings)
    (saved,) = savings(many, now, theme, settings, measured)
    on = settings.model_copy(update={"pdf": settings.pdf.model_copy(update={"opening": "run-on"})})
    assert ("pdf.opening", "run-on", now.sheets - extent_of(many, paper, on).sheets) == saved
    alone = arrange(blog(post("가", "2024-01-01")), settings, Report())
    assert () == savings(alone, extent_of(alone, paper, settings), theme, settings, measured)


def test_a_picture_that_is_not_there_takes_less(tmp_path: Path) -> None:
    """Of the blog by its file, of the web in any case; one that comes later takes its room then."""
    shown = "".join(f"![](a.png)\n\n{PARAGRAPH}\n\n" for _turn in range(9))
    folder = small_blog(tmp_path / "blog", {"a.md": written("가", shown)})

    def pages() -> int:
        return int(run("plan", folder, "--json").json["sizes"][0]["pages"])

    without = pages()
    (folder / "source/_posts/a.png").write_bytes(picture())
    assert without + 2 <= pages()
    (folder / "source/_posts/a.md").write_text(
        written("가", shown.replace("a.png", "//a.org/a.png")), "utf-8"
    )
    assert without == pages()


def test_what_is_known_of_posts_is_kept(tmp_path: Path) -> None:
    """A plan says the same from what an earlier one has kept; a post of other words is looked at again."""
    env = {"PUBLISHER_CACHE": str(tmp_path / "cache")}
    folder = small_blog(tmp_path / "blog", {"a.md": written("가", "오늘은 갠다.\n\n" * 90)})
    first, again = (run("plan", folder, "--json", env=env).json for _turn in "12")
    assert first == again
    (folder / "source/_posts/a.md").write_text(written("가", "바다."), "utf-8")
    changed = run("plan", folder, "--json", env=env).json
    assert changed == run("plan", folder, "--json", env={"PUBLISHER_CACHE": str(tmp_path / "new")}).json
    assert (90, 0) == (first["sizes"][0]["aging_words"], changed["sizes"][0]["aging_words"])


def test_a_book_is_counted_as_it_is_bound():
    """Cover, title page and contents on right-hand pages, two chapters, the colophon."""
    first, second = post("가", "2024-01-01"), post("나", "2024-01-02")
    assert (9, 5) == (extent(first, second).pages, extent(first, second).sheets)
    assert 7 == extent(first, second, cover=False).pages


def test_openings_take_pages():
    """A right-hand page leaves blank ones, what runs on takes none."""
    posts = [post(f"{n}", f"2024-01-{n:02}") for n in range(1, 10)]
    pages = {opening: extent(*posts, opening=opening).pages for opening in ("run-on", "page", "recto")}
    assert pages["run-on"] < pages["page"] < pages["recto"]
    own = [post("가", "2024-01-01"), post("나", "2024-01-02", book=InBook(opening="run-on"))]
    assert extent(*own).pages == extent(own[0]).pages


def test_parts_have_the_pages_of_what_is_in_them():
    """A part's own page too; a part in a part has none of its own."""
    path = ("가", "나")
    posts = [post("하나", "2024-01-01", sections=(path,)), post("둘", "2024-01-02", sections=(path[:1],))]
    assert {("가",): 3, path: 1} == extent(*posts).parts


def test_manuscript_pages():
    """200자 원고지 has ten rows of twenty squares: a paragraph begins one in, two Latin letters take one."""
    assert pytest.approx(0.1 + 0.2) == measured(post("글", markdown="가" * 20), A5).manuscript
    assert pytest.approx(0.1 + 0.1) == measured(post("글", markdown="a" * 38), A5).manuscript
    assert pytest.approx(0.1 + 0.3) == measured(post("글", markdown="가\n\n나\n\n다"), A5).manuscript


def test_what_is_longer_takes_more():
    """Text, code, pictures, tables and headings; smaller paper too."""
    texts = ["", PARAGRAPH, f"{PARAGRAPH}\n\n![](a.png)", f"{PARAGRAPH}\n\n![](a.png)\n\n```\na\nb\n```\n"]
    texts += [f"{texts[-1]}\n## 제목\n", f"{texts[-1]}\n## 제목\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"]
    lines = [measured(post("글", markdown=text), A5).lines for text in texts]
    assert sorted(lines) == lines
    assert len({*lines}) == len(lines)
    small = paper_of("A6")
    assert lines[1] < measured(post("글", markdown=PARAGRAPH), small).lines


@pytest.mark.parametrize(
    "text", ["```\n" * 9999, "|" * 99_999, "a" * 99_999, "\n" * 9999, "![" * 9999, "\ud800", "가\0"]
)
def test_any_text_has_a_length(text):
    """Whatever it is."""
    assert 0 < measured(post("글", markdown=text), A5).lines
