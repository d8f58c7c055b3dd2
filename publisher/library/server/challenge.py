"""What a client without the password is told: in words, or as an OPDS Authentication Document.

See https://drafts.opds.io/authentication-for-opds-1.0
"""

import json
from http import HTTPStatus

from publisher.library.server.answer import Answer, plain
from publisher.library.server.request import Request

_KIND = "application/opds-authentication+json"
_REALM = 'Basic realm="publisher", charset="UTF-8"'  # ASCII: e-readers show it as they have it


def challenge(request: Request, title: str) -> Answer:
    """401, as clients of catalogues and browsers understand it."""
    words = "이름과 비밀번호가 있어야 볼 수 있습니다. A name and a password are needed."
    answered = plain(HTTPStatus.UNAUTHORIZED, words, ("WWW-Authenticate", _REALM))
    if not _for_catalogue(request):
        return answered
    body = json.dumps(_document(request, title), ensure_ascii=False).encode()
    about = {"Content-Type": _KIND, "Content-Length": str(len(body))}
    fields = tuple((name, about.get(name, value)) for name, value in answered.fields)
    return Answer(answered.status, fields, (body,))


def _for_catalogue(request: Request) -> bool:
    return (request.address or "").startswith("opds") or "opds" in request.fields.get("accept", "")


def _document(request: Request, title: str) -> dict[str, object]:
    """`id` is the address under which the catalogue asks for it: any is, so it is the one of the request."""
    flow = {
        "type": "http://opds-spec.org/auth/basic",
        "labels": {"login": "이름", "password": "비밀번호"},
    }
    return {"id": f"http://{request.host}/opds/", "title": title, "authentication": [flow]}
