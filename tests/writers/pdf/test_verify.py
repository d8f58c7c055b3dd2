"""No PDF is put in place that does not show the whole book: each test breaks a real build on its way."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from publisher.build import build
from publisher.config.load import Config, load
from publisher.errors import IncompleteError, LayoutError, Report
from publisher.writers.pdf import binding, verify
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.layout import whole
from publisher.writers.pdf.layout.fragment import Fragment
from tests.books import Pdf, post, run, small_blog
from tests.spread import spread

_TEXT = "바다는 오늘도 같은 자리에 있었고 나는 그 앞에서 오래 서 있었다. " * 40
Break = Callable[[Paginated], Paginated]


def _blog(folder: Path) -> Path:
    posts = {f"{n}.md": post(f"글 {n}", f"{_TEXT}\n\n[다음](/2024/01/02/{n % 3 + 1}/)\n") for n in (1, 2, 3)}
    return small_blog(folder / "blog", posts)


def _config(blog: Path, out: Path) -> Config:
    return Config(blog, out, ("pdf",), load(blog / "book.toml", "book.toml", {}), 1, False, None)


def _chapter(bound: Paginated) -> int:
    """The second chapter's fragment."""
    return next(
        n for n, fragment in enumerate(bound.fragments) if any(m.label == "글 2" for m in fragment.marks)
    )


def _with(bound: Paginated, number: int, fragment: Fragment) -> Paginated:
    fragments = list(bound.fragments)
    fragments[number] = fragment
    return Paginated(fragments, bound.spots)


def _a_page_is_lost(bound: Paginated) -> Paginated:
    blank = next(n for n, spot in enumerate(bound.spots) if spot.fragment < 0)
    return Paginated(bound.fragments, [*bound.spots[:blank], *bound.spots[blank + 1 :]])


def _a_text_is_lost(bound: Paginated) -> Paginated:
    number = _chapter(bound)
    fragment = bound.fragments[number]
    page = fragment.pages[0]._replace(contents=(), slots=())
    return _with(bound, number, replace(fragment, pages=(page, *fragment.pages[1:])))


def _a_number_is_wrong(bound: Paginated) -> Paginated:
    spots = [replace(s, label="99") if s.fragment == _chapter(bound) else s for s in bound.spots]
    return Paginated(bound.fragments, spots)


def _a_place_is_elsewhere(bound: Paginated) -> Paginated:
    number = _chapter(bound)
    places: dict[str, Any] = dict(bound.fragments[number].places)
    name = next(iter(places))
    places[name] = (len(bound.fragments[number].pages) - 1, *places[name][1:])
    return _with(bound, number, replace(bound.fragments[number], places=places))


def _an_outline_entry_is_lost(bound: Paginated) -> Paginated:
    number = _chapter(bound)
    return _with(bound, number, replace(bound.fragments[number], marks=()))


_BREAKS: Sequence[Break] = (
    _a_page_is_lost, _a_text_is_lost, _a_number_is_wrong, _a_place_is_elsewhere, _an_outline_entry_is_lost,
)  # fmt: skip


@pytest.mark.parametrize("breaks", spread(_BREAKS, 5), ids=lambda one: one.__name__.strip("_"))
def test_a_broken_book_is_not_put_in_place(
    breaks: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was bound is read back and compared with what should be there: where it is not, the book is laid
    out as one document, and the report says so."""
    blog, out, report = _blog(tmp_path), tmp_path / "out", Report()
    real = binding.bind
    monkeypatch.setattr(binding, "bind", lambda bound, *rest: real(breaks(bound), *rest))
    build(_config(blog, out), report)
    assert ["laid-out-whole"] == [one.code for one in report.diagnostics]
    text = "".join(Pdf(out / "작은-블로그.pdf").text.split())
    assert 105 < text.count("바다는오늘도")  # of 120: some are parted by the foot of a page


_ACTIONS = (
    {"/S": pikepdf.Name("/JavaScript"), "/JS": "x"},
    {"/S": pikepdf.Name("/Launch"), "/F": "x"},
    {"/S": pikepdf.Name("/URI"), "/URI": "file:///etc/passwd"},
    {
        "/S": pikepdf.Name("/URI"),
        "/URI": "https://e.org/",
        "/Next": pikepdf.Dictionary(S=pikepdf.Name("/Named")),
    },
)


def test_a_book_that_does_something_is_not_put_in_place(tmp_path: Path) -> None:
    """A link is a link to a page, to the web or to mail; nothing begins when the book is opened."""
    pdf = pikepdf.new()
    link = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Link, A={"/S": pikepdf.Name("/URI"), "/URI": "https://e.org/"}
    )
    assert verify._leads_well(link)
    assert verify._leads_well(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Dest="a"))
    for action in _ACTIONS:
        assert not verify._leads_well(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action))
    assert not verify._leads_well(pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Dest="a"))
    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary())
    verify._does_nothing(pdf.Root)
    for key, names in (
        ("/OpenAction", False),
        ("/AcroForm", False),
        ("/JavaScript", True),
        ("/EmbeddedFiles", True),
    ):
        holder = pdf.Root.Names if names else pdf.Root
        holder[key] = pikepdf.Dictionary()
        with pytest.raises(IncompleteError, match=key):
            verify._does_nothing(pdf.Root)
        del holder[key]


def test_the_engine_is_given_what_a_book_holds(tmp_path: Path) -> None:
    """What reaches WeasyPrint is looked at as WeasyPrint has read it."""
    from publisher.assets.fonts import FontSet
    from publisher.writers.pdf.layout import engine
    from publisher.writers.pdf.layout.context import LayoutContext

    context = LayoutContext("", (), FontSet(()), 0)
    for html in (
        "<p>가<script>x</script>",
        "<p onclick=x>",
        "<a href=file:///etc/passwd>가</a>",
        "<svg><iframe></svg>",
    ):
        with pytest.raises(LayoutError, match="no book holds"):
            engine.rendered(html, {}, context)


@pytest.mark.wide
def test_a_book_that_lacks_words_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one document does not say all words either, there is no book, and the last one stays."""
    blog, out = _blog(tmp_path), tmp_path / "out"
    out.mkdir()
    last = out / "작은-블로그.pdf"
    last.write_bytes(b"the last book")
    real, whole_of = binding.bind, whole.lay_out
    monkeypatch.setattr(binding, "bind", lambda bound, *rest: real(_a_page_is_lost(bound), *rest))
    monkeypatch.setattr(whole, "lay_out", lambda *given: replace(whole_of(*given), words="꽃밭이 뒤뜰에"))
    with pytest.raises(IncompleteError, match="꽃밭이"):
        build(_config(blog, out), Report())
    assert b"the last book" == last.read_bytes()
    assert [last] == list(out.iterdir())


def test_a_theme_that_hides_text_is_found(tmp_path: Path) -> None:
    """Words that the layout does not show: their chapters are set as plain text, and named."""
    blog = _blog(tmp_path)
    theme = blog / "styles" / "hiding"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\nparent = "base"\n', "utf-8")
    (theme / "print.css").write_text(".chapter-body p { display: none }", "utf-8")
    done = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "hiding")
    assert 1 == done.code, done.out
    assert 3 == done.err.count("chapter-simplified")
    (path,) = (tmp_path / "out").glob("*.pdf")
    assert 105 < "".join(Pdf(path).text.split()).count("바다는오늘도")
