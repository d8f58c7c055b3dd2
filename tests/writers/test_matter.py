"""The pages before and behind the posts, in the PDF and in the EPUB: read back from the files."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pymupdf
import pytest

from publisher.assets.themes import load_theme
from publisher.build import build, plan
from publisher.config.load import Config
from publisher.config.schema import BookToml
from publisher.errors import Report
from publisher.render.matter import with_matter
from tests.blogs import hexo, write
from tests.books import OPS, Epub, X, flat, labels, letters, post, run, small_blog, text_of
from tests.outside.whole import broken_rules
from tests.vaults import picture
from tests.writers.epub.test_epub import epubcheck

_PAGES = {
    "헌사.md": "할머니께\n",
    "추천사.md": "## 먼저 읽은 사람이\n\n추천하는 글.\n",
    "머리말.md": "# 책으로 옮기며\n\n[첫 글](/2024/01/02/first/)부터 읽는다.[^1]\n\n[^1]: 주.\n",
    "감사의 글.md": "고마운 이들.\n",
    "맺음말.md": "끝맺는 글.\n\n![](../../x.png)\n",
    "머릿말.md": "잘못 쓴 이름.\n",
    "찾아보기.txt": "# 낱말\n- 가람누리 = 나래울\n李箱 [이상]\n! 일기장\n",
    "부록.md": "부록의 글.\n",
    "인터뷰-바리스타.md": "# 커피 이야기\n\n묻고 답했다.\n",
    "지은이.md": "---\nportrait: me.png\n---\n\n강릉에 산다.\n",
    "광고.md": "# 다른 책\n\n『둘째 책』\n",
}
_FILL = "바람이 불고 물결이 높은 날에는 도서관에서 글을 쓰고 저녁이면 불을 끈다. " * 9
# Words that stand nowhere else; in each paragraph another.
_WORDS = (
    "가람누리를 본다.",
    "<dfn>다솜결</dfn>이다.",
    "나래울에 간다.",
    "**마루한** 사람.",
    "李箱의 시.",
    "바람뿐이다.",
)
_COLOPHON = {
    "people": ["옮긴이 = 김하늘", "디자인 = 솔바람"],
    "printings": ["초판 1쇄 2024-12-20", "2판 3쇄 2025-03-01"],
    "issued_by": "윤서해",
    "registration": "2024년 12월 1일 제2024-000012호",
    "address": "강원특별자치도 강릉시 바닷가길 1",
    "contact": ["033-000-0000", "sea@example.org"],
    "fonts": True,
    "ai": "찾아보기를 고를 때 도움을 받았다.",
    "license": "CC BY-SA 4.0",
}
_BOOK = {"publisher": "솔바람 책상", "isbn": "979-11-86710-95-1 03810", "price": "15,000원"}
_SETTINGS = {
    "matter": {"folder": "book-pages", "half_title": True, "posts": True, "index": True},
    "colophon": _COLOPHON,
    "book": _BOOK,
}
# The colophon, line by line.
_IMPRINT = (
    "지은이 김하늘 옮긴이 김하늘 디자인 솔바람 펴낸날 초판 1쇄 2024년 12월 20일 2판 3쇄 2025년 3월 1일 "
    "펴낸이 윤서해 펴낸곳 솔바람 책상 출판신고 2024년 12월 1일 제2024-000012호 "
    "주소 강원특별자치도 강릉시 바닷가길 1 연락처 033-000-0000 sea@example.org "
    "누리집 https://example.org/ ISBN 979-11-86710-95-1 03810 값 15,000원 글꼴"
)
# Title of the page, and a text that stands on it.
_SAID = {
    "dedication": ("", "할머니께"),
    "foreword": ("추천사", "추천하는 글."),
    "preface": ("책으로 옮기며", "첫 글"),
    "acknowledgments": ("감사의 글", "고마운 이들."),
    "afterword": ("맺음말", "끝맺는 글."),
    "appendix": ("부록", "부록의 글."),
    "author": ("지은이 소개", "강릉에 산다."),
    "ads": ("", "『둘째 책』"),
}
_LISTED = [
    "추천사", "책으로 옮기며", "감사의 글", "일기", "첫 글", "둘째 글", "맺음말", "부록", "커피 이야기",
    "지은이 소개", "찾아보기", "글 목록",
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One book, as PDF and EPUB."""

    blog: Path
    folder: Path
    said: tuple[str, ...]

    @cached_property
    def pdf(self) -> pymupdf.Document:
        return pymupdf.open(next(self.folder.glob("*.pdf")))

    @cached_property
    def epub(self) -> Epub:
        return Epub(next(self.folder.glob("*.epub")))

    @cached_property
    def pages(self) -> list[str]:
        """The texts of the PDF's pages, words apart by single spaces."""
        return [" ".join(page.get_text().replace("\u2060", "").split()) for page in self.pdf]


def _long(paragraphs: int, first: int) -> str:
    """A text of some pages, with the words here and there."""
    said = (_WORDS[(first + n) % len(_WORDS)] for n in range(paragraphs))
    return "\n\n".join(f"{_FILL}{words} {_FILL}" for words in said)


def _made(folder: Path, settings: dict[str, object], pages: dict[str, str | bytes]) -> Made:
    posts = {"first.md": post("첫 글", _long(7, 3)), "second.md": post("둘째 글", _long(5, 2), "2024-02-03")}
    blog = hexo(folder / "blog", posts)
    write(blog, {f"book-pages/{name}": text for name, text in pages.items()})
    report = Report()
    own = BookToml.model_validate(settings)
    build(Config(blog, folder / "out", ("epub", "pdf"), own, jobs=1, cache=True, epoch=None), report)
    return Made(blog, folder / "out", tuple(map(str, report.diagnostics)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _made(tmp_path_factory.mktemp("matter"), _SETTINGS, {**_PAGES, "me.png": picture()})


def test_order(made: Made) -> None:
    """약표제지 to 머리말 stand before the contents, 맺음말 to 글 목록 before the colophon, 광고 behind it."""
    names = [Path(name).stem for name in made.epub.spine]
    begin = "cover half-title title dedication foreword preface acknowledgments nav part-1".split()
    assert begin == names[:9]
    assert "afterword" == names[11]
    assert ["author", "index", "posts", "colophon", "ads"] == names[-5:]


def test_contents(made: Made) -> None:
    """Both formats list what a Korean book lists, at its place, and neither 헌사 nor 광고; the outline of the
    PDF has all pages, in the order of the book."""
    assert _LISTED == list(flat(labels(made.epub.nav)))
    assert made.epub.nav == made.epub.ncx
    outline = [re.sub(r"^1부 ", "", " ".join(label.split())) for _, label, _ in made.pdf.get_toc()]
    before, behind = _LISTED[:3], _LISTED[3:]
    front = ["표지", "약표제지", "표제지", "헌사", *before, "차례"]
    assert [*front, *behind, "판권", "광고"] == outline


@pytest.mark.parametrize("kind", _SAID)
def test_both_formats_say_it(made: Made, kind: str) -> None:
    """Each page stands in EPUB and PDF with its title and its text."""
    title, text = _SAID[kind]
    assert any(title in page and text in page for page in made.pages)
    found = [text_of(page) for page in made.epub.pages.values() if text in text_of(page)]
    assert any(title in page for page in found)


def test_page_numbers(made: Made) -> None:
    """Pages before the contents have Roman numbers, which the contents show; the text begins with 1."""
    (contents,) = (page for page in made.pages if page.startswith("차례"))
    number = next(n for n, page in enumerate(made.pages) if page.startswith("책으로 옮기며"))
    label = made.pdf[number].get_label()
    assert re.fullmatch("[ivx]+", label)
    assert f"책으로 옮기며 {label}" in re.sub(r"[. ]+", " ", contents)
    assert made.pages[number].endswith(f" {label}")
    (afterword,) = (n for n, page in enumerate(made.pages) if page.startswith("맺음말"))
    assert made.pdf[afterword].get_label().isdecimal()


def test_roles(made: Made) -> None:
    """Pages say in the EPUB what they are: epub:type, role, landmarks."""
    sections = {
        one.get(OPS + "type"): one.get("role")
        for page in made.epub.pages.values()
        for one in page.iter(X + "section")
    }
    wanted = {
        kind: f"doc-{kind}"
        for kind in ("dedication", "foreword", "preface", "acknowledgments", "afterword", "appendix")
    }
    assert wanted == {kind: sections[kind] for kind in wanted}
    navs = made.epub.pages["EPUB/nav.xhtml"].iter(X + "nav")
    (landmarks,) = (one for one in navs if one.get(OPS + "type") == "landmarks")
    assert {*wanted, "halftitlepage", "bodymatter"} <= {
        one.get(OPS + "type") for one in landmarks.iter(X + "a")
    }


@pytest.mark.wide
def test_checkers_find_nothing(made: Made, tmp_path: Path) -> None:
    """EPUBCheck and the rules of PDF/UA have nothing to say."""
    assert [] == epubcheck(made.epub.path, tmp_path / "report.json")
    assert [] == broken_rules(next(made.folder.glob("*.pdf")))


def test_links_and_portrait(made: Made) -> None:
    """A link to a post leads to it, in the PDF with its page; notes and the portrait are there."""
    preface, author = (made.epub.pages[f"EPUB/{name}.xhtml"] for name in ("preface", "author"))
    assert any(one.get("href", "").startswith("first-") for one in preface.iter(X + "a"))
    assert ["지은이 사진"] == [one.get("alt") for one in author.iter(X + "img")]
    (page,) = (one for one in made.pages if one.startswith("책으로 옮기며"))
    assert "첫 글(2쪽)부터 읽는다.1 1) 주." in page
    (number,) = (n for n, one in enumerate(made.pages) if one.startswith("지은이 소개"))
    assert made.pdf[number].get_images() or made.pdf[number].get_drawings()


def _pages_of(made: Made) -> dict[str, list[int]]:
    """The words of the printed index, and the pages that it names."""
    start = next(n for n, page in enumerate(made.pages) if page.startswith("찾아보기 ㄱ"))
    found = re.findall(r"([^\W\d]+) ?((?:\d+(?:– ?\d+)?(?:, )?)+)", made.pages[start].rpartition(" ")[0])
    ranges = ((word, re.findall(r"(\d+)(?:– ?(\d+))?", pages)) for word, pages in found)
    return {word: [n for a, b in pages for n in range(int(a), int(b or a) + 1)] for word, pages in ranges}


def test_pages_of_the_index(made: Made) -> None:
    """Each word's pages are those on which it stands, or the other word that leads to it: all of them."""
    forms = {
        "가람누리": ("가람누리", "나래울"),
        "다솜결": ("다솜결",),
        "마루한": ("마루한",),
        "李箱": ("李箱",),
    }
    labels = {page.get_label(): letters(page.get_text()) for page in made.pdf}
    text = {int(label): said for label, said in labels.items() if label.isdecimal()}
    end = next(number for number, said in text.items() if said.startswith("맺음말"))
    wanted = {
        word: [n for n, said in text.items() if n < end and any(form in said for form in others)]
        for word, others in forms.items()
    }
    assert wanted == _pages_of(made)
    assert all(wanted.values())


def test_index_leads_to_its_pages(made: Made) -> None:
    """A number is a link to the page that it says; ㄱ and the others stand in their order."""
    start = next(n for n, page in enumerate(made.pages) if page.startswith("찾아보기 ㄱ"))
    page = made.pdf[start]
    links = [(page.get_textbox(link["from"]).strip(), link["page"]) for link in page.get_links()]
    assert links
    assert all(made.pdf[target].get_label() == said.partition("–")[0] for said, target in links)
    assert ["ㄱ", "ㄴ", "ㄷ", "ㅁ", "ㅇ"] == re.findall(r"\b[ㄱ-ㅎ]\b", made.pages[start])
    assert "나래울 → 가람누리" in made.pages[start]


def test_index_of_the_epub(made: Made) -> None:
    """Each line leads to the first block of a chapter with its word, by the chapter's title."""
    page = made.epub.pages["EPUB/index.xhtml"]
    links = [one for one in page.iter(X + "a") if one.get(OPS + "type") == "index-locator"]
    for link in links:
        name, _hash, anchor = link.get("href", "").partition("#")
        (place,) = made.epub.pages[f"EPUB/{name}"].xpath(f"//*[@id='{anchor}']")
        term = text_of(link.getparent().find(X + "span"))
        assert any(word in text_of(place) for word in (term, "나래울"))
    assert {"첫 글", "둘째 글"} == {text_of(link) for link in links}


def test_list_of_posts(made: Made) -> None:
    """글 목록 has each post with its day and its address, and leads to it."""
    page = made.epub.pages["EPUB/posts.xhtml"]
    first = text_of(next(one for one in page.iter(X + "p") if one.get("class") == "post"))
    assert "첫 글 2024년 1월 2일 https://example.org/2024/01/02/first/" == first
    (shown,) = (one for one in made.pages if one.startswith("글 목록"))
    assert "둘째 글 2024년 2월 3일 https://example.org/2024/02/03/second/" in shown


def _matter(blog: Path, report: Report, **table: object) -> list[str]:
    """The kinds of a blog's pages, which are not rendered."""
    own = BookToml.model_validate({"matter": {"folder": "book-pages", **table}})
    config = Config(blog, blog / "out", (), own, jobs=1, cache=False, epoch=None)
    read, outlines = plan(config, Report())
    (outline,) = with_matter(outlines, read, config, load_theme("base", blog).words_in("ko"), report)
    return [one.kind for one in outline.matter]


def test_colophon(made: Made) -> None:
    """판권 has every field in the order of a Korean book, fonts with their licences, in both formats."""
    (rows,) = made.epub.pages["EPUB/colophon.xhtml"].iter(X + "dl")
    said = " ".join(" ".join(rows.itertext()).split())
    assert said.startswith(_IMPRINT)
    assert "(SIL OFL)" in said
    assert said.endswith("인공지능 찾아보기를 고를 때 도움을 받았다. 이용 허락 CC BY-SA 4.0")
    (page,) = (one for one in made.pdf if "출판신고" in one.get_text())
    assert letters(said) in letters(page.get_text(sort=True))


def test_colophon_stands_at_the_foot(made: Made) -> None:
    """Its last line is the last of the text block."""
    (page,) = (one for one in made.pdf if "출판신고" in one.get_text())
    blocks = [block[3] for block in page.get_text("blocks")]
    assert 0.86 < max(blocks) / page.rect.height < 0.89


@pytest.mark.parametrize("kind", _SAID)
def test_switch(kind: str, made: Made) -> None:
    """A page that is switched off stands in no book, though its file is there."""
    assert {*_SAID} - {kind} == {*_matter(made.blog, Report(), **{kind: False})}


def test_pages_are_no_posts(tmp_path: Path) -> None:
    """In a plain folder, where each file is a post, these are none, and want neither date nor title."""
    text = "---\ntitle: 글\ndate: 2024-01-01\n---\n말.\n"
    blog = write(tmp_path, {"a.md": text, "book-pages/머리말.md": "먼저.\n"})
    own = BookToml.model_validate({"matter": {"folder": "book-pages"}})
    report = Report()
    _, (outline,) = plan(Config(blog, blog, (), own, jobs=1, cache=False, epoch=None), report)
    assert ["글"] == [entry.post.title for entry in outline.entries]
    assert ["author-missing"] == [one.code for one in report.diagnostics]


def test_names_as_macos_writes_them(tmp_path: Path) -> None:
    """A name in NFD, as Finder gives it, says what it is: 머리말, 부록, and 찾아보기.txt."""
    files = {"머리말.md": "먼저.\n", "부록 하나.md": "더.\n", "찾아보기.txt": "낱말\n"}
    pages = {f"책/{unicodedata.normalize('NFD', name)}": text for name, text in files.items()}
    blog = write(tmp_path, {"a.md": "글\n", **pages})
    own = BookToml.model_validate({"matter": {"folder": "책"}})
    config, report = Config(blog, blog / "out", (), own, jobs=1, cache=False, epoch=None), Report()
    read, outlines = plan(config, Report())
    (made,) = with_matter(outlines, read, config, load_theme("base", blog).words_in("ko"), report)
    assert [("preface", "머리말"), ("appendix", "부록 하나")] == [
        (one.kind, one.entry.post.title) for one in made.matter
    ]
    assert (("낱말",), []) == (made.terms, report.diagnostics)


@pytest.mark.parametrize(
    ("folder", "pages", "said"),
    [
        ("nowhere", {}, "book.toml: error[matter-folder]: matter.folder: there is no folder nowhere"),
        (".", {}, "book.toml: error[matter-folder]: matter.folder: . is the blog itself"),
        ("../..", {}, "../..: error[post-outside]: a folder outside the blog is not read"),
        (
            "out",
            {},
            "book.toml: error[matter-folder]: matter.folder: out is the folder of the finished books",
        ),
        ("book-pages", {"머릿말.md": "x"}, "book-pages/머릿말.md: warning[matter-unknown]"),
        ("book-pages", {"머리말.md": "x", "preface.md": "y"}, "book-pages/머리말.md: warning[matter-twice]"),
        ("book-pages", {"머리말.md": "# 제목\n"}, "book-pages/머리말.md: warning[post-empty]"),
        (
            "book-pages",
            {"맺음말.md": "---\ntitle: [\n---\n글\n"},
            "book-pages/맺음말.md:3: warning[front-matter-yaml]",
        ),
    ],
)
def test_bad_input(tmp_path: Path, folder: str, pages: dict[str, str], said: str) -> None:
    """What is wrong is named with its place, and nothing else is lost."""
    blog = hexo(tmp_path / "blog", {"first.md": post("첫 글")})
    write(blog, {f"book-pages/{name}": text for name, text in pages.items()})
    (blog / "out").mkdir()
    report = Report()
    _matter(blog, report, folder=folder)
    assert any(str(one).startswith(said) for one in report.diagnostics), [*map(str, report.diagnostics)]


def test_a_fault_costs_no_book(made: Made) -> None:
    """A page that is not known and a portrait outside the blog are named in a book that is made."""
    assert ["matter-unknown", "image-missing"] == re.findall(r"\[([a-z-]+)\]", " ".join(made.said))


@pytest.mark.wide
@pytest.mark.parametrize("theme", ["base", "literature", "essay"])
def test_title_page_is_one_page(theme: str, tmp_path: Path) -> None:
    """On a small page too: the publisher stands at its foot, not on a page behind it."""
    blog = small_blog(tmp_path / "blog")
    (blog / "book.toml").write_text('[book]\npublisher = "솔바람"\n[pdf]\ntrim = "46판"\n', "utf-8")
    made = run("export", blog, "-o", tmp_path, "--format", "pdf", "--theme", theme, "--json")
    with pymupdf.open(made.json["files"][0]["path"]) as pdf:
        assert ["작은 블로그", "지은이", "솔바람"] == pdf[2].get_text().split("\n")[:3]
        assert "" == pdf[3].get_text()
