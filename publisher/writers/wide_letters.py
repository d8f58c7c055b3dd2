"""Letters that the font of formulas has not, Hangul and Hanja, in a formula that ziamath draws.

ziamath (STIX Two Math) draws a box with a question mark for each of `\\text{거리}`. So the formula is drawn
with a ground of a colour of its own in each one's place; then the ground becomes the letter, in a face of the
book.

Seen with ziamath 0.13, and asserted by tests/contracts/test_ziamath.py: `mathbackground` of an <mspace> is a
<rect> of its size, smaller where scripts are; an em of a length is 4/3 of the size that it draws in.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from lxml import etree

from publisher.assets.font_files import Face
from publisher.assets.glyphs import outline, shaped
from publisher.assets.xhtml import Element

_TOKENS = ("mtext", "mi", "mo", "mn", "ms")
_EM = 0.75  # of ziamath's
_HEIGHT = 0.88  # em above the base line; the rest of the letter hangs below
_SPACE = 0.25  # em
_GROUND = 0xFE0100  # the first colour
_RECT = "{http://www.w3.org/2000/svg}rect"


def is_wide(letter: str) -> bool:
    """Tell whether a letter is one of East Asian text, which the math font has none of."""
    return unicodedata.east_asian_width(letter) in "WF" or "ᄀ" <= letter <= "ᇿ"


class WideLetters:
    """The letters of one formula."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = faces
        self._letters: list[tuple[str, Face]] = []

    def put_aside(self, formula: Element) -> None:
        """Put grounds in the places of a formula's wide letters. Raises ValueError for one in no face."""
        tokens = [*formula.iter(*(f"{{*}}{name}" for name in _TOKENS))]
        if any(is_wide(letter) for token in tokens for letter in token.text or ""):
            for token in tokens:
                self._part(token)

    def _part(self, token: Element) -> None:
        """Part a token of several letters; white space gets its own: before it, no ground is drawn."""
        if not any(is_wide(letter) or letter.isspace() for letter in token.text or ""):
            return
        namespace = str(token.tag).partition("}")[0] + "}"
        row = etree.Element(f"{namespace}mrow")
        row.tail, token.tail = token.tail, None
        for letter in token.text or "":
            if is_wide(letter):
                row.append(self._ground(letter, namespace))
            elif letter.isspace():
                row.append(etree.Element(f"{namespace}mspace", {"width": f"{_SPACE * _EM:.4g}em"}))
            elif len(row) and row[-1].tag == token.tag:
                row[-1].text = (row[-1].text or "") + letter
            else:
                etree.SubElement(row, str(token.tag), dict(token.attrib)).text = letter
        if (parent := token.getparent()) is not None:
            parent.replace(token, row)

    def _ground(self, letter: str, namespace: str) -> Element:
        face = next((one for one in self._faces if outline(one, letter)), None)
        if face is None:
            raise ValueError(letter)
        number = _GROUND + len(self._letters)
        self._letters.append((letter, face))
        size = {
            "width": f"{shaped(face, letter).widths[0] / 1000 * _EM:.4g}em",
            "height": f"{_HEIGHT * _EM:.4g}em",
            "depth": f"{(1 - _HEIGHT) * _EM:.4g}em",
        }
        size["mathbackground"] = f"#{number:06x}"
        return etree.Element(f"{namespace}mspace", size)

    def put_back(self, svg: bytes) -> bytes:
        """Return the drawing with letters in the places of grounds. Raises ValueError where one has none."""
        if not self._letters:
            return svg
        root = etree.fromstring(svg)
        found = [*self._found(root)]
        if len(found) != len(self._letters):
            raise ValueError(svg)
        for ground, letter, face in found:
            size, x = float(ground.get("height", "0")), ground.get("x", "0")
            base = float(ground.get("y", "0")) + _HEIGHT * size
            path = {"d": outline(face, letter), "transform": f"translate({x} {base:.4g}) scale({size:.4g})"}
            ground.tag = "{http://www.w3.org/2000/svg}path"
            ground.attrib.clear()
            ground.attrib.update(path)
        return etree.tostring(root)

    def _found(self, root: Element) -> Iterator[tuple[Element, str, Face]]:
        for rect in [*root.iter(_RECT)]:
            colour = re.fullmatch("#(fe[0-9a-f]{4})", rect.get("fill", ""))
            number = int(colour[1], 16) - _GROUND if colour else -1
            if 0 <= number < len(self._letters):
                yield rect, *self._letters[number]
