"""Links in brackets, [[name#place|words]], and with a ! in front embeds: what they say.

See https://help.obsidian.md/links and https://help.obsidian.md/embeds.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

# No bracket and no line's end stands in one: what never closes is looked at once.
LINK = r"(?<!\\)(?P<embed>!?)\[\[(?P<target>[^\[\]|\n]+?)(?:\\?\|(?P<words>[^\[\]\n]*))?\]\]"
# The address of a Markdown link or picture: it has no space, or stands in <>.
ADDRESS = r"(?<=\]\()(?P<address><[^<>\n]+>|[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)"
TAG = r"#(?=[\w/-]*[^\W\d_])([\w/-]+)"  # of digits alone, it is a number
_WEB = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_ANY = re.compile(f"{LINK}|{ADDRESS}")
_SIZE = re.compile(r"(?:(?P<alt>.*)\|)?\s*(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?\s*", re.S)


class Link(NamedTuple):
    """What a link names."""

    name: str  # "가을", "여행/가을", "그림.png"; "" = the note that it stands in
    place: str = ""  # "소제목", "장#절", "^a1b2"; "" = the whole
    words: str = ""  # what is shown; "" = the name
    is_embed: bool = False


def link(found: re.Match[str]) -> Link:
    """Return what a match of LINK says: [[name#^id]] and [[name^id]] are the same."""
    target = found["target"]
    name, sign, place = target.partition("#") if "#" in target else target.partition("^")
    place = f"^{place}" if sign == "^" else place
    words = (found["words"] or "").replace("\\|", "|").strip()
    return Link(name.strip(), place.strip().strip("#"), words, bool(found["embed"]))


def address(found: re.Match[str]) -> Link | None:
    """Return what a match of ADDRESS says; None where it leads to the web."""
    written = found["address"].strip("<>")
    if _WEB.match(written):
        return None
    name, _, place = written.partition("#")
    return Link(unquote(name), unquote(place))


def named(text: str) -> Iterator[Link]:
    """Yield what a text names, in code too: no more is done with these than to look them up."""
    for found in _ANY.finditer(text):
        said = link(found) if found["address"] is None else address(found)
        if said:
            yield said


def sized(words: str) -> tuple[str, str, str]:
    """Return a picture's alternative text, width and height: "하늘|300x200" -> ("하늘", "300", "200")."""
    found = _SIZE.fullmatch(words)
    return (found["alt"] or "", found["width"], found["height"] or "") if found else (words, "", "")


def folded(name: str) -> str:
    """Return a name as Obsidian compares it: in any letter case, however macOS spells it."""
    return unicodedata.normalize("NFC", name).casefold()
