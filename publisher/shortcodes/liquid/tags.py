"""Jekyll's own Liquid tags, and those of the plug-ins that many blogs have; blocks are in blocks.py.

See https://jekyllrb.com/docs/liquid/tags/ and https://jekyllrb.com/docs/includes/
"""

import re
from collections.abc import Mapping
from functools import partial
from html import escape

from publisher.phrase import _
from publisher.shortcodes.lines import ROOT
from publisher.shortcodes.liquid import blocks
from publisher.shortcodes.liquid.engine import Engine
from publisher.shortcodes.liquid.includes import argument, include
from publisher.shortcodes.liquid.nodes import Call, Known, Write
from publisher.shortcodes.liquid.shapes import VIDEOS, image, named_in, picture_in, words_of


def register(engine: Engine) -> None:
    for name, write in _SINGLE.items():
        engine.tags[name] = Known(engine, name, write)
        engine.singles.add(name)
    for name, write in blocks.BLOCKS.items():
        engine.tags[name] = Known(engine, name, write, f"end{name}")
        engine.blocks[name] = f"end{name}"


# Links


def _address(call: Call) -> str:
    """{% post_url name %} and {% link path %}: the address of a post; the reader looked it up."""
    name = argument(call.markup, call.context).strip().strip("\"'")
    found = call.context.job.values.get(f"url:{name}")
    if found is not None:
        return ROOT + call.context.job.values.get("baseurl", "") + found
    call.context.job.warn(
        "link-missing", _("{{% {name} {name2} %}}: there is no such post or file", name=call.name, name2=name)
    )
    return ""


# Pictures and pages of others


def _card(address: str, call: Call) -> str:
    """A page that is embedded: the book shows a card with its link (passes/embeds.py)."""
    target = next(iter(words_of(argument(call.markup, call.context))), "")
    if not target:
        return ""
    full = target if re.match(r"https?://", target) else address + target
    return f'<iframe src="{escape(full)}"></iframe>'


def _picture(call: Call) -> str:
    """{% picture [preset] path --alt words … %}, {% img [class] path [width] [height] [title] %} and kin."""
    markup = argument(call.markup, call.context)
    words, named = words_of(markup), named_in(markup)
    found = picture_in(words)
    if not found:
        call.context.job.warn(
            "tag-unknown",
            _("{{% {name} {markup} %}} names no picture", name=call.name, markup=call.markup[:60]),
        )
        return ""
    if alt := re.search(r"--alt\s+(.+?)(?=\s--|$)", markup):
        named["alt"] = alt[1].strip("\"'")
    elif not named and not re.fullmatch(r"\d*", words[-1]) and words[-1] != found:
        named["alt"] = words[-1]
    return image(found, named)


_SINGLE: Mapping[str, Write] = {
    "post_url": _address,
    "link": _address,
    "include": include,
    "include_cached": include,
    "include_relative": include,
    "youtube": partial(_card, VIDEOS["youtube"]),
    "youtubeplayer": partial(_card, VIDEOS["youtube"]),
    "vimeo": partial(_card, VIDEOS["vimeo"]),
    "gist": partial(_card, "https://gist.github.com/"),
    "jsfiddle": partial(_card, "https://jsfiddle.net/"),
    "codepen": partial(_card, "https://codepen.io/"),
    "asciinema": partial(_card, "https://asciinema.org/a/"),
    "twitter": partial(_card, "https://twitter.com/"),
    "tweet": partial(_card, "https://twitter.com/"),
    "speakerdeck": partial(_card, "https://speakerdeck.com/"),
    "iframe": partial(_card, "https://"),
    "picture": _picture,
    "img": _picture,
    "image": _picture,
    **dict.fromkeys(("seo", "feed_meta", "toc"), lambda call: ""),
}
