"""The file itself: accessible, sound, its fonts and pictures once, whatever fonts the blog has."""

import io
import re
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from publisher.writers.pdf import archival
from tests.books import Made, Pdf, post, run, small_blog
from tests.outside.whole import broken_rules

_ARRAY = pikepdf.Array


def test_archives_and_screen_readers_take_it(made: Made) -> None:
    """PDF/A-2a and PDF/UA-1 in one file."""
    assert [] == broken_rules(made.pdf.path)


_TABLES = (
    "<tr><th colspan=2>가</th><th>나</th></tr><tr><td>1</td><td>2</td><td>3</td></tr>",
    "<tr><th>가</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td rowspan=2>3</td><td>4</td></tr>",
    "<tr><th>가</th><td>1</td></tr><tr><th>나</th></tr><tr><td colspan=3>2</td></tr>",
    "<tr><td rowspan=2>1</td><td><img src=/a.png></td></tr><tr><td><img src=/a.png></td></tr>",
)


@pytest.mark.parametrize("theme", ["base", "literature"])
def test_cells_know_their_heads(theme: str, tmp_path: Path) -> None:
    """Heads of several columns, rows that are too short or reach out of their table, cells over two pages."""
    blog = small_blog(tmp_path, {"a.md": post("표", "\n\n".join(f"<table>{one}</table>" for one in _TABLES))})
    Image.new("L", (400, 900)).save(blog / "source/a.png")
    done = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", theme, "--json")
    assert (0, []) == (done.code, done.json["diagnostics"])
    made = Path(done.json["files"][0]["path"])
    assert [] == broken_rules(made)
    with pikepdf.open(made) as pdf:
        cells = [one for one in _elements(pdf.Root.StructTreeRoot) if one.S in ("/TH", "/TD")]
        heads = [len(cell.A.Headers) for cell in cells if cell.S == "/TD"]
    assert [1] * 3 == heads[:3]


def test_links_to_what_has_no_box(tmp_path: Path) -> None:
    """An id on a column, an empty cell or in a reading aid is a place all the same: what stands before it."""
    ids = ("col", "rp", "br", "empty", "note")
    text = (
        '<table><colgroup><col id="col"></colgroup><tr><td id="empty"></td></tr></table>\n\n'
        '<ruby>漢<rp id="rp">(</rp><rt>한</rt></ruby><br id="br">\n\n주[^1]\n\n[^1]: 글 <b id="note"></b>\n'
    )
    links = "\n\n".join(f"[{name}](/2024/01/02/to/#{name})" for name in ids)
    blog = small_blog(tmp_path / "blog", {"from.md": post("처음", links), "to.md": post("둘째", text)})
    done = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--json")
    assert (0, []) == (done.code, done.json["diagnostics"]), done.out
    with pikepdf.open(done.json["files"][0]["path"]) as pdf:
        named = pikepdf.NameTree(pdf.Root.Names.Dests)
        links_to = [str(a.Dest) for page in pdf.pages for a in page.get("/Annots", ()) if "/Dest" in a]
        assert len(ids) <= len({name for name in links_to if name.startswith("to-")})
        assert all(name in named for name in links_to)


def _elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K", _ARRAY())
    for kid in kids if isinstance(kids, _ARRAY) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def test_one_tree(made: Made) -> None:
    """One document; every element stands below its parent, on a page of the book; ids are unique."""
    root = made.pdf.file.Root.StructTreeRoot
    elements = list(_elements(root))
    pages = {page.obj.objgen for page in made.pdf.file.pages}
    assert 1 == sum(element.S == "/Document" for element in elements)
    assert {True} == {"/Pg" not in element or element.Pg.objgen in pages for element in elements}
    for element in elements:
        for kid in _elements_at(element):
            assert kid.P.objgen == element.objgen
    ids = Counter(bytes(element.ID) for element in elements if "/ID" in element)
    assert {1} >= set(ids.values())
    for element in elements:
        for attributes in _dictionaries(element.get("/A", _ARRAY())):
            assert {bytes(name) for name in attributes.get("/Headers", ())} <= set(ids)


def _dictionaries(value: Any) -> Iterator[Any]:
    for one in value if isinstance(value, _ARRAY) else [value]:
        if isinstance(one, pikepdf.Dictionary):
            yield one


def _elements_at(element: Any) -> Iterator[Any]:
    yield from (kid for kid in _dictionaries(element.get("/K", _ARRAY())) if "/S" in kid)


def test_links_have_elements(made: Made) -> None:
    """Every link of every page is found in the tree by its key, and its element leads back to it."""
    parents = pikepdf.NumberTree(made.pdf.file.Root.StructTreeRoot.ParentTree)
    count = 0
    for page in made.pdf.file.pages:
        for link in page.get("/Annots", ()):
            element = parents[int(link.StructParent)]
            assert element.S == "/Link"
            assert link.objgen in {kid.Obj.objgen for kid in _dictionaries(element.K) if "/Obj" in kid}
            count += 1
    assert count


def test_fonts_stand_once(made: Made) -> None:
    """No name and no program twice; a subset's name is its own."""
    assert {1} == set(Counter(font["name"].partition("+")[2] for font in made.pdf.fonts).values())
    programs = Counter[bytes]()
    for thing in made.pdf.file.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            found = thing.get("/FontFile2", thing.get("/FontFile3"))
            if found is not None:
                programs[found.read_raw_bytes()] += 1
    assert len(programs) >= 2


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((240, 160), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def test_a_picture_of_many_chapters_is_kept_once(tmp_path: Path) -> None:
    """Four posts show one picture, one of them twice."""
    text = "![등대](/images/a.png)\n\n본문 글월.\n"
    posts = {f"{n}.md": post(f"글 {n}", text * (2 if n == 1 else 1)) for n in range(4)}
    blog = small_blog(tmp_path / "blog", posts)
    (blog / "source/images").mkdir()
    (blog / "source/images/a.png").write_bytes(_picture())
    (blog / "book.toml").write_text("[pdf]\ncover = false\n", "utf-8")
    pdf = _pdf(blog, tmp_path / "out")
    pictures = [
        thing for thing in pdf.file.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]  # fmt: skip
    assert 1 == len(pictures)
    shown = [page for page in pdf.file.pages if page.get("/Resources", {}).get("/XObject")]
    assert len(shown) >= 4


def _pdf(blog: Path, out: Path) -> Pdf:
    made = run("export", blog, "-o", out, "--format", "pdf", "--json")
    assert 0 == made.code, made.out
    assert "laid-out-whole" not in {item["code"] for item in made.json["diagnostics"]}
    (book,) = out.glob("*.pdf")
    done = subprocess.run(["qpdf", "--check", book], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    return Pdf(book)


def test_emoji_and_missing_letters(tmp_path: Path) -> None:
    """Emoji, in colour or as bitmaps, and letters that no font has: the rest of the text is whole."""
    text = "앞 🐟🏝️ 글\n\n없는 글자 \U0001e900\U00012000 뒤\n\n漢字와 ABC\n"
    pdf = _pdf(
        small_blog(tmp_path / "blog", {"1.md": post("하나", text), "2.md": post("둘 🐟", text)}),
        tmp_path / "out",
    )
    for words in ("앞", "글", "없는 글자", "뒤", "漢字와 ABC"):
        assert 2 <= pdf.text.count(words), words
    for font in pdf.fonts:
        assert ("yes", "yes") == (font["emb"], font["uni"]), font["name"]


def _font(path: Path, family: str, letters: str, *, variable: bool = False) -> None:
    """A font of square letters that we make ourselves."""
    names = [".notdef", *(f"g{n}" for n in range(len(letters)))]
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(letter): f"g{n}" for n, letter in enumerate(letters)})
    pen = TTGlyphPen(None)
    pen.moveTo((60, 0))
    for point in ((60, 700), (560, 700), (560, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    build.setupGlyf(dict.fromkeys(names, square))
    build.setupHorizontalMetrics(dict.fromkeys(names, (637, 60)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    build.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    build.setupPost()
    if variable:
        build.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    path.parent.mkdir(parents=True, exist_ok=True)
    build.save(path)


@pytest.mark.parametrize("variable", [False, True])
def test_a_font_of_the_blog(tmp_path: Path, variable: bool) -> None:
    """A TrueType font in the blog's fonts/ serves a theme that names it; so does a variable one."""
    blog = small_blog(tmp_path / "blog", {"1.md": post("하나", "```\nABCDE\n```\n\n한글 본문.\n")})
    _font(blog / "fonts/ours.ttf", "Ours Square", "ABCDE \n", variable=variable)
    theme = blog / "styles/ours"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text(
        '[theme]\nparent = "base"\n\n[fonts]\ncode = ["Ours Square"]\n', "utf-8"
    )
    (blog / "book.toml").write_text('[theme]\nname = "ours"\n', "utf-8")
    pdf = _pdf(blog, tmp_path / "out")
    assert "ABCDE" in pdf.text
    assert "한글 본문" in pdf.text
    assert 637.0 in set(_widths(pdf))


def _widths(pdf: Pdf) -> Iterator[float]:
    """Of all glyphs of all fonts."""
    for thing in pdf.file.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/CIDSystemInfo" in thing:
            for row in list(thing.get("/W", ()))[1::2]:
                yield from map(float, row)


@pytest.mark.wide
def test_numbers_that_cannot_be_bound(tmp_path: Path) -> None:
    """A theme whose number stands elsewhere on one page: the book is whole, for archives and screen readers
    too, and it is said."""
    seen = "[글](https://example.org/) ![등대](/a.png) [**더** ![등대](/a.png)](https://example.org/b)"
    blog = small_blog(tmp_path / "blog", {"1.md": post("하나", "글월. " * 900), "2.md": post("둘", seen)})
    (blog / "source/a.png").write_bytes(_picture())
    theme = blog / "styles/ours"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\nparent = "base"\n', "utf-8")
    css = "@page :nth(5) { @bottom-left { padding-top: 1mm } @bottom-right { padding-top: 1mm } }\n"
    (theme / "print.css").write_text(css, "utf-8")
    made = run("export", blog, "-o", tmp_path / "out", "--format", "pdf", "--theme", "ours", "--json")
    assert 0 == made.code, made.out
    assert ["laid-out-whole"] == [item["code"] for item in made.json["diagnostics"]]
    (book,) = (tmp_path / "out").glob("*.pdf")
    assert [] == broken_rules(book)
    pdf = Pdf(book)
    assert "하나" in pdf.text
    assert "둘" in pdf.text
    numbers = [page.foot for page in pdf.pages if page.foot.isdigit()]
    assert {"2", "3", "4"} <= set(numbers)  # the part's own page shows none


def test_no_stream_ends_as_a_line_does() -> None:
    """What a stream holds can be told from the end of its line, also by who does not ask for its length; and
    it is what it was, whatever filters it had."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    datas = {f"/X{n}": bytes([n]) for n in range(256)}
    for name, data in datas.items():
        page[name] = pdf.make_stream(zlib.compress(data), Filter=pikepdf.Name.FlateDecode)
    page.Raw = pdf.make_stream(b"\n" * 1000 + b"\r")
    file = archival.saved(pdf)
    assert [] == re.findall(rb"\r\n?endstream", file)
    assert [] != [data for data in datas.values() if zlib.compress(data)[-1:] == b"\r"]
    with pikepdf.open(io.BytesIO(file)) as saved:
        found = {name: saved.pages[0].obj[name].read_bytes() for name in datas}
        assert datas == found
        assert b"\n" * 1000 + b"\r" == saved.pages[0].obj.Raw.read_bytes()
