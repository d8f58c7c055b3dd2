"""E-readers and reading apps as they really ask, replayed: user agents, fields and order of their requests.

KOReader: plugins/opds.koplugin/opdsbrowser.lua (HEAD before GET, a cache by Last-Modified, file names from
Content-Disposition, OPDS 2.0 where it is to be had). Kobo and Kindle: access logs in the issues that
publisher/library/plain.py names. Of Thorium and Apple what any Chromium and WebKit sends.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.assets.themes import load_theme
from publisher.library.server.contents import read_contents
from publisher.library.server.password import Gate
from publisher.library.server.shelves import Contents
from publisher.library.server.watch import Watch
from publisher.library.shelf import ShelfSettings
from tests.library.library import Sample, epub, pdf
from tests.library.node import needs_chromium, needs_node, node
from tests.library.servers import Reply, Running, everything, parsed, watched

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
KOREADER = "KOReader/2026.03 (https://koreader.rocks/) LuaSocket/3.1.0"
OLD_WEBKIT = "Mozilla/5.0 (Linux; U; Android 2.0; en-us;) AppleWebKit/538.1 (KHTML, like Gecko) Version/4.0"
KOBO = f"{OLD_WEBKIT} Mobile Safari/538.1 (Kobo Touch 0376/4.38.23697)"
NEW_KOBO = f"{OLD_WEBKIT} Mobile Safari/538.1 (eReader 0391/4.45.23792)"
KINDLE = "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) Version/5.0 Safari/533.2+ Kindle/3.0+"
FIRE = "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 Silk/98.6.10 like Chrome/98.0 Safari/537.36"
CREMA = "Mozilla/5.0 (Linux; Android 8.1.0; CREMA-0670C) AppleWebKit/537.36 Chrome/61.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
THORIUM = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) EDRLab.ThoriumReader/3.2.0 Chrome/136.0 Electron/36.3.1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("books")
    for number in range(1, 61):
        epub(place / f"{number}.epub", Sample(identifier=f"urn:x:{number}", title=f"바다 {number}"))
    sand = Sample(
        identifier="urn:x:sand", title="모래 묻은 키보드", subjects=("개발",), description="강릉에서"
    )
    epub(place / "sand.epub", sand)
    epub(place / "sand.kepub.epub", sand)
    pdf(place / "sand.pdf", sand)
    return place


def contents(folder: Path) -> Watch:
    theme = load_theme("base", folder)

    def read(moment: datetime) -> Contents:
        return read_contents(folder, ShelfSettings(), theme, moment)

    return Watch(folder, read)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    with watched(contents(folder)) as run:
        yield run
        assert run.failures == []


# KOReader


def _koreader(run: Running, place: str, method: str = "GET", **more: str) -> Reply:
    """One request as LuaSocket sends it: small field names, TE and Connection."""
    fields = {
        "user-agent": KOREADER, "host": f"127.0.0.1:{run.port}", "connection": "close, TE", "te": "trailers",
        "accept-encoding": "identity", "accept": "application/opds+json", **more,
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return parsed(run.raw(f"{method} {place} HTTP/1.1\r\n{head}\r\n".encode()), method)


def _feed(run: Running, place: str) -> etree._Element:
    """HEAD for the date, then GET; both say the same date."""
    date = _koreader(run, place, "HEAD").fields["last-modified"]
    reply = _koreader(run, place)
    assert (200, date) == (reply.status, reply.fields["last-modified"])
    assert int(reply.fields["content-length"]) == len(reply.body)
    return etree.fromstring(reply.body)


def _link(feed: etree._Element, rel: str) -> str | None:
    return next((one.get("href") for one in feed.iter(ATOM + "link") if one.get("rel") == rel), None)


def test_koreader_walks_the_catalogue_and_loads_a_book(server: Running, folder: Path) -> None:
    """From /opds/ by links alone, through all pages, to a file whose SHA-256 is that of the book."""
    root = _feed(server, "/opds/")
    place = next(
        urljoin("/opds/", link.get("href", ""))
        for link in root.iter(ATOM + "link")
        if "all" in link.get("href", "")
    )
    titles, books = [], {}
    while place:
        feed = _feed(server, place)
        for entry in feed.iter(ATOM + "entry"):
            titles.append(entry.findtext(ATOM + "title"))
            books[titles[-1]] = [
                (link.get("type"), urljoin(place, link.get("href", "")))
                for link in entry.iter(ATOM + "link")
                if "acquisition" in link.get("rel", "")
            ]
        following = _link(feed, "next")
        place = urljoin(place, following) if following else ""
    assert len(titles) == len(set(titles)) == 61
    address = dict(books["모래 묻은 키보드"])["application/pdf"]
    head = _koreader(server, address, "HEAD")
    assert re.search('filename="([^"]+)"', head.fields["content-disposition"])[1].endswith(".pdf")  # type: ignore[index]
    got = _koreader(server, address).body
    assert hashlib.sha256((folder / "sand.pdf").read_bytes()).digest() == hashlib.sha256(got).digest()


def test_koreader_searches(server: Running) -> None:
    """The template of the OpenSearch document with the words put in, as KOReader puts them in."""
    root = _feed(server, "/opds/")
    described = etree.fromstring(_koreader(server, urljoin("/opds/", _link(root, "search") or "")).body)
    template = next(
        url.get("template", "")
        for url in described.iter(SEARCH + "Url")
        if "application/atom+xml" in url.get("type", "")
    )
    assert template.startswith(f"http://127.0.0.1:{server.port}/")
    place = template.partition(str(server.port))[2].replace("{searchTerms}", quote("키보드"))
    (entry,) = _feed(server, place).iter(ATOM + "entry")
    assert entry.findtext(ATOM + "title") == "모래 묻은 키보드"


def test_koreader_reads_opds_2(server: Running) -> None:
    """The JSON catalogue: search by its template, next page, file."""
    feed = json.loads(_koreader(server, "/opds/all.json").body)
    links = {link["rel"]: link for link in feed["links"]}
    assert links["next"]["href"]
    template = re.sub("{.*}", "?query=" + quote("모래"), links["search"]["href"])
    (found,) = json.loads(_koreader(server, urljoin("/opds/all.json", template)).body)["publications"]
    assert found["metadata"]["title"] == "모래 묻은 키보드"


def test_koreader_with_a_password(folder: Path) -> None:
    """LuaSocket sends name and password with every request; without them KOReader is told 401."""
    with watched(contents(folder), gate=Gate("서해", "파도")) as run:
        right = "Basic " + base64.b64encode("서해:파도".encode()).decode()
        assert _koreader(run, "/opds/", authorization=right).status == 200
        assert _koreader(run, "/opds/").status == 401


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("키보드", 1),
        ("\u110f\u1175\u1107\u1169\u1103\u1173", 1),
        ("개발", 1),
        ("강릉", 1),
        ("강릉 키보드 개발", 1),
        ("윤서해", 61),
        ("바다 17", 1),
        ("바다 없는책", 0),
    ],
)
def test_search_finds(server: Running, words: str, count: int) -> None:
    """By title, author, tag and description, in NFC and NFD, every word; in both catalogues the same."""
    found = json.loads(server.get("/opds/search.json?query=" + quote(words)).body)
    feed = etree.fromstring(server.get("/opds/search.xml?query=" + quote(words)).body)
    assert (count, str(count)) == (found["metadata"]["numberOfItems"], feed.findtext(SEARCH + "totalResults"))


@pytest.mark.parametrize(
    "query",
    """- query= query=%FF query=a&page=0 query=a&page=-1 query=a&page=99999999999999 page=2 page=%D9%A3
    query=%00%1B%EF%BF%BE query=a&query=b a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9""".split(),
)
def test_odd_searches(server: Running, query: str) -> None:
    """None of them is a fault of the server's."""
    for place in ("/search.html", "/plain.html", "/opds/search.xml", "/opds/search.json"):
        assert server.get(f"{place}?{query}").status == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_no_search_is_a_fault_of_ours(server: Running, words: str) -> None:
    """Whatever is searched for, the catalogue that comes back is whole."""
    asked = quote(words.encode("utf-8", "surrogatepass"))
    etree.fromstring(server.get(f"/opds/search.xml?query={asked}").body)
    json.loads(server.get(f"/opds/search.json?query={asked}").body)


def test_a_search_cannot_write_into_the_page(server: Running) -> None:
    """What is searched for is shown, and is text."""
    asked = quote('"><script>alert(1)</script>')
    for place in ("/search.html", "/plain.html", "/opds/search.xml"):
        assert b"<script" not in server.get(f"{place}?query={asked}").body


@needs_node
@pytest.mark.parametrize(
    ("client", "place"), [("opds-feed-parser", "opds/index.xml"), ("r2-opds-js-2", "opds/index.json")]
)
def test_real_clients_walk_the_server(server: Running, folder: Path, client: str, place: str) -> None:
    """Libraries of reading apps find every book through HTTP, and load every file whole."""
    walk = node("opds.mjs", client, f"http://127.0.0.1:{server.port}/{place}")
    assert 61 == len(walk["books"])
    wanted = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert wanted == set(walk["downloads"].values())


# Kobo, Kindle and others: their browsers


@pytest.mark.parametrize(
    ("agent", "plain"),
    [
        *((agent, True) for agent in (KOBO, NEW_KOBO, KINDLE, CREMA)),
        *((a, False) for a in (FIRE, IPHONE, THORIUM, "")),
    ],
)
def test_who_gets_the_plain_page(server: Running, agent: str, plain: bool) -> None:
    """Browsers of e-readers are led to it from the front door; all others see covers."""
    reply = server.get("/", User_Agent=agent)
    assert (302 if plain else 200) == reply.status
    if plain:
        assert reply.fields["location"] == "./plain.html"
        assert server.get("/index.html", User_Agent=agent).status == 200, "the other page can be had"


@pytest.mark.parametrize("agent", [KOBO, NEW_KOBO])
def test_kobo_loads_a_book(server: Running, folder: Path, agent: str) -> None:
    """Its browser takes what its address says is a book: the KEPUB first, by plain links on a plain page."""
    page = server.get("/plain.html?query=" + quote("모래"), User_Agent=agent).body.decode()
    assert not re.search(r"<script|display:\s*(grid|flex)|https?://", page)
    links = re.findall(r'href="(book/[^"]+)"', page)
    assert [".kepub.epub", ".epub", ".pdf"] == [re.search(r"(\.kepub)?\.\w+$", link)[0] for link in links]  # type: ignore[index]
    reply = server.get("/" + links[0], User_Agent=agent)
    assert reply.body == (folder / "sand.kepub.epub").read_bytes()
    plain = re.match(r'attachment; filename="([^"]+)"', reply.fields["content-disposition"])
    assert plain
    assert plain[1].endswith(".kepub.epub")
    assert plain[1].isascii()


def test_kobo_asks_again(server: Running) -> None:
    """A page that is kept is asked for by its tag."""
    first = server.get("/plain.html", User_Agent=KOBO)
    assert server.get("/plain.html", User_Agent=KOBO, If_None_Match=first.fields["etag"]).status == 304


def test_kindle_is_told_another_way(server: Running) -> None:
    """Kindle's browser would refuse every file: no link leads to one, but another way is shown."""
    page = server.get("/plain.html", User_Agent=KINDLE).body.decode()
    assert 'href="book/' not in page
    assert "amazon.com/sendtokindle" in page
    assert f"http://127.0.0.1:{server.port}/" in page


def test_plain_pages_follow_one_another(server: Running) -> None:
    """Sixty books are two pages, each book once."""
    first, second = (server.get(f"/plain.html?page={n}", User_Agent=KOBO).body.decode() for n in (1, 2))
    titles = re.findall("<h2>(.*?)</h2>", first + second)
    assert len(titles) == len(set(titles)) == 61
    assert 'href="plain.html?page=2"' in first
    assert 'href="plain.html?page=1"' in second


@pytest.mark.wide
@needs_node
@needs_chromium
def test_everyone_can_use_the_plain_page(server: Running, tmp_path: Path) -> None:
    """axe finds nothing on it, nor on what is found; 300 pixels are enough; nothing is from elsewhere."""
    home = f"http://127.0.0.1:{server.port}/"
    pages = [
        home + place for place in ("plain.html", "plain.html?query=x", "search.html?query=" + quote("모래"))
    ]
    asked = {"pages": pages, "folder": str(tmp_path), "widths": [300, 900], "all": True}
    seen = node("pages.mjs", json.dumps(asked))
    assert 12 == len(seen["violations"])
    assert [] == [found for found in seen["violations"].values() if found] + seen["complaints"]
    assert all(look["wide"] <= look["width"] for look in seen["looks"])
    assert all(request.startswith(home) for request in seen["requests"])


# Thorium, Apple


def test_thorium_goes_on_with_a_download(server: Running, folder: Path) -> None:
    """What was cut off in the middle goes on where it was, if the book is still the same."""
    data = (folder / "sand.pdf").read_bytes()
    place = "/book/" + quote("모래-묻은-키보드.pdf")
    first = server.get(place, User_Agent=THORIUM)
    half = len(data) // 2
    rest = server.get(place, User_Agent=THORIUM, Range=f"bytes={half}-", If_Range=first.fields["etag"])
    assert (206, data) == (rest.status, first.body[:half] + rest.body)


def test_apple_probes_before_it_loads(server: Running, folder: Path) -> None:
    """WebKit asks for the first two bytes, then for all of them, on one connection."""
    data = (folder / "sand.pdf").read_bytes()
    place = "/book/" + quote("모래-묻은-키보드.pdf")
    head = f"GET {place} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {IPHONE}\r\nAccept: */*\r\n"
    probe, rest = "Range: bytes=0-1\r\n\r\n", f"Range: bytes=0-{len(data) - 1}\r\nConnection: close\r\n\r\n"
    with server.connect() as client:
        client.sendall((head + probe + head + rest).encode())
        got = everything(client)
    assert got.count(b"HTTP/1.1 206 Partial Content") == 2
    assert f"content-range: bytes 0-1/{len(data)}".encode() in got.lower()
    assert got.endswith(data)
