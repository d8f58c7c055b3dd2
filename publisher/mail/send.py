"""A file on its way: looked at, put into a message, handed over."""

import errno
from datetime import datetime
from pathlib import Path

from publisher.errors import Report, SendError, Severity, SourceError, Where
from publisher.mail import fit
from publisher.mail.account import Account
from publisher.mail.letter import letter, one_line
from publisher.mail.sent import Sent
from publisher.phrase import _, system_says

_LARGEST = 500_000_000  # bytes that are read at all
_APPROVE = _(
    "Amazon takes it only from addresses that you have approved: Content & Devices > "
    "Preferences > Personal Document Settings"
)


def send(
    file: Path, account: Account, to: str, subject: str, now: datetime, report: Report, *, dry: bool
) -> Sent:
    """Look at the file, and send it unless `dry`. Raises SendError, SourceError, ConfigError."""
    data, name = _read(file), one_line(file.name)
    kindle = fit.to_kindle(to)
    report.extend(fit.looked_at(file, len(data), kindle=kindle))
    message = letter(name, data, account.sender, to, subject, now)
    size = len(message.as_bytes())
    report.extend(fit.oversize(size, Where(name)))
    if report.count(Severity.ERROR):
        raise SendError(_("{name} was not sent", name=name), _("mend what is named above"))
    if kindle:
        report.note(
            "kindle-approve", _("is {sender} approved?", sender=account.sender), Where(name), _APPROVE
        )
    if not dry:
        from publisher.mail.delivery import deliver  # here: nothing else needs the network

        deliver(message, account, to)
    return Sent(
        name, len(data), size, account.sender, to, str(message["Subject"]),
        f"{account.host}:{account.port} ({account.security})", account.user, message["Message-ID"], dry,
    )  # fmt: skip


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if not file.is_file() or not size:
            raise SourceError(
                _("{one_line} is no file with something in it", one_line=one_line(str(file))),
                _("publisher export makes one"),
            )
        if size > _LARGEST:
            raise SendError(
                _(
                    "{one_line} has {value:,.0f} MB: no mail server takes that",
                    one_line=one_line(file.name),
                    value=size / 1e6,
                )
            )
        return file.read_bytes()
    except OSError as error:
        missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
        shown = one_line(str(file))
        unread = _("{strerror}: {file}", strerror=system_says(error), file=shown)
        what = _("there is no file {file}", file=shown) if missing else unread
        raise SourceError(what, _("publisher export makes one")) from error
