"""A file as a MIME message.

Korean subjects and file names are encoded by the standard library: RFC 2047 in the subject, RFC 2231 in the
name. See https://www.rfc-editor.org/rfc/rfc2231

A subject is put into lines by its older way, email.header. EmailMessage's own loses a space between two
lines, or leaves out the one that has to stand there, for which mail services refuse a message: see
https://github.com/python/cpython/issues/92081 and https://github.com/python/cpython/issues/144156
"""

import re
import unicodedata
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path

# Of RFC 5321 what every server understands: no quotes, no Korean, and no line ends that would add a header.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LINE = 76  # letters, for the whole of it
MEDIA_TYPES = {
    ".epub": "application/epub+zip",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".htm": "text/html",
    ".html": "text/html",
    ".png": "image/png",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".bmp": "image/bmp",
}


def letter(name: str, data: bytes, sender: str, to: str, subject: str, now: datetime) -> EmailMessage:
    """Return a message with one attachment, its bytes as they are. `name` is the file's own."""
    name = one_line(name)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message.set_raw("Subject", _coded(one_line(subject) or Path(name).stem))
    message["Date"] = format_datetime(now)
    # The sender's own domain: the standard library would put this machine's name into the message.
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # Else Korean goes as eight bits, which not all servers take.
    message.set_content(name + "\n", cte="base64")
    kind, _, subtype = MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream").partition("/")
    message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return message


def _coded(subject: str) -> str:
    """A subject in lines of ASCII. See https://www.rfc-editor.org/rfc/rfc2047"""
    is_plain = subject.isascii() and len(subject) < _LINE and "=?" not in subject
    return Header(subject, None if is_plain else "utf-8", _LINE, "Subject").encode()


def is_address(text: str) -> bool:
    """Tell whether mail can be sent from and to it. See https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2"""
    return len(text) <= 254 and bool(_ADDRESS.fullmatch(text)) and ".." not in text and ".@" not in text


def one_line(text: str) -> str:
    """Return one line that can be shown: macOS spells 가 as two letters, and a file's name may hold
    anything."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(unicodedata.normalize("NFC", shown).split())
