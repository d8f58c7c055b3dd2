"""Formulas as drawings by ziamath (STIX Two Math), for what knows no MathML: the PDF engine, Kindle.

Seen with ziamath 0.13. Assumed, and asserted by tests/contracts/test_ziamath.py: `config.svg2`, which is
one for the whole process, decides whether glyphs are paths; sizes are told in the units of `size`, the base
line's place from the lower edge.
"""

import hashlib
from functools import lru_cache
from typing import Any

from lxml import etree

from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet
from publisher.assets.xhtml import Element
from publisher.writers.wide_letters import WideLetters

MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_SIZE = 24  # units to the em while drawing


class Drawings:
    """Drawn formulas by the address under which the page asks for them: "drawing:….svg".

    `fonts`: for the letters that the font of formulas has not.
    """

    def __init__(self, fonts: FontSet, place: str = "drawing:") -> None:
        self.faces, self.place = fonts.faces, place
        self.files: dict[str, bytes] = {}

    def replace_formulas(self, root: Element) -> None:
        for formula in list(root.iter(MATHML)):
            parent = formula.getparent()
            if parent is not None:
                picture = self._picture(formula)
                picture.tail, formula.tail = formula.tail, None
                parent.replace(formula, picture)

    def _picture(self, formula: Element) -> Element:
        """An <img> on the text's base line; the TeX in a <code> where it cannot be drawn."""
        tex = formula.get("alttext", "")
        source = etree.tostring(formula, encoding="unicode", with_tail=False)
        try:
            svg, width, drop = _drawn(source, self.faces)
        except ValueError:
            code = etree.Element("code")
            code.text = tex
            return code
        address = f"{self.place}{hashlib.sha256(svg).hexdigest()[:20]}.svg"
        self.files[address] = svg
        style = f"width: {width:.3f}em; vertical-align: {drop:.3f}em"
        return etree.Element("img", {"class": "math", "src": address, "alt": tex, "style": style})


@lru_cache(maxsize=1024)
def _drawn(mathml: str, faces: tuple[Face, ...]) -> tuple[bytes, float, float]:
    """SVG, its width in em, and how far it hangs below the base line, in em (0 or less)."""
    from ziamath.config import config  # here: it takes a sixth of a second to import
    from ziamath.zmath import Math

    wide, formula = WideLetters(faces), etree.fromstring(mathml)
    wide.put_aside(formula)
    before, config.svg2 = config.svg2, False  # glyphs as paths: no <symbol> to look up
    try:
        drawing: Any = Math(etree.tostring(formula, encoding="unicode"), size=_SIZE, margin=0.5)
        svg = wide.put_back(drawing.svg().encode())
        width, height = drawing.getsize()
        if height <= 0:  # a row that ends before it begins, as TeX's own delimiters written twice make it
            raise ValueError(mathml)
        return svg, width / _SIZE, drawing.getyofst() / _SIZE
    except Exception as error:
        raise ValueError(str(error)) from error
    finally:
        config.svg2 = before
