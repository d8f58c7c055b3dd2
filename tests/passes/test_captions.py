"""assets/captions.py, and captions in passes/images.py."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from publisher.assets.captions import says_something
from publisher.assets.xhtml import text_of
from publisher.model import Chapter
from publisher.passes.chapter_build import RenderContext
from tests.chapters import Blog, entry, tree


def _png(width: int = 300, height: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    blog = Blog(tmp_path)
    blog.put("source/_posts/a.png", _png())
    blog.put("source/_posts/wide.png", _png(800, 100))
    blog.put("source/_posts/icon.png", _png(40, 20))
    blog.put("source/_posts/tall.png", _png(1080, 2400))
    return blog


def _captions(chapter: Chapter) -> list[str]:
    return [text_of(caption) for caption in tree(chapter).iter("figcaption")]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "12", "…", "image", "IMG_0412", "img_0412.JPG", "사진", "그림 3", "a1b2c3",
        "스크린샷 2021-03-14 오후 3.22.11.png",
        "KakaoTalk_20210314_152211.jpg", "path/to/wave-1.webp",
        "Screenshot 2021-03-14 at 3.22.11 PM",
    ],
)  # fmt: skip
def test_a_name_is_no_caption(text: str) -> None:
    """File names, and what any picture is called."""
    assert not says_something(text, "/files/a1b2c3.png?w=300")


@pytest.mark.parametrize(
    "text", ["강릉의 아침", "그림자", "image of a wave", "2021년 봄", "설정 파일 app.png 를 연 모습"]
)
def test_words_are_a_caption(text: str) -> None:
    """Words that only begin like a name."""
    assert says_something(text, "/files/a1b2c3.png")


@pytest.mark.parametrize(
    ("markdown", "captions"),
    [
        ('![바다](a.png "새벽의 바다")', ["새벽의 바다"]),
        ('![바다](a.png "IMG_0412.png")', []),
        ("![바다](a.png)", []),
        ('<figure><img src="a.png" title="새벽의 바다"></figure>', ["새벽의 바다"]),
        ('<figure><img src="a.png" title="제목"><figcaption>설명</figcaption></figure>', ["설명"]),
        ('<figure><img src="a.png"><figcaption>image.png</figcaption></figure>', []),
    ],
)
def test_captions(markdown: str, captions: list[str], blog: Blog) -> None:
    """A caption is the figcaption, else the title; no name of a file."""
    assert captions == _captions(blog.chapter(markdown))


@pytest.mark.parametrize(("alt", "captions"), [("바다", ["바다"]), ("a", []), ("image", [])])
def test_alternative_text(alt: str, captions: list[str], blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a setting, what a picture is described by is its caption; it describes it still."""
    context = replace(blog.context, alt_captions=True)
    monkeypatch.setattr(Blog, "context", property(lambda _: context))
    chapter = blog.rendered(entry(f'![{alt}](a.png)\n\n글 ![{alt}](a.png) 글\n\n![바다](a.png "제목")'))
    assert isinstance(context, RenderContext)
    assert [*captions, "제목"] == _captions(chapter)
    assert [alt, alt, "바다"] == [image.get("alt") for image in tree(chapter).iter("img")]


class TestRows:
    """Pictures of one line."""

    def test_small_ones_stay_side_by_side(self, blog: Blog) -> None:
        """Each has the part of the line that it has on the blog, and its own caption."""
        (row,) = tree(blog.chapter('![](a.png "왼쪽") ![](a.png "오른쪽")'))
        assert ["width: 40.42%"] * 2 == [figure.get("style") for figure in row]
        assert ["왼쪽", "오른쪽"] == [text_of(figure) for figure in row]

    def test_icons_keep_their_size(self, blog: Blog) -> None:
        """Badges."""
        (row,) = tree(blog.chapter("![](icon.png) ![](icon.png) ![](icon.png)"))
        assert [None] * 3 == [figure.get("style") for figure in row]

    def test_more_than_a_line_goes_on_below(self, blog: Blog) -> None:
        """Five pictures, of which two have room side by side."""
        blocks = tree(blog.chapter("![](a.png) " * 5))
        assert [2, 2, 1] == [sum(1 for _ in block.iter("img")) for block in blocks]

    @pytest.mark.parametrize("markdown", ["![](a.png) ![](wide.png)", "![](a.png)\n![](a.png)"])
    def test_others_stand_one_below_the_other(self, markdown: str, blog: Blog) -> None:
        """Too wide for a line of the blog, or parted by a line end that the blog keeps."""
        assert ["figure", "figure"] == [block.tag for block in tree(blog.chapter(markdown))]

    def test_a_width_of_the_post_counts(self, blog: Blog) -> None:
        """<img width>."""
        row, *_ = tree(
            blog.chapter('<p><img src="wide.png" width="200"> <img src="wide.png" width="50%"></p>')
        )
        assert ["width: 26.94%", "width: 48.5%"] == [figure.get("style") for figure in row]
        assert [None, "width: 100%"] == [image.get("style") for image in row.iter("img")]

    @pytest.mark.parametrize(
        ("size", "width"),
        [
            ('style="width: 50%"', "50%"), ('style="width:216px"', "216"), ('class="grid-w33"', "33%"),
            ('style="zoom:50%;"', "400"), ('class="shadow w-50 right"', "50%"),
            ('class="w-50" width="972" height="589"', "50%"),
        ],
    )  # fmt: skip
    def test_widths_of_themes_and_editors(self, size: str, width: str, blog: Blog) -> None:
        """A property, a class of Bootstrap or Blowfish, Typora's zoom: the part of the line that it is."""
        (figure,) = tree(blog.chapter(f'<p><img src="wide.png" alt="" {size}></p>'))
        image = figure.find("img")
        assert width in (image.get("width"), image.get("style", "").removeprefix("width: "))
        assert "zoom" not in "".join((*image.attrib, image.get("style", "")))

    def test_screens_of_phones(self, blog: Blog) -> None:
        """Tall ones of one line stand side by side; one alone is as wide as before."""
        row, alone = tree(blog.chapter("![](tall.png) ![](tall.png)\n\n![](tall.png)"))
        assert ["width: 48.5%"] * 2 == [figure.get("style") for figure in row]
        assert "figure" == alone.tag and alone.get("style") is None

    @pytest.mark.parametrize(
        "markdown",
        [
            "{% gallery %}\n" + "![](wide.png)\n" * 3 + "{% endgallery %}",
            "{% gp 3-2 %}\n" + "![](wide.png)\n\n" * 3 + "{% endgp %}",
        ],
    )
    def test_galleries(self, markdown: str, blog: Blog) -> None:
        """Three abreast, whatever their size, and however their lines are parted."""
        (gallery,) = tree(blog.chapter(markdown))
        assert [["width: 32.33%"] * 3] == [[one.get("style") for one in row] for row in gallery]


@pytest.mark.parametrize("around", ["{}", "<div><span style='width:33%'>{}</span></div>"])
def test_a_figure_of_several_pictures(around: str, blog: Blog) -> None:
    """They share its lines, in whatever boxes they stand, and its caption stands below all."""
    images = around.format('<img src="wide.png" alt="">') * 3
    (figure,) = tree(blog.chapter(f"<figure>{images}<figcaption>셋</figcaption></figure>"))
    assert ["width: 32.33%"] * 3 == [image.get("style") for image in figure.iter("img")]
    assert "셋" == text_of(figure[-1])


@pytest.mark.parametrize(
    "markdown",
    [
        "![](wide.png)\n*새벽의 **바다***", "![](wide.png)\n\n*새벽의 **바다***",
        "<center><img src='wide.png'><br>새벽의 <b>바다</b></center>",
        "<div align='center'>\n<img src='wide.png'>\n<br>\n새벽의 <b>바다</b>\n</div>",
        "![](wide.png)\n\n<center>새벽의 <b>바다</b></center>",
        "<p align='center'><a href='/a/'><img src='wide.png'></a><br><em>새벽의 <b>바다</b></em></p>",
        "![](wide.png '아침')\n*새벽의 **바다***",
        "<p><img src='wide.png'></p><p class='figcaption'>새벽의 <b>바다</b></p>",
        "<p class='figcaption'><img src='wide.png' title='말'>\n새벽의 <b>바다</b></p>",
        "<p><img src='wide.png'></p><div class='image-caption'>새벽의 <b>바다</b></div>",
        "<p class='text-center'><img src='wide.png'>\n새벽의 <b>바다</b></p>",
        "<div class='row'><div class='col'><img src='wide.png'></div><div class='col'><figure>"
        "<img src='wide.png'></figure></div></div>\n<div class='caption'>새벽의 <b>바다</b></div>",
    ],
)  # fmt: skip
def test_words_below_a_picture(markdown: str, blog: Blog) -> None:
    """Italics below a picture, and what is centred with it, are its caption, with what is in them."""
    (figure, *_) = tree(blog.chapter(f"{markdown}\n\n다음 글"))
    assert "figure" == figure.tag and figure.find(".//img") is not None
    assert "새벽의 바다" == text_of(figure.find("figcaption"))
    assert figure.find("figcaption")[0].tag in ("b", "strong")


@pytest.mark.parametrize(
    "markdown",
    [
        "<div class='row'><div>글</div><div><img src='wide.png'></div></div><div class='caption'>말</div>",
        "![](wide.png)\n새벽의 *바다*", "![](wide.png)\n\n*새벽*의 바다", "*새벽의 바다*\n\n![](wide.png)",
        "![](wide.png)\n\n<center>가운데</center>\n\n<center>글</center>",
        "![](wide.png)\n\n*" + "긴 글 " * 50 + "끝*", "![](wide.png) ![](wide.png)\n\n*새벽의 바다*",
        "![](wide.png 'image')\n\n*새벽의 바다*",
    ],
)  # fmt: skip
def test_words_that_are_no_caption(markdown: str, blog: Blog) -> None:
    """Words of a paragraph, those before a picture or below two, long ones, and where it has a title."""
    assert [] == _captions(blog.chapter(markdown))


@pytest.mark.parametrize("between", ["<br>", "\n"])
def test_a_long_text_below_a_picture_stands_once(between: str, blog: Blog) -> None:
    """Centred with the picture, but too long for a caption: no word of it is lost or doubled."""
    text = "새벽의 바다 " * 30
    chapter = blog.chapter(f"<center><img src='wide.png'>{between}{text}</center>")
    assert text.strip() == text_of(tree(chapter))
