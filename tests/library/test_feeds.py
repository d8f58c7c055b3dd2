"""Every feed and entry of a shelf of 300 books against its specification."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pikepdf
import pytest
from lxml import etree

from tests.books import run
from tests.library.conftest import Site
from tests.library.library import Sample, epub

HERE = Path(__file__).parent
A = "{http://www.w3.org/2005/Atom}"
OPDS = "{http://opds-spec.org/2010/catalog}"
THR = "{http://purl.org/syndication/thread/1.0}"
DC = "{http://purl.org/dc/terms/}"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
REL = "http://opds-spec.org/"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return json.loads((HERE / "opds2.schema.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _validator(part: str) -> jsonschema.Draft202012Validator:
    schema = {"$schema": _schema()["$schema"], "$ref": f"#/$defs/{part}", "$defs": _schema()["$defs"]}
    return jsonschema.Draft202012Validator(schema)


@lru_cache(maxsize=1)
def _grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


def _feeds(site: Site) -> Iterator[tuple[str, etree._Element]]:
    """OPDS 1.2 feeds by address."""
    for path in sorted((site.folder / "opds").rglob("*.xml")):
        yield path.relative_to(site.folder).as_posix(), etree.parse(path).getroot()


def _entries(site: Site) -> Iterator[tuple[str, etree._Element]]:
    for path in sorted((site.folder / "book").glob("*.xml")):
        yield path.relative_to(site.folder).as_posix(), etree.parse(path).getroot()


def test_the_schemas_are_schemas() -> None:
    """And they refuse what the specifications forbid."""
    jsonschema.Draft202012Validator.check_schema(_schema())
    link = {"href": "a.json", "rel": "self", "type": "application/opds+json"}
    good = {"metadata": {"title": "a"}, "links": [link], "publications": []}
    assert _validator("feed").is_valid(good)
    for bad in (
        good | {"metadata": {}},
        good | {"links": [link | {"rel": "up"}]},
        good | {"links": [link | {"href": "가.json"}]},
        good | {"publications": [{"metadata": {"title": "a"}, "links": [link]}]},
        {name: value for name, value in good.items() if name != "publications"},
    ):
        assert not _validator("feed").is_valid(bad), bad
    feed = (
        f'<feed xmlns="{A[1:-1]}"><id>urn:a</id><title>t</title>'
        "<updated>2024-01-01T00:00:00Z</updated></feed>"
    )
    assert _grammar().validate(etree.fromstring(feed))
    for old, new in (
        ("<id>urn:a</id>", ""),
        ("Z<", "<"),
        ("<title>", '<link href="가"/><title>'),
        ("urn:a", "a"),
    ):
        assert not _grammar().validate(etree.fromstring(feed.replace(old, new))), new


def test_opds_2_by_its_schema(site: Site) -> None:
    """Every feed, every publication."""
    paths = sorted((site.folder / "opds").rglob("*.json"))
    assert len(paths) > 50
    for path in paths:
        _validator("feed").validate(json.loads(path.read_text("utf-8")))
    books = sorted((site.folder / "book").glob("*.json"))
    assert 300 == len(books)
    for path in books:
        _validator("publication").validate(json.loads(path.read_text("utf-8")))


def test_opds_1_is_valid_atom(site: Site) -> None:
    """Every feed, every complete entry, and the feed of new editions."""
    documents = [
        *_feeds(site),
        *_entries(site),
        ("feed.xml", etree.parse(site.folder / "feed.xml").getroot()),
    ]
    assert len(documents) > 350
    for name, root in documents:
        assert _grammar().validate(root), f"{name}: {_grammar().error_log}"


def test_what_atom_says_in_words(site: Site) -> None:
    """An author in each entry or its feed; no entry twice; one alternate of a type."""
    for name, root in _feeds(site):
        ids = [entry.findtext(f"{A}id") for entry in root.iter(f"{A}entry")]
        assert len(ids) == len(set(ids)), name
        for element in (root, *root.iter(f"{A}entry")):
            types = [
                link.get("type") for link in element.findall(f"{A}link") if link.get("rel") == "alternate"
            ]
            assert len(types) == len(set(types)), name
        assert root.find(f"{A}author") is not None or all(
            entry.find(f"{A}author") is not None for entry in root.iter(f"{A}entry")
        )


def test_every_link_lands(site: Site) -> None:
    """What feeds of both versions, entries and pages refer to is in the folder, under that very name."""
    there = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*") if path.is_file()}
    seen = 0
    for path in sorted(site.folder.rglob("*")):
        name = path.relative_to(site.folder).as_posix()
        for reference in _references(path):
            if not urlsplit(reference).scheme:
                seen += 1
                assert unquote(urljoin(name, reference)).partition("#")[0] in there | {name}, (
                    name,
                    reference,
                )
    assert seen > 10_000


def _references(path: Path) -> Iterator[str]:
    if path.suffix == ".xml":
        yield from (link.get("href", "") for link in etree.parse(path).getroot().iter(f"{A}link"))
    elif path.suffix == ".html":
        root = etree.HTML(path.read_bytes())
        yield from (str(value) for value in root.xpath("//@href|//@src|//@action"))
    elif path.suffix == ".json" and not path.name.startswith("."):
        yield from _hrefs(json.loads(path.read_text("utf-8")))


def _hrefs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["href"]] if "href" in value else [])
        for inner in value.values():
            yield from _hrefs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hrefs(inner)


def test_links_have_the_types_of_opds(site: Site) -> None:
    """Links to feeds say which kind; self, start, up and crawlable are there."""
    kinds = {name: ACQUISITION if _is_acquisition(root) else NAVIGATION for name, root in _feeds(site)}
    for name, root in _feeds(site):
        links = root.findall(f"{A}link") + root.findall(f"{A}entry/{A}link")
        for link in links:
            target = unquote(urljoin(name, link.get("href", "")))
            if target in kinds:
                assert kinds[target] == link.get("type"), (name, target)
        rels = [link.get("rel") for link in root.findall(f"{A}link")]
        assert 1 == rels.count("self") == rels.count("start"), name
        assert (name == "opds/index.xml") == ("up" not in rels), name
        assert (name == "opds/complete.xml") == (f"{REL}crawlable" not in rels), name


def _is_acquisition(root: etree._Element) -> bool:
    entries = root.findall(f"{A}entry")
    acquired = [
        any(link.get("rel", "").startswith(f"{REL}acquisition") for link in entry.iter(f"{A}link"))
        for entry in entries
    ]
    assert len(set(acquired)) == 1, "a feed is one or the other"
    return acquired[0]


def test_entries_of_feeds_are_partial_and_lead_to_complete_ones(site: Site) -> None:
    """Complete ones hold what is known; the crawlable feed holds complete ones only, the newest first."""
    (partial,) = (root for name, root in _feeds(site) if name == "opds/new.xml")
    for entry in partial.iter(f"{A}entry"):
        (complete,) = (link for link in entry.iter(f"{A}link") if link.get("type") == ENTRY)
        assert "alternate" == complete.get("rel")
        assert entry.find(f"{DC}identifier") is None
    (crawlable,) = (root for name, root in _feeds(site) if name == "opds/complete.xml")
    assert crawlable.find("{http://purl.org/syndication/history/1.0}complete") is not None
    entries = crawlable.findall(f"{A}entry")
    assert 300 == len(entries) == sum(entry.find(f"{DC}identifier") is not None for entry in entries)
    updated = [entry.findtext(f"{A}updated") for entry in entries]
    assert sorted(updated, reverse=True) == updated


def test_facets_stand_in_acquisition_feeds_alone(site: Site) -> None:
    """With group and count; one of a group is active at most, and only where its books are shown."""
    for name, root in _feeds(site):
        facets = [link for link in root.iter(f"{A}link") if link.get("rel") == f"{REL}facet"]
        assert not facets or _is_acquisition(root), name
        active = [facet for facet in facets if facet.get(f"{OPDS}activeFacet") == "true"]
        groups = [facet.get(f"{OPDS}facetGroup") for facet in active]
        assert len(groups) == len(set(groups)), name
        assert all(int(facet.get(f"{THR}count", "0")) > 0 for facet in facets)
        shown = name.startswith(("opds/author/", "opds/tag/", "opds/year/"))
        assert shown == bool(active), name


def test_lengths_are_those_of_the_files(site: Site) -> None:
    """The length of an acquisition link is the size of the file behind it."""
    for name, root in _entries(site):
        for link in root.iter(f"{A}link"):
            if link.get("rel", "").startswith(f"{REL}acquisition"):
                file = site.folder / unquote(urljoin(name, link.get("href", "")))
                assert file.stat().st_size == int(link.get("length", "-1"))


def test_korean_comes_first_and_numbers_count(site: Site) -> None:
    """By title: 가나다, ABC, 123; 파도 5 before 파도 10."""
    titles = [book["title"] for book in site.summary["books"]]
    waves = [title for title in titles if title.startswith("파도")]
    assert ["파도 5", "파도 10", "파도 15"] == waves[:3] == titles[:3]
    kinds = ["가" <= title.lstrip("『")[0] <= "힣" for title in titles]
    assert not kinds[-1]


def test_tags_that_look_alike_have_feeds_of_their_own(site: Site) -> None:
    """C++ and C# are two, Jazz and jazz one."""
    root = etree.parse(site.folder / "opds/tags.xml").getroot()
    found = {
        entry.findtext(f"{A}title"): entry.find(f"{A}link").get("href") for entry in root.iter(f"{A}entry")
    }  # type: ignore[union-attr]
    assert {"C++", "C#"} <= found.keys()
    assert len(found) == len(set(found.values()))
    assert 1 == len({"Jazz", "jazz"} & found.keys())


def test_new_editions_have_absolute_links(site: Site) -> None:
    """Where the shelf knows its address; 50 of them, the newest first."""
    root = etree.parse(site.folder / "feed.xml").getroot()
    entries = root.findall(f"{A}entry")
    assert 50 == len(entries)
    assert all(link.get("href", "").startswith("https://books.test/shelf/") for link in root.iter(f"{A}link"))
    rels = [link.get("rel") for link in entries[0].iter(f"{A}link")]
    assert "alternate" in rels and "enclosure" in rels


@pytest.mark.parametrize("language", ["ko", "en"])
def test_names_are_in_the_language_of_the_shelf(tmp_path: Path, language: str) -> None:
    """That of most books, or the one asked for."""
    epub(tmp_path / "books/a.epub", Sample(language=language))
    assert 0 == run("shelf", tmp_path / "books", "-o", tmp_path / "a").code
    asked = {"ko": "en", "en": "ko"}[language]
    assert 0 == run("shelf", tmp_path / "books", "-o", tmp_path / "b", "--language", asked).code
    names = {
        which: etree.parse(tmp_path / which / "opds/new.xml").getroot().findtext(f"{A}title")
        for which in "ab"
    }
    words = {"ko": "새로 나온 책", "en": "New books"}
    assert {"a": words[language], "b": words[asked]} == names


def test_a_series_without_numbers(tmp_path: Path) -> None:
    """A book that names its series and no place in it has the series alone, in both catalogues."""
    (tmp_path / "books").mkdir()
    epub(tmp_path / "books/a.epub", Sample(title="가", series="연작"))
    done = run("shelf", tmp_path / "books", "-o", tmp_path / "out")
    assert (0, "") == (done.code, done.err.partition("error")[1])
    (book,) = json.loads((tmp_path / "out/opds/all.json").read_text("utf-8"))["publications"]
    (series,) = book["metadata"]["belongsTo"]["series"]
    assert "연작" == series["name"] and "position" not in series


def test_what_no_feed_can_say(tmp_path: Path) -> None:
    """A name with control characters is shown without them, and the year 1 has four digits."""
    (tmp_path / "books").mkdir()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/ModDate"] = "D:00010101000000Z"
        made.save(tmp_path / "books/파\x01도\ufffe.pdf")
    assert 0 == run("shelf", tmp_path / "books", "-o", tmp_path / "out").code
    feed = etree.parse(tmp_path / "out/opds/all.xml").getroot()
    assert ["파도"] == [entry.findtext(f"{A}title") for entry in feed.iter(f"{A}entry")]
    assert "0001-01-01T00:00:00Z" == feed.findtext(f"{A}updated")
