"""Addresses without what follows a reader about, and no pictures that only count who reads.

A link leads to the same page without them: https://en.wikipedia.org/wiki/UTM_parameters and what mail and
advertising programs append. A counting picture is one pixel large, or stands at an address known for it.
"""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from publisher.assets.urls import is_absolute
from publisher.assets.xhtml import Element, each, remove_all, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.sanitize import LATE
from publisher.phrase import _

_NAMES = frozenset(
    (
        "fbclid pk_campaign pk_kwd gclid gclsrc dclid gbraid wbraid gad_source msclkid yclid ysclid igshid "
        "igsh twclid ttclid li_fat_id mc_cid mc_eid mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking "
        "vero_id vero_conv oly_anon_id oly_enc_id rb_clickid s_cid wickedid _openstat _ga _gl n_media "
        "n_query n_rank n_ad_group n_ad n_keyword n_keyword_id n_campaign_type napm "
    ).split()
)
_FAMILIES = ("utm_", "mtm_", "hsa_")
_HOLDERS = ("a", "iframe", "video", "audio", "source", "embed", "object")
_KEYS = ("href", "src", "data-src", "data")
_COUNTERS = re.compile(
    r"(?:[a-z0-9-]{1,63}\.){0,8}(?:"
    r"facebook\.com/tr\b|google-analytics\.com/|googletagmanager\.com/|doubleclick\.net/|pixel\.wp\.com/"
    r"|stats\.wp\.com/|quantserve\.com/|scorecardresearch\.com/|bat\.bing\.com/|px\.ads\.linkedin\.com/"
    r"|t\.co/i/adsct|analytics\.twitter\.com/|mc\.yandex\.ru/|counter\.yadro\.ru/|ga-beacon\.appspot\.com/"
    r"|hits\.seeyoufarm\.com/|hits\.sh/|hitcounter\.pythonanywhere\.com/|visitor-badge\.|komarev\.com/ghpvc"
    r"|profile-counter\.glitch\.me/|count\.getloli\.com/|wcs\.naver\.(?:com|net)/|statcounter\.com/)",
    re.I,
)
_DOT = re.compile(r"0*[01](?:\.\d{0,9})?(?:px)?")


def apply(build: ChapterBuild) -> None:
    """Clean all addresses that a reader can follow; take out pictures that count."""
    for element in each(build.root, *_HOLDERS):
        for key in _KEYS:
            if "?" in element.get(key, ""):
                _clean(element, key, build)
    counters = {image: None for image in each(build.root, "img") if _counts(image)}
    for image in counters:
        shown = image.get("src", "")
        build.note(
            "tracking-pixel", _("a picture that only counts readers is left out: {shown}", shown=shown), shown
        )
    links = {link for image in counters if (link := image.getparent()) is not None and link.tag == "a"}
    remove_all([*counters, *(link for link in links if _is_empty(link, counters))])


def _is_empty(link: Element, counters: Collection[Element]) -> bool:
    return not text_of(link) and all(child in counters for child in link)


def _clean(element: Element, key: str, build: ChapterBuild) -> None:
    """The address without them, also where it is what the link shows."""
    address = element.get(key, "")
    cleaned, taken = untracked(address)
    if not taken:
        return
    element.set(key, cleaned)
    for part in element.iter():
        if part.text and address in part.text:
            part.text = part.text.replace(address, cleaned)
    what = _("taken out of an address, for it follows readers about: {listed}", listed=", ".join(taken))
    build.note("tracking-parameter", what, address)


def untracked(address: str) -> tuple[str, list[str]]:
    """Return an address without what follows its readers, and the names of that; all else letter for
    letter."""
    start, mark, fragment = address.partition("#")
    path, _, query = start.partition("?")
    pairs = re.split(r"&(?:amp;)?", query)
    kept = [pair for pair in pairs if not _tracks(pair)]
    taken = list(dict.fromkeys(pair.partition("=")[0] for pair in pairs if _tracks(pair)))
    if not taken:
        return address, []
    return path + "?" * bool(kept) + "&".join(kept) + mark + fragment, taken


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _NAMES or name.startswith(_FAMILIES)


def _counts(image: Element) -> bool:
    """Whether the picture is on the web, and a pixel large or at a counter's address."""
    address = image.get("src", "") or next((image.get(key, "") for key in LATE if key in image.attrib), "")
    if not is_absolute(address) or address.startswith("data:"):
        return False
    try:
        url = urlsplit(address)
    except ValueError:
        return False
    sizes = [image.get("width", ""), image.get("height", "")]
    sizes += re.findall(r"width:([^;]*)", image.get("style", ""))
    small = any(_DOT.fullmatch(size.strip()) for size in sizes)
    return small or bool(_COUNTERS.match(f"{url.netloc}{url.path}"))
