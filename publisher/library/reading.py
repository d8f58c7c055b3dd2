"""Reading in the browser: a page that opens a book of the shelf with foliate-js.

foliate-js (MIT) is fetched by `make reader` into reader/foliate, and is in the wheel; where it is not, there
is no such page, and no link to one. See https://github.com/johnfactotum/foliate-js

Books are untrusted, and foliate-js shows them in frames of this page's own origin. The policy below holds in
them too: scripts from files of ours alone, none from blob: addresses (as all that comes from a book is) and
none within a page; nothing at all from another host. A book on the shelf cannot serve as a script, since the
server tells its kind and "nosniff".
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.library import links
from publisher.library.page import TYPE
from publisher.library.shelf import Catalog
from publisher.library.website import Resource

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self' blob:; img-src 'self' blob: data:; "
    "style-src 'self' 'unsafe-inline' blob:; font-src blob: data:; media-src blob:; frame-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PLACE = Path(__file__).resolve().parent / "reader"
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def available(place: Path = _PLACE) -> bool:
    """Tell whether foliate-js is here."""
    return (place / "foliate/view.js").is_file()


def resources(shelf: Catalog, theme: Theme, moment: datetime, place: Path = _PLACE) -> Mapping[str, Resource]:
    """Return the page and what it loads, by address; nothing where foliate-js is not here."""
    if not available(place):
        return {}
    text = theme.fill("shelf/read.j2", language=shelf.language, words=shelf.words, title=shelf.title)
    made = ((links.READER, TYPE, text.encode()), *files(place))
    return {address: _resource(kind, body, moment) for address, kind, body in made}


def files(place: Path = _PLACE) -> Iterator[tuple[str, str, bytes]]:
    """Yield what the page loads: address, media type, bytes."""
    for path in sorted(place.rglob("*")):
        if path.suffix in _KINDS and path.is_file():
            yield f"reader/{path.relative_to(place).as_posix()}", _KINDS[path.suffix], path.read_bytes()


def _resource(kind: str, body: bytes, moment: datetime) -> Resource:
    return Resource(kind, body, len(body), hashlib.sha256(body).hexdigest(), moment)
