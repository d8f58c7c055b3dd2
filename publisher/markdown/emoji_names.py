"""The signs behind the names that GitHub gives them: :smile: is 😄."""

import re
from collections.abc import Mapping
from functools import lru_cache

NAME = re.compile(r":[\w+-]{1,64}:", re.A)


def sign(name: str) -> str:
    """ ":smile:" -> "😄"; "" where there is no such name."""
    return _signs().get(name, "")


def with_signs(text: str) -> str:
    """Return a text with each known name replaced; the colon behind an unknown one may open the next."""
    made, position = [], 0
    while match := NAME.search(text, position):
        found = sign(match[0])
        made += [text[position : match.start()], found or match[0][:-1]]
        position = match.end() - (0 if found else 1)
    return "".join(made) + text[position:]


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, str]:
    from emoji import EMOJI_DATA, STATUS  # here: a table that most posts have no use for

    # Only forms that are shown as pictures everywhere: ❤️, and not the letter ❤ that it is made of.
    every = ((sign, data) for sign, data in EMOJI_DATA.items() if data["status"] == STATUS["fully_qualified"])
    return {name: sign for sign, data in every for name in (data["en"], *data.get("alias", ()))}
