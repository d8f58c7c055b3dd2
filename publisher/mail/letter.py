"""A file as a MIME message.

Korean subjects and file names are encoded by the standard library: RFC 2047 in the subject, RFC 2231 in the
name. See https://www.rfc-editor.org/rfc/rfc2231
"""

import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path

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
    """A message with one attachment, its bytes as they are. `name` is the file's own."""
    name = unicodedata.normalize("NFC", name)  # macOS spells 가 as two letters, and mail programs show that
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = subject or unicodedata.normalize("NFC", Path(name).stem)
    message["Date"] = format_datetime(now)
    # The sender's own domain: the standard library would put this machine's name into the message.
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(
        name + "\n", cte="base64"
    )  # else Korean goes as eight bits, which not all servers take
    kind, _, subtype = MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream").partition("/")
    message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return message
