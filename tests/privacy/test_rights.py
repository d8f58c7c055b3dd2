"""privacy/rights.py, privacy/review.py, and the commands: what is of others, what the blog keeps."""

from pathlib import Path

import pytest

from publisher.build import Progress
from publisher.config.load import Config, load_rights
from publisher.config.schema import BookToml
from publisher.errors import ConfigError, Report, RightsError
from publisher.privacy.rights import permission_for
from publisher.upload.package import package
from publisher.upload.stores import store_of
from tests.books import post, run, small_blog

TEXT = """![바다](https://i.imgur.com/a.png) hong@naver.com

<iframe src="https://www.youtube.com/embed/abc"></iframe> <span hidden>비밀</span>

![산](https://example.net/b.png)"""
LOCKED = "---\ntitle: 잠긴 글\ndate: 2024-01-03\npassword: 1234\n---\n\nkim@naver.com\n"
PRIVATE = post("일기", category="비공개")


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    return small_blog(tmp_path / "blog", {"a.md": post("바다", TEXT), "b.md": LOCKED, "c.md": PRIVATE})


def test_check_privacy(blog: Path) -> None:
    """All is named with file and line, hosts stand in a table; with --strict the exit code is 1."""
    (blog / "rights.toml").write_text('"imgur.com" = "CC0"\n', "utf-8")
    done = run("check", blog, "--privacy", "--strict")
    assert 1 == done.code
    for line in (
        "source/_posts/a.md:7: warning[privacy-email]: an e-mail address: hong@naver.com",
        "source/_posts/a.md:7: note[privacy-right]: picture of i.imgur.com, allowed by: CC0",
        "source/_posts/a.md:9: warning[privacy-right]: embed of youtube.com, and no permission for it: "
        "https://www.youtube.com/embed/abc",
        "source/_posts/a.md:9: note[text-hidden]: what the blog's page hides is left out: 비밀",
        "b.md: note[privacy-post]: a post that the blog keeps from readers is left out: password\n",
        "c.md: note[privacy-post]: a post that the blog keeps from readers is left out: in 비공개\n",
    ):
        assert line in done.err
    assert "kim@naver.com" not in done.err
    for line in (
        "         1       0  i.imgur.com: CC0",
        "         0       1  youtube.com: open (1)",
        "  source/_posts/b.md: password: left out",
    ):
        assert line in done.out.splitlines()


def test_check_privacy_for_programs(blog: Path) -> None:
    """The same as JSON; what --private takes in is in the book, and named for that."""
    done = run("check", blog, "--privacy", "--json", "--private")
    found = done.json
    assert [("source/_posts/b.md", True), ("source/_posts/c.md", True)] == [
        (item["path"], item["in_book"]) for item in found["privacy"]["kept_from_readers"]
    ]
    hosts = {row["host"]: (row["pictures"], row["embeds"], row["open"]) for row in found["privacy"]["hosts"]}
    assert {"example.net": (1, 0, 1), "i.imgur.com": (1, 0, 1), "youtube.com": (0, 1, 1)} == hosts
    codes = [item["code"] for item in found["diagnostics"] if item["severity"] == "warning"]
    assert 2 == codes.count("privacy-post") == codes.count("privacy-email")
    assert 0 == done.code


def test_package_waits_for_permissions(blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file while one is open, with each host and place in words; it goes on where it is told to, or where
    all is answered."""
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "out"
    config = Config(blog, out, ("epub",), BookToml(), 1, True, None)
    with pytest.raises(RightsError) as refused:
        package(config, store_of("upaper"), Report(), Progress())
    assert (9, []) == (refused.value.exit_code, list(out.iterdir()))
    assert "example.net (source/_posts/a.md:11), i.imgur.com (source/_posts/a.md:7)" in refused.value.message
    assert package(config, store_of("upaper"), Report(), Progress(), rights_open=True).folders
    rights = '"imgur.com"="a"\n"youtube.com"="b"\n"https://example.net/b.png"="c"\n'
    (blog / "rights.toml").write_text(rights, "utf-8")
    assert package(config, store_of("upaper"), Report(), Progress()).folders


def test_permissions() -> None:
    """Of an address, of its host, of a host above; not of one beside, nor of one that ends alike."""
    given = {"https://a.net/x.png": "x", "b.net": "b", "img.c.net": "c"}
    asked = [("https://a.net/x.png", "a.net"), ("https://i.b.net/", "i.b.net"), ("https://c.net/", "c.net"),
             ("https://bb.net/", "bb.net"), ("https://a.net/y.png", "a.net")]  # fmt: skip
    assert ["x", "b", "", "", ""] == [permission_for(*one, given) for one in asked]


@pytest.mark.parametrize("text", ['"a.net" = ""', '"a.net" = 1', "[rights]\na = 'b'", "a.net = 'x'", "="])
def test_rights_that_are_none(text: str, tmp_path: Path) -> None:
    """A permission is a text, and a fault is named."""
    (tmp_path / "rights.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError):
        load_rights(tmp_path / "rights.toml", "rights.toml", tmp_path)
    assert {} == load_rights(tmp_path / "none.toml", "rights.toml", tmp_path)
