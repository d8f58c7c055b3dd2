"""Videos and other pages inside a post: a book shows a card with the link. Check boxes become signs."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from publisher.assets.urls import below_site, is_absolute, joined, shown, web
from publisher.assets.xhtml import Element, each, remove, remove_all, replace, text_of
from publisher.model import FromWeb
from publisher.passes.chapter_build import ChapterBuild, page_of
from publisher.passes.sanitize import PHRASING
from publisher.phrase import _

_VIDEO = (
    "youtube.com",
    "youtu.be",
    "youtube-nocookie.com",
    "vimeo.com",
    "player.vimeo.com",
    "tv.naver.com",
    "tv.kakao.com",
)
_NAMES = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "vimeo.com": "Vimeo",
}
_SCRIPT = re.compile(r"<script\b([^<>]*)>\s*</script\s*>", re.I)
_WRITER = re.compile(
    r"\ssrc\s*=\s*[\"']?((?:https?:)?//(?:gist\.github\.com|asciinema\.org/a)/[^\"'\s?]+?)\.js"
    r"(?:\?[^\"'\s]*)?(?=[\"'\s]|$)",
    re.I,
)
_SHOWN = ("img", "pre", "table", "video")  # in a figure: what it is one for
# Titles that sites give all that they let others embed.
_ANY = re.compile(
    r"|(?:youtube|vimeo|naver|kakao)?\W?(?:video|map|audio|music)?\W?(?:player|embed(?:ded)?)?|iframe", re.I
)
_WHERE = ("src", "data-src", "data")


def from_scripts(html: str) -> str:
    """Return a script that writes what it shows where it stands, as a frame of the page that it is of."""

    def frame(script: re.Match[str]) -> str:
        found = _WRITER.search(script[1])
        return f'<iframe src="{found[1]}"></iframe>' if found else script[0]

    return _SCRIPT.sub(frame, html)


def apply(build: ChapterBuild) -> None:
    for element in each(build.root, "iframe", "video", "audio", "embed", "object"):
        _card(element, build)
    for figure in each(build.root, "figure"):
        _preview(figure)
    remove_all(each(build.root, "source"))
    remove_all(box for box in each(build.root, "input") if box.get("type") != "checkbox")
    for element in each(build.root, "input"):
        _box(element)


def _card(element: Element, build: ChapterBuild) -> None:
    """A line with what it is, and its address in full for readers on paper."""
    written = _written(element)
    address = web(written) if is_absolute(written) else _on_site(written, build)
    if not address.startswith("http"):
        build.note("embed-dropped", _("<{tag}> with no address for readers", tag=element.tag), written)
        remove(element)
        return
    if below_site(address, build.context.site.url) is None:
        build.from_web.append(FromWeb("embed", (address,), build.where(written)))
    watched = _watch_address(address)
    parent = element.getparent()
    card = etree.Element(
        "span" if parent is not None and parent.tag in PHRASING else "div", {"class": "embed"}
    )
    link = etree.SubElement(card, "a", href=watched)
    etree.SubElement(link, "strong").text = _label(watched, element, build)
    title = element.get("title", "").strip()
    link[0].tail = " " if _ANY.fullmatch(title) else f" {title} "
    etree.SubElement(link, "span", {"class": "address"}).text = shown(watched).partition("://")[2]
    replace(element, card)


def _preview(figure: Element) -> None:
    """A figure that is one link around some lines, as Tistory shows another page, is a card too."""
    link = figure[0] if len(figure) == 1 else None
    if link is None or link.tag != "a" or text_of(link) != text_of(figure):
        return
    lines = [text for line in each(link, "p") if (text := text_of(line))]
    if not lines or "".join(lines) != text_of(link) or next(link.iter(*_SHOWN), None) is not None:
        return
    address = shown(web(link.get("href", ""))).partition("://")[2]
    said = [line for line in lines[1:] if not address.startswith(line)]
    link[:], link.text = [], None
    etree.SubElement(link, "strong").text = lines[0]
    link[0].tail = f" {' '.join(said)} " if said else " "
    etree.SubElement(link, "span", {"class": "address"}).text = address
    figure.tag = "div"
    figure.attrib.clear()
    figure.set("class", "embed")


def _written(element: Element) -> str:
    """The address as the post has it: its own, or that of its first source."""
    given = (one.get(key, "") for one in (element, *element.iter("source")) for key in _WHERE)
    return next((address.strip() for address in given if address.strip()), "")


def _on_site(address: str, build: ChapterBuild) -> str:
    """Where the blog shows a page or file of its own; "" where the blog's address is unknown."""
    home = build.context.site.url
    below = below_site(address, home)
    path = below if below is not None else joined(page_of(build.entry.post), address)
    return web(f"{home}{path}") if home and address else ""


def _watch_address(address: str) -> str:
    """The page of a video that is embedded: …/embed/ID -> …/watch?v=ID."""
    url = urlsplit(address)
    host, query = url.netloc.removeprefix("www."), parse_qs(url.query)
    if host in ("youtube.com", "youtube-nocookie.com") and url.path.startswith("/embed/"):
        return _embedded(url.path.split("/")[2], query)
    if host == "youtube.com" and "v" in query:
        return f"https://www.youtube.com/watch?v={query['v'][0]}"
    if host == "player.vimeo.com":  # `h` opens a film that is not listed
        return "/".join(["https://vimeo.com", url.path.rpartition("/")[2], *query.get("h", ())[:1]])
    return address


def _embedded(name: str, query: Mapping[str, Sequence[str]]) -> str:
    """YouTube's page of what its player shows: a video, a list of them, or what a channel sends now.

    See https://developers.google.com/youtube/player_parameters
    """
    site = "https://www.youtube.com"
    if name in ("", "videoseries") and "list" in query:
        return f"{site}/playlist?list={query['list'][0]}"
    if name == "live_stream" and "channel" in query:
        return f"{site}/channel/{query['channel'][0]}/live"
    begins = next(
        (second for second in query.get("start", ()) if re.fullmatch(r"[1-9][0-9]{0,6}", second)), ""
    )
    return f"{site}/watch?v={name}{f'&t={begins}s' if begins else ''}"


def _label(address: str, element: Element, build: ChapterBuild) -> str:
    host = urlsplit(address).netloc.removeprefix("www.")
    words = build.context.words
    if element.tag == "audio":
        return words["audio"]
    if element.tag == "video" or host in _VIDEO:
        return f"{words['video']} ({_NAMES[host]})" if host in _NAMES else words["video"]
    return words["on_the_web"]


def _box(element: Element) -> None:
    """A task list's check box."""
    sign = etree.Element("span", {"class": "task"})
    # Not ☑ and ☐, which few Korean fonts have.
    sign.text = "✓" if "checked" in element.attrib else "□"
    replace(element, sign)
