"""A blog in which every setting of book.toml has something to change."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.books import CONFIG, small_blog

_LONG = "파도는하나만있지않다는점이어렵고 유의파고와주기를함께적어두어야한다고들한다. " * 12
_LINK = "[산으로](/2024/02/02/san/)\n\n"
_LEAD = "![](/lead.jpg)\n\n"
_FIGURES = '\n![](/wave.jpg "파도의 그림")\n\n![해 질 녘](/wave.jpg)\n\n좋다 😀\n'
_DIAGRAM = "```dot\ndigraph { a -> b }\n```\n"
_CODE = "\n```\n가\n나\n```\n"
_LINES = "[첫](https://example.net/) 줄\n둘째 줄.\n\n긴 줄 아래\n- 목록 하나\n"
_QUOTED = '"따옴표"와 **강조(괄호)**는 쓴다.\n'
_VERSE = '\n<p class="verse">물결이 온다<br>물결이 간다<br>다시 온다</p>\n'
_POSTS = {
    "bada.md": ("바다", "2022-03-01", "[[개발, 파이썬]]", "강릉", _LEAD + _LINK + _LONG),
    "san.md": ("산", "2024-02-02", "[[걷기]]", "산", _LINES + _CODE + _FIGURES),
    "gil.md": ("길", "2023-05-06", "[[걷기], [개발, 도구]]", "길", _QUOTED + _VERSE),
    "sik.md": ("식", "2023-01-02", "[[개발, 도구]]", "수식", "값은 $x^2 + 1$ 이다.\n\n" + _DIAGRAM),
    "keun.md": ("큰글", "2023-08-08", "[[걷기]]", "산", "아주 긴 글이다. " * 300),
}  # fmt: skip
_FRONT = "---\ntitle: {}\ndate: {}\ncategories: {}\ntags: [{}]\n{}---\n\n{}"


def blog_of_settings(folder: Path) -> Path:
    """Write the blog: five posts, a draft and a private one, four pictures, a series, a preface."""
    more = {"bada.md": "thumbnail: /red.png\n", "san.md": "series: 연재\n"}
    posts = {
        name: _FRONT.format(title, date, categories, tags, more.get(name, ""), text)
        for name, (title, date, categories, tags, text) in _POSTS.items()
    }
    blog = small_blog(folder, posts, CONFIG + "marked:\n  breaks: true\n  smartypants: false\n")
    drafts = blog / "source/_drafts"
    drafts.mkdir()
    (drafts / "ssi.md").write_text(_FRONT.format("씨앗", "2023-04-04", "걷기", "산", "", "아직."), "utf-8")
    hidden = _FRONT.format("비밀", "2023-05-05", "걷기", "산", "private: true\n", "우리만.")
    (blog / "source/_posts/bimil.md").write_text(hidden, "utf-8")
    (blog / "book-pages").mkdir()
    (blog / "book-pages/머리말.md").write_text("먼저 읽을 말.\n", "utf-8")
    (blog / "source/red.png").write_bytes(_picture((200, 30, 30)))
    (blog / "source/blue.png").write_bytes(_picture((30, 30, 200)))
    (blog / "source/lead.jpg").write_bytes(_picture((200, 200, 30), (1200, 600), "JPEG"))
    (blog / "source/wave.jpg").write_bytes(_picture((30, 200, 30), (300, 200), "JPEG"))
    return blog


def _picture(colour: tuple[int, int, int], size: tuple[int, int] = (1400, 2000), form: str = "PNG") -> bytes:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, form)
    return held.getvalue()
