"""Numbers of books."""

import re


def isbn13(text: str) -> str:
    """Return the thirteen digits of an ISBN, spaces and hyphens gone; "" where it is none.

    Behind it may stand the five digits of a 부가기호: "979-11-86710-95-1 (03810)".
    Source: ISBN Users' Manual, "Check digit", https://www.isbn-international.org
    """
    found = re.fullmatch(r"\s*((?:97[89])(?:[ -]?\d){10})(?:\s*\(?\d{5}\)?)?\s*", text, re.A)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return digits if sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0 else ""
