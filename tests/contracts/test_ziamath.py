"""ziamath: what writers/formulas.py and writers/wide_letters.py assume of it."""

from collections.abc import Iterator

import pytest
from lxml import etree
from ziamath.config import config
from ziamath.zmath import Math

pytestmark = pytest.mark.contract
FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>x</mi><mi>y</mi></mfrac></math>'


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = config.svg2
    yield
    config.svg2 = before


def test_glyphs_are_paths() -> None:
    """config.svg2, one for the process, decides whether a drawing's glyphs are symbols or paths."""
    config.svg2 = True
    assert "<symbol" in Math(FORMULA, size=24).svg()
    config.svg2 = False
    drawn = Math(FORMULA, size=24).svg()
    assert "<path" in drawn
    assert "<symbol" not in drawn and "<use" not in drawn


def test_sizes_in_units_of_the_em() -> None:
    """Width grows with `size`; a fraction hangs below the base line, by less than an em."""
    small, large = Math(FORMULA, size=24, margin=0), Math(FORMULA, size=48, margin=0)
    assert 2 * small.getsize()[0] == pytest.approx(large.getsize()[0], rel=0.05)
    assert -24 < small.getyofst() < 0


def test_ground_is_a_rectangle_of_its_size() -> None:
    """The ground of a space is a <rect>: 0.75em are the drawing's size, seven tenths of it in a script."""
    space = '<mspace mathbackground="#fe0101" width="0.75em" height="0.66em" depth="0.09em"/>'
    row = f"<msub>{space}{space}</msub>"
    drawn = etree.fromstring(Math(FORMULA.replace("<mi>x</mi>", row), size=24).svg().encode())
    found = [rect for rect in drawn.iter("{*}rect") if rect.get("fill") == "#fe0101"]
    sizes = [float(rect.get(name, "")) for rect in found for name in ("width", "height")]
    assert [24, 24, 16.8, 16.8] == pytest.approx(sizes, abs=0.1)
    assert all(rect.get("x") and rect.get("y") for rect in found)
