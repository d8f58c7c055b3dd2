"""mail/letter.py: what a message says is what its reader sees."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from publisher.mail.letter import letter

_LONG = "모래 묻은 키보드와 바닷가에서 쓴 아주 긴 제목의 책 이야기"


@pytest.mark.parametrize(
    "subject",
    [
        *(" ".join(_LONG.split()[:count]) for count in range(1, 11)),
        *(f"{'a' * count} {_LONG} and English words, {_LONG}" for count in range(0, 70, 7)),
        "제목 " * 100 + "끝",
        "가" * 300,
        "a" * 300,
        "word " * 60 + "end",
        "a =?utf-8?q?b?= c",
    ],
)
def test_a_subject_of_any_length(subject: str) -> None:
    """Whole, with each of its spaces, in lines that all mail services take: two encoded words stand apart."""
    subject = subject.strip()
    sent = letter("a.epub", b"PK\x03\x04", "me@example.org", "a@kindle.com", subject, datetime.now(UTC))
    data = sent.as_bytes()
    assert (subject, subject) == (message_from_bytes(data, policy=default)["Subject"], str(sent["Subject"]))
    head = data.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78 and not re.search(rb"\?==\?", head)
