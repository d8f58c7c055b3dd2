"""What a client has already: the conditional fields of a request, in the order in which they count.

See https://www.rfc-editor.org/rfc/rfc9110#section-13
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from starlette.datastructures import Headers

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def http_date(moment: datetime) -> str:
    """ "Tue, 15 Nov 1994 08:12:31 GMT"."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def precondition(fields: Headers, etag: str, modified: datetime) -> HTTPStatus | None:
    """304 or 412 where that is the answer to a GET or HEAD; None: go on.

    `etag` is strong and in its quotation marks.
    """
    if "if-match" in fields:
        if not _names(fields.getlist("if-match"), etag, strong=True):
            return HTTPStatus.PRECONDITION_FAILED
    elif (since := _date(fields.get("if-unmodified-since"))) and _whole(modified) > since:
        return HTTPStatus.PRECONDITION_FAILED
    if "if-none-match" in fields:
        return (
            HTTPStatus.NOT_MODIFIED if _names(fields.getlist("if-none-match"), etag, strong=False) else None
        )
    since = _date(fields.get("if-modified-since"))
    return HTTPStatus.NOT_MODIFIED if since and _whole(modified) <= since else None


def _names(lines: list[str], etag: str, *, strong: bool) -> bool:
    """Whether a list of entity tags, in one field or several, has ours; "*" is any."""
    field = ", ".join(lines)
    if field.strip() == "*":
        return True
    return any(match[2] == etag and not (strong and match[1]) for match in _TAG.finditer(field))


def _date(field: str | None) -> datetime | None:
    """A date in any of the three forms that HTTP has known; None where it is none."""
    if not field:
        return None
    try:
        moment = parsedate_to_datetime(field)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def _whole(moment: datetime) -> datetime:
    """Without parts of a second, as a field can say it."""
    return moment.astimezone(UTC).replace(microsecond=0)
