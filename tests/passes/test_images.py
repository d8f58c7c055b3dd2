"""passes/images.py and passes/pictures.py."""

import base64
import io
import time
import unicodedata
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from PIL import Image

from publisher.model import Asset, Chapter
from publisher.model import Blog as WholeBlog
from publisher.passes.pictures import MAX_PIXELS
from publisher.passes.places import own_folders
from tests.chapters import POST, SITE, Blog, said, tree

HERE = "source/_posts/가을.md:1"


def _image(form: str = "PNG", size: tuple[int, int] = (4, 3), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return out.getvalue()


def _asset(chapter: Chapter) -> Asset:
    assert [] == said(chapter)
    (asset,) = chapter.assets
    assert f'src="asset:{asset.name}"' in chapter.xhtml
    return asset


def _data(chapter: Chapter) -> bytes:
    return Path(_asset(chapter).path).read_bytes()


def _opened(chapter: Chapter) -> Image.Image:
    return Image.open(_asset(chapter).path)


@pytest.mark.parametrize(
    ("path", "markdown"),
    [
        ("source/images/하늘.png", "![](/images/하늘.png)"),
        ("source/images/하늘.png", "![](https://example.org/images/%ED%95%98%EB%8A%98.png?v=2#x)"),
        ("source/_posts/가을/하늘.png", "![](하늘.png)"),
        ("source/_posts/가을/하늘.png", "![](./하늘.png)"),
        ("source/_posts/가을/하늘.png", "![](가을/하늘.png)"),
        ("source/_posts/가을/하늘.png", "{% asset_img 하늘.png %}"),
        ("source/_posts/가을/하늘.png", "![]({% asset_path 하늘.png %})"),
        ("source/_posts/가을/하늘.png", "![](/하늘.png)"),
        ("source/_posts/하늘.png", "![](하늘.png)"),
        ("source/images/하늘.png", "![](images/하늘.png)"),
        ("source/images/하늘.png", r"![](\images\하늘.png)"),
        ("source/images/Sky.PNG", "![](/images/sky.png)"),
        ("source/images/a b.png", "![](</images/a b.png>)"),
        ("source/images/" + unicodedata.normalize("NFD", "하늘") + ".png", "![](/images/하늘.png)"),
        ("source/images/하늘.png", '<img data-src="/images/하늘.png" src="data:,">'),
    ],
)
def test_found(path: str, markdown: str, tmp_path: Path) -> None:
    """A picture is found where the blog finds it."""
    blog = Blog(tmp_path)
    file = blog.put(path, _image())
    assert file.read_bytes() == _data(blog.chapter(markdown))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("source/_posts/겨울/눈.png", "/2021/겨울/눈.png"),
        ("source/_posts/겨울/눈.png", "https://example.org/2021/%EA%B2%A8%EC%9A%B8/%EB%88%88.png"),
        ("source/_posts/겨울/눈.png", "../겨울/눈.png"),
        ("source/_posts/겨울/속/눈.png", "/2021/겨울/속/눈.png"),
        ("source/_posts/가을/하늘.png", "/2021/가을/하늘.png"),
        ("source/2021/uploads/하늘.png", "../uploads/하늘.png"),
        ("source/uploads/하늘.png", "../../uploads/하늘.png"),
        ("source/uploads/하늘.png", "../../../../uploads/하늘.png"),
        ("source/uploads/하늘.png", "/../uploads/하늘.png"),
        ("source/2021/가을/하늘.png", "하늘.png"),
        ("static/하늘.png", "static/하늘.png"),
        ("static/하늘.png", "/static/하늘.png"),
        ("source/a%20b.png", "/a%20b.png"),
        ("source/100%.png", "/100%.png"),
        ("source/하늘.PNG", "/%ED%95%98%EB%8A%98.png"),
        ("source/" + unicodedata.normalize("NFD", "하늘") + ".png", "/%ED%95%98%EB%8A%98.png"),
        ("source/하늘.png", "/" + quote(unicodedata.normalize("NFD", "하늘")) + ".png"),
    ],
)
def test_found_as_a_browser_finds_it(path: str, address: str, tmp_path: Path) -> None:
    """An address leads where it does on the site: from the post's page, also into another post's folder."""
    blog = Blog(tmp_path, folders={"2021/겨울": "source/_posts/겨울", "2021/가을": "source/_posts/가을"})
    file = blog.put(path, _image())
    assert file.read_bytes() == _data(blog.chapter(f'<p><img src="{address}"></p>'))


def test_page_that_is_no_folder(tmp_path: Path) -> None:
    """From 2021/가을.html a relative address counts from 2021/, as in a browser."""
    blog = Blog(tmp_path)
    file = blog.put("source/2021/uploads/하늘.png", _image())
    assert file.read_bytes() == _data(blog.chapter("![](uploads/하늘.png)", address="2021/가을.html"))


def test_site_below_a_folder_of_unknown_address(tmp_path: Path) -> None:
    """Where the blog does not say its address, the folder that it lies below may stand before a path."""
    blog = Blog(tmp_path, replace(SITE, url=""))
    file = blog.put("source/images/하늘.png", _image())
    assert file.read_bytes() == _data(blog.chapter("![](/notes/images/하늘.png)"))


def test_post_that_takes_an_address(tmp_path: Path) -> None:
    """A post that comes with its own folder may own a picture's address: the chapter is made anew."""
    cache, text = tmp_path / "cache", '<p><img src="/2021/겨울/눈.png"></p>'
    Blog(tmp_path).put("source/_posts/겨울/눈.png", _image())
    assert () == Blog(tmp_path).chapter(text, cache).assets
    with_post = Blog(tmp_path, folders={"2021/겨울": "source/_posts/겨울"})
    assert 1 == len(with_post.chapter(text, cache).assets)
    assert () == Blog(tmp_path).chapter(text, cache).assets


def test_own_folders(tmp_path: Path) -> None:
    """A post's own folder is its page bundle, or has its name; posts without one have none."""
    for name in ("posts/a", "posts/bundle"):
        (tmp_path / name).mkdir(parents=True)
    posts = [
        ("posts/a.md", "a"),
        ("posts/b.md", "b"),
        ("posts/bundle/index.md", "2021/c"),
        ("posts/a.md", ""),
    ]
    made = tuple(replace(POST, path=path, urls=(url,)) for path, url in posts)
    found = own_folders(WholeBlog(str(tmp_path), SITE, made)).by_address
    assert {"a": "posts/a", "2021/c": "posts/bundle"} == found


@pytest.mark.parametrize(
    "address",
    [
        "../../../../etc/passwd",
        "/../../../etc/passwd",
        "../../../secret.png",
        "%2e%2e/%2e%2e/%2e%2e/secret.png",
    ],
)
def test_outside(address: str, tmp_path: Path) -> None:
    """Nothing outside the blog is read, whatever the address."""
    blog = Blog(tmp_path)
    blog.put("source/_posts/가을.md", b"")
    (tmp_path / "secret.png").write_bytes(_image())
    chapter = blog.chapter(f"![비밀]({address})")
    assert () == chapter.assets
    assert [f"{HERE}: warning[image-missing]: no picture {unquote(address)}"] == said(chapter)


def test_symlink_out_of_the_blog(tmp_path: Path) -> None:
    """A link in the blog to a file outside it is no picture of the blog."""
    blog = Blog(tmp_path)
    (tmp_path / "secret.png").write_bytes(_image())
    blog.put("source/images/a.png", _image())
    (blog.folder / "source/images/b.png").symlink_to(tmp_path / "secret.png")
    assert () == blog.chapter("![](/images/b.png)").assets


def test_missing(tmp_path: Path) -> None:
    """A missing picture leaves its words in the book; file, line and where it was looked for are said."""
    chapter = Blog(tmp_path).chapter("글\n\n![하늘](/없음.png)", first_line=6)
    assert '<span class="missing">[그림: 하늘]</span>' in chapter.xhtml
    assert ["source/_posts/가을.md:8: warning[image-missing]: no picture /없음.png"] == said(chapter)
    assert "looked in source/, source/_posts/가을/, source/_posts/, ./" == chapter.diagnostics[0].hint


def test_an_address_longer_than_any_path(tmp_path: Path) -> None:
    """A file is looked for at no address that no file can have: each of its steps would be a look."""
    chapter = Blog(tmp_path).chapter(f'<p><img src="/{"a/" * 30_000}b.png" alt="하늘"></p>')
    assert ["image-missing"] == [fault.code for fault in chapter.diagnostics]
    assert "[그림: 하늘]" in chapter.xhtml


def test_on_the_web(tmp_path: Path) -> None:
    """A picture on the web is not fetched; the warning names it."""
    chapter = Blog(tmp_path).chapter("![](https://e.org/a.png)")
    what = "the picture is on the web: https://e.org/a.png"
    assert [f"{HERE}: warning[image-remote]: {what}"] == said(chapter)


RAW = "https://raw.githubusercontent.com/Haneul/notes"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"{RAW}/main/assets/%ED%95%98%EB%8A%98.png", True),
        (f"{RAW}/refs/heads/gh-pages/assets/하늘.png?token=1", True),
        ("https://github.com/haneul/Notes/blob/main/assets/하늘.png?raw=true", True),
        ("//github.com/haneul/notes/raw/main/assets/하늘.png#x", True),
        ("https://github.com/haneul/notes/blob/main/assets/하늘.png", False),  # GitHub's page about it
        ("https://github.com/haneul/other/raw/main/assets/하늘.png", False),
        (f"{RAW}/main/assets/없음.png", False),
        (f"{RAW}/main/../../../../../etc/passwd", False),
        ("https://github.com/haneul/notes/blob/" + "a?&" * 9_000, False),
    ],
)
def test_of_the_blogs_own_repository(address: str, shown: bool, tmp_path: Path) -> None:
    """What GitHub serves out of the blog's repository is read where it lies there; else it is remote."""
    for repository in ("haneul/notes", ""):
        blog = Blog(tmp_path, replace(SITE, repository=repository))
        blog.put("assets/하늘.png", _image())
        chapter = blog.chapter(f"![](<{address}>)")
        assert (shown and bool(repository)) is bool(chapter.assets)
        assert bool(chapter.assets) or "warning[image-remote]" in said(chapter)[0]


def test_data_address(tmp_path: Path) -> None:
    """A picture in a data: address becomes a file."""
    address = "data:image/png;base64," + base64.b64encode(_image()).decode()
    asset = _asset(Blog(tmp_path).chapter(f"![]({address})"))
    assert "image/png" == asset.media_type
    assert _image() == Path(asset.path).read_bytes()


def test_names_that_differ_in_case(tmp_path: Path) -> None:
    """Of two files whose names differ in letter case alone, each is found by its own name."""
    blog = Blog(tmp_path)
    for width, name in enumerate(("Sky.png", "sky.png", "SKY.png"), 1):
        blog.put(f"source/{name}", _image(size=(width, 1)))
        with _opened(blog.chapter(f"![](/{name})")) as picture:
            assert width == picture.width


def test_same_picture_twice(tmp_path: Path) -> None:
    """A picture is named by its content: two copies are one asset, with an ASCII name."""
    blog = Blog(tmp_path)
    blog.put("source/하나.png", _image())
    blog.put("source/둘.png", _image())
    assert _asset(blog.chapter("![](/하나.png)\n\n![](/둘.png)")).name.isascii()


@pytest.mark.parametrize(
    ("form", "becomes"),
    [("BMP", "PNG"), ("TIFF", "PNG"), ("WEBP", "JPEG"), ("ICO", "PNG"), ("PNG", "PNG"), ("JPEG", "JPEG"),
     ("GIF", "GIF")],
)  # fmt: skip
def test_form(form: str, becomes: str, tmp_path: Path) -> None:
    """Every e-reader shows JPEG, PNG and GIF; other forms are converted."""
    blog = Blog(tmp_path)
    blog.put("source/a.xyz", _image(form, (16, 16)))
    with _opened(blog.chapter("![](/a.xyz)")) as picture:
        assert (becomes, (16, 16)) == (picture.format, picture.size)


def test_see_through_webp(tmp_path: Path) -> None:
    """A picture with see-through pixels keeps them."""
    blog = Blog(tmp_path)
    blog.put("source/a.webp", _image("WEBP", mode="RGBA"))
    with _opened(blog.chapter("![](/a.webp)")) as picture:
        assert ("PNG", "RGBA") == (picture.format, picture.mode)


def test_turned_photo(tmp_path: Path) -> None:
    """A photo that its camera marked as lying stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    blog = Blog(tmp_path)
    blog.put("source/a.jpg", _image("JPEG", (40, 20), exif=exif))
    with _opened(blog.chapter("![](/a.jpg)")) as picture:
        assert (20, 40) == picture.size
        assert 1 == picture.getexif().get(0x0112, 1)


def _described(where: str, turned: int) -> bytes:
    """A PNG that says behind its pixels, or before them, how it is to be turned."""
    plain = _image("PNG", (40, 20))
    exif = Image.Exif()
    exif[0x0112] = turned
    about = exif.tobytes().removeprefix(b"Exif\0\0")
    chunk = b"eXIf" + about
    whole = len(about).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    at = plain.index(where.encode()) - 4
    return plain[:at] + whole + plain[at:]


@pytest.mark.parametrize(("turned", "size"), [(1, (40, 20)), (6, (20, 40))])
@pytest.mark.parametrize("where", ["IDAT", "IEND"])
def test_turned_png(where: str, turned: int, size: tuple[int, int], tmp_path: Path) -> None:
    """So does a PNG, wherever in its file that stands; one that stands upright is as it was."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _described(where, turned))
    with _opened(blog.chapter("![](/a.png)")) as picture:
        assert size == picture.size


def test_cmyk(tmp_path: Path) -> None:
    """A picture in printer's colours becomes RGB."""
    blog = Blog(tmp_path)
    blog.put("source/a.jpg", _image("JPEG", mode="CMYK"))
    with _opened(blog.chapter("![](/a.jpg)")) as picture:
        assert ("JPEG", "RGB") == (picture.format, picture.mode)


@pytest.mark.parametrize(("mode", "form"), [("I;16", "TIFF"), ("I;16", "PNG"), ("I", "TIFF"), ("F", "TIFF")])
def test_greys_of_many_bits(mode: str, form: str, tmp_path: Path) -> None:
    """A scan whose greys have 16 bits or more keeps them: it was white but for the darkest."""
    greys = Image.linear_gradient("L").resize((2100, 2000)).convert("I").point(lambda grey: grey * 257)
    out = io.BytesIO()
    greys.convert(mode).save(out, form)
    blog = Blog(tmp_path)
    blog.put(f"source/a.{form.lower()}", out.getvalue())
    with _opened(blog.chapter(f"![](/a.{form.lower()})")) as picture:
        thumbnail = picture.convert("L").resize((1, 5), Image.Resampling.BOX)
        assert [26, 77, 128, 179, 230] == pytest.approx([*thumbnail.tobytes()], abs=3)


def test_over_large(tmp_path: Path) -> None:
    """A picture beyond the stores' limit is scaled, its sides in proportion."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image("PNG", (4000, 2000), "L"))
    with _opened(blog.chapter("![](/a.png)")) as picture:
        assert picture.width * picture.height <= MAX_PIXELS
        assert 2 == pytest.approx(picture.width / picture.height, rel=0.01)


def _bomb() -> bytes:
    """The head of a PNG that says it is 60,000 pixels square."""
    size = (60_000).to_bytes(4, "big")
    head = b"IHDR" + size + size + b"\x08\x02\x00\x00\x00"
    length = (len(head) - 4).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + length + head + zlib.crc32(head).to_bytes(4, "big") + bytes(64)


@pytest.mark.parametrize(
    "data",
    [
        _image("PNG", (50, 50))[:60],
        _image("JPEG", (200, 200))[:-400],
        b"",
        b"<html>404</html>",
        bytes(range(100, 164)),
        _bomb(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n",
    ],
    ids=["cut PNG", "cut JPEG", "empty", "a page", "noise", "bomb", "program"],
)
def test_unreadable(data: bytes, tmp_path: Path) -> None:
    """A file that is no picture is said to be none, and leaves a placeholder."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", data)
    chapter = blog.chapter("![](/a.png)")
    assert [f"{HERE}: warning[image-unreadable]: a.png is no picture that can be read"] == said(chapter)
    assert "[그림]" in chapter.xhtml


def test_an_svg_of_attributes(tmp_path: Path) -> None:
    """A hundred thousand attributes on one element are no drawing, and found so at once."""
    start = time.perf_counter()
    chapter = _svg(tmp_path, "<g " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>")
    assert time.perf_counter() - start < 5
    assert [f"{HERE}: warning[image-unreadable]: a.svg is no drawing"] == said(chapter)


def _svg(tmp_path: Path, inside: str, head: str = "") -> Chapter:
    blog = Blog(tmp_path)
    drawing = f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'
    blog.put("source/a.svg", drawing.encode())
    return blog.chapter("![](/a.svg)")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<image href="https://e.org/a.png"/>',
        '<rect style="fill:url(https://e.org/a)"/>',
        '<style>@import url("https://e.org/a.css");</style>',
        '<rect style="fill:u\\72l(https://e.org/a)"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='https://e.org'/></foreignObject>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        """<rect fill="url( 'https://e.org/a#g' )"/>""",
        '<style>rect { fill: url(\t"//e.org/a") }</style>',
        '<rect fill="url(\u00a0#e.org)"/>',
        """<rect style="background: image-set('//e.org/a.png' 1x)"/>""",
        '<g xml:base="https://e.org/"><use href="#g"/></g>',
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    ],
)
def test_svg_leads_nowhere(inside: str, tmp_path: Path) -> None:
    """A drawing loses scripts, handlers and every address that leads out of it."""
    data = _data(_svg(tmp_path, inside))
    assert b"alert" not in data
    assert b"e.org" not in data


def test_svg_keeps_its_own_references(tmp_path: Path) -> None:
    """Gradients and symbols inside a drawing stay."""
    inside = '<linearGradient id="g"/><rect fill="url(#g)"/><style>.a { fill: red }</style><use href="#g"/>'
    inside += """<rect fill="url('#g')"/><rect fill="url( #g )"/><style>.b { fill: url( '#g' ) }</style>"""
    inside += '<text xml:lang="ko" xml:space="preserve"> 가 </text>'
    data = _data(_svg(tmp_path, inside))
    assert inside.encode() in data


def test_svg_keeps_its_words(tmp_path: Path) -> None:
    """Words of a line stay in their order, though what stands among them goes."""
    inside = "<text>가<metadata/>나<script>x</script>다<tspan/>라<metadata>x</metadata>&amp;</text>"
    data = _data(_svg(tmp_path, inside))
    assert "<text>가나다<tspan/>라&amp;</text>".encode() in data


def test_svg_entity_bomb(tmp_path: Path) -> None:
    """A drawing that declares entities is not read at all."""
    head = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    chapter = _svg(tmp_path, "<text>&b;</text>", head)
    assert [f"{HERE}: warning[image-unreadable]: a.svg declares entities"] == said(chapter)


def test_svg_in_utf_16(tmp_path: Path) -> None:
    """Another encoding hides no entities."""
    blog = Blog(tmp_path)
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>'
    blog.put("source/a.svg", text.encode("utf-16"))
    chapter = blog.chapter("![](/a.svg)")
    assert ["image-unreadable"] == [fault.code for fault in chapter.diagnostics]


def test_svg_nested(tmp_path: Path) -> None:
    """A drawing nested without end is no picture, and no crash."""
    chapter = _svg(tmp_path, "<g>" * 20_000 + "</g>" * 20_000)
    assert ["image-unreadable"] == [fault.code for fault in chapter.diagnostics]


def test_figure(tmp_path: Path) -> None:
    """A picture alone in its paragraph is a figure, its title the caption."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    for markdown in ('![하늘](/a.png "가을 하늘")', '{% asset_img a.png \'"가을 하늘" "하늘"\' %}'):
        (figure,) = tree(blog.chapter(markdown)).iter("figure")
        assert "가을 하늘" == figure.findtext("figcaption")
        assert "하늘" == figure[0].get("alt")


def test_linked_picture(tmp_path: Path) -> None:
    """A picture in a link is a figure too, and keeps its link."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    (figure,) = tree(blog.chapter("[![하늘](/a.png)](https://e.org)")).iter("figure")
    assert "https://e.org/" == figure[0].get("href")


@pytest.mark.parametrize(
    ("expected", "size"),
    [
        ({"width": "100", "height": "50"}, 'width="100" height="50px"'),
        ({"style": "width: 50%"}, 'width="50%" height="auto"'),
        ({}, 'width="0" height="x"'),
    ],
)
def test_size(expected: dict[str, str], size: str, tmp_path: Path) -> None:
    """Pixels stay attributes, a share of the line becomes a style, the rest goes."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    (image,) = tree(blog.chapter(f'<p>글 <img src="/a.png" {size}></p>')).iter("img")
    assert expected == {key: value for key, value in image.attrib.items() if key not in ("src", "alt")}


@pytest.mark.parametrize(("size", "leads"), [((1500, 1000), True), ((900, 600), False), ((2000, 500), False)])
def test_a_picture_for_a_page(size: tuple[int, int], leads: bool, tmp_path: Path) -> None:
    """The first picture may fill a page where it is large enough, and no panorama."""
    blog = Blog(tmp_path)
    blog.put("source/images/a.png", _image(size=size))
    assert leads == (blog.chapter("![](/images/a.png)\n\n글").lead is not None)


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        (
            '<div style="display: flex"><img src="/a.png" width="30%"><img src="/a.png" width="30%"></div>',
            [2],
        ),
        (
            '<div><img src="/a.png" width="45%">\n<a href="/b"><img src="/a.png" width="45%"></a></div>',
            [2],
        ),
        ('<div><img src="/a.png" width="30%"><br><img src="/a.png" width="30%"></div>', []),
        ('<div><img src="/a.png" width="80%"><img src="/a.png" width="80%"></div>', []),
        ('<div><img src="/a.png" width="30%">와 <img src="/a.png" width="30%"></div>', []),
    ],
)
def test_pictures_of_a_box_share_its_line(html: str, rows: list[int], tmp_path: Path) -> None:
    """Those that stand in a box of HTML without a paragraph do as those of one, where they have room."""
    blog = Blog(tmp_path)
    blog.put("source/a.png", _image())
    root = tree(blog.chapter(html))
    assert rows == [len(row.findall("figure")) for row in root.iter("div") if row.get("class") == "row"]


@pytest.mark.parametrize(
    "picture",
    [
        '<p id="그림-1"><img src="a.png"></p>', '<p id="그림-1"><img src="a.png"><img src="a.png"></p>',
        '<p id="그림-1"><img src="a.png"><br><em>말</em></p>', '<p><img src="a.png" id="그림-1"></p>',
        '<p><img src="missing.png" id="그림-1"></p>', '<p>글\n<img src="missing.png" id="그림-1"></p>',
    ],
)  # fmt: skip
def test_links_to_a_picture(picture: str, tmp_path: Path) -> None:
    """A link to a picture's id, or to that of its paragraph, leads to what stands there in the book."""
    blog = Blog(tmp_path)
    blog.put("source/_posts/a.png", _image(size=(300, 200)))
    chapter = blog.chapter(f'{picture}\n\n<p><a href="#그림-1">그림 1</a></p>')
    place = chapter.anchors["그림-1"]
    assert f'href="#{place}"' in chapter.xhtml and f'id="{place}"' in chapter.xhtml
