"""Captions: which words are one, and what in a chapter has one."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from publisher.assets.xhtml import Element, classes
from publisher.model import Caption, Captioned

_FILE = re.compile(r"(.+)\.(?:png|jpe?g|gif|svg|webp|avif|bmp|heic|tiff?)", re.I | re.S)
_WORD = re.compile(r"[^\W\d_]+")
# What programs call a picture, and what is written where nothing is said of it.
_NO_WORDS = frozenset(
    "image images img picture pic photo screenshot screen shot capture untitled figure alt text thumbnail "
    "banner dsc at am pm copy of 그림 사진 이미지 스크린샷 캡처 캡쳐 화면 무제 오전 오후 대체 텍스트 "
    "kakaotalk".split()
)
# A caption that says its own number keeps it: the text around it speaks of that.
_NUMBERED = re.compile(
    r"[\[<〈《(【]?\s*+(?:그림|사진|도표|도|표|fig(?:ure)?|table|image)(?:\s*+\.)?\s*+\d", re.I
)
_LONGEST = 150  # letters of a caption in a list of them
_KINDS: dict[str, Captioned] = {"figcaption": "figure", "caption": "table"}


class Found(NamedTuple):
    """A picture or a table with its caption."""

    kind: Captioned
    whole: Element
    caption: Element

    @property
    def is_numbered(self) -> bool:
        """Tell whether it says its own number."""
        return bool(_NUMBERED.match(_said(self.caption)))

    def described(self) -> Caption:
        """Return what a list of figures says of it."""
        said = _said(self.caption)
        text = said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"
        return Caption(self.kind, text, self.whole.get("id", ""), self.is_numbered)


def says_something(text: str, address: str = "") -> bool:
    """Tell whether a text is more than a picture's address or file name, or what any picture is called:
    "IMG_0412", "image", "스크린샷 2021-03-14 오후 3.22.11.png"."""
    text, name = text.strip().casefold(), unquote(address).partition("?")[0].rpartition("/")[2].casefold()
    is_file = _FILE.fullmatch(text)
    if text in (name, name.rpartition(".")[0]) or (is_file and " " not in text):
        return False
    return not all(word in _NO_WORDS for word in _WORD.findall(is_file[1] if is_file else text))


def captioned(root: Element) -> Iterator[Found]:
    """Find the pictures and tables that have a caption, in their order; no code, which may have one too."""
    for caption in root.iter(*_KINDS):
        whole = caption.getparent()
        if whole is None or not _said(caption):
            continue
        kind = _KINDS[str(caption.tag)]
        if kind == "figure" and whole.find(".//img") is None:
            kind = "table" if whole.find(".//table") is not None else kind
            if kind == "figure":
                continue
        yield Found(kind, whole, caption)


def _said(caption: Element) -> str:
    """Its words, without marks of notes."""
    return " ".join("".join(_texts(caption)).split())


def _texts(element: Element) -> Iterator[str]:
    if "noteref" not in classes(element):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
