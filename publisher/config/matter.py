"""The pages of a book besides its posts, as tables of book.toml: see schema.py."""

from datetime import date

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from publisher.config.table import Names, Table


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
    index: bool = False
    """찾아보기, of the words that `[index]` says and those of a file `찾아보기.txt` or `index.txt`."""
    changes: bool = False
    """이 판에서 달라진 점: what is new, changed and gone since the last edition in `book.editions/`."""
    ads: bool = True
    """광고, behind the colophon (`광고.md`, `ads.md`)."""


class IndexTable(Table):
    """Which words the index (찾아보기) lists."""

    tags: bool = True
    """Tags of posts."""
    definitions: bool = True
    """What posts define (`<dfn>`)."""
    bold: bool = True
    """What posts set bold, where it is a name and no sentence."""
    terms: Names = ()
    """Words of a list, as in the file: `파도 = 너울, 물결`, `李箱 [이상]`, and `! 강릉` to leave one out."""


class ColophonTable(Table):
    """What the colophon (판권) says besides what `[book]` has."""

    people: Names = ()
    """옮긴이, 엮은이, 편집, 디자인: `["옮긴이 = 김하늘", "디자인 = 솔바람"]`."""
    printings: Names = ()
    """All 판 and 쇄, each with its day: `["초판 1쇄 2024-12-20", "2판 1쇄 2025-03-01"]`."""
    issued_by: str = ""
    """펴낸이."""
    registration: str = ""
    """출판신고번호 and its day: `2024년 12월 1일 제2024-000012호`."""
    address: str = ""
    """주소."""
    contact: Names = ()
    """전화, 전자우편."""
    fonts: bool = False
    """글꼴: the families that the book is set in, with their licences."""
    ai: str = ""
    """What artificial intelligence has done for the book."""
    license: str = ""
    """On which terms others may use it: `CC BY-SA 4.0`."""

    @field_validator("printings")
    @classmethod
    def _dated(cls, printings: tuple[str, ...]) -> tuple[str, ...]:
        for one in printings:
            if not printing(one):
                raise PydanticCustomError("printing", "an edition and its day: 초판 1쇄 2024-12-20")
        return printings


def printing(text: str) -> tuple[str, date] | None:
    """Take a line of `printings` apart: "초판 1쇄 2024-12-20"; None where it is none."""
    name, _space, day = text.strip().rpartition(" ")
    try:
        return (name.strip(), date.fromisoformat(day)) if name and len(day) == len("2024-12-20") else None
    except ValueError:
        return None
