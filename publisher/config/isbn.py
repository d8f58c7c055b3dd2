"""Numbers of books: ISBN, and the 부가기호 behind it."""

import re
from typing import NamedTuple

from publisher.phrase import NOTHING, Phrase, _

# Of a 부가기호: for whom a book is, in which form, of what; digits that are not here are not given out.
# Source: 한국문헌번호편람, 국립중앙도서관 (https://www.nl.go.kr/seoji)
READERS = {
    "0": "교양", "1": "실용", "4": "청소년", "5": "중·고교 학습참고서", "6": "초등 학습참고서",
    "7": "아동", "9": "전문",
}  # fmt: skip
FORMS = {
    "0": "문고본", "1": "사전", "2": "신서판", "3": "단행본", "4": "전집·총서", "5": "전자출판물",
    "6": "도감", "7": "그림책·만화", "8": "혼합 자료·점자",
}  # fmt: skip
SUBJECTS = "총류 철학 종교 사회과학 자연과학 기술과학 예술 언어 문학 역사".split()
# Hyphens may be those of a page that it was copied from.
_ISBN = re.compile(r"\s*((?:97[89])(?:[ \u2010-\u2013\u2212-]?\d){10})(?:\s*\(?(\d{5})\)?)?\s*", re.A)


class AddOn(NamedTuple):
    """A 부가기호 in words."""

    said: str
    fault: Phrase  # NOTHING where each of its digits means something


def isbn13(text: str) -> str:
    """Return the thirteen digits of an ISBN, spaces and hyphens of any kind gone; "" where it is none.

    Behind it may stand the five digits of a 부가기호: "979-11-86710-95-1 (03810)".
    Source: ISBN Users' Manual, "Check digit", https://www.isbn-international.org
    """
    digits = _digits(text)
    return digits if digits and digits[-1] == _check(digits) else ""


def add_on(text: str) -> str:
    """Return the 부가기호 behind an ISBN; "" where there is none."""
    found = _ISBN.fullmatch(text)
    return (found[2] or "") if found else ""


def read_out(code: str) -> AddOn:
    """Say what the five digits of a 부가기호 mean: "03810" is 교양, 단행본, 문학."""
    reader, form = READERS.get(code[0], ""), FORMS.get(code[1], "")
    said = ", ".join(filter(None, (reader, form, SUBJECTS[int(code[2])])))
    if not reader:
        return AddOn(said, _known(code[0], READERS))
    return AddOn(said, NOTHING if form else _known(code[1], FORMS))


def what_is_wrong(text: str) -> Phrase:
    """Say why a text is no ISBN, in words that help to mend it."""
    count = len(re.sub(r"\D", "", text))
    if digits := _digits(text):
        return _(
            "an ISBN whose last digit is {digit}, as the others say; or is another one wrong?",
            digit=_check(digits),
        )
    if count in (13, 18) and not re.match(r"\s*97[89]", text):
        return _("an ISBN that begins with 978 or 979")
    return _("an ISBN of 13 digits, and 5 more where it has a 부가기호; these are {count}", count=count)


def _digits(text: str) -> str:
    found = _ISBN.fullmatch(text)
    return re.sub(r"\D", "", found[1]) if found else ""


def _check(digits: str) -> str:
    """The last digit that the others ask for."""
    return str(-sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits[:12])) % 10)


def _known(digit: str, known: dict[str, str]) -> Phrase:
    names = ", ".join(f"{one} {name}" for one, name in known.items())
    return _("{digit} means nothing there; known are: {names}", digit=digit, names=names)
