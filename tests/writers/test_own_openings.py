"""How one chapter opens that says so itself, in both files of a book."""

from pathlib import Path

import pytest

from publisher.build import build
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from tests.blogs import hexo
from tests.books import Epub, Pdf

_POST = "---\ntitle: {}장\ndate: 2024-01-0{}\nbook: {{{}}}\n---\n\n{}번째 글의 첫 문장.\n"
_SAID = ("", "opening: run-on", 'opening: recto, lead: "머리의 말\\n\\n둘째 말"', "opening: page", "")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("openings")
    posts = {f"{n}.md": _POST.format(n, n, said, n) for n, said in enumerate(_SAID, 1)}
    blog, report = hexo(folder / "blog", posts), Report()
    config = Config(blog, folder / "out", ("epub", "pdf"), BookToml(), jobs=1, cache=True, epoch=None)
    built = build(config, report)
    assert [] == report.diagnostics
    return {file.format: file.path for file in built.files}


def test_chapters_begin_where_they_say(files: dict[str, Path]) -> None:
    """Behind the one before, on a right-hand page, or on the next one, whatever the others do."""
    pages = Pdf(files["pdf"]).pages
    begins = [next(p.number for p in pages if f"{n}번째글의첫문장" in p.letters) for n in range(1, 6)]
    first = begins[0]
    assert [first, first, first + 2, first + 3, first + 4] == begins
    assert 1 == begins[2] % 2


def test_a_chapter_has_words_below_its_title(files: dict[str, Path]) -> None:
    """Each paragraph, between the title and the text, in both files."""
    page = next(p for p in Pdf(files["pdf"]).pages if "머리의말" in p.letters)
    assert page.letters.index("3장") < page.letters.index("머리의말") < page.letters.index("둘째말")
    assert page.letters.index("둘째말") < page.letters.index("3번째글")
    chapters = [data.decode() for name, data in Epub(files["epub"]).files.items() if name.endswith(".xhtml")]
    (chapter,) = (one for one in chapters if "3번째 글의" in one)
    assert '<p class="lead">머리의 말</p>\n<p class="lead">둘째 말</p>' in chapter
