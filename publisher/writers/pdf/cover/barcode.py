"""The bars of an ISBN on the back of a book: EAN-13, and EAN-5 for the 부가기호.

Seen with python-barcode 0.16. Assumed, and asserted by tests/contracts/test_barcode.py: build() tells the
bars as one row of modules, without a picture.
"""

import re

from publisher.config.isbn import add_on, isbn13
from publisher.writers.pdf.cover.back import BARCODE

_HIGH = 40  # of the bars, in modules
_QUIET, _APART = 11, 9  # modules that are free before the bars, and between the two
# GS1 General Specifications, 5.2: "five-digit add-on symbol". Digits of number set A; B is A in reverse,
# ink and paper changed. Which digits are of B depends on their weighted sum.
_SET_A = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
_SETS = "BBAAA BABAA BAABA BAAAB ABBAA AABBA AAABB ABABA ABAAB AABAB".split()


def field_of(isbn: str) -> tuple[int, int]:
    """Return the size of the field that the bars stand in, in mm."""
    return (BARCODE[0] + 16, BARCODE[1]) if add_on(isbn) else BARCODE


def bars(isbn: str) -> bytes:
    """Return the bars of an ISBN as SVG; b"" where there is none. See https://www.gs1.org/standards/barcodes/ean-upc"""
    digits = isbn13(isbn)
    if not digits:
        return b""
    from barcode.ean import EAN13

    (modules,) = EAN13(digits).build()
    drawn, width = _drawn(modules, 0, 0), len(modules)
    if code := add_on(isbn):
        drawn += _drawn(ean5(code), width + _APART, _HIGH // 5)  # lower: its digits stand above it
        width += _APART + len(ean5(code))
    size = f'viewBox="-{_QUIET} 0 {width + 18} {_HIGH}" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'.encode()


def ean5(code: str) -> str:
    """Return five digits as modules, 1 for ink."""
    total = sum(int(digit) * (3, 9)[place % 2] for place, digit in enumerate(code)) % 10
    rows = (_of(digit, kind) for digit, kind in zip(code, _SETS[total], strict=True))
    return "01011" + "01".join(rows)


def _of(digit: str, kind: str) -> str:
    row = _SET_A[int(digit)]
    return row if kind == "A" else row[::-1].translate(str.maketrans("01", "10"))


def _drawn(modules: str, left: int, top: int) -> str:
    """Bars of some modules; `left` and `top` are where they begin."""
    y = f' y="{top}"' if top else ""
    return "".join(
        f'<rect x="{left + found.start()}"{y} width="{len(found[0])}" height="{_HIGH - top}"/>'
        for found in re.finditer("1+", modules)
    )
