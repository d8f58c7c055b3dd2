"""ziamath: what writers/formulas.py assumes of it."""

from collections.abc import Iterator

import pytest
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
