"""privacy/personal.py: people's addresses and numbers in a text, by line; the numbers here are nobody's."""

import re
import time

import pytest

from publisher.privacy.personal import personal


def found(text: str) -> list[tuple[str, int, str]]:
    return [(item.kind, item.line, item.shown) for item in personal(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("문의: hong.gil-dong+book@naver.com으로", "hong.gil-dong+book@naver.com"),
        ("<a href='mailto:a@b.co.kr'>", "a@b.co.kr"),
        ("hong＠naver．com", "hong@naver.com"),
        ("hong (at) naver.com, hong[골뱅이]naver.com", "hong@naver.com"),
    ],
)
def test_mail_addresses(text: str, shown: str) -> None:
    """As they are written, in full-width signs, and as people hide them from programs."""
    assert ("email", 1, shown) in found(text)


@pytest.mark.parametrize(
    "text",
    ["icon@2x.png", "git@github.com:a/b.git", "@Override", "a@example.com", "a@b.example.org", "x@localhost",
     "@angular/core@1.2.3", "<!-- a@naver.com -->", "me@host.test"],
)  # fmt: skip
def test_no_mail_addresses(text: str) -> None:
    """Names of files, of packages, and those that are kept for examples."""
    assert [] == found(text)


NUMBERS = """010-1234-5678,01012345678,010.1234.5678,(010)1234-5678,011-123-4567,02-123-4567,031-1234-5678
070-1234-5678,0504-123-4567,+82-10-1234-5678,+82 2 123 4567,+1(415)555-2671
+442071838750,０１０―１２３４―５６７８"""


@pytest.mark.parametrize("number", re.split("[,\n]", NUMBERS))
def test_telephone_numbers(number: str) -> None:
    """Mobile, of a place, of the internet, international; a particle may stand behind."""
    assert ["phone"] == [kind for kind, _, _ in found(f"연락처는 {number}입니다.")]


OTHERS = """1592-1598,2021-03-14,01010101010,1.010-1234-5678,192.168.0.1,979-11-86710-95-1,127.0.0.1:8080
3.14159265358979,x = 0x0101234567,1609459200000,0123456789abcdef,100-200-300"""


@pytest.mark.parametrize("text", re.split("[,\n]", OTHERS))
def test_numbers_of_other_kinds(text: str) -> None:
    """Years, days, versions, ISBN, bits, moments."""
    assert [] == found(text)


@pytest.mark.parametrize(
    ("number", "about"),
    [
        ("900101-1234568", "its check digit agrees"),
        ("9001011234568", "its check digit agrees"),
        ("900101 - 1234567", "October 2020"),
        ("201105-3123456", "October 2020"),
        ("900101-5234561", "its check digit agrees"),
    ],
)
def test_resident_registration_numbers(number: str, about: str) -> None:
    """The check digit is tried, foreigners' too; one that does not agree may still be real, and is named."""
    (item,) = personal(f"주민번호 {number}")
    assert ("resident", True) == (item.kind, about in item.about)
    assert f"{number[:6]}-{item.shown[7]}******" == item.shown


@pytest.mark.parametrize(
    "text", ["901301-1234567", "900230-1234567", "9001011234567", "900101-9234567", "1900101-1234568"]
)
def test_no_resident_registration_numbers(text: str) -> None:
    """No day, or thirteen digits in a row whose last does not agree."""
    assert "resident" not in [kind for kind, _, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("후원: 우리 1002-123-456789 (홍길동)", "1002-******"),
        ("국민은행 12345678901234", "1234-******"),
        ("3333-01-2345678 카카오뱅크", "3333-******"),
        ("농협 302-1234-5678-91", "302-******"),
    ],
)
def test_account_numbers(text: str, shown: str) -> None:
    assert [("account", 1, shown)] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "우리는 2021-03-14에 하나",
        "하나 1234567890123",
        "주문 110-123-456789",
        "국민\n1002-123-456789",
        "KB 1024-2048",
    ],
)
def test_no_account_numbers(text: str) -> None:
    """No bank near, or a word that is no bank's name beside digits that are not parted."""
    assert [] == found(text)


def test_a_bank_beside_a_telephone() -> None:
    """A number is of one kind."""
    assert [("phone", 1, "010-1234-5678")] == found("우리은행 홍길동 010-1234-5678")


def test_lines() -> None:
    """Each with its own, comments counted."""
    text = "가\n<!-- \n a@naver.com -->\nb@naver.com 010-1234-5678\n\n```\nc@naver.com\n```\n"
    assert [("email", 4, "b@naver.com"), ("phone", 4, "010-1234-5678"), ("email", 7, "c@naver.com")] == found(
        text
    )


PIECES = [
    "a@",
    "@a.",
    "a.a",
    "010-",
    "+1 ",
    "1-",
    "900101-1",
    "(at)",
    "우리 1-1-1 ",
    "<!--",
    "010-1234-5678 ",
    "\n",
    "a@b.co ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_long_texts(piece: str) -> None:
    """None takes longer than in proportion to its length: 2 MB of any piece, far below a minute."""
    begun = time.process_time()
    personal(piece * (400_000 // len(piece)))
    assert 15 > time.process_time() - begun
