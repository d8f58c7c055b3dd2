"""What is particular to real blogs: their diagnostics, pictures and links. The rest of what holds for
every book is proved in test_epub, test_pdf and test_export, which read these books too."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.books import SHARED, Made, X, leaves, run


@pytest.fixture(scope="module")
def hangack(built: Callable[[str], Made]) -> Made:
    return built("hangack")


@pytest.fixture(scope="module")
def seed(built: Callable[[str], Made]) -> Made:
    return built("seed")


@pytest.mark.wide
def test_settings_of_the_blog(hangack: Made) -> None:
    """Title, author, language and time zone are those of `_config.yml`; no book.toml is needed."""
    plan = hangack.plan
    assert ("Hanga(c)k", ["Hangack"], "ko", "Asia/Seoul", "hexo") == tuple(
        plan[key] for key in ("title", "authors", "language", "timezone", "engine")
    )
    assert all(entry["date"].endswith("+09:00") for entry in hangack.entries)


@pytest.mark.wide
def test_counts(hangack: Made) -> None:
    """70 posts are in the book, 7 drafts are not."""
    assert (77, 70) == (hangack.summary["posts"], hangack.summary["chapters"])
    assert ["draft"] * 7 == [left["reason"] for left in hangack.plan["left_out"]]


@pytest.mark.wide
def test_every_fault_has_a_place(hangack: Made) -> None:
    """Each diagnostic names a file of the blog and a line that is in it; none is an error."""
    faults = hangack.summary["diagnostics"]
    assert not [fault for fault in faults if fault["severity"] == "error"]
    assert not [fault for fault in faults if fault["code"] == "chapter-simplified"]
    for fault in faults:
        if fault["severity"] != "warning":
            continue
        path = hangack.blog / fault["path"]
        assert path.is_file(), fault
        assert 0 <= fault["line"] <= len(path.read_text("utf-8").splitlines()), fault


@pytest.mark.wide
def test_pictures_are_found(hangack: Made) -> None:
    """Local pictures are in the book; what is on the web or missing is said, each by file and line."""
    shown = Counter(code["code"] for code in hangack.summary["diagnostics"])
    assert shown["image-missing"] <= 1
    pictures = [name for name in hangack.epub.files if name.startswith("EPUB/images/img-")]
    assert len(pictures) > 50
    assert all(re.fullmatch(r"EPUB/images/img-[0-9a-f]{20}\.(png|jpg|gif|svg)", name) for name in pictures)


@pytest.mark.wide
def test_links_between_posts_stay_in_the_book(hangack: Made) -> None:
    """Addresses of the blog's own posts lead to chapters; none leads out to the blog's site by mistake."""
    known = {f"{entry['id']}.xhtml" for entry in hangack.entries}
    inner: Counter[str] = Counter()
    for entry in hangack.entries:
        for link in hangack.epub.chapter(entry["id"]).iter(X + "a"):
            target = link.get("href", "").partition("#")[0]
            inner[target] += target in known
    assert sum(inner.values()) >= 10


def test_seed(seed: Made) -> None:
    """The post of ../shared/seed is a chapter in its category, dated in Seoul."""
    (entry,) = seed.entries
    assert "생성형 AI(Generative AI)의 미래" == entry["title"]
    assert ["Programming", "AI"] == entry["section"]
    assert "2023-12-15T10:41:28+09:00" == entry["date"]


@pytest.mark.parametrize("name", ["jekyll-gigong", "hugo-kkumtree", "jekyll-johngrib-sample"])
def test_blogs_of_other_engines(name: str) -> None:
    """Every post is a chapter, and none stands there as it is written because something went wrong."""
    folder = SHARED / "blogs" / name
    if not folder.is_dir():
        pytest.skip(f"the blog {name} is not on this machine")
    checked, planned = run("check", folder, "--json"), run("plan", folder, "--json")
    assert ("", "") == (checked.err, planned.err)
    assert [] == [fault for fault in checked.json["diagnostics"] if fault["severity"] == "error"]
    assert 0 < checked.json["chapters"] == len(list(leaves(planned.json["contents"])))
