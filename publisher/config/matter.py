"""The pages of a book besides its posts, as tables of book.toml: see schema.py."""

from publisher.config.table import Table


class MatterTable(Table):
    """The pages before and behind the posts."""

    folder: str = ""
    """A folder of the blog with a Markdown file for each page, named as below or in English; no posts."""
    half_title: bool = False
    """약표제지, the title alone before the title page."""
    dedication: bool = True
    """헌사, where there is a file `헌사.md` or `dedication.md`."""
    foreword: bool = True
    """추천사 (`추천사.md`, `foreword.md`)."""
    preface: bool = True
    """머리말 (`머리말.md`, `preface.md`)."""
    acknowledgments: bool = True
    """감사의 글 (`감사의 글.md`, `acknowledgments.md`)."""
    afterword: bool = True
    """맺음말 (`맺음말.md`, `afterword.md`)."""
    appendix: bool = True
    """부록, 인터뷰, 대담: any number (`부록.md`, `인터뷰-바리스타.md`, `appendix-2.md`)."""
    author: bool = True
    """지은이 소개 (`지은이.md`, `author.md`); `portrait: a.jpg` in its front matter is a picture."""
    posts: bool = False
    """글 목록: each post with its day and its address."""
    ads: bool = True
    """광고, behind the colophon (`광고.md`, `ads.md`)."""
