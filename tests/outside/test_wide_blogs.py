"""Blogs that people really write, in a cover of all pairs of settings. Run by `make test-all`."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from allpairspy import AllPairs

from publisher.errors import Severity
from tests.books import BLOGS, SHARED
from tests.outside.alike import faults
from tests.outside.test_wide_sample import Record
from tests.outside.whole import Settings, Whole, broken_rules, cut_words, pages_of, spread, unsound, whole
from tests.writers.epub.test_epub import epubcheck

pytestmark = pytest.mark.wide

_KEYS: dict[str, list[Any]] = {
    "pdf.trim": ["A4", "B5", "크라운판", "신국판", "A5", "140x210", "B6", "A6"],
    "pdf.opening": ["page", "recto", "run-on"],
    "order.by": ["category", "year", "flat"],
    "order.posts": ["date", "date-desc", "title"],
    "theme.name": ["base", "gothic"],
    "theme.line_break": ["syllable", "eojeol"],
    "theme.align": ["justify", "start"],
    "theme.thumbnails": [True, False],
    "pdf.page_refs": [True, False],
    "pdf.links": ["plain", "notes", "end", "qr"],
    "pdf.cover": [True, False],
    "epub.embed_fonts": [True, False],
    "epub.math": ["mathml", "pictures"],
    "markdown.fix_emphasis": [True, False],
    "markdown.math": [True, False],
    "markdown.diagrams": ["draw", "code"],
}
_BLOGS = ["hexo-hangack", "hugo-kkumtree", "jekyll-gigong", "jekyll-johngrib-sample", "seed"]
# Each blog meets each value of each key, and each two values of two keys meet in some blog.
_ROWS = [tuple(row) for row in AllPairs([_BLOGS, *_KEYS.values()])]
# What no text of a post should bring about.
_OF_OURS = {"chapter-simplified", "content-lost", "image-unseen", "link-unseen", "laid-out-whole"}
_DRAWN = 20  # pages


def _settings(row: tuple[Any, ...]) -> Settings:
    made: Settings = {}
    for name, value in zip(_KEYS, row, strict=True):
        table, key = name.split(".")
        made.setdefault(table, {})[key] = value
    return made


@pytest.fixture
def folder(blog: str, tmp_path: Path) -> Path:
    """The blog of that name; the seed is given the skeleton of a site."""
    if blog == "seed" and BLOGS["seed"](tmp_path / "blog"):
        return tmp_path / "blog"
    if not (SHARED / "blogs" / blog).is_dir():
        pytest.skip(f"the blog {blog} is not on this machine")
    return SHARED / "blogs" / blog


@pytest.mark.parametrize(("blog", "row"), [(row[0], row[1:]) for row in _ROWS])
def test_settings(row: tuple[Any, ...], folder: Path, tmp_path: Path, record_property: Record) -> None:
    """Made, or with named faults; both files are sound, no word is cut, EPUBCheck has nothing to say."""
    made = whole(folder, tmp_path, _settings(row), "epub", "pdf")
    record_property("books of real blogs, in EPUB and PDF", 1)
    record_property("pages of theirs", pages_of(made.files["pdf"]))
    _faults_are_named(made, folder, record_property)
    assert "" == unsound(made.files["pdf"])
    assert [] == cut_words(made.files["pdf"])
    assert [] == epubcheck(made.files["epub"], tmp_path / "report.json")
    record_property("EPUBs proved by EPUBCheck", 1)


@pytest.mark.parametrize("blog", _BLOGS)
def test_programs_show_the_same(folder: Path, tmp_path: Path, record_property: Record) -> None:
    """Pages from the whole book are drawn and read alike by all programs."""
    path = whole(folder, tmp_path, {}, "pdf").files["pdf"]
    pages = spread(pages_of(path), _DRAWN)
    record_property("pages drawn by all programs", len(pages))
    assert [] == broken_rules(path)
    assert [] == faults(path, pages)


def _faults_are_named(made: Whole, folder: Path, record_property: Record) -> None:
    """Each error is of a post, by its path, and none is a fault of ours."""
    errors = [one for one in made.report.diagnostics if one.severity is Severity.ERROR]
    assert [] == [str(one) for one in errors if not (folder / one.where.path).exists()]
    assert [] == [text for text in made.said if any(f"[{code}]" in text for code in _OF_OURS)]
    for code, count in Counter(one.code for one in errors).items():
        record_property(f"errors {code}", count)
