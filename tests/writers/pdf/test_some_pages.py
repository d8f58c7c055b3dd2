"""writers/pdf: some_pages, starting: the pages of an edited chapter that are laid out before all of it."""

import zlib
from dataclasses import replace

import pytest

from publisher.assets.fonts import find_fonts
from publisher.assets.themes import load_theme
from publisher.book.paper import paper_of
from publisher.writers.pdf.layout.context import context, context_css
from publisher.writers.pdf.layout.earlier import EarlierLayout, SomePages, SomePagesRequest
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.layout import laid_chapter, lay_out
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.some_pages import some_pages_of

_HEAD = '<!DOCTYPE html><html lang="ko"><head><title>시험</title></head><body>'
_OPENING = '<h1 id="글">바다</h1>'
_SEA = "바다는 오늘도 푸르다. 파도가 밀려왔다가 다시 밀려간다. 바람이 분다. "
_NOTE = (
    '<span class="mark" id="fit-mark-n1"><span class="footnote" id="n1" data-number="1">주석</span></span>'
)
_NEW = "\n"
_NTH = "첫째 둘째 셋째 넷째 다섯째 여섯째 일곱째 여덟째 아홉째".split()
_BLOCKS = (
    _OPENING,
    *(f"<p>{_NTH[n]} 문단. {_SEA * (2 + n % 5)}</p>" for n in range(9)),
    '<h2 id="절">언덕</h2>',
    f"<p>{_SEA}{_NOTE} {_SEA * 3}</p>",
    "<table><tr><td>가</td> <td>나</td></tr></table>",
    *(f"<p>뒤의 {_NTH[n]} 문단. {_SEA * (3 + n % 3)}</p>" for n in range(9)),
)


@pytest.fixture(scope="module")
def request_of(tmp_path_factory: pytest.TempPathFactory) -> LayoutRequest:
    """The chapter on A6 in the theme `base`, with heads and page numbers."""
    folder = tmp_path_factory.mktemp("theme")
    theme, paper = load_theme("base", folder), paper_of("A6")
    css = "\n".join((paper.css(), theme.css("book.css"), theme.css("print.css")))
    on = context(
        context_css(css, paper), find_fonts(theme.fonts, folder, "".join(_BLOCKS)), folder, 0, paper.room
    )
    return LayoutRequest(
        "글", _HEAD, ("글",), (_section(_BLOCKS),), paper.sheet_box(css), "running", (), on, True, 0
    )


@pytest.fixture(scope="module")
def earlier(request_of: LayoutRequest) -> EarlierLayout:
    """How it was laid out."""
    found = laid_chapter(request_of)
    assert found.earlier
    assert len(found.fragment.pages) == len(found.earlier.pages.starts) > 7
    assert all(found.earlier.pages.starts)
    return found.earlier


def _section(blocks: tuple[str, ...]) -> str:
    return (
        f'<section class="chapter-body" style="page: auto; break-before: page">{_NEW.join(blocks)}</section>'
    )


def _edited(request: LayoutRequest, *blocks: str) -> LayoutRequest:
    return replace(request, sections=(_section(blocks),))


def _some_pages(request: LayoutRequest, earlier: EarlierLayout, page: int = 0) -> SomePages | None:
    return some_pages_of(SomePagesRequest(request, earlier, page, 8))


def _drawn(fragment: Fragment) -> list[bytes]:
    """What each page draws, its heads and numbers left out."""
    assert fragment.body
    streams = dict(fragment.body.streams)
    packed = ([bytes(streams[n].data or b"") for n in page.contents] for page in fragment.pages)
    return [b"\n".join(map(zlib.decompress, one)) for one in packed]


@pytest.mark.parametrize(
    ("block", "page", "count"),
    [(1, 0, 1), (5, 0, 1), (11, 5, 2), (20, 0, 1)],
)
def test_an_edited_page_is_that_of_the_whole_chapter(
    request_of: LayoutRequest, earlier: EarlierLayout, block: int, page: int, count: int
) -> None:
    """A word in the first block, in the middle, beside a note, near the end: the pages are
    drawn as those of the chapter laid out anew, and no page is laid out that is as it was."""
    blocks = [*_BLOCKS]
    blocks[block] = blocks[block].replace("오늘도", "어제는", 1)
    now = _edited(request_of, *blocks)
    found = _some_pages(now, earlier, page)
    assert found
    whole = _drawn(lay_out(now))
    assert whole[found.first :][: found.count] == _drawn(found.fragment)[: found.count]
    assert found.count <= count
    assert 4 == len(found.fragment.margin_boxes)


def test_text_that_comes_and_goes(request_of: LayoutRequest, earlier: EarlierLayout) -> None:
    """What is behind it stands elsewhere: as many pages are laid out as are looked at."""
    more = _edited(request_of, *_BLOCKS[:4], f"<p>새 문단. {_SEA * 9}</p>", *_BLOCKS[4:])
    less = _edited(request_of, *_BLOCKS[:4], *_BLOCKS[6:])
    for now in (more, less):
        found, whole = _some_pages(now, earlier, 4), _drawn(lay_out(now))
        assert found
        assert whole[found.first :][: found.count] == _drawn(found.fragment)[: found.count]
        assert found.first + found.count >= 5


def test_where_there_is_no_pages(request_of: LayoutRequest, earlier: EarlierLayout) -> None:
    """The opening, and a table, may be dressed otherwise; and there is none where nothing may be laid out."""
    opening = _edited(request_of, _OPENING.replace("바다", "언덕"), *_BLOCKS[1:])
    table = _edited(request_of, *(one.replace("<td>나", "<td>다") for one in _BLOCKS))
    assert (None, None) == (_some_pages(opening, earlier), _some_pages(table, earlier))
    text = _edited(request_of, *_BLOCKS[:-1])
    assert some_pages_of(SomePagesRequest(text, earlier, 0, 0)) is None
