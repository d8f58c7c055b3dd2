"""Addresses and numbers of people in a text, each with its line: what looks like one is named, never changed.

Signs are made alike first, one for one, so that lines stay: full-width digits, dashes of all kinds.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from publisher.phrase import NOTHING, Phrase, _

_DASHES = "‐‑‒–—―−－ㅡ"
_ALIKE = str.maketrans("０１２３４５６７８９＠＋．（）" + _DASHES, "0123456789@+.()" + "-" * len(_DASHES))
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
# Letters and digits are ASCII's here (re.A): a Korean particle may stand right behind each of these.
_MAIL = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})\s?(?:@|[\[(]\s?(?:at|골뱅이)\s?[\])])\s?"
    r"((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})(?!\w)",
    re.I | re.A,
)
# Endings that a file has and no host: icon@2x.png. Names that RFC 2606 keeps for examples are no one's.
_NO_HOSTS = frozenset(
    "png jpg jpeg gif webp svg avif js mjs ts css md html json py example test invalid".split()
)
_EXAMPLES = ("example.com", "example.org", "example.net")
_RESIDENT = re.compile(r"(?<![\d-])(\d{6})(-| - | |)([1-8]\d{6})(?![\d-])")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURIES = {**dict.fromkeys("1256", 1900), **dict.fromkeys("3478", 2000)}
_PHONES = (
    re.compile(r"(?<![\w.-])\(?01[016789]\)?[-. ]?\d{3,4}[-. ]?\d{4}(?![\w-])", re.A),
    re.compile(r"(?<![\w.-])\(?0(?:2|[3-6][1-5]|70|50\d|80)\)?[-. ]{1,2}\d{3,4}[-. ]\d{4}(?![\w-])", re.A),
    re.compile(r"(?<![\w+])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?!\w)", re.A),
)
_ACCOUNT = re.compile(r"(?<![\d.-])\d{2,6}(?:-\d{2,8}){1,3}(?![\d.-])|(?<![\d.-])\d{10,16}(?![\d.-])")
_BANK = re.compile(
    r"(?:국민|신한|우리|하나|농협|기업|산업|수협|대구|부산|경남|광주|전북|제주|씨티|SC제일|제일|iM|KB|NH|IBK|KDB)"
    r"(?:은행|뱅크)?|카카오\s?뱅크|카뱅|토스\s?뱅크|케이\s?뱅크|K\s?뱅크|새마을금고|우체국|신협|계좌",
)
_SURE = re.compile(r"은행|뱅크|금고|우체국|농협|신협|수협|계좌|카뱅")
_NEAR = 24  # letters between a bank's name and a number


class Personal(NamedTuple):
    """Something of a person's in a text."""

    kind: str  # "email", "phone", "resident", "account"
    line: int  # of the text, from 1
    shown: str  # as it may stand in a log
    about: Phrase  # what speaks for it: "its check digit agrees"


def personal(text: str) -> list[Personal]:
    """Return what a text holds of people's addresses and numbers, in its order; not in comments."""
    plain = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text).translate(_ALIKE)
    line, at, made = 1, 0, []
    for start, item in sorted(_all(plain), key=lambda item: item[0]):
        line, at = line + plain.count("\n", at, start), start
        made.append(item._replace(line=line))
    return made


def _all(text: str) -> Iterator[tuple[int, Personal]]:
    """Each with its place; a number is of one kind, the first that it can be."""
    yield from _mails(text)
    taken = bytearray(len(text))
    for numbers in (_residents, _phones, _accounts):
        for start, end, item in numbers(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield start, item


def _mails(text: str) -> Iterator[tuple[int, Personal]]:
    for found in _MAIL.finditer(text):
        host = found[2].lower()
        is_example = host in _EXAMPLES or host.endswith(tuple(f".{one}" for one in _EXAMPLES))
        if host.rpartition(".")[2] not in _NO_HOSTS and not is_example and found[1] != "git":
            yield found.start(), Personal("email", 0, f"{found[1]}@{found[2]}", NOTHING)


def _residents(text: str) -> Iterator[tuple[int, int, Personal]]:
    """Resident-registration numbers (주민등록번호), those of foreigners too: six digits are a day of birth.

    Without a sign between its halves, thirteen digits are one only where the check digit agrees: many a
    number of another kind has as many digits.
    """
    for found in _RESIDENT.finditer(text):
        if not _is_day(found[1], found[3]):
            continue
        agrees = _check_digit_agrees(found[1] + found[3])
        if agrees or found[2]:
            about = (
                _("its check digit agrees")
                if agrees
                else _("its check digit does not agree, which numbers given since October 2020 need not")
            )
            shown = f"{found[1]}-{found[3][0]}******"
            yield found.start(), found.end(), Personal("resident", 0, shown, about)


def _is_day(digits: str, rest: str) -> bool:
    year, month, day = (int(digits[at : at + 2]) for at in (0, 2, 4))
    try:
        date(_CENTURIES[rest[0]] + year, month, day)
    except ValueError:
        return False
    return True


def _check_digit_agrees(digits: str) -> bool:
    """Of thirteen digits; foreigners' is two more. Source: 주민등록법 시행규칙, as it was until 2020."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    foreign = 2 if digits[6] in "5678" else 0
    return (11 - total % 11 + foreign) % 10 == int(digits[12])


def _phones(text: str) -> Iterator[tuple[int, int, Personal]]:
    for pattern in _PHONES:
        for found in pattern.finditer(text):
            if set(found[0]) - set("01-. ()"):  # 01010101010 is a number of another kind
                yield found.start(), found.end(), Personal("phone", 0, found[0].strip(), NOTHING)


def _accounts(text: str) -> Iterator[tuple[int, int, Personal]]:
    """Numbers of ten to sixteen digits near the name of a Korean bank, on the same line."""
    for found in _ACCOUNT.finditer(text):
        digits = sum(letter.isdigit() for letter in found[0])
        before = text[max(0, found.start() - _NEAR) : found.start()].rpartition("\n")[2]
        after = text[found.end() : found.end() + _NEAR].partition("\n")[0]
        bank = _BANK.search(before) or _BANK.search(after)
        is_parted = found[0].count("-") > 1
        if 10 <= digits <= 16 and bank and (is_parted or _SURE.search(before + after)):
            first = found[0].partition("-")[0][:4]
            yield (
                found.start(),
                found.end(),
                Personal("account", 0, f"{first}-******", _("near {bank}", bank=bank[0])),
            )
