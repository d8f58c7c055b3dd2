"""What was mailed, as the console tells of it: light, for every command loads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, or would be."""

    file: str  # its name
    size: int  # bytes of the file
    message_size: int  # bytes of the message
    sender: str
    to: str
    subject: str
    server: str  # "smtp.example.org:587 (starttls)"
    login: str  # who logs in; empty: nobody
    message_id: str
    dry: bool  # nothing was sent
