"""합본: all volumes of a set as one book beside them."""

import hashlib
from pathlib import Path

import pytest

from publisher.build import Built, build
from publisher.config.load import Config
from publisher.config.schema import BookToml, Format
from publisher.errors import Report
from tests.blogs import hexo
from tests.books import Epub, Pdf, flat, labels, post, run, text_of
from tests.writers.epub.test_epub import epubcheck

_POSTS = {
    "a.md": post("바다", "[산](/2024/02/01/b/)을 본다.", "2024-01-01", "개발"),
    "b.md": post("산", "산이다.", "2024-02-01", "일기"),
    "c.md": post("강", "강이다.", "2024-03-01", "[일기, 물가]"),
}
_VOLUMES = [{"title": "첫걸음", "subtitle": "물가에서", "categories": ["개발"]}, {}]


def _made(blog: Path, out: str, formats: tuple[Format, ...] = ("epub",), **tables: object) -> Built:
    order = {"box_set": "epub"}
    settings = BookToml.model_validate({"order": order, "volume": _VOLUMES, **tables})
    report = Report()
    built = build(Config(blog, blog.parent / out, formats, settings, jobs=1, cache=True, epoch=None), report)
    assert [] == [item.code for item in report.diagnostics]
    return built


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hexo(tmp_path_factory.mktemp("box") / "blog", _POSTS)


@pytest.fixture(scope="module")
def box(blog: Path) -> Epub:
    *_volumes, last = _made(blog, "out").files
    assert "봄의-기록-합본.epub" == last.path.name
    return Epub(last.path)


def test_each_volume_is_a_part(box: Epub) -> None:
    """By number and title, its subtitle on its page; parts in it; one colophon for all."""
    assert ["1권 첫걸음", "바다", "2권", "산", "물가", "강"] == list(flat(labels(box.nav)))
    assert "1권 첫걸음 물가에서 바다" == text_of(box.pages["EPUB/part-1.xhtml"]).split("첫걸음 ", 1)[1]
    assert 1 == sum("colophon" in name for name in box.spine)
    assert ["봄의 기록 합본"] == box.metadata("title")


def test_links_between_volumes_stay_in_the_book(box: Epub) -> None:
    (page,) = (page for name, page in box.pages.items() if "/a-" in name)
    assert [link for link in page.xpath("//@href") if "/b-" in f"/{link}" and link.endswith(".xhtml")]


@pytest.mark.wide
def test_its_formats(blog: Path) -> None:
    """The box set is made in those of the build that the key asks for: here in none."""
    assert 2 == len(_made(blog, "pdf", ("pdf",)).files)


def test_one_volume_is_no_set(blog: Path) -> None:
    assert 1 == len(_made(blog, "one", volume=[{}]).files)


def test_isbn_of_the_set(blog: Path) -> None:
    """That of [book] is the box set's, and no volume's."""
    *volumes, last = _made(blog, "isbn", book={"isbn": "979-11-86710-95-1"}).volumes
    assert "urn:isbn:9791186710951" == last.book.meta.identifier
    assert ["", ""] == [one.book.meta.isbn for one in volumes]


def test_warm_is_cold(blog: Path, box: Epub) -> None:
    """Made again into another folder it has the same bytes."""
    again = _made(blog, "again").files[-1].path
    assert hashlib.sha256(box.path.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest()


@pytest.mark.wide
def test_an_edition_keeps_its_places_too(blog: Path) -> None:
    """Words are kept once, pages of each book of the set."""
    settings = blog / "book.toml"
    settings.write_text('[order]\nbox_set = "epub"\nsplit = "category"\n', "utf-8")
    try:
        assert 0 == run("edition", blog, "--publish", "-q").code
        kept = (blog / "book.editions/1.json").read_text("utf-8")
    finally:
        settings.unlink()
    assert 3 == kept.count('"title": ')
    assert 3 == kept.count('"cover"')


@pytest.mark.wide
def test_on_paper(blog: Path, tmp_path: Path, box: Epub) -> None:
    """The PDF has its volumes as parts; EPUBCheck finds nothing in the EPUB."""
    assert [] == epubcheck(box.path, tmp_path / "report.json")
    pdf = Pdf(_made(blog, "paper", ("pdf",), order={"box_set": "both"}).files[-1].path)
    assert ["1권 첫걸음", "2권"] == [label[0] for label in labels(pdf.outline) if isinstance(label, tuple)][
        :2
    ]


_LINES = ['"source/_posts/a.md"', '"source/_posts/b.md"', '"source/_posts/c.md"']
_BAD = {
    "gone, twice, an empty part": "[[part]]\ntitle = '빈 부'\nposts = []\n[[part]]\ntitle = '물'\nposts = [\n"
    + ",\n".join([*_LINES, _LINES[0], '"source/_posts/gone.md"'])
    + "\n]\n",
    "conflict marks": "[[part]]\ntitle = '물'\nposts = [\n<<<<<<< HEAD\n"
    + _LINES[0]
    + ",\n=======\n>>>>>>> b\n]\n",
    "of another blog": "[[part]]\ntitle = '남'\nposts = ['source/_posts/x.md', 'source/_posts/y.md']\n",
    "no TOML": "[[part\n" + "\x01" * 99,
}


@pytest.mark.wide
@pytest.mark.parametrize("plan", _BAD.values(), ids=_BAD)
def test_a_bad_plan_costs_neither_set_nor_edition(plan: str, tmp_path: Path) -> None:
    """What is wrong is named; volumes, box set and editions hold every post, and the next edition is made."""
    cycle = {
        "d.md": post("ㄱ", "갑.").replace("---\n\n", "book:\n  after: e\n---\n\n", 1),
        "e.md": post("ㄴ", "을.").replace("---\n\n", "book:\n  after: d\n---\n\n", 1),
    }
    blog = hexo(tmp_path / "blog", _POSTS | cycle)
    (blog / "book.toml").write_text('[order]\nbox_set = "epub"\nsplit = "category"\n', "utf-8")
    (blog / "book.plan.toml").write_text(plan, "utf-8")
    for number in (1, 2):
        made = run("export", blog, "-o", tmp_path / "out", "--format", "epub", "--json")
        assert made.code in (0, 1), made.err  # 1: a plan that cannot be followed is an error
        assert made.json["diagnostics"]
        box = Path(made.json["files"][-1]["path"])
        assert "합본" in box.name
        assert {"바다", "산", "강", "ㄱ", "ㄴ"} <= {*flat(labels(Epub(box).nav))}
        assert [] == epubcheck(box, tmp_path / "report.json")
        kept = run("edition", blog, "--publish", "-q")
        assert f"book.editions/{number}.json" == kept.out.strip().splitlines()[-1]
        assert "Traceback" not in kept.err
        (blog / "source/_posts/new.md").write_text(post("새 글", "새로 쓴 글."), "utf-8")
    assert "+ 새 글" in run("edition", blog, "--diff", 1, 2).out
