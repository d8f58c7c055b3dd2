"""The places of paragraphs in a page of the EPUB, the same from edition to edition.

Highlights of e-readers count elements: "in the 8th child of the section, 5 letters in" (EPUB CFI). So each
block of a chapter keeps the place, its slot, that it had in the last edition: where one is gone, an empty
element stands; where others have come, they share the slot of a neighbour, one with other words if there is.
See https://idpf.org/epub/linking/cfi/
"""

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from lxml import etree

from publisher.assets.xhtml import Element

Slots = tuple[tuple[str, ...], ...]  # the digests of the blocks in each
_MOST = 4_000_000  # pairs that are looked at


def blocks(root: Element) -> list[str]:
    """Return a digest of the words of each of a chapter's blocks."""
    words = (" ".join("".join(one.itertext()).split()) for one in root)
    return [hashlib.sha256(text.encode()).hexdigest()[:12] for text in words]


def weights(root: Element) -> list[int]:
    """Return how many elements there are in each of a chapter's blocks: of places in them, in highlights."""
    return [sum(1 for _element in one.iter()) for one in root]


def fitted(old: Slots, now: Sequence[str], weights: Sequence[int] = ()) -> Slots:
    """Return the slots of the blocks that there are now, at the places of the last edition.

    A new one shares that of the block before it, or of the one behind it where that weighs less.
    """
    before = [(digest, place) for place, slot in enumerate(old) for digest in slot]
    if not old or len(before) * len(now) > _MOST:
        return tuple((digest,) for digest in now)
    made: list[list[str]] = [[] for _slot in old]
    found = SequenceMatcher(None, [digest for digest, _place in before], now, autojunk=False).get_opcodes()
    for _kind, a, b, start, end in found:
        places = [place for _digest, place in before[a:b]]
        if a == b < len(before) and weights and (a == 0 or weights[end] < weights[start - 1]):
            made[before[a][1]] += now[start:end]
            continue
        for number, digest in enumerate(now[start:end]):
            if number < len(places):
                made[places[number]].append(digest)
            elif a == b == len(before):  # behind the last one there is room
                made.append([digest])
            else:
                made[places[-1] if places else before[max(a - 1, 0)][1]].append(digest)
    return tuple(map(tuple, made))


def lay(root: Element, slots: Slots) -> None:
    """Put a chapter's blocks into its slots."""
    found = iter([*root])
    for place, slot in enumerate(slots):
        here = [next(found) for _digest in slot]
        if len(here) == 1:
            continue
        around = etree.Element("div", {"class": "slot"})
        root.insert(place, around)
        around.extend(here)
