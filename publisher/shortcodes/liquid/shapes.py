"""What a tag or an include that we do not have shows, by its arguments: a picture, a video, words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape

from publisher.shortcodes.liquid.nodes import LONGEST
from publisher.shortcodes.liquid.source import Piece

_PARAMETER = re.compile(
    r"""(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'=]+))""", re.S
)
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+)")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp")
VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "dailymotion": "https://www.dailymotion.com/video/",
    "bilibili": "https://www.bilibili.com/video/",
    "twitch": "https://www.twitch.tv/videos/",
    "spotify": "https://open.spotify.com/track/",
    "google-drive": "https://drive.google.com/file/d/",
}
_SOUNDS = (".mp3", ".wav", ".ogg", ".m4a", ".flac")
_FILMS = (".mp4", ".webm", ".ogv", ".mov", ".m4v")


def shape(piece: Piece) -> str:
    """Return what an unknown tag shows, where its arguments name a picture: that picture."""
    if piece.kind != "tag" or piece.fault != "unknown":
        return ""
    markup = piece.text[:LONGEST]
    found = picture_in(words_of(markup))
    return image(found, named_in(markup)) if found else ""


def words_of(markup: str) -> list[str]:
    """Arguments, quotes taken off: a "b c" d='e' -> a, b c, d, e."""
    return [double or single or bare for double, single, bare in _words(markup)]


def named_in(markup: str) -> dict[str, str]:
    return {name: double or single or bare for name, double, single, bare in parameters(markup)}


# A tag in a loop is run a thousand times over; its arguments are read once.
@lru_cache(maxsize=64)
def _words(markup: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(_WORD.findall(markup))


@lru_cache(maxsize=64)
def parameters(markup: str) -> tuple[tuple[str, str, str, str], ...]:
    """name="double", name='single', name=bare; the other two are empty."""
    return tuple(_PARAMETER.findall(markup))


def picture_in(words: Iterable[str]) -> str:
    return next((word for word in words if word.lower().endswith(_PICTURES)), "")


def by_parameters(
    name: str, parameters: Mapping[str, object], page: Mapping[str, object], to_words: Callable[[str], str]
) -> str:
    """Return what an include that is not there shows by its parameters: a picture, a video, a heading,
    words; or the pictures that the post's front matter lists under its name. `to_words` reads a caption's
    Markdown."""
    named = {key: str(value) for key, value in parameters.items() if isinstance(value, str)}
    if played := next((word for word in named.values() if word.lower().endswith(_SOUNDS + _FILMS)), ""):
        return _media(played, named)
    if picture := picture_in(named.values()):
        return _figure([image(picture, named)], to_words(_caption(named)))
    if pictures := list(_pictures(page.get(named.get("id") or re.sub(r"\.\w+$", "", name)))):
        return _figure(pictures, to_words(_caption(named)))
    provider = named.get("provider", re.sub(r"\.\w+$", "", name).rpartition("/")[2]).lower()
    if provider in VIDEOS and (video := named.get("id") or named.get("video_id") or named.get("videoId")):
        title = f' title="{escape(said)}"' if (said := _caption(named)) else ""
        return f'<iframe src="{VIDEOS[provider]}{escape(video)}"{title}></iframe>'
    words = next((named[key] for key in ("content", "text", "body", "message") if named.get(key)), "")
    if words and re.fullmatch(r"[1-5]", named.get("level", "")):
        return f"<h{int(named['level']) + 1}>{escape(words)}</h{int(named['level']) + 1}>"
    return f"<p>{words}</p>" if words else ""


def _media(address: str, named: Mapping[str, str]) -> str:
    """A film or a sound; a path that begins with a folder's name is one from the site's root to themes."""
    address = f"/{address}" if re.match(r"\w[^:/]*/", address) else address
    tag = "audio" if address.lower().endswith(_SOUNDS) else "video"
    told = "".join(f' {key}="{escape(named[key])}"' for key in ("title", "poster") if named.get(key))
    return f'<{tag} src="{escape(address)}"{told}></{tag}>'


def _caption(named: Mapping[str, str]) -> str:
    return next((named[key] for key in ("caption", "title", "description") if named.get(key)), "")


def _figure(pictures: Iterable[str], caption: str) -> str:
    shown = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{''.join(pictures)}{shown}</figure>"


def _pictures(listed: object) -> Iterator[str]:
    """minimal-mistakes' galleries: a list of tables with image_path, alt, title."""
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, Mapping) and entry.get("image_path"):
            named = {str(key): str(value) for key, value in entry.items() if isinstance(value, str)}
            yield image(named["image_path"], named)


def image(address: str, named: Mapping[str, str]) -> str:
    alt = next(
        (named[key] for key in ("alt", "alt_text", "title", "caption", "description") if named.get(key)), ""
    )
    width = f' width="{named["width"]}"' if re.fullmatch(r"\d+", named.get("width", "")) else ""
    return f'<img src="{escape(address)}" alt="{escape(alt)}"{width}>'
