"""Page numbers, read back from PDFs: in contents, in links, at the foot; centred, with a total."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.writers.pdf import making
from publisher.writers.pdf.compose.unit import LayoutUnit
from tests.books import Made, Page, Pdf, letters, make, post, run, small_blog

_MM = 72 / 25.4
_POSTS = 36
_FILLER = "바다는 오늘도 같은 자리에 있었고 나는 그 앞에서 오래 서 있었다. " * 12
_NONE = " ".join(f"@bottom-{place} {{ content: none }}" for place in ("left", "center", "right"))
_BARE = "".join(f"@page {page} {{ {_NONE} }}\n" for page in ("plain", "cover", ":blank"))
_FONT = 'font: 8pt "publisher heading"'
_CENTRED = f"""
@page :left {{ {_NONE} @bottom-center {{ content: "- " counter(page) " -"; {_FONT} }} }}
@page :right {{ {_NONE} @bottom-center {{ content: "- " counter(page) " -"; {_FONT} }} }}
{_BARE}"""
_TOTAL = f"""
@page :left {{ @bottom-left {{ content: counter(page) " / " counter(pages); {_FONT} }} }}
@page :right {{ @bottom-right {{ content: counter(page) " / " counter(pages); {_FONT} }} }}
{_BARE}"""


def _name(number: int) -> str:
    return f"p{number:03}"


def _links(number: int) -> list[int]:
    """The posts that a post links to: near ones and far ones, before and behind it."""
    return sorted({1, (number * 7) % _POSTS + 1, _POSTS - number + 1} - {number})


def _text(number: int) -> str:
    links = "\n\n".join(f"[갈곳{n}번](/2024/01/02/{_name(n)}/) 끝." for n in _links(number))
    return f"{_FILLER}\n\n{links}\n\n{_FILLER * 2}\n\n[제자리{number}번](#없는곳)\n"


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A book of small pages in which every post links to others."""
    folder = tmp_path_factory.mktemp("numbered")
    posts = {
        f"{_name(n)}.md": post(f"글 {n}번", _text(n), category="가" if n % 2 else "나")
        for n in range(1, _POSTS + 1)
    }
    blog = small_blog(folder / "blog", posts)
    (blog / "book.toml").write_text('[pdf]\ntrim = "90x120"\nopening = "recto"\n', "utf-8")
    return make(blog, folder / "out")


def _chapters(made: Made) -> Iterator[tuple[int, list[Page]]]:
    """The number in each chapter's title, and its pages."""
    starts = [made.pdf.named[entry["id"]] for entry in made.entries]
    for entry, (first, behind) in zip(made.entries, pairwise([*starts, len(made.pdf.pages)]), strict=True):
        number = int(re.sub(r"\D", "", entry["title"]))
        yield number, made.pdf.pages[first - 1 : behind - 1]


@pytest.mark.wide
def test_numbers_have_one_to_five_digits(numbered: Made) -> None:
    """The book is long enough for what is tested here."""
    assert {1, 2, 3} <= {len(pages[0].label) for _, pages in _chapters(numbered)}


def test_links_say_their_pages(numbered: Made) -> None:
    """Behind each link to another post stands its title, and the number of the page on which it begins."""
    first = {number: pages[0].label for number, pages in _chapters(numbered)}
    assert _POSTS == len(first)
    for number, pages in _chapters(numbered):
        said = re.findall(r"갈곳(\d+)번글(\d+)번(\d+)쪽끝", "".join(page.letters for page in pages))
        assert [(str(n), str(n), first[n]) for n in _links(number)] == said, number


def test_numbers_stand_close(numbered: Made) -> None:
    """The room of a number is that of its digits, or a little more where it has narrow ones."""
    said = re.findall(r"갈곳\d+번[^끝]*끝", numbered.pdf.text)
    assert len(said) > _POSTS
    for one in said:
        assert re.fullmatch(r"갈곳\d+번\s*\(‹글\s\d+번›\s{1,2}\d+쪽\)\s*끝", one), one


def test_contents_say_their_pages(numbered: Made) -> None:
    """Each line of the contents ends in its chapter's page."""
    first = {number: pages[0].label for number, pages in _chapters(numbered)}
    front = [page for page in numbered.pdf.pages if not page.label.isdigit()]
    rows = "".join(page.rows for page in front)
    for number, label in first.items():
        assert re.search(rf"글{number}번{label}(?:글|2부|$)", rows), number


def test_chapters_open_on_a_recto(numbered: Made) -> None:
    """`pdf.opening = "recto"`: every chapter on a right-hand page, an odd one."""
    blank = 0
    for _, pages in _chapters(numbered):
        assert 1 == pages[0].number % 2 == int(pages[0].label) % 2
        blank += not pages[-1].words
    assert blank
    assert all(page.number % 2 == 0 for page in numbered.pdf.pages if not page.words and page.number > 1)


def test_each_page_has_its_number(numbered: Made) -> None:
    """Each page of a chapter shows its label, and blank ones nothing; what comes behind it is no chapter."""
    for number, pages in _chapters(numbered):
        last = next(at for at, page in enumerate(pages) if f"제자리{number}번" in page.letters)
        for page in pages[: last + 1]:
            assert page.foot == page.label
        assert all(not page.foot for page in pages[last + 1 :])


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pdf]:
    """A book in two themes of its blog's own."""
    folder = tmp_path_factory.mktemp("themed")
    blog = small_blog(folder / "blog", {f"{n}.md": post(f"글 {n}", _FILLER * 5) for n in range(12)})
    found = {}
    for name, css in (("centred", _CENTRED), ("total", _TOTAL)):
        theme = blog / "styles" / name
        theme.mkdir(parents=True)
        (theme / "theme.toml").write_text('[theme]\nparent = "base"\n', "utf-8")
        (theme / "print.css").write_text(css, "utf-8")
        made = run("export", blog, "-o", folder / name, "--format", "pdf", "--theme", name, "--json")
        assert (0, []) == (made.code, made.json["diagnostics"]), made.out
        found[name] = Pdf(Path(made.json["files"][0]["path"]))
    return found


def _folios(pdf: Pdf) -> Iterator[tuple[Page, float, float]]:
    """Pages with a number, and where it begins and ends, in mm."""
    for page in pdf.pages:
        words = [word for word in page.words if word.top > 0.905 * page.height]
        if words:
            yield page, words[0].left / _MM, words[-1].right / _MM


@pytest.mark.wide
def test_centred_numbers(themed: dict[str, Pdf]) -> None:
    """ "- 12 -" stands in the middle of the text, on both sides, whatever its digits."""
    seen = set()
    for page, left, right in _folios(themed["centred"]):
        assert f"- {page.label} -" == page.foot
        middle = (26 + 124) / 2 if page.number % 2 else (24 + 122) / 2
        assert middle == pytest.approx((left + right) / 2, abs=0.15)
        seen.add((page.number % 2, len(page.label)))
    assert {(0, 1), (1, 1), (0, 2), (1, 2)} <= seen


@pytest.mark.wide
def test_numbers_with_a_total(themed: dict[str, Pdf]) -> None:
    """ "12 / 34" stands at the outer edge of the text: right-hand ones end there."""
    last = themed["total"].pages[-1].label
    seen = set()
    for page, left, right in _folios(themed["total"]):
        assert f"{page.label} / {last}" == page.foot
        edge, at = (124, right) if page.number % 2 else (24, left)
        assert edge == pytest.approx(at, abs=0.15)
        seen.add((page.number % 2, len(page.label)))
    assert {(0, 1), (1, 1), (0, 2), (1, 2)} <= seen


@pytest.mark.wide
def test_letters_agree(themed: dict[str, Pdf]) -> None:
    """Only the numbers differ between the themes."""
    one, other = ([letters(page.letters) for page in themed[name].pages] for name in ("centred", "total"))
    assert one == other


def test_a_guess_that_is_wrong_where_the_last_build_was_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post with a link is laid out for the digits that are guessed; then the last build's serves again."""
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    blog = small_blog(tmp_path / "blog", {"a.md": post("가"), "b.md": post("나", "{% post_link a %}")})
    order = ["export", str(blog), "--format", "pdf", "-q", "--jobs", "1"]
    assert 0 == CliRunner().invoke(main, order).exit_code
    (blog / "source/_posts/a.md").write_text(post("가", "다른 글."), "utf-8")
    monkeypatch.setattr(making, "guessed", _five_digits)
    made = CliRunner().invoke(main, order, catch_exceptions=False)
    assert 0 == made.exit_code, made.output


def _five_digits(found: Sequence[LayoutUnit], *_: object) -> dict[str, int]:
    return {start: 5 for unit in found for start in unit.inputs.starts}
