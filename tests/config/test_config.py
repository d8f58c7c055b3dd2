"""book.toml -> settings, or every fault at once."""

from datetime import date

import pytest

from publisher.config.load import load
from publisher.config.schema import BookToml, keys, tables
from publisher.config.table import line_of
from publisher.errors import ConfigError


def loaded(folder, text, **overrides):
    path = folder / "book.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, "book.toml", overrides)


def faults(folder, text, **overrides):
    """Each fault as (line, code, message, hint)."""
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text, **overrides)
    assert 3 == caught.value.exit_code
    return [(fault.where.line, fault.code, fault.message, fault.hint) for fault in caught.value.faults]


def test_no_file_is_all_defaults(tmp_path):
    assert BookToml() == load(tmp_path / "book.toml", "book.toml", {})


@pytest.mark.parametrize("text", ["", "\n# 아직 없음\n", "[book]\n", "\ufeff[book]\r\n"])
def test_an_empty_file_is_all_defaults(tmp_path, text):
    assert BookToml() == loaded(tmp_path, text)


def test_a_value_of_blanks_says_nothing(tmp_path):
    """It is as one that is not there: an EPUB takes no such value. Others lose the blanks around them."""
    text = '[book]\ntitle = "  "\npublisher = "\\t"\nauthors = [" 지은이 "]\n'
    assert loaded(tmp_path, '[book]\nauthors = ["지은이"]\n').book == loaded(tmp_path, text).book


def test_each_part_is_named_with_its_own_line(tmp_path):
    """Of several [parts."이름"] each that is wrong is named, at its key; parts in a line, at that line."""
    wrong = '[parts."가"]\nlead = "옳다"\n[parts."나"]\nlead = 3\n[parts."다"]\n\nlead = 4\n'
    assert [4, 7] == [line for line, *_ in faults(tmp_path, wrong)]
    within = '[parts]\n"가" = {lead = "옳다"}\n"나" = {lead = 3}\n'
    assert [(1, "config-value")] == [(line, code) for line, code, *_ in faults(tmp_path, within)]
    assert [3] == [line for line, *_ in faults(tmp_path, '[parts]\n"가" = {}\n"나" = 3\n')]


def test_parts_by_name(tmp_path):
    """[parts."이름"] has keys of its own; a wrong one is named with its line."""
    settings = loaded(tmp_path, '[parts."개발/파이썬"]\nlead = "뱀"\n[parts."여행"]\nepigraph = "길"\n')
    assert {"개발/파이썬": "뱀", "여행": ""} == {name: one.lead for name, one in settings.parts.items()}
    wrong = '[parts."여행"]\nleed = "x"\n'
    assert [(2, "config-key", "parts.leed: unknown key", "did you mean lead?")] == faults(tmp_path, wrong)
    assert ["config-value"] == [code for _, code, _, _ in faults(tmp_path, 'parts = "여행"')]
    assert ['[parts."여행"]'] == [hint[-12:] for *_, hint in faults(tmp_path, "[parts.여행]")]
    assert ["config-value"] == [
        code for _, code, _, _ in faults(tmp_path, '[parts."여행"]\nlead = "\\u0001"')
    ]
    (long,) = faults(tmp_path, f'[parts.a]\nlead = "{"가" * 10_001}"')
    assert "config-value" == long[1]


def test_a_whole_file(tmp_path):
    settings = loaded(
        tmp_path,
        '[book]\ntitle = "봄의 기록"\nauthors = ["김하늘"]\npublished = 2021-05-05\n'
        '[content]\ncategories = ["개발/파이썬"]\nsince = 2020-01-01\nlargest_post = 5\n'
        '[order]\nby = "year"\nparts = ["일기", "개발"]\nposts = "date-desc"\nprefer = "deepest"\n'
        "[pdf]\ncover = false\n",
    )
    assert ("봄의 기록", ("김하늘",), date(2021, 5, 5)) == (
        settings.book.title,
        settings.book.authors,
        settings.book.published,
    )
    assert (("개발/파이썬",), date(2020, 1, 1), 5.0) == (
        settings.content.categories,
        settings.content.since,
        settings.content.largest_post,
    )
    assert ("year", ("일기", "개발"), "date-desc", "deepest") == (
        settings.order.by,
        settings.order.parts,
        settings.order.posts,
        settings.order.prefer,
    )
    assert not settings.pdf.cover


def test_the_command_line_wins(tmp_path):
    """Over the file, key by key; a table that the file has not comes too."""
    text = '[book]\ntitle = "봄"\nsubtitle = "기록"\n'
    settings = loaded(tmp_path, text, book={"title": "가을"}, content={"drafts": True})
    assert ("가을", "기록", True) == (settings.book.title, settings.book.subtitle, settings.content.drafts)


def test_a_theme_on_the_command_line_is_a_name_alone(tmp_path):
    """What the file says of lines and edges stays."""
    text = '[theme]\nname = "gothic"\nline_break = "eojeol"\nalign = "justify"\n'
    look = loaded(tmp_path, text, theme={"name": "base"}).theme
    assert ("base", "eojeol", "justify") == (look.name, look.line_break, look.align)


def test_all_faults_come_at_once_by_line(tmp_path):
    found = faults(
        tmp_path,
        '[book]\ntitel = "봄"\npublished = "어제"\n\n[order]\nby = "categori"\n\n[pdff]\ntrim = "A5"\n',
    )
    assert [
        (2, "config-key", "book.titel: unknown key", "did you mean title?"),
        (3, "config-value"),
        (6, "config-value"),
        (8, "config-key", "pdff: unknown key", "did you mean pdf?"),
    ] == [found[0], found[1][:2], found[2][:2], found[3]]
    assert "book.published: '어제' cannot be used" in found[1][2]
    assert ("order.by: 'categori'" in found[2][2], "did you mean category?") == (True, found[2][3])


def test_a_key_of_another_table_is_shown_its_place(tmp_path):
    assert [(2, "config-key", "book.trim: unknown key", "it belongs elsewhere: pdf.trim")] == faults(
        tmp_path, '[book]\ntrim = "A5"\n'
    )


def test_a_key_like_no_other_is_shown_all_keys_of_its_table(tmp_path):
    ((_, _, _, hint),) = faults(tmp_path, "[epub]\n'여백' = 3\n")
    assert hint.startswith("known here: embed_fonts")


@pytest.mark.parametrize(
    ("text", "line", "key", "wanted"),
    [
        ('[book]\nauthors = "김하늘"\n', 2, "book.authors", 'a list of texts such as ["가", "나"]'),
        ("[book]\ntitle = 2021\n", 2, "book.title", "a text in quotes"),
        ("[book]\nauthors = ['가', 3]\n", 2, "book.authors", "a text in quotes"),
        ('[content]\ndrafts = "yes"\n', 2, "content.drafts", "true or false, without quotes"),
        ('[content]\nsince = "2021-01-01"\n', 2, "content.since", "a day without quotes, such as 2024-05-01"),
        (
            "[content]\nsince = 2021-01-01T09:00:00\n",
            2,
            "content.since",
            "a day without quotes, such as 2024-05-01",
        ),
        ("[content]\nlargest_post = 0\n", 2, "content.largest_post", "more than 0"),
        ('[order]\nparts = "dat"\n', 2, "order.parts", "'date', 'name' / a list of texts"),
        ("[order]\nposts = [1]\n", 2, "order.posts", "a text in quotes"),
        ('\n[markdown]\ngrammar = "gfm"\n', 3, "markdown.grammar", "'hexo'"),
        ('[pdf]\ncover = true\ntrim = "A55"\n', 3, "pdf.trim", "a 판형, such as A5"),
        ("[pdf]\ncover = 1\n", 2, "pdf.cover", "true or false, without quotes"),
        ("\nbook = 3\n", 2, "book", "a table: its name in brackets"),
        ("[[book]]\ntitle = '가'\n", 1, "book", "a table: its name in brackets"),
    ],
)
def test_a_wrong_type_is_named_with_its_line_and_what_is_wanted(tmp_path, text, line, key, wanted):
    """Nothing is converted in silence, and a key is named once however many types it may have."""
    ((at, code, message, _),) = faults(tmp_path, text)
    assert (line, "config-value") == (at, code)
    assert message.startswith(f"{key}: ")
    assert wanted in message.split("wanted: ")[1]


@pytest.mark.parametrize(("value", "near"), [("titel", "title"), ("date-dsc", "date-desc"), ("dat", "date")])
def test_a_word_that_is_nearly_right_is_answered_with_the_right_one(tmp_path, value, near):
    ((_, _, _, hint),) = faults(tmp_path, f'[order]\nposts = "{value}"\n')
    assert f"did you mean {near}?" == hint


def test_a_trim_is_told_beside_all_other_faults(tmp_path):
    text = '[pdf]\ntrim = "A55"\n[content]\ndrafts = "yes"\nsince = "2024/05/01"\n'
    assert [2, 4, 5] == [line for line, _, _, _ in faults(tmp_path, text)]


def test_a_trim_of_the_command_line_is_no_fault_of_the_file(tmp_path):
    with pytest.raises(ConfigError, match=r"pdf\.trim: 'A55' cannot be used; wanted: a 판형") as caught:
        loaded(tmp_path, "[book]\ntitel = '가'\n", pdf={"trim": "A55"})
    assert ["config-key"] == [fault.code for fault in caught.value.faults]


def test_an_override_of_a_broken_table_is_one_fault(tmp_path):
    ((line, code, _, _),) = faults(tmp_path, "book = 3\n", book={"title": "가을"})
    assert (1, "config-value") == (line, code)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[book]\ntitle = 봄\n", 2),
        ('[book]\n\ntitle = "봄\n', 3),
        ("[book]\ntitle = 'a'\ntitle = 'b'\n", 3),
        ("[book\n", 1),
        ("title: 봄\n", 1),
        ("[book]\nauthors = [\n", 3),
    ],
)
def test_what_is_not_toml_is_a_fault_with_its_line(tmp_path, text, line):
    ((at, code, _, hint),) = faults(tmp_path, text)
    assert (line, "config-syntax") == (at, code)
    assert hint


@pytest.mark.parametrize("text", ["[book]\ntitle = '봄'\n".encode("cp949"), "[book]".encode("utf-16")])
def test_a_file_in_another_encoding_is_an_error(tmp_path, text):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert "UTF-8" in caught.value.hint


def test_a_folder_of_that_name_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot read book\.toml"):
        load(tmp_path, "book.toml", {})


@pytest.mark.parametrize(
    ("key", "text", "line"),
    [
        (("book", "title"), "[book]\ntitle = 1", 2),
        (("book", "title"), "[order]\ntitle = 1\n[book]\n  'title'=1", 4),
        (("book", "title"), "book.title = 1", 1),
        (("book", "title"), "\nbook = { title = 1 }", 2),
        (("book",), "\n[ book ]", 2),
        (("book", "title"), "[order]\n", 0),
        (("book", "title"), "[book] # 책\nsubtitle = 1\ntitle = 1", 3),
    ],
)
def test_the_line_of_a_key(key, text, line):
    assert line == line_of(key, text)


def test_every_key_says_what_it_means():
    """README and `publisher keys` are made from the docstrings."""
    assert all(meaning for _, _, meaning in keys())
    assert {*tables(), "mail"} == {table for table, _, _ in keys()}


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        BookToml().book.title = "가을"


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "a = " + "{b = " * 5000, "[book]\ntitle = " + "[" * 3000 + "]" * 3000]
)
def test_a_file_nested_without_end(tmp_path, text):
    """tomllib runs out of stack; that is a fault of the file."""
    ((_, code, message, _),) = faults(tmp_path, text)
    assert ("config-syntax", "nested too deeply") == (code, message)


@pytest.mark.parametrize(("code", "steps"), [("config-value", 40), ("config-syntax", 5000)])
def test_a_value_nested_without_end(tmp_path, code, steps):
    """A dotted key nests without recursion, to fifty steps; the message shows its first ones."""
    ((line, said, message, _),) = faults(tmp_path, "[book]\ntitle" + ".a" * steps + " = 1")
    assert (2, code) == (line, said)
    assert len(message) < 300


def test_a_language_is_one_that_an_epub_knows(tmp_path):
    """As systems write it (ko_KR) it is taken; by its name it is a fault, and the EPUB would not be valid."""
    assert "ko-KR" == loaded(tmp_path, '[book]\nlanguage = "ko_KR"\n').book.language
    for name in ("한국어", "Korean", "ko_KR.UTF-8", "ko-"):
        ((line, code, message, _),) = faults(tmp_path, f'[book]\nlanguage = "{name}"\n')
        assert (2, "config-value") == (line, code)
        assert message.endswith("wanted: a language, such as ko or en")


def test_names_that_nobody_has_written(tmp_path):
    """An empty text in a list is none: an EPUB that names nobody as its author is valid, and it is said."""
    settings = loaded(tmp_path, '[book]\nauthors = ["", " "]\nsubjects = ["바다", ""]\n')
    assert ((), ("바다",)) == (settings.book.authors, settings.book.subjects)


@pytest.mark.parametrize(
    "isbn", ["9791186710951", "979-11-86710-95-1", "979-11-86710-95-1 (03810)", "979–11‑86710‐95−1", ""]
)
def test_an_isbn(tmp_path, isbn):
    assert isbn == loaded(tmp_path, f'[book]\nisbn = "{isbn}"').book.isbn


@pytest.mark.parametrize(
    ("isbn", "wanted"),
    [
        ("9791186710954", "an ISBN whose last digit is 1, as the others say; or is another one wrong?"),
        ("979-11-86710-95-4 03810", "an ISBN whose last digit is 1, as the others say"),
        ("980-11-86710-95-1", "an ISBN that begins with 978 or 979"),
        ("8996094411", "an ISBN of 13 digits, and 5 more where it has a 부가기호; these are 10"),
        ("979-11-86710-95-1 0381", "an ISBN of 13 digits, and 5 more where it has a 부가기호; these are 17"),
        ("책", "an ISBN of 13 digits, and 5 more where it has a 부가기호; these are 0"),
    ],
)
def test_an_isbn_that_is_none(tmp_path, isbn, wanted):
    """A slip of the pen in an ISBN is found by its check digit, and said in words."""
    ((line, code, message, _),) = faults(tmp_path, f'[book]\nisbn = "{isbn}"')
    assert (2, "config-value") == (line, code)
    assert wanted in message


@pytest.mark.parametrize("printing", ["초판 1쇄", "2024-12-20", "초판 1쇄 2024-13-20", "초판 24-1-1", ""])
def test_a_printing_has_a_name_and_a_day(tmp_path, printing):
    ((line, code, message, _),) = faults(tmp_path, f'[colophon]\nprintings = ["{printing}"]')
    assert (2, "config-value") == (line, code)
    assert "an edition and its day: 초판 1쇄 2024-12-20" in message


def test_faults_of_a_volume_have_their_line(tmp_path):
    text = '[[volume]]\ntitle = "가"\n[[volume]]\ntitel = "나"\n'
    assert [(4, "config-key", "volume.titel: unknown key", "did you mean title?")] == faults(tmp_path, text)


def test_split_on_the_command_line_goes_before_volumes(tmp_path):
    made = loaded(tmp_path, '[[volume]]\ntitle = "가"\n', order={"split": "year"})
    assert ((), "year") == (made.volume, made.order.split)


def test_no_such_split(tmp_path):
    ((line, code, message, _),) = faults(tmp_path, '[order]\nsplit = "pages"\n')
    wanted = "order.split: 'pages' cannot be used; wanted: none, year, category or pages:300"
    assert (2, "config-value", wanted) == (line, code, message)
