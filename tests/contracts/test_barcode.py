"""python-barcode: what pdf/cover/barcode.py assumes of it."""

import pytest
from barcode.ean import EAN13

pytestmark = pytest.mark.contract


def test_modules() -> None:
    """build() tells the bars as one row of 95 modules, "1" for ink: see GS1's general specifications, 5.2"""
    (modules,) = EAN13("9788966262281").build()
    assert (95, {"0", "1"}) == (len(modules), set(modules))
    assert ("101", "01010", "101") == (modules[:3], modules[45:50], modules[-3:])
