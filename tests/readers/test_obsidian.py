"""Vaults of Obsidian -> posts: what is a note, its properties, and what its links mean."""

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.errors import Report
from publisher.model import Post
from publisher.readers.obsidian import embeds
from publisher.readers.obsidian.sections import Sections, without_title
from publisher.readers.obsidian.vault import Index
from publisher.shortcodes.obsidian import notes as shown
from tests.blogs import SEOUL, faults, write
from tests.vaults import notes, opened, picture


def only(folder: Path, text: str, name: str = "글.md", report: Report | None = None) -> Post:
    (post,) = notes(folder, {name: text}, report).posts
    return post


def test_a_folder_with_settings_of_obsidian_is_a_vault(tmp_path: Path) -> None:
    """Its title is the folder's name; it has no address."""
    site = notes(tmp_path / "나의_생각-모음", {"글.md": "본문"}).site
    assert ("obsidian", "나의 생각 모음", "ko", "Obsidian", "") == (
        site.engine, site.title, site.language, site.renderer, site.url,
    )  # fmt: skip


def test_a_folder_of_notes_is_one_where_book_toml_says_so(tmp_path: Path) -> None:
    folder = write(tmp_path, {"글.md": "본문"})
    assert "plain" == opened(folder).site.engine
    assert "obsidian" == opened(folder, engine="obsidian").site.engine
    assert "plain" == opened(write(tmp_path, {".obsidian/app.json": ""}), engine="plain").site.engine


def test_a_blog_whose_posts_are_written_in_obsidian_stays_what_it_is(tmp_path: Path) -> None:
    files = {"_config.yml": "title: 봄\n", "_posts/2021-03-14-봄.md": "---\n---\n봄"}
    assert "jekyll" == notes(tmp_path, files).site.engine


@pytest.mark.parametrize("settings", ["", "{", "[]", '{"strictLineBreaks": 1}', "[" * 10_000, "\x00"])
def test_settings_that_cannot_be_read_are_those_of_a_new_vault(settings: str, tmp_path: Path) -> None:
    blog = opened(write(tmp_path, {".obsidian/app.json": settings, "글.md": "가\n나"}))
    assert blog.posts[0].dialect.breaks


def test_strict_line_breaks(tmp_path: Path) -> None:
    """Where the vault has them on, a newline is no break; book.toml has the last word."""
    folder = write(tmp_path, {".obsidian/app.json": '{"strictLineBreaks": true}', "글.md": "가\n나"})
    assert not opened(folder).posts[0].dialect.breaks


def test_properties(tmp_path: Path) -> None:
    report = Report()
    text = (
        "---\ntitle: 봄 이야기\ncreated: 2024-05-01T09:30\nupdated: '[[2024-06-01]]'\n"
        'tags: ["#봄", 여행/서울]\naliases: 春\n'
        'author: ["[[사람/김하늘|나]]"]\ncover: "[[하늘.png]]"\nseries: 계절\ncssclasses: wide\n'
        "description: 봄에 쓴 글\n---\n본문 #봄 #일기\n"
    )
    blog = notes(tmp_path, {"여행/봄.md": text, "첨부/하늘.png": picture()}, report)
    (post,) = blog.posts
    assert ("봄 이야기", datetime(2024, 5, 1, 9, 30, tzinfo=SEOUL), True) == (
        post.title,
        post.date,
        post.dated,
    )
    assert datetime(2024, 6, 1, tzinfo=SEOUL) == post.updated
    assert (("봄", "여행/서울", "일기"), (("여행",),)) == (post.tags, post.sections)
    assert (("김하늘",), "계절", "봄에 쓴 글") == (post.authors, post.series, post.summary)
    assert "/첨부/하늘.png" == post.thumbnail
    assert [] == report.diagnostics


@pytest.mark.parametrize(
    ("expected", "tags"),
    [
        (("봄", "꽃"), "tags: 봄, 꽃"), (("봄", "꽃"), "tags: 봄 꽃"), (("봄",), "tags: '#봄'"),
        ((), "tags:"),
        (("Spring",), "tags: [Spring, spring]"), (("1봄",), "tags: [1봄]"),
    ],
)  # fmt: skip
def test_tags(expected: tuple[str, ...], tags: str, tmp_path: Path) -> None:
    """A list or words, each once in any letter case."""
    assert expected == only(tmp_path, f"---\n{tags}\n---\n본문").tags


def test_tags_in_the_text(tmp_path: Path) -> None:
    """Not in code, comments or words, and none of digits alone."""
    text = "#봄 말 #여행/서울\n`#코드` %%#비밀%% a#b #123\n```\n#코드\n```\n## 제목\n[[#글]] #끝-1."
    assert ("봄", "여행/서울", "끝-1") == only(tmp_path, text).tags


def test_a_note_is_called_as_its_file(tmp_path: Path) -> None:
    report = Report()
    assert "2024-05-01 봄_비" == only(tmp_path, "# 다른 제목\n본문", "2024-05-01 봄_비.md", report).title
    assert [] == report.diagnostics


@pytest.mark.parametrize(
    ("day", "name", "text"),
    [
        ((2024, 5, 1), "글.md", "---\ncreated: 2024-05-01\n---\n가"),
        ((2024, 5, 1), "글.md", "---\ndate: 2024-05-01\n---\n가"),
        ((2024, 5, 1), "2024-05-01.md", "가"),
        ((2024, 5, 1), "20240501 글.md", "가"),
        ((2024, 5, 1), "2020-01-01 글.md", "---\ncreated: 2024-05-01\n---\n가"),
    ],
)
def test_dates(day: tuple[int, int, int], name: str, text: str, tmp_path: Path) -> None:
    """A property, else the day in the name."""
    post = only(tmp_path, text, name)
    assert (True, datetime(*day, tzinfo=SEOUL)) == (post.dated, post.date)


def test_notes_without_a_date_are_named_once(tmp_path: Path) -> None:
    """A file's own time is none: the same vault is the same book wherever it is copied."""
    report = Report()
    files = {f"글 {n}.md": "본문" for n in range(1, 6)} | {
        "2024-05-01.md": "본문",
        "숨김.md": "---\ndraft: true\n---\n가",
    }
    blog = notes(tmp_path, files, report)
    (fault,) = report.diagnostics
    assert (
        "5 of 6 notes have no date and stand behind the others: 글 1.md, 글 2.md, 글 3.md and 2 more"
        == fault.message
    )
    assert fault.message.values["some"].template == "{names} and {more} more"  # which is said in Korean too
    assert ("date-missing", "note", ".") == (fault.code, fault.severity, str(fault.where))
    assert {datetime(1970, 1, 1, tzinfo=UTC)} == {post.date for post in blog.posts if not post.dated}


def test_what_is_no_note(tmp_path: Path) -> None:
    """Templates, drawings and empty notes are left out and say why; canvases are named once."""
    report = Report()
    settings = {
        ".obsidian/templates.json": '{"folder": "틀/"}',
        ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "틀 2"}',
    }
    files = {
        "틀/일기.md": "{{title}}", "틀 2/글.md": "가", "그림.excalidraw.md": "가",
        "빈 글.md": "---\ntags: 봄\n---\n",
        "판.canvas": "{}", "표.base": "", ".trash/지운 글.md": "가", "2024-05-01.md": "본문",
    }  # fmt: skip
    hidden = {post.path: post.hidden_by for post in notes(tmp_path, settings | files, report).posts}
    assert {
        "틀/일기.md": "a template", "틀 2/글.md": "a template",
        "그림.excalidraw.md": "a drawing of Excalidraw",
        "빈 글.md": "no text of its own", "2024-05-01.md": "",
    } == hidden  # fmt: skip
    assert [("file-passed-over", 0)] == faults(report)
    assert "2 canvases, bases or drawings are left out: 판.canvas, 표.base" == report.diagnostics[0].message


def test_what_a_vault_keeps_from_readers(tmp_path: Path) -> None:
    assert "publish: false" == only(tmp_path, "---\npublish: false\n---\n가").private_by
    assert "" == only(tmp_path, "---\npublish: true\n---\n가").private_by
    assert only(tmp_path, "---\ndraft: true\n---\n가").draft


# Which file a name means

_FILES = (
    "가을.md", "여행/가을.md", "여행/서울/겨울.md", "독서/겨울.md", "독서/소설/겨울.md",
    "첨부/하늘.png", "여행/하늘.png",
    "Spring.md", "글 v1.2.md", unicodedata.normalize("NFD", "나비") + ".md",
)  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "name", "source"),
    [
        ("가을.md", "가을", "독서/글.md"), ("여행/가을.md", "여행/가을", "독서/글.md"),
        ("가을.md", "가을.md", "글.md"),
        ("여행/가을.md", "./가을", "여행/글.md"), ("가을.md", "../가을", "여행/글.md"),
        ("독서/겨울.md", "겨울", "글.md"), ("독서/소설/겨울.md", "겨울", "독서/소설/글.md"),
        ("여행/서울/겨울.md", "서울/겨울", "글.md"), ("여행/하늘.png", "하늘.png", "글.md"),
        ("첨부/하늘.png", "하늘.png", "첨부/글.md"), ("Spring.md", "sPRING", "글.md"),
        ("글 v1.2.md", "글 v1.2", "글.md"),
        (_FILES[-1], "나비", "글.md"), ("Spring.md", "봄", "글.md"),
        ("Spring.md", "春", "글.md"), ("", "하늘", "글.md"),
        ("", "../../etc/passwd", "글.md"), ("", "/etc/passwd", "글.md"), ("", "", "글.md"),
        ("", "..", "여행/글.md"),
        ("가을.md", "/가을", "여행/글.md"), ("", "없는 글", "글.md"),
        ("여행/가을.md", "여행\\가을", "글.md"),
    ],
)  # fmt: skip
def test_a_name_is_looked_for_as_obsidian_does(expected: str, name: str, source: str) -> None:
    """In the whole vault, in any letter case and Unicode form; beside the note, the least deep; by alias."""
    index = Index.of(_FILES, [("봄", "Spring.md"), ("春", "Spring.md"), ("봄", "가을.md")])
    assert expected == index.find(name, source)


# Parts of a note

_TEXT = """머리 ^top
# 장
하나
## 절
둘[^1]
### 속
셋
## 절 2
```
# 코드
```
- 항목 ^item
  속
- 다음

| 표 |
|-|

^table

여러
줄 ^para
끝

[^1]: 각주
  둘째 줄
# 다른 장
## 절
넷"""


@pytest.mark.parametrize(
    ("expected", "place"),
    [
        ("## 절\n둘[^1]\n### 속\n셋\n\n[^1]: 각주\n  둘째 줄", "절"),
        ("## 절\n넷", "다른 장#절"), ("### 속\n셋", "장#속"),
        ("", "코드"), ("", "다른 장#속"), ("머리 ^top", "^top"), ("- 항목 ^item\n  속", "^item"),
        ("| 표 |\n|-|", "^table"), ("여러\n줄 ^para\n끝", "^PARA"), ("", "^none"), ("", "^"),
    ],
)  # fmt: skip
def test_section(expected: str, place: str) -> None:
    """A heading with what is below it, or a block; the footnotes that it refers to go with it."""
    assert expected == Sections(_TEXT).part(place)


@pytest.mark.parametrize("above", ["```한 줄``` 말", "```\n```js\n```", "> ~~~\n> ```\n> ~~~"])
def test_headings_behind_code(above: str) -> None:
    """Code within a line opens no fence, and a fence ends at one that says nothing."""
    assert "# 장\n하나" == Sections(f"{above}\n# 장\n하나").part("장")


def test_a_title_that_is_said_again_goes() -> None:
    assert "\n본문" == without_title("\n# 가을\n\n본문", "가을")
    assert "# 겨울\n본문" == without_title("# 겨울\n본문", "가을")


def test_one_note_more_is_looked_up_than_is_shown() -> None:
    """So that what stands too deep can be named: readers and shortcodes count alike."""
    assert embeds._DEEPEST == shown._DEEPEST + 1


def test_no_note_looks_for_more_than_it_may(tmp_path: Path) -> None:
    """Of embeds of which nothing comes, too, so many are looked up in a long note; the others are named."""
    wanted = "".join(f"![[긴 글#없다 {n}]]\n" for n in range(1500))
    found = notes(tmp_path, {"글.md": wanted, "긴 글.md": "".join(f"# {n}\n" for n in range(1000))})
    why = [text for name, text in found.posts[0].extra if name.startswith("not:")]
    assert (1500, 1000) == (len(why), why.index(why[-1])), "the last thousand have another reason"


def test_a_vault_of_notes_that_embed_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text that all notes embed is not shown without end."""
    monkeypatch.setattr(embeds, "_LARGEST_OF_VAULT", 2500)
    files = {f"글 {n}.md": "![[긴 글]]" for n in range(5)} | {"긴 글.md": "가" * 1000}
    posts = notes(tmp_path, files).posts
    shown_in = [post.path for post in posts if any(name.startswith("text:") for name, _ in post.extra)]
    assert ["글 0.md", "글 1.md"] == shown_in


def test_long_notes_are_read_once() -> None:
    """However many parts are asked for: a hundred thousand headings, a thousand questions."""
    parts = Sections("".join(f"# 가 {n}\n^a{n}\n" for n in range(100_000)))
    assert ("# 가 7\n^a7", "") == (parts.part("가 7"), parts.part("없다"))
    assert 1000 == len({parts.part(f"가 {n}") for n in range(1000)})
