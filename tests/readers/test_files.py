"""Files of a blog: which are found, and how they are read."""

import os
import unicodedata

import pytest

from publisher.errors import ConfigError, Report, Severity
from publisher.readers.files import clean, posts_below, read_text, shown_path, small_text
from publisher.readers.files import text_of as decoded
from tests.blogs import faults, read, write


def found(folder, report=None):
    report = Report() if report is None else report
    return [shown_path(path, folder) for path in posts_below(folder, folder, report)]


def text_of(folder, data, report, largest=2.0):
    return read_text(write(folder, {"글.md": data}) / "글.md", folder, "글.md", report, largest)


def test_files_are_found_in_the_order_of_their_names(tmp_path):
    write(tmp_path, {"나.md": "", "가.md": "", "b/c.markdown": "", "a.MD": "", "나/다.md": ""})
    assert ["a.MD", "가.md", "나.md", "b/c.markdown", "나/다.md"] == found(tmp_path)


def test_only_markdown_that_is_not_hidden_is_found(tmp_path):
    write(
        tmp_path,
        {
            "글.md": "",
            "그림.png": "",
            ".숨김.md": "",
            ".git/a.md": "",
            "node_modules/x/README.md": "",
            "a.txt": "",
        },
    )
    assert ["글.md"] == found(tmp_path)


def test_both_unicode_forms_of_a_name_are_shown_alike(tmp_path):
    """macOS writes NFD; a message and a link have NFC."""
    write(tmp_path, {unicodedata.normalize("NFD", "가을.md"): ""})
    assert ["가을.md"] == found(tmp_path)


def test_one_name_in_two_forms_stands_once(tmp_path):
    """Two files may differ in nothing but the Unicode form of their names; ids are made of names."""
    report = Report()
    write(tmp_path, {"가을.md": "", unicodedata.normalize("NFD", "가을.md"): ""})
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system does not tell the two apart")
    assert ["가을.md"] == found(tmp_path, report)
    assert [("post-twice", 0)] == faults(report)


def test_a_name_in_cp949_is_shown_as_korean(tmp_path):
    """Archives of an old Windows hold such names."""
    try:
        (tmp_path / os.fsdecode("가을.md".encode("cp949"))).write_text("")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    assert ["가을.md"] == found(tmp_path)


def test_a_folder_with_a_posts_name_is_a_warning_and_its_posts_are_read(tmp_path):
    report = Report()
    write(tmp_path, {"x.md/글.md": ""})
    assert ["x.md/글.md"] == found(tmp_path, report)
    (fault,) = report.diagnostics
    assert (Severity.WARNING, "post-is-folder", "x.md") == (fault.severity, fault.code, str(fault.where))


def test_a_link_out_of_the_blog_is_not_read(tmp_path):
    """A post is untrusted: it must not carry a file of this machine into a book."""
    report = Report()
    write(tmp_path, {"secret/비밀.md": "비밀", "blog/글.md": "글"})
    (tmp_path / "blog/밖.md").symlink_to(tmp_path / "secret/비밀.md")
    (tmp_path / "blog/폴더").symlink_to(tmp_path / "secret")
    (tmp_path / "blog/폴더.md").symlink_to(tmp_path / "secret")
    assert ["글.md"] == found(tmp_path / "blog", report)
    assert ["밖.md", "폴더.md"] == [str(fault.where) for fault in report.diagnostics]
    assert {("post-outside", 0)} == set(faults(report))


def test_a_link_within_the_blog_is_read(tmp_path):
    report = Report()
    write(tmp_path, {"원고/글.md": "글"})
    (tmp_path / "링크.md").symlink_to("원고/글.md")
    assert ["링크.md", "원고/글.md"] == found(tmp_path, report)
    assert [] == report.diagnostics


@pytest.mark.parametrize("target", ["없음.md", "링크.md"])
def test_a_link_that_leads_nowhere_is_an_error(tmp_path, target):
    """To no file, or to itself."""
    report = Report()
    (tmp_path / "링크.md").symlink_to(target)
    assert [] == found(tmp_path, report)
    assert [("post-unreadable", 0)] == faults(report)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_utf8_with_and_without_bom(tmp_path, bom):
    report = Report()
    assert "---\n봄비\n" == text_of(tmp_path, bom + "---\n봄비\n".encode(), report)
    assert [] == report.diagnostics


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_bom(tmp_path, name):
    text = "\ufeff봄비\n" if name != "utf-16" else "봄비\n"
    assert "봄비\n" == text_of(tmp_path, text.encode(name), Report())


def test_cp949_is_read_and_noted(tmp_path):
    """믜 is in CP949 and not in EUC-KR; the note has the line of the first byte that is not UTF-8."""
    report = Report()
    assert "title: a\n봄비 믜\n" == text_of(tmp_path, "title: a\n봄비 믜\n".encode("cp949"), report)
    assert [("encoding", 2)] == faults(report)
    assert 1 == report.count(Severity.NOTE)


def test_bytes_of_no_encoding_are_a_warning(tmp_path):
    report = Report()
    text = text_of(tmp_path, "첫째\n봄".encode() + b"\xff\xff\n", report)
    assert "첫째\n봄\ufffd\ufffd\n" == text
    assert [("encoding", 2)] == faults(report)
    assert 1 == report.count(Severity.WARNING)


def test_line_ends_become_one_kind(tmp_path):
    assert "가\n나\n다\n" == text_of(tmp_path, "가\r\n나\r다\n", Report())


def test_text_becomes_nfc():
    assert "가을" == clean(unicodedata.normalize("NFD", "가을"))


def test_characters_that_xml_forbids_are_dropped():
    """Eight files of two thousand hold control characters."""
    assert "봄\t비\n" == clean("봄\x08\t\x00비\x1b\ufffe\n")


def test_a_post_too_large_is_left_out(tmp_path):
    report = Report()
    assert text_of(tmp_path, b"x" * 5_000_000, report) is None
    (fault,) = report.diagnostics
    assert (Severity.ERROR, "post-too-large") == (fault.severity, fault.code)
    assert "5.0 MB is more than 2 MB" == fault.message
    assert "largest_post" in fault.hint


def test_a_raised_limit_lets_it_in(tmp_path):
    assert text_of(tmp_path, b"x" * 5_000_000, Report(), largest=6.0)


def test_an_unreadable_file_is_an_error(tmp_path):
    report = Report()
    path = write(tmp_path, {"글.md": "글"}) / "글.md"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    assert read_text(path, tmp_path, "글.md", report, 2.0) is None
    assert [("post-unreadable", 0)] == faults(report)


def test_a_file_that_is_gone_is_an_error(tmp_path):
    """Between the finding and the reading; also what root can see of an unreadable file."""
    report = Report()
    assert read_text(tmp_path / "글.md", tmp_path, "글.md", report, 2.0) is None
    (fault,) = report.diagnostics
    assert ("post-unreadable", "글.md") == (fault.code, str(fault.where))


def test_a_bare_text_keeps_its_bom():
    """A body that is looked at letter for letter may start with U+FEFF, which is text to a parser."""
    data = "\ufeff# 봄".encode()
    assert "\ufeff# 봄" == decoded(data, "봄.md", Report(), cleaned=False)
    assert "# 봄" == decoded(data, "봄.md", Report())


OUTSIDE = {
    "pipe": lambda path, _: os.mkfifo(path),
    "link outside": lambda path, folder: path.symlink_to(folder / "밖.txt"),
    "link to a pipe": lambda path, folder: (os.mkfifo(folder / "관"), path.symlink_to(folder / "관")),
    "folder": lambda path, _: path.mkdir(),
    "hole": lambda path, _: (path.touch(), os.truncate(path, 100_000_000)),
    "link to itself": lambda path, _: path.symlink_to(path),
    "nothing": lambda path, _: None,
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_tells_of_a_blog_is_a_file_of_it(tmp_path, kind):
    """A pipe or 100 MB under a lock file's name, or a link to a file of the machine's, is as if not there."""
    blog = write(tmp_path / "글", {"나/gems.md": "\ufeffa\r\n" + unicodedata.normalize("NFD", "각")})
    write(tmp_path, {"밖.txt": "비밀"})
    OUTSIDE[kind](blog / "Gemfile", tmp_path)
    assert small_text(blog / "Gemfile", blog, 1) == ""
    assert small_text(blog / "나/gems.md", blog, 1) == "a\n각"
    (blog / "연결").symlink_to(blog / "나/gems.md")
    assert small_text(blog / "연결", blog, 1) == "a\n각"


NAMES = {
    "hexo": ("package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"),
    "jekyll": ("Gemfile", "Gemfile.lock", "_includes/a.html", "_data/a.yml"),
    "hugo": ("go.mod", "netlify.toml", ".github/workflows/a.yml", "i18n/ko.toml", "_vendor/modules.txt"),
}
SITES = {
    "hexo": {
        "_config.yml": "title: 가\nmarked: {}\n",
        "source/_posts/글.md": "---\ntitle: 글\ndate: 2021-03-14\n---\n글\n",
    },
    "jekyll": {
        "_config.yml": "title: 가\n",
        "_posts/2021-03-14-글.md": "---\ntitle: 글\n---\n{% include a.html %}{{ site.data.a }}\n",
    },
    "hugo": {
        "hugo.toml": "title = '가'\n[languages.ko]\n",
        "content/posts/글.md": "---\ntitle: 글\ndate: 2021-03-14\n---\n글\n",
    },
}


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.parametrize("kind", ["pipe", "link outside", "folder", "hole"])
def test_a_blog_is_read_whatever_stands_under_such_a_name(tmp_path, engine, kind):
    blog = write(tmp_path / "글", SITES[engine])
    write(tmp_path, {"밖.txt": "hugo: 0.1 jekyll (3.0.0)"})
    for name in NAMES[engine]:
        (blog / name).parent.mkdir(parents=True, exist_ok=True)
        OUTSIDE[kind](blog / name, tmp_path)
    read_one = read(blog)
    assert (engine, "글") == (read_one.site.engine, read_one.posts[0].title)
    assert not any("밖" in value or "jekyll (" in value for _, value in read_one.posts[0].extra)


@pytest.mark.parametrize(
    ("name", "engine"),
    [("source/_posts/관.md", "hexo"), ("_posts/2021-03-15-관.md", "jekyll"), ("content/posts/관.md", "hugo")],
)
def test_a_pipe_with_a_posts_name_is_an_error(tmp_path, name, engine):
    """Nobody may ever write to it: who opens it waits for ever."""
    blog, report = write(tmp_path, SITES[engine]), Report()
    os.mkfifo(blog / name)
    assert 1 == len(read(blog, report).posts)
    assert [("post-unreadable", name)] == [(one.code, one.where.path) for one in report.diagnostics]


@pytest.mark.parametrize("kind", ["pipe", "hole", "folder"])
def test_settings_that_are_no_file_are_a_fault_of_the_blog(tmp_path, kind):
    blog = write(tmp_path, SITES["hugo"])
    (blog / "config/_default").mkdir(parents=True)
    OUTSIDE[kind](blog / "config/_default/params.toml", tmp_path)
    with pytest.raises(ConfigError, match=r"cannot read config/_default/params\.toml: "):
        read(blog)
